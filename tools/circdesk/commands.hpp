#pragma once

#include <memory>

namespace circ::tool {

class command;

// One maker for each verb, in the order of the manual.
[[nodiscard]] std::unique_ptr<command> make_sc();
[[nodiscard]] std::unique_ptr<command> make_decode();
[[nodiscard]] std::unique_ptr<command> make_patron_show();
[[nodiscard]] std::unique_ptr<command> make_patron_block();
[[nodiscard]] std::unique_ptr<command> make_patron_unblock();
[[nodiscard]] std::unique_ptr<command> make_patron_unlock();
[[nodiscard]] std::unique_ptr<command> make_patron_message();
[[nodiscard]] std::unique_ptr<command> make_patron_guarantor();
[[nodiscard]] std::unique_ptr<command> make_item_show();
[[nodiscard]] std::unique_ptr<command> make_item_list();
[[nodiscard]] std::unique_ptr<command> make_item_state();
[[nodiscard]] std::unique_ptr<command> make_item_send_home();
[[nodiscard]] std::unique_ptr<command> make_loan_list();
[[nodiscard]] std::unique_ptr<command> make_loan_lost();
[[nodiscard]] std::unique_ptr<command> make_loan_claim();
[[nodiscard]] std::unique_ptr<command> make_loan_unclaim();
[[nodiscard]] std::unique_ptr<command> make_fee_list();
[[nodiscard]] std::unique_ptr<command> make_fee_add();
[[nodiscard]] std::unique_ptr<command> make_fee_pay();
[[nodiscard]] std::unique_ptr<command> make_fee_waive();
[[nodiscard]] std::unique_ptr<command> make_fee_write_off();
[[nodiscard]] std::unique_ptr<command> make_fee_refund();
[[nodiscard]] std::unique_ptr<command> make_fee_cancel();
[[nodiscard]] std::unique_ptr<command> make_fee_pay_out();
[[nodiscard]] std::unique_ptr<command> make_card_list();
[[nodiscard]] std::unique_ptr<command> make_card_lost();
[[nodiscard]] std::unique_ptr<command> make_card_found();
[[nodiscard]] std::unique_ptr<command> make_card_replace();
[[nodiscard]] std::unique_ptr<command> make_hold_list();
[[nodiscard]] std::unique_ptr<command> make_hold_suspend();
[[nodiscard]] std::unique_ptr<command> make_hold_wake();
[[nodiscard]] std::unique_ptr<command> make_hold_move();
[[nodiscard]] std::unique_ptr<command> make_hold_pickup();
[[nodiscard]] std::unique_ptr<command> make_hold_cancel();
[[nodiscard]] std::unique_ptr<command> make_hold_lapse();
[[nodiscard]] std::unique_ptr<command> make_hold_clear();
[[nodiscard]] std::unique_ptr<command> make_review_list();
[[nodiscard]] std::unique_ptr<command> make_review_show();
[[nodiscard]] std::unique_ptr<command> make_review_post();
[[nodiscard]] std::unique_ptr<command> make_review_resolve();
[[nodiscard]] std::unique_ptr<command> make_payment_list();
[[nodiscard]] std::unique_ptr<command> make_payment_book();
[[nodiscard]] std::unique_ptr<command> make_payment_dismiss();
[[nodiscard]] std::unique_ptr<command> make_recall_list();
[[nodiscard]] std::unique_ptr<command> make_recall_place();
[[nodiscard]] std::unique_ptr<command> make_recall_cancel();
[[nodiscard]] std::unique_ptr<command> make_partner_list();
[[nodiscard]] std::unique_ptr<command> make_partner_add();
[[nodiscard]] std::unique_ptr<command> make_partner_change();
[[nodiscard]] std::unique_ptr<command> make_terminal_add();
[[nodiscard]] std::unique_ptr<command> make_terminal_change();
[[nodiscard]] std::unique_ptr<command> make_terminal_list();
[[nodiscard]] std::unique_ptr<command> make_terminal_show();
[[nodiscard]] std::unique_ptr<command> make_terminal_disable();
[[nodiscard]] std::unique_ptr<command> make_terminal_enable();
[[nodiscard]] std::unique_ptr<command> make_terminal_test();
[[nodiscard]] std::unique_ptr<command> make_terminal_watch();
[[nodiscard]] std::unique_ptr<command> make_status();
[[nodiscard]] std::unique_ptr<command> make_drain();
[[nodiscard]] std::unique_ptr<command> make_day_run();
[[nodiscard]] std::unique_ptr<command> make_day_status();
[[nodiscard]] std::unique_ptr<command> make_notice_list();
[[nodiscard]] std::unique_ptr<command> make_notice_export();
[[nodiscard]] std::unique_ptr<command> make_notice_acknowledge();
[[nodiscard]] std::unique_ptr<command> make_notice_hand_over();
[[nodiscard]] std::unique_ptr<command> make_notice_retry();
[[nodiscard]] std::unique_ptr<command> make_notice_give_up();
[[nodiscard]] std::unique_ptr<command> make_relay_status();
[[nodiscard]] std::unique_ptr<command> make_outbox_list();
[[nodiscard]] std::unique_ptr<command> make_outbox_retry();
[[nodiscard]] std::unique_ptr<command> make_outbox_drop();
[[nodiscard]] std::unique_ptr<command> make_report_circulation();
[[nodiscard]] std::unique_ptr<command> make_calendar_show();
[[nodiscard]] std::unique_ptr<command> make_calendar_hours();
[[nodiscard]] std::unique_ptr<command> make_calendar_close();
[[nodiscard]] std::unique_ptr<command> make_calendar_open();
[[nodiscard]] std::unique_ptr<command> make_policy_explain();
[[nodiscard]] std::unique_ptr<command> make_policy_check();
[[nodiscard]] std::unique_ptr<command> make_import_marc();
[[nodiscard]] std::unique_ptr<command> make_import_items();
[[nodiscard]] std::unique_ptr<command> make_import_patrons();
[[nodiscard]] std::unique_ptr<command> make_demo_load();
[[nodiscard]] std::unique_ptr<command> make_demo_page();
[[nodiscard]] std::unique_ptr<command> make_check();

} // namespace circ::tool
