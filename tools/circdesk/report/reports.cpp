#include "tools/circdesk/report/lines.hpp"
#include "tools/circdesk/report/report.hpp"

#include <array>

namespace circ::tool {
namespace {

using enum column_kind;
using asks = report_option;
using column = report_column;
using parameter = report_parameter;

// clang-format off

// Reports with which somebody walks begin with location, call number and item.

constexpr column overdue_columns[] = {
    {"due"}, {"days"}, {"card"}, {"name", named}, {"phone", named}, {"email", named},
    {"item"}, {"title"}, {"call number"}, {"fee so far", summed}};
constexpr column loan_columns[] = {
    {"location"}, {"call number"}, {"item"}, {"title"}, {"since"}, {"card"}, {"owed for it", summed}};
constexpr column pull_columns[] = {
    {"location"}, {"call number"}, {"item"}, {"title"}, {"for"}, {"card"}, {"waiting"}};
constexpr column clear_columns[] = {
    {"location"}, {"call number"}, {"item"}, {"title"}, {"card"}, {"until"}, {"why"}};
constexpr column unfillable_columns[] = {
    {"hold"}, {"placed"}, {"card"}, {"title number"}, {"title"}, {"why"}};
constexpr column per_copy_columns[] = {
    {"title number"}, {"title"}, {"author"}, {"isbn"}, {"holds", summed}, {"copies", summed}};
constexpr column transit_columns[] = {
    {"item"}, {"title"}, {"from"}, {"sent"}, {"days"}, {"for card"}};
constexpr column item_columns[] = {
    {"location"}, {"call number"}, {"item"}, {"title"}, {"place"}, {"last seen"}, {"price", summed}, {"note"}};
constexpr column idle_columns[] = {
    {"location"}, {"call number"}, {"item"}, {"title"}, {"year"}, {"type"}, {"last lent"}, {"last seen"}};
constexpr column expiring_columns[] = {
    {"until"}, {"card"}, {"name", named}, {"category"}, {"loans", summed}, {"holds", summed}, {"owed", summed}};
constexpr column credit_columns[] = {
    {"card"}, {"name", named}, {"credit", summed}, {"owed", summed}};
constexpr column fee_columns[] = {
    {"day"}, {"terminal"}, {"by"}, {"payments", summed}, {"accepted", summed}, {"refusals", summed},
    {"refused", summed}, {"taken", summed}, {"credited", summed}};
constexpr column payment_columns[] = {
    {"payment"}, {"at"}, {"terminal"}, {"BK"}, {"card"}, {"amount", summed}, {"what"}, {"why"}};
constexpr column notice_columns[] = {
    {"notice"}, {"kind"}, {"card"}, {"by"}, {"made"}, {"tries"}, {"last error"}};
constexpr column terminal_columns[] = {
    {"terminal"}, {"location"}, {"profile"}, {"last heard"}, {"open days"}, {"what"}};
constexpr column statistics_columns[] = {
    {"period"}, {"checkouts", summed}, {"renewals", summed}, {"returns", summed}, {"used in the house", summed},
    {"holds", summed}, {"new patrons", summed}, {"charged", summed}, {"paid", summed}};

constexpr parameter of_overdues[] = {
    {asks::days, "0", "only what is overdue for so many days or more (all)"},
    {asks::with_names, "", "with the readers' names, telephones and addresses"}};
constexpr parameter of_per_copy[] = {
    {asks::more_than, "3", "holds for each copy that are still well (3)"}};
constexpr parameter of_transits[] = {
    {asks::days, "3", "days that a transit may take (3)"}};
constexpr parameter of_idle[] = {
    {asks::since, "730", "not lent since that day, and older than that (two years ago)"}};
constexpr parameter of_expiring[] = {
    {asks::days, "30", "until so many days from today (30)"},
    {asks::with_names, "", "with the readers' names"}};
constexpr parameter of_credits[] = {
    {asks::with_names, "", "with the readers' names"}};
constexpr parameter of_fees[] = {
    {asks::since, "month", "first day (the first of this month)"},
    {asks::until, "today", "last day (today)"}};
constexpr parameter of_payments[] = {
    {asks::since, "30", "first day of reused BKs (30 days ago); what was refused waits however old it is"}};
constexpr parameter of_terminals[] = {
    {asks::days, "0", "open days of silence, instead of those of the settings (silent_days of [server] or of the profile)"}};
constexpr parameter of_statistics[] = {
    {asks::by, "month", "month or year (month)"},
    {asks::since, "year", "first day (the first of this year)"},
    {asks::until, "today", "last day (today)"},
    {asks::item_type, "", "only items of this type; people and money are of no type and left out"}};

using enum report_pages;
using enum report_order;
using namespace report_lines;

constexpr std::array all{
    report{"overdues", "Overdue loans",
        "what is overdue at the branch that lent it, the oldest first: whom to call, and what it has come to",
        "it is returned or renewed; `loan lost` or `loan claim` when it will not come back",
        each_branch, made, overdue_columns, of_overdues, overdues},
    report{"pull-list", "To be fetched from the shelves",
        "copies on the shelf that readers wait for: walk along the shelves with it",
        "scan the copy at the desk; `item state CODE missing --reason` when it is not there",
        each_branch, shelf, pull_columns, {}, pull_list},
    report{"holds-to-clear", "To be taken off the hold shelf",
        "what stands on the hold shelf and is no longer kept for anybody",
        "scan it, or `hold clear`",
        each_branch, shelf, clear_columns, {}, holds_to_clear},
    report{"holds-unfillable", "Holds that no copy can fill",
        "readers who wait in vain: every copy is gone, or may not go to them",
        "buy or mend a copy, `hold pickup`, or `hold cancel` and tell the reader",
        each_branch, made, unfillable_columns, {}, holds_unfillable},
    report{"holds-per-copy", "Titles with too few copies",
        "titles with more holds than copies can serve soon: what to buy",
        "`item add`, or an import of more copies",
        one_for_all, made, per_copy_columns, of_per_copy, holds_per_copy},
    report{"transits-late", "Long on the way",
        "what was sent to the branch and has not come, the oldest first",
        "scan it when it is found; `item state CODE missing --reason` when it is not",
        each_branch, made, transit_columns, of_transits, transits_late},
    report{"lost", "Lost loans",
        "what is booked as lost and not settled yet",
        "`fee pay`, `fee waive` or `fee write-off` of its replacement; a return when it is found",
        each_branch, shelf, loan_columns, {}, lost},
    report{"claims", "Claimed returned",
        "what readers say they have brought back: look for it on the shelves",
        "scan it when it is there; else `loan unclaim` or `loan lost`",
        each_branch, shelf, loan_columns, {}, claims},
    report{"damaged", "Damaged items",
        "what waits to be mended or withdrawn",
        "`item state CODE STATE --reason`: `usable`, `in_repair` or `withdrawn`",
        each_branch, shelf, item_columns, {}, damaged},
    report{"missing", "Missing items",
        "what nobody has found yet: look once more where it should stand",
        "scan it when it is found; `item withdraw` when it is given up",
        each_branch, shelf, item_columns, {}, missing},
    report{"never-lent", "Not lent for long",
        "what stands on the shelves and nobody takes home: what to weed",
        "`item state CODE withdrawn --reason`, or a display in the window",
        each_branch, shelf, idle_columns, of_idle, never_lent},
    report{"cards-expiring", "Cards that expire",
        "whose card ends soon, and what they have",
        "`patron renew`",
        each_branch, made, expiring_columns, of_expiring, cards_expiring},
    report{"fees", "Money taken",
        "what was paid at each terminal on each day: what has to be in the tills",
        "never: it is kept; `payment list --day` shows the payments of a day",
        one_for_all, made, fee_columns, of_fees, fees},
    report{"credits", "Credits to refund",
        "whose money is at the library",
        "`fee pay-out`; it is also used up by what they are charged next",
        each_branch, made, credit_columns, of_credits, credits},
    report{"payments-refused", "Payments to look at",
        "payments that were refused although the coins fell, and BKs that were used twice",
        "`payment book` or `payment dismiss`; a reused BK leaves by its age",
        one_for_all, made, payment_columns, of_payments, payments_refused},
    report{"notices-failed", "Notices that were not handed over",
        "what readers have not been told, and why",
        "`notice retry` or `notice give-up`",
        one_for_all, made, notice_columns, {}, notices_failed},
    report{"terminals-silent", "Terminals to look after",
        "devices that have said nothing for too long, or are out of paper",
        "switch it on, put paper in; `terminal disable` when it is gone",
        each_branch, made, terminal_columns, of_terminals, terminals_silent},
    report{"statistics", "Statistics",
        "what was lent, returned, placed, charged and paid in each month or year",
        "never: it is kept",
        one_for_some, made, statistics_columns, of_statistics, statistics},
};

// clang-format on

} // namespace

std::span<const report> reports() {
    return all;
}

} // namespace circ::tool
