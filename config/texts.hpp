#pragma once

#include "config/mistake.hpp"
#include "config/settings.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace circ::config {

/// The texts for readers, by language and name; those of a site stand over the shipped ones. A name
/// in a table of the file is written with a dot, "receipt.checkout"; lines have line ends between.
struct loaded_texts {
    std::map<std::string, std::map<std::string, std::string, std::less<>>, std::less<>> by_language;
    std::vector<mistake> mistakes;
};

/// The shipped texts (config/texts/*.toml, built in) and over them the files LANGUAGE.toml of the
/// settings' directory, which name only what they change. A text or a placeholder that there is not is
/// a mistake, and so is a value that a sentence must tell and does not.
[[nodiscard]] loaded_texts load_texts(const text_settings& how);

/// docs/reference/texts.md.
[[nodiscard]] std::string texts_page();

} // namespace circ::config
