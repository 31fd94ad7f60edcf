#include "config/default_policy.hpp"

#include <cstdint>
#include <string>
#include <utility>

namespace circ::config {

namespace {

policy_setting set(std::string key, std::int64_t number) {
    return {std::move(key), number, {}};
}
policy_setting yes(std::string key) {
    return {std::move(key), true, {}};
}
policy_setting no(std::string key) {
    return {std::move(key), false, {}};
}
policy_setting say(std::string key, std::string text) {
    return {std::move(key), std::move(text), {}};
}

policy_rule rule(std::string name, policy_conditions when, std::vector<policy_setting> set) {
    return {std::move(name), std::move(when), std::move(set), {}};
}

policy_conditions of_type(std::vector<std::string> types) {
    return {.item_type = std::move(types)};
}
policy_conditions of_category(std::vector<std::string> categories) {
    return {.patron_category = std::move(categories)};
}

// clang-format off
std::vector<policy_setting> terms_of_everyone() {
    return {
        // the loan
        yes("for_loan"), set("loan_days", 28), set("loan_hours", 0), say("fixed_due_date", ""),
        set("due_minutes_after_opening", 0), say("opening_hours", "place"),
        yes("not_beyond_expiry"), set("minimum_age", 0),
        say("rental_fee", "0.00"), say("checkout_of_charged", "refuse"),
        say("lend_while_queued", "unless_on_pull_list"),
        // limits: the largest number still allowed
        set("max_loans", 20), set("max_loans_of_type", 20), set("max_overdues", 5),
        say("max_fees", "10.00"), set("max_lost", 2), set("max_claims", 3), set("max_holds", 10),
        yes("running_counts"), yes("guarantor_debts"),
        // renewals
        set("max_renewals", 2), set("renew_not_before_days", 14), say("renew_from", "due"),
        yes("renew_while_overdue"), no("renew_while_blocked"), no("renew_while_queued"),
        say("renewal_fee", "0.00"),
        // fees
        say("overdue_rate", "0.25"), say("overdue_per", "day"), yes("overdue_closed_days_free"),
        set("overdue_grace_days", 1), yes("overdue_grace_forgives"), say("overdue_cap", "10.00"),
        yes("overdue_cap_at_price"), no("overdue_exempt"),
        // lost items, and those found again
        say("replacement_price", "25.00"), say("processing_fee", "5.00"), set("refund_days", 90),
        say("found_processing", "kept"), say("found_overdue", "none"),
        // a card in place of another
        say("card_replacement_fee", "0.00"),
        // holds
        say("hold_fee", "0.00"), set("hold_shelf_open_days", 8),
        say("hold_levels", "title,item,branch"), say("holds_available", "allow"),
        say("hold_pickup", "anywhere"), say("local_first_days", "none"),
        // recalls
        no("recall"), no("recall_on_hold"), set("recall_guaranteed_days", 14), set("recall_days", 7),
        say("recall_rate", "0.00"),
        // the item
        no("in_house_use"), no("floats"), yes("desensitize"), no("security_inhibit"),
        // by the clock
        no("renew_automatically"), set("courtesy_days", 3), set("overdue_notice_1_days", 7),
        set("overdue_notice_2_days", 21), set("overdue_notice_3_days", 35),
        say("lost_after_days", "none"), set("expiry_notice_days", 30),
        say("shelf_notice_days", "none")};
}
// clang-format on

} // namespace

std::vector<policy_rule> default_policy() {
    return {rule("reference", of_type({"reference"}), {no("for_loan")}),
            rule("express",
                 of_type({"express"}),
                 {set("loan_days", 7),
                  set("max_renewals", 0),
                  set("max_loans_of_type", 2),
                  say("overdue_rate", "1.00"),
                  say("holds_available", "fetch")}),
            rule("devices",
                 of_type({"device"}),
                 {set("loan_days", 14),
                  set("max_renewals", 0),
                  set("max_loans_of_type", 1),
                  set("minimum_age", 16),
                  say("rental_fee", "1.50"),
                  say("replacement_price", "120.00"),
                  say("hold_pickup", "item_branch")}),
            rule("films for the grown-up", {.collection = {"film_16"}}, {set("minimum_age", 16)}),
            rule("discs",
                 of_type({"dvd", "cd"}),
                 {set("loan_days", 14),
                  set("max_renewals", 1),
                  set("max_loans_of_type", 8),
                  no("renew_while_overdue")}),
            rule("children",
                 of_category({"child"}),
                 {set("max_loans", 10), say("overdue_rate", "0.10"), say("overdue_cap", "2.00")}),
            rule("students", of_category({"student"}), {set("max_loans", 15)}),
            rule("staff",
                 of_category({"staff"}),
                 {set("max_loans", 40), set("loan_days", 56), yes("overdue_exempt")}),
            rule("institutions",
                 of_category({"institution"}),
                 {set("max_loans", 100), set("max_loans_of_type", 100), set("loan_days", 56)}),
            rule("everyone", {}, terms_of_everyone())};
}

} // namespace circ::config
