#include "server/relay/returning.hpp"

#include "server/relay/item_forms.hpp"
#include "server/relay/item_lookup.hpp"
#include "server/relay/patron_forms.hpp"
#include "server/relay/problems.hpp"
#include "server/relay/words.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

namespace circ::relay {

using namespace circulation;

namespace {

bool is_plain(const ncip::routing_information& from) {
    const std::string words = ncip::folded(from.routing_instructions);
    return words.empty() || words == "reshelve";
}

/// Instructions by which something is meant that no element says.
struct instruction_row {
    std::string_view begins; ///< folded
    alert_kind means;
};
constexpr std::array instruction_rows{instruction_row{"process", alert_kind::other},
                                      instruction_row{"withdrawn", alert_kind::other},
                                      instruction_row{"interlibrary", alert_kind::hold_interlibrary}};

std::optional<alert_kind> instructed_by(const ncip::routing_information& from) {
    const std::string words = ncip::folded(from.routing_instructions);
    for (const auto& each : instruction_rows)
        if (words.starts_with(each.begins)) return each.means;
    return std::nullopt;
}

/// Whether one of a location's names is the place where we are.
bool is_here(const ncip::location& where, const std::string& here, const conversation& talk) {
    const std::string ours = ncip::folded(talk.our_agency().value);
    const std::string place = ncip::folded(here);
    const auto& names = where.location_name.location_name_instance;
    return std::any_of(names.begin(), names.end(), [&](const auto& each) {
        const std::string name = ncip::folded(each.location_name_value);
        return !name.empty() && (name == place || name == ours);
    });
}

bool is_foreign(const std::optional<ncip::user_id>& whose, const conversation& talk) {
    if (!whose || !whose->agency_id || whose->agency_id->value.empty()) return false;
    const std::string& agency = whose->agency_id->value;
    return agency != talk.our_agency().value && agency != talk.their_agency().value;
}

alert_kind alert_by(const ncip::routing_information& from,
                    const ncip::item_optional_fields& told,
                    const conversation& talk) {
    const auto& where = from.destination.location;
    if (const auto said = instructed_by(from)) return *said;
    if (from.request_type && from.request_type->is("Loan") && is_foreign(from.user_id, talk))
        return alert_kind::hold_interlibrary;
    if (!from.request_type && !from.user_id) {
        if (where) return alert_kind::transit;
        return is_plain(from) ? alert_kind::none : alert_kind::other;
    }
    const std::string here =
        location_of(told, "Current Location", config::ncip_location_level::first);
    if (where)
        return is_here(*where, here, talk) ? alert_kind::hold_here : alert_kind::hold_elsewhere;
    const auto status = status_of(told.circulation_status ? told.circulation_status->value : "");
    return status == circulation_status::in_transit ? alert_kind::hold_elsewhere
                                                    : alert_kind::hold_here;
}

alert_kind alert_by(circulation_status status) {
    switch (status) {
    case circulation_status::on_hold_shelf:
        return alert_kind::hold_here;
    case circulation_status::in_transit:
        return alert_kind::transit;
    case circulation_status::recalled:
    case circulation_status::claimed_returned:
    case circulation_status::lost:
    case circulation_status::missing:
        return alert_kind::other;
    default:
        return alert_kind::none;
    }
}

void read_destination(checkin_outcome& into,
                      const ncip::destination& from,
                      const relay_settings& by) {
    into.sort_bin = from.bin_number.value_or("");
    if (!from.location || into.alert == alert_kind::other) return; // staff, wherever it is
    const std::string name = name_of(*from.location, by.backend.location_level);
    if (!name.empty())
        into.destination = place{.code = name, .name = name, .time_zone = by.time_zone};
}

struct alert_row {
    alert_kind of;
    reason_code told;
};
constexpr std::array alert_rows{
    alert_row{alert_kind::hold_here, reason_code::hold_here},
    alert_row{alert_kind::hold_elsewhere, reason_code::hold_elsewhere},
    alert_row{alert_kind::transit, reason_code::transit_to},
    alert_row{alert_kind::hold_interlibrary, reason_code::to_interlibrary_desk}};

/// What the reader is told of where it goes; a place that is not known is not spoken of.
void tell_route(checkin_outcome& made) {
    for (const auto& each : alert_rows) {
        if (each.of != made.alert) continue;
        if (each.of != alert_kind::hold_here && !made.destination) continue;
        made.notices.push_back(
            {.code = each.told, .place = made.destination ? made.destination->name : ""});
    }
}

/// The words behind "Process:", where its own words are shown.
void tell_instructions(checkin_outcome& made,
                       const ncip::routing_information& from,
                       const relay_settings& by) {
    const auto colon = from.routing_instructions.find(": ");
    if (made.alert != alert_kind::other || !by.backend.show_backend_text || colon == std::string::npos)
        return;
    made.remote_words = presentable(std::string_view(from.routing_instructions).substr(colon + 2));
}

} // namespace

namespace {

void take_routing(conversation& talk,
                  checkin_outcome& into,
                  const ncip::check_in_item_response* answer,
                  const std::string& barcode,
                  ncip::item_optional_fields& told) {
    const bool tells_people = talk.backend().borrower_at_return;
    if (answer != nullptr && answer->user_id && tells_people)
        into.borrower_card = answer->user_id->user_identifier_value;
    if (answer != nullptr && answer->routing_information) {
        const auto& routing = *answer->routing_information;
        into.alert = alert_by(routing, told, talk);
        read_destination(into, routing.destination, talk.settings());
        tell_instructions(into, routing, talk.settings());
        if (routing.user_id && tells_people)
            into.hold_card = routing.user_id->user_identifier_value;
        if (routing.name_information && tells_people)
            into.hold_name = person_name(*routing.name_information, talk.backend().name_order);
        return;
    }
    const bool may_look =
        talk.backend().look_after_return && talk.offers(config::ncip_service::lookup_item);
    if (!told.circulation_status && may_look) {
        const auto found = look_at(talk, barcode, false);
        if (found && found.data->item_optional_fields) {
            told = completed(std::move(told), &*found.data->item_optional_fields);
            told.circulation_status = found.data->item_optional_fields->circulation_status;
        }
    }
    if (told.circulation_status) into.alert = alert_by(status_of(told.circulation_status->value));
}

} // namespace

void read_routing(conversation& talk,
                  checkin_outcome& into,
                  const ncip::check_in_item_response* answer,
                  const std::string& barcode,
                  ncip::item_optional_fields& told) {
    take_routing(talk, into, answer, barcode, told);
    tell_route(into);
}

} // namespace circ::relay
