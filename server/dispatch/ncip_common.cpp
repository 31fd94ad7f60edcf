#include "server/dispatch/ncip_common.hpp"

#include "server/circulation/local_time.hpp"
#include "server/dispatch/ncip_dialect.hpp"

#include <algorithm>
#include <chrono>

namespace circ::dispatch {

using circulation::requester;

requester requester_of(const ncip_incoming& in,
                       const std::optional<ncip::mandated_action>& mandated) {
    const terminal_identity& who = in.door.who;
    requester by;
    by.terminal = who.terminal.id;
    by.terminal_login = who.terminal.login;
    by.address = in.door.address;
    by.institution = who.institution.id;
    by.branch = who.branch.id;
    by.received = in.at;
    by.language = who.institution.language;
    by.once_only_text = in.once_only_text;
    by.rules = in.door.rules;
    if (!mandated) return by;
    by.when = circulation::timing::already_happened;
    by.said = instant_of(mandated->date_event_occurred, in.door);
    return by;
}

using ncip::problem_type;

named_reader reader_of(const ncip_incoming& in,
                       const std::optional<ncip::user_id>& named,
                       const std::vector<ncip::authentication_input>& shown) {
    named_reader made;
    if (named) made.card = trimmed(named->user_identifier_value);
    for (const auto& each : shown) {
        const std::string type = ncip::folded(each.authentication_input_type.value);
        const bool proves =
            type == "pin" || type == "password" || type == "secondaryconfirmationstring";
        if (ncip::names_user(each)) {
            const std::string card = trimmed(each.authentication_input_data.reveal());
            if (!made.card.empty() && made.card != card)
                made.wrong.push_back(make_problem(in.message,
                                                  problem_type::element_rule_violated,
                                                  "AuthenticationInput",
                                                  {},
                                                  "Two readers are named in one request."));
            made.card = card;
        } else if (proves && !made.pin) {
            made.pin.emplace(std::string(each.authentication_input_data.reveal()));
        } else {
            made.wrong.push_back(make_problem(in.message,
                                              problem_type::user_authentication_failed,
                                              "AuthenticationInputType",
                                              each.authentication_input_type.value,
                                              "Readers prove who they are by one PIN."));
        }
    }
    if (made.card.empty() && made.pin && made.wrong.empty())
        made.wrong = lacking(in.message, "UserIdentifierValue");
    return made;
}

named_reader needed_reader(const ncip_incoming& in,
                           const std::optional<ncip::user_id>& named,
                           const std::vector<ncip::authentication_input>& shown) {
    named_reader made = reader_of(in, named, shown);
    if (made.card.empty() && made.wrong.empty())
        made.wrong = lacking(in.message, "UserIdentifierValue");
    return made;
}

named_reader without_pin(named_reader shown, const ncip_incoming& in) {
    if (shown.pin)
        shown.wrong.push_back(make_problem(in.message,
                                           problem_type::user_authentication_failed,
                                           "AuthenticationInput",
                                           {},
                                           "No PIN is proved with this request."));
    return shown;
}

std::string number_in(const ncip::item_id& from) {
    return trimmed(from.item_identifier_value);
}

std::string number_in(const std::optional<ncip::item_id>& from) {
    return from ? number_in(*from) : std::string();
}

std::string asking_agency(const ncip::message& asked, const ncip_door& door) {
    if (asked.initiation_header) {
        auto named = trimmed(asked.initiation_header->from_agency_id.agency_id.value);
        if (!named.empty()) return named;
    }
    return door.peer->agencies.empty() ? std::string() : door.peer->agencies.front();
}

std::string our_agency(const ncip_door& door) {
    return door.peer->own_agencies.empty() ? door.who.institution.code
                                           : door.peer->own_agencies.front();
}

namespace {

bool is_same_agency(std::string_view one, std::string_view other) {
    return ncip::folded(one) == ncip::folded(other);
}

bool is_among(const std::vector<std::string>& agencies, std::string_view named) {
    return std::ranges::any_of(agencies,
                               [&](const auto& each) { return is_same_agency(each, named); });
}

} // namespace

bool is_our_agency(std::string_view agency, const ncip_door& door) {
    return is_same_agency(agency, door.who.institution.code) ||
           is_among(door.peer->own_agencies, agency);
}

storage::external_id
external_of(std::string_view agency, std::string_view number, const ncip_incoming& in) {
    const auto& peer = *in.door.peer;
    const std::string named = trimmed(agency);
    std::string asking = asking_agency(in.message, in.door);
    if (asking.empty()) asking = peer.name;
    if (named.empty() || is_same_agency(named, asking) || is_our_agency(named, in.door))
        return {std::move(asking), trimmed(number)};
    const bool speaks_for_it = peer.agencies.empty() || is_among(peer.agencies, named);
    return {speaks_for_it ? named : asking.append("/").append(named), trimmed(number)};
}

storage::external_id external_of(const ncip::request_id& from, const ncip_incoming& in) {
    return external_of(
        from.agency_id ? from.agency_id->value : "", from.request_identifier_value, in);
}

namespace {

/// Our ids are numbers of many digits; a request of another system that says nothing of whose
/// number it is may mean either.
constexpr std::size_t digits_of_ours = 15;

std::int64_t number_of_ours(std::string_view text) {
    const bool digits = std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
    if (!digits || text.size() < digits_of_ours || text.size() > 18) return 0;
    std::int64_t number = 0;
    for (const char c : text)
        number = number * 10 + (c - '0');
    return number;
}

} // namespace

circulation::hold_key hold_of(const ncip::request_id& from, const ncip_incoming& in) {
    const auto named = external_of(from, in);
    const storage::hold_id ours{number_of_ours(named.value)};
    const bool says_ours = from.agency_id && is_our_agency(from.agency_id->value, in.door);
    if (ours && (says_ours || !from.agency_id)) return {.id = ours, .request = {}};
    // Where ids bear the peer's agency, a number of ours comes back with it: it may be either's.
    const bool may_be_ours =
        in.door.peer->dialect.id_agency == config::ncip_id_agency::theirs &&
        is_same_agency(named.agency, asking_agency(in.message, in.door));
    return {.id = may_be_ours ? ours : storage::hold_id{}, .request = named};
}

ncip::scheme_value agency_value(const ncip_outgoing& to) {
    const auto& dialect = to.door.peer->dialect;
    const bool theirs = dialect.id_agency == config::ncip_id_agency::theirs;
    return {theirs ? asking_agency(to.message, to.door) : our_agency(to.door),
            dialect.agency_scheme};
}

namespace {

std::optional<ncip::scheme_value> agency_of_id(const ncip_outgoing& to) {
    if (to.door.peer->dialect.id_agency == config::ncip_id_agency::none) return std::nullopt;
    return agency_value(to);
}

std::optional<ncip::scheme_value> type_of_id(const std::string& type) {
    if (type.empty()) return std::nullopt;
    return ncip::scheme_value{type};
}

} // namespace

ncip::user_id user_id_of(std::string card, const ncip_outgoing& to) {
    return {agency_of_id(to), type_of_id(to.door.peer->dialect.user_id_type), std::move(card)};
}

ncip::item_id item_id_of(std::string barcode, const ncip_outgoing& to) {
    return {agency_of_id(to), type_of_id(to.door.peer->dialect.item_id_type), std::move(barcode)};
}

ncip::request_id request_id_of(storage::hold_id ours,
                               const std::optional<ncip::request_id>& theirs,
                               const ncip_outgoing& to) {
    if (theirs && (!ours || to.door.peer->echo_request_id)) return *theirs;
    return {agency_of_id(to),
            type_of_id(to.door.peer->dialect.request_id_type),
            std::to_string(ours.value)};
}

std::string_view zone_of(const ncip_door& door) {
    return door.who.branch.time_zone;
}

std::optional<storage::instant> instant_of(const std::optional<ncip::date_time>& when,
                                           const ncip_door& door) {
    if (!when) return std::nullopt;
    return instant_of(*when, zone_of(door));
}

std::optional<storage::local_date> date_of(const std::optional<ncip::date_time>& when,
                                           const ncip_door& door) {
    if (!when) return std::nullopt;
    if (const auto* wall = std::get_if<ncip::wall_time>(&*when))
        return std::chrono::floor<std::chrono::days>(*wall);
    const auto at = std::get<ncip::instant>(*when);
    const auto day = std::chrono::floor<std::chrono::days>(at);
    // Midnight UTC is how a day alone is written; west of Greenwich it is still the day before.
    if (at == day) return storage::local_date{day.time_since_epoch()};
    return circulation::date_in(at, zone_of(door));
}

ncip::date_time to_date_time(storage::local_date day, const ncip_door& door) {
    if (door.peer->dialect.dates == config::ncip_dates::utc)
        return ncip::instant{std::chrono::sys_days{day.time_since_epoch()}};
    return circulation::to_instant(day, zone_of(door));
}

ncip::money to_money(storage::money amount, const ncip_door& door) {
    return {door.who.institution.currency, amount.minor};
}

std::optional<storage::money> amount_of(const ncip::money& from, const ncip_door& door) {
    if (ncip::folded(from.currency) != ncip::folded(door.who.institution.currency))
        return std::nullopt;
    return storage::money{from.minor_units};
}

circulation::fee_agreement agreement_of(const std::optional<ncip::money>& acknowledged,
                                        const ncip_door& door) {
    circulation::fee_agreement made;
    const auto amount = acknowledged ? amount_of(*acknowledged, door) : std::nullopt;
    if (!amount) return made;
    made.to = circulation::fee_agreement::kind::exactly;
    made.amount = *amount;
    return made;
}

ncip::scheme_value word(std::string_view text) {
    return {std::string(text)};
}

std::string trimmed(std::string_view text) {
    return std::string(ncip::trimmed(text));
}

bool asks_for(const std::vector<ncip::scheme_value>& list, std::string_view name) {
    const auto wanted = ncip::folded(name);
    return std::ranges::any_of(
        list, [&](const auto& each) { return ncip::folded(each.value) == wanted; });
}

} // namespace circ::dispatch
