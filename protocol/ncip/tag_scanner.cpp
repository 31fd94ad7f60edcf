#include "protocol/ncip/tag_scanner.hpp"

#include <string_view>

namespace circ::protocol::ncip {
namespace {

bool is_blank(char byte) noexcept {
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

bool begins_name(char byte) noexcept {
    return (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z') || byte == '_' ||
           byte == ':' || static_cast<unsigned char>(byte) >= 0x80;
}

} // namespace

tag_scanner::progress tag_scanner::take(char byte) {
    if (is_broken_) return progress::broken;
    if (byte == '\n') ++line_;
    if (state_ != state::text && ++tag_bytes_ > most_.tag_bytes && state_ != state::comment &&
        state_ != state::cdata)
        return fail(errc::too_many_attributes);
    switch (state_) {
    case state::text:
        return in_text(byte);
    case state::opened:
        return in_opened(byte);
    case state::tag:
        return in_tag(byte);
    case state::value:
        return in_value(byte);
    case state::end_tag:
        return in_end_tag(byte);
    case state::declaration:
        return in_declaration(byte);
    case state::comment:
        return until(byte, '-', 2);
    case state::cdata:
        return until(byte, ']', 2);
    case state::instruction:
        return until(byte, '?', 1);
    case state::doctype:
        return in_doctype(byte);
    case state::doctype_literal:
        return byte == quote_ ? go(state::doctype) : progress::going_on;
    }
    return fail(errc::not_well_formed);
}

tag_scanner::progress tag_scanner::in_text(char byte) {
    if (byte == '<') {
        tag_bytes_ = 1;
        return go(state::opened);
    }
    if (depth_ == 0 && !is_blank(byte)) return fail(errc::not_well_formed);
    return progress::going_on;
}

tag_scanner::progress tag_scanner::in_opened(char byte) {
    attributes_ = 0;
    run_ = 0;
    previous_ = 0;
    word_.clear();
    if (byte == '/') return go(state::end_tag);
    if (byte == '?') return go(state::instruction);
    if (byte == '!') return go(state::declaration);
    if (!begins_name(byte)) return fail(errc::not_well_formed);
    if (++elements_ > most_.elements) return fail(errc::too_many_elements);
    if (depth_ == most_.depth) return fail(errc::too_deep);
    return go(state::tag);
}

tag_scanner::progress tag_scanner::in_tag(char byte) {
    if (byte == '<') return fail(errc::not_well_formed);
    if (byte == '>') return tag_ends(previous_ == '/');
    previous_ = byte;
    if (byte != '"' && byte != '\'') return progress::going_on;
    if (++attributes_ > most_.attributes) return fail(errc::too_many_attributes);
    quote_ = byte;
    return go(state::value);
}

tag_scanner::progress tag_scanner::in_value(char byte) {
    if (byte == '<') return fail(errc::not_well_formed);
    return byte == quote_ ? go(state::tag) : progress::going_on;
}

tag_scanner::progress tag_scanner::in_end_tag(char byte) {
    if (byte == '<') return fail(errc::not_well_formed);
    if (byte != '>') return progress::going_on;
    if (depth_ == 0) return fail(errc::not_well_formed);
    state_ = state::text;
    return --depth_ == 0 ? progress::document_ended : progress::going_on;
}

tag_scanner::progress tag_scanner::tag_ends(bool is_empty) {
    state_ = state::text;
    if (!is_empty) ++depth_;
    return depth_ == 0 ? progress::document_ended : progress::going_on;
}

tag_scanner::progress tag_scanner::in_declaration(char byte) {
    word_ += byte;
    if (word_ == "--") return go(state::comment);
    if (word_ == "[CDATA[") return go(state::cdata);
    if (word_ == "DOCTYPE") return go(state::doctype);
    const auto may_become = [this](std::string_view what) { return what.starts_with(word_); };
    if (may_become("--") || may_become("[CDATA[") || may_become("DOCTYPE"))
        return progress::going_on;
    return fail(errc::not_well_formed);
}

tag_scanner::progress tag_scanner::in_doctype(char byte) {
    if (byte == '[') return fail(errc::declared_entity);
    if (byte == '<') return fail(errc::not_well_formed);
    if (byte == '>') return go(state::text);
    if (byte != '"' && byte != '\'') return progress::going_on;
    quote_ = byte;
    return go(state::doctype_literal);
}

/// What ends with `marks` times the mark and `>`.
tag_scanner::progress tag_scanner::until(char byte, char mark, unsigned marks) {
    if (byte == '>' && run_ >= marks) return go(state::text);
    run_ = byte == mark ? run_ + 1 : 0;
    return progress::going_on;
}

tag_scanner::progress tag_scanner::go(state next) {
    state_ = next;
    return progress::going_on;
}

tag_scanner::progress tag_scanner::fail(errc why) {
    is_broken_ = true;
    error_ = why;
    return progress::broken;
}

} // namespace circ::protocol::ncip
