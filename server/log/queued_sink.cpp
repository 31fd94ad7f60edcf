#include "server/log/log.hpp"
#include "server/log/output_file.hpp"

#include <spdlog/async.h>
#include <spdlog/sinks/base_sink.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <stdexcept>
#include <utility>

// Lines gather in a bounded text of their own; spdlog's thread is called when the first of them comes, takes
// all there are, and rests for a moment, so that a busy time costs it a write a rest and those who log
// hardly more than a copy. What became of a line is always known: taken = written + lost, where a lost one
// found the text full or the disk refusing, and the next write tells how many.

namespace circ::log {

namespace {

using lost_line = std::function<std::string(std::uint64_t count)>;

/// So long spdlog's thread rests after a write.
constexpr std::chrono::milliseconds rest{10};

/// What waits to be written, shared by those who log and the thread that writes.
class waiting_lines {
public:
    explicit waiting_lines(std::size_t most) : most_(most) {}

    /// @return whether the writing thread must be called
    [[nodiscard]] bool put(std::string_view line) {
        const std::lock_guard lock(mutex_);
        ++taken_;
        if (lines_ == most_) {
            ++lost_;
            lose(1);
            return false; // it was called for those that are there
        }
        text_.append(line) += '\n';
        return ++lines_ == 1;
    }

    struct batch {
        std::string text;
        std::uint64_t lines = 0;
        std::uint64_t lost = 0; ///< behind these
    };

    /// Takes what is there; gives back a text for its room.
    void take(batch& into) {
        into.text.clear();
        const std::lock_guard lock(mutex_);
        std::swap(into.text, text_);
        into.lines = std::exchange(lines_, 0);
        into.lost = std::exchange(lost_, 0);
    }

    /// So many more will never be read.
    void lose(std::uint64_t count) { all_lost_.fetch_add(count, std::memory_order_relaxed); }

    [[nodiscard]] std::uint64_t all_lost() const { return all_lost_.load(std::memory_order_relaxed); }

    /// So many of those put have had their fate.
    void settle(std::uint64_t count) {
        const std::lock_guard lock(mutex_);
        settled_ += count;
        changed_.notify_all();
    }

    /// Returns when all that was put so far is settled; not for ever, since a disk may hang.
    void wait() {
        std::unique_lock lock(mutex_);
        ++awaited_;
        changed_.notify_all();
        changed_.wait_for(lock, std::chrono::seconds(5), [&, wanted = taken_] { return settled_ >= wanted; });
        --awaited_;
    }

    /// Lets lines gather, unless somebody waits for them.
    void let_gather() {
        std::unique_lock lock(mutex_);
        changed_.wait_for(lock, rest, [this] { return awaited_ > 0; });
    }

private:
    const std::size_t most_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::string text_;
    std::size_t lines_ = 0;
    std::uint64_t lost_ = 0; ///< not told of yet
    std::atomic<std::uint64_t> all_lost_{0};
    std::uint64_t taken_ = 0;
    std::uint64_t settled_ = 0;
    int awaited_ = 0;
};

/// Runs on spdlog's thread: whatever it is called with means that lines wait.
class file_sink final : public spdlog::sinks::base_sink<std::mutex> {
public:
    file_sink(std::string path, waiting_lines& from, lost_line tell)
        : file_(std::move(path)), from_(from), tell_(std::move(tell)) {}
    file_sink(const file_sink&) = delete;
    file_sink& operator=(const file_sink&) = delete;

    /// The last lines may have come with the end right behind them.
    ~file_sink() override { write_all(); }

    [[nodiscard]] bool reopen() {
        const std::lock_guard lock(mutex_);
        return file_.reopen();
    }

private:
    void sink_it_(const spdlog::details::log_msg&) override {
        write_all();
        from_.let_gather();
    }

    void flush_() override {} // nothing is kept here

    void write_all() {
        from_.take(batch_);
        if (batch_.lines + batch_.lost == 0) return;
        untold_ += batch_.lost;
        if (untold_ > 0) batch_.text.append(tell_(untold_)) += '\n';
        if (file_.write(batch_.text)) {
            untold_ = 0;
        } else {
            untold_ += batch_.lines;
            from_.lose(batch_.lines);
        }
        from_.settle(batch_.lines + batch_.lost);
    }

    output_file file_;
    waiting_lines& from_;
    lost_line tell_;
    waiting_lines::batch batch_;
    std::uint64_t untold_ = 0; ///< lost lines that the file does not tell of yet
};

class queued_sink final : public line_sink {
public:
    queued_sink(const logger_options& options, lost_line tell)
        : waiting_(options.queue), pool_(std::make_shared<spdlog::details::thread_pool>(calls, 1)),
          file_(std::make_shared<file_sink>(options.file, waiting_, std::move(tell))),
          logger_(std::make_shared<spdlog::async_logger>(
              "circdesk", file_, pool_, spdlog::async_overflow_policy::overrun_oldest)) {}
    queued_sink(const queued_sink&) = delete;
    queued_sink& operator=(const queued_sink&) = delete;

    /// The pool's thread ends before what it works with goes.
    ~queued_sink() override { pool_.reset(); }

    void put(std::string_view line) override {
        if (waiting_.put(line)) logger_->log(spdlog::level::critical, "");
    }

    void flush() override { waiting_.wait(); }

    [[nodiscard]] bool reopen() override { return file_->reopen(); }

    [[nodiscard]] std::uint64_t lost() const noexcept override { return waiting_.all_lost(); }

private:
    /// More are never under way: the next comes only after the lines of the last were taken.
    static constexpr std::size_t calls = 4;

    waiting_lines waiting_;
    std::shared_ptr<spdlog::details::thread_pool> pool_;
    std::shared_ptr<file_sink> file_;
    std::shared_ptr<spdlog::async_logger> logger_;
};

} // namespace

std::unique_ptr<logger> make_logger(const logger_options& options) {
    if (options.queue == 0) throw std::runtime_error("the log's queue must hold at least one line");
    const auto tell = [as = options.format](std::uint64_t count) {
        std::string line;
        const field fields[] = {{"count", count}};
        append_line(
            line, as, std::chrono::system_clock::now(), info(event::log_lines_lost), fields);
        return line;
    };
    return std::make_unique<logger>(
        options.format, options.level, std::make_unique<queued_sink>(options, tell));
}

} // namespace circ::log
