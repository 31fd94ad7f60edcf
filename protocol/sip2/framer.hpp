#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace circ::protocol::sip2 {

/// One line as it came, without its terminator.
struct frame {
    std::string_view text;
    bool nul_removed = false; ///< the standard forbids NUL anywhere
    bool too_long = false;    ///< the limit was passed; `text` is empty, the line is lost
};

/// Bytes in, whole frames out.
///
/// A frame ends at CR, LF or CR LF. Before its code blanks, line ends, NULs and telnet negotiation
/// are skipped, so empty lines vanish and the LF of a CR LF may come late. How the bytes were cut
/// into segments makes no difference.
/// @spec SIP2, message layout: CR ends a message and stands nowhere else
class framer {
public:
    /// The longest message the kiosks' makers allow for.
    static constexpr std::size_t default_limit = 8192;

    explicit framer(std::size_t limit = default_limit) : limit_{limit} {}

    /// For lines that are not whole yet, as a login brings it.
    void set_limit(std::size_t limit) noexcept { limit_ = limit; }

    /// Takes what was read.
    /// @note Frames given out before are no longer valid. Memory is bounded by the limit plus one
    ///       read, provided that next() is called until it has nothing more.
    void feed(std::string_view bytes);

    /// @return the next frame, or nothing until more bytes come. A line beyond the limit is told
    ///         once, as soon as it is, and then dropped up to its end.
    /// @note   The text points into the framer and is valid until the next feed().
    [[nodiscard]] std::optional<frame> next();

    /// The bytes that wait for their line to end.
    [[nodiscard]] std::string_view pending() const noexcept {
        return std::string_view{buffer_}.substr(start_);
    }

private:
    [[nodiscard]] bool skip_to_code();
    [[nodiscard]] bool drop_lost_line();
    [[nodiscard]] frame take_line(std::size_t length);

    std::string buffer_;
    std::size_t limit_;
    std::size_t start_ = 0;    ///< where the line that is being read begins
    std::size_t searched_ = 0; ///< up to here it holds no line end
    bool losing_line_ = false; ///< its beginning was too long and has been told
};

} // namespace circ::protocol::sip2
