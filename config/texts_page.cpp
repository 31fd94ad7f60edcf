#include "config/document.hpp"
#include "config/embedded_texts.hpp"
#include "config/text_check.hpp"
#include "config/texts.hpp"

#include <algorithm>
#include <variant>

namespace circ::config {

namespace {

constexpr std::string_view opening = R"(# Texts for readers

Made from `config/texts/en.toml`. Each text has a name; the files of a site's own folder (`[texts] directory`) name those that they
change, docs/operators/texts.md tells how. Shipped languages: )";

/// The names in the order of the file.
void list_names(std::vector<std::pair<std::size_t, std::string>>& into, const value_table& from, const std::string& prefix) {
    for (const auto& entry : from) {
        const std::string name = prefix + entry.key;
        if (const auto* inner = std::get_if<value_table>(&entry.value.content))
            list_names(into, *inner, name + '.');
        else
            into.emplace_back(entry.at.line, name);
    }
}

std::vector<std::string> names_in_order() {
    std::vector<mistake> none; // a test holds that the shipped texts have none
    std::vector<std::pair<std::size_t, std::string>> placed;
    list_names(placed, parse_document(embedded_texts.front().second, "en.toml", none), {});
    std::sort(placed.begin(), placed.end());
    std::vector<std::string> names;
    for (auto& [line, name] : placed) names.push_back(std::move(name));
    return names;
}

std::string cell(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '\n')
            out += "`<br>`";
        else
            out += c;
    }
    return '`' + out + '`';
}

std::string in_braces(std::span<const std::string_view> names) {
    std::string out;
    for (const auto name : names) out += (out.empty() ? "`{" : " `{") + std::string(name) + "}`";
    return out;
}

std::string rows_of(text_kind kind, const loaded_texts& all) {
    std::string out;
    const auto& english = all.by_language.at("en");
    for (const auto& name : names_in_order()) {
        if (kind_of_text(name) != kind) continue;
        const std::string& text = english.at(name);
        const auto own = placeholders_in(text);
        out += "| `" + name + "` | ";
        if (kind == text_kind::receipt)
            out += in_braces(receipt_placeholders(name)) + " | ";
        else if (kind == text_kind::sentence)
            out += in_braces(own) + " | ";
        else
            for (const std::string_view language : {"de", "fr", "es"}) out += cell(all.by_language.at(std::string(language)).at(name)) + " | ";
        out += cell(text) + " |\n";
    }
    return out;
}

} // namespace

std::string texts_page() {
    const loaded_texts all = load_texts({});
    std::string out(opening);
    std::string languages;
    for (const auto& each : embedded_texts) languages += (languages.empty() ? "" : ", ") + std::string(each.first);
    out += languages + ".\n\n## Sentences\n\nAF fields. A sentence may have the placeholders named here and must tell "
           "all of them but `{limit}` and `{field}`.\n\n| name | placeholders | English |\n| --- | --- | --- |\n" +
           rows_of(text_kind::sentence, all);
    out += "\n## Forms\n\nIn the table `[form]`: how dates and amounts are written in sentences and on receipts. Fields for "
           "programs do not follow them:\nAH is written by the profile's `due_date_format`, BV always with a point.\n\n"
           "| name | de | fr | es | en |\n| --- | --- | --- | --- | --- |\n" +
           rows_of(text_kind::form, all);
    out += "\n## Receipts\n\nIn the table `[receipt]`: a list of lines, AG fields. A line one of whose placeholders has no value "
           "is left out;\n`{entries}` stands for the lines of all entries.\n\n| name | placeholders | English |\n"
           "| --- | --- | --- |\n" +
           rows_of(text_kind::receipt, all);
    return out;
}

} // namespace circ::config
