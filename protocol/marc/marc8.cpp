#include "protocol/marc/marc8.hpp"

#include "protocol/text/utf8.hpp"

#include <yaz/yaz-iconv.h>

#include <array>
#include <memory>
#include <new>
#include <utility>

// libyaz has the tables, and is asked for one character at a time. The escape sequences and the
// marks that precede their letter are followed here: after an error libyaz may read beyond the
// text, and what a set does not define it leaves out without a word.

namespace circ::protocol::marc {

namespace {

constexpr char escape = '\x1B';
constexpr char ascii = 'B', ansel = 'E', east_asian = '1';

/// The final characters of escape sequences: every set of MARC-8.
constexpr std::string_view known_sets = "BEgbps2NQ34S1";

struct close_converter {
    void operator()(yaz_iconv_t converter) const noexcept { yaz_iconv_close(converter); }
};
using converter = std::unique_ptr<yaz_iconv_struct, close_converter>;

constexpr bool is_right_half(char c) noexcept {
    return static_cast<unsigned char>(c) >= 0x80;
}

constexpr bool is_control(char c) noexcept {
    return (static_cast<unsigned char>(c) & 0x7F) < ' ';
}

/// The second halves of a ligature and of a double tilde stand for nothing of their own: the first
/// half becomes a mark over both letters.
constexpr bool is_second_half(char set, char c) noexcept {
    return set == ansel && (c == '\xEC' || c == '\xFB');
}

class marc8_decoder {
public:
    marc8_decoder() : converter_{yaz_iconv_open("UTF-8", "MARC-8")} {
        if (!converter_) throw std::bad_alloc{};
    }

    decoded run(std::string_view bytes) && {
        out_.text.reserve(bytes.size() * 2);
        while (!bytes.empty()) {
            if (bytes.front() != escape)
                bytes.remove_prefix(take_character(bytes));
            else if (const std::size_t length = take_escape(bytes); length > 0)
                bytes.remove_prefix(length);
            else {
                replace();
                bytes.remove_prefix(1);
            }
        }
        if (!std::exchange(marks_, {}).empty()) replace(); // a mark without a letter
        return std::move(out_);
    }

private:
    void replace() { append(text::replacement_utf8, 1); }

    void append(std::string_view character, std::size_t replaced = 0) {
        out_.text += character;
        out_.text += marks_;
        out_.replaced += replaced;
        marks_.clear();
    }

    /// Follows one escape sequence.
    /// @return its length, or 0 when it calls no set of MARC-8.
    std::size_t take_escape(std::string_view bytes) {
        std::size_t at = 1;
        const auto take_one_of = [&](std::string_view wanted) {
            if (at >= bytes.size() || wanted.find(bytes[at]) == std::string_view::npos) return '\0';
            return bytes[at++];
        };
        const bool is_multibyte = take_one_of("$") != '\0';
        const char half = take_one_of("(,)-");
        if (half != '\0') take_one_of("!"); // ANSEL is !E
        const char set = take_one_of(known_sets);
        if (set == '\0' || is_multibyte != (set == east_asian)) return 0;
        (half == ')' || half == '-' ? right_ : left_) = set == 's' ? ascii : set;
        return at;
    }

    /// Takes the character at the front.
    /// @return its length
    std::size_t take_character(std::string_view bytes) {
        const char first = bytes.front();
        const char set = is_right_half(first) ? (is_control(first) ? ansel : right_) : left_;
        if (first == ' ' || (set == ascii && !is_right_half(first)) ||
            (is_control(first) && !is_right_half(first))) {
            append(bytes.substr(0, 1));
            return 1;
        }
        const std::size_t length = set == east_asian ? 3 : 1;
        if (length <= bytes.size() && look_up(set, bytes.substr(0, length))) return length;
        if (!is_second_half(set, first)) replace();
        return 1;
    }

    /// Has libyaz convert one character, with a space behind it: the space comes out first when the
    /// character is a mark, and alone when the set does not define it.
    bool look_up(char set, std::string_view character) {
        std::string in{escape, is_right_half(character.front()) ? ')' : '(', set};
        in.append(character).append(" ");
        std::array<char, 32> buffer;
        char* from = in.data();
        char* to = buffer.data();
        std::size_t left = in.size();
        std::size_t room = buffer.size();
        yaz_iconv(converter_.get(), nullptr, nullptr, nullptr, nullptr); // forgets the one before
        yaz_iconv(converter_.get(), &from, &left, &to, &room);
        const std::string_view result(buffer.data(), static_cast<std::size_t>(to - buffer.data()));
        if (left > 0 || result.size() < 2) return false;
        if (result.front() == ' ')
            marks_ += result.substr(1);
        else
            append(result.substr(0, result.size() - 1));
        return true;
    }

    converter converter_;
    char left_ = ascii;
    char right_ = ansel;
    std::string marks_; // waiting for their letter
    decoded out_;
};

} // namespace

decoded marc8_to_utf8(std::string_view bytes) {
    const bool plain = bytes.find(escape) == std::string_view::npos && text::is_ascii(bytes);
    if (plain) return {std::string(bytes), 0};
    return marc8_decoder{}.run(bytes);
}

decoded repaired_utf8(std::string_view bytes) {
    if (text::is_utf8(bytes)) return {std::string(bytes), 0};
    decoded out;
    out.text.reserve(bytes.size() + 8);
    while (!bytes.empty()) {
        const text::utf8_step step = text::front_character(bytes);
        out.replaced += step.valid ? 0 : 1;
        text::append_utf8(out.text, step.code_point);
        bytes.remove_prefix(step.length);
    }
    return out;
}

} // namespace circ::protocol::marc
