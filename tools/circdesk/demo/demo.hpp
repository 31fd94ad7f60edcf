#pragma once

#include "server/circulation/policy.hpp"
#include "storage/store.hpp"
#include "tools/circdesk/import/toml_rows.hpp"

#include <filesystem>

namespace circ::tool {

/// What the parts of the demo library are loaded with.
struct demo_setting {
    storage::store& store;
    storage::instant now{};
    std::string pepper;
    const circulation::policy& policy;
};

/// Institution, branches with hours and closed days, terminals. @return the institution
[[nodiscard]] storage::institution load_demo_library(const toml_file& from, const demo_setting& with);

/// Card states and guarantors from patrons.csv's column `states`.
void load_demo_states(const std::filesystem::path& patrons, const storage::institution& of, const demo_setting& with);

/// Loans, holds, fees, payments, blocks, messages and item states; dates are distances from now.
void load_demo_business(const toml_file& from, const storage::institution& of, const demo_setting& with);

} // namespace circ::tool
