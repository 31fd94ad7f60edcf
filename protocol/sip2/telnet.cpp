#include "protocol/sip2/telnet.hpp"

namespace circ::protocol::sip2 {

namespace {

constexpr unsigned char subnegotiation = 0xFA, will = 0xFB, dont = 0xFE;
constexpr std::string_view subnegotiation_end = "\xFF\xF0";

} // namespace

std::optional<std::size_t> telnet_command_length(std::string_view bytes) noexcept {
    if (bytes.size() < 2) return std::nullopt;
    const auto command = static_cast<unsigned char>(bytes[1]);
    if (command == subnegotiation) {
        const auto end = bytes.find(subnegotiation_end, 2);
        if (end == std::string_view::npos) return std::nullopt;
        return end + subnegotiation_end.size();
    }
    const std::size_t length = command >= will && command <= dont ? 3 : 2;
    if (bytes.size() < length) return std::nullopt;
    return length;
}

} // namespace circ::protocol::sip2
