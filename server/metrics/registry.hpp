#pragma once

#include "server/metrics/catalogue.hpp"

#include <chrono>
#include <cstddef>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>

namespace circ::metrics {

/// One counter, looked up once; for where it is counted often.
class counter_handle {
public:
    void add(double by = 1) const noexcept;

private:
    friend class registry;
    void* series_ = nullptr;
};

/// One histogram of durations.
class histogram_handle {
public:
    void observe(std::chrono::duration<double> took) const;

private:
    friend class registry;
    void* series_ = nullptr;
};

/// The figures as they are now. Any thread; a handle is as good as its registry lives.
class registry {
public:
    using values = std::initializer_list<std::string_view>; ///< of the labels, in the row's order

    /// Label values of one metric that are told apart; those beyond are all "other".
    static constexpr std::size_t most_series = 2000;

    registry();
    ~registry();
    registry(const registry&) = delete;
    registry& operator=(const registry&) = delete;

    /// @pre `what` is of that kind, and has as many labels as there are values; so everywhere below
    [[nodiscard]] counter_handle counter(metric what, values of = {});
    [[nodiscard]] histogram_handle histogram(metric what, values of = {});

    void set(metric what, double to, values of = {});

    /// Shows nothing more of a gauge, until it is set again.
    void forget(metric what);

    /// For a counter that somebody else keeps: brings it up to `total`.
    void raise(metric what, double total, values of = {});

    /// In the Prometheus text format.
    [[nodiscard]] std::string text() const;

private:
    struct state;
    std::unique_ptr<state> state_;
};

} // namespace circ::metrics
