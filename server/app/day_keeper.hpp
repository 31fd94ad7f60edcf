#pragma once

#include "config/settings.hpp"
#include "server/circulation/clock.hpp"
#include "server/circulation/policy.hpp"
#include "server/log/log.hpp"
#include "storage/store.hpp"

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

namespace circ::app {

/// Does the day's work when its hour has come and hands new notices over, on a thread of its own:
/// both read much and wait for programs, which no session is to feel. Its units of work go to the
/// writer one by one, so that those of sessions come between.
class day_keeper {
public:
    day_keeper(storage::store& store, const circulation::clock& time, log::logger& log);
    ~day_keeper();
    day_keeper(const day_keeper&) = delete;
    day_keeper& operator=(const day_keeper&) = delete;

    /// Followed from the next look on. Any thread.
    void set_rules(std::shared_ptr<const circulation::policy> rules, const config::settings& from);

    /// Looks every minute from now on.
    void start();
    /// The unit under way is finished, and a program that has a notice; then the thread ends. Does
    /// not wait for it.
    void ask_to_stop();

    /// One look: does what is due, and hands over what waits. The thread's work; tests call it.
    void look();

private:
    struct ways {
        std::shared_ptr<const circulation::policy> rules;
        std::shared_ptr<const config::settings> settings = std::make_shared<const config::settings>();
    };

    void keep();
    [[nodiscard]] bool goes_on() const { return !stopping_; }
    [[nodiscard]] bool do_day_of(const storage::institution& of, const ways& by);
    void hand_over_for(const storage::institution& of, const ways& by, bool failed_too);

    storage::store& store_;
    const circulation::clock& time_;
    log::logger& log_;
    storage::instant since_; // when it began, earlier where its clock has been set back; the thread's alone
    std::mutex mutex_; // guards ways_ and the end of a wait
    std::condition_variable stopped_;
    ways ways_;
    std::atomic<bool> stopping_{false};
    std::thread thread_;
};

} // namespace circ::app
