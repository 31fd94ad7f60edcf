#include "server/app/day_keeper.hpp"

#include "server/circulation/book_of_record.hpp"
#include "server/circulation/day/run.hpp"
#include "server/circulation/facts.hpp"
#include "server/notices/hand_over.hpp"
#include "storage/stop_signals.hpp"

#include <algorithm>
#include <exception>
#include <utility>
#include <vector>

#include <pthread.h>

namespace circ::app {

namespace {

constexpr std::chrono::minutes between_looks{1};

std::vector<storage::institution> institutions_of(storage::store& store) {
    std::vector<storage::institution> all;
    store.read([&](storage::reader& from) { all = from.institutions(); });
    store.end_turn();
    return all;
}

} // namespace

day_keeper::day_keeper(storage::store& store, const circulation::clock& time, log::logger& log)
    : store_(store), time_(time), log_(log), since_(time.now()) {}

day_keeper::~day_keeper() {
    ask_to_stop();
    if (thread_.joinable()) thread_.join();
}

void day_keeper::set_rules(std::shared_ptr<const circulation::policy> rules,
                           const config::settings& from) {
    const std::lock_guard held{mutex_};
    ways_ = {std::move(rules), std::make_shared<const config::settings>(from)};
}

void day_keeper::start() {
    const storage::stop_signals_held held; // they are for the io thread
    thread_ = std::thread([this] { keep(); });
    pthread_setname_np(thread_.native_handle(), "circ-day"); // for top -H and perf
}

void day_keeper::ask_to_stop() {
    {
        const std::lock_guard held{mutex_};
        stopping_ = true;
    }
    stopped_.notify_all();
}

void day_keeper::keep() {
    std::unique_lock held{mutex_};
    while (!stopped_.wait_for(held, between_looks, [this] { return !goes_on(); })) {
        held.unlock();
        look();
        held.lock();
    }
}

void day_keeper::look() {
    ways by;
    {
        const std::lock_guard held{mutex_};
        by = ways_;
    }
    try {
        for (const auto& each : institutions_of(store_)) {
            const bool did_day = by.settings->day.run_by == config::day_runner::daemon && do_day_of(each, by);
            hand_over_for(each, by, did_day);
        }
    } catch (const std::exception& failure) { // the store's, or one that nobody foresaw: the next look begins anew
        store_.end_turn();
        log_.write(log::event::day_work_interrupted, {{"cause", std::string_view(failure.what())}});
    }
}

/// @return whether anything was due
bool day_keeper::do_day_of(const storage::institution& of, const ways& by) {
    std::vector<circulation::day_task> tasks;
    circulation::library_facts library;
    since_ = std::min(since_, time_.now()); // the clock may have been ahead then
    store_.read([&](storage::reader& from) {
        tasks = circulation::plan_day(from,
                                      of,
                                      {.now = time_.now(),
                                       .hour = circulation::day_hour_of(by.settings->day.at),
                                       .since = since_,
                                       .date = {},
                                       .branch = {},
                                       .book_keeper = circulation::book_keeper(
                                           from, *by.settings, of.id)});
        if (!tasks.empty()) library = *circulation::load_library(from, of.id);
    });
    store_.end_turn();
    if (tasks.empty()) return false;
    circulation::day_run run(std::move(tasks), *by.rules, by.settings->day);
    circulation::do_day(store_, run, time_, {.goes_on = [this] { return goes_on(); }, .on_done = {}});
    if (!goes_on()) return false;
    int done = 0;
    for (const auto& each : run.tallies()) {
        done += each.done;
        if (each.failed > 0)
            log_.write(log::event::day_work_failed,
                       {{"job", each.of.job->id},
                        {"branch", library.branch(each.of.branch).code},
                        {"count", each.failed},
                        {"cause", each.last_error}});
    }
    log_.write(log::event::day_work_done, {{"jobs", run.tallies().size()}, {"records", done}});
    return true;
}

void day_keeper::hand_over_for(const storage::institution& of, const ways& by, bool failed_too) {
    circulation::requester doer;
    doer.operator_name = "circdeskd";
    doer.institution = of.id;
    const auto tally =
        notices::hand_over(store_,
                           of,
                           by.settings->notices,
                           doer,
                           time_,
                           failed_too ? notices::which_notices::failed_too
                                      : notices::which_notices::new_ones,
                           [this] { return goes_on(); });
    if (tally.handed_over > 0)
        log_.write(log::event::notices_handed_over, {{"count", tally.handed_over}});
    if (tally.failed > 0)
        log_.write(log::event::notices_not_handed_over,
                   {{"count", tally.failed}, {"cause", tally.last_error}});
}

} // namespace circ::app
