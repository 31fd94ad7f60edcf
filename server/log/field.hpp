#pragma once

#include <chrono>
#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>

namespace circ::log {

using field_value =
    std::variant<std::string_view, std::int64_t, std::uint64_t, bool, std::chrono::microseconds>;

/// A type that keeps its text to itself until asked by name: a PIN, a password.
template <typename T>
concept keeps_a_secret = requires(const T& value) {
    value.reveal();
};

/// One named fact of an event. Only text, numbers, truth values and durations convert, so nothing
/// gets into the log because it happened to be printable.
/// @note borrows: it must not outlive the full expression that makes it
struct field {
    std::string_view name;
    field_value value;

    template <typename T>
    requires std::convertible_to<const T&, std::string_view> field(std::string_view called,
                                                                   const T& text)
        : name(called), value(std::string_view(text)) {}

    template <std::same_as<bool> T>
    field(std::string_view called, T yes) : name(called), value(yes) {}

    template <std::signed_integral T>
    requires(!std::same_as<T, char>) field(std::string_view called, T number)
        : name(called), value(static_cast<std::int64_t>(number)) {}

    template <std::unsigned_integral T>
    requires(!std::same_as<T, bool>) field(std::string_view called, T number)
        : name(called), value(static_cast<std::uint64_t>(number)) {}

    template <typename Rep, typename Period>
    field(std::string_view called, std::chrono::duration<Rep, Period> time)
        : name(called), value(std::chrono::duration_cast<std::chrono::microseconds>(time)) {}

    template <keeps_a_secret T>
    field(std::string_view name, const T& secret) = delete;
};

/// A card's or item's number as the log may show it: "…0137". A short one shows half of itself.
[[nodiscard]] std::string shortened(std::string_view barcode);

} // namespace circ::log
