#pragma once

#include <optional>
#include <string>

namespace circ::protocol::ncip::test {

/// The schemas are NISO's and not in the repository; NCIP_SCHEMA_DIR says where they are.
[[nodiscard]] std::optional<std::string> schema_folder();

/// What the schema has against a document; empty when it is valid.
/// @pre schema_folder() has a value
[[nodiscard]] std::string complaints_about(const std::string& document);

} // namespace circ::protocol::ncip::test
