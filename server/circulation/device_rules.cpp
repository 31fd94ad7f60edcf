#include "server/circulation/device_rules.hpp"

namespace circ::circulation {

std::shared_ptr<const device_rules> default_device_rules() {
    static const auto rules = std::make_shared<const device_rules>();
    return rules;
}

} // namespace circ::circulation
