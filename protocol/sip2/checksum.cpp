#include "protocol/sip2/checksum.hpp"

#include "protocol/text/utf8.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>

namespace circ::protocol::sip2 {

namespace {

constexpr bool is_decimal(char c) noexcept { return c >= '0' && c <= '9'; }
constexpr bool is_hex(char c) noexcept { return is_decimal(c) || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f'); }

constexpr std::string_view sequence_id = "AY", checksum_id = "AZ";
constexpr std::size_t longest_sequence = 9, longest_checksum = 5;
constexpr std::size_t code_length = 2;

/// Behind the fixed part of these a tail follows without a delimiter: they have no fields.
constexpr bool is_without_fields(std::string_view frame) noexcept {
    return frame.size() >= code_length && frame[0] == '9' &&
           std::string_view("4679").find(frame[1]) != std::string_view::npos;
}

/// Takes the digits at the front of `text` away and gives them back.
std::string_view take_digits(std::string_view& text, bool (*is_digit)(char)) noexcept {
    const auto end = std::ranges::find_if_not(text, is_digit);
    const std::string_view digits(text.begin(), end);
    text.remove_prefix(digits.size());
    return digits;
}

/// Reads `tail` into `parts`.
/// @return whether it is a tail and nothing else.
bool read_tail(std::string_view tail, split_frame& parts) noexcept {
    bool well_formed = true;
    if (tail.starts_with(sequence_id)) {
        tail.remove_prefix(sequence_id.size());
        parts.sequence = take_digits(tail, is_decimal);
        well_formed = !parts.sequence->empty() && parts.sequence->size() <= longest_sequence;
    }
    const auto mark = tail.find(checksum_id);
    if (mark == std::string_view::npos) return well_formed && tail.empty();

    parts.checksum = tail.substr(mark + checksum_id.size());
    auto rest = *parts.checksum;
    rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size())); // padded by php-sip2
    const auto digits = take_digits(rest, is_hex);
    return well_formed && mark == 0 && rest.empty() && !digits.empty() &&
           parts.checksum->size() <= longest_checksum;
}

/// @return where a tail begins behind a delimiter, or behind a fixed part that no field follows.
std::size_t find_tail(std::string_view frame, char delimiter) noexcept {
    if (is_without_fields(frame))
        return std::min(frame.find(sequence_id, code_length), frame.find(checksum_id, code_length));
    for (auto at = frame.find(delimiter); at != std::string_view::npos;
         at = frame.find(delimiter, at + 1)) {
        const auto segment = frame.substr(at + 1);
        if (segment.starts_with(sequence_id) || segment.starts_with(checksum_id)) return at + 1;
    }
    return std::string_view::npos;
}

/// @return where a tail in its regular form begins: AY, a digit, AZ, four digits.
std::size_t find_regular_tail(std::string_view frame) noexcept {
    constexpr std::size_t length = 9;
    if (frame.size() < code_length + length) return std::string_view::npos;
    split_frame parts;
    const auto start = frame.size() - length;
    const bool regular = read_tail(frame.substr(start), parts) && parts.sequence &&
                         parts.sequence->size() == 1 && parts.checksum &&
                         parts.checksum->find(' ') == std::string_view::npos;
    return regular ? start : std::string_view::npos;
}

/// Eight bytes in a step, since every line that comes and goes is summed: two of them share 16 bits of the sum.
std::uint32_t sum_of_bytes(std::string_view bytes) noexcept {
    constexpr std::uint64_t every_other = 0x00FF00FF00FF00FF;
    constexpr std::size_t most_steps = 128; // then 16 bits might be too few
    std::uint32_t sum = 0;
    while (bytes.size() >= sizeof(std::uint64_t)) {
        std::uint64_t sums = 0;
        const auto steps = std::min(bytes.size() / sizeof sums, most_steps);
        for (std::size_t i = 0; i < steps; ++i) {
            std::uint64_t eight = 0;
            std::memcpy(&eight, bytes.data() + i * sizeof eight, sizeof eight);
            sums += (eight & every_other) + (eight >> 8 & every_other);
        }
        for (; sums != 0; sums >>= 16)
            sum += static_cast<std::uint16_t>(sums);
        bytes.remove_prefix(steps * sizeof sums);
    }
    for (const char byte : bytes)
        sum += static_cast<unsigned char>(byte); // plain char is signed here
    return sum;
}

std::uint32_t sum_of_characters(std::string_view bytes, charset encoding) {
    const std::string characters = to_utf8(bytes, encoding);
    std::uint32_t sum = 0;
    for (std::string_view rest = characters; !rest.empty();) {
        const text::utf8_step step = text::front_character(rest);
        sum += step.code_point;
        rest.remove_prefix(step.length);
    }
    return sum;
}

void verify(std::string_view frame, charset encoding, split_frame& parts) {
    const auto digits = parts.checksum->substr(parts.checksum->find_first_not_of(' '));
    std::uint32_t claimed = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), claimed, 16);
    const auto summed = frame.substr(0, frame.size() - parts.checksum->size());

    const auto fits = [claimed](std::uint32_t sum) { return ((sum + claimed) & 0xFFFFu) == 0; };
    if (fits(sum_of_bytes(summed))) {
        parts.state = checksum_state::good;
    } else if (fits(sum_of_characters(summed, encoding))) {
        parts.state = checksum_state::good;
        parts.summed_over_characters = true;
    } else {
        parts.state = checksum_state::bad;
    }
}

} // namespace

std::uint16_t checksum(std::string_view bytes) noexcept {
    return static_cast<std::uint16_t>(0u - sum_of_bytes(bytes));
}

void append_tail(std::string& message, const tail_form& form) {
    if (form.sequence) {
        message += sequence_id;
        message += *form.sequence;
    }
    if (!form.with_checksum) return;
    message += checksum_id;
    const std::uint32_t sum = checksum(message);
    for (int shift = 12; shift >= 0; shift -= 4)
        message += "0123456789ABCDEF"[(sum >> shift) & 0xF];
}

split_frame split_tail(std::string_view frame, char delimiter, charset encoding) {
    split_frame parts{.body = frame};
    auto start = find_tail(frame, delimiter);
    if (start == std::string_view::npos) {
        start = find_regular_tail(frame);
        parts.delimiter_missing = start != std::string_view::npos;
    }
    if (start == std::string_view::npos) return parts;

    parts.body = frame.substr(0, start);
    if (!read_tail(frame.substr(start), parts))
        parts.state = checksum_state::bad;
    else if (parts.checksum)
        verify(frame, encoding, parts);
    return parts;
}

} // namespace circ::protocol::sip2
