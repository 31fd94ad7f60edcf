#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <exception>
#include <optional>
#include <stdexcept>
#include <utility>

namespace circ::net::test {

/// Runs the loop until `reached` says so, for a minute at most: a machine with much else to do is slow.
/// @throws std::runtime_error when it never does
template <class Predicate>
void run_until(boost::asio::io_context& io, Predicate reached) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::minutes(1);
    while (!reached()) {
        if (std::chrono::steady_clock::now() > end) throw std::runtime_error("what was waited for does not happen");
        io.restart();
        io.run_one_for(std::chrono::milliseconds(20));
    }
}

/// Runs the loop until this has its result, and gives it. @throws what it throws
template <class T>
T result_of(boost::asio::io_context& io, boost::asio::awaitable<T> what) {
    std::exception_ptr failure;
    std::optional<T> result;
    boost::asio::co_spawn(io, std::move(what), [&](std::exception_ptr why_not, T value) {
        failure = why_not;
        result = std::move(value);
    });
    run_until(io, [&] { return result.has_value(); });
    if (failure) std::rethrow_exception(failure);
    return std::move(*result);
}

inline void finish(boost::asio::io_context& io, boost::asio::awaitable<void> what) {
    std::exception_ptr failure;
    int times = 0;
    boost::asio::co_spawn(io, std::move(what), [&](std::exception_ptr why_not) {
        failure = why_not;
        ++times;
    });
    run_until(io, [&] { return times > 0; });
    if (failure) std::rethrow_exception(failure);
}

} // namespace circ::net::test
