#include "protocol/ncip/encoding.hpp"

#include "protocol/errc.hpp"
#include "protocol/ncip/values.hpp"
#include "protocol/text/utf8.hpp"
#include "protocol/text/windows_1252.hpp"

#include <algorithm>
#include <array>

namespace circ::protocol::ncip {
namespace {

using text_or_error = boost::system::result<std::string>;

enum class byte_order { little, big };

char16_t unit_at(std::string_view bytes, std::size_t at, byte_order order) noexcept {
    const auto first = static_cast<unsigned char>(bytes[at]);
    const auto second = static_cast<unsigned char>(bytes[at + 1]);
    const auto unit = order == byte_order::big ? first << 8 | second : second << 8 | first;
    return static_cast<char16_t>(unit);
}

text_or_error from_utf_16(std::string_view bytes, byte_order order) {
    if (bytes.size() % 2 != 0) return errc::bad_encoding;
    std::string out;
    for (std::size_t at = 0; at < bytes.size(); at += 2) {
        char32_t character = unit_at(bytes, at, order);
        if (character >= 0xD800 && character < 0xDC00 && at + 3 < bytes.size()) {
            const char32_t low = unit_at(bytes, at + 2, order);
            if (low < 0xDC00 || low > 0xDFFF) return errc::bad_encoding;
            character = 0x10000 + ((character - 0xD800) << 10) + (low - 0xDC00);
            at += 2;
        }
        if (character >= 0xD800 && character <= 0xDFFF) return errc::bad_encoding;
        text::append_utf8(out, character);
    }
    return out;
}

/// The value of `encoding` in the XML declaration; empty without one.
std::string declared_encoding(std::string_view document) {
    if (!document.starts_with("<?xml")) return {};
    const auto declaration = document.substr(0, std::min(document.find("?>"), std::size_t{256}));
    auto at = declaration.find("encoding");
    if (at == std::string_view::npos) return {};
    at = declaration.find_first_of("\"'", at);
    if (at == std::string_view::npos) return {};
    const auto end = declaration.find(declaration[at], at + 1);
    if (end == std::string_view::npos) return {};
    return folded(declaration.substr(at + 1, end - at - 1));
}

bool is_one_of(std::string_view name, const auto& names) {
    return std::ranges::find(names, name) != names.end();
}

/// Names are folded: letters and digits alone.
constexpr std::array<std::string_view, 4> one_byte_names = {
    "iso88591", "latin1", "windows1252", "cp1252"};
constexpr std::array<std::string_view, 5> utf8_names = {
    "", "utf8", "usascii", "ascii", "utf16"}; // a UTF-16 document without mark is not read here

} // namespace

text_or_error to_utf8(std::string_view document) {
    using namespace std::string_view_literals;
    if (document.starts_with(text::byte_order_mark))
        document.remove_prefix(text::byte_order_mark.size());
    else if (document.starts_with("\xFF\xFE"sv))
        return from_utf_16(document.substr(2), byte_order::little);
    else if (document.starts_with("\xFE\xFF"sv))
        return from_utf_16(document.substr(2), byte_order::big);
    else if (document.starts_with("<\0"sv))
        return from_utf_16(document, byte_order::little);
    else if (document.starts_with("\0<"sv))
        return from_utf_16(document, byte_order::big);
    if (text::is_utf8(document)) return std::string(document);
    const auto name = declared_encoding(document);
    if (is_one_of(name, one_byte_names)) return text::from_windows_1252(document);
    return is_one_of(name, utf8_names) ? errc::bad_encoding : errc::unknown_encoding;
}

} // namespace circ::protocol::ncip
