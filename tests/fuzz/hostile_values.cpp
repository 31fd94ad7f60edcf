#include "tests/fuzz/hostile_values.hpp"

#include <iterator>
#include <string_view>

namespace circ::fuzz {

namespace {

using namespace std::string_view_literals;

constexpr std::string_view pieces[] = {
    "|"sv, "|"sv, "^"sv, "\t"sv, ";"sv, ","sv, "\r"sv, "\n"sv, "\r\n"sv, "\0"sv, "\x1B[2J"sv, "\x1B]0;x\x07"sv, "\x7F"sv,
    "\""sv, "\"\""sv, "'"sv, "\\"sv, "\\n"sv, "=1+1"sv, "@x"sv, "+"sv, "-"sv, " "sv,
    "|AFdone|"sv, "|AY1AZ0000"sv, "97\r"sv, " f3=no"sv, "\",\"f3\":\""sv, "{entries}"sv, "%s"sv,
    "\xC0\xAF"sv, "\xC1\xBC"sv, "\xE0\x80\xAF"sv, "\xE0\x81\xBC"sv, "\xF0\x80\x80\x8A"sv, // overlong / and | and LF
    "\xED\xA0\x80"sv, "\xF4\x90\x80\x80"sv, "\xC3"sv, "\x80"sv, "\xFF\xFA"sv, "\x80|"sv,
    "\xC2\x85"sv, "\xE2\x80\xA8"sv, "\xE2\x80\xAE"sv, "\xE2\x81\xA6"sv, "\xEF\xBD\x9C"sv, "\xC2\xA6"sv, "\xEF\xBB\xBF"sv,
    "Müller"sv, "ß"sv, "e\xCC\x81"sv, "漢字"sv, "😀"sv, "The two towers"sv, "39012000000133"sv,
};

} // namespace

const std::string& hostile_values::next() {
    value_.clear();
    for (auto count = random() % 5; count > 0; --count) {
        if (random() % 8 == 0)
            value_ += static_cast<char>(random() & 0xFFU);
        else
            value_ += pieces[random() % std::size(pieces)];
    }
    return value_;
}

} // namespace circ::fuzz
