#include "protocol/marc/format.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace circ::protocol::marc {

namespace {

struct format_name {
    format which;
    std::string_view name;
};

constexpr auto names = std::to_array<format_name>({
    {format::other, "other"},
    {format::book, "book"},
    {format::serial, "serial"},
    {format::score, "score"},
    {format::map, "map"},
    {format::video, "video"},
    {format::dvd, "dvd"},
    {format::blu_ray, "blu_ray"},
    {format::videocassette, "videocassette"},
    {format::audio, "audio"},
    {format::cd, "cd"},
    {format::lp, "lp"},
    {format::audiocassette, "audiocassette"},
    {format::picture, "picture"},
    {format::software, "software"},
    {format::kit, "kit"},
    {format::object, "object"},
    {format::manuscript, "manuscript"},
    {format::online, "online"},
});

/// A 007 that names its carrier: category and carrier at 00 and 01, and the character at `place`.
struct physical_description {
    std::string_view category;
    std::size_t place; ///< 0: no further character is asked for
    char value;
    format which;
};

constexpr auto physical_descriptions = std::to_array<physical_description>({
    {"vd", 4, 's', format::blu_ray},
    {"vd", 4, 'v', format::dvd},
    {"vf", 0, ' ', format::videocassette},
    {"sd", 3, 'f', format::cd}, // 1.4 m a second
    {"sd", 3, 'b', format::lp}, // 33 1/3 turns a minute
    {"sd", 3, 'c', format::lp}, // 45
    {"sd", 3, 'd', format::lp}, // 78
    {"ss", 0, ' ', format::audiocassette},
    {"cr", 0, ' ', format::online},
});

/// Carrier codes of 338 $b that say enough. An audio or video disc may be of several kinds: 007
/// and the physical description tell which.
struct carrier_code {
    std::string_view code;
    format which;
};

constexpr auto carrier_codes = std::to_array<carrier_code>({
    {"cr", format::online},
    {"ss", format::audiocassette},
    {"vf", format::videocassette},
});

/// Words of 300 $a that name the carrier where no code does.
constexpr auto carrier_words = std::to_array<carrier_code>({
    {"Blu-ray", format::blu_ray},
    {"DVD", format::dvd},
    {"compact disc", format::cd},
    {"CD", format::cd},
});

struct record_type {
    char type;  ///< leader/06
    char level; ///< leader/07, or blank for any
    format which;
};

constexpr auto record_types = std::to_array<record_type>({
    {'a', 's', format::serial},
    {'a', 'b', format::serial},
    {'a', 'i', format::serial},
    {'a', ' ', format::book},
    {'t', ' ', format::manuscript},
    {'c', ' ', format::score},
    {'d', ' ', format::score},
    {'e', ' ', format::map},
    {'f', ' ', format::map},
    {'g', ' ', format::video},
    {'i', ' ', format::audio},
    {'j', ' ', format::audio},
    {'k', ' ', format::picture},
    {'m', ' ', format::software},
    {'o', ' ', format::kit},
    {'p', ' ', format::kit},
    {'r', ' ', format::object},
});

/// A carrier counts only where it can carry what the record describes: a book with a CD in its
/// pocket has a 007 for it and remains a book.
bool can_carry(format carrier, format content) noexcept {
    switch (carrier) {
    case format::blu_ray:
    case format::dvd:
    case format::videocassette:
        return content == format::video;
    case format::cd:
    case format::lp:
    case format::audiocassette:
        return content == format::audio;
    default:
        return true;
    }
}

format content_of(const record& from) noexcept {
    const char type = leader_at(from, 6);
    const char level = leader_at(from, 7);
    const auto found = std::ranges::find_if(record_types, [=](const record_type& row) {
        return row.type == type && (row.level == ' ' || row.level == level);
    });
    return found == record_types.end() ? format::other : found->which;
}

std::optional<format> carrier_by_007(std::string_view value, format content) noexcept {
    for (const physical_description& row : physical_descriptions) {
        const bool fits =
            value.starts_with(row.category) &&
            (row.place == 0 || (value.size() > row.place && value[row.place] == row.value));
        if (fits && can_carry(row.which, content)) return row.which;
    }
    return std::nullopt;
}

std::optional<format> carrier_of(const record& from, format content) noexcept {
    for (const control_field& field : from.control_fields) {
        if (field.tag != "007") continue;
        if (const auto found = carrier_by_007(field.value, content)) return found;
    }
    const auto code = first_subfield(from, "338", 'b');
    for (const carrier_code& row : carrier_codes)
        if (code == row.code && can_carry(row.which, content)) return row.which;
    const auto extent = first_subfield(from, "300", 'a');
    for (const carrier_code& row : carrier_words)
        if (extent.find(row.code) != std::string_view::npos && can_carry(row.which, content))
            return row.which;
    return std::nullopt;
}

} // namespace

format format_of(const record& from) noexcept {
    const format content = content_of(from);
    return carrier_of(from, content).value_or(content);
}

std::string_view to_string(format which) noexcept {
    const auto found = std::ranges::find(names, which, &format_name::which);
    return found == names.end() ? std::string_view{"other"} : found->name;
}

} // namespace circ::protocol::marc
