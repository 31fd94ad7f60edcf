#include "protocol/marc/delimiters.hpp"
#include "protocol/marc/iso2709.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace circ::protocol::marc {

namespace {

constexpr std::size_t longest_field = 9'999;

/// Text cannot hold the format's own delimiters; no reader makes such text, a caller might.
void append_text(std::string& out, std::string_view text) {
    std::ranges::replace_copy_if(
        text, std::back_inserter(out), [](char c) { return c >= '\0' && c < ' '; }, ' ');
}

std::string to_bytes(const data_field& field) {
    std::string out{field.indicator_1, field.indicator_2};
    for (const subfield& each : field.subfields) {
        out += subfield_delimiter;
        out += each.code;
        append_text(out, each.value);
    }
    return out;
}

/// Which kind a field is of, the format tells by the tag alone.
bool is_control_tag(std::string_view tag) noexcept {
    return tag.starts_with("00");
}

/// Directory and data grow side by side.
class writer {
public:
    bool add(std::string_view tag, std::string_view content) {
        if (!is_tag(tag) || content.size() + 1 > longest_field ||
            data_.size() > longest_iso2709_record)
            return false;
        fmt::format_to(
            std::back_inserter(directory_), "{}{:04}{:05}", tag, content.size() + 1, data_.size());
        data_ += content;
        data_ += field_terminator;
        return true;
    }

    std::optional<std::string> finish(std::string_view leader) const {
        const std::size_t base = leader_length + directory_.size() + 1;
        const std::size_t length = base + data_.size() + 1;
        if (length > longest_iso2709_record) return std::nullopt;
        std::string fixed(leader.substr(0, leader_length));
        fixed.resize(leader_length, ' ');
        fixed[9] = 'a';
        fixed.replace(10, 2, "22");
        fixed.replace(20, 4, "4500");
        fixed.replace(0, 5, fmt::format("{:05}", length));
        fixed.replace(12, 5, fmt::format("{:05}", base));
        return fixed + directory_ + field_terminator + data_ + record_terminator;
    }

private:
    std::string directory_;
    std::string data_;
};

} // namespace

std::optional<std::string> to_iso2709(const record& from) {
    writer out;
    for (const control_field& field : from.control_fields) {
        std::string content;
        append_text(content, field.value);
        if (!is_control_tag(field.tag) || !out.add(field.tag, content)) return std::nullopt;
    }
    for (const data_field& field : from.data_fields)
        if (is_control_tag(field.tag) || !out.add(field.tag, to_bytes(field))) return std::nullopt;
    return out.finish(from.leader);
}

} // namespace circ::protocol::marc
