#include "protocol/marc/aleph.hpp"

#include "protocol/marc/compose.hpp"
#include "protocol/marc/delimiters.hpp"
#include "protocol/marc/marc8.hpp"
#include "protocol/text/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <istream>
#include <limits>

// The columns of a line: 0-8 the record's number, 10-12 the tag, 13-14 the indicators, 16 the
// alphabet, 18 on the content.

namespace circ::protocol::marc {

namespace {

constexpr std::size_t number_length = 9;
constexpr std::size_t content_begin = 18;
constexpr std::string_view subfield_mark = "$$";
constexpr std::size_t longest_line = 100'000; ///< the system itself breaks at 2,000
constexpr std::size_t most_warnings = 20;

bool is_field_line(std::string_view line) noexcept {
    return line.size() >= content_begin - 1 && line[number_length] == ' ' && line[15] == ' ' &&
           std::ranges::all_of(line.substr(0, number_length),
                               [](char c) { return c >= '0' && c <= '9'; }) &&
           is_tag(line.substr(10, 3));
}

/// Blanks of fixed fields, where they count, are written as carets.
std::string with_blanks(std::string_view text) {
    std::string made(text);
    std::ranges::replace(made, '^', ' ');
    return made;
}

std::string to_text(std::string_view bytes, reading& into) {
    const decoded result = repaired_utf8(bytes);
    into.replaced += result.replaced;
    return compose(result.text);
}

void take_leader(record& into, std::string_view content) {
    into.leader = with_blanks(content);
    into.leader.resize(leader_length, ' ');
    std::ranges::replace_if(into.leader, std::not_fn(is_graphic), ' ');
    into.leader[9] = 'a'; // what the record holds from here on
}

void take_data_field(reading& into, std::string_view line, std::string_view content) {
    data_field field{
        .tag = std::string(line.substr(10, 3)), .indicator_1 = line[13], .indicator_2 = line[14]};
    for (char* each : {&field.indicator_1, &field.indicator_2})
        if (!is_graphic(*each)) *each = ' ';
    while (content.starts_with(subfield_mark)) {
        content.remove_prefix(subfield_mark.size());
        const auto whole = content.substr(0, content.find(subfield_mark));
        content.remove_prefix(whole.size());
        if (whole.empty()) continue;
        if (whole[0] != ' ' && is_graphic(whole[0]))
            field.subfields.push_back({whole[0], to_text(whole.substr(1), into)});
        else
            into.warnings.push_back(fmt::format(
                "a subfield of field {} has no valid code and was left out", field.tag));
    }
    if (!field.subfields.empty()) into.record->data_fields.push_back(std::move(field));
}

} // namespace

bool looks_like_aleph(std::string_view line) noexcept {
    return is_field_line(line);
}

aleph_reader::aleph_reader(std::istream& in) : in_(in), buffer_(longest_line, '\0') {}

/// A line that is too long is cut, and so is no field: its record is told of it.
bool aleph_reader::next_line() {
    in_.getline(buffer_.data(), static_cast<std::streamsize>(buffer_.size()));
    auto taken = static_cast<std::size_t>(in_.gcount());
    has_line_ = taken > 0 || in_.good();
    line_.assign(buffer_.data()); // ends at the first NUL, which no field holds
    if (in_.fail() && !in_.eof() && !in_.bad()) {
        in_.clear();
        in_.ignore(std::numeric_limits<std::streamsize>::max(), '\n');
        taken += static_cast<std::size_t>(in_.gcount());
        line_ = "a line that is too long";
    }
    line_offset_ = next_offset_;
    next_offset_ += taken;
    if (has_line_) ++line_number_;
    if (line_number_ == 1 && line_.starts_with(text::byte_order_mark)) {
        line_.erase(0, text::byte_order_mark.size());
        line_offset_ += text::byte_order_mark.size(); // a record begins behind it
    }
    while (!line_.empty() && line_.back() == '\r')
        line_.pop_back();
    return has_line_;
}

void aleph_reader::take_line(reading& into) const {
    const std::string_view line = line_;
    if (!is_field_line(line)) {
        if (into.warnings.size() < most_warnings)
            into.warnings.push_back(fmt::format(
                "line {} is no field of Aleph's sequential format and was left out", line_number_));
        return;
    }
    const auto tag = line.substr(10, 3);
    const auto content =
        line.size() > content_begin ? line.substr(content_begin) : std::string_view{};
    if (tag == "LDR")
        take_leader(*into.record, content);
    else if (tag.starts_with("00"))
        into.record->control_fields.push_back(
            {std::string(tag), to_text(with_blanks(content), into)});
    else if (content.starts_with(subfield_mark))
        take_data_field(into, line, content);
}

std::optional<reading> aleph_reader::next() {
    if (!has_line_ && line_number_ == 0) static_cast<void>(next_line());
    while (has_line_ && line_.empty())
        static_cast<void>(next_line());
    if (!has_line_) return std::nullopt;
    reading out{.number = ++number_, .offset = line_offset_};
    if (!is_field_line(line_)) {
        out.fault = fmt::format(
            "line {} is no field of Aleph's sequential format, such as 000000017 24510 L $$aTitle",
            line_number_);
        static_cast<void>(next_line());
        return out;
    }
    const std::string system_number = line_.substr(0, number_length);
    out.record.emplace();
    std::size_t taken = 0;
    bool is_too_long = false;
    do {
        taken += line_.size();
        is_too_long = is_too_long || taken > longest_aleph_record;
        if (!is_too_long) take_line(out);
    } while (next_line() &&
             (line_.starts_with(system_number) || (!line_.empty() && !is_field_line(line_))));
    if (out.record->leader.empty()) take_leader(*out.record, "^^^^^nam^^22^^^^^^a^4500");
    if (is_too_long) {
        out.fault = fmt::format(
            "the record {} is longer than {} bytes", system_number, longest_aleph_record);
    } else if (out.record->data_fields.empty()) {
        out.fault = fmt::format("the record {} has no field with subfields", system_number);
    } else if (control_value(*out.record, "001").empty()) {
        out.record->control_fields.insert(out.record->control_fields.begin(),
                                          {"001", system_number});
    }
    if (!out.fault.empty()) out.record.reset();
    return out;
}

} // namespace circ::protocol::marc
