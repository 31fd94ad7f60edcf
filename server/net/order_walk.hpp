#pragma once

// The two walks over the members of an operation (order_members.hpp): as JSON and back.

#include "storage/records/time.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace circ::net::order_walk {

namespace json = boost::json;
using storage::instant;

/// Writes a member that holds something.
class writer {
public:
    template <class T>
    void operator()(std::string_view name, T& value) {
        if (auto made = value_of(value); !made.is_null())
            object_[json::string_view(name.data(), name.size())] = std::move(made);
    }

    [[nodiscard]] json::object take() { return std::move(object_); }

private:
    template <class T>
    static json::value value_of(T& of) {
        if constexpr (std::is_same_v<T, std::string>)
            return of.empty() ? json::value()
                              : json::value(json::string_view(of.data(), of.size()));
        else if constexpr (std::is_same_v<T, bool>)
            return json::value(of);
        else if constexpr (std::is_enum_v<T> || std::is_integral_v<T>)
            return json::value(static_cast<std::int64_t>(of));
        else if constexpr (std::is_same_v<T, instant>)
            return json::value(std::int64_t{of.time_since_epoch().count()});
        else {
            writer inner;
            describe(inner, of);
            return inner.take();
        }
    }
    template <class T>
    static json::value value_of(std::optional<T>& of) {
        return of ? value_of(*of) : json::value();
    }

    template <class T>
    static json::value value_of(std::vector<T>& of) {
        json::array all;
        for (auto& each : of)
            all.push_back(value_of(each));
        return all.empty() ? json::value() : json::value(std::move(all));
    }

    json::object object_;
};

/// Reads what is there; good() unless something is of another kind.
class reader {
public:
    explicit reader(const json::object& from) : object_(&from) {}

    template <class T>
    void operator()(std::string_view name, T& into) {
        const auto* const found = object_->if_contains(json::string_view(name.data(), name.size()));
        if (found != nullptr) good_ = take(*found, into) && good_;
    }

    [[nodiscard]] bool good() const noexcept { return good_; }

private:
    template <class T>
    static bool take(const json::value& from, T& into) {
        if constexpr (std::is_same_v<T, std::string>) {
            if (!from.is_string()) return false;
            into.assign(from.get_string().begin(), from.get_string().end());
        } else if constexpr (std::is_same_v<T, bool>) {
            if (!from.is_bool()) return false;
            into = from.get_bool();
        } else if constexpr (std::is_enum_v<T> || std::is_integral_v<T>) {
            if (!from.is_int64()) return false;
            into = static_cast<T>(from.get_int64());
        } else if constexpr (std::is_same_v<T, instant>) {
            if (!from.is_int64()) return false;
            into = instant(instant::duration(from.get_int64()));
        } else {
            if (!from.is_object()) return false;
            reader inner(from.get_object());
            describe(inner, into);
            return inner.good();
        }
        return true;
    }
    template <class T>
    static bool take(const json::value& from, std::optional<T>& into) {
        return take(from, into.emplace());
    }

    template <class T>
    static bool take(const json::value& from, std::vector<T>& into) {
        if (!from.is_array()) return false;
        for (const auto& each : from.get_array())
            if (!take(each, into.emplace_back())) return false;
        return true;
    }

    const json::object* object_;
    bool good_ = true;
};

template <class T>
[[nodiscard]] std::string written(T of) {
    writer walk;
    describe(walk, of);
    return json::serialize(walk.take());
}

template <class T>
[[nodiscard]] std::optional<T> read_as(std::string_view text) {
    json::error_code error;
    const auto parsed = json::parse(json::string_view(text.data(), text.size()), error);
    if (error || !parsed.is_object()) return std::nullopt;
    T made{};
    reader walk(parsed.get_object());
    describe(walk, made);
    if (!walk.good()) return std::nullopt;
    return made;
}

template <class Walk, class T>
concept described_by = requires(Walk& walk, T& of) {
    describe(walk, of);
};

} // namespace circ::net::order_walk
