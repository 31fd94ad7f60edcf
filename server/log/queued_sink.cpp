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

/// Runs on the queue's thread. Tells of lost lines in the place where they are missing.
class file_sink final : public spdlog::sinks::base_sink<std::mutex> {
public:
    file_sink(std::string path, spdlog::details::thread_pool& queue, lost_line tell)
        : file_(std::move(path)), queue_(queue), tell_(std::move(tell)) {}

    [[nodiscard]] bool reopen() {
        const std::lock_guard lock(mutex_);
        return file_.reopen();
    }

    /// Waits until `count` lines have had their fate; not for ever, since a disk may hang.
    void wait_for(std::uint64_t count) {
        std::unique_lock lock(settled_mutex_);
        changed_.wait_for(lock, std::chrono::seconds(5), [&] {
            return settled_ + queue_.overrun_counter() >= count;
        });
    }

private:
    void sink_it_(const spdlog::details::log_msg& message) override {
        tell_of_lost_lines();
        line_.assign(message.payload.data(), message.payload.size());
        line_ += '\n';
        if (!file_.write(line_)) ++refused_;
        {
            const std::lock_guard lock(settled_mutex_);
            ++settled_;
        }
        changed_.notify_all();
    }

    void flush_() override {} // every line is handed to the system at once

    void tell_of_lost_lines() {
        const std::uint64_t lost = queue_.overrun_counter() + refused_;
        if (lost > told_ && file_.write(tell_(lost - told_) + '\n')) told_ = lost;
    }

    output_file file_;
    spdlog::details::thread_pool& queue_;
    lost_line tell_;
    std::string line_;
    std::uint64_t refused_ = 0;
    std::uint64_t told_ = 0;
    std::mutex settled_mutex_;
    std::condition_variable changed_;
    std::uint64_t settled_ = 0;
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
