// CreateItem, UpdateItem, DeleteItem, UpdateCirculationStatus, ReportCirculationStatusChange.
#include "server/dispatch/ncip_fields.hpp"
#include "server/dispatch/ncip_translations.hpp"
#include "server/dispatch/ncip_words.hpp"

#include <algorithm>
#include <utility>

namespace circ::dispatch {

using namespace circulation;
using ncip::problem_type;

namespace {

/// The permanent place: its first level is the code of a branch, its second the shelf there.
void read_location(item_data& into, const std::vector<ncip::location>& from) {
    for (const auto& each : from) {
        const std::string type = ncip::folded(each.location_type.value);
        if (type != "permanentlocation" && from.size() > 1) continue;
        for (const auto& level : each.location_name.location_name_instance) {
            if (level.location_name_level.value_or(1) == 1)
                into.branch = trimmed(level.location_name_value);
            if (level.location_name_level.value_or(1) == 2)
                into.location = trimmed(level.location_name_value);
        }
    }
}

template <class Fields>
item_data data_in(const Fields& from) {
    item_data made;
    if (from.item_description) {
        if (from.item_description->call_number)
            made.call_number = trimmed(*from.item_description->call_number);
        if (from.item_description->number_of_pieces)
            made.parts = static_cast<int>(
                std::min<ncip::number>(*from.item_description->number_of_pieces, 1000));
    }
    read_location(made, from.location);
    if (from.physical_condition)
        made.note = trimmed(from.physical_condition->physical_condition_details.value_or(
            from.physical_condition->physical_condition_type.value));
    return made;
}

template <class Answer, class Request>
ncip_answer named_item(const Request& asked, const outcome& from, const ncip_outgoing& to) {
    Answer answer;
    const std::string barcode = number_in(asked.item_id);
    answer.item_id = item_id_of(barcode.empty() && from.item ? from.item->barcode : barcode, to);
    return answer;
}

} // namespace

ncip_request to_operation(const ncip::create_item_request& asked, const ncip_incoming& in) {
    create_item made;
    made.by = requester_of(in, asked.mandated_action);
    made.item = number_in(asked.item_id);
    for (const auto& each : asked.bibliographic_description.bibliographic_record_id)
        if (made.title.empty()) made.title = trimmed(each.bibliographic_record_identifier);
    made.about = brief_title_of(asked.bibliographic_description);
    made.data = data_in(asked);
    made.data.media = media_of(asked.bibliographic_description.medium_type);
    if (asked.circulation_status) {
        const auto status =
            ncip::read_word<ncip::circulation_status>(asked.circulation_status->value);
        const auto state = status ? item_state_of(*status) : std::nullopt;
        if (!state)
            return ncip_problems{make_problem(in.message,
                                              problem_type::element_rule_violated,
                                              "CirculationStatus",
                                              asked.circulation_status->value)};
        made.state = *state;
    }
    return ask_for(std::move(made));
}

ncip_answer
to_answer(const ncip::create_item_request& asked, const outcome& from, const ncip_outgoing& to) {
    return named_item<ncip::create_item_response>(asked, from, to);
}

namespace {

/// Titles are the catalogue's, and markers the devices' own.
ncip_problems unchangeable(const ncip::update_item_request& asked, const ncip_incoming& in) {
    const auto& add = asked.add_item_fields;
    if (add && (add->bibliographic_description || !add->item_use_restriction_type.empty() ||
                add->security_marker || add->sensitization_flag))
        return {make_problem(in.message, problem_type::unable_to_add_element, "AddItemFields")};
    ncip::item_fields gone = asked.delete_item_fields.value_or(ncip::item_fields{});
    if (add && add->item_description) gone.item_description.reset();
    if (add && !add->location.empty()) gone.location.clear();
    gone.physical_condition.reset();
    if (gone != ncip::item_fields{})
        return {
            make_problem(in.message, problem_type::unable_to_delete_element, "DeleteItemFields")};
    return {};
}

} // namespace

ncip_request to_operation(const ncip::update_item_request& asked, const ncip_incoming& in) {
    if (number_in(asked.item_id).empty()) return lacking(in.message, "ItemIdentifierValue");
    if (auto against = unchangeable(asked, in); !against.empty()) return against;
    update_item made;
    made.by = requester_of(in, asked.mandated_action);
    made.item = number_in(asked.item_id);
    if (asked.add_item_fields) made.data = data_in(*asked.add_item_fields);
    if (asked.delete_item_fields && asked.delete_item_fields->physical_condition && !made.data.note)
        made.data.note = "";
    return ask_for(std::move(made));
}

ncip_answer
to_answer(const ncip::update_item_request& asked, const outcome& from, const ncip_outgoing& to) {
    return named_item<ncip::update_item_response>(asked, from, to);
}

ncip_request to_operation(const ncip::delete_item_request& asked, const ncip_incoming& in) {
    if (number_in(asked.item_id).empty()) return lacking(in.message, "ItemIdentifierValue");
    return ask_for(delete_item{.by = requester_of(in, asked.mandated_action),
                               .item = number_in(asked.item_id),
                               .why = {}});
}

ncip_answer
to_answer(const ncip::delete_item_request& asked, const outcome& from, const ncip_outgoing& to) {
    return named_item<ncip::delete_item_response>(asked, from, to);
}

ncip_request to_operation(const ncip::update_circulation_status_request& asked,
                          const ncip_incoming& in) {
    if (number_in(asked.item_id).empty()) return lacking(in.message, "ItemIdentifierValue");
    const auto status = ncip::read_word<ncip::circulation_status>(asked.circulation_status.value);
    if (status == ncip::circulation_status::lost)
        return ask_for(report_item{.by = requester_of(in, asked.mandated_action),
                                   .item = number_in(asked.item_id),
                                   .card = {},
                                   .what = item_report::lost,
                                   .why = {}});
    const auto state = status ? item_state_of(*status) : std::nullopt;
    if (!state)
        return ncip_problems{make_problem(in.message,
                                          problem_type::element_rule_violated,
                                          "CirculationStatus",
                                          asked.circulation_status.value)};
    return ask_for(update_item{.by = requester_of(in, asked.mandated_action),
                               .item = number_in(asked.item_id),
                               .data = {},
                               .state = state,
                               .why = {}});
}

ncip_answer to_answer(const ncip::update_circulation_status_request& asked,
                      const outcome& from,
                      const ncip_outgoing& to) {
    return named_item<ncip::update_circulation_status_response>(asked, from, to);
}

ncip_request to_operation(const ncip::report_circulation_status_change_request& asked,
                          const ncip_incoming& in) {
    if (number_in(asked.item_id).empty()) return lacking(in.message, "ItemIdentifierValue");
    auto reader = without_pin(reader_of(in, asked.user_id, asked.authentication_input), in);
    if (!reader.wrong.empty()) return reader.wrong;
    report_item made{.by = requester_of(in, asked.mandated_action),
                     .item = number_in(asked.item_id),
                     .card = std::move(reader.card),
                     .what = item_report::claimed_returned,
                     .why = {}};
    if (asked.item_reported_never_borrowed) made.what = item_report::never_borrowed;
    if (asked.item_reported_lost) made.what = item_report::lost;
    if (asked.item_reported_missing) made.what = item_report::missing;
    if (made.what == item_report::claimed_returned && !asked.item_reported_returned)
        return lacking(in.message, "ItemReportedReturned");
    return ask_for(std::move(made));
}

ncip_answer to_answer(const ncip::report_circulation_status_change_request& asked,
                      const outcome& from,
                      const ncip_outgoing& to) {
    ncip::report_circulation_status_change_response answer;
    answer.item_id = item_id_of(number_in(asked.item_id), to);
    if (from.item)
        answer.item_optional_fields = item_fields_of(*from.item, asked.item_element_type, to);
    return answer;
}

} // namespace circ::dispatch
