#include "server/relay/item_lookup.hpp"

#include "protocol/ncip/vocabulary.hpp"
#include "server/relay/account.hpp"
#include "server/relay/dates.hpp"
#include "server/relay/item_forms.hpp"
#include "server/relay/words.hpp"

namespace circ::relay {

namespace {

using config::ncip_service;
using status = circulation::circulation_status;

/// A title from the reader's account, where loans bear one.
std::optional<ncip::item_optional_fields> described_by_account(const conversation& talk,
                                                               const std::string& barcode,
                                                               const std::string& card) {
    const auto* account = talk.known_account(card);
    const auto* loan = account == nullptr ? nullptr : loan_in(*account, barcode);
    if (loan == nullptr) return std::nullopt;
    ncip::item_optional_fields told;
    told.bibliographic_description =
        loan->bibliographic_description.value_or(ncip::bibliographic_description{});
    if (loan->title) told.bibliographic_description->title = loan->title;
    if (loan->medium_type) told.bibliographic_description->medium_type = loan->medium_type;
    if (!has_title(told)) return std::nullopt;
    return told;
}

void take_due(item_facts& into,
              const std::optional<ncip::date_time>& when,
              const conversation& talk) {
    const due back = to_due(when, talk.settings());
    into.due_at = back.at;
    into.due_hourly = back.hourly;
}

bool is_lent(const ncip::lookup_item_response& item) {
    if (!item.item_optional_fields || !item.item_optional_fields->circulation_status) return false;
    const auto as = status_of(item.item_optional_fields->circulation_status->value);
    return as == status::charged || as == status::recalled;
}

/// Standing where whatever can be lent stands.
bool is_here(const ncip::lookup_item_response& item) {
    if (!item.item_optional_fields || !item.item_optional_fields->circulation_status) return false;
    const auto as = status_of(item.item_optional_fields->circulation_status->value);
    return as == status::available || as == status::on_hold_shelf || as == status::in_transit;
}

/// No loans at all may mean that it does not tell them.
bool tells_loans(const ncip::lookup_user_response& account) {
    return !account.loaned_item.empty() || !account.loaned_items_count.empty();
}

} // namespace

reply<ncip::lookup_item_response>
look_at(conversation& talk, const std::string& barcode, bool with_borrower) {
    ncip::lookup_item_request asked;
    asked.item_id = talk.item(barcode);
    for (const auto* each : {"Bibliographic Description",
                             "Circulation Status",
                             "Hold Queue Length",
                             "Item Description",
                             "Item Use Restriction Type",
                             "Location",
                             "Physical Condition",
                             "Security Marker",
                             "Sensitization Flag"})
        asked.item_element_type.push_back({each});
    asked.current_borrower_desired = with_borrower;
    auto found = talk.ask(std::move(asked));
    if (found && found.data->item_optional_fields)
        talk.heard_item(barcode, *found.data->item_optional_fields);
    return found;
}

const ncip::item_optional_fields* description_of(conversation& talk, const std::string& barcode) {
    if (const auto* known = talk.known_item(barcode)) return known;
    if (!talk.offers(ncip_service::lookup_item)) return nullptr;
    const auto found = look_at(talk, barcode, false);
    return found && found.data->item_optional_fields ? &*found.data->item_optional_fields : nullptr;
}

item_facts find_holder(conversation& talk, const std::string& barcode, const std::string& card) {
    item_facts made;
    if (talk.offers(ncip_service::lookup_item)) {
        const auto found = look_at(talk, barcode, true);
        if (found) {
            made.answer = found.data;
            if (found.data->item_optional_fields)
                take_due(made, found.data->item_optional_fields->date_due, talk);
            const auto& with = found.data->item_transaction;
            if (with && with->current_borrower) {
                made.has = is_user(talk, with->current_borrower->user_id, card)
                               ? holder::this_reader
                               : holder::somebody_else;
                if (made.has != holder::this_reader || made.due_at) return made;
            } else if (is_here(*found.data)) {
                made.has = holder::nobody;
                return made;
            }
        } else if (found.failed && !may_have_happened(*found.failed)) {
            return made; // no connection, no time: the reader's loans will not come either
        }
    }
    // Many do not say who has an item, and some not until when.
    made.account = fresh_account_of(talk, card);
    if (made.account == nullptr) return made;
    const auto* loan = loan_in(*made.account, barcode);
    if (loan != nullptr) {
        made.has = holder::this_reader;
        take_due(made, loan->date_due, talk);
    } else if (made.has == holder::unknown && tells_loans(*made.account)) {
        const bool lent = made.answer != nullptr && is_lent(*made.answer);
        made.has = lent ? holder::somebody_else : holder::nobody;
    }
    return made;
}

circulation::item_view described(conversation& talk,
                                 const std::string& barcode,
                                 const std::string& card,
                                 const std::optional<ncip::item_optional_fields>& told) {
    auto all = completed(told.value_or(ncip::item_optional_fields{}), talk.known_item(barcode));
    if (const auto by_loan = described_by_account(talk, barcode, card))
        all = completed(std::move(all), &*by_loan);
    if (!has_title(all)) all = completed(std::move(all), description_of(talk, barcode));
    return item_of(barcode, all, talk.settings());
}

settled settle(const item_facts& found) {
    switch (found.has) {
    case holder::this_reader:
        return settled::done;
    case holder::nobody:
    case holder::somebody_else:
        return settled::not_done;
    case holder::unknown:
        break;
    }
    return settled::open;
}

} // namespace circ::relay
