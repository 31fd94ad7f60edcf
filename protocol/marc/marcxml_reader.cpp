#include "protocol/marc/marcxml.hpp"
#include "protocol/marc/marcxml_element.hpp"
#include "protocol/text/one_line.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <istream>
#include <utility>

// The file is taken token by token, each up to its next '>'. What lies between a record's start
// and end tag is gathered and handed to the XML parser alone.

namespace circ::protocol::marc {

namespace {

constexpr std::string_view comment_begin = "<!--", comment_end = "-->";
constexpr std::string_view cdata_begin = "<![CDATA[", cdata_end = "]]>";

/// The name of the tag that ends `token`, without its prefix, with '/' in front of an end tag's.
std::string tag_name(std::string_view token) {
    const std::size_t open = token.rfind('<');
    if (open == std::string_view::npos) return {};
    std::string_view name = token.substr(open + 1);
    const bool is_end = name.starts_with('/');
    name.remove_prefix(is_end ? 1 : 0);
    name = name.substr(0, name.find_first_of(" \t\r\n/>"));
    name = name.substr(name.rfind(':') + 1);
    return (is_end ? "/" : "") + std::string(name);
}

/// The value of `encoding` in an XML declaration, or nothing.
std::string declared_encoding(std::string_view declaration) {
    std::size_t at = declaration.find("encoding");
    if (at == std::string_view::npos) return {};
    at = declaration.find_first_of("\"'", at);
    if (at == std::string_view::npos) return {};
    const std::size_t end = declaration.find(declaration[at], at + 1);
    return std::string(declaration.substr(at + 1, end - at - 1));
}

bool is_utf_16(std::string_view front) noexcept {
    return front.starts_with("\xFE\xFF") || front.starts_with("\xFF\xFE") ||
           front.substr(0, 2).find('\0') != std::string_view::npos;
}

} // namespace

marcxml_reader::marcxml_reader(std::istream& in) : in_{in}, buffer_(65'536, '\0') {}

/// Takes the bytes up to and with the next '>'; beyond the longest record they are only counted.
bool marcxml_reader::next_token() {
    token_.clear();
    token_offset_ = next_offset_;
    while (in_.good()) {
        in_.getline(buffer_.data(), static_cast<std::streamsize>(buffer_.size()), '>');
        const auto taken = static_cast<std::size_t>(in_.gcount());
        next_offset_ += taken;
        const bool is_whole = in_.good();
        if (token_.size() <= longest_marcxml_record)
            token_.append(buffer_.data(), is_whole ? taken - 1 : taken);
        if (is_whole) {
            token_ += '>';
            return true;
        }
        if (in_.eof() || in_.bad()) return false;
        in_.clear(); // the buffer was full
    }
    return false;
}

std::optional<reading> marcxml_reader::next() {
    while (!done_) {
        const bool is_whole = next_token();
        if (token_offset_ == 0) {
            if (auto fault = begin_file()) return fault;
        }
        if (!is_whole) return end_file();
        if (auto found = take_token()) return found;
    }
    return std::nullopt;
}

/// Looks at the XML declaration, if the file begins with one.
/// @return a fault when the file's character set cannot be read at all.
std::optional<reading> marcxml_reader::begin_file() {
    std::string sentence;
    if (is_utf_16(token_)) sentence = "the file is in UTF-16; convert it to UTF-8 first";
    if (token_.find("<?xml") != std::string::npos) encoding_ = declared_encoding(token_);
    if (!is_known_encoding(encoding_))
        sentence = fmt::format("the file is in a character set that is not known: {}", encoding_);
    if (sentence.empty()) return std::nullopt;
    done_ = true;
    return make_fault(std::move(sentence));
}

/// Follows the file's structure by one token.
std::optional<reading> marcxml_reader::take_token() {
    if (section_ != section::markup) {
        gather();
        if (token_.ends_with(section_ == section::comment ? comment_end : cdata_end))
            section_ = section::markup;
        return std::nullopt;
    }
    if (const std::size_t at = token_.find(comment_begin); at != std::string::npos) {
        if (!std::string_view(token_).substr(at + comment_begin.size()).ends_with(comment_end))
            section_ = section::comment;
    } else if (token_.find(cdata_begin) != std::string::npos) {
        if (!token_.ends_with(cdata_end)) section_ = section::cdata;
    } else {
        const std::string name = tag_name(token_);
        if (name == "record") return begin_record();
        if (name == "leader" || name == "controlfield" || name == "datafield") has_fields_ = true;
        if (name == "/record" && in_record_) {
            gather();
            return end_record();
        }
    }
    gather();
    return std::nullopt;
}

void marcxml_reader::gather() {
    if (!in_record_) return;
    too_long_ = too_long_ || piece_.size() + token_.size() > longest_marcxml_record;
    if (!too_long_) piece_ += token_;
}

/// @return a fault when the record before this one was left open; an envelope's element of the
///         same name, which has no fields of its own, is none.
std::optional<reading> marcxml_reader::begin_record() {
    std::optional<reading> fault;
    if (in_record_ && has_fields_) fault = make_fault("the record has no end tag");
    const std::size_t open = token_.rfind('<');
    piece_offset_ = token_offset_ + open;
    piece_.clear();
    token_.erase(0, open);
    in_record_ = true;
    has_fields_ = false;
    too_long_ = false;
    gather();
    if (!fault && token_.ends_with("/>")) return end_record();
    return fault;
}

reading marcxml_reader::end_record() {
    in_record_ = false;
    if (too_long_)
        return make_fault(
            fmt::format("the record is longer than {} bytes", longest_marcxml_record));
    if (!has_fields_) return make_fault("the record element holds no MARC field");
    reading out = parse_marcxml_element(piece_, encoding_);
    out.number = ++number_;
    out.offset = piece_offset_;
    return out;
}

std::optional<reading> marcxml_reader::end_file() {
    done_ = true;
    if (in_.bad()) return make_fault("the file could not be read further");
    if (in_record_) return make_fault("the file ends inside the record");
    if (number_ == 0) return make_fault("the file holds no record element");
    return std::nullopt;
}

reading marcxml_reader::make_fault(std::string sentence) {
    return {.number = ++number_, .offset = piece_offset_, .fault = text::one_line(sentence)};
}

} // namespace circ::protocol::marc
