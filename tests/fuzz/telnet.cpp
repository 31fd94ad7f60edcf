#include "tests/fuzz/targets.hpp"

#include "protocol/sip2/other_protocol.hpp"
#include "protocol/sip2/telnet_login.hpp"

#include <string>
#include <variant>

namespace circ::fuzz {

using protocol::sip2::telnet_login;

/// The text dialogue before the messages: it ends, and never says again what was typed.
void run_telnet(std::string_view bytes) {
    if (const auto other = protocol::sip2::recognise_other_protocol(bytes))
        promise(!protocol::sip2::name_of(*other).empty(), "a protocol that is known has a name");
    telnet_login dialogue{3};
    unsigned tries = 0;
    while (!bytes.empty()) {
        const auto before = bytes.size();
        auto step = dialogue.take(bytes);
        promise(bytes.size() < before, "each step takes something");
        if (const auto* who = std::get_if<telnet_login::credentials>(&step)) {
            promise(!who->user.empty(), "an empty name is asked again");
            promise(++tries <= 3, "tries are counted");
            step = dialogue.refused();
        }
        if (std::holds_alternative<telnet_login::hang_up>(step)) return;
    }
}

} // namespace circ::fuzz
