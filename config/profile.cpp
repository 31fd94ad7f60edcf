#include "config/profile.hpp"

#include "config/choices.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace circ::config {

namespace {

/// By the number of a message, the place of its code among the choices; -1 for what is none.
constexpr auto places_of_codes = [] {
    std::array<int, 100> made{};
    made.fill(-1);
    for (std::size_t i = 0; i < choices<request_code>.size(); ++i) {
        const auto code = choices<request_code>[i];
        made[static_cast<std::size_t>(code[0] - '0') * 10 + static_cast<std::size_t>(code[1] - '0')] = static_cast<int>(i);
    }
    return made;
}();

} // namespace

bool allows(const profile& of, std::string_view message_code) {
    if (message_code == "93" || message_code == "97" || message_code == "99") return true;
    if (message_code == "25" && !of.patron_enable) return false;
    const auto digit = [&](std::size_t at) { return static_cast<std::size_t>(message_code[at] - '0'); };
    const int place = places_of_codes[digit(0) * 10 + digit(1)];
    return std::find(of.allowed.begin(), of.allowed.end(), static_cast<request_code>(place)) != of.allowed.end();
}

bool is_for_probes(const profile& of) {
    return of.allowed.empty();
}

bool prints(const profile& of, receipt_kind kind) {
    return std::find(of.receipts.begin(), of.receipts.end(), kind) != of.receipts.end();
}

bool shows_field(const profile& of, std::string_view message, std::string_view id) {
    const auto speaks_of = [&](const field_choice& each) {
        return each.message.empty() || each.message == message;
    };
    const auto names = [&](const field_choice& each) { return speaks_of(each) && each.id == id; };
    if (std::any_of(of.hide_fields.begin(), of.hide_fields.end(), names)) return false;
    return std::none_of(of.allow_fields.begin(), of.allow_fields.end(), speaks_of) ||
           std::any_of(of.allow_fields.begin(), of.allow_fields.end(), names);
}

} // namespace circ::config
