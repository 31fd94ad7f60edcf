#pragma once

#include "storage/records/library.hpp"
#include "storage/store.hpp"
#include "tools/circdesk/import/batch.hpp"
#include "tools/circdesk/import/branches.hpp"
#include "tools/circdesk/import/codes.hpp"
#include "tools/circdesk/import/mend_file.hpp"
#include "tools/circdesk/import/run_keeper.hpp"

#include <functional>

namespace circ::tool {

/// Where an import goes and by whose codes.
struct import_setting {
    storage::store& store;
    const storage::institution& institution;
    const branch_codes& branches;
    storage::instant now{};
    run_mode how = run_mode::write;
    std::function<void()> tell{};     ///< called after each record read; may be empty
    const code_maps* codes = nullptr; ///< null: codes are taken as they stand
    run_keeper* run = nullptr;        ///< that this import is; null: nobody keeps it
    mend_file* mend = nullptr;        ///< gets what does not go in; may be null
    /// Called before each unit of work; may be empty. What its steps need and is not ready is waited
    /// for here: within a unit every kiosk would wait too.
    std::function<void()> before_unit{};
};

} // namespace circ::tool
