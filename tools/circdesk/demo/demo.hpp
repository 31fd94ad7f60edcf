#pragma once

#include "server/circulation/policy.hpp"
#include "storage/store.hpp"
#include "tools/circdesk/import/report.hpp"
#include "tools/circdesk/import/toml_rows.hpp"
#include "tools/circdesk/import/verifiers.hpp"

#include <filesystem>
#include <functional>
#include <string_view>

namespace circ::tool {

/// What the demo library is loaded with.
struct demo_setting {
    storage::store& store;
    storage::instant now{};
    const verifier_maker& pins;
    const circulation::policy& policy;
    std::function<void(std::string_view part)> tell{}; ///< may be empty
};

/// Where the demo's second institution lies, a small library with a book that strays.
inline constexpr const char* neighbour_folder = "neighbour";

/// Fills an empty store from the folder of the demo library, through the engine of the imports.
/// @return the first institution
/// @throws complaint when a file cannot be read or they do not fit together; storage::store_error
storage::institution load_demo(const std::filesystem::path& from, const demo_setting& with, import_report& report);

// Its parts, in their order.

/// Institution, branches with hours and closed days, terminals. @return the institution
[[nodiscard]] storage::institution load_demo_library(const toml_file& from, const demo_setting& with);

/// Card states and guarantors from patrons.csv's column `states`.
void load_demo_states(const std::filesystem::path& patrons, const storage::institution& of, const demo_setting& with);

/// Loans, holds, fees, payments, blocks, messages and item states, in one unit of work; dates are
/// distances from now.
void load_demo_business(const toml_file& from, const storage::institution& of, const demo_setting& with);

} // namespace circ::tool
