#include "tools/circdesk/import/undo.hpp"

#include "server/circulation/takeover.hpp"
#include "storage/row_text.hpp"
#include "storage/taking_back.hpp"

#include <algorithm>
#include <limits>
#include <optional>
#include <type_traits>

namespace circ::tool {
namespace {

using namespace storage;

enum class fate : std::uint8_t { removed, restored, left, gone };

// The record as it is now, with all that a mark's digest was made of.

std::optional<title> now_is(taking_back& unit, title_id id) {
    auto found = unit.find_title(id);
    if (found) found->marc = unit.marc_of(id);
    return found;
}
std::optional<item> now_is(taking_back& unit, item_id id) {
    return unit.find_item(id);
}
std::optional<patron> now_is(taking_back& unit, patron_id id) {
    return unit.find_patron(id);
}
std::optional<loan> now_is(taking_back& unit, loan_id id) {
    return unit.find_loan(id);
}
std::optional<hold> now_is(taking_back& unit, hold_id id) {
    return unit.find_hold(id);
}
std::optional<fee> now_is(taking_back& unit, fee_id id) {
    return unit.find_fee(id);
}

std::optional<payment> now_is(taking_back& unit, payment_id id) {
    return unit.find_payment(id);
}
std::optional<card> now_is(taking_back& unit, card_id id) {
    return unit.find_card(id);
}
std::optional<block> now_is(taking_back& unit, block_id id) {
    return unit.find_block(id);
}
std::optional<message> now_is(taking_back& unit, message_id id) {
    return unit.find_message(id);
}

bool is_needed(taking_back& unit, const fee& one) {
    return std::ranges::any_of(unit.entries_of(one.id), [](const auto& each) {
        return each.reason != circulation::paid_before;
    });
}
/// Nobody would find a reader without any card.
bool is_needed(taking_back& unit, const card& one) {
    return unit.cards_of(one.patron).size() < 2;
}
bool is_needed(taking_back& /*unit*/, const block& /*one*/) {
    return false;
}
bool is_needed(taking_back& /*unit*/, const message& /*one*/) {
    return false;
}
template <class Record>
bool is_needed(taking_back& unit, const Record& one) {
    return unit.is_named(one.id);
}

/// An open hold ends first, so that the counts kept with patron and title follow. A loan that was
/// called back for it stays so.
void take_out(taking_back& unit, const hold& one) {
    unit.remove_transits_of(one.id);
    if (const auto recalled = unit.loan_recalled_for(one.id)) {
        loan after = *recalled;
        after.recalled_for = {};
        unit.change(*recalled, after);
    }
    hold ended = one;
    ended.state = hold_state::cancelled;
    ended.trapped_item = {};
    ended.closed_at = one.placed_at;
    unit.change(one, ended);
    unit.forget(ended);
}
template <class Record>
void take_out(taking_back& unit, const Record& one) {
    unit.remove(one);
}

void put_back(taking_back& unit, const loan& now, const loan& before) {
    unit.change(now, before);
}
/// With the item on its way again, where it was.
void put_back(taking_back& unit, const hold& now, const hold& before) {
    unit.remove_transits_of(now.id);
    unit.change(now, before);
    if (before.state != hold_state::in_transit) return;
    unit.add(transit{.id = unit.new_id<transit_id>(),
                     .item = before.trapped_item,
                     .from = unit.find_item(before.trapped_item).value().place,
                     .to = before.pickup,
                     .hold = before.id,
                     .sent_at = before.trapped_at.value_or(before.placed_at)});
}
void put_back(taking_back& /*unit*/, const fee& /*now*/, const fee& /*before*/) {
} // a fee is never changed
void put_back(taking_back& unit, const payment& now, const payment& before) {
    unit.change(now, before);
}
template <class Record>
void put_back(taking_back& unit, const Record& /*now*/, const Record& before) {
    unit.change(before);
}

/// Whether the item that it kept is free for it.
bool can_be_again(taking_back& unit, const hold& before) {
    if (!before.trapped_item) return true;
    const auto item = unit.item_with_facts(before.trapped_item);
    return item && !item->open_loan &&
           (!item->trapping_hold || item->trapping_hold->id == before.id);
}
template <class Record>
bool can_be_again(taking_back& /*unit*/, const Record& /*before*/) {
    return true;
}

template <class Record, class Id>
fate undo_one(taking_back& unit, const import_mark& mark) {
    const auto now = now_is(unit, Id{mark.record});
    if (!now) return fate::gone;
    if (digest_of_row(row_text(*now)) != mark.after) return fate::left;
    // Credit that has been spent can be neither less nor gone.
    if constexpr (std::is_same_v<Record, payment>)
        if (is_needed(unit, *now)) return fate::left;
    if (!mark.before.empty()) {
        const auto before = record_of<Record>(mark.before);
        if (!can_be_again(unit, before)) return fate::left;
        put_back(unit, *now, before);
        return fate::restored;
    }
    if (is_needed(unit, *now)) return fate::left;
    take_out(unit, *now);
    return fate::removed;
}

using undoer = fate (*)(taking_back&, const import_mark&);

/// By imported_kind.
constexpr std::array<undoer, imported_kinds.size()> undoers{&undo_one<title, title_id>,
                                                            &undo_one<item, item_id>,
                                                            &undo_one<patron, patron_id>,
                                                            &undo_one<loan, loan_id>,
                                                            &undo_one<hold, hold_id>,
                                                            &undo_one<fee, fee_id>,
                                                            &undo_one<payment, payment_id>,
                                                            &undo_one<card, card_id>,
                                                            &undo_one<block, block_id>,
                                                            &undo_one<message, message_id>};

constexpr int marks_per_unit = 100;

void count(undo_counts& into, fate what) {
    if (what == fate::removed) ++into.removed;
    if (what == fate::restored) ++into.restored;
    if (what == fate::left) ++into.left;
}

/// One unit of work. @return the last mark it looked at; nothing when there was none
std::optional<std::int64_t> undo_some(
    store& in, const import_run& run, imported_kind kind, std::int64_t before, undo_counts& into) {
    std::optional<std::int64_t> last;
    undo_counts of_unit;
    write_and_wait(in, [&](unit_of_work& in_it) {
        taking_back unit(in_it);
        of_unit = into;
        last.reset();
        for (const auto& mark : unit.import_marks(run.id, kind, before, marks_per_unit)) {
            last = mark.record;
            const fate what = undoers[static_cast<std::size_t>(kind)](unit, mark);
            count(of_unit, what);
            if (what != fate::left) unit.remove(mark);
        }
    });
    into = of_unit;
    return last;
}

} // namespace

undo_result undo_import(store& in, const import_run& run) {
    undo_result made{};
    for (auto kind = imported_kinds.rbegin(); kind != imported_kinds.rend(); ++kind) {
        auto& counts = made[static_cast<std::size_t>(*kind)];
        auto before = std::optional(std::numeric_limits<std::int64_t>::max());
        while (before)
            before = undo_some(in, run, *kind, *before, counts);
    }
    write_and_wait(in, [&](unit_of_work& unit) {
        auto ended = unit.find_import(run.institution, run.number);
        if (!ended) return;
        ended->state = import_state::undone;
        unit.change(*ended);
    });
    return made;
}

} // namespace circ::tool
