#pragma once

#include "storage/records/shadow.hpp"
#include "storage/unit_of_work.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace circ::storage {

/// What a library system beside us would have answered, as far as it is kept: what tools and the
/// comparison ask of the store, and no request does; in the same snapshot. All @throw store_error.
class shadow_reader : public reader {
public:
    explicit shadow_reader(const reader& from) : reader(from) {}

    /// The one with the same difference, whatever its number, dates and tolerance.
    [[nodiscard]] std::optional<shadow_kind> find_like(const shadow_kind& what);
    [[nodiscard]] std::optional<shadow_kind> find_kind(institution_id of, std::int64_t number);
    [[nodiscard]] std::int64_t last_number(institution_id of); ///< 0: none has been given
    [[nodiscard]] std::vector<shadow_kind> accepted_kinds(institution_id of, page which); ///< by number
    /// Since that day, by number and terminal.
    [[nodiscard]] std::vector<shadow_line> lines(institution_id of, local_date from);
    [[nodiscard]] std::vector<shadow_sum> sums(institution_id of, local_date from);
    /// When the first request was compared with that system, as far as it is still counted.
    [[nodiscard]] std::optional<instant> begun(institution_id of, std::string_view backend);
};

/// The same within a unit of work, and what is written there.
class shadow_book : public shadow_reader {
public:
    explicit shadow_book(const unit_of_work& in) : shadow_reader(in) {}

    void add(const shadow_kind& record);
    void change(const shadow_kind& record);
    /// Adds to what has been counted of it.
    void count(const shadow_place& of, const shadow_tally& by, instant at);
    void count(const shadow_sighting& seen);
    /// Removes what was compared before that day, and differences that have not been seen since and
    /// are no tolerance; returns how many rows.
    int remove_old(institution_id of, local_date before);
};

} // namespace circ::storage
