#include "server/circulation/scene.hpp"
#include "server/circulation/takeover.hpp"

#include <algorithm>
#include <utility>

// What stands about a patron: blocks and notes, further cards, messages.

namespace circ::circulation {

namespace {

using code = reason_code;

} // namespace

taken_over<storage::block>
take_over(storage::unit_of_work& unit, const standing_block& asked, const surroundings& /*with*/) {
    using taken = taken_over<storage::block>;
    const auto who = unit.holder_of(asked.by.institution, asked.card);
    std::vector<reason> against;
    if (!who) against.push_back({.code = code::patron_unknown});
    if (asked.why.empty()) against.push_back({.code = code::request_incomplete, .field = "reason"});
    if (!against.empty()) return refused_with<taken>(std::move(against));
    taken made;
    const auto there = unit.open_blocks_of(who->id);
    if (std::ranges::any_of(there, [&](const auto& each) {
            return each.kind == asked.kind && each.reason == asked.why;
        }))
        return made;
    storage::block block;
    block.id = unit.new_id<storage::block_id>();
    block.patron = who->id;
    block.kind = asked.kind;
    block.reason = asked.why;
    block.placed_at = asked.placed_at;
    block.placed_by = asked.by.operator_name;
    unit.add(block);
    made.what = taken_as::added;
    made.after = std::move(block);
    return made;
}

taken_over<storage::card>
take_over(storage::unit_of_work& unit, const further_card& asked, const surroundings& /*with*/) {
    using taken = taken_over<storage::card>;
    const auto who = unit.holder_of(asked.by.institution, asked.card);
    const auto there = unit.find_card(asked.by.institution, asked.number);
    std::vector<reason> against;
    if (!who) against.push_back({.code = code::patron_unknown});
    if (asked.number.empty())
        against.push_back({.code = code::request_incomplete, .field = "number"});
    if (who && there && there->patron != who->id)
        against.push_back({.code = code::card_number_taken, .field = asked.number});
    if (!against.empty()) return refused_with<taken>(std::move(against));
    taken made;
    if (there && there->state == asked.state) return made;
    storage::card card = there.value_or(storage::card{});
    card.state = asked.state;
    card.since = asked.since;
    made.before = there;
    made.what = there ? taken_as::updated : taken_as::added;
    if (there) {
        unit.change(card);
    } else {
        card.id = unit.new_id<storage::card_id>();
        card.institution = asked.by.institution;
        card.number = asked.number;
        card.patron = who->id;
        unit.add(card);
    }
    made.after = std::move(card);
    return made;
}

taken_over<storage::message>
take_over(storage::unit_of_work& unit, const left_message& asked, const surroundings& with) {
    using taken = taken_over<storage::message>;
    const auto who = unit.holder_of(asked.by.institution, asked.card);
    std::vector<reason> against;
    if (!who) against.push_back({.code = code::patron_unknown});
    if (asked.text.empty()) against.push_back({.code = code::request_incomplete, .field = "text"});
    if (!against.empty()) return refused_with<taken>(std::move(against));
    taken made;
    const auto there = unit.messages_of(who->id, {});
    const bool is_there = std::ranges::any_of(there, [&](const auto& each) {
        return each.shown_to == asked.shown_to && each.text == asked.text &&
               each.until == asked.until;
    });
    if (is_there) return made;
    storage::message message;
    message.id = unit.new_id<storage::message_id>();
    message.patron = who->id;
    message.shown_to = asked.shown_to;
    message.text = asked.text;
    message.until = asked.until;
    message.created_at = with.now;
    unit.add(message);
    made.what = taken_as::added;
    made.after = std::move(message);
    return made;
}

} // namespace circ::circulation
