#include "protocol/marc/bibliographic.hpp"

#include "protocol/marc/punctuation.hpp"

#include <algorithm>
#include <array>

namespace circ::protocol::marc {

namespace {

const data_field* find_field(const record& from, std::string_view tag) noexcept {
    const auto found = std::ranges::find(from.data_fields, tag, &data_field::tag);
    return found == from.data_fields.end() ? nullptr : &*found;
}

/// The texts of some subfields, in the field's order, with a blank between.
std::string joined(const data_field& field, std::string_view codes) {
    std::string out;
    for (const subfield& each : field.subfields) {
        const auto text = trimmed(each.value);
        if (text.empty() || codes.find(each.code) == std::string_view::npos) continue;
        if (!out.empty()) out += ' ';
        out += text;
    }
    return out;
}

/// What stands before a part of a title; a parallel title is told by the sign that announces it.
std::string_view
title_separator(char code, char code_before, std::string_view text_before) noexcept {
    if (code == 'b') return text_before.ends_with('=') ? " = " : ": ";
    return code == 'p' && code_before == 'n' ? ", " : ". ";
}

/// The first value of subfield `code` in the publication statement.
std::string_view published(const record& from, char code) noexcept {
    for (const data_field& field : from.data_fields) {
        if (field.tag != "264" || field.indicator_2 != '1') continue;
        if (const auto value = first_subfield(field, code); !value.empty()) return value;
    }
    const auto value = first_subfield(from, "260", code);
    return value.empty() ? first_subfield(from, "264", code) : value;
}

constexpr bool is_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}

/// The first group of exactly four digits.
std::optional<int> first_year(std::string_view text) noexcept {
    for (std::size_t at = 0; at < text.size();) {
        if (!is_digit(text[at])) {
            ++at;
            continue;
        }
        const auto end = std::min(text.find_first_not_of("0123456789", at), text.size());
        if (end - at == 4) {
            int year = 0;
            for (const char digit : text.substr(at, 4))
                year = year * 10 + (digit - '0');
            if (year > 0 && year < 9999) return year; // 9999: still appearing
        }
        at = end;
    }
    return std::nullopt;
}

bool is_language_code(std::string_view code) noexcept {
    constexpr auto none = std::to_array<std::string_view>({"und", "zxx", "mul"});
    return code.size() == 3 &&
           std::ranges::all_of(code, [](char c) { return c >= 'a' && c <= 'z'; }) &&
           std::ranges::find(none, code) == none.end();
}

} // namespace

std::string title_statement(const record& from) {
    const data_field* field = find_field(from, "245");
    if (field == nullptr) return {};
    constexpr std::string_view wanted = "abnp";
    std::string out;
    std::string_view text_before;
    char code_before = ' ';
    for (const subfield& each : field->subfields) {
        const auto part = without_isbd_end(each.value);
        if (!part.empty() && wanted.find(each.code) != std::string_view::npos) {
            if (!out.empty()) out += title_separator(each.code, code_before, text_before);
            out += part;
            code_before = each.code;
        }
        text_before = trimmed(each.value);
    }
    return out;
}

std::string main_author(const record& from) {
    struct name_field {
        std::string_view tag, codes;
    };
    constexpr auto fields = std::to_array<name_field>(
        {{"100", "abc"}, {"110", "ab"}, {"111", "a"}, {"700", "abc"}, {"710", "ab"}, {"711", "a"}});
    for (const name_field& each : fields) {
        const data_field* field = find_field(from, each.tag);
        if (field == nullptr) continue;
        if (auto name = joined(*field, each.codes); !name.empty())
            return std::string(without_isbd_end(name));
    }
    return {};
}

std::vector<std::string> isbn_texts(const record& from) {
    std::vector<std::string> out;
    for (const data_field& field : from.data_fields) {
        if (field.tag != "020") continue;
        for (const subfield& each : field.subfields)
            if (each.code == 'a') out.push_back(each.value);
    }
    return out;
}

std::optional<int> publication_year(const record& from) {
    if (const auto year = first_year(published(from, 'c'))) return year;
    const auto fixed = control_value(from, "008");
    return fixed.size() < 11 ? std::nullopt : first_year(fixed.substr(7, 4));
}

std::string edition(const record& from) {
    return std::string(without_isbd_end(first_subfield(from, "250", 'a')));
}

std::string publisher(const record& from) {
    return without_brackets(without_isbd_end(published(from, 'b')));
}

std::string language(const record& from) {
    const auto fixed = control_value(from, "008");
    if (fixed.size() >= 38 && is_language_code(fixed.substr(35, 3)))
        return std::string(fixed.substr(35, 3));
    // Older records run several codes together: engfre.
    const auto code = first_subfield(from, "041", 'a').substr(0, 3);
    return is_language_code(code) ? std::string(code) : std::string{};
}

std::vector<call_number> call_numbers(const record& from) {
    std::vector<call_number> out;
    for (const std::string_view tag : {"090", "092", "050", "082"}) {
        for (const data_field& field : from.data_fields) {
            if (field.tag != tag) continue;
            std::string text = joined(field, "ab");
            // Dewey numbers mark where they may be cut short
            if (tag == "082" || tag == "092")
                std::erase_if(text, [](char c) { return c == '/' || c == '\''; });
            if (!text.empty()) out.push_back({std::string(tag), std::move(text)});
        }
    }
    return out;
}

control_number control_number_of(const record& from) {
    return {std::string(trimmed(control_value(from, "001"))),
            std::string(trimmed(control_value(from, "003")))};
}

} // namespace circ::protocol::marc
