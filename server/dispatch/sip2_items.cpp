// Item Information (17/18), Item Status Update (19/20).
#include "server/dispatch/sip2_translations.hpp"

#include <algorithm>
#include <array>

namespace circ::dispatch {

using namespace circulation;

translated<item_details> to_operation(const sip2::item_information_request& asked, const incoming& in) {
    if (number_of(asked.item_identifier, in.door).empty()) return any_outcome{refusal_of<outcome>(lacks("AB"))};
    return item_details{.by = make_requester(in, asked.transaction_date), .item = number_of(asked.item_identifier, in.door)};
}

namespace {

/// By circulation_status, in its order.
constexpr std::array statuses{
    sip2::circulation_status::lost,          sip2::circulation_status::missing,    sip2::circulation_status::claimed_returned,
    sip2::circulation_status::in_transit,    sip2::circulation_status::on_hold_shelf, sip2::circulation_status::recalled,
    sip2::circulation_status::charged,       sip2::circulation_status::in_process, sip2::circulation_status::on_order,
    sip2::circulation_status::available,     sip2::circulation_status::other};
static_assert(statuses.size() == static_cast<std::size_t>(circulation_status::other) + 1);

std::string padded(int number, std::size_t width) {
    std::string text = std::to_string(number);
    if (text.size() < width) text.insert(0, width - text.size(), '0');
    return text;
}

} // namespace

sip2::item_information_response to_answer(const sip2::item_information_request& asked, const outcome& from, const outgoing& to) {
    const sip2_door& door = to.door;
    sip2::item_information_response answer;
    answer.security_marker = sip2::security_marker::none;
    answer.transaction_date = to_date_time(to.now, door);
    answer.item_identifier = asked.item_identifier;
    answer.screen_message = screen_of(from, to);
    if (!done(from) || !from.item) return answer;

    const item_view& item = *from.item;
    answer.circulation_status = statuses[static_cast<std::size_t>(item.status)];
    answer.security_marker = sip2::security_marker::other; // RFID has no number of its own
    answer.hold_queue_length = padded(item.queue_length, door.profile->cf_pad);
    if (item.due_at) answer.due_date = due_text(*item.due_at, item.due_hourly, door);
    if (item.recalled_at) answer.recall_date = to_date_time(*item.recalled_at, door);
    if (item.shelf_until) answer.hold_pickup_date = to_date_time(*item.shelf_until, door);
    answer.title_identifier = title_of(item, door);
    answer.owner = door.identity ? door.identity->institution.name : "";
    answer.fee_type = item.loan_fee ? sip2::fee_type::rental : sip2::fee_type::other;
    answer.currency_type = currency_of(door);
    answer.fee_amount = amount_text(item.loan_fee.value_or(storage::money{}), door);
    answer.media_type = media_of(from);
    answer.permanent_location = item.home.code;
    answer.current_location = item.current.code;
    if (!item.properties.empty()) answer.item_properties = item.properties;
    extend(answer.extensions, door, "CS", item.call_number);
    if (item.destination) extend(answer.extensions, door, "CT", item.destination->code);
    return answer;
}

namespace {

/// An empty one takes away what the item has; a request that names none at all must not.
bool names_properties(const incoming& in) {
    return std::ranges::none_of(in.faults, [](const sip2::fault& each) {
        return each.error == protocol::errc::missing_field && each.field == "CH";
    });
}

} // namespace

translated<update_item_properties> to_operation(const sip2::item_status_update_request& asked, const incoming& in) {
    if (number_of(asked.item_identifier, in.door).empty()) return any_outcome{refusal_of<outcome>(lacks("AB"))};
    if (!names_properties(in)) return any_outcome{refusal_of<outcome>(lacks("CH"))};
    return update_item_properties{.by = make_requester(in, asked.transaction_date),
                                  .item = number_of(asked.item_identifier, in.door), .properties = asked.item_properties};
}

sip2::item_status_update_response to_answer(const sip2::item_status_update_request& asked, const outcome& from, const outgoing& to) {
    sip2::item_status_update_response answer;
    answer.item_properties_ok = sip2::to_zero_one(done(from));
    answer.transaction_date = to_date_time(to.now, to.door);
    answer.item_identifier = asked.item_identifier;
    if (from.item) {
        answer.title_identifier = title_of(*from.item, to.door);
        if (!from.item->properties.empty()) answer.item_properties = from.item->properties;
    }
    answer.screen_message = screen_of(from, to);
    return answer;
}

} // namespace circ::dispatch
