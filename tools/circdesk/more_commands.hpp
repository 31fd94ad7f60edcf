#pragma once

#include <memory>

namespace circ::tool {

class command;

[[nodiscard]] std::unique_ptr<command> make_import_sip_config();
[[nodiscard]] std::unique_ptr<command> make_replay();
[[nodiscard]] std::unique_ptr<command> make_conformance();

} // namespace circ::tool
