#include "config/document.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <cstdio>
#include <utility>

namespace circ::config {

namespace {

source_place place_of(const toml::source_region& region, std::string_view file) {
    return {std::string(file), region.begin.line, region.begin.column};
}

value to_value(const toml::node& node, std::string_view file);

value_table to_table(const toml::table& table, std::string_view file) {
    value_table entries;
    for (const auto& [key, node] : table) {
        entries.push_back(
            {std::string(key.str()), place_of(key.source(), file), to_value(node, file)});
    }
    return entries;
}

value_list to_list(const toml::array& array, std::string_view file) {
    value_list items;
    for (const toml::node& node : array)
        items.push_back(to_value(node, file));
    return items;
}

foreign_value to_foreign(const toml::node& node) {
    if (node.is_floating_point()) return {std::to_string(**node.as_floating_point())};
    return {"a date or time"};
}

// Depth is bounded by toml++, which refuses more than 256 levels.
value to_value(const toml::node& node, std::string_view file) {
    value result{place_of(node.source(), file), foreign_value{}};
    if (const auto* text = node.as_string()) {
        result.content = text->get();
    } else if (const auto* number = node.as_integer()) {
        result.content = number->get();
    } else if (const auto* yes = node.as_boolean()) {
        result.content = yes->get();
    } else if (const auto* list = node.as_array()) {
        result.content = to_list(*list, file);
    } else if (const auto* table = node.as_table()) {
        result.content = to_table(*table, file);
    } else {
        result.content = to_foreign(node);
    }
    return result;
}

bool is_control(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
}

struct showing {
    std::string operator()(const foreign_value& other) const { return other.text; }
    std::string operator()(bool yes) const { return yes ? "true" : "false"; }
    std::string operator()(std::int64_t number) const { return std::to_string(number); }
    std::string operator()(const std::string& text) const {
        constexpr std::size_t most = 60;
        return text.size() <= most ? in_quotes(text) : in_quotes(text.substr(0, most) + "...");
    }
    std::string operator()(const value_list&) const { return "a list"; }
    std::string operator()(const value_table&) const { return "a table"; }
};

} // namespace

value_table
parse_document(std::string_view text, std::string_view file, std::vector<mistake>& mistakes) {
    try {
        return to_table(toml::parse(text, file), file);
    } catch (const toml::parse_error& error) {
        mistakes.push_back({place_of(error.source(), file),
                            "",
                            "",
                            "not TOML: " + std::string(error.description())});
        return {};
    }
}

std::string shown(const value& what) {
    return std::visit(showing{}, what.content);
}

std::string in_quotes(std::string_view text) {
    const bool literal = text.find_first_of("\"\\") != std::string_view::npos &&
                         text.find('\'') == std::string_view::npos &&
                         std::none_of(text.begin(), text.end(), is_control);
    if (literal) return "'" + std::string(text) + "'";
    std::string out = "\"";
    for (const char c : text) {
        if (is_control(c)) {
            char escape[8];
            std::snprintf(escape, sizeof escape, "\\u%04X", static_cast<unsigned>(c));
            out += escape;
            continue;
        }
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + '"';
}

} // namespace circ::config
