#include "server/net/order_book.hpp"

#include "server/circulation/journal.hpp"
#include "server/circulation/order_desk.hpp"
#include "server/circulation/review.hpp"
#include "server/circulation/verifier.hpp"
#include "server/net/order_text.hpp"
#include "server/net/requests.hpp"

#include <utility>

namespace circ::net {

namespace asio = boost::asio;
using namespace circulation;
using storage::backend_order;
using storage::order_state;

namespace {

constexpr int most_at_once = 200;
/// Of one tidying: whoever waits to be delivered waits behind it.
constexpr int most_units = 50;

/// Whether it can be told from a new one, as for the journal of the store
/// (circulation/journal.hpp).
bool can_be_known_again(const requester& by, instant now) {
    if (!by.terminal || !by.said || by.once_only_text.empty()) return false;
    return by.when == timing::already_happened ||
           std::chrono::abs(now - *by.said) <= std::chrono::days{1};
}

/// Once nothing more is to be done, nobody has to know whom it was about.
void forget_subject(backend_order& of) {
    of.card.clear();
    of.barcode.clear();
    of.what.clear();
}

void close(backend_order& of, order_state as, instant now) {
    of.state = as;
    of.ended_at = now;
    of.next_try.reset();
    of.last_error.clear();
    forget_subject(of);
}

/// @param before what it had left to staff already; a unit of work may run more than once
void leave_to_staff(storage::unit_of_work& unit,
                    backend_order& of,
                    storage::review_id before,
                    review_kind kind,
                    instant now) {
    of.review = before;
    if (before) return;
    storage::review_entry row;
    row.id = unit.new_id<storage::review_id>();
    row.institution = of.institution;
    row.kind = about(kind).name;
    row.terminal = of.terminal;
    row.card = of.card;
    row.barcode = of.barcode;
    row.request = of.operation;
    row.said_at = of.said_at;
    row.at = now;
    unit.add(row);
    of.review = row.id;
}

/// A card that is good again must not be blocked by what was said before.
void end_blocks(storage::unit_of_work& unit,
                const std::string& card,
                const std::string& backend,
                storage::order_id before,
                instant now) {
    for (auto& each : unit.orders_in_doubt_of(card, backend, before)) {
        if (each.operation != "block_patron") continue;
        close(each, order_state::refused, now);
        end_review(unit, each, backend, now, "the card has been enabled since");
        unit.change(each);
    }
}

/// Whether it may still come to be done.
bool is_left_open(order_state state) {
    return state == order_state::refused || state == order_state::in_doubt;
}

} // namespace

order_book::order_book(async_store& store, const clock& clock, std::string backend)
    : store_(&store), clock_(&clock), backend_(std::move(backend)) {}

std::optional<backend_order> order_book::find_repeat(const any_operation& what) {
    const requester& by = who_asks(what);
    const instant now = clock_->now();
    if (order_name(what).empty() || !can_be_known_again(by, now)) return std::nullopt;
    const auto window = by.when == timing::already_happened
                            ? instant::duration(journal_window_posted)
                            : instant::duration(journal_window);
    const auto digest = digest_of(by.once_only_text, store_->store().digest_key());
    std::optional<backend_order> found;
    store_->read([&](storage::reader& from) {
        found = from.find_order(by.terminal, *by.said, digest, now - window);
    });
    if (found && found->backend != backend_) return std::nullopt;
    return found;
}

backend_order order_book::row_of(const any_operation& what, backend_order row) const {
    const requester& by = who_asks(what);
    const auto subject = subject_of(what);
    row.institution = by.institution;
    row.terminal = by.terminal;
    row.backend = backend_;
    row.operation = order_name(what);
    if (can_be_known_again(by, clock_->now())) {
        row.digest = digest_of(by.once_only_text, store_->store().digest_key());
        row.said_at = by.said;
    }
    row.card = subject.card;
    row.barcode = subject.item;
    row.what = order_text(what);
    return row;
}

asio::awaitable<backend_order> order_book::begin(const any_operation& what,
                                                 std::optional<backend_order> before,
                                                 std::vector<relay::loan_before> loans) {
    const bool is_new = !before;
    backend_order row = row_of(what, before.value_or(backend_order{}));
    row.what = order_text(what, loans);
    if (is_new) row.at = clock_->now();
    row.state = order_state::ordering;
    row.ended_at.reset();
    row.answer.clear();
    row.tries = 0;
    storage::store::work work = [&row, is_new](storage::unit_of_work& unit) {
        if (is_new) row.id = unit.new_id<storage::order_id>();
        is_new ? unit.add(row) : unit.change(row);
    };
    co_await store_->write(std::move(work));
    co_return row;
}

asio::awaitable<void> order_book::change(backend_order to) {
    storage::store::work work = [&to](storage::unit_of_work& unit) { unit.change(to); };
    co_await store_->write(std::move(work));
}

void order_book::end(storage::unit_of_work& unit,
                     backend_order of,
                     const any_outcome& with,
                     finding how) const {
    const instant now = clock_->now();
    if (of.operation == "enable_patron") end_blocks(unit, of.card, of.backend, of.id, now);
    close(of, order_state::done, now);
    // What was told before stays said.
    if (of.answer.empty() || how == finding::found_out) of.answer = answer_text(with);
    if (how == finding::as_told) end_review(unit, of, of.backend, now, "done there after all");
    unit.change(of);
}

asio::awaitable<void> order_book::done(backend_order of, const any_outcome& with) {
    storage::store::work work = [&](storage::unit_of_work& unit) {
        end(unit, of, with, finding::as_told);
    };
    co_await store_->write(std::move(work));
}

asio::awaitable<void> order_book::found_done(backend_order of, const any_outcome& with) {
    storage::store::work work = [&](storage::unit_of_work& unit) {
        end(unit, of, with, finding::found_out);
    };
    co_await store_->write(std::move(work));
}

asio::awaitable<void> order_book::refused(backend_order of) {
    const instant now = clock_->now();
    close(of, order_state::refused, now);
    storage::store::work work = [&of, now](storage::unit_of_work& unit) {
        end_review(unit, of, of.backend, now, "not done there, as the device was told");
        unit.change(of);
    };
    co_await store_->write(std::move(work));
}

asio::awaitable<void> order_book::enabled(const std::string& card) {
    storage::store::work work = [&](storage::unit_of_work& unit) {
        end_blocks(unit, card, backend_, last_of_all, clock_->now());
    };
    co_await store_->write(std::move(work));
}

asio::awaitable<void> order_book::in_doubt(backend_order of, std::string why) {
    const instant now = clock_->now();
    of.state = order_state::in_doubt;
    of.last_error = std::move(why);
    of.next_try = now;
    const storage::review_id before = of.review;
    storage::store::work work = [&of, before, now](storage::unit_of_work& unit) {
        leave_to_staff(unit, of, before, review_kind::outcome_open, now);
        unit.change(of);
    };
    co_await store_->write(std::move(work));
}

asio::awaitable<void>
order_book::accepted(backend_order of, const any_operation& what, const any_outcome& told) {
    const auto subject = subject_of(what);
    of.state = order_state::waiting;
    of.operation = order_name(what); // a checkout that came out as a renewal is posted as one
    of.card = subject.card;
    of.barcode = subject.item;
    of.what = order_text(what);
    of.answer = answer_text(told);
    of.next_try = clock_->now();
    co_await change(std::move(of));
}

void order_book::add_waiting(storage::unit_of_work& unit,
                             const any_operation& what,
                             const any_outcome& told,
                             const std::optional<backend_order>& before) const {
    const instant now = clock_->now();
    std::optional<backend_order> known = before;
    backend_order row = row_of(what, {});
    const instant since = now - journal_window_posted;
    if (!known && row.said_at) {
        known = unit.find_order(row.terminal, *row.said_at, row.digest, since);
        if (known && !is_left_open(known->state)) {
            if (common(told).repeated) return;
            known.reset(); // the same words, of something that has been done anew
        }
        // What another system was asked for is looked up there.
        if (known && known->backend != backend_) known.reset();
    }
    // Where it may have been done there, it is looked for first.
    const bool is_in_doubt = known && known->state == order_state::in_doubt;
    if (is_in_doubt) {
        any_operation again = what;
        const auto first = read_order(known->operation, known->what);
        if (first) bear_number_of(*first, again);
        row = row_of(again, *known);
    } else if (known) {
        row = row_of(what, *known);
    }
    row.state = order_state::waiting;
    row.answer = answer_text(told);
    row.next_try = now;
    row.tries = is_in_doubt ? 1 : 0;
    row.last_error.clear();
    row.ended_at.reset();
    if (!known) {
        row.id = unit.new_id<storage::order_id>();
        row.at = now;
    }
    known ? unit.change(row) : unit.add(row);
}

asio::awaitable<void> order_book::conflict(backend_order of, std::string why) {
    const instant now = clock_->now();
    of.state = order_state::conflict;
    of.last_error = std::move(why);
    of.next_try.reset();
    const storage::review_id before = of.review;
    storage::store::work work = [&of, before, now](storage::unit_of_work& unit) {
        leave_to_staff(unit, of, before, review_kind::not_delivered, now);
        unit.change(of);
    };
    co_await store_->write(std::move(work));
}

asio::awaitable<void>
order_book::put_off(backend_order of, std::string why, std::optional<instant> at) {
    of.last_error = std::move(why);
    of.next_try = at;
    if (!at && of.state == order_state::waiting) of.state = order_state::stuck;
    co_await change(std::move(of));
}

std::optional<backend_order> order_book::find(storage::order_id which) {
    std::optional<backend_order> found;
    store_->read([&](storage::reader& from) { found = from.find_order(which); });
    return found;
}

std::optional<backend_order> order_book::next_in_doubt(storage::order_id after) {
    std::optional<backend_order> found;
    store_->read([&](storage::reader& from) {
        found = from.next_in_doubt(backend_, after, clock_->now());
    });
    return found;
}

std::optional<backend_order> order_book::next_to_deliver(storage::order_id after) {
    std::optional<backend_order> found;
    store_->read([&](storage::reader& from) {
        found = from.next_to_deliver(backend_, after, clock_->now());
    });
    return found;
}

std::optional<backend_order> order_book::first_undelivered(const storage::order_subject& about,
                                                           storage::order_id after,
                                                           storage::order_id before) {
    std::optional<backend_order> found;
    store_->read([&](storage::reader& from) {
        found = from.undelivered_order(backend_, about, after, before);
    });
    return found;
}

bool order_book::is_followed(const backend_order& by) {
    return first_undelivered({.card = {}, .item = by.barcode}, by.id).has_value();
}

std::vector<storage::kept_block> order_book::kept_blocks() {
    std::vector<storage::kept_block> all;
    store_->read([&](storage::reader& from) { all = storage::kept_blocks(from, backend_); });
    return all;
}

asio::awaitable<void>
order_book::write_blocks(const std::vector<relay::backend_memory::block_change>& changed) {
    storage::store::work work = [&](storage::unit_of_work& unit) {
        for (const auto& [card, block] : changed)
            if (block)
                storage::keep(unit,
                              {.backend = backend_,
                               .card = card,
                               .reason = block->reason,
                               .since = block->since,
                               .card_retained = block->card_retained});
            else
                storage::lift(unit, backend_, card);
    };
    co_await store_->write(std::move(work));
}

std::vector<backend_order> order_book::all_in(order_state state, int most) {
    std::vector<backend_order> all;
    store_->read([&](storage::reader& from) {
        storage::order_id after;
        for (bool more = true; more;) {
            const auto some = from.orders_in(state, after, most_at_once);
            for (const auto& each : some) {
                after = each.id;
                if (each.backend == backend_ && static_cast<int>(all.size()) < most)
                    all.push_back(each);
            }
            more = static_cast<int>(some.size()) == most_at_once &&
                   static_cast<int>(all.size()) < most;
        }
    });
    return all;
}

std::int64_t order_book::undelivered() {
    std::int64_t count = 0;
    store_->read([&](storage::reader& from) {
        for (const auto& each : from.order_sums())
            if (each.state == order_state::waiting || each.state == order_state::stuck)
                count += each.count;
    });
    return count;
}

asio::awaitable<int> order_book::take_over() {
    int count = 0;
    for (auto left = all_in(order_state::ordering, most_at_once); !left.empty();
         left = all_in(order_state::ordering, most_at_once)) {
        for (const auto& each : left) {
            std::string why = "the daemon ended while it was being asked for";
            co_await in_doubt(each, std::move(why));
            ++count;
        }
    }
    co_return count;
}

asio::awaitable<void> order_book::tidy_up() {
    const instant before = clock_->now() - journal_window_posted;
    int removed = most_at_once;
    for (int units = 0; units < most_units && removed == most_at_once; ++units) {
        storage::store::work work = [before, &removed](storage::unit_of_work& unit) {
            removed = unit.remove_ended_orders(before, most_at_once);
        };
        co_await store_->write(std::move(work));
    }
}

} // namespace circ::net
