#include "protocol/sip2/checksum.hpp"
#include "tools/circdesk/conformance/checks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace circ::tool::checks {
namespace {

namespace sip2 = protocol::sip2;

constexpr std::chrono::milliseconds patience_of_devices{2000};

/// A message with its tail and without its end.
std::string with_tail(std::string_view message, std::string_view digit) {
    std::string line(message);
    sip2::append_tail(line, {.sequence = digit, .with_checksum = true});
    return line;
}

std::string hear_text(dialogue& line) {
    const auto answer = line.hear();
    return answer ? answer->text : std::string();
}

/// The bytes are one request, answered once: the next answer belongs to the next request.
std::string is_one_request(dialogue line, const std::string& bytes) {
    line.send(bytes);
    const std::string first = hear_text(line);
    if (const auto wrong = faults_of(first, "98"); !wrong.empty()) return wrong;
    line.send(with_tail(status_message, "7") + '\r');
    const std::string second = hear_text(line);
    const auto sequence = sip2::split_tail(second).sequence;
    if (sequence && *sequence != "7") return "it was answered twice: " + got(second);
    return faults_of(second, "98");
}

/// Whatever comes of the message, the next one is answered.
std::string lives_on(dialogue line, std::string_view message) {
    line.send(with_tail(message, "1") + '\r');
    line.send(with_tail(status_message, "2") + '\r');
    const std::string first = hear_text(line);
    if (body_of(first).starts_with("98")) return {};
    const std::string second = hear_text(line);
    return body_of(second).starts_with("98") ? std::string() : fmt::format("a 99 after it is not answered: {}, then {}", got(first), got(second));
}

} // namespace

std::string ends_by_cr(const examination& on) {
    dialogue line = on.log_in();
    for (int times = 0; times < 2; ++times) { // an LF may come with the next answer only
        line.send(with_tail(status_message, "1") + '\r');
        const auto answer = line.hear();
        if (!answer) return "no answer came";
        if (answer->end != "\r" || !answer->before.empty())
            return answer->end == "\n" ? "it ends by LF alone" : "there is an LF beside its CR";
    }
    return {};
}

std::string answers_quickly(const examination& on) {
    dialogue line = on.log_in();
    line.send(with_tail(status_message, "1") + '\r');
    const auto answer = line.hear();
    if (!answer) return "no answer came";
    return answer->took <= patience_of_devices ? std::string() : fmt::format("it took {} ms", answer->took.count());
}

std::string takes_segments(const examination& on) {
    dialogue line = on.log_in();
    const std::string request = with_tail(status_message, "3") + '\r';
    for (const char byte : request) line.send({&byte, 1});
    return faults_of(hear_text(line), "98");
}

std::string takes_crlf(const examination& on) {
    return is_one_request(on.log_in(), with_tail(status_message, "3") + "\r\n");
}

std::string takes_lf(const examination& on) {
    return is_one_request(on.log_in(), with_tail(status_message, "3") + '\n');
}

std::string passes_over_empty_lines(const examination& on) {
    return is_one_request(on.log_in(), "\r\r\n\r" + with_tail(status_message, "3") + '\r');
}

std::string echoes_sequence(const examination& on) {
    dialogue line = on.log_in();
    for (const std::string_view digit : {"4", "5", "9", "0"}) {
        line.send(with_tail(status_message, digit) + '\r');
        const std::string answer = hear_text(line);
        if (sip2::split_tail(answer).sequence != digit) return fmt::format("AY was {}: {}", digit, got(answer));
    }
    return {};
}

std::string adds_right(const examination& on) {
    const std::string answer = on.log_in().ask(status_message);
    const auto parts = sip2::split_tail(answer);
    if (!parts.checksum) return "there is none: " + got(answer);
    const bool is_regular = parts.checksum->size() == 4 && std::ranges::all_of(*parts.checksum, [](unsigned char c) {
                                return std::isdigit(c) != 0 || (c >= 'A' && c <= 'F');
                            });
    if (!is_regular) return fmt::format("'{}' is not four upper-case digits", *parts.checksum);
    return parts.state == sip2::checksum_state::good ? std::string() : "it does not fit the bytes: " + got(answer);
}

std::string mirrors_no_tail(const examination& on) {
    const std::string answer = on.log_in().ask_plain(status_message);
    const auto parts = sip2::split_tail(answer);
    if (parts.sequence || parts.checksum) return "there is a tail: " + got(answer);
    return faults_of(answer, "98");
}

std::string asks_again(const examination& on) {
    dialogue line = on.log_in();
    const std::string answer = line.ask_plain(std::string(status_message) + "AY3AZ0000");
    return body_of(answer).starts_with("96") ? std::string() : got(answer);
}

std::string resends(const examination& on) {
    dialogue line = on.log_in();
    const std::string first = line.ask(status_message);
    std::string resend = "97";
    sip2::append_tail(resend, {.with_checksum = true});
    line.send(resend + '\r');
    const std::string second = hear_text(line);
    return first == second && !first.empty() ? std::string() : fmt::format("first {}, then {}", got(first), got(second));
}

std::string answers_first_resend(const examination& on) {
    const std::string answer = on.connect().ask_plain("97");
    return answer.empty() ? "no answer came" : std::string();
}

std::string repeats(const examination& on) {
    dialogue line = on.log_in();
    std::vector<std::string> words{"item_information", "item_identifier="};
    words.back() += on.server().item.empty() ? nobody : std::string_view(on.server().item);
    const std::string first = line.ask(on.message(words));
    line.send(line.sent());
    const std::string second = hear_text(line);
    return first == second && !first.empty() ? std::string() : fmt::format("first {}, then {}", got(first), got(second));
}

std::string lives_with_unknown(const examination& on) {
    return lives_on(on.log_in(), "55AOmain|");
}

std::string lives_with_wrong_direction(const examination& on) {
    return lives_on(on.log_in(), "941");
}

std::string takes_long_message(const examination& on) {
    dialogue line = on.log_in();
    std::string message = on.message({"item_information", fmt::format("item_identifier={}", nobody)});
    for (int fields = 0; fields < 4; ++fields) message += "ZZ" + std::string(210, 'x') + '|';
    return faults_of(line.ask(message), "18");
}

std::string takes_second_connection(const examination& on) {
    dialogue first = on.log_in();
    dialogue second = on.log_in();
    return faults_of(second.ask(status_message), "98");
}

} // namespace circ::tool::checks
