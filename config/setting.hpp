#pragma once

#include "config/codec.hpp"

#include <algorithm>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace circ::config {

/// When a changed setting is followed.
enum class taken { at_reload, at_start };

/// What a row says of its setting; the default stands in the struct.
struct about {
    std::string_view key;
    std::int64_t least = 0;
    std::int64_t most = 1'000'000'000;
    std::string_view unit = {};
    const text_rule* rule = nullptr;
    taken when = taken::at_reload;
    std::string_view text; ///< the manual's sentence
};

/// One row: a member of S and everything that follows from it.
template <typename S>
struct setting {
    about what;
    void (*read)(const value& from, S& to, const bounds& within, const reading& where);
    std::string (*show)(const S& of);
    std::string (*allowed)(const bounds& within);
    void (*copy)(const S& from, S& to);

    [[nodiscard]] bounds within() const { return {what.least, what.most, what.rule}; }
};

template <auto Member>
struct member_traits;

template <typename S, typename T, T S::*Member>
struct member_traits<Member> {
    using owner = S;
    using type = T;
};

template <auto Member>
[[nodiscard]] constexpr auto row(const about& what) {
    using S = typename member_traits<Member>::owner;
    using C = codec<typename member_traits<Member>::type>;
    return setting<S>{what,
                      [](const value& from, S& to, const bounds& within, const reading& where) {
                          C::read(from, to.*Member, within, where);
                      },
                      [](const S& of) { return C::show(of.*Member); },
                      &C::allowed,
                      [](const S& from, S& to) { to.*Member = from.*Member; }};
}

/// Looks a word up among rows; tells an unknown one with the nearest known.
template <typename S>
[[nodiscard]] const setting<S>* find_row(std::span<const setting<S>> rows, std::string_view key) {
    const auto found = std::find_if(
        rows.begin(), rows.end(), [&](const setting<S>& each) { return each.what.key == key; });
    return found == rows.end() ? nullptr : &*found;
}

/// Tells that a key is not known, with the nearest that is.
void tell_unknown_key(const table_entry& entry,
                      std::span<const std::string_view> known,
                      const reading& where);

/// @return null, with the mistake told, when it is no table
[[nodiscard]] const value_table* read_table(const value& from, const reading& where);

/// Reads the keys of a table into the members of their rows. Keys of `elsewhere` are left to the
/// caller; all others are mistakes.
template <typename S>
void read_members(const value_table& from,
                  S& to,
                  std::span<const setting<S>> rows,
                  const reading& where,
                  std::span<const std::string_view> elsewhere = {}) {
    std::vector<std::string_view> known(elsewhere.begin(), elsewhere.end());
    for (const auto& each : rows)
        known.push_back(each.what.key);
    for (const table_entry& entry : from) {
        if (const auto* found = find_row(rows, entry.key)) {
            found->read(entry.value, to, found->within(), where.under(entry.key));
        } else if (std::find(elsewhere.begin(), elsewhere.end(), entry.key) == elsewhere.end()) {
            tell_unknown_key(entry, known, where);
        }
    }
}

} // namespace circ::config
