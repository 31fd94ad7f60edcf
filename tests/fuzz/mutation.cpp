#include "tests/fuzz/mutation.hpp"

#include <algorithm>
#include <iterator>
#include <string_view>

namespace circ::fuzz {

namespace {

using namespace std::string_view_literals;

constexpr std::string_view stumbling[] = {
    "|"sv,          "\r"sv,       "\n"sv,        "\r\n"sv,     "\0"sv,         "\x1B[2J"sv,    "\x7F"sv,
    "\xC0\xAF"sv,   "\xED\xA0\x80"sv, "\xF4\x90\x80\x80"sv, "\xE2\x80\xAE"sv, "\xFF\xFA"sv, "\xFF"sv, "AY"sv,
    "AY1AZ"sv,      "97\r"sv,     "99"sv,        "\x1D"sv,     "\x1E"sv,       "\x1F"sv,       "\""sv,
    "\"\""sv,       ","sv,        "'"sv,         "]]>"sv,      "<![CDATA["sv,  "<record>"sv,   "</record>"sv,
    "&#x0;"sv,      "[["sv,       "]"sv,         "= {"sv,      "99999"sv,      "-1"sv,         "18446744073709551616"sv,
    "\xEF\xBB\xBF"sv, "=cmd"sv,   "00000"sv,     "    "sv,     "e\xCC\x81"sv,
};

/// Without std's distributions, whose numbers are each library's own.
std::size_t below(std::size_t bound, std::mt19937& random) {
    return bound == 0 ? 0 : random() % bound;
}

void change(std::string& text, const seed& other, std::mt19937& random) {
    const std::size_t at = below(text.size() + 1, random);
    const std::size_t length = 1 + below(random() % 4 == 0 ? 64 : 4, random);
    switch (random() % 7) {
    case 0:
        if (at < text.size()) text[at] = static_cast<char>(random());
        break;
    case 1:
        if (at < text.size()) text[at] = static_cast<char>(static_cast<unsigned char>(text[at]) ^ (1U << (random() % 8)));
        break;
    case 2:
        text.erase(at, length);
        break;
    case 3:
        text.insert(at, text.substr(at, length));
        break;
    case 4:
        text.resize(at);
        break;
    case 5:
        text.insert(at, other.bytes.substr(below(other.bytes.size(), random), length * 8));
        break;
    default:
        text.insert(at, stumbling[below(std::size(stumbling), random)]);
    }
}

} // namespace

std::string mutated(std::span<const seed> seeds, std::mt19937& random) {
    const auto any = [&]() -> const seed& { return seeds[below(seeds.size(), random)]; };
    std::string text = any().bytes;
    const auto changes = 1 + below(6, random);
    for (std::size_t n = 0; n < changes; ++n) change(text, any(), random);
    return text;
}

} // namespace circ::fuzz
