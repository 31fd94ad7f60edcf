#pragma once

#include "tools/circdesk/import/business.hpp"
#include "tools/circdesk/import/csv_table.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

// What the tables of open business share.

namespace circ::tool {

/// A word of a file for one of our values, as several systems write it.
template <class Value>
struct word_row {
    std::string_view word; ///< in lower case
    Value value;
};

[[nodiscard]] std::string lower_case(std::string text);

/// What the column's word means; a word that is none is wrong with the row.
template <class Value, std::size_t Count>
Value word_of(csv_row& row,
              std::string_view column,
              const std::array<word_row<Value>, Count>& words,
              Value without) {
    const std::string word = lower_case(row.text(column));
    if (word.empty()) return without;
    const auto found = std::ranges::find(words, word, &word_row<Value>::word);
    if (found != words.end()) return found->value;
    std::string known;
    for (const auto& each : words)
        known += (known.empty() ? "" : ", ") + std::string(each.word);
    row.wrong(column, "this is none of " + known);
    return without;
}

/// An amount in the library's currency; nothing is wrong with the row.
[[nodiscard]] storage::money amount_of(csv_row& row, const business_setting& with);
/// The same of a column that may be empty.
[[nodiscard]] std::optional<storage::money>
optional_amount(csv_row& row, std::string_view column, const business_setting& with);

/// A moment that must be there: 0000-00-00, as good as an empty one elsewhere, is wrong here too.
[[nodiscard]] storage::instant needed_moment(csv_row& row,
                                             std::string_view column,
                                             std::string_view zone,
                                             std::chrono::seconds without_time);

/// Our code of the branch in this column; empty where none is named. One that is not ours is wrong.
[[nodiscard]] std::string branch_code_of(csv_row& row,
                                         std::string_view column,
                                         const business_setting& with,
                                         import_report& report);

[[nodiscard]] circulation::requester requester_of(const business_setting& with);

/// Why it did not fit, with the column that says so.
[[nodiscard]] std::vector<finding>
objections(const finding& place, const csv_row& row, const std::vector<circulation::reason>& why);

// What an undo needs to know of each.
template <class Record>
constexpr storage::imported_kind kind_of() {
    using storage::imported_kind;
    if constexpr (std::is_same_v<Record, storage::loan>) return imported_kind::loan;
    if constexpr (std::is_same_v<Record, storage::hold>) return imported_kind::hold;
    if constexpr (std::is_same_v<Record, storage::payment>) return imported_kind::credit;
    if constexpr (std::is_same_v<Record, storage::card>) return imported_kind::card;
    if constexpr (std::is_same_v<Record, storage::block>) return imported_kind::block;
    if constexpr (std::is_same_v<Record, storage::message>) return imported_kind::message;
    return imported_kind::fee;
}

/// @param before absent for one that is new, as a fee always is
template <class Record>
void mark(const run_keeper& run,
          storage::unit_of_work& unit,
          const std::optional<Record>& before,
          const Record& after) {
    before ? run.changed(unit, kind_of<Record>(), *before, after)
           : run.added(unit, kind_of<Record>(), after);
}

/// The step that takes one over.
template <class Asked>
batch_writer::step
take_over_step(const csv_row& row, record_kind kind, Asked asked, const business_setting& with) {
    return [asked = std::move(asked), place = row, kind, &with](storage::unit_of_work& unit,
                                                                tally& done) {
        const auto made =
            circulation::take_over(unit, asked, {.rules = with.policy, .now = with.into.now});
        if (made.result == circulation::verdict::refused)
            return done.reject(kind, objections(place.about({}, {}), place, made.reasons));
        constexpr std::array changes{change::added, change::updated, change::unchanged};
        done.count(kind, changes[static_cast<std::size_t>(made.what)]);
        if (with.named != nullptr) with.named->insert(made.record);
        const auto* const run = with.into.run;
        if (run == nullptr) return;
        if (made.after) mark(*run, unit, made.before, *made.after);
        if (made.item_after)
            run->changed(unit, storage::imported_kind::item, *made.item_before, *made.item_after);
        if (made.hold_after)
            run->changed(unit, storage::imported_kind::hold, *made.hold_before, *made.hold_after);
        if (made.loan_after)
            run->changed(unit, storage::imported_kind::loan, *made.loan_before, *made.loan_after);
    };
}

} // namespace circ::tool
