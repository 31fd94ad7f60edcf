#include "tools/circdesk/payment_words.hpp"

namespace circ::tool {

std::string payment_words(int type) {
    switch (type) {
    case 0: return "cash";
    case 1: return "VISA";
    case 2: return "credit card";
    default: return "type " + std::to_string(type);
    }
}

std::string till_of(storage::reader& from, storage::terminal_id id) {
    const auto found = id ? from.find_terminal(id) : std::nullopt;
    return found ? found->login : "desk";
}

} // namespace circ::tool
