#include "tools/circdesk/import/complete.hpp"

#include "server/circulation/takeover.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <vector>

namespace circ::tool {
namespace {

using storage::import_mark;
using storage::imported_kind;

constexpr int marks_of_page = 500;
constexpr int runs_of_page = 100;

struct kind_row {
    std::string_view name;
    imported_kind marks;
    record_kind counted;
};

constexpr std::array kinds{kind_row{"loans", imported_kind::loan, record_kind::loan},
                           kind_row{"holds", imported_kind::hold, record_kind::hold},
                           kind_row{"fees", imported_kind::fee, record_kind::fee}};

/// What it was before is the text of a record, and not asked for here.
import_mark without_text(const import_mark& from) {
    return {.run = from.run, .kind = from.kind, .record = from.record, .after = from.after, .before = {}};
}

std::optional<storage::loan> now_is(storage::reader& from, storage::loan_id id) {
    return from.find_loan(id);
}
std::optional<storage::hold> now_is(storage::reader& from, storage::hold_id id) {
    return from.find_hold(id);
}
std::optional<storage::fee> now_is(storage::reader& from, storage::fee_id id) {
    return from.find_fee(id);
}

bool is_open(storage::reader& /*from*/, const storage::loan& one) {
    return one.is_open();
}
bool is_open(storage::reader& /*from*/, const storage::hold& one) {
    return storage::is_open(one.state);
}
bool is_open(storage::reader& from, const storage::fee& one) {
    return from.find_open_fee(one.id).has_value();
}

/// The record, if it is as the import left it, and open.
template <class Id>
auto left_open(storage::reader& from, const import_mark& mark) {
    auto now = now_is(from, Id{mark.record});
    if (now && (storage::digest_of_row(storage::row_text(*now)) != mark.after || !is_open(from, *now)))
        now.reset();
    return now;
}

bool is_left_open(storage::reader& from, const import_mark& mark) {
    if (mark.kind == imported_kind::loan) return left_open<storage::loan_id>(from, mark).has_value();
    if (mark.kind == imported_kind::hold) return left_open<storage::hold_id>(from, mark).has_value();
    return left_open<storage::fee_id>(from, mark).has_value();
}

} // namespace

what_is_over find_what_is_over(const std::string& kind,
                               const std::unordered_set<std::int64_t>& named,
                               const import_setting& with) {
    what_is_over made;
    const auto of = std::ranges::find(kinds, kind, &kind_row::name);
    if (of == kinds.end()) return made;
    with.store.read([&](storage::reader& from) {
        bool is_last = false;
        for (int first = 0; !is_last; first += runs_of_page) {
            const auto runs =
                from.import_runs(with.institution.id, {.first = first, .count = runs_of_page});
            is_last = runs.size() < runs_of_page;
            for (const auto& run : runs) {
                if (run.kind != of->name) continue;
                auto before = std::optional(std::numeric_limits<std::int64_t>::max());
                while (before) {
                    const auto page = from.import_marks(run.id, of->marks, *before, marks_of_page);
                    before = page.empty() ? std::nullopt : std::optional(page.back().record);
                    for (const auto& mark : page) {
                        if (!is_left_open(from, mark)) continue;
                        ++made.in_all;
                        if (!named.contains(mark.record)) made.marks.push_back(without_text(mark));
                    }
                }
            }
        }
    });
    with.store.end_turn();
    return made;
}

namespace {

/// Ends it, if it is as the import left it.
template <class Id>
bool end_one(storage::unit_of_work& unit,
             const import_mark& mark,
             const circulation::requester& by,
             const import_setting& with) {
    const auto before = left_open<Id>(unit, mark);
    if (!before) return false;
    if (!circulation::end_taken_over(unit, *before, by, with.now)) return false;
    const auto after = now_is(unit, Id{mark.record});
    if (with.run != nullptr && after) with.run->changed(unit, mark.kind, *before, *after);
    return true;
}

bool end_one(storage::unit_of_work& unit,
             const import_mark& mark,
             const circulation::requester& by,
             const import_setting& with) {
    if (mark.kind == imported_kind::loan) return end_one<storage::loan_id>(unit, mark, by, with);
    if (mark.kind == imported_kind::hold) return end_one<storage::hold_id>(unit, mark, by, with);
    return end_one<storage::fee_id>(unit, mark, by, with);
}

} // namespace

std::uint64_t end_what_is_over(const std::string& kind,
                               const what_is_over& over,
                               const circulation::requester& by,
                               const import_setting& with,
                               import_report& report) {
    const auto of = std::ranges::find(kinds, kind, &kind_row::name);
    if (of == kinds.end()) return 0;
    const auto before = report.counted(of->counted, change::updated);
    batch_writer batch(with.store, with.how, report, with.run);
    for (const auto& mark : over.marks)
        batch.add([mark, counted = of->counted, &by, &with](
                      storage::unit_of_work& unit, tally& done) {
            if (end_one(unit, mark, by, with)) done.count(counted, change::updated);
        });
    batch.finish();
    return report.counted(of->counted, change::updated) - before;
}

} // namespace circ::tool
