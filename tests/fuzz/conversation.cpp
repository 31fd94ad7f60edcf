#include "tests/fuzz/input.hpp"
#include "tests/fuzz/lines.hpp"
#include "tests/fuzz/targets.hpp"

#include "protocol/sip2/conversation.hpp"

#include <string>
#include <utility>
#include <variant>

namespace circ::fuzz {

namespace {

using namespace protocol::sip2;

constexpr std::size_t line_limit = 1024;

conversation_settings choose_settings(input& from) {
    conversation_settings how;
    how.wire = choose_dialect(from);
    how.version = static_cast<version_choice>(from.choose(2));
    how.terminator = static_cast<line_end>(from.choose(2));
    how.checksum = static_cast<checksum_check>(from.choose(3));
    how.answers = static_cast<error_detection>(from.choose(3));
    how.sequence = static_cast<sequence_check>(from.choose(3));
    how.on_unknown = static_cast<unknown_command>(from.choose(2));
    how.duplicates = static_cast<duplicate_resend>(from.choose(2));
    how.max_reply = 64U << from.choose(5);
    return how;
}

/// The answer of a message's own type that says again what was said, in its screen message.
template <std::size_t... I>
response answer_of_type(std::size_t type, std::string_view said, std::index_sequence<I...>) {
    response made;
    const auto fill = [&]<class M>(M message) {
        const auto& table = table_of<M>();
        if (const auto* row = table.find("AF"))
            promise(row->value->take(row->member(&message), said) == reading::good, "a screen message takes any text");
        made = std::move(message);
    };
    ((I == type ? fill(std::variant_alternative_t<I, response>{}) : void()), ...);
    return made;
}

response answer_to(const handle& what) {
    // The last of the requests, block patron and resend, are answered by other types.
    const auto type = what.message.value.index() % std::variant_size_v<response>;
    const std::string said = to_utf8(what.repeatable, charset::utf8);
    return answer_of_type(type, said, std::make_index_sequence<std::variant_size_v<response>>{});
}

void check_line(std::string_view bytes, const conversation_settings& how) {
    const std::string_view end = how.terminator == line_end::crlf ? "\r\n" : "\r";
    promise(bytes.ends_with(end), "an answer ends with its line end");
    promise(is_one_line(bytes.substr(0, bytes.size() - end.size()), how.wire.delimiter), "an answer is one line");
    // Fixed part and required fields stay, and each field has an end.
    promise(bytes.size() <= std::max<std::size_t>(how.max_reply, line_limit), "an answer is bounded");
}

bool is_over(conversation& talk, const frame& line, const conversation_settings& how) {
    const action next = talk.receive(line);
    promise(talk.observations().size() < 16, "what is noticed of a line is bounded");
    for (const auto& each : talk.observations())
        promise(each.detail.size() <= line_limit, "and so is each of it");
    if (const auto* asked = std::get_if<handle>(&next)) {
        promise(without_passwords(*asked, how.wire.delimiter).size() <= line.text.size() + 1,
                "the text of a request is no longer than the request");
        const std::string sent{talk.answer(answer_to(*asked))};
        check_line(sent, how);
        const action again = talk.receive(frame{.text = "97"});
        if (const auto* resent = std::get_if<send>(&again))
            promise(resent->bytes == sent || resent->bytes.starts_with("96"), "a 97 gets the last answer");
    } else if (const auto* answer = std::get_if<send>(&next)) {
        check_line(answer->bytes, how);
    } else if (const auto* last = std::get_if<close_after>(&next)) {
        check_line(last->bytes, how);
        return true;
    }
    return false;
}

} // namespace

/// Bytes in, actions out: every line gets an answer that is a line, or silence where that is the
/// setting, and a close only after one.
void run_conversation(std::string_view bytes) {
    input from{bytes};
    const auto how = choose_settings(from);
    conversation talk{how};
    framer lines{line_limit};
    while (!from.empty()) {
        lines.feed(from.take(512));
        while (const auto line = lines.next())
            if (is_over(talk, *line, how)) return;
    }
    check_line(talk.give_up().bytes, how);
}

} // namespace circ::fuzz
