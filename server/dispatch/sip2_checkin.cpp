// Checkin (09/10).
#include "server/dispatch/sip2_receipts.hpp"
#include "server/dispatch/sip2_translations.hpp"

#include <algorithm>
#include <array>

namespace circ::dispatch {

using namespace circulation;

translated<checkin, undo_checkout> to_operation(const sip2::checkin_request& asked, const incoming& in) {
    if (number_of(asked.item_identifier, in.door).empty()) return any_outcome{refusal_of<checkin_outcome>(lacks("AB"))};
    requester by = make_requester(in, asked.transaction_date, asked.no_block);
    std::string item = number_of(asked.item_identifier, in.door);
    if (is_yes(asked.cancel)) return undo_checkout{.by = std::move(by), .item = std::move(item)};
    return checkin{.by = std::move(by), .item = std::move(item), .returned = to_instant(asked.return_date, in.door)};
}

namespace {

struct alert_row {
    alert_kind kind;
    std::string_view code; ///< CV; empty: the profile says
    config::alert_reason reason;
};

constexpr std::array alerts{
    alert_row{alert_kind::none, "", config::alert_reason::hold},
    alert_row{alert_kind::hold_here, "01", config::alert_reason::hold},
    alert_row{alert_kind::hold_elsewhere, "02", config::alert_reason::hold},
    alert_row{alert_kind::hold_interlibrary, "03", config::alert_reason::hold},
    alert_row{alert_kind::transit, "04", config::alert_reason::transit},
    alert_row{alert_kind::other, "", config::alert_reason::refused},
};

const alert_row& row_of(alert_kind kind) { return alerts[static_cast<std::size_t>(kind)]; }

/// CV. A failure is never told as 00, whatever the profile.
std::string alert_code(const checkin_outcome& from, const config::profile& profile) {
    const bool refused = !done(from) && from.alert == alert_kind::none;
    if (refused || from.alert == alert_kind::other)
        return profile.other_alert == config::other_alert::code_98 ? "98" : "99";
    if (from.alert == alert_kind::none) return profile.plain_alert_00 ? "00" : "";
    return std::string(row_of(from.alert).code);
}

bool sounds(const checkin_outcome& from, const config::profile& profile) {
    const auto allows = [&](config::alert_reason why) {
        return std::find(profile.alert_policy.begin(), profile.alert_policy.end(), why) != profile.alert_policy.end();
    };
    if (!done(from)) return allows(config::alert_reason::refused);
    return from.alert != alert_kind::none && allows(row_of(from.alert).reason);
}

} // namespace

sip2::checkin_response to_answer(const sip2::checkin_request& asked, const checkin_outcome& from, const outgoing& to) {
    const sip2_door& door = to.door;
    sip2::checkin_response answer;
    answer.ok = sip2::to_zero_one(done(from));
    answer.resensitize = sip2::to_yes_no(from.resensitize);
    answer.magnetic_media = magnetic_of(from);
    answer.alert = sip2::to_yes_no(sounds(from, *door.profile));
    answer.transaction_date = to_date_time(to.now, door);
    answer.institution_id = institution_for(asked.institution_id, door);
    answer.item_identifier = asked.item_identifier;
    if (from.item) {
        answer.permanent_location = from.item->home.code;
        answer.title_identifier = title_of(*from.item, door);
        answer.media_type = media_of(from);
        if (!from.item->properties.empty()) answer.item_properties = from.item->properties;
        extend(answer.extensions, door, "CR", from.item->collection);
        extend(answer.extensions, door, "CS", from.item->call_number);
    }
    if (!from.sort_bin.empty()) answer.sort_bin = from.sort_bin;
    if (!from.borrower_card.empty() && door.profile->send_borrower_in_10) answer.patron_identifier = from.borrower_card;
    if (from.destination) extend(answer.extensions, door, "CT", from.destination->code);
    extend(answer.extensions, door, "CV", alert_code(from, *door.profile));
    extend(answer.extensions, door, "CY", from.hold_card);
    extend(answer.extensions, door, "DA", from.hold_name);
    answer.screen_message = screen_of(from, to);
    answer.print_line = receipt_of(config::receipt_kind::checkin, entries_of(asked, from, door), from, to);
    return answer;
}

} // namespace circ::dispatch
