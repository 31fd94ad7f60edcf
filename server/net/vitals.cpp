#include "server/net/vitals.hpp"

#include <exception>
#include <utility>

namespace circ::net {

namespace asio = boost::asio;

namespace {

std::string not_durable_since(storage::instant begun, storage::instant now) {
    const auto span = std::chrono::floor<std::chrono::seconds>(now - begun);
    return "the last one has not become durable for " + std::to_string(span.count()) + " s";
}

} // namespace

std::optional<std::string> objection_of(const vital_signs& signs) {
    if (signs.stopping) return "The daemon is stopping.";
    if (signs.draining) return "The daemon is drained: `circdesk drain --off` ends that.";
    if (!signs.store_trouble.empty()) return "The store takes no changes: " + signs.store_trouble + '.';
    return std::nullopt;
}

vitals::vitals(async_store& store, const session_list& sessions, const circulation::clock& clock, log::logger& log)
    : store_(&store), sessions_(&sessions), clock_(&clock), log_(&log) {}

void vitals::set(drain to, std::string_view by, std::string_view why) {
    const bool wanted = to == drain::on;
    if (std::exchange(draining_, wanted) == wanted) return;
    log_->write(wanted ? log::event::drain_begun : log::event::drain_ended, {{"operator", by}, {"reason", why}});
}

asio::awaitable<vital_signs> vitals::examine() {
    const auto now = clock_->now();
    const bool is_stuck = looking_since_ && now - *looking_since_ >= overdue;
    const bool is_fresh = looked_at_ && now >= *looked_at_ && now - *looked_at_ < good_for;
    if (!is_stuck && !is_fresh) {
        if (!looking_since_) looking_since_ = now;
        std::string trouble = co_await trouble_with_store();
        looking_since_.reset();
        store_trouble_ = std::move(trouble);
        looked_at_ = clock_->now();
    }
    vital_signs signs;
    signs.stopping = sessions_->stopping();
    signs.draining = draining_;
    signs.store_trouble = is_stuck ? not_durable_since(*looking_since_, now) : store_trouble_;
    co_return signs;
}

/// Whatever comes of it, so that each look ends.
asio::awaitable<std::string> vitals::trouble_with_store() {
    try {
        store_->read([](storage::reader& from) { (void)from.institutions(); });
        co_await store_->try_write();
    } catch (const std::exception& away) {
        co_return std::string(away.what());
    }
    co_return std::string();
}

} // namespace circ::net
