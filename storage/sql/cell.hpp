#pragma once

// How each C++ type of a record travels to and from a cell of a table.

#include "storage/records/ids.hpp"
#include "storage/records/money.hpp"
#include "storage/records/time.hpp"
#include "storage/sql/driver.hpp"

#include <algorithm>
#include <array>
#include <concepts>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

namespace circ::storage::sql {

template <class T>
struct cell;

template <std::integral T>
struct cell<T> {
    static void put(statement& into, int parameter, T value) {
        into.bind(parameter, std::int64_t{value});
    }
    static T get(const statement& row, int column) { return static_cast<T>(row.integer(column)); }
};

template <class T>
requires std::is_enum_v<T>
struct cell<T> {
    static void put(statement& into, int parameter, T value) {
        into.bind(parameter, static_cast<std::int64_t>(value));
    }
    static T get(const statement& row, int column) { return static_cast<T>(row.integer(column)); }
};

template <>
struct cell<std::string> {
    static void put(statement& into, int parameter, std::string_view value) {
        into.bind(parameter, value);
    }
    static std::string get(const statement& row, int column) {
        return std::string{row.text(column)};
    }
};

template <>
struct cell<std::string_view> : cell<std::string> {};

template <std::size_t Size>
struct cell<std::array<std::uint8_t, Size>> {
    using bytes = std::array<std::uint8_t, Size>;
    static void put(statement& into, int parameter, const bytes& value) {
        into.bind(parameter, std::span<const std::uint8_t>{value});
    }
    static bytes get(const statement& row, int column) {
        bytes value{};
        const auto stored = row.bytes(column);
        std::copy_n(stored.begin(), std::min(stored.size(), value.size()), value.begin());
        return value;
    }
};

template <>
struct cell<money> {
    static void put(statement& into, int parameter, money value) {
        into.bind(parameter, value.minor);
    }
    static money get(const statement& row, int column) { return {row.integer(column)}; }
};

/// A reference that is not set is NULL.
template <class Tag>
struct cell<strong_id<Tag>> {
    static void put(statement& into, int parameter, strong_id<Tag> value) {
        if (value)
            into.bind(parameter, value.value);
        else
            into.bind_null(parameter);
    }
    static strong_id<Tag> get(const statement& row, int column) { return {row.integer(column)}; }
};

template <class Rep, class Period>
struct cell<std::chrono::duration<Rep, Period>> {
    using duration = std::chrono::duration<Rep, Period>;
    static void put(statement& into, int parameter, duration value) {
        into.bind(parameter, std::int64_t{value.count()});
    }
    static duration get(const statement& row, int column) {
        return duration{cell<Rep>::get(row, column)};
    }
};

template <class Clock, class Duration>
struct cell<std::chrono::time_point<Clock, Duration>> {
    using time_point = std::chrono::time_point<Clock, Duration>;
    static void put(statement& into, int parameter, time_point value) {
        cell<Duration>::put(into, parameter, value.time_since_epoch());
    }
    static time_point get(const statement& row, int column) {
        return time_point{cell<Duration>::get(row, column)};
    }
};

template <class T>
struct cell<std::optional<T>> {
    static void put(statement& into, int parameter, const std::optional<T>& value) {
        if (value)
            cell<T>::put(into, parameter, *value);
        else
            into.bind_null(parameter);
    }
    static std::optional<T> get(const statement& row, int column) {
        if (row.is_null(column)) return std::nullopt;
        return cell<T>::get(row, column);
    }
};

} // namespace circ::storage::sql
