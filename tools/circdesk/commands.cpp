#include "tools/circdesk/commands.hpp"

#include "tools/circdesk/command.hpp"

namespace circ::tool {

namespace {

using maker = std::unique_ptr<command> (*)();

/// The verbs, in the order of the manual.
constexpr maker makers[] = {
    make_sc,
    make_decode,
    make_patron_show,
    make_item_show,
    make_recall_list,
    make_recall_place,
    make_recall_cancel,
    make_terminal_add,
    make_terminal_list,
    make_terminal_disable,
    make_terminal_enable,
    make_terminal_test,
    make_terminal_watch,
    make_import_marc,
    make_import_items,
    make_import_patrons,
    make_demo_load,
    make_demo_page,
    make_check,
};

} // namespace

std::vector<std::unique_ptr<command>> all_commands() {
    std::vector<std::unique_ptr<command>> all;
    for (const maker make : makers) all.push_back(make());
    return all;
}

} // namespace circ::tool
