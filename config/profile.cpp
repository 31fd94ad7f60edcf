#include "config/profile.hpp"

#include "config/choices.hpp"

#include <algorithm>

namespace circ::config {

bool allows(const profile& of, std::string_view message_code) {
    if (message_code == "93" || message_code == "97" || message_code == "99") return true;
    const auto listed = [&](request_code code) {
        return choices<request_code>[static_cast<std::size_t>(code)] == message_code;
    };
    const bool here = std::any_of(of.allowed.begin(), of.allowed.end(), listed);
    return here && (of.patron_enable || message_code != "25");
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
