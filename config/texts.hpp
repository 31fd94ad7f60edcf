#pragma once

#include "config/mistake.hpp"
#include "config/settings.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace circ::config {

/// The sentences for readers, by language and name; those of a site stand over the shipped ones.
struct loaded_texts {
    std::map<std::string, std::map<std::string, std::string, std::less<>>, std::less<>> by_language;
    std::vector<mistake> mistakes;
};

/// The shipped texts (config/texts/*.toml, built in) and over them the files LANGUAGE.toml of the
/// settings' directory. A sentence or a placeholder that there is not is a mistake.
[[nodiscard]] loaded_texts load_texts(const text_settings& how);

} // namespace circ::config
