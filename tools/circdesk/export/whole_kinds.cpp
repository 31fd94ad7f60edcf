#include "tools/circdesk/export/whole_kinds.hpp"

namespace circ::tool {

bool is_ours(export_source& with, storage::patron_id who) {
    const auto found = with.from.find_patron(who);
    return found && found->institution == with.library.institution.id;
}

std::string card_text(export_source& with, storage::patron_id who) {
    const auto found = who ? with.from.find_patron(who) : std::nullopt;
    if (!found || found->erased_at) return {};
    return circulation::card_number_of(with.from, who);
}

std::string barcode_text(export_source& with, storage::item_id what) {
    const auto found = what ? with.from.find_item(what) : std::nullopt;
    return found ? found->barcode : std::string();
}

std::string doer_text(export_source& with, storage::terminal_id at, const std::string& by) {
    const auto found = at ? with.from.find_terminal(at) : std::nullopt;
    return found ? found->login : by;
}

} // namespace circ::tool
