// SC Status (99/98).
#include "server/dispatch/sip2.hpp"
#include "server/dispatch/sip2_translations.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>

namespace circ::dispatch {

using namespace circulation;

translated<service_status> to_operation(const sip2::sc_status_request&, const incoming& in) {
    return service_status{.by = make_requester(in, std::nullopt)};
}

namespace {

struct pair_row {
    sip2::message_pair pair;
    std::string_view code;
};

/// BX: what is really served to this terminal.
constexpr std::array pairs{
    pair_row{sip2::message_pair::patron_status, "23"},      pair_row{sip2::message_pair::checkout, "11"},
    pair_row{sip2::message_pair::checkin, "09"},            pair_row{sip2::message_pair::block_patron, "01"},
    pair_row{sip2::message_pair::status, "99"},             pair_row{sip2::message_pair::resend, "97"},
    pair_row{sip2::message_pair::login, "93"},              pair_row{sip2::message_pair::patron_information, "63"},
    pair_row{sip2::message_pair::end_patron_session, "35"}, pair_row{sip2::message_pair::fee_paid, "37"},
    pair_row{sip2::message_pair::item_information, "17"},   pair_row{sip2::message_pair::item_status_update, "19"},
    pair_row{sip2::message_pair::patron_enable, "25"},      pair_row{sip2::message_pair::hold, "15"},
    pair_row{sip2::message_pair::renew, "29"},              pair_row{sip2::message_pair::renew_all, "65"}};
static_assert(pairs.size() == sip2::supported_messages::size);

sip2::supported_messages supported(const config::profile& by) {
    sip2::supported_messages all;
    for (const auto& each : pairs)
        if (config::allows(by, each.code) && by.supported[static_cast<std::size_t>(each.pair)]) all.set(each.pair);
    return all;
}

/// AN: some clients need one.
std::string location_of(const sip2_door& door) {
    if (!door.identity) return {};
    const auto& who = *door.identity;
    return who.terminal.location.empty() ? who.branch.name : who.terminal.location;
}

} // namespace

sip2::acs_status_response to_answer(const sip2::sc_status_request& asked, const service_outcome& from, const outgoing& to) {
    const sip2_door& door = to.door;
    const config::profile& profile = *door.profile;
    // A device older than 1.00 cannot be served: it is told so, and nothing else.
    const bool too_old = asked.protocol_version == sip2::protocol_version::older;
    const bool online = done(from) && from.online && profile.flags98[0] && !too_old;
    const auto allowed = [&](bool wanted, bool can, std::initializer_list<std::string_view> by_any_of) {
        const auto here = [&](std::string_view code) { return config::allows(profile, code); };
        return sip2::to_yes_no(online && wanted && can && std::any_of(by_any_of.begin(), by_any_of.end(), here));
    };
    sip2::acs_status_response answer;
    answer.online_status = sip2::to_yes_no(online);
    answer.checkin_ok = allowed(profile.flags98[1], from.may_checkin, {"09"});
    answer.checkout_ok = allowed(profile.flags98[2], from.may_checkout, {"11"});
    answer.acs_renewal_policy = allowed(profile.flags98[3], from.may_renew, {"11", "29", "65"});
    answer.status_update_ok = allowed(profile.status_update, from.may_block, {"01"});
    answer.offline_ok = sip2::to_yes_no(online && profile.offline_ok);
    answer.timeout_period = static_cast<sip2::three_digits>(online ? profile.timeout_tenths : 0);
    answer.retries_allowed = static_cast<sip2::three_digits>(online ? profile.retries : 1);
    answer.date_time_sync = to_date_time(to.now, door);
    answer.protocol_version = door.speaks_1_00 ? sip2::protocol_version::v1_00 : sip2::protocol_version::v2_00;
    answer.institution_id = institution_for({}, door);
    answer.supported_messages = supported(profile);
    answer.library_name = door.identity ? door.identity->institution.name : "Circdesk";
    answer.terminal_location = location_of(door);
    answer.screen_message = screen_of(from, to);
    if (too_old) answer.screen_message.push_back(sentence({.code = reason_code::not_permitted}, to));
    return answer;
}

bool allows_the_same(const sip2::acs_status_response& one, const sip2::acs_status_response& other) {
    sip2::acs_status_response as_other = one;
    as_other.date_time_sync = other.date_time_sync;
    as_other.screen_message = other.screen_message;
    return as_other == other;
}

} // namespace circ::dispatch
