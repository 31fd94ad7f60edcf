#include "config/text_check.hpp"

#include "config/nearest.hpp"
#include "config/text_rules.hpp"

#include <algorithm>
#include <array>

namespace circ::config {

namespace {

constexpr std::array<std::string_view, 8> in_sentences{"number", "limit", "amount", "limit_amount",
                                                       "date",   "place", "field",  "text"};
/// Those that a reader cannot do without; a limit or a code may be left out.
constexpr std::array<std::string_view, 6> must_be_told{"number", "amount", "limit_amount", "date", "place", "text"};
constexpr std::array<std::string_view, 12> in_receipts{"library", "branch",   "now",     "patron", "entries", "lent",
                                                       "renewed", "not_renewed", "returned", "charged", "paid", "owed"};
constexpr std::array<std::string_view, 6> in_entries{"title", "barcode", "due", "amount", "number", "reason"};
constexpr std::array<std::string_view, 1> in_more{"more"};

constexpr std::string_view entries_place = "{entries}";

bool has(std::span<const std::string_view> all, std::string_view one) {
    return std::find(all.begin(), all.end(), one) != all.end();
}

std::string in_braces(std::string_view name) {
    return '{' + std::string(name) + '}';
}

std::string listed(std::span<const std::string_view> names) {
    std::string all;
    for (const auto name : names)
        all += (all.empty() ? "" : ", ") + in_braces(name);
    return all;
}

/// An open brace without its end, or a placeholder that is none of these.
std::string mistake_in_braces(std::string_view text, std::span<const std::string_view> known) {
    for (auto open = text.find('{'); open != std::string_view::npos; open = text.find('{', open)) {
        const auto close = text.find('}', open);
        if (close == std::string_view::npos) return "a { without its }";
        const auto name = text.substr(open + 1, close - open - 1);
        if (!has(known, name))
            return "there is no placeholder " + in_braces(name) + suggestion(name, known);
        open = close;
    }
    return {};
}

std::string mistake_in_sentence(std::string_view text, std::string_view shipped) {
    if (auto wrong = mistake_in_braces(text, in_sentences); !wrong.empty()) return wrong;
    const auto told = placeholders_in(shipped);
    const auto used = placeholders_in(text);
    for (const auto name : used)
        if (!has(told, name))
            return told.empty() ? "this sentence has no placeholders"
                                : "this sentence has no " + in_braces(name) + "; it has " + listed(told);
    for (const auto name : told)
        if (has(must_be_told, name) && !has(used, name)) return "this sentence must tell " + in_braces(name);
    return {};
}

std::string mistake_in_receipt(std::string_view name, std::string_view text) {
    if (auto wrong = mistake_in_braces(text, receipt_placeholders(name)); !wrong.empty()) return wrong;
    while (!text.empty()) {
        const auto line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        if (line.find(entries_place) != std::string_view::npos && line != entries_place)
            return "{entries} stands in a line of its own";
    }
    return {};
}

std::string mistake_in_form(std::string_view name, std::string_view text) {
    if (name == "form.decimal") return text == "." || text == "," ? "" : "a decimal sign is \".\" or \",\"";
    if (name == "form.months") {
        constexpr int between_twelve = 11;
        const bool empty_word = text.empty() || text.front() == ' ' || text.back() == ' ' ||
                                text.find("  ") != std::string_view::npos || text.find('%') != std::string_view::npos;
        const bool twelve = std::count(text.begin(), text.end(), ' ') == between_twelve;
        return twelve && !empty_word ? "" : "twelve words are wanted, with a blank between";
    }
    return is_date_with_words(text) ? "" : "a date is a pattern of %Y %y %m %b %d %e %H %M %% and other text";
}

} // namespace

text_kind kind_of_text(std::string_view name) {
    if (name.starts_with("form.")) return text_kind::form;
    return name.starts_with("receipt.") ? text_kind::receipt : text_kind::sentence;
}

std::vector<std::string_view> placeholders_in(std::string_view text) {
    std::vector<std::string_view> found;
    for (auto open = text.find('{'); open != std::string_view::npos; open = text.find('{', open)) {
        const auto close = text.find('}', open);
        if (close == std::string_view::npos) break;
        const auto name = text.substr(open + 1, close - open - 1);
        if (!has(found, name)) found.push_back(name);
        open = close;
    }
    return found;
}

std::span<const std::string_view> receipt_placeholders(std::string_view name) {
    if (name == "receipt.more") return in_more;
    return name.starts_with("receipt.entry_") ? std::span<const std::string_view>(in_entries) : in_receipts;
}

std::string mistake_in_text(std::string_view name, std::string_view text, std::string_view shipped) {
    switch (kind_of_text(name)) {
    case text_kind::form: return mistake_in_form(name, text);
    case text_kind::receipt: return mistake_in_receipt(name, text);
    case text_kind::sentence: break;
    }
    return mistake_in_sentence(text, shipped);
}

} // namespace circ::config
