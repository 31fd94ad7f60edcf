#pragma once

#include <string>

namespace circ::tool {

class tool;

/// A password to be typed into a device: 16 letters and digits that are not taken for one another.
[[nodiscard]] std::string make_password();

/// The first line of a file. @throws complaint when it cannot be read or is empty
[[nodiscard]] std::string read_secret_file(const std::string& file);

/// The pepper of the settings, empty without one.
[[nodiscard]] std::string pepper(tool& with);

} // namespace circ::tool
