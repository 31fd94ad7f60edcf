#include "protocol/text/one_line.hpp"

#include "protocol/text/utf8.hpp"

namespace circ::protocol::text {

std::string one_line(std::string_view from) {
    std::string out;
    while (!from.empty()) {
        const utf8_step step = front_character(from);
        const bool is_control = step.code_point < 0x20 || (step.code_point >= 0x7F && step.code_point < 0xA0);
        append_utf8(out, is_control ? U' ' : step.code_point);
        from.remove_prefix(step.length);
    }
    return out;
}

} // namespace circ::protocol::text
