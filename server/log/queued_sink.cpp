#include "server/log/log.hpp"
#include "server/log/output_file.hpp"

#include <spdlog/async.h>
#include <spdlog/sinks/base_sink.h>

#include <array>
#include <condition_variable>
#include <mutex>
#include <stdexcept>
#include <utility>

// spdlog brings the bounded queue and its thread; the lines are ours, and so is the account of what
// became of them: queued = written + overrun (dropped in the full queue) + refused (by the disk).

namespace circ::log {

namespace {

using lost_line = std::function<std::string(std::uint64_t count)>;

/// So many bytes at most go to the system at once.
constexpr std::size_t most_at_once = 64U << 10U;
/// So long the queue's thread rests after a write: the lines of a busy time then lie in the queue
/// when it looks again, instead of waking it one by one.
constexpr std::chrono::milliseconds rest{10};

/// Runs on the queue's thread. Tells of lost lines in the place where they are missing.
class file_sink final : public spdlog::sinks::base_sink<std::mutex> {
public:
    file_sink(std::string path, spdlog::details::thread_pool& queue, lost_line tell)
        : file_(std::move(path)), queue_(queue), tell_(std::move(tell)) {}
    file_sink(const file_sink&) = delete;
    file_sink& operator=(const file_sink&) = delete;

    /// The queue's last lines may have come with its end right behind them.
    ~file_sink() override {
        if (!text_.empty()) write_text();
    }

    [[nodiscard]] bool reopen() {
        const std::lock_guard lock(mutex_);
        return file_.reopen();
    }

    /// Waits until `count` lines have had their fate; not for ever, since a disk may hang.
    void wait_for(std::uint64_t count) {
        std::unique_lock lock(settled_mutex_);
        ++awaited_;
        changed_.notify_all();
        changed_.wait_for(lock, std::chrono::seconds(5), [&] {
            return settled_ + queue_.overrun_counter() >= count;
        });
        --awaited_;
    }

private:
    void sink_it_(const spdlog::details::log_msg& message) override {
        tell_of_lost_lines();
        text_.append(message.payload.data(), message.payload.size());
        text_ += '\n';
        ++lines_;
        if (queue_.queue_size() > 0 && text_.size() < most_at_once) return; // the next one is here already
        write_text();
        std::unique_lock lock(settled_mutex_);
        settled_ += std::exchange(lines_, 0);
        changed_.notify_all();
        changed_.wait_for(lock, rest, [this] { return awaited_ > 0; });
    }

    void flush_() override {} // nothing is kept once the queue is empty

    void tell_of_lost_lines() {
        const std::uint64_t lost = queue_.overrun_counter() + refused_;
        if (lost <= telling_) return;
        text_ += tell_(lost - telling_) + '\n';
        telling_ = lost;
    }

    void write_text() {
        if (file_.write(text_)) {
            told_ = telling_;
        } else {
            refused_ += lines_;
            telling_ = told_; // what was to be told is to be told again
        }
        text_.clear();
    }

    output_file file_;
    spdlog::details::thread_pool& queue_;
    lost_line tell_;
    std::string text_; ///< lines taken from the queue and not written yet
    std::uint64_t lines_ = 0; ///< how many
    std::uint64_t refused_ = 0;
    std::uint64_t told_ = 0;    ///< lost lines that the file tells of
    std::uint64_t telling_ = 0; ///< the same, with what text_ tells
    std::mutex settled_mutex_;
    std::condition_variable changed_;
    std::uint64_t settled_ = 0;
    int awaited_ = 0; ///< those in wait_for: no rest as long as there are any
};

class queued_sink final : public line_sink {
public:
    queued_sink(const logger_options& options, lost_line tell)
        : pool_(std::make_shared<spdlog::details::thread_pool>(options.queue, 1)),
          file_(std::make_shared<file_sink>(options.file, *pool_, std::move(tell))),
          logger_(std::make_shared<spdlog::async_logger>(
              "circdesk", file_, pool_, spdlog::async_overflow_policy::overrun_oldest)) {}

    void put(std::string_view line) override {
        queued_.fetch_add(1);
        logger_->log(spdlog::level::critical, spdlog::string_view_t(line.data(), line.size()));
    }

    void flush() override { file_->wait_for(queued_.load()); }

    [[nodiscard]] bool reopen() override { return file_->reopen(); }

private:
    // Destroyed from the last: the pool ends last, and writes what still waits before it does.
    std::shared_ptr<spdlog::details::thread_pool> pool_;
    std::shared_ptr<file_sink> file_;
    std::shared_ptr<spdlog::async_logger> logger_;
    std::atomic<std::uint64_t> queued_{0};
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
