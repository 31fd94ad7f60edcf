#include "protocol/ncip/xml_writer.hpp"

#include "protocol/text/utf8.hpp"

namespace circ::protocol::ncip::xml {
namespace {

/// What a character becomes; nothing where it may stand as it is.
std::string_view escape_of(char32_t character) noexcept {
    switch (character) {
    case U'&':
        return "&amp;";
    case U'<':
        return "&lt;";
    case U'>':
        return "&gt;";
    case U'"':
        return "&quot;";
    case U'\r':
        return "&#13;"; // a bare one would be read as a line end
    default:
        return {};
    }
}

bool is_forbidden(char32_t character) noexcept {
    const bool is_control = character < 0x20 && character != U'\t' && character != U'\n';
    return is_control || character == 0x7F || character == 0xFFFE || character == 0xFFFF;
}

void append_escaped(std::string& out, std::string_view text) {
    while (!text.empty()) {
        const auto step = text::front_character(text);
        const auto escape = escape_of(step.code_point);
        if (!escape.empty())
            out += escape;
        else if (!step.valid)
            out += text::replacement_utf8;
        else if (!is_forbidden(step.code_point))
            out += text.substr(0, step.length);
        text.remove_prefix(step.length);
    }
}

} // namespace

void writer::open(std::string_view name) {
    end_tag_head();
    out_ += '<';
    out_ += element_prefix_;
    out_ += name;
    open_.push_back(name);
    in_tag_ = true;
}

void writer::attribute(std::string_view name, std::string_view value) {
    plain_attribute(attribute_prefix_ + std::string(name), value);
}

void writer::plain_attribute(std::string_view name, std::string_view value) {
    out_ += ' ';
    out_ += name;
    out_ += "=\"";
    append_escaped(out_, value);
    out_ += '"';
}

void writer::text(std::string_view text) {
    if (text.empty()) return;
    end_tag_head();
    append_escaped(out_, text);
}

void writer::close() {
    if (in_tag_) {
        out_ += "/>";
        in_tag_ = false;
    } else {
        out_ += "</";
        out_ += element_prefix_;
        out_ += open_.back();
        out_ += '>';
    }
    open_.pop_back();
}

void writer::leaf(std::string_view name, std::string_view content) {
    open(name);
    text(content);
    close();
}

void writer::end_tag_head() {
    if (in_tag_) out_ += '>';
    in_tag_ = false;
}

} // namespace circ::protocol::ncip::xml
