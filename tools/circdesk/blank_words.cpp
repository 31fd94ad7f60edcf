#include "tools/circdesk/blank_words.hpp"

#include "tools/circdesk/tool.hpp"

#include <optional>
#include <string>
#include <variant>

namespace circ::tool {

bool is_blank(std::string_view said) { return said.find_first_not_of(" \t\r\n") == std::string_view::npos; }

void refuse_blank(const std::vector<option>& options) {
    for (const auto& each : options) {
        if (each.when_blank == blank::fits) continue;
        if (const auto* text = std::get_if<std::string*>(&each.into))
            refuse_blank(each.name, **text);
        else if (const auto* perhaps = std::get_if<std::optional<std::string>*>(&each.into); perhaps != nullptr && **perhaps)
            refuse_blank(each.name, ***perhaps);
    }
}

void refuse_blank(std::string_view name, std::string_view said) {
    if (is_blank(said)) throw complaint(std::string(name) + " is blank: it needs a value", wrong_usage);
}

} // namespace circ::tool
