#pragma once

#include "protocol/errc.hpp"
#include "protocol/ncip/tag_scanner.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace circ::protocol::ncip {

/// Cuts documents out of a stream that has no other sign of their ends than the root's end tag.
/// Each byte is looked at once; no more than one document and a segment wait.
/// @spec Z39.83-2, Implementation Profile 1: raw TCP and TLS
class framer {
public:
    explicit framer(document_limits most = {}) : most_(most), scanner_(most_) {}

    void feed(std::string_view bytes) { buffer_ += bytes; }

    /// @return a whole document, without what stood before it; nothing when more must come, and
    ///         when error() is set
    /// @note   valid until the next call
    [[nodiscard]] std::optional<std::string_view> next();

    /// Why no document can come any more: the stream is broken for good.
    [[nodiscard]] std::optional<errc> error() const noexcept { return error_; }
    /// What waits for the rest of it; a peer that closed meant it to be whole.
    [[nodiscard]] std::string_view pending() const noexcept {
        return std::string_view(buffer_).substr(given_);
    }

private:
    void forget_given();

    document_limits most_;
    tag_scanner scanner_;
    std::string buffer_;
    std::size_t given_ = 0; ///< bytes at the front that were given out
    std::size_t scanned_ = 0;
    std::optional<errc> error_;
};

} // namespace circ::protocol::ncip
