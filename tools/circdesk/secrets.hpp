#pragma once

#include "storage/records/secret.hpp"

#include <string>

namespace circ::tool {

class tool;

/// The first line of a file, or with - of standard input.
/// @throws complaint when it cannot be read or is empty
[[nodiscard]] std::string read_secret_file(const std::string& file);

/// A new password for a device: that of a file, as above; without one 16 letters and digits.
/// @throws complaint for one that SIP2 cannot carry
[[nodiscard]] std::string new_password(const std::string& file);

/// The password of a file, as above; without one what each account of a demo library has.
[[nodiscard]] std::string password_of(const std::string& login, const std::string& file);

/// Behind a sentence that it was not taken: which one was sent when no file was named; empty with one.
[[nodiscard]] std::string whose_password(const std::string& login, const std::string& file);

/// A PIN that a device can send: out of a file as above; without one it is asked for twice on the
/// terminal, and not shown there.
/// @throws complaint for an empty PIN, for one that SIP2 cannot carry, and where nobody can be asked
/// @note End the store's turn before: an answer may take its time.
[[nodiscard]] storage::secret new_pin(const tool& with, const std::string& file);

/// The pepper of the settings, empty without one.
[[nodiscard]] std::string pepper(tool& with);

} // namespace circ::tool
