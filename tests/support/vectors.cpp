#include "tests/support/vectors.hpp"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <stdexcept>

namespace circ::test {

namespace {

vector_line parse_line(const std::string& line) {
    const auto first = line.find('\t');
    if (first == std::string::npos) throw std::runtime_error{"no tab in vector: " + line};
    const auto second = line.find('\t', first + 1);
    vector_line parsed;
    parsed.label = line.substr(0, first);
    parsed.message = unescape(std::string_view{line}.substr(first + 1, second - first - 1));
    if (second != std::string::npos) parsed.remark = line.substr(second + 1);
    return parsed;
}

bool is_alphanumeric(char c) noexcept {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

} // namespace

std::string unescape(std::string_view text) {
    std::string bytes;
    while (!text.empty()) {
        std::size_t taken = 1;
        if (text.front() != '\\') {
            bytes += text.front();
        } else if (text.starts_with("\\\\")) {
            bytes += '\\';
            taken = 2;
        } else {
            unsigned value = 0;
            const auto* const digits = text.data() + 2;
            const bool readable = text.starts_with("\\x") && text.size() >= 4 &&
                                  std::from_chars(digits, digits + 2, value, 16).ptr == digits + 2;
            if (!readable) throw std::runtime_error{"bad escape: " + std::string{text}};
            bytes += static_cast<char>(value);
            taken = 4;
        }
        text.remove_prefix(taken);
    }
    return bytes;
}

std::vector<vector_line> read_vectors(const std::string& path) {
    const std::string name = path.empty() ? CIRC_TEST_DATA "/sip2/vectors.txt" : path;
    std::ifstream file{name, std::ios::binary};
    if (!file) throw std::runtime_error{"cannot read " + name};
    std::vector<vector_line> lines;
    for (std::string line; std::getline(file, line);) {
        if (!line.empty() && line.front() != '#') lines.push_back(parse_line(line));
    }
    return lines;
}

std::vector<vector_line> vectors_labelled(const std::vector<std::string_view>& prefixes) {
    auto lines = read_vectors();
    std::erase_if(lines, [&](const vector_line& line) {
        return std::ranges::none_of(
            prefixes, [&](std::string_view prefix) { return line.label.starts_with(prefix); });
    });
    return lines;
}

std::string vector_message(std::string_view label) {
    for (auto& line : read_vectors()) {
        if (line.label == label) return std::move(line.message);
    }
    throw std::out_of_range{"no vector " + std::string{label}};
}

std::string test_name(std::string_view label) {
    std::string name{label};
    std::ranges::replace_if(
        name, [](char c) { return !is_alphanumeric(c); }, '_');
    return name;
}

} // namespace circ::test
