#include "protocol/sip2/conversation.hpp"

#include "protocol/sip2/dictionary.hpp"
#include "protocol/sip2/serialize.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace circ::protocol::sip2 {

namespace {

// The codes that this machine knows by itself.
constexpr auto sc_status = layout<sc_status_request>::code;
constexpr auto acs_status = layout<acs_status_response>::code;
constexpr auto acs_resend = layout<acs_resend_request>::code;
constexpr auto sc_resend = layout<sc_resend_request>::code;

std::string_view code_of(std::string_view line) noexcept {
    return line.substr(0, 2);
}

constexpr observation_kind observed_as(errc why) noexcept {
    switch (why) {
    case errc::unknown_message:
        return observation_kind::unknown_command;
    case errc::wrong_direction:
        return observation_kind::wrong_direction;
    default:
        return observation_kind::unreadable_message;
    }
}

std::uint32_t to_number(std::string_view digits) noexcept {
    std::uint32_t number = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return number;
}

/// A digit follows the one before; some count on beyond nine.
bool follows(std::uint32_t number, std::uint32_t before) noexcept {
    return number == before + 1 || number == (before + 1) % 10;
}

} // namespace

conversation::conversation(const conversation_settings& settings)
    : settings_{settings}, dialect_{settings.wire}, version_{settings.wire.version} {}

void conversation::adopt(const conversation_settings& settings) {
    settings_ = settings;
    if (settings_.version == version_choice::fixed) version_ = settings_.wire.version;
    dialect_ = settings_.wire;
    dialect_.version = std::max(version_, protocol_version::v1_00);
}

action conversation::receive(const frame& line) {
    observations_.clear();
    if (line.nul_removed) note(observation_kind::nul_removed);
    if (line.too_long) {
        note(observation_kind::line_too_long);
        return give_up();
    }

    const auto parts = split_tail(line.text, dialect_.delimiter, dialect_.encoding);
    sequence_ = parts.sequence.value_or("");
    had_checksum_ = parts.checksum.has_value();
    note_tail(parts);
    if (!accepts_tail(parts)) return refuse_tail(parts);
    if (code_of(parts.body) == acs_resend) return resend_last(parts);
    if (is_repetition(parts, line.text)) {
        note(observation_kind::repeated_request);
        last_sent_ = last_valid_.answer;
        return send{last_sent_};
    }
    auto message = parse_request(parts.body, dialect_);
    const bool in_sequence = accepts_sequence(parts, line.text);
    if (!message) return refuse_unreadable(message.error(), code_of(parts.body));
    if (!in_sequence) return ask_again();
    return carry_out(parts, line.text, std::move(*message));
}

std::string_view conversation::answer(const response& message) {
    std::string tail;
    finish_line(tail, tail_of_answer());
    const auto room = settings_.max_reply - std::min(settings_.max_reply, tail.size());
    std::string line = std::move(last_sent_); // in its room: nobody asks for it any more
    line.clear();
    serialize_within(line, view_of(message), dialect_, room);
    return finish_answer(std::move(line));
}

std::string_view conversation::answer_raw(std::string_view message) {
    return finish_answer(std::string{message});
}

void conversation::note(observation_kind kind, std::string detail) {
    observations_.push_back({kind, std::move(detail)});
}

void conversation::note_tail(const split_frame& parts) {
    const bool checked = settings_.checksum != checksum_check::ignore;
    if (checked && parts.state == checksum_state::bad) note(observation_kind::checksum_wrong);
    if (settings_.checksum == checksum_check::require && parts.state == checksum_state::none)
        note(observation_kind::checksum_missing);
    if (parts.summed_over_characters) note(observation_kind::summed_over_characters);
    if (parts.delimiter_missing) note(observation_kind::delimiter_missing);
}

bool conversation::accepts_tail(const split_frame& parts) const noexcept {
    switch (settings_.checksum) {
    case checksum_check::require:
        return parts.state == checksum_state::good && !parts.summed_over_characters;
    case checksum_check::check:
        return parts.state != checksum_state::bad;
    case checksum_check::ignore:
        break;
    }
    return true;
}

bool conversation::accepts_sequence(const split_frame& parts, std::string_view line) {
    if (settings_.sequence == sequence_check::off) return true;
    bool flawless = parts.sequence ? sequence_.size() == 1 : !had_checksum_;
    if (!flawless) note(observation_kind::sequence_irregular, sequence_);
    std::optional<std::uint32_t> number;
    if (parts.sequence) {
        number = to_number(sequence_);
        // A line sent once more keeps its number.
        const bool expected =
            !last_sequence_ || follows(*number, *last_sequence_) || line == last_valid_.request;
        if (!expected)
            note(observation_kind::sequence_gap,
                 sequence_ + " after " + std::to_string(*last_sequence_));
        flawless = flawless && expected;
    }
    const bool accepted = flawless || settings_.sequence != sequence_check::strict;
    if (accepted && number) last_sequence_ = number;
    return accepted;
}

/// A whole line sent once more. An SC Status is answered anew, because it asks for the time.
bool conversation::is_repetition(const split_frame& parts, std::string_view line) const noexcept {
    return settings_.duplicates == duplicate_resend::on && parts.sequence &&
           !last_valid_.answer.empty() && last_valid_.code != sc_status &&
           line == last_valid_.request;
}

void conversation::agree_on_version(const request& message) {
    const auto* const status = std::get_if<sc_status_request>(&message);
    if (status != nullptr) {
        const auto width = static_cast<std::size_t>(status->max_print_width);
        print_width_ = width == 0 ? std::nullopt : std::optional{width};
    }
    if (settings_.version == version_choice::fixed) return;
    // Only 2.00 has a login.
    if (std::holds_alternative<login_request>(message)) version_ = protocol_version::v2_00;
    if (status != nullptr && status->protocol_version) version_ = *status->protocol_version;
    dialect_.version = std::max(version_, protocol_version::v1_00);
}

action conversation::carry_out(const split_frame& parts,
                               std::string_view line,
                               parsed<request>&& message) {
    resend_requests_ = 0;
    last_valid_.code = code_of(line);
    last_valid_.request = line;
    last_valid_.answer.clear();
    agree_on_version(message.value);
    const auto introduced = view_of(message.value).table.introduced;
    if (introduced > dialect_.version)
        note(observation_kind::newer_than_its_version, last_valid_.code);
    return handle{.message = std::move(message), .repeatable = parts.body};
}

action conversation::resend_last(const split_frame& parts) {
    note(observation_kind::resend_requested);
    if (parts.sequence) note(observation_kind::sequence_on_resend);
    if (last_sent_.empty() || code_of(last_sent_) == sc_resend) return ask_again();
    return send{last_sent_};
}

/// What carries no tail and is no request is stray, not damaged, also where a tail is required.
action conversation::refuse_tail(const split_frame& parts) {
    if (parts.state != checksum_state::none) return ask_again();
    const auto message = parse_request(parts.body, dialect_);
    const bool stray = !message && message.error() != errc::unreadable_message;
    return stray ? refuse_unreadable(message.error(), code_of(parts.body)) : ask_again();
}

/// Stray input is no broken line: it is not counted, and no connection ends for it.
action conversation::refuse_unreadable(const boost::system::error_code& why,
                                       std::string_view code) {
    const auto kind = observed_as(static_cast<errc>(why.value()));
    note(kind, std::string{code});
    if (kind == observation_kind::unreadable_message) return ask_again();
    if (settings_.on_unknown == unknown_command::ignore) return ignore{};
    return send{finish_answer(std::string{sc_resend})};
}

action conversation::ask_again() {
    ++resend_requests_;
    const auto line = finish_answer(std::string{sc_resend});
    if (resend_requests_ < settings_.max_resend_requests) return send{line};
    note(observation_kind::too_many_resend_requests);
    return close_after{line};
}

close_after conversation::give_up() {
    return {finish_answer(std::string{sc_resend})};
}

tail_form conversation::tail_of_answer() const noexcept {
    const auto own = sequence_.empty() ? std::nullopt : std::optional{std::string_view{sequence_}};
    switch (settings_.answers) {
    case error_detection::always:
        return {.sequence = own.value_or("0"), .with_checksum = true};
    case error_detection::never:
        return {};
    case error_detection::mirror:
        break;
    }
    return {.sequence = own, .with_checksum = had_checksum_};
}

std::string_view conversation::finish_answer(std::string line) {
    auto form = tail_of_answer();
    const bool asks_again = code_of(line) == sc_resend;
    if (asks_again) form.sequence.reset();
    const bool puts_off = code_of(line) == acs_status && last_valid_.code != sc_status;
    finish_line(line, form);
    last_sent_ = std::move(line);
    if (!asks_again && !puts_off) last_valid_.answer = last_sent_;
    return last_sent_;
}

void conversation::finish_line(std::string& line, const tail_form& form) const {
    append_tail(line, form);
    line += settings_.terminator == line_end::crlf ? "\r\n" : "\r";
}

std::string without_passwords(const handle& what, char delimiter) {
    // The first segment holds the fixed part and the first field.
    auto rest = what.repeatable;
    const auto fixed_end = std::min(view_of(what.message.value).table.fixed_end(), rest.size());
    std::string kept;
    kept.reserve(rest.size() + 1);
    kept += rest.substr(0, fixed_end);
    rest.remove_prefix(fixed_end);
    while (!rest.empty()) {
        const auto segment = rest.substr(0, rest.find(delimiter));
        rest.remove_prefix(std::min(segment.size() + 1, rest.size()));
        if (look_up(segment.substr(0, 2)).shown == privacy::secret) continue;
        kept += segment;
        kept += delimiter;
    }
    return kept;
}

} // namespace circ::protocol::sip2
