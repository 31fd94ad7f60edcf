#pragma once

#include "protocol/marc/items.hpp"
#include "tools/circdesk/import/toml_rows.hpp"

#include <string>

namespace circ::tool {

/// The mapping that ships under this name. @throws complaint that lists them
[[nodiscard]] protocol::marc::item_mapping item_preset(const std::string& name);

/// Where items stand, of a mapping file: a tag and the subfields of each part of an item, in the
/// order of their codes ("av"); what it leaves out is that of its `preset`.
/// @throws complaint that names file, key and value
[[nodiscard]] protocol::marc::item_mapping read_item_mapping(const toml_file& from,
                                                             const std::string& file);

/// The names of the presets, comma separated.
[[nodiscard]] std::string item_preset_names();

} // namespace circ::tool
