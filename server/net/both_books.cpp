#include "server/net/both_books.hpp"

#include "config/ncip_backend_reader.hpp"
#include "server/circulation/review.hpp"
#include "server/circulation/trail.hpp"
#include "server/net/order_text.hpp"
#include "server/net/requests.hpp"
#include "server/relay/dialogue.hpp"

#include <algorithm>
#include <type_traits>
#include <utility>
#include <variant>

namespace circ::net {

using namespace circulation;

namespace {

template <class Operation>
constexpr bool is_of_account =
    std::is_same_v<Operation, place_hold> || std::is_same_v<Operation, change_hold> ||
    std::is_same_v<Operation, cancel_hold> || std::is_same_v<Operation, pay_fee> ||
    std::is_same_v<Operation, patron_account> || std::is_same_v<Operation, block_patron> ||
    std::is_same_v<Operation, enable_patron>;

template <class Operation>
constexpr bool is_money_or_block =
    std::is_same_v<Operation, pay_fee> || std::is_same_v<Operation, block_patron> ||
    std::is_same_v<Operation, enable_patron>;

/// A device that may have done anything without us.
std::shared_ptr<const device_rules> rules_of_posting(book_side book) {
    device_rules rules;
    rules.offline_ok = true;
    rules.pin = pin_rule::none;
    rules.block_patron = block_handling::block;
    rules.may_enable_patron = true;
    rules.payment_id_scope = id_scope::none; // whether it is another one was decided there
    rules.overpayment = too_much::credit;
    return book == book_side::ours ? std::make_shared<const device_rules>(rules)
                                   : without_the_book(rules);
}

std::vector<any_operation> as_happened(const any_operation& what, const any_outcome& as) {
    if (const auto* const all = std::get_if<renew_all>(&what)) {
        const auto* const made = std::get_if<renew_all_outcome>(&as);
        if (made == nullptr || made->result != verdict::done) return {};
        auto each = relay::mirrored_renewals(*all, *made);
        for (auto& one : each) { // told loan by loan, each known again by itself
            auto& renewal = std::get<renew>(one);
            renewal.by.once_only_text.append(" ").append(renewal.what.item);
        }
        return each;
    }
    std::vector<any_operation> made;
    if (auto one = relay::mirrored(what, as); one && !order_name(what).empty())
        made.push_back(std::move(*one));
    return made;
}

} // namespace

bool is_about_account(const any_operation& what) {
    return std::visit([](const auto& each) { return is_of_account<std::decay_t<decltype(each)>>; },
                      what);
}

void forget_fee_numbers(any_operation& what) {
    auto* const paid = std::get_if<pay_fee>(&what);
    if (paid == nullptr) return;
    paid->fee_identifier.clear();
    paid->fees.clear();
}

std::vector<any_operation>
to_post_here(const any_operation& what, const any_outcome& as, book_side book) {
    auto made = as_happened(what, as);
    const auto rules = rules_of_posting(book);
    for (auto& each : made) {
        who_asks(each).rules = rules;
        forget_fee_numbers(each);
    }
    return made;
}

namespace {

/// Whether the settings say that the library system has what this needs: a payment or a block that it
/// could never be told of is none for its outbox, and is found by comparing.
bool can_be_told(const any_operation& what, const config::ncip_backend& there) {
    const bool is_asked = std::visit(
        [](const auto& each) { return is_money_or_block<std::decay_t<decltype(each)>>; }, what);
    if (!is_asked) return true;
    return std::ranges::all_of(relay::services_of(what), [&](std::string_view name) {
        return std::ranges::any_of(there.services, [&](config::ncip_service each) {
            return config::choices<config::ncip_service>[static_cast<std::size_t>(each)] == name;
        });
    });
}

/// Our number of a payment is that of its posting too: the same however often it is told.
void number_as_here(any_operation& what, const any_outcome& as) {
    auto* const paid = std::get_if<pay_fee>(&what);
    const auto* const made = std::get_if<payment_outcome>(&as);
    if (paid != nullptr && made != nullptr && !paid->reference) paid->reference.value = made->receipt;
}

} // namespace

std::vector<any_operation> to_post_there(const any_operation& what,
                                         const any_outcome& as,
                                         const relay::relay_settings& by) {
    auto made = as_happened(what, as);
    std::erase_if(made, [&](const auto& each) { return !can_be_told(each, by.backend); });
    for (auto& each : made) {
        number_as_here(each, as);
        if (!by.keeps_book) forget_fee_numbers(each);
    }
    return made;
}

bool is_known(storage::reader& here, const any_operation& what) {
    const auto subject = subject_of(what);
    const storage::institution_id of =
        std::visit([](const auto& each) { return each.by.institution; }, what);
    const bool knows_reader = subject.card.empty() || here.holder_of(of, subject.card);
    return knows_reader && (subject.item.empty() || here.item_by_barcode(of, subject.item) ||
                            here.title_by_control_number(of, subject.item));
}

void take_over_route(any_outcome& told, const any_outcome& ours) {
    auto* const to = std::get_if<checkin_outcome>(&told);
    const auto* const from = std::get_if<checkin_outcome>(&ours);
    if (to == nullptr || from == nullptr || from->result != verdict::done) return;
    to->alert = from->alert;
    to->destination = from->destination;
    to->sort_bin = from->sort_bin;
    to->hold_card = from->hold_card;
    to->hold_name = from->hold_name;
    to->notices = from->notices;
    to->fee = from->fee;
}

std::shared_ptr<const device_rules> without_the_book(const device_rules& of) {
    auto rules = std::make_shared<device_rules>(of);
    if (rules->holds == hold_handling::trap) rules->holds = hold_handling::tell_only;
    rules->assesses_fees = false;
    return rules;
}

void review_refused(storage::unit_of_work& unit,
                    const any_operation& what,
                    const any_outcome& refused,
                    storage::instant now) {
    // What devices do off-line is left to staff by its own rules.
    if (!is_about_account(what)) return;
    const auto subject = subject_of(what);
    const requester& by =
        std::visit([](const auto& each) -> const requester& { return each.by; }, what);
    auto row = make_review(unit, by, now, review_kind::could_not_post, order_name(what));
    row.card = subject.card;
    row.barcode = subject.item;
    row.reasons = reason_list(common(refused).reasons);
    unit.add(row);
}

} // namespace circ::net
