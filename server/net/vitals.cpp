#include "server/net/vitals.hpp"

#include "storage/store_error.hpp"

#include <utility>

namespace circ::net {

namespace asio = boost::asio;

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
    if (!looked_at_ || now < *looked_at_ || now - *looked_at_ >= good_for) {
        std::string trouble = co_await trouble_with_store();
        store_trouble_ = std::move(trouble);
        looked_at_ = clock_->now();
    }
    vital_signs signs;
    signs.stopping = sessions_->stopping();
    signs.draining = draining_;
    signs.store_trouble = store_trouble_;
    co_return signs;
}

asio::awaitable<std::string> vitals::trouble_with_store() {
    try {
        store_->read([](storage::reader& from) { (void)from.institutions(); });
        co_await store_->try_write();
    } catch (const storage::store_error& away) {
        co_return std::string(away.what());
    }
    co_return std::string();
}

} // namespace circ::net
