#pragma once

#include "config/address_range.hpp"
#include "config/choices.hpp"
#include "config/document.hpp"
#include "config/profile.hpp"

#include <array>
#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace circ::config {

// codec<T>: how a member of type T is read from a file, written into one, and described in the
// manual. Reading leaves the member as it was when the value is wrong.

/// What a text must look like beyond being a text.
struct text_rule {
    bool (*fits)(std::string_view text);
    std::string_view wanted; ///< "a numeric IPv4 or IPv6 address"
};

/// What a value may be.
struct bounds {
    std::int64_t least = 0;
    std::int64_t most = 1'000'000'000;
    const text_rule* rule = nullptr; ///< for a text, or each text of a list
};

/// Where the reading stands: the key that mistakes are told under.
struct reading {
    std::string key;
    std::vector<mistake>& mistakes;

    [[nodiscard]] reading under(std::string_view name) const {
        return {key.empty() ? std::string(name) : key + '.' + std::string(name), mistakes};
    }
    void wrong(const value& what, const std::string& text) const {
        mistakes.push_back({what.at, key, shown(what), text});
    }
};

[[nodiscard]] std::optional<bool> read_bool(const value& from, const reading& where);
[[nodiscard]] std::optional<std::int64_t>
read_integer(const value& from, const bounds& within, const reading& where);
[[nodiscard]] const std::string*
read_text(const value& from, const text_rule* rule, const reading& where);
[[nodiscard]] std::optional<std::size_t>
read_choice(const value& from, std::span<const std::string_view> names, const reading& where);

/// @return null, with the mistake told, when it is no list
[[nodiscard]] const value_list* read_list(const value& from, const reading& where);

/// `"one", "two" or "three"`
[[nodiscard]] std::string alternatives(std::span<const std::string_view> names);

[[nodiscard]] std::optional<std::vector<bool>>
read_flags(const value& from, std::size_t count, const reading& where);

template <typename T>
struct codec;

template <>
struct codec<bool> {
    static void read(const value& from, bool& to, const bounds&, const reading& where) {
        if (const auto yes = read_bool(from, where)) to = *yes;
    }
    static std::string show(bool yes) { return yes ? "true" : "false"; }
    static std::string allowed(const bounds&) { return "true or false"; }
};

template <std::unsigned_integral T>
struct codec<T> {
    static void read(const value& from, T& to, const bounds& within, const reading& where) {
        if (const auto number = read_integer(from, within, where)) to = static_cast<T>(*number);
    }
    static std::string show(T number) { return std::to_string(number); }
    static std::string allowed(const bounds& within) {
        return std::to_string(within.least) + " to " + std::to_string(within.most);
    }
};

template <typename Period>
struct codec<std::chrono::duration<std::int64_t, Period>> {
    using duration = std::chrono::duration<std::int64_t, Period>;

    static void read(const value& from, duration& to, const bounds& within, const reading& where) {
        if (const auto number = read_integer(from, within, where)) to = duration(*number);
    }
    static std::string show(duration time) { return std::to_string(time.count()); }
    static std::string allowed(const bounds& within) {
        return std::to_string(within.least) + " to " + std::to_string(within.most);
    }
};

template <>
struct codec<std::string> {
    static void
    read(const value& from, std::string& to, const bounds& within, const reading& where) {
        if (const auto* text = read_text(from, within.rule, where)) to = *text;
    }
    static std::string show(const std::string& text) { return in_quotes(text); }
    static std::string allowed(const bounds& within) {
        return std::string(within.rule ? within.rule->wanted : "a text");
    }
};

template <>
struct codec<char> {
    static void read(const value& from, char& to, const bounds& within, const reading& where) {
        if (const auto* text = read_text(from, within.rule, where)) to = text->front();
    }
    static std::string show(char c) { return in_quotes({&c, 1}); }
    static std::string allowed(const bounds& within) { return std::string(within.rule->wanted); }
};

template <typename E>
requires std::is_enum_v<E>
struct codec<E> {
    static void read(const value& from, E& to, const bounds&, const reading& where) {
        if (const auto index = read_choice(from, choices<E>, where)) to = static_cast<E>(*index);
    }
    static std::string show(E which) {
        return in_quotes(choices<E>[static_cast<std::size_t>(which)]);
    }
    static std::string allowed(const bounds&) { return alternatives(choices<E>); }
};

/// Flags in one text: "YYNY".
template <std::size_t N>
struct codec<std::array<bool, N>> {
    static void
    read(const value& from, std::array<bool, N>& to, const bounds&, const reading& where) {
        const auto flags = read_flags(from, N, where);
        for (std::size_t i = 0; flags && i < N; ++i)
            to[i] = (*flags)[i];
    }
    static std::string show(const std::array<bool, N>& flags) {
        std::string text;
        for (const bool yes : flags)
            text += yes ? 'Y' : 'N';
        return in_quotes(text);
    }
    static std::string allowed(const bounds&) { return std::to_string(N) + " letters, Y or N"; }
};

template <>
struct codec<address_range> {
    static void read(const value& from, address_range& to, const bounds&, const reading& where);
    static std::string show(const address_range& range) { return in_quotes(range.text); }
    static std::string allowed(const bounds&) { return "addresses or blocks like 10.1.0.0/16"; }
};

template <>
struct codec<field_choice> {
    static void read(const value& from, field_choice& to, const bounds&, const reading& where);
    static std::string show(const field_choice& choice) {
        return in_quotes(choice.message.empty() ? choice.id : choice.message + '.' + choice.id);
    }
    static std::string allowed(const bounds&) { return "field ids, alone or as \"64.BD\""; }
};

template <typename T>
struct codec<std::vector<T>> {
    static void
    read(const value& from, std::vector<T>& to, const bounds& within, const reading& where) {
        const auto* list = read_list(from, where);
        if (list == nullptr) return;
        std::vector<T> items;
        for (const value& each : *list)
            codec<T>::read(each, items.emplace_back(), within, where);
        to = std::move(items);
    }
    static std::string show(const std::vector<T>& items) {
        std::string text;
        for (const T& each : items)
            text += (text.empty() ? "" : ", ") + codec<T>::show(each);
        return '[' + text + ']';
    }
    static std::string allowed(const bounds& within) {
        return "list of: " + codec<T>::allowed(within);
    }
};

} // namespace circ::config
