#include "server/circulation/patron_changes.hpp"

#include "server/circulation/desk_request.hpp"
#include "server/circulation/hold_end.hpp"
#include "server/circulation/journal.hpp"
#include "server/circulation/patron_block.hpp"
#include "server/circulation/said_by_others.hpp"
#include "server/circulation/trail.hpp"
#include "storage/fold.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace circ::circulation {

namespace {

using code = reason_code;

constexpr std::string_view operation_create = "create_patron";
constexpr std::string_view event_created = "patron_created";
constexpr std::string_view event_changed = "patron_changed";
constexpr std::string_view event_erased = "patron_erased";

} // namespace

storage::patron without_person(const storage::patron& who, instant now) {
    storage::patron left;
    left.id = who.id;
    left.institution = who.institution;
    left.category = who.category;
    left.branch = who.branch;
    left.created_at = who.created_at;
    left.erased_at = now;
    return left;
}

std::vector<reason> decide_erasure(const departing_patron& facts) {
    std::vector<reason> found;
    const storage::patron& who = facts.patron;
    if (facts.stands_for_partner) found.push_back({.code = code::patron_is_partner});
    if (who.open_loans > 0)
        found.push_back({.code = code::patron_has_loans, .number = who.open_loans});
    if (facts.holds > 0) found.push_back({.code = code::patron_has_holds, .number = facts.holds});
    if (who.owed.minor > 0) found.push_back({.code = code::patron_has_fees, .amount = who.owed});
    if (who.credit.minor > 0)
        found.push_back({.code = code::patron_has_credit, .amount = who.credit});
    return found;
}

namespace {

/// Writes what is said; a branch that is not there is a reason against it.
void describe(storage::patron& who,
              std::vector<reason>& against,
              storage::reader& from,
              const patron_data& said) {
    put_branch(who.branch, against, from, who.institution, said.branch);
    put_said(who.family_name, said.family_name);
    put_said(who.given_name, said.given_name);
    put_said(who.category, said.category);
    put_said(who.language, said.language);
    put_said(who.address, said.address);
    put_said(who.email, said.email);
    put_said(who.phone, said.phone);
    if (said.birth_date) who.birth_date = said.birth_date;
    if (said.expires_on) who.expires_on = said.expires_on;
}

struct address_row {
    std::string storage::patron::*kept;
    std::optional<std::string> patron_data::*said;
};

constexpr std::array address_rows{address_row{&storage::patron::address, &patron_data::address},
                                  address_row{&storage::patron::email, &patron_data::email},
                                  address_row{&storage::patron::phone, &patron_data::phone}};

/// However its words are parted.
bool is_same_address(const std::string& one, const std::string& other) {
    return storage::folded_words(one) == storage::folded_words(other);
}

/// Who has an old address must not take away a newer one: another that is kept is a reason against it,
/// unless it is what is said instead already, as when a request comes again.
void take_away(storage::patron& who, std::vector<reason>& against, const update_patron& asked) {
    const storage::patron before = who;
    for (const auto& gone : asked.gone)
        for (const auto& row : address_rows) {
            const auto& text = gone.*row.said;
            const auto& instead = asked.data.*row.said;
            const std::string& kept = before.*row.kept;
            if (!text || kept.empty()) continue;
            if (!is_same_address(kept, *text) && !(instead && is_same_address(kept, *instead)))
                against.push_back({.code = code::address_not_kept});
            (who.*row.kept).clear();
        }
}

void leave_trail(storage::unit_of_work& unit,
                 const requester& by,
                 const surroundings& with,
                 storage::patron_id whom,
                 std::string_view kind,
                 std::string_view why) {
    storage::event event = make_event(unit, by, with.now, kind, why);
    event.patron = whom;
    unit.add(event);
}

void show(outcome& made, storage::reader& from, const requester& by, const surroundings& with, storage::patron_id whom) {
    if (const auto who = from.find_patron(whom))
        show_patron(made, load_scene(from, at_branch(by, who->branch), with), *who);
}

/// A block with this reason that stands.
const storage::block* standing_block(const std::vector<storage::block>& blocks, const std::string& why) {
    const auto found = std::ranges::find_if(blocks, [&](const auto& each) {
        return each.kind == storage::block_kind::block && each.reason == why;
    });
    return found == blocks.end() ? nullptr : &*found;
}

void place_blocks(storage::unit_of_work& unit,
                  const requester& by,
                  const surroundings& with,
                  storage::patron_id whose,
                  const std::vector<std::string>& reasons) {
    constexpr auto kind = storage::block_kind::block;
    for (const auto& each : reasons) {
        if (standing_block(unit.open_blocks_of(whose), each) != nullptr) continue;
        static_cast<void>(add_block(unit, by, whose, kind, each, with.now));
        leave_trail(unit, by, with, whose, placing_event(kind), each);
    }
}

void lift_blocks(storage::unit_of_work& unit,
                 const requester& by,
                 const surroundings& with,
                 storage::patron_id whose,
                 const std::vector<std::string>& reasons) {
    for (const auto& each : reasons) {
        const auto standing = unit.open_blocks_of(whose);
        const auto* block = standing_block(standing, each);
        if (block == nullptr) continue; // gone already
        lift(unit, *block, by, with.now);
        leave_trail(unit, by, with, whose, "block_lifted", each);
    }
}

void give_card(storage::unit_of_work& unit, const storage::patron& whose, const std::string& number, instant now) {
    storage::card card;
    card.id = unit.new_id<storage::card_id>();
    card.institution = whose.institution;
    card.number = number;
    card.patron = whose.id;
    card.since = now;
    unit.add(card);
}

} // namespace

outcome perform(storage::unit_of_work& unit, const create_patron& asked, const surroundings& with) {
    outcome made;
    const auto card = unit.find_card(asked.by.institution, asked.card);
    if (card && find_repeat(unit, asked.by, with, operation_create)) {
        made.repeated = true;
        show(made, unit, asked.by, with, card->patron);
        return made;
    }
    storage::patron who;
    who.institution = asked.by.institution;
    who.branch = asked.by.branch;
    who.created_at = with.now;
    std::vector<reason> against;
    describe(who, against, unit, asked.data);
    demand(against, asked.card, "card");
    demand(against, who.family_name + who.given_name, "name");
    demand(against, who.category, "category");
    if (!who.branch && !asked.data.branch)
        against.push_back({.code = code::request_incomplete, .field = "branch"});
    if (card) against.push_back({.code = code::card_number_taken, .field = asked.card});
    if (!against.empty()) return refused_with<outcome>(std::move(against));

    who.id = unit.new_id<storage::patron_id>();
    unit.add(who);
    give_card(unit, who, asked.card, with.now);
    const requester by = at_branch(asked.by, who.branch);
    leave_trail(unit, by, with, who.id, event_created, {});
    place_blocks(unit, by, with, who.id, asked.blocks);
    record(unit, asked.by, with, operation_create, {});
    show(made, unit, by, with, who.id);
    return made;
}

outcome perform(storage::unit_of_work& unit, const update_patron& asked, const surroundings& with) {
    auto found = find_patron(unit, asked.by, asked.card, with.now);
    if (!found.who) return refused_with<outcome>(std::move(found.reasons));
    storage::patron who = found.who->patron;
    take_away(who, found.reasons, asked);
    describe(who, found.reasons, unit, asked.data);
    demand(found.reasons, who.family_name + who.given_name, "name");
    demand(found.reasons, who.category, "category");
    if (!found.reasons.empty()) return refused_with<outcome>(std::move(found.reasons));
    unit.change(who);
    leave_trail(unit, found.by, with, who.id, event_changed, reason_or_asker(found.by, asked.why));
    lift_blocks(unit, found.by, with, who.id, asked.lift);
    place_blocks(unit, found.by, with, who.id, asked.place);
    outcome made;
    show(made, unit, found.by, with, who.id);
    return made;
}

namespace {

/// Holds that are over by their dates, which the night's work has not said yet; blocks, messages,
/// and what people wrote.
void end_what_is_over(storage::unit_of_work& unit,
                      const storage::patron& who,
                      const requester& by,
                      instant now) {
    constexpr storage::page all{.first = 0, .count = 1'000};
    for (const auto& lines : {unit.ready_holds_of(who.id, all), unit.waiting_holds_of(who.id, all)})
        for (const auto& each : lines)
            static_cast<void>(close_hold(unit, each.hold, storage::hold_state::lapsed, by, now));
    for (const auto& each : unit.open_blocks_of(who.id)) lift(unit, each, by, now);
    for (auto& each : unit.messages_of(who.id, now)) {
        each.until = now;
        unit.change(each);
    }
    unit.forget_words_about(who.id);
}

/// Holds that are over by their dates stand in nobody's way.
departing_patron load_departing(storage::reader& from, const storage::patron& who, const scene& at) {
    return {.patron = who,
            .holds = who.open_holds > 0 ? from.wanted_holds_of(who.id, at.today) : 0,
            .stands_for_partner = from.partner_of(who.id).has_value()};
}

} // namespace

outcome perform(storage::unit_of_work& unit, const delete_patron& asked, const surroundings& with) {
    auto found = find_patron(unit, asked.by, asked.card, with.now);
    if (!found.who) return refused_with<outcome>(std::move(found.reasons));
    const storage::patron& who = found.who->patron;
    const scene at = load_scene(unit, found.by, with);
    auto against = decide_erasure(load_departing(unit, who, at));
    if (!against.empty()) return refused_with<outcome>(std::move(against));

    end_what_is_over(unit, who, found.by, with.now);
    leave_trail(unit, found.by, with, who.id, event_erased, reason_or_asker(found.by, asked.why));
    unit.change(without_person(who, with.now));
    return {};
}

} // namespace circ::circulation
