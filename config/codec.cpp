#include "config/codec.hpp"

#include "config/nearest.hpp"
#include "config/text_rules.hpp"

#include <algorithm>

namespace circ::config {

std::optional<bool> read_bool(const value& from, const reading& where) {
    if (const auto* yes = std::get_if<bool>(&from.content)) return *yes;
    where.wrong(from, shown(from) + " is not true or false (without quotes)");
    return std::nullopt;
}

std::optional<std::int64_t>
read_integer(const value& from, const bounds& within, const reading& where) {
    const auto* number = std::get_if<std::int64_t>(&from.content);
    if (number != nullptr && *number >= within.least && *number <= within.most) return *number;
    const char* kind = number != nullptr ? " is not " : " is not a whole number ";
    where.wrong(from,
                shown(from) + kind + "between " + std::to_string(within.least) + " and " +
                    std::to_string(within.most));
    return std::nullopt;
}

const std::string* read_text(const value& from, const text_rule* rule, const reading& where) {
    const auto* text = std::get_if<std::string>(&from.content);
    if (text != nullptr && (rule == nullptr || rule->fits(*text))) return text;
    const std::string wanted(rule != nullptr ? rule->wanted : "a text in quotes");
    where.wrong(from, shown(from) + " is not " + wanted);
    return nullptr;
}

std::optional<std::size_t>
read_choice(const value& from, std::span<const std::string_view> names, const reading& where) {
    const auto* text = std::get_if<std::string>(&from.content);
    const auto found = text != nullptr ? std::find(names.begin(), names.end(), *text) : names.end();
    if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
    where.wrong(from,
                shown(from) + " is not " + alternatives(names) +
                    (text != nullptr ? suggestion(*text, names) : std::string()));
    return std::nullopt;
}

const value_list* read_list(const value& from, const reading& where) {
    const auto* list = std::get_if<value_list>(&from.content);
    if (list == nullptr) where.wrong(from, shown(from) + " is not a list; a list stands in [ ]");
    return list;
}

std::string alternatives(std::span<const std::string_view> names) {
    std::string text;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (i > 0) text += i + 1 == names.size() ? " or " : ", ";
        text += in_quotes(names[i]);
    }
    return text;
}

std::optional<std::vector<bool>>
read_flags(const value& from, std::size_t count, const reading& where) {
    const auto* text = std::get_if<std::string>(&from.content);
    const bool fits = text != nullptr && text->size() == count &&
                      text->find_first_not_of("YN") == std::string::npos;
    if (!fits) {
        where.wrong(from,
                    shown(from) + " is not a text of " + std::to_string(count) +
                        " letters, each Y or N");
        return std::nullopt;
    }
    std::vector<bool> flags;
    for (const char c : *text)
        flags.push_back(c == 'Y');
    return flags;
}

void codec<address_range>::read(const value& from,
                                address_range& to,
                                const bounds&,
                                const reading& where) {
    const auto* text = std::get_if<std::string>(&from.content);
    auto range = text != nullptr ? parse_address_range(*text) : std::nullopt;
    if (range) {
        to = std::move(*range);
    } else {
        where.wrong(from,
                    shown(from) + " is not an address or a block of addresses like 10.1.0.0/16, "
                                  "with nothing behind the prefix");
    }
}

void codec<field_choice>::read(const value& from,
                               field_choice& to,
                               const bounds&,
                               const reading& where) {
    const auto* text = std::get_if<std::string>(&from.content);
    const bool alone = text != nullptr && is_field_id(*text);
    const bool of_message = text != nullptr && text->size() == 5 && (*text)[2] == '.' &&
                            is_two_digits(text->substr(0, 2)) && is_field_id(text->substr(3));
    if (alone) {
        to = {"", *text};
    } else if (of_message) {
        to = {text->substr(0, 2), text->substr(3)};
    } else {
        where.wrong(from,
                    shown(from) + " is not a field id like \"BD\", or one in a message like "
                                  "\"64.BD\"");
    }
}

} // namespace circ::config
