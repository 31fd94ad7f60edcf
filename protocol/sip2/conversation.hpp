#pragma once

#include "protocol/sip2/any_message.hpp"
#include "protocol/sip2/checksum.hpp"
#include "protocol/sip2/conversation_settings.hpp"
#include "protocol/sip2/framer.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace circ::protocol::sip2 {

/// Carry out this request, then call conversation::answer.
struct handle {
    parsed<request> message;
    /// The message without its tail: equal texts are equal requests. Points into the frame.
    std::string_view repeatable;
};

/// Send these bytes; they are the conversation's and valid until its next call.
struct send {
    std::string_view bytes;
};

/// Nothing is to be sent.
struct ignore {};

/// Send these bytes and close the connection.
struct close_after {
    std::string_view bytes;
};

using action = std::variant<handle, send, ignore, close_after>;

/// What an operator may want to know of a line, beyond the faults of its message.
enum class observation_kind : std::uint8_t {
    nul_removed,
    line_too_long,
    checksum_wrong,
    checksum_missing,        ///< where the settings require one
    summed_over_characters,  ///< the terminal adds characters instead of bytes
    delimiter_missing,       ///< the field before the tail had no delimiter
    sequence_gap,            ///< detail: the number and the one before
    sequence_irregular,      ///< several digits, or none beside a checksum
    sequence_on_resend,      ///< a 97 that carries AY
    repeated_request,        ///< answered from memory, not carried out again
    resend_requested,        ///< the terminal sent a 97
    unknown_command,         ///< detail: the code
    wrong_direction,         ///< detail: the code
    unreadable_message,      ///< detail: the code
    newer_than_its_version,  ///< a message of 2.00 in a dialogue in 1.00; detail: the code
    too_many_resend_requests ///< of ours in a row: the connection ends
};

struct observation {
    observation_kind kind;
    std::string detail{};
};

/// One terminal's dialogue as a machine: it takes frames and answers, and says what to do next.
///
/// It keeps two memories, because one is not enough: what was sent last, whatever it was, is what a
/// 97 asks for; the last valid request with its answer is what a repetition gets. With one memory,
/// a checkout whose answer is lost and whose repetition is damaged would be carried out twice.
/// Who is logged in, and what is refused before that, is not known here.
///
/// @note One request is in flight at a time: after `handle`, answer() comes before receive().
/// @spec SIP2, error detection; sequence numbers; version negotiation in SC Status (99)
class conversation {
public:
    explicit conversation(const conversation_settings& settings);

    /// Goes on under other settings, as a login brings them: what was agreed upon and what is kept
    /// for a repetition stay. May stand between receive() and answer(), which then answers under
    /// them.
    void adopt(const conversation_settings& settings);

    /// Takes one line.
    [[nodiscard]] action receive(const frame& line);

    /// Writes the answer to the request that is being handled.
    /// @return the bytes to send, valid until the next call.
    /// @note   A 98 in place of another answer says that the request was not carried out: its
    ///         repetition is then handled, not answered from memory.
    [[nodiscard]] std::string_view answer(const response& message);

    /// The same for an answer that is already written, as a relay has it: without tail and
    /// terminator, in the terminal's dialect.
    [[nodiscard]] std::string_view answer_raw(std::string_view message);

    /// For a peer that speaks another protocol or nothing sensible: a last 96.
    [[nodiscard]] close_after give_up();

    /// What was noticed about the last line; valid until the next receive().
    [[nodiscard]] const std::vector<observation>& observations() const noexcept {
        return observations_;
    }

    /// The version agreed upon; `older` when the terminal's is below 1.00 and its 98 must refuse
    /// it.
    [[nodiscard]] protocol_version version() const noexcept { return version_; }

    /// The terminal's width of a printed line, once a 99 has told it.
    [[nodiscard]] std::optional<std::size_t> print_width() const noexcept { return print_width_; }

    /// How the terminal is written to now.
    [[nodiscard]] const dialect& speaks() const noexcept { return dialect_; }

private:
    struct exchange {
        std::string code;
        std::string request; ///< the whole line, tail included
        std::string answer;  ///< as sent; empty while there is none to repeat
    };

    void note(observation_kind kind, std::string detail = {});
    void note_tail(const split_frame& parts);
    [[nodiscard]] bool accepts_tail(const split_frame& parts) const noexcept;
    [[nodiscard]] bool accepts_sequence(const split_frame& parts, std::string_view line);
    [[nodiscard]] bool is_repetition(const split_frame& parts,
                                     std::string_view line) const noexcept;
    void agree_on_version(const request& message);

    [[nodiscard]] action refuse_tail(const split_frame& parts);
    [[nodiscard]] action resend_last(const split_frame& parts);
    [[nodiscard]] action refuse_unreadable(const boost::system::error_code& why,
                                           std::string_view code);
    [[nodiscard]] action ask_again();
    [[nodiscard]] action
    carry_out(const split_frame& parts, std::string_view line, parsed<request>&& message);

    [[nodiscard]] tail_form tail_of_answer() const noexcept;
    [[nodiscard]] std::string_view finish_answer(std::string line);
    void finish_line(std::string& line, const tail_form& form) const;

    conversation_settings settings_;
    dialect dialect_;
    protocol_version version_;
    std::optional<std::size_t> print_width_;

    std::string sequence_; ///< of the request, digit for digit; empty when it had none
    bool had_checksum_ = false;
    std::optional<std::uint32_t> last_sequence_;

    std::string last_sent_;
    exchange last_valid_;
    unsigned resend_requests_ = 0; ///< of ours, one after the other
    std::vector<observation> observations_;
};

/// The request without its passwords, by which its repetition is known on another connection.
[[nodiscard]] std::string without_passwords(const handle& what, char delimiter);

} // namespace circ::protocol::sip2
