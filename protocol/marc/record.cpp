#include "protocol/marc/record.hpp"

#include <algorithm>

namespace circ::protocol::marc {

std::string_view control_value(const record& from, std::string_view tag) noexcept {
    const auto found = std::ranges::find(from.control_fields, tag, &control_field::tag);
    return found == from.control_fields.end() ? std::string_view{} : found->value;
}

std::string_view first_subfield(const data_field& field, char code) noexcept {
    for (const subfield& each : field.subfields)
        if (each.code == code && !each.value.empty()) return each.value;
    return {};
}

std::string_view first_subfield(const record& from, std::string_view tag, char code) noexcept {
    for (const data_field& field : from.data_fields) {
        if (field.tag != tag) continue;
        if (const auto value = first_subfield(field, code); !value.empty()) return value;
    }
    return {};
}

char leader_at(const record& from, std::size_t place) noexcept {
    return place < from.leader.size() ? from.leader[place] : ' ';
}

bool is_tag(std::string_view text) noexcept {
    const auto letter_or_digit = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    };
    return text.size() == 3 && std::ranges::all_of(text, letter_or_digit);
}

bool is_graphic(char c) noexcept {
    return c >= ' ' && c <= '~';
}

} // namespace circ::protocol::marc
