#pragma once

#include "config/ncip_backend.hpp"
#include "server/circulation/operations.hpp"
#include "storage/records/reconcile.hpp"
#include "storage/unit_of_work.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace circ::circulation {

// Where our books and those of a library system behind us differ: what was found, what a person
// decides about it, and whether stages may be changed over it. All functions @throw
// storage::store_error.

/// In the order of storage::difference_kind.
inline constexpr std::array<std::string_view, storage::difference_kind_count> difference_names{
    "loan", "due date", "hold", "fees", "block"};

[[nodiscard]] constexpr std::string_view name_of(storage::difference_kind kind) {
    return difference_names[static_cast<std::size_t>(kind)];
}

/// All that stand.
[[nodiscard]] std::vector<storage::backend_difference>
differences_with(storage::reader& from, std::string_view backend, storage::institution_id of);

/// Takes over what a comparison to the end has found: rows that were found the same before stay with
/// what was decided about them, others get a number that none had, those that were not found again
/// end.
/// @param there who was asked, and where
/// @param found with card, kind, subject and both texts
void keep_differences(storage::unit_of_work& unit,
                      const config::ncip_backend& there,
                      const requester& by,
                      instant now,
                      const std::vector<storage::backend_difference>& found);

enum class acceptance { accepted, mended, no_such_row };

/// The difference is to stay; one that was mended does not. @param why not empty
[[nodiscard]] acceptance accept_difference(storage::unit_of_work& unit,
                                           std::string_view backend,
                                           int number,
                                           const requester& by,
                                           instant now,
                                           std::string_view why);

/// The difference has gone: its row says so until a comparison no longer finds it, or does again.
/// @param where in words
void note_mended(storage::unit_of_work& unit,
                 std::string_view backend,
                 int number,
                 const requester& by,
                 std::string_view where);

[[nodiscard]] bool is_mended(const storage::backend_difference& row);

/// Lets the next change of stages pass without a comparison: of the institution, or of all where
/// none is named.
void allow_stages(storage::unit_of_work& unit,
                  std::string_view backend,
                  const requester& by,
                  instant now,
                  std::string_view why);

/// Writes down what the settings say of a library system now.
void note_stages(storage::unit_of_work& unit,
                 std::string_view backend,
                 std::string_view stages,
                 instant now);

/// What the settings said of it last; nothing: it has never been in them.
[[nodiscard]] std::optional<std::string> noted_stages(storage::reader& from,
                                                      std::string_view backend);

/// What speaks against entering or leaving a stage: in words; nothing: it may be done.
/// @param there what the settings will say of it: how long ago both books may have been compared, and
///              at which address
[[nodiscard]] std::optional<std::string> objection_to_stages(storage::reader& from,
                                                             const config::ncip_backend& there,
                                                             const storage::institution& of,
                                                             instant now);

} // namespace circ::circulation
