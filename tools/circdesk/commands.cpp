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
    make_patron_block,
    make_patron_unblock,
    make_patron_unlock,
    make_patron_message,
    make_patron_guarantor,
    make_item_show,
    make_loan_list,
    make_loan_lost,
    make_loan_claim,
    make_loan_unclaim,
    make_fee_list,
    make_fee_add,
    make_fee_pay,
    make_fee_waive,
    make_fee_write_off,
    make_fee_refund,
    make_fee_cancel,
    make_fee_pay_out,
    make_card_list,
    make_card_lost,
    make_card_found,
    make_card_replace,
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
