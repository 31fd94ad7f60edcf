// Recalls at the desk, and what other systems call back.

#include "server/circulation/hold_queue.hpp"
#include "server/circulation/desk_request.hpp"
#include "server/circulation/journal.hpp"
#include "server/circulation/recall.hpp"

#include <utility>

namespace circ::circulation {

namespace {

using code = reason_code;

constexpr std::string_view operation_recall = "recall_item";

recall_outcome refuse(recall_outcome made, std::vector<reason> why) {
    made.result = verdict::refused;
    made.reasons = std::move(why);
    return made;
}

/// What the reader's hold would be who has none yet.
storage::hold would_be(const requester& by,
                       const storage::patron& who,
                       const storage::title& title,
                       const storage::item_facts* item) {
    storage::hold made;
    made.title = title.id;
    made.patron = who.id;
    made.pickup = by.branch ? by.branch : who.branch;
    if (item == nullptr) return made;
    made.level = storage::hold_level::item;
    made.item = item->item.id;
    return made;
}

/// The hold that this operation places; or why there is none.
std::optional<storage::hold> place_its_hold(storage::unit_of_work& unit,
                                            const place_recall& asked,
                                            const requester& by,
                                            const surroundings& with,
                                            const storage::hold& wanted,
                                            recall_outcome& made) {
    auto placed = perform(
        unit,
        place_hold{.by = by, .card = asked.card, .what = asked.what, .level = wanted.level},
        with);
    if (placed.result == verdict::done) return unit.open_hold_of(wanted.patron, wanted.title);
    made = refuse(std::move(made), std::move(placed.reasons));
    return std::nullopt;
}

void show(recall_outcome& made,
          storage::reader& from,
          const scene& at,
          const surroundings& with,
          storage::item_id of) {
    const auto item = from.item_with_facts(of);
    if (!item || !item->open_loan) return;
    show_item(made, at, *item, terms_for(at, with, nullptr, &item->item, item->open_loan->branch));
    made.due_at = item->open_loan->due_at;
    made.borrower_card = card_number_of(from, item->open_loan->patron);
}

} // namespace

recall_outcome
perform(storage::unit_of_work& unit, const place_recall& asked, const surroundings& with) {
    requester by = asked.by;
    recall_outcome made;
    const auto who = unit.patron_by_card(by.institution, asked.card, with.now);
    if (!who) return refuse(std::move(made), {{.code = code::patron_unknown}});
    if (!by.branch) by.branch = who->patron.branch;
    const scene at = load_scene(unit, by, with);
    show_patron(made, at, who->patron);
    const auto item = asked.what.item.empty()
                          ? std::nullopt
                          : unit.item_by_barcode(by.institution, asked.what.item);
    if (!asked.what.item.empty() && !item)
        return refuse(std::move(made), {{.code = code::item_unknown}});
    const auto title = item ? std::optional(item->title)
                            : unit.title_by_control_number(by.institution, asked.what.title);
    if (!title) return refuse(std::move(made), {{.code = code::title_unknown}});

    auto behind = unit.open_hold_of(who->patron.id, title->id);
    if (behind && has_lapsed(*behind, at.today)) behind.reset();
    const auto wanted =
        behind ? *behind : would_be(by, who->patron, *title, item ? &*item : nullptr);
    if (behind && storage::is_trapping(behind->state))
        return refuse(std::move(made), {{.code = code::hold_duplicate}});
    auto found = find_recall(
        unit, at, with, who->patron, wanted, item ? item->item.id : storage::item_id{});
    if (!found.plan) return refuse(std::move(made), std::move(found.refusals));
    if (!behind) behind = place_its_hold(unit, asked, by, with, wanted, made);
    if (!behind) return made;
    const auto of = found.plan->before.item;
    // A hold recalls by itself where policy says so.
    if (!unit.loan_recalled_for(behind->id))
        apply(unit, at, std::move(*found.plan), *behind, by, with.now, asked.why);
    show(made, unit, at, with, of);
    return made;
}

recall_outcome
perform(storage::unit_of_work& unit, const recall_item& asked, const surroundings& with) {
    recall_outcome made;
    const auto item = unit.item_by_barcode(asked.by.institution, asked.item);
    if (!item) return refuse(std::move(made), {{.code = code::item_unknown}});
    const auto& loan = item->open_loan;
    const requester by = at_branch(asked.by, loan ? loan->branch : item->item.place);
    const scene at = load_scene(unit, by, with);
    show(made, unit, at, with, item->item.id);
    if (!loan) return refuse(std::move(made), {{.code = code::not_on_loan}});
    const auto entry = find_repeat(unit, by, with, operation_recall);
    made.repeated = entry && entry->loan == loan->id && loan->recalled_at;
    if (made.repeated) return made;
    auto facts = load_recall_facts(unit, at, with, *item);
    facts.wanted = asked.wanted;
    auto decided = decide_recall(facts);
    if (!decided.plan) return refuse(std::move(made), std::move(decided.refusals));
    apply(unit, at, std::move(*decided.plan), {}, by, with.now, reason_or_asker(by, asked.why));
    record(unit, by, with, operation_recall, {.item = item->item.id, .loan = loan->id});
    show(made, unit, at, with, item->item.id);
    return made;
}

recall_outcome
perform(storage::unit_of_work& unit, const cancel_recall& asked, const surroundings& with) {
    requester by = asked.by;
    recall_outcome made;
    const auto item = unit.item_by_barcode(by.institution, asked.item);
    if (!item) return refuse(std::move(made), {{.code = code::item_unknown}});
    if (!by.branch) by.branch = item->open_loan ? item->open_loan->branch : item->item.place;
    const scene at = load_scene(unit, by, with);
    if (!item->open_loan || !item->open_loan->recalled_at) {
        show(made, unit, at, with, item->item.id);
        return refuse(std::move(made), {{.code = code::recall_not_found}});
    }
    short_form kept;
    give_up_recall(unit, *item->open_loan, by, with.now, kept, asked.why);
    show(made, unit, at, with, item->item.id);
    return made;
}

} // namespace circ::circulation
