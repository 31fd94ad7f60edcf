#include "storage/sql/writer.hpp"

#include "storage/sql/session.hpp"
#include "storage/stop_signals.hpp"
#include "storage/store_error.hpp"

#include <span>
#include <string>
#include <utility>

#include <pthread.h>

namespace circ::storage::sql {

namespace {

// What the work holds is let go before anybody is told: its owner may be gone right afterwards.
void tell(queued_unit& unit) noexcept {
    unit.work = nullptr;
    try {
        unit.on_done(unit.failed);
    } catch (...) {
        // It has been told, once; a listener that fails at listening must not stop the others.
    }
}

std::string sentence_of(const std::exception_ptr& failed) {
    try {
        std::rethrow_exception(failed);
    } catch (const std::exception& error) {
        return error.what();
    } catch (...) {
        return "unknown exception";
    }
}

std::exception_ptr refusal(store_failure kind, const std::string& sentence) {
    return std::make_exception_ptr(store_error(kind, sentence));
}

// The daemon's signals are for its main thread, and a tool is not stopped within a unit.
template <class Function>
std::thread start_without_stop_signals(Function run) {
    const stop_signals_held held;
    std::thread made{std::move(run)};
    pthread_setname_np(made.native_handle(), "circ-writer"); // for top -H and perf
    return made;
}

} // namespace

writer::writer(open_session open,
               write_gate* gate,
               const writer_settings& settings,
               store_events events)
    : settings_(settings), events_(std::move(events)), commits_(std::move(open), gate),
      queue_(settings.queue_units), checkpoint_at_(settings.log_bytes),
      thread_(start_without_stop_signals([this] { serve(); })) {}

writer::~writer() {
    stop();
}

void writer::submit(store::work work, store::completion on_done) noexcept {
    queued_unit unit{std::move(work), std::move(on_done), nullptr};
    try {
        switch (queue_.push(std::move(unit))) {
        case unit_queue::admission::taken:
            return;
        case unit_queue::admission::full:
            unit.failed = refusal(store_failure::queue_full,
                                  std::to_string(settings_.queue_units) +
                                      " units of work wait for the writer already");
            break;
        case unit_queue::admission::closed:
            unit.failed = refusal(store_failure::unavailable, "the store is stopping");
            break;
        }
    } catch (...) { // no memory: not taken in
        unit.failed = std::current_exception();
    }
    tell(unit);
}

std::size_t writer::queued() const {
    return queue_.size();
}

std::uint64_t writer::last_commit() const noexcept {
    return last_commit_.load();
}

void writer::stop() noexcept {
    queue_.close();
    std::call_once(joined_, [this] { thread_.join(); });
}

void writer::serve() {
    for (;;) {
        await_units();
        auto group = queue_.take(settings_.group_units);
        if (group.empty()) break;
        commit(group);
        for (auto& unit : group)
            tell(unit);
        keep_log_short();
    }
    if (log_is_dirty_) checkpoint();
}

void writer::await_units() {
    if (log_is_dirty_ && !queue_.wait(settings_.idle)) checkpoint();
}

void writer::commit(units& group) {
    const auto since = std::chrono::steady_clock::now();
    try {
        try_commit(group);
    } catch (...) {
        return refused(group, std::current_exception());
    }
    committed();
    if (events_.on_group_committed)
        events_.on_group_committed(group.size(),
                                   std::chrono::duration_cast<std::chrono::microseconds>(
                                       std::chrono::steady_clock::now() - since));
}

void writer::try_commit(units& group) {
    group_commit::pass held;
    try {
        held = commits_.enter();
    } catch (...) {
        // Who waited behind this group has waited as long: a locked store must not make each group
        // wait anew, else the last of a long queue would be told after minutes.
        queue_.take_rest(group);
        throw;
    }
    commits_.run(group);
}

void writer::committed() {
    log_is_dirty_ = true;
    last_commit_.fetch_add(1);
    if (std::exchange(failing_, false) && events_.on_recovered) events_.on_recovered();
}

void writer::refused(units& group, const std::exception_ptr& cause) {
    failing_ = true;
    for (auto& unit : group)
        if (!unit.failed) unit.failed = cause;
    if (events_.on_commit_failed) events_.on_commit_failed(sentence_of(cause));
}

// While readers stand on the log it cannot begin anew, so one checkpoint may not make it shorter:
// the next is due a quarter later, not at once.
void writer::keep_log_short() {
    const auto size = commits_.log_bytes();
    if (size < settings_.log_bytes) {
        checkpoint_at_ = settings_.log_bytes;
    } else if (size >= checkpoint_at_) {
        checkpoint();
        checkpoint_at_ = size + settings_.log_bytes / 4;
    }
}

// Nothing is lost when it fails: the log is whole, and it is tried again after the next commit.
void writer::checkpoint() {
    log_is_dirty_ = false;
    try {
        commits_.checkpoint();
    } catch (const std::exception& error) {
        if (events_.on_commit_failed)
            events_.on_commit_failed(std::string{"checkpoint: "} + error.what());
    }
}

} // namespace circ::storage::sql
