// The lists of an account, by their windows: NCIP has no pages in LookupUser.
#include "protocol/ncip/vocabulary.hpp"
#include "server/relay/dates.hpp"
#include "server/relay/item_forms.hpp"
#include "server/relay/patron_forms.hpp"
#include "server/relay/words.hpp"

#include <algorithm>

namespace circ::relay {

namespace {

using namespace circulation;

/// A window without an end: what one answer can carry is less.
constexpr int most_lines = 1000;

std::string title_of(const ncip::loaned_item& from) {
    if (from.title) return *from.title;
    return from.bibliographic_description ? from.bibliographic_description->title.value_or("") : "";
}

std::string barcode_of(const std::optional<ncip::item_id>& from) {
    return from ? from->item_identifier_value : "";
}

loan_entry entry_of(const ncip::loaned_item& from, const relay_settings& by) {
    const due back = to_due(from.date_due, by);
    loan_entry made;
    made.barcode = from.item_id.item_identifier_value;
    made.title = title_of(from);
    made.due_at = back.at.value_or(instant{});
    made.hourly = back.hourly;
    return made;
}

/// Of a request for any copy the title is told, else its number.
hold_entry entry_of(const ncip::requested_item& from, const relay_settings&) {
    hold_entry made;
    made.barcode = barcode_of(from.item_id);
    made.title = from.title.value_or("");
    if (made.barcode.empty() && made.title.empty() && from.request_id)
        made.title = from.request_id->request_identifier_value;
    if (from.pickup_location) made.pickup = from.pickup_location->value;
    made.state = is_ready(from) ? storage::hold_state::on_shelf : storage::hold_state::queued;
    return made;
}

fee_entry_view entry_of(const ncip::account_details& from, const relay_settings& by) {
    const auto& about = from.fiscal_transaction_information;
    fee_entry_view made;
    if (about.fiscal_transaction_reference_id)
        made.fee_identifier =
            about.fiscal_transaction_reference_id->fiscal_transaction_identifier_value;
    made.kind = fee_kind_of(about.fiscal_transaction_type.value);
    made.open = amount_of(about.amount, by).value_or(money{});
    if (about.item_details) {
        made.barcode = about.item_details->item_id.item_identifier_value;
        made.title = about.item_details->bibliographic_description.title.value_or("");
    }
    if (made.title.empty())
        made.title =
            about.fiscal_transaction_description.value_or(about.fiscal_transaction_type.value);
    return made;
}

template <class Entries, class Rows, class Test>
void fill(Entries& to,
          const Rows& rows,
          const account_parts& parts,
          const relay_settings& by,
          const Test& fits) {
    const int first = std::max(parts.first, 1);
    const int last = std::min(parts.last.value_or(first + most_lines - 1), first + most_lines - 1);
    int number = 0;
    for (const auto& each : rows) {
        if (!fits(each) || ++number < first) continue;
        if (number > last) return;
        to.push_back(entry_of(each, by));
    }
}

} // namespace

patron_lists lists_of(const ncip::lookup_user_response& from,
                      const account_parts& parts,
                      const relay_settings& by,
                      instant now) {
    const auto wanted = [&](list_kind kind) { return parts.lists.contains(kind); };
    const auto overdue = [&](const ncip::loaned_item& each) { return is_overdue(each, by, now); };
    patron_lists made;
    if (wanted(list_kind::ready_holds))
        fill(made.ready_holds, from.requested_item, parts, by, is_ready);
    if (wanted(list_kind::waiting_holds))
        fill(made.waiting_holds, from.requested_item, parts, by, is_waiting);
    if (wanted(list_kind::overdue_loans))
        fill(made.overdue_loans, from.loaned_item, parts, by, overdue);
    if (wanted(list_kind::loans))
        fill(made.loans, from.loaned_item, parts, by, [](const auto&) { return true; });
    const auto* account = fiscal_account_in(from, by);
    if (wanted(list_kind::fees) && account != nullptr)
        fill(made.fees, account->account_details, parts, by, is_charge);
    return made; // which loans are recalled, NCIP does not tell
}

} // namespace circ::relay
