#pragma once

#include "server/log/events.hpp"
#include "server/log/field.hpp"
#include "server/log/line.hpp"

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace circ::log {

/// Where finished lines go.
class line_sink {
public:
    virtual ~line_sink() = default;

    /// Takes one line without its end; may be called by several threads at once.
    virtual void put(std::string_view line) = 0;

    /// Returns when everything taken so far is written.
    virtual void flush() {}

    /// Lets go of the file and opens it again by its name, after a rotation.
    /// @return false when it could not be opened; the old one is then written on
    [[nodiscard]] virtual bool reopen() { return true; }

    /// How many lines it has taken and lost; may be called by any thread.
    [[nodiscard]] virtual std::uint64_t lost() const noexcept { return 0; }
};

struct logger_options {
    log::format format = log::format::text;
    log::level level = log::level::info;
    std::string file; ///< empty: standard output
    std::size_t queue = 8192;
};

/// Writes events as lines. Parts that log take a reference; `app` owns the one there is.
/// @note every member may be called from any thread
class logger {
public:
    using clock = std::function<std::chrono::system_clock::time_point()>;

    logger(log::format format,
           log::level lowest,
           std::unique_ptr<line_sink> sink,
           clock now = std::chrono::system_clock::now);

    /// Never blocks on the disk and never throws: what cannot be written is counted.
    void write(event what, std::initializer_list<field> fields = {}) noexcept;

    /// Counts what is not told since others like it have just been.
    void pass_over(event what) noexcept;

    /// For those who would have to work for a field's value.
    [[nodiscard]] bool writes(event what) const noexcept;

    /// How often it has happened, also where its level keeps it out of the log or it was passed over; of log_lines_lost, how
    /// many lines were lost.
    [[nodiscard]] std::uint64_t count(event what) const noexcept;

    void flush();
    [[nodiscard]] bool reopen();

    /// Takes effect with the next event; for a reload.
    void set_level(log::level lowest) noexcept;

    /// Events that found no memory or no sink; lines that were lost later are counted as
    /// log_lines_lost.
    [[nodiscard]] std::uint64_t failed() const noexcept;

private:
    log::format format_;
    std::atomic<log::level> lowest_;
    std::atomic<std::uint64_t> failed_{0};
    std::vector<std::atomic<std::uint64_t>> counts_; ///< in the order of the events
    std::unique_ptr<line_sink> sink_;
    clock now_;
};

/// A logger over a bounded queue and a thread of its own. What comes while the queue
/// is full is lost, and the next line that is written says how many.
/// @throws std::runtime_error when the file cannot be opened
[[nodiscard]] std::unique_ptr<logger> make_logger(const logger_options& options);

/// A logger that writes nothing.
[[nodiscard]] std::unique_ptr<logger> discard_logger();

} // namespace circ::log
