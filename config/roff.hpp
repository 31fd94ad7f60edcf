#pragma once

#include <string>
#include <string_view>

namespace circ::config {

/// Running text as a manual page takes it: no line is a request, no dash a hyphen.
[[nodiscard]] std::string roff(std::string_view text);

} // namespace circ::config
