#include "protocol/sip2/framer.hpp"

#include "protocol/sip2/telnet.hpp"

#include <algorithm>

namespace circ::protocol::sip2 {

namespace {

constexpr std::string_view line_ends = "\r\n";
constexpr std::string_view skipped_before_code{"\r\n \0", 4};

} // namespace

void framer::feed(std::string_view bytes) {
    buffer_.erase(0, start_);
    searched_ -= std::min(searched_, start_);
    start_ = 0;
    buffer_ += bytes;
}

std::optional<frame> framer::next() {
    if (losing_line_ && !drop_lost_line()) return std::nullopt;
    const bool at_code = skip_to_code();
    if (at_code) {
        const auto end = buffer_.find_first_of(line_ends, std::max(start_, searched_));
        if (end != std::string::npos && end - start_ <= limit_) return take_line(end - start_);
        searched_ = buffer_.size();
    }
    if (buffer_.size() - start_ <= limit_) return std::nullopt;
    losing_line_ = true;
    // The search starts again at what comes after the part that is dropped here.
    start_ += limit_;
    searched_ = start_;
    return frame{.too_long = true};
}

/// @return whether the start of a line has come; telnet commands are skipped only when complete.
bool framer::skip_to_code() {
    while (start_ < buffer_.size()) {
        if (buffer_[start_] == telnet_command) {
            const auto length = telnet_command_length(pending());
            if (!length || *length > limit_) return false;
            start_ += *length;
        } else if (skipped_before_code.find(buffer_[start_]) != std::string_view::npos) {
            ++start_;
        } else {
            return true;
        }
    }
    return false;
}

/// @return whether the end of the line has come.
bool framer::drop_lost_line() {
    start_ = std::min(buffer_.find_first_of(line_ends, start_), buffer_.size());
    losing_line_ = start_ == buffer_.size();
    return !losing_line_;
}

frame framer::take_line(std::size_t length) {
    const auto first = buffer_.begin() + static_cast<std::ptrdiff_t>(start_);
    const auto last = first + static_cast<std::ptrdiff_t>(length);
    // NULs are so rare that moving the rest of the line over them costs nothing.
    const auto kept = std::remove(first, last, '\0');
    const std::string_view text{first, kept};
    start_ += length;
    return {.text = text, .nul_removed = kept != last};
}

} // namespace circ::protocol::sip2
