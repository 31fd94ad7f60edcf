#include "protocol/sip2/any_message.hpp"

#include <array>
#include <cstddef>
#include <type_traits>
#include <utility>

namespace circ::protocol::sip2 {
namespace {

template <class Any>
struct reader {
    std::string_view code;
    void (*read)(std::string_view frame, const dialect& as, parsed<Any>& into);
};

/// Into the place where the message stays: moving one costs as much as reading it.
template <class Any, class M>
void read_as(std::string_view frame, const dialect& as, parsed<Any>& into) {
    detail::parse_into(table_of<M>(), &into.value.template emplace<M>(), frame, as, into.faults);
}

template <class... Messages>
constexpr auto make_readers(message_types<Messages...>) {
    using any = typename message_types<Messages...>::any;
    return std::array<reader<any>, sizeof...(Messages)>{
        {{layout<Messages>::code, &read_as<any, Messages>}...}};
}

constexpr auto requests = make_readers(request_types{});
constexpr auto responses = make_readers(response_types{});

/// @return null when there is none
template <class Any, std::size_t Size>
const reader<Any>* find(const std::array<reader<Any>, Size>& readers, std::string_view frame) noexcept {
    if (frame.size() < 2) {
        return nullptr;
    }
    for (const auto& each : readers) {
        if (each.code[0] == frame[0] && each.code[1] == frame[1]) {
            return &each;
        }
    }
    return nullptr;
}

/// With one thing to return, so that it is made where the caller wants it and never moved.
template <class Any>
boost::system::result<parsed<Any>>
read_by(const reader<Any>& reader, std::string_view frame, const dialect& as) {
    boost::system::result<parsed<Any>> message(boost::system::in_place_value);
    reader.read(frame, as, *message);
    if (message->has(errc::unreadable_message)) {
        message = errc::unreadable_message;
    }
    return message;
}

template <class Any, class Readers, class Others>
boost::system::result<parsed<Any>>
read_any(const Readers& readers, const Others& others, std::string_view frame, const dialect& as) {
    if (const auto* reader = find(readers, frame)) {
        return read_by(*reader, frame, as);
    }
    return find(others, frame) != nullptr ? errc::wrong_direction : errc::unknown_message;
}

template <class Any>
message_view view_of_any(const Any& any) noexcept {
    return std::visit([](const auto& message) { return view_of(message); }, any);
}

} // namespace

boost::system::result<parsed<request>> parse_request(std::string_view frame, const dialect& as) {
    return read_any<request>(requests, responses, frame, as);
}

boost::system::result<parsed<response>> parse_response(std::string_view frame, const dialect& as) {
    return read_any<response>(responses, requests, frame, as);
}

message_view view_of(const request& any) noexcept {
    return view_of_any(any);
}

message_view view_of(const response& any) noexcept {
    return view_of_any(any);
}

} // namespace circ::protocol::sip2
