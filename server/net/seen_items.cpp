#include "server/net/seen_items.hpp"

#include "storage/store_error.hpp"

#include <utility>
#include <vector>

namespace circ::net {

namespace {

void tell_loss(log::logger& log, std::size_t items, const std::exception_ptr& failure) {
    try {
        std::rethrow_exception(failure);
    } catch (const std::exception& why) {
        log.write(log::event::sightings_lost,
                  {{"items", items}, {"cause", std::string_view(why.what())}});
    }
}

} // namespace

seen_items::seen_items(async_store& store,
                       boost::asio::any_io_executor on,
                       const circulation::clock& clock,
                       log::logger& log,
                       std::chrono::seconds after)
    : store_(&store.store()), clock_(&clock), log_(&log), after_(after),
      timer_(std::move(on), [this] { flush(); }) {}

void seen_items::note(const circulation::requester& by, std::string_view item) {
    if (waiting_.empty()) timer_.within(after_);
    auto key = std::to_string(by.institution.value) + ' ' + std::string(item);
    waiting_.insert_or_assign(std::move(key),
                              circulation::sighting{by, std::string(item), clock_->now()});
    if (waiting_.size() >= most_at_once) flush();
}

void seen_items::flush() {
    timer_.cancel(); // armed, it would hold up the end of the daemon
    if (waiting_.empty()) return;
    std::vector<circulation::sighting> all;
    all.reserve(waiting_.size());
    for (auto& [key, one] : waiting_)
        all.push_back(std::move(one));
    waiting_.clear();
    const std::size_t items = all.size();
    store_->submit(
        [all = std::move(all), now = clock_->now()](storage::unit_of_work& unit) {
            circulation::see(unit, all, now);
        },
        [log = log_, items](const std::exception_ptr& failure) {
            if (failure) tell_loss(*log, items, failure);
        });
}

} // namespace circ::net
