#include "tools/circdesk/conformance/answers.hpp"

#include "tools/circdesk/conformance/examination.hpp"

#include <fmt/format.h>

namespace circ::tool::checks {

std::string named(std::string_view field, std::string_view value) {
    return fmt::format("{}={}", field, value);
}

std::string is_answered(const std::string& answer, std::string_view code) {
    const std::string body = body_of(answer);
    if (body.starts_with(code) || body.starts_with("96")) return {};
    return fmt::format("wanted {} or 96: {}", code, got(answer));
}

std::string is_about(const std::string& answer, std::string_view code, std::string_view field, std::string_view value) {
    if (auto wrong = faults_of(answer, code); !wrong.empty()) return wrong;
    if (value_of(answer, field) == value) return {};
    return fmt::format("{} is not '{}': {}", field, value, got(answer));
}

std::string needs_value(const std::string& answer, std::string_view field, std::string_view value) {
    return value_of(answer, field) == value ? std::string() : fmt::format("{} is not {}: {}", field, value, got(answer));
}

std::string is_unknown_patron(const std::string& answer, std::string_view code) {
    if (auto wrong = is_about(answer, code, "AA", nobody); !wrong.empty()) return wrong;
    if (!value_of(answer, "AE").empty()) return "there is a name: " + got(answer);
    return needs_value(answer, "BL", "N");
}

} // namespace circ::tool::checks
