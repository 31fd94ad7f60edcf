// Hold, mode + (15): RequestItem.
// @spec ncip.md 4.7, 7.2
#include "protocol/ncip/messages/lookup_request.hpp"
#include "protocol/ncip/messages/request_item.hpp"
#include "server/relay/dates.hpp"
#include "server/relay/item_forms.hpp"
#include "server/relay/lending.hpp"
#include "server/relay/requests.hpp"
#include "server/relay/scripts.hpp"
#include "server/relay/words.hpp"

#include <algorithm>

namespace circ::relay {

using namespace circulation;
using code = reason_code;
using config::ncip_service;

namespace {

std::string_view word_of(config::ncip_request_word word) {
    switch (word) {
    case config::ncip_request_word::loan:
        return "Loan";
    case config::ncip_request_word::page:
        return "Page";
    case config::ncip_request_word::hold:
        break;
    }
    return "Hold";
}

/// The same for the same request, however often it is said.
std::string number_for(const conversation& talk, const place_hold& what) {
    if (what.request) return what.request.value;
    const auto moment = talk.by().received.time_since_epoch().count();
    return talk.by().terminal_login + '-' + std::to_string(moment);
}

std::string number_in_order(const conversation& talk, const place_hold& what) {
    return talk.backend().own_request_id || what.request ? number_for(talk, what) : std::string();
}

const std::string& key_of(const target& what) {
    return what.item.empty() ? what.title : what.item;
}

/// One copy, or the title by its record; where the other side knows no record of it, the copy.
void take_target(const conversation& talk,
                 ncip::request_item_request& asked,
                 const place_hold& what,
                 const std::string& record) {
    const bool by_title = what.level != storage::hold_level::item && !record.empty();
    if (by_title)
        asked.bibliographic_id.push_back(title_id(talk, record));
    else
        asked.item_id.push_back(talk.item(what.what.item));
    asked.request_scope_type = {by_title ? "Bibliographic Item" : "Item"};
    if (what.level != storage::hold_level::branch) return;
    ncip::location at;
    at.location_type = {"Permanent Location"};
    at.location_name.location_name_instance.push_back({1U, what.pickup});
    asked.item_optional_fields = ncip::item_optional_fields{};
    asked.item_optional_fields->location.push_back(std::move(at));
}

ncip::request_item_request
request_of(const conversation& talk, const place_hold& what, const std::string& record) {
    ncip::request_item_request asked;
    asked.mandated_action = talk.mandate();
    asked.user_id = user_for_order(talk, what.card);
    take_target(talk, asked, what, record);
    asked.request_type = {std::string(word_of(talk.backend().hold_word))};
    if (const auto number = number_in_order(talk, what); !number.empty()) {
        asked.request_id = talk.request(number);
        if (what.request) asked.request_id->agency_id = ncip::scheme_value{what.request.agency};
    }
    if (!what.pickup.empty() && !talk.backend().pickup_as_agency)
        asked.pickup_location = ncip::scheme_value{what.pickup};
    if (what.expires) asked.need_before_date = ncip::date_time{*what.expires};
    asked.acknowledged_fee_amount = agreed_fee(talk, what.card, key_of(what.what), what.agreed);
    if (talk.backend().bibliographic_elements)
        asked.item_element_type.push_back({"Bibliographic Description"});
    return asked;
}

/// As much of the item as an answer needs, without another message where nothing was told.
void show_item(conversation& talk,
               hold_outcome& made,
               const place_hold& what,
               const std::optional<ncip::item_optional_fields>& told) {
    const auto all =
        completed(told.value_or(ncip::item_optional_fields{}), talk.known_item(what.what.item));
    if (what.what.item.empty() && !has_title(all)) return;
    made.item = item_of(what.what.item, all, talk.settings());
    if (!has_title(all) && !what.what.item.empty())
        made.item = described(talk, what.what.item, what.card, told);
}

void look_up_place(conversation& talk,
                   hold_outcome& made,
                   const place_hold& what,
                   const std::optional<ncip::request_id>& id) {
    if (!talk.backend().queue_position || !talk.offers(ncip_service::lookup_request)) return;
    ncip::lookup_request_request asked;
    if (id) {
        asked.request_id = id;
    } else {
        if (what.what.item.empty()) return;
        asked.user_id = talk.user(what.card);
        asked.item_id = talk.item(what.what.item);
        asked.request_type = ncip::scheme_value{std::string(word_of(talk.backend().hold_word))};
    }
    for (const auto* each : {"Hold Queue Position", "Request Status Type"})
        asked.request_element_type.push_back({each});
    const auto found = talk.ask(std::move(asked));
    if (!found) return;
    if (const auto place = found.data->hold_queue_position)
        made.position = static_cast<int>(std::min(*place, 99'999U));
    if (!found.data->request_status_type) return;
    const auto status =
        ncip::read_word<ncip::request_status>(found.data->request_status_type->value);
    made.available = made.available || status == ncip::request_status::available_for_pickup;
}

finished placed(conversation& talk, const place_hold& what, hold_outcome made) {
    made.pickup = what.pickup;
    made.expires = what.expires;
    talk.at_end([](session_cache& session, backend_memory&) { session.changed(); });
    return {.outcome = std::move(made)};
}

finished placed(conversation& talk,
                const place_hold& what,
                const ncip::request_item_response& from,
                hold_outcome made) {
    made.available =
        from.date_available && to_instant(*from.date_available, talk.settings()) <= talk.now();
    show_item(talk, made, what, from.item_optional_fields);
    look_up_place(talk, made, what, from.request_id);
    tell_charged_fee_by_notice(made, from.fiscal_transaction_information, talk.settings());
    return placed(talk, what, std::move(made));
}

finished placed(conversation& talk,
                const place_hold& what,
                const ncip::requested_item& found,
                hold_outcome made) {
    const auto status = ncip::read_word<ncip::request_status>(found.request_status_type.value);
    made.available = status == ncip::request_status::available_for_pickup;
    if (found.hold_queue_position)
        made.position = static_cast<int>(std::min(*found.hold_queue_position, 99'999U));
    ncip::item_optional_fields told;
    told.bibliographic_description = ncip::bibliographic_description{};
    told.bibliographic_description->title = found.title;
    show_item(talk, made, what, told);
    return placed(talk, what, std::move(made));
}

finished refuse(conversation& talk,
                const place_hold& what,
                const reply<ncip::request_item_response>& no,
                hold_outcome made) {
    trouble why = trouble_of(no, attempt::hold, talk.settings());
    if (no.refused != nullptr && no.refused->required_fee_amount) {
        tell_required_fee(
            talk, made, no.refused->required_fee_amount, what.card, key_of(what.what));
        if (made.fee) made.fee->kind = storage::fee_kind::hold;
        if (!made.reasons.empty()) why.reasons.clear(), why.words.clear();
    }
    return hold_refused(talk, std::move(why), std::move(made));
}

/// The request among those of the reader now, unless it was there before.
struct sought {
    const ncip::requested_item* found = nullptr;
    bool is_told = false; ///< the reader's requests could be looked up
};

/// A request for any copy names none, and some tell its title in words alone.
const ncip::requested_item* find_by_title(const conversation& talk,
                                          const ncip::lookup_user_response& account,
                                          const std::string& item) {
    const auto* about = talk.known_item(item);
    if (about == nullptr || !about->bibliographic_description) return nullptr;
    return find_request(account, target{{}, about->bibliographic_description->title.value_or("")});
}

sought look_for(conversation& talk, const place_hold& what, const std::string& record) {
    sought made;
    const auto* account = fresh_account_of(talk, what.card);
    if (account == nullptr) return made;
    const auto number = number_in_order(talk, what);
    if (!number.empty()) made.found = find_request(*account, number);
    if (made.found == nullptr)
        made.found = find_request(*account, target{what.what.item, what.what.title});
    if (made.found == nullptr && !record.empty())
        made.found = find_request(*account, target{{}, record});
    if (made.found == nullptr) made.found = find_by_title(talk, *account, what.what.item);
    // No requests at all may mean that it does not tell them.
    made.is_told = made.found != nullptr || !account->requested_item.empty() ||
                   !account->requested_items_count.empty();
    return made;
}

bool was_there_before(const conversation& talk, const place_hold& what) {
    const auto* account = talk.known_account(what.card);
    return account != nullptr && (find_request(*account, what.what) != nullptr ||
                                  find_by_title(talk, *account, what.what.item) != nullptr);
}

std::optional<trouble> impossible(const conversation& talk, const place_hold& what) {
    if (!talk.offers(ncip_service::request_item))
        return trouble_of(reason{.code = code::not_permitted});
    if (what.level == storage::hold_level::item && what.what.item.empty())
        return trouble_of(reason{.code = code::item_unknown});
    if (what.level == storage::hold_level::branch && what.pickup.empty())
        return trouble_of(reason{.code = code::pickup_unknown});
    return std::nullopt;
}

} // namespace

finished run(conversation& talk, const place_hold& what) {
    hold_outcome made;
    const auto gate = admit(talk, what.card, what.pin, attempt::hold);
    made.pin = gate.pin;
    if (gate.why_not) return hold_refused(talk, *gate.why_not, std::move(made));
    if (auto why = impossible(talk, what))
        return hold_refused(talk, std::move(*why), std::move(made));
    record title;
    if (what.level != storage::hold_level::item) title = record_of(talk, what.card, what.what);
    if (title.why_not) return hold_refused(talk, *title.why_not, std::move(made));
    const bool was_there = was_there_before(talk, what);
    failure why = failure::no_answer;
    bool must_look = talk.is_after_doubt();
    for (int orders = 0;; ++orders) {
        if (must_look) {
            const sought now = look_for(talk, what, title.number);
            if (now.found != nullptr && !was_there)
                return placed(talk, what, *now.found, std::move(made));
            if (!now.is_told || was_there) return in_doubt(why, std::move(made));
        }
        if (orders == 2) return hold_refused(talk, trouble_of(why), std::move(made));
        const auto asked = request_of(talk, what, title.number);
        const auto answer = talk.backend().pickup_as_agency && !what.pickup.empty()
                                ? talk.order(asked, what.pickup)
                                : talk.order(asked);
        if (answer) return placed(talk, what, *answer.data, std::move(made));
        if (answer.has_problems()) {
            // After a lost answer "duplicate" says that the first order was done; of what has
            // happened already, that it is as was told.
            const bool is_ours =
                (must_look || talk.is_told()) &&
                has_class(answer.problems, ncip::problem_class::duplicate, talk.settings());
            return is_ours ? placed(talk, what, std::move(made))
                           : refuse(talk, what, answer, std::move(made));
        }
        why = *answer.failed;
        if (!may_have_happened(why)) return hold_refused(talk, trouble_of(why), std::move(made));
        must_look = true;
    }
}

} // namespace circ::relay
