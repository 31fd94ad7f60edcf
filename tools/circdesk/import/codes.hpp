#pragma once

#include "storage/records/inventory.hpp"
#include "tools/circdesk/import/report.hpp"
#include "tools/circdesk/import/toml_rows.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace circ::tool {

/// Of what a mapping file says how the old system's codes are called here.
enum class code_kind : std::uint8_t { branch, item_type, location, collection, status, category };

/// The table of a mapping file for this kind: "branches", "types" ...
[[nodiscard]] std::string_view table_of(code_kind kind) noexcept;

/// The codes of a mapping file: [types] SOUND = "cd" and so on, a table for each kind.
class code_maps {
public:
    code_maps() = default;
    explicit code_maps(const toml_row& mapping);

    /// What the code is called here; itself where its kind has no table.
    /// @return nullopt: there is a table, and the code is not in it
    [[nodiscard]] std::optional<std::string> find(code_kind kind, const std::string& code) const;
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> all(code_kind kind) const;

private:
    using table = std::map<std::string, std::string, std::less<>>;
    std::array<std::optional<table>, 6> tables_;
};

/// What a status of the old system says of an item itself: "Missing", "LOST-PAID", "In-Repair".
/// That it is out, on its way or kept for somebody follows from loans and holds, so it is usable.
/// @return nullopt for a word that no system is known to have
[[nodiscard]] std::optional<storage::item_state> state_of_status(std::string_view status);

/// Counts an item for the tables by branch, type and status.
void count_parts(tally& done, const std::string& branch, const storage::item& what);

/// An item state by its name here: "usable", "missing" ...
[[nodiscard]] std::optional<storage::item_state> state_named(std::string_view name) noexcept;
[[nodiscard]] std::string_view name_of(storage::item_state state) noexcept;

} // namespace circ::tool
