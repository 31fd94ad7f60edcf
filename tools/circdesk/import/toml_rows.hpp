#pragma once

#include "config/document.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace circ::tool {

/// One table of a TOML file that lists things: its values by key, and its place for complaints.
class toml_row {
public:
    explicit toml_row(const config::value& of) : of_(&of) {}

    /// @throws complaint naming file, line and key when the value is missing or of another kind
    [[nodiscard]] std::string text(std::string_view key) const;
    [[nodiscard]] std::int64_t number(std::string_view key) const;
    [[nodiscard]] std::optional<std::string> text_if(std::string_view key) const;
    [[nodiscard]] std::optional<std::int64_t> number_if(std::string_view key) const;
    [[nodiscard]] std::optional<bool> flag_if(std::string_view key) const;
    [[nodiscard]] std::vector<std::string> texts(std::string_view key) const;
    [[nodiscard]] std::optional<toml_row> table(std::string_view key) const;
    /// Every key with its text, for tables whose keys are data.
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> all_texts() const;
    [[nodiscard]] std::vector<std::string> keys() const;
    [[nodiscard]] std::string where() const;

private:
    [[nodiscard]] const config::value* find(std::string_view key) const;
    [[nodiscard]] const config::value& need(std::string_view key) const;

    const config::value* of_;
};

/// A TOML file of `[[name]]` tables.
class toml_file {
public:
    /// @throws complaint when it cannot be read
    explicit toml_file(const std::filesystem::path& file);
    [[nodiscard]] std::vector<toml_row> rows(std::string_view name) const;
    [[nodiscard]] toml_row root() const { return toml_row(root_); }

private:
    config::value root_;
};

} // namespace circ::tool
