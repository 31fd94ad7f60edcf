// What both books are told of what one side has done (both_books.hpp), as far as the relay has to do
// with it; how a request is relayed is in relay_backend.cpp.
#include "server/net/order_text.hpp"
#include "server/net/relay_backend.hpp"
#include "server/net/requests.hpp"

#include <algorithm>
#include <utility>

namespace circ::net {

namespace asio = boost::asio;
using namespace circulation;
using storage::backend_order;
using storage::store_error;

namespace {

struct only_foreseen {};

bool may_take_from_others(const any_operation& what) {
    return std::holds_alternative<checkout>(what) || std::holds_alternative<renew>(what);
}

/// The PIN is for whoever performs it to prove.
void to_be_foreseen(any_operation& what) {
    std::visit(
        [](auto& each) {
            auto rules = *each.by.rules;
            rules.pin = pin_rule::none;
            rules.offline_ok = false;
            each.by.rules = std::make_shared<const device_rules>(std::move(rules));
            if constexpr (requires { each.pin; }) each.pin.reset();
        },
        what);
}

bool is_kept_for_others(const any_outcome& ours) {
    using enum reason_code;
    const auto& of = common(ours);
    return of.result == verdict::refused &&
           std::ranges::any_of(of.reasons, [](const reason& each) {
               return each.code == item_trapped_for_other || each.code == item_held_by_other ||
                      each.code == item_queued_for_other || each.code == renewal_queued;
           });
}

} // namespace

/// Where ours is the book of record, it alone knows for whom an item is kept: what our rules refuse
/// for the sake of others is not asked for there. They decide in a unit of work that is undone.
/// @return the refusal
asio::awaitable<std::optional<any_outcome>> relay_backend::ask_our_queue(any_operation what) {
    std::optional<any_outcome> refusal;
    if (book_of_record() == book_side::theirs || !may_take_from_others(what)) co_return refusal;
    bool knows = false;
    store_->read([&](storage::reader& here) { knows = is_known(here, what); });
    if (!knows) co_return refusal;
    to_be_foreseen(what);
    own_backend::along also = [&](storage::unit_of_work&, const any_outcome& ours) {
        if (is_kept_for_others(ours)) refusal = ours;
        throw only_foreseen{};
    };
    try {
        static_cast<void>(co_await local_->perform_with(std::move(what), std::move(also)));
    } catch (const only_foreseen&) {
        // that is how nothing of it stays
    }
    co_return refusal;
}

/// What our own store knows of is written into it in the transaction that ends the row. Where that
/// cannot be, the row stays as it is: the order is ended the same way later.
asio::awaitable<any_outcome> relay_backend::end_done(backend_order of,
                                                     const any_operation& what,
                                                     any_outcome with,
                                                     order_book::finding how) {
    const book_side book = book_of_record();
    auto ours_too = to_post_here(what, with, book);
    store_->read([&](storage::reader& here) {
        std::erase_if(ours_too, [&](const auto& each) { return !is_known(here, each); });
    });
    if (ours_too.empty()) {
        if (how == order_book::finding::as_told) co_await book_.done(std::move(of), with);
        if (how == order_book::finding::found_out) co_await book_.found_done(std::move(of), with);
        co_return with;
    }
    any_outcome told = with;
    for (auto& each : ours_too) {
        const bool is_last = &each == &ours_too.back();
        own_backend::along also = [&](storage::unit_of_work& unit, const any_outcome& ours) {
            told = with;
            if (book == book_side::ours) take_over_route(told, ours);
            if (common(ours).result == verdict::refused)
                review_refused(unit, each, ours, clock_->now());
            if (is_last) book_.end(unit, of, told, how);
        };
        any_operation here = each;
        const any_outcome ours = co_await local_->perform_with(std::move(here), std::move(also));
        if (common(ours).result == verdict::unavailable)
            throw store_error(storage::store_failure::unavailable,
                              "it could not be posted into our own store");
        if (common(ours).result == verdict::refused) tell_not_posted(each, ours);
    }
    co_return told;
}

asio::awaitable<void> relay_backend::end_in_both(backend_order of,
                                                 const any_operation& what,
                                                 any_outcome with,
                                                 order_book::finding how) {
    static_cast<void>(co_await end_done(std::move(of), what, std::move(with), how));
}

asio::awaitable<any_outcome> relay_backend::perform_here(any_operation what) {
    if (order_name(what).empty()) co_return co_await local_->perform(std::move(what));
    number_payment(what);
    const bool is_written = co_await end_unwritten(budget().until);
    if (!is_written) co_return unavailable(what);
    const auto how = how_; // a reload must not pull it away
    any_operation here = what;
    if (how->keeps_book) {
        requester& by = who_asks(here);
        by.rules = without_the_book(*by.rules);
        forget_fee_numbers(here);
    }
    bool waits = false;
    own_backend::along also = [&](storage::unit_of_work& unit, const any_outcome& told) {
        if (common(told).repeated) return; // it waits already, or has been posted
        const auto later = to_post_there(what, told, *how);
        for (const auto& each : later)
            book_.add_waiting(unit, each, told, std::nullopt);
        waits = !later.empty();
    };
    any_outcome told = co_await local_->perform_with(std::move(here), std::move(also));
    if (waits && on_waiting) on_waiting();
    co_return told;
}

void relay_backend::tell_not_posted(const any_operation& what, const any_outcome& refused) const {
    log_->write(log::event::not_posted_here,
                {{"backend", name()},
                 {"operation", order_name(what)},
                 {"cause", reasons_of(refused)}});
}

} // namespace circ::net
