#include "server/net/outbox_door.hpp"

#include "server/circulation/trail.hpp"
#include "server/net/both_books.hpp"
#include "server/net/order_text.hpp"
#include "server/net/requests.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace circ::net {

namespace asio = boost::asio;
using namespace circulation;
using config::ncip_outbox_operation;

namespace {

constexpr std::chrono::days loan_on_trust{
    28}; ///< of an item and a reader that our rules do not know

struct outbox_row {
    ncip_outbox_operation what;
    std::string_view name;
};

constexpr std::array outbox_rows{outbox_row{ncip_outbox_operation::checkout, "checkout"},
                                 outbox_row{ncip_outbox_operation::checkin, "checkin"},
                                 outbox_row{ncip_outbox_operation::renew, "renew"},
                                 outbox_row{ncip_outbox_operation::pay_fee, "pay_fee"}};

bool is_listed(const relay::relay_settings& by, ncip_outbox_operation what) {
    return std::ranges::find(by.backend.outbox, what) != by.backend.outbox.end();
}

/// A PIN that nobody here can prove must not be passed over; what a device has done already that may do
/// so needs none.
bool may_be_trusted(const any_operation& what) {
    const requester& by = who_asks(what);
    if (is_posted(by) || by.rules->pin == pin_rule::none || by.pin_proved_before) return true;
    return std::visit(
        [&](const auto& each) {
            if constexpr (requires { each.pin; })
                return by.rules->pin != pin_rule::each_request && (!each.pin || each.pin->empty());
            else
                return true;
        },
        what);
}

item_view view_of(const std::string& barcode) {
    item_view made;
    made.barcode = barcode;
    made.title = barcode; // no more is known of it
    return made;
}

/// As the device has told its reader, where it may do so.
template <class Operation>
instant due_on_trust(const Operation& of, instant now) {
    const auto given = is_posted(of.by) ? of.due_given : std::nullopt;
    return given.value_or(now + loan_on_trust);
}

/// What a device is told of an operation that is only taken down.
std::optional<any_outcome> told_on_trust(const any_operation& what, instant now) {
    if (const auto* const lent = std::get_if<checkout>(&what)) {
        loan_outcome made;
        made.item = view_of(lent->item);
        made.due_at = due_on_trust(*lent, now);
        return made;
    }
    if (const auto* const longer = std::get_if<renew>(&what)) {
        loan_outcome made;
        made.item = view_of(longer->what.item);
        made.due_at = due_on_trust(*longer, now);
        made.renewed = true;
        return made;
    }
    if (const auto* const returned = std::get_if<checkin>(&what)) {
        checkin_outcome made;
        made.item = view_of(returned->item);
        made.resensitize = true;
        return made;
    }
    if (const auto* const paid = std::get_if<pay_fee>(&what)) {
        if (!paid->amount) return std::nullopt;
        payment_outcome made;
        made.receipt = paid->transaction_id;
        return made;
    }
    return std::nullopt;
}

/// It as something that has happened, with the date that was told.
any_operation as_happened(any_operation what, const any_outcome& told, instant now) {
    std::visit(
        [&](auto& each) {
            make_posted(each.by);
            if (!each.by.said) each.by.said = now;
            if constexpr (requires { each.pin; }) each.pin.reset();
            if constexpr (requires { each.due_given; })
                if (const auto* const loan = std::get_if<loan_outcome>(&told))
                    each.due_given = loan->due_at;
        },
        what);
    return what;
}

} // namespace

outbox_door::outbox_door(async_store& store, own_backend& local, const clock& clock, order_book& book)
    : store_(&store), local_(&local), clock_(&clock), book_(&book) {}

bool outbox_door::takes(const any_operation& what, const relay::relay_settings& by) const {
    const auto name = order_name(what);
    const auto row = std::ranges::find(outbox_rows, name, &outbox_row::name);
    return row != outbox_rows.end() && is_listed(by, row->what);
}

bool outbox_door::takes_anything(const relay::relay_settings& by) const {
    return !by.backend.outbox.empty();
}

bool outbox_door::may_take(const any_operation& what,
                           const relay::finished& end,
                           const relay::relay_settings& by) const {
    if (common(end.outcome).result != verdict::unavailable || end.sure != relay::certainty::sure ||
        !end.why)
        return false;
    using enum relay::failure;
    const bool was_never_sent =
        *end.why == not_sent || *end.why == refused_now || *end.why == out_of_time;
    return was_never_sent && takes(what, by);
}

bool outbox_door::has_waiting(const any_operation& what) {
    return book_->first_undelivered(subject_of(what)).has_value();
}

void outbox_door::limit(service_outcome& of, const relay::relay_settings& by) const {
    of.may_checkout = of.may_checkout && is_listed(by, ncip_outbox_operation::checkout);
    of.may_checkin = of.may_checkin && is_listed(by, ncip_outbox_operation::checkin);
    of.may_renew = of.may_renew && is_listed(by, ncip_outbox_operation::renew);
    of.may_block = false;
}

asio::awaitable<outbox_door::accepted>
outbox_door::accept(const any_operation& what,
                    std::optional<storage::backend_order> row,
                    const relay::relay_settings& by) {
    if (book_->undelivered() >= static_cast<std::int64_t>(by.backend.outbox_size))
        co_return accepted{};
    bool knows = false;
    store_->read([&](storage::reader& here) { knows = is_known(here, what); });
    any_operation asked = what;
    if (knows) co_return co_await decide(std::move(asked), std::move(row), by);
    co_return co_await take_on_trust(std::move(asked), std::move(row));
}

/// By our own rules; what they do waits from the same moment.
asio::awaitable<outbox_door::accepted>
outbox_door::decide(any_operation what,
                    std::optional<storage::backend_order> row,
                    const relay::relay_settings& by) {
    any_operation here = what;
    if (by.keeps_book) {
        who_asks(here).rules = without_the_book(*who_asks(here).rules);
        forget_fee_numbers(here);
    }
    accepted made;
    own_backend::along also = [&](storage::unit_of_work& unit, const any_outcome& told) {
        const auto later = to_post_there(what, told, by);
        for (const auto& each : later)
            book_->add_waiting(unit, each, told, row);
        made.is_waiting = !later.empty();
    };
    made.told = co_await local_->perform_with(std::move(here), std::move(also));
    co_return made;
}

asio::awaitable<outbox_door::accepted>
outbox_door::take_on_trust(any_operation what, std::optional<storage::backend_order> row) {
    accepted made;
    if (!may_be_trusted(what)) co_return made;
    made.told = told_on_trust(what, clock_->now());
    if (!made.told) co_return made;
    const any_operation later = as_happened(what, *made.told, clock_->now());
    storage::store::work work = [&](storage::unit_of_work& unit) {
        book_->add_waiting(unit, later, *made.told, row);
    };
    co_await store_->write(std::move(work));
    made.is_waiting = true;
    co_return made;
}

} // namespace circ::net
