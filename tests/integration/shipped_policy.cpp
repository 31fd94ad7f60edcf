#include "tests/integration/shipped_policy.hpp"

#include <fstream>
#include <stdexcept>

namespace circ::test {

std::string shipped_policy(const std::vector<std::pair<std::string, std::string>>& instead) {
    std::ifstream in(CIRC_SOURCE "/config/circdesk.toml");
    std::string text;
    bool is_policy = false;
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with("[")) is_policy = line == "[[policy]]" || line == "[policy.set]";
        if (is_policy) text.append(line).append("\n");
    }
    for (const auto& [from, to] : instead) {
        const auto at = text.find(from, text.find("name = \"everyone\""));
        if (at == std::string::npos) throw std::runtime_error("no rule says " + from);
        text.replace(at, from.size(), to);
    }
    return text;
}

} // namespace circ::test
