#pragma once

#include "storage/reader.hpp"
#include "tools/circdesk/import/report.hpp"

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace circ::tool {

/// The branches of the library by code, and what stands in for codes that are not ours.
class branch_codes {
public:
    struct stand_ins {
        std::string
            fallback; ///< code of the branch for everything without a branch of ours; may be empty
        std::string map_file; ///< TOML, a line for each foreign code: OLD = "OURS"; may be empty
        std::vector<std::pair<std::string, std::string>>
            named{}; ///< the same, of a mapping's [branches]
    };

    /// @throws complaint when a code of ours in `instead` is unknown
    branch_codes(storage::reader& from, storage::institution_id of, const stand_ins& instead);
    branch_codes(storage::reader& from, storage::institution_id of)
        : branch_codes(from, of, stand_ins{}) {}

    /// @return nullopt for an unknown code where nothing stands in; what is unknown is reported
    [[nodiscard]] std::optional<storage::branch_id> find(const std::string& code,
                                                         import_report& report) const;

    [[nodiscard]] std::string code_of(storage::branch_id id) const; ///< empty for none of ours

    /// The branch of what names none; zero where there is none.
    [[nodiscard]] storage::branch_id fallback() const noexcept { return fallback_; }

    /// Why a code was not found, for a reject.
    [[nodiscard]] std::string unknown() const;

private:
    [[nodiscard]] storage::branch_id own(const std::string& code) const;

    std::map<std::string, storage::branch_id> by_code_;
    std::map<std::string, storage::branch_id> foreign_;
    storage::branch_id fallback_;
};

} // namespace circ::tool
