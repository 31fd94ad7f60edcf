#include "server/net/shadow_keeper.hpp"

#include "config/relay_stage_reader.hpp"
#include "server/circulation/local_time.hpp"
#include "server/net/switching_backend.hpp"
#include "server/shadow/prediction.hpp"
#include "storage/shadow_book.hpp"
#include "storage/store_error.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <utility>

namespace circ::net {

namespace asio = boost::asio;
using namespace circulation;
using storage::shadow_place;
using storage::shadow_tally;
using storage::store_error;

namespace {

constexpr auto as_value = asio::as_tuple(asio::use_awaitable);
/// What was not compared is written with the next comparison, or after this.
constexpr std::chrono::minutes uncounted_for{1};

const requester& who_asks(const any_operation& what) {
    return std::visit([](const auto& each) -> const requester& { return each.by; }, what);
}

std::string name_of(const any_operation& what) {
    const auto as = relayed_as(what);
    if (!as) return "service_status";
    return std::string(
        config::choices<config::relayed_operation>[static_cast<std::size_t>(*as)]);
}

std::string zone_of(storage::reader& from, storage::institution_id of) {
    const auto found = from.find_institution(of);
    return found ? found->time_zone : "UTC";
}

} // namespace

shadow_keeper::shadow_keeper(asio::any_io_executor on, relay_backend& there, parts with)
    : there_(&there), store_(&with.store), local_(&with.local), clock_(&with.clock),
      log_(&with.log), pause_(std::move(on)) {}

bool shadow_keeper::takes(const any_operation& what, const limits& within) {
    const requester& by = who_asks(what);
    if (closed_ || !by.terminal) return false;
    begun_.try_emplace(by.institution, by.received);
    if (!there_->line().is_up()) {
        unanswered(what);
        return false;
    }
    std::size_t& accrued = accrued_[name_of(what)];
    accrued += within.sample;
    if (accrued < 100) return skip(what);
    accrued -= 100;
    const auto second = std::chrono::floor<std::chrono::seconds>(clock_->now());
    if (second_ != second) in_second_ = 0;
    second_ = second;
    if (in_second_ >= within.per_second || waiting_.size() >= within.queue) return skip(what);
    ++in_second_;
    return true;
}

bool shadow_keeper::skip(const any_operation& what) {
    ++figures_.skipped;
    ++uncounted(what).skipped;
    return false;
}

void shadow_keeper::unanswered(const any_operation& what) {
    ++figures_.unanswered;
    ++uncounted(what).unanswered;
}

/// The first since the last were written lets run() know when to write.
shadow_tally& shadow_keeper::uncounted(const any_operation& what) {
    if (uncounted_.empty()) pause_.cancel();
    return uncounted_[place_of(what)];
}

shadow_place shadow_keeper::place_of(const any_operation& what) const {
    const requester& by = who_asks(what);
    return {.institution = by.institution,
            .day = {},
            .backend = there_->name(),
            .terminal = by.terminal,
            .operation = name_of(what)};
}

/// Whether something has happened to reader or item since we began to compare: of that the other
/// side has not been told by us.
shadow::history shadow_keeper::history_of(const any_operation& what) {
    const auto institution = who_asks(what).institution;
    const instant here = begun_.at(institution); // the first comparison may not be written as yet
    bool changed = false;
    store_->read([&](storage::reader& from) {
        const auto before = storage::shadow_reader(from).begun(institution, there_->name());
        const instant begun = std::min(here, before.value_or(here));
        const auto is_later = [&](const std::vector<storage::event>& newest) {
            return !newest.empty() && newest.front().at >= begun;
        };
        if (const auto who = from.holder_of(institution, shadow::card_of(what)))
            changed = is_later(from.events_of_patron(who->id, 1));
        if (const auto item = from.item_by_barcode(institution, shadow::item_of(what)))
            changed = changed || is_later(from.events_of_item(item->item.id, 1));
    });
    return changed ? shadow::history::changed_here : shadow::history::untouched;
}

asio::awaitable<std::optional<shadow::side>> shadow_keeper::ask(whom of, const any_operation& what) {
    const auto questions = shadow::questions_about(what);
    shadow::side made;
    for (const auto& each : questions) {
        any_operation asked = each;
        any_outcome answer;
        if (of == whom::us)
            answer = co_await local_->perform(std::move(asked));
        else
            answer = co_await there_->look(std::move(asked));
        if (!shadow::take(made, each, answer)) co_return std::nullopt;
    }
    co_return made;
}

asio::awaitable<std::optional<shadow_keeper::here_before>>
shadow_keeper::look_here(const any_operation& what) {
    here_before made;
    auto told = co_await ask(whom::us, what);
    if (!told) co_return std::nullopt;
    made.told = std::move(*told);
    try {
        made.of = history_of(what);
    } catch (const store_error&) {
        co_return std::nullopt; // whoever performs the request tells of it
    }
    co_return made;
}

void shadow_keeper::leave(errand what) {
    const outcome& told = common(what.told);
    const bool is_lost = !shadow::is_read(what.what) && !what.before;
    if (closed_ || is_lost || told.repeated || told.result == verdict::unavailable) {
        skip(what.what);
        return;
    }
    waiting_.push_back(std::move(what));
    pause_.cancel();
}

void shadow_keeper::close() {
    closed_ = true;
    pause_.cancel();
}

asio::awaitable<void> shadow_keeper::run() {
    const errand nothing{};
    while (!closed_) {
        if (!waiting_.empty()) {
            errand next = std::move(waiting_.front());
            waiting_.pop_front();
            busy_ = true;
            co_await deal_with(std::move(next));
            busy_ = false;
            continue;
        }
        if (uncounted_.empty())
            pause_.expires_at(asio::steady_timer::time_point::max());
        else
            pause_.expires_after(uncounted_for);
        const auto [cut] = co_await pause_.async_wait(as_value);
        if (!cut && !closed_) co_await write_down(nothing, nullptr);
    }
    for (const errand& each : std::exchange(waiting_, {}))
        skip(each.what);
    if (!uncounted_.empty()) co_await write_down(nothing, nullptr);
}

asio::awaitable<void> shadow_keeper::deal_with(errand what) {
    auto there = co_await ask(whom::them, what.what);
    if (!there) {
        unanswered(what.what);
        co_return;
    }
    try {
        const auto compared = co_await compare(what, std::move(*there));
        if (!compared) {
            skip(what.what);
            co_return;
        }
        co_await write_down(what, &*compared);
    } catch (const store_error& away) {
        log_->write(log::event::shadow_not_kept,
                    {{"backend", there_->name()}, {"cause", std::string_view(away.what())}});
    }
}

asio::awaitable<std::optional<shadow::comparison>> shadow_keeper::compare(const errand& what,
                                                                          shadow::side there) {
    const requester& by = who_asks(what.what);
    shadow::moment at;
    at.now = by.received;
    store_->read([&](storage::reader& from) { at.time_zone = zone_of(from, by.institution); });
    shadow::side ours;
    shadow::history of = shadow::history::untouched;
    if (what.before) {
        ours = what.before->told;
        of = what.before->of;
        const bool is_done = shadow::is_done_there(what.what, ours, there);
        if (is_done) ours = {}; // what it met there is gone
        ours.decided = shadow::decided_by(what.told);
        there.decided =
            is_done ? shadow::look_up(what.what, there) : shadow::predict(what.what, there);
    } else {
        auto now = co_await ask(whom::us, what.what);
        if (!now) co_return std::nullopt;
        ours = std::move(*now);
        of = history_of(what.what);
    }
    co_return shadow::compare(ours, there, at, of);
}

/// @param what null: only what was not compared
asio::awaitable<void> shadow_keeper::write_down(const errand& of, const shadow::comparison* what) {
    const auto now = what == nullptr ? clock_->now() : who_asks(of.what).received;
    const counts others = std::exchange(uncounted_, {});
    const std::string item = shadow::item_of(of.what);
    std::string about;
    if (!item.empty()) about.append("item ").append(log::shortened(item));
    shadow_place place = place_of(of.what);
    shadow::kept as;
    storage::store::work work = [&](storage::unit_of_work& unit) {
        const auto day_of = [&](storage::institution_id institution) {
            return date_in(now, zone_of(unit, institution));
        };
        for (const auto& [each, counted] : others) {
            shadow_place dated = each;
            dated.day = day_of(each.institution);
            storage::shadow_book(unit).count(dated, counted, now);
        }
        if (what == nullptr) return;
        place.day = day_of(place.institution);
        as = shadow::write_down(unit, place, *what, now, about);
    };
    try {
        co_await store_->write(std::move(work));
    } catch (const store_error& away) {
        log_->write(log::event::shadow_not_kept,
                    {{"backend", there_->name()}, {"cause", std::string_view(away.what())}});
        co_return;
    }
    if (what != nullptr) tell(of, as);
}

void shadow_keeper::tell(const errand& of, const shadow::kept& as) {
    using shadow::grade;
    if (as.as == grade::same) ++figures_.same;
    if (as.as == grade::tolerable) ++figures_.tolerable;
    if (as.as == grade::different) ++figures_.different;
    for (std::size_t i = 0; i < as.by_cause.size(); ++i)
        figures_.differences[i] += static_cast<std::uint64_t>(as.by_cause[i]);
    for (const auto& each : as.first_seen)
        log_->write(log::event::shadow_difference,
                    {{"backend", each.backend},
                     {"terminal", who_asks(of.what).terminal_login},
                     {"operation", each.operation},
                     {"field", each.field},
                     {"cause", storage::name_of(each.cause)},
                     {"number", each.number}});
}

} // namespace circ::net
