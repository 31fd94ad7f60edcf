#include "tests/fuzz/input.hpp"
#include "tests/fuzz/lines.hpp"
#include "tests/fuzz/targets.hpp"

#include "protocol/sip2/print_lines.hpp"
#include "storage/fold.hpp"

#include <string>

namespace circ::fuzz {

namespace {

using namespace protocol::sip2;

auto controls_in(std::string_view text) {
    return std::ranges::count_if(text, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7F'; });
}

void decode_and_encode(std::string_view bytes, charset set) {
    const std::string inside = to_utf8(bytes, set);
    promise(protocol::text::is_utf8(inside), "inside the house all text is UTF-8");
    promise(controls_in(inside) == controls_in(bytes), "reading makes no control character");
    std::string outside;
    append_encoded(outside, inside, set);
    promise(controls_in(outside) == controls_in(bytes), "and neither does writing");
    std::string again;
    append_encoded(again, to_utf8(outside, set), set);
    promise(outside == again, "what was written is read and written as it was");
}

void fold(std::string_view text) {
    const auto words = storage::folded_words(text, 16);
    promise(words.size() <= 16, "no more words than wanted");
    for (const auto& word : words) {
        promise(!word.empty() && word.size() <= 60, "a word has its bounds");
        promise(is_clean_text(word) && word.find(' ') == std::string::npos, "a word is a word");
    }
}

void lay_out(std::string_view text, std::size_t width) {
    const std::string utf8 = to_utf8(text, charset::utf8);
    promise(columns_of(shorten(utf8, width)) <= width, "a shortened text fits");
    for (const auto& line : wrap(utf8, width))
        promise(width == 0 || columns_of(line) <= width, "a print line fits");
}

} // namespace

void run_charset(std::string_view bytes) {
    input from{bytes};
    const auto set = charsets[from.choose(std::size(charsets))];
    const auto width = from.choose(90);
    decode_and_encode(from.rest(), set);
    for (const auto to : charsets) {
        std::string other;
        append_encoded(other, from.rest(), to);
        promise(controls_in(other) == controls_in(from.rest()), "broken text makes no control character");
    }
    fold(from.rest());
    lay_out(from.rest(), width);
}

} // namespace circ::fuzz
