#pragma once

#include "protocol/sip2/dialect.hpp"

#include <cstddef>
#include <cstdint>

namespace circ::protocol::sip2 {

/// What to do with the checksum of a request.
enum class checksum_check : std::uint8_t {
    check,   ///< a wrong one is asked for again, a missing one is fine
    require, ///< a missing one is asked for again too, and so is a sum over characters
    ignore   ///< for terminals that cannot add
};

/// Which answers carry a sequence number and a checksum.
enum class error_detection : std::uint8_t { mirror, always, never };

/// What to do with a sequence number that does not follow the one before, has several digits, or is
/// missing beside a checksum. Strict asks for the message again.
enum class sequence_check : std::uint8_t { log, strict, off };

/// What an unknown command gets: a 96, or nothing.
enum class unknown_command : std::uint8_t { ask_again, ignore };

/// Whether a repeated request is answered from memory.
enum class duplicate_resend : std::uint8_t { on, off };

/// Whether the terminal's 99 and 93 decide the version, or the settings alone.
enum class version_choice : std::uint8_t { negotiated, fixed };

enum class line_end : std::uint8_t { cr, crlf };

/// How the dialogue with one terminal is led. The defaults suit all known terminals best.
struct conversation_settings {
    dialect wire; ///< its version holds until another is negotiated
    version_choice version = version_choice::negotiated;
    line_end terminator = line_end::cr;
    checksum_check checksum = checksum_check::check;
    error_detection answers = error_detection::mirror;
    sequence_check sequence = sequence_check::log;
    unknown_command on_unknown = unknown_command::ask_again;
    duplicate_resend duplicates = duplicate_resend::on;
    std::size_t max_reply = 900;       ///< bytes of an answer, tail and terminator included
    unsigned max_resend_requests = 10; ///< 96 in a row; after the last the connection ends
};

} // namespace circ::protocol::sip2
