#pragma once

#include "protocol/errc.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

namespace circ::protocol::ncip {

/// How much of everything a document may have.
struct document_limits {
    std::size_t bytes = 1U << 20U;
    unsigned depth = 64;
    unsigned elements = 20'000;
    unsigned attributes = 32;            ///< of one element
    std::size_t tag_bytes = 16U << 10U;  ///< from `<` to `>`
    std::size_t text_bytes = 64U << 10U; ///< of one element
};

/// Follows where tags begin and end, a byte at a time and in the same time for each, so that limits
/// hold before an XML library works on a document: libxml2 2.9 compares all attributes of an
/// element with each other.
class tag_scanner {
public:
    explicit tag_scanner(const document_limits& most) : most_(most) {}

    enum class progress : std::uint8_t { going_on, document_ended, broken };

    /// @return document_ended with the last byte of the root's end tag; broken once and for ever,
    ///         and then error() says why
    [[nodiscard]] progress take(char byte);

    [[nodiscard]] errc error() const noexcept { return error_; }
    [[nodiscard]] int line() const noexcept { return line_; }

private:
    enum class state : std::uint8_t {
        text,
        opened,
        tag,
        value,
        end_tag,
        declaration,
        comment,
        cdata,
        instruction,
        doctype,
        doctype_literal,
    };

    progress in_text(char byte);
    progress in_opened(char byte);
    progress in_tag(char byte);
    progress in_value(char byte);
    progress in_end_tag(char byte);
    progress in_declaration(char byte);
    progress in_doctype(char byte);
    progress until(char byte, char mark, unsigned marks);
    progress tag_ends(bool is_empty);
    progress go(state next);
    progress fail(errc why);

    document_limits most_;
    state state_ = state::text;
    errc error_ = errc::not_well_formed;
    bool is_broken_ = false;
    int line_ = 1;
    unsigned depth_ = 0;
    unsigned elements_ = 0;
    unsigned attributes_ = 0;
    std::size_t tag_bytes_ = 0;
    unsigned run_ = 0; ///< how many of the bytes just before were the mark that may end this
    char quote_ = 0;
    char previous_ = 0;
    std::string word_;
};

} // namespace circ::protocol::ncip
