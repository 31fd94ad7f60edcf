#include "tools/circdesk/import/toml_rows.hpp"

#include "tools/circdesk/tool.hpp"

#include <fstream>
#include <iterator>

namespace circ::tool {

const config::value* toml_row::find(std::string_view key) const {
    const auto* table = std::get_if<config::value_table>(&of_->content);
    if (table == nullptr) return nullptr;
    for (const auto& entry : *table)
        if (entry.key == key) return &entry.value;
    return nullptr;
}

std::string toml_row::where() const {
    return of_->at.file + " line " + std::to_string(of_->at.line);
}

const config::value& toml_row::need(std::string_view key) const {
    const auto* found = find(key);
    if (found == nullptr) throw complaint(where() + ": there is no '" + std::string(key) + "'");
    return *found;
}

std::string toml_row::text(std::string_view key) const {
    const auto* value = std::get_if<std::string>(&need(key).content);
    if (value == nullptr)
        throw complaint(where() + ": '" + std::string(key) + "' is not a text in quotes");
    return *value;
}

std::int64_t toml_row::number(std::string_view key) const {
    const auto* value = std::get_if<std::int64_t>(&need(key).content);
    if (value == nullptr)
        throw complaint(where() + ": '" + std::string(key) + "' is not a whole number");
    return *value;
}

std::optional<std::string> toml_row::text_if(std::string_view key) const {
    if (find(key) == nullptr) return std::nullopt;
    return text(key);
}

std::optional<std::int64_t> toml_row::number_if(std::string_view key) const {
    if (find(key) == nullptr) return std::nullopt;
    return number(key);
}

std::optional<bool> toml_row::flag_if(std::string_view key) const {
    if (find(key) == nullptr) return std::nullopt;
    const auto* value = std::get_if<bool>(&need(key).content);
    if (value == nullptr)
        throw complaint(where() + ": '" + std::string(key) + "' is neither true nor false");
    return *value;
}

std::vector<std::string> toml_row::texts(std::string_view key) const {
    std::vector<std::string> all;
    const auto* found = find(key);
    const auto* list =
        found != nullptr ? std::get_if<config::value_list>(&found->content) : nullptr;
    if (list == nullptr) return all;
    for (const auto& each : *list)
        if (const auto* value = std::get_if<std::string>(&each.content)) all.push_back(*value);
    return all;
}

std::optional<toml_row> toml_row::table(std::string_view key) const {
    const auto* found = find(key);
    if (found == nullptr || !std::holds_alternative<config::value_table>(found->content))
        return std::nullopt;
    return toml_row(*found);
}

std::vector<std::pair<std::string, std::string>> toml_row::all_texts() const {
    std::vector<std::pair<std::string, std::string>> all;
    if (const auto* table = std::get_if<config::value_table>(&of_->content))
        for (const auto& entry : *table)
            all.emplace_back(entry.key, text(entry.key));
    return all;
}

std::vector<std::string> toml_row::keys() const {
    std::vector<std::string> all;
    if (const auto* table = std::get_if<config::value_table>(&of_->content))
        for (const auto& entry : *table)
            all.push_back(entry.key);
    return all;
}

toml_file::toml_file(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) throw complaint(file.string() + " cannot be read", not_found);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    std::vector<config::mistake> mistakes;
    root_.content = config::parse_document(text, file.string(), mistakes);
    root_.at = {file.string(), 1, 1};
    if (!mistakes.empty()) throw complaint(config::to_string(mistakes.front()));
}

std::vector<toml_row> toml_file::rows(std::string_view name) const {
    std::vector<toml_row> all;
    const auto& table = std::get<config::value_table>(root_.content);
    for (const auto& entry : table) {
        if (entry.key != name) continue;
        if (const auto* list = std::get_if<config::value_list>(&entry.value.content))
            for (const auto& each : *list)
                all.emplace_back(each);
    }
    return all;
}

} // namespace circ::tool
