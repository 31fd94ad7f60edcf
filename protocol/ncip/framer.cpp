#include "protocol/ncip/framer.hpp"

#include "protocol/text/utf8.hpp"

#include <algorithm>
#include <string>

namespace circ::protocol::ncip {

std::optional<std::string_view> framer::next() {
    forget_given();
    if (error_) return std::nullopt;
    const auto end = std::min(buffer_.size(), most_.bytes);
    while (scanned_ < end) {
        const auto progress = scanner_.take(buffer_[scanned_++]);
        if (progress == tag_scanner::progress::broken) {
            error_ = scanner_.error();
            return std::nullopt;
        }
        if (progress == tag_scanner::progress::document_ended) {
            given_ = scanned_;
            scanner_ = tag_scanner(most_);
            return std::string_view(buffer_).substr(0, given_);
        }
    }
    if (scanned_ == most_.bytes) error_ = errc::too_large;
    return std::nullopt;
}

/// With the blanks and the byte order mark in front of the next one.
void framer::forget_given() {
    if (given_ == 0 && scanned_ > 0) return;
    const std::string nothing = std::string(" \t\r\n").append(text::byte_order_mark);
    buffer_.erase(0, std::min(buffer_.find_first_not_of(nothing, given_), buffer_.size()));
    given_ = scanned_ = 0;
}

} // namespace circ::protocol::ncip
