#include "tests/fuzz/input.hpp"
#include "tests/fuzz/lines.hpp"
#include "tests/fuzz/targets.hpp"

#include "protocol/sip2/any_message.hpp"
#include "protocol/sip2/checksum.hpp"
#include "protocol/sip2/serialize.hpp"

#include <array>
#include <string>

namespace circ::fuzz {

namespace {

using namespace protocol::sip2;

void show(message_view message, std::span<const fault> faults) {
    promise(is_one_line(describe_in_line(message, personal_data::shown)), "a message is shown in one line");
    for (const auto& each : faults)
        promise(is_one_line(describe_in_line(each, personal_data::shown)), "a fault is shown in one line");
}

/// A vendor's field whose id is none may be read as the end of the fixed part, when it comes first.
bool may_stand_first(const unknown_field& each) {
    const auto is_capital = [](char c) { return c >= 'A' && c <= 'Z'; };
    return is_capital(each.id[0]) && (is_capital(each.id[1]) || (each.id[1] >= '0' && each.id[1] <= '9'));
}

template <message M>
void read_and_write(std::string_view rest, const dialect& as) {
    const std::string frame = std::string(layout<M>::code) + std::string(rest);
    const auto first = parse<M>(frame, as);
    show(view_of(first.value), first.faults);

    std::string once;
    serialize(once, first.value, as);
    promise(is_one_line(once, as.delimiter), "a written message is one line");
    if (!std::ranges::all_of(first.value.extensions, may_stand_first)) return;
    dialect unbounded = as; // a required field that was not sent is written, and goes beyond the limit on fields
    unbounded.most_fields = once.size();
    const auto again = parse<M>(once, unbounded);
    promise(!again.has(protocol::errc::bad_fixed_width) && !again.has(protocol::errc::control_character) &&
                !again.has(protocol::errc::short_segment),
            "what we write we read without a fault of form");
    std::string twice;
    serialize(twice, again.value, as);
    promise(once == twice, "what was written is read as it was meant");

    std::string within;
    serialize_within(within, first.value, as, 256);
    promise(within.size() <= std::max<std::size_t>(once.size(), 256), "trimming makes nothing longer");
}

using reader = void (*)(std::string_view rest, const dialect& as);

struct message_reader {
    std::string_view code;
    reader read;
};

template <class... Requests, class... Responses>
constexpr auto readers_of(message_types<Requests...>, message_types<Responses...>) {
    return std::array{message_reader{layout<Requests>::code, read_and_write<Requests>}...,
                      message_reader{layout<Responses>::code, read_and_write<Responses>}...};
}

constexpr auto readers = readers_of(request_types{}, response_types{});

/// The message that the line's code names, or another one that the fuzzer chooses.
const message_reader& choose_reader(std::size_t choice, std::string_view code) {
    const auto named = std::ranges::find(readers, code, &message_reader::code);
    return choice == 0 && named != readers.end() ? *named : readers[choice % readers.size()];
}

} // namespace

/// One message an input: all of them would be slower by their number and teach a fuzzer no more.
void run_parser(std::string_view bytes) {
    input from{bytes};
    const dialect as = choose_dialect(from);
    const std::size_t choice = from.choose(readers.size() + 1);
    const auto parts = split_tail(from.rest(), as.delimiter, as.encoding);
    if (const auto asked = parse_request(parts.body, as)) show(view_of(asked->value), asked->faults);
    if (const auto told = parse_response(parts.body, as)) show(view_of(told->value), told->faults);
    const auto code = from.take(2);
    choose_reader(choice, code).read(from.rest(), as);
}

} // namespace circ::fuzz
