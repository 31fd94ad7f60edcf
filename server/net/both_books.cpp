#include "server/net/both_books.hpp"

#include "server/circulation/review.hpp"
#include "server/circulation/trail.hpp"
#include "server/net/order_text.hpp"
#include "server/relay/dialogue.hpp"

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

requester& who_asks(any_operation& what) {
    return std::visit([](auto& each) -> requester& { return each.by; }, what);
}

/// A device that may have done anything without us.
std::shared_ptr<const device_rules> rules_of_posting(book_side book) {
    device_rules rules;
    rules.offline_ok = true;
    rules.pin = pin_rule::none;
    rules.block_patron = block_handling::block;
    rules.may_enable_patron = true;
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

std::vector<any_operation>
to_post_here(const any_operation& what, const any_outcome& as, book_side book) {
    if (std::holds_alternative<pay_fee>(what)) return {};
    auto made = as_happened(what, as);
    const auto rules = rules_of_posting(book);
    for (auto& each : made)
        who_asks(each).rules = rules;
    return made;
}

std::vector<any_operation>
to_post_there(const any_operation& what, const any_outcome& as, book_side book) {
    if (std::holds_alternative<pay_fee>(what) && book == book_side::ours) return {};
    return as_happened(what, as);
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
