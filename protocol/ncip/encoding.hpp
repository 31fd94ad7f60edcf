#pragma once

#include <boost/system/result.hpp>

#include <string>
#include <string_view>

namespace circ::protocol::ncip {

/// A document in UTF-8, without byte order mark: by its mark, then by its declaration, then as
/// UTF-8. What declares another character set but is UTF-8 is taken as UTF-8, for some peers write
/// a declaration that they do not keep to.
/// @return errc::unknown_encoding, bad_encoding
[[nodiscard]] boost::system::result<std::string> to_utf8(std::string_view document);

} // namespace circ::protocol::ncip
