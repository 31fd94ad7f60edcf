#pragma once

#include <filesystem>
#include <string_view>

namespace circ::tool {

/// A file that ships beside the tool ("demo/books.xml"): below $CIRCDESK_SHARE, below share/circdesk
/// beside the program's bin, or in tools/ of the source tree it was built in, whichever has it.
/// @return where it would be in the first of these when none has it
[[nodiscard]] std::filesystem::path shared_file(std::string_view name);

} // namespace circ::tool
