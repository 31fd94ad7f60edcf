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
    make_item_list,
    make_item_state,
    make_item_send_home,
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
    make_hold_list,
    make_hold_suspend,
    make_hold_wake,
    make_hold_move,
    make_hold_pickup,
    make_hold_cancel,
    make_hold_lapse,
    make_hold_clear,
    make_review_list,
    make_review_show,
    make_review_post,
    make_review_resolve,
    make_payment_list,
    make_payment_book,
    make_payment_dismiss,
    make_recall_list,
    make_recall_place,
    make_recall_cancel,
    make_partner_list,
    make_partner_add,
    make_partner_change,
    make_terminal_add,
    make_terminal_change,
    make_terminal_list,
    make_terminal_show,
    make_terminal_disable,
    make_terminal_enable,
    make_terminal_test,
    make_terminal_watch,
    make_status,
    make_drain,
    make_day_run,
    make_day_status,
    make_notice_list,
    make_notice_export,
    make_notice_acknowledge,
    make_notice_hand_over,
    make_notice_retry,
    make_notice_give_up,
    make_relay_status,
    make_outbox_list,
    make_outbox_retry,
    make_outbox_drop,
    make_report_circulation,
    make_calendar_show,
    make_calendar_hours,
    make_calendar_close,
    make_calendar_open,
    make_policy_explain,
    make_policy_check,
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
