#include "tests/unit/net/far_library.hpp"

#include "protocol/ncip/messages/check_in_item.hpp"
#include "protocol/ncip/messages/check_out_item.hpp"
#include "protocol/ncip/messages/create_user_fiscal_transaction.hpp"
#include "protocol/ncip/messages/lookup_item.hpp"
#include "protocol/ncip/messages/lookup_user.hpp"
#include "protocol/ncip/messages/renew_item.hpp"
#include "protocol/ncip/messages/update_user.hpp"
#include "protocol/ncip/parse.hpp"
#include "protocol/ncip/serialize.hpp"

#include <algorithm>

namespace circ::net::test {

namespace ncip = protocol::ncip;

namespace {

using namespace std::chrono_literals;

constexpr ncip::instant first_due =
    std::chrono::sys_days(std::chrono::year(2026) / 4 / 14) + 21h + 59min + 59s;

ncip::problem problem(const char* type) {
    ncip::problem made;
    made.problem_type.value = type;
    return made;
}

/// An NCIP problem in an answer of the request's own type.
ncip::message refusal(const ncip::message& asked, const char* type) {
    return ncip::refusal_of(asked, {problem(type)});
}

std::string card_of(const std::optional<ncip::user_id>& of) {
    return of ? of->user_identifier_value : std::string();
}

ncip::instant due_of(const std::optional<ncip::date_time>& wanted) {
    if (!wanted) return first_due;
    if (const auto* const at = std::get_if<ncip::instant>(&*wanted)) return *at;
    return ncip::instant(std::get<ncip::wall_time>(*wanted).time_since_epoch());
}

ncip::user_id user(const std::string& card) {
    ncip::user_id made;
    made.user_identifier_value = card;
    return made;
}

ncip::item_id item(const std::string& barcode) {
    ncip::item_id made;
    made.item_identifier_value = barcode;
    return made;
}

} // namespace

far_library::far_library()
    : cards{"p1", "p2"}, titles{{"i1", "The Two Towers"}, {"i2", "Dune"}, {"i3", "Emma"}} {}

std::size_t far_library::times(std::string_view what) const {
    return static_cast<std::size_t>(
        std::ranges::count_if(done, [&](const auto& each) { return each.starts_with(what); }));
}

std::string far_library::answer(const std::string& document) {
    const auto read = ncip::parse(document);
    const auto* const asked = std::get_if<ncip::message>(&read);
    if (asked == nullptr) return "<html>what?</html>";
    heard.push_back(asked->service);
    return ncip::serialize(act(*asked));
}

ncip::message far_library::act(const ncip::message& asked) {
    if (const auto* const who = asked.body.get_if<ncip::lookup_user_request>()) {
        const std::string card = card_of(who->user_id);
        if (!cards.contains(card)) return refusal(asked, "Unknown User");
        ncip::lookup_user_response made;
        made.user_id = user(card);
        ncip::personal_name_information name;
        name.unstructured_personal_user_name = "Reader " + card;
        made.user_optional_fields.emplace().name_information.emplace().personal_name_information =
            name;
        if (blocked.contains(card))
            made.user_optional_fields->block_or_trap.push_back(
                {{"CIRCDESK", {}}, {"Block Check Out", {}}, {}, {}});
        if (who->loaned_items_desired && lists_loans)
            for (const auto& [barcode, each] : loans) {
                if (each.card != card) continue;
                ncip::loaned_item one;
                one.item_id = item(barcode);
                one.date_due = ncip::date_time{each.due};
                one.title = titles[barcode];
                made.loaned_item.push_back(std::move(one));
            }
        return ncip::answer_to(asked, made);
    }
    if (const auto* const what = asked.body.get_if<ncip::lookup_item_request>()) {
        const std::string barcode =
            what->item_id ? what->item_id->item_identifier_value : std::string();
        if (!titles.contains(barcode)) return refusal(asked, "Unknown Item");
        ncip::lookup_item_response made;
        made.item_id = item(barcode);
        auto& told = made.item_optional_fields.emplace();
        told.bibliographic_description.emplace().title = titles[barcode];
        const auto lent = loans.find(barcode);
        told.circulation_status.emplace().value =
            lent == loans.end() ? "Available On Shelf" : "On Loan";
        if (lent != loans.end()) {
            told.date_due = ncip::date_time{lent->second.due};
            if (what->current_borrower_desired) {
                ncip::user_reference who;
                who.user_id = user(lent->second.card);
                made.item_transaction.emplace().current_borrower = who;
            }
        }
        return ncip::answer_to(asked, made);
    }
    if (const auto* const lend = asked.body.get_if<ncip::check_out_item_request>()) {
        const std::string barcode = lend->item_id.item_identifier_value;
        const std::string card = card_of(lend->user_id);
        if (refuses_all) return refusal(asked, "User Blocked");
        if (!cards.contains(card)) return refusal(asked, "Unknown User");
        if (!titles.contains(barcode)) return refusal(asked, "Unknown Item");
        if (busy.contains(barcode)) return refusal(asked, busy_because);
        if (loans.contains(barcode)) return refusal(asked, "Item Already Checked Out");
        loans[barcode] = {.card = card, .renewals = 0, .due = due_of(lend->desired_date_due)};
        done.push_back("CheckOutItem " + barcode + ' ' + card);
        ncip::check_out_item_response made;
        made.item_id = item(barcode);
        made.user_id = user(card);
        made.date_due = ncip::date_time{loans[barcode].due};
        made.item_optional_fields.emplace().bibliographic_description.emplace().title =
            titles[barcode];
        return ncip::answer_to(asked, made);
    }
    if (const auto* const back = asked.body.get_if<ncip::check_in_item_request>()) {
        const std::string barcode = back->item_id.item_identifier_value;
        if (refuses_all) return refusal(asked, "User Blocked");
        if (loans.erase(barcode) == 0) return refusal(asked, "Item Not Checked Out");
        done.push_back("CheckInItem " + barcode);
        ncip::check_in_item_response made;
        made.item_id = item(barcode);
        return ncip::answer_to(asked, made);
    }
    if (const auto* const longer = asked.body.get_if<ncip::renew_item_request>()) {
        const std::string barcode = longer->item_id.item_identifier_value;
        const auto lent = loans.find(barcode);
        if (refuses_all) return refusal(asked, "User Blocked");
        if (lent == loans.end()) return refusal(asked, "Item Not Checked Out");
        lent->second.due += std::chrono::days(28);
        ++lent->second.renewals;
        done.push_back("RenewItem " + barcode);
        ncip::renew_item_response made;
        made.item_id = item(barcode);
        made.date_due = ncip::date_time{lent->second.due};
        return ncip::answer_to(asked, made);
    }
    if (const auto* const paid =
            asked.body.get_if<ncip::create_user_fiscal_transaction_request>()) {
        const auto& told = paid->fiscal_transaction_information;
        if (refuses_all) return refusal(asked, "Invalid Amount");
        if (!told.fiscal_transaction_reference_id) return refusal(asked, "Needed Data Missing");
        const std::string reference =
            told.fiscal_transaction_reference_id->fiscal_transaction_identifier_value;
        if (!payments.emplace(reference, card_of(paid->user_id)).second)
            return refusal(asked, "Duplicate Fiscal Transaction");
        done.push_back("CreateUserFiscalTransaction " + reference);
        ncip::create_user_fiscal_transaction_response made;
        made.user_id = user(card_of(paid->user_id));
        made.fiscal_transaction_reference_id = *told.fiscal_transaction_reference_id;
        return ncip::answer_to(asked, made);
    }
    if (const auto* const change = asked.body.get_if<ncip::update_user_request>()) {
        const std::string card = card_of(change->user_id);
        if (refuses_all) return refusal(asked, "Unable To Add Element");
        if (!cards.contains(card)) return refusal(asked, "Unknown User");
        if (change->add_user_fields) blocked.insert(card);
        if (change->delete_user_fields) blocked.erase(card);
        done.push_back((change->add_user_fields ? "Block " : "Enable ") + card);
        ncip::update_user_response made;
        made.user_id = user(card);
        return ncip::answer_to(asked, made);
    }
    return refusal(asked, "Unsupported Service");
}

} // namespace circ::net::test
