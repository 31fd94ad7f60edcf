// Each field: when two sides agree, when what differs is tolerable, and what is kept of it when it is
// not.
#include "tests/unit/shadow/two_sides.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <map>
#include <set>

namespace circ::shadow::test {
namespace {

using namespace circulation;
using enum grade;

struct field_case {
    std::string name;
    std::string field;
    void (*change)(side& ours, side& theirs);
    grade how = same;
    std::string ours = {};
    std::string theirs = {};
    std::string example = {};
};

std::ostream& operator<<(std::ostream& to, const field_case& of) {
    return to << of.name;
}

void nothing(side&, side&) {}
std::optional<int>& count(side& of, list_kind what) {
    return of.reader->counts[static_cast<std::size_t>(what)];
}
void lend(side& of, const std::string& to = "") {
    of.item->status = circulation_status::charged;
    of.item->due_at = noon + 9 * day;
    if (to == "this reader") of.reader->lists.loans.push_back(loan_of("i1", noon + 9 * day));
}
void refuse(side& of, reason_code why) {
    of.decided = decision{};
    of.decided->result = verdict::refused;
    of.decided->reasons = {why};
}

// clang-format off
const std::vector<field_case>& cases() {
    static const std::vector<field_case> all{
        {"known_to_both", "card", &nothing},
        {"unknown_there", "card", [](side&, side& t) { t.reader = patron_view{}; }, different, "known", "unknown"},
        {"lost_for_neither", "card_lost", &nothing},
        {"lost_there", "card_lost", [](side&, side& t) { t.reader->flags[4] = true; }, different, "no", "yes"},
        {"same_name", "name", &nothing},
        {"name_in_another_order", "name", [](side&, side& t) { t.reader->name = "LINDQVIST, Anna"; }, tolerable},
        {"name_not_told", "name", [](side&, side& t) { t.reader->name.clear(); }, tolerable},
        {"another_name_of_which_nothing_is_kept", "name", [](side&, side& t) { t.reader->name = "Chidi Okafor"; }, different, "another name", "another name"},
        {"same_end_of_the_card", "expires", &nothing},
        {"end_of_the_card_not_told", "expires", [](side&, side& t) { t.reader->expires_on.reset(); }, tolerable},
        {"card_good_for_a_day_less", "expires", [](side&, side& t) { *t.reader->expires_on -= day; }, different, "1 day later", "1 day earlier", "2026-12-13 and 2026-12-12"},
        {"as_many_loans", "loans", &nothing},
        {"loans_not_counted_there", "loans", [](side&, side& t) { count(t, list_kind::loans).reset(); }, tolerable},
        {"more_loans_here", "loans", [](side& o, side&) { count(o, list_kind::loans) = 3; }, different, "more", "less", "3 and 1"},
        {"the_same_loans", "which_loans", &nothing},
        {"loans_not_listed_there", "which_loans", [](side&, side& t) { t.reader->lists.loans.clear(); }, same},
        {"a_loan_of_each_alone", "which_loans", [](side&, side& t) { t.reader->lists.loans[0].barcode = "b2"; }, different, "some that are not there", "some that are not here", "1 and 1"},
        {"a_loan_more_there", "which_loans", [](side&, side& t) { t.reader->lists.loans.push_back(loan_of("b2")); }, different, "all of them there too", "some that are not here", "0 and 1"},
        {"the_same_dates", "due_dates", &nothing},
        {"another_hour_of_the_day", "due_dates", [](side&, side& t) { t.reader->lists.loans[0].due_at += std::chrono::hours(9); }, tolerable},
        {"a_week_less", "due_dates", [](side&, side& t) { t.reader->lists.loans[0].due_at -= 7 * day; }, different, "7 days later", "7 days earlier", "2026-03-26 and 2026-03-19"},
        {"as_many_overdue", "overdue_loans", &nothing},
        {"overdue_not_known", "overdue_loans", [](side&, side& t) { count(t, list_kind::overdue_loans).reset(); }, tolerable},
        {"one_overdue_there", "overdue_loans", [](side&, side& t) { count(t, list_kind::overdue_loans) = 1; }, different, "less", "more", "0 and 1"},
        {"one_claimed_returned_that_is_overdue_by_its_date_there", "overdue_loans",
         [](side& o, side& t) { o.reader->lists.loans[0].due_at = noon - day; count(t, list_kind::overdue_loans) = 1; }, tolerable},
        {"as_many_called_back", "recalled_loans", &nothing},
        {"called_back_not_known", "recalled_loans", [](side&, side& t) { count(t, list_kind::recalled_loans).reset(); }, tolerable},
        {"one_called_back_there", "recalled_loans", [](side&, side& t) { count(t, list_kind::recalled_loans) = 1; }, different, "less", "more", "0 and 1"},
        {"as_many_ready", "ready_holds", &nothing},
        {"ready_not_known", "ready_holds", [](side&, side& t) { count(t, list_kind::ready_holds).reset(); }, tolerable},
        {"none_ready_there", "ready_holds", [](side&, side& t) { count(t, list_kind::ready_holds) = 0; }, different, "more", "less", "1 and 0"},
        {"as_many_waiting", "waiting_holds", &nothing},
        {"waiting_not_known", "waiting_holds", [](side&, side& t) { count(t, list_kind::waiting_holds).reset(); }, tolerable},
        {"one_less_waiting", "waiting_holds", [](side&, side& t) { count(t, list_kind::waiting_holds) = 1; }, different, "more", "less", "2 and 1"},
        {"as_many_fees", "fees", &nothing},
        {"fees_not_known", "fees", [](side&, side& t) { count(t, list_kind::fees).reset(); }, tolerable},
        {"a_fee_there", "fees", [](side&, side& t) { count(t, list_kind::fees) = 1; }, different, "less", "more", "0 and 1"},
        {"as_much_owed", "owed", &nothing},
        {"less_owed_there", "owed", [](side&, side& t) { t.reader->owed = {}; }, different, "more", "less", "250 and 0"},
        {"may_borrow_at_both", "may_borrow", &nothing},
        {"may_borrow_at_neither_for_reasons_of_its_own", "may_borrow", [](side& o, side& t) { o.reader->flags[5] = true; t.reader->flags[0] = true; }, same},
        {"may_not_borrow_there", "may_borrow", [](side&, side& t) { t.reader->flags[0] = true; }, different, "yes", "no"},
        {"may_renew_at_both", "may_renew", &nothing},
        {"may_not_renew_here", "may_renew", [](side& o, side&) { o.reader->flags[1] = true; }, different, "no", "yes"},
        {"may_place_holds_at_both", "may_hold", &nothing},
        {"may_not_place_holds_there", "may_hold", [](side&, side& t) { t.reader->flags[3] = true; }, different, "yes", "no"},
        {"item_known_to_both", "item", &nothing},
        {"item_unknown_there", "item", [](side&, side& t) { t.item = item_view{}; }, different, "known", "unknown"},
        {"same_title", "title", &nothing},
        {"title_in_other_letters", "title", [](side&, side& t) { t.item->title = "the two TOWERS."; }, tolerable},
        {"title_that_goes_on", "title", [](side&, side& t) { t.item->title = "The two towers / J. R. R. Tolkien"; }, tolerable},
        {"another_title", "title", [](side&, side& t) { t.item->title = "Two towers, The"; }, different, "other words", "other words", "the two towers and two towers the"},
        {"same_author", "author", &nothing},
        {"author_not_told", "author", [](side&, side& t) { t.item->author.clear(); }, tolerable},
        {"another_author", "author", [](side&, side& t) { t.item->author = "J. R. R. Tolkien"; }, different, "other words", "other words", "tolkien j r and j r tolkien"},
        {"same_call_number", "call_number", &nothing},
        {"call_number_in_other_letters", "call_number", [](side&, side& t) { t.item->call_number = "F Tol"; }, tolerable},
        {"another_call_number", "call_number", [](side&, side& t) { t.item->call_number = "J TOL"; }, different, "other words", "other words", "f tol and j tol"},
        {"same_status", "status", &nothing},
        {"called_back_and_lent", "status", [](side& o, side& t) { o.item->status = circulation_status::recalled; lend(t); }, tolerable},
        {"state_that_has_no_word", "status", [](side& o, side& t) { o.item->status = circulation_status::other; t.item->status = circulation_status::lost; }, tolerable},
        {"lent_there", "status", [](side&, side& t) { lend(t); }, different, "available", "on loan"},
        {"with_nobody", "holder", &nothing},
        {"with_this_reader_there", "holder", [](side&, side& t) { lend(t, "this reader"); }, different, "nobody", "this reader"},
        {"with_somebody_else_there", "holder", [](side& o, side& t) { lend(o, "this reader"); lend(t); }, different, "this reader", "somebody else"},
        {"lent_until_the_same_day", "item_due", [](side& o, side& t) { lend(o); lend(t); }, same},
        {"until_when_is_not_told", "item_due", [](side& o, side&) { lend(o); }, tolerable},
        {"lent_for_longer_there", "item_due", [](side& o, side& t) { lend(o); lend(t); *t.item->due_at += 7 * day; }, different, "7 days earlier", "7 days later", "2026-03-26 and 2026-04-02"},
        {"as_many_wait_for_it", "queue", &nothing},
        {"nobody_waits_there", "queue", [](side&, side& t) { t.item->queue_length = 0; }, different, "more", "less", "1 and 0"},
        {"done_by_both", "result", &nothing},
        {"cannot_be_told", "result", [](side&, side& t) { t.decided->result.reset(); }, same},
        {"refused_here_for_what_is_not_looked_up", "result", [](side& o, side&) { refuse(o, reason_code::renewal_limit); }, tolerable},
        {"refused_there", "result", [](side&, side& t) { refuse(t, reason_code::patron_blocked); }, different, "done", "refused: patron blocked"},
        {"refused_here", "result", [](side& o, side&) { refuse(o, reason_code::too_many_loans); }, different, "refused: too many loans", "done"},
        {"refused_for_the_same", "reason", [](side& o, side& t) { refuse(o, reason_code::patron_blocked); refuse(t, reason_code::patron_blocked); }, same},
        {"refused_for_something_of_the_reader", "reason", [](side& o, side& t) { refuse(o, reason_code::too_many_loans); refuse(t, reason_code::patron_blocked); }, tolerable},
        {"refused_for_something_else", "reason", [](side& o, side& t) { refuse(o, reason_code::too_many_loans); refuse(t, reason_code::item_trapped_for_other); }, different, "too many loans", "item trapped for other"},
        {"lent_until_then_by_both", "due", &nothing},
        {"lent_until_another_hour", "due", [](side&, side& t) { *t.decided->due_at += std::chrono::hours(2); }, tolerable},
        {"lent_for_three_weeks", "due", [](side&, side& t) { *t.decided->due_at -= 7 * day; }, different, "in 28 days", "in 21 days", "2026-04-14 and 2026-04-07"},
        {"kept_for_nobody", "kept", &nothing},
        {"kept_there", "kept", [](side&, side& t) { t.decided->for_a_reader = true; }, different, "no", "yes"},
        {"on_line_at_both", "online", &nothing},
        {"off_line_there", "online", [](side&, side& t) { t.service->online = false; }, different, "yes", "no"},
        {"devices_lend_at_both", "may_checkout", &nothing},
        {"devices_do_not_lend_there", "may_checkout", [](side&, side& t) { t.service->may_checkout = false; }, different, "yes", "no"},
        {"devices_take_back_at_both", "may_checkin", &nothing},
        {"devices_take_back_there_alone", "may_checkin", [](side& o, side&) { o.service->may_checkin = false; }, different, "no", "yes"},
        {"devices_renew_at_both", "may_renew_items", &nothing},
        {"devices_do_not_renew_there", "may_renew_items", [](side&, side& t) { t.service->may_renew = false; }, different, "yes", "no"}};
    return all;
}
// clang-format on

const field& field_named(std::string_view name) {
    const auto found = std::ranges::find(all_fields(), name, &field::name);
    EXPECT_NE(found, all_fields().end()) << name;
    return *found;
}

class a_field : public testing::TestWithParam<field_case> {};

TEST_P(a_field, is_laid_side_by_side) {
    side ours = a_side();
    side theirs = a_side();
    GetParam().change(ours, theirs);
    const auto found =
        field_named(GetParam().field).compare(ours, theirs, here()).value_or(finding{});
    EXPECT_EQ(found.how, GetParam().how);
    EXPECT_EQ(found.ours, GetParam().ours);
    EXPECT_EQ(found.theirs, GetParam().theirs);
    EXPECT_EQ(found.example, GetParam().example);
}

INSTANTIATE_TEST_SUITE_P(of, a_field, testing::ValuesIn(cases()), [](const auto& row) {
    return row.param.field + "_" + row.param.name;
});

TEST(fields, have_a_case_of_each_grade_they_know) {
    // Yes or no, and amounts: there is nothing between the same and different.
    const std::set<std::string_view> two_grades{"card", "card_lost", "which_loans", "owed",
        "may_borrow", "may_renew", "may_hold", "item", "holder", "queue", "kept", "online",
        "may_checkout", "may_checkin", "may_renew_items"};
    std::map<std::string_view, std::set<grade>> seen;
    for (const auto& each : cases())
        seen[each.field].insert(each.how);
    for (const auto& each : all_fields())
        EXPECT_EQ(seen[each.name].size(), two_grades.contains(each.name) ? 2U : 3U) << each.name;
    EXPECT_EQ(seen.size(), all_fields().size());
}

TEST(fields, are_told_in_words_and_by_their_name_when_there_are_none) {
    EXPECT_EQ(field_in_words("due"), "until when it is lent");
    EXPECT_EQ(field_in_words("of_another_release"), "of_another_release");
}

TEST(fields, of_a_side_that_was_not_asked_for_them_are_not_compared) {
    side ours = a_side();
    for (const auto& each : all_fields())
        EXPECT_FALSE(each.compare(ours, side{}, here())) << each.name;
}

TEST(fields, of_a_lost_card_are_no_more_than_that_it_is_lost) {
    side ours = a_side();
    side theirs = a_side();
    ours.reader->flags[4] = theirs.reader->flags[4] = true;
    ours.reader->counts.fill(0);
    const auto made = compare(ours, theirs, here(), history::untouched);
    EXPECT_EQ(made.worst, same);
}

} // namespace
} // namespace circ::shadow::test
