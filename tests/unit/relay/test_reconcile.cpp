// What two books of one reader are compared in.
#include "server/relay/reconcile.hpp"

#include <gmock/gmock.h>

namespace circ::relay {
namespace {

using namespace circulation;
using storage::difference_kind;
using storage::money;

constexpr auto in_march = std::chrono::sys_days(std::chrono::year(2026) / 3 / 17);

patron_view reader() {
    patron_view made;
    made.known = true;
    made.lists.loans = {{.barcode = "i1", .title = "Salt Road", .control_number = {}, .due_at = in_march}};
    made.lists.waiting_holds = {{.barcode = {}, .title = "Tidal Engines", .pickup = {}}};
    made.lists.fees = {{.fee_identifier = "f1", .open = money{250}, .barcode = "i9", .title = {}}};
    return made;
}

/// What the other side says otherwise, and what is told of it.
struct difference_case {
    const char* name;
    void (*there)(patron_view&);
    std::vector<std::string> told; ///< "kind subject: ours / theirs"

    friend std::ostream& operator<<(std::ostream& out, const difference_case& of) {
        return out << of.name;
    }
};

std::string text_of(const found_difference& of) {
    return std::to_string(static_cast<int>(of.kind)) + ' ' + of.subject + ": " + of.ours + " / " + of.theirs;
}

class two_books : public testing::TestWithParam<difference_case> {};

TEST_P(two_books, differ_in) {
    patron_view there = reader();
    GetParam().there(there);
    std::vector<std::string> told;
    for (const auto& each : compare_accounts(reader(), there, {.time_zone = "Europe/Berlin"}))
        told.push_back(text_of(each));
    EXPECT_EQ(told, GetParam().told);
}

const difference_case cases[] = {
    {"nothing", [](patron_view&) {}, {}},
    {"the_hour_of_a_day", [](patron_view& of) { of.lists.loans[0].due_at += std::chrono::hours(5); }, {}},
    {"a_due_day", [](patron_view& of) { of.lists.loans[0].due_at += std::chrono::days(7); },
     {"1 i1: due 2026-03-17 / due 2026-03-24"}},
    {"a_loan_that_is_here", [](patron_view& of) { of.lists.loans.clear(); }, {"0 i1: due 2026-03-17 / -"}},
    {"a_loan_that_is_there", [](patron_view& of) { of.lists.loans.push_back({.barcode = "i2", .title = {}, .control_number = {}, .due_at = in_march}); },
     {"0 i2: - / due 2026-03-17"}},
    {"nothing_where_a_hold_is_kept_on_one_side",
     [](patron_view& of) {
         of.lists.ready_holds = {{.barcode = "i7", .title = "Tidal engines", .pickup = {}}};
         of.lists.waiting_holds.clear();
     },
     {}},
    {"a_hold_that_is_here", [](patron_view& of) { of.lists.waiting_holds.clear(); }, {"2 Tidal Engines: waits / -"}},
    {"a_second_hold_of_one_title",
     [](patron_view& of) { of.lists.waiting_holds.push_back({.barcode = {}, .title = "Tidal Engines", .pickup = {}}); },
     {"2 Tidal Engines: - / waits"}},
    {"fees", [](patron_view& of) { of.lists.fees.clear(); }, {"3 : 2.50 EUR / 0.00 EUR"}},
    {"nothing_where_a_fee_still_runs",
     [](patron_view& of) { of.lists.fees.push_back({.fee_identifier = {}, .open = money{100}, .barcode = "i1", .title = {}}); },
     {}},
    {"a_block", [](patron_view& of) { of.flags[0] = true; }, {"4 : may borrow / may not borrow"}},
};

INSTANTIATE_TEST_SUITE_P(accounts, two_books, testing::ValuesIn(cases),
                         [](const auto& of) { return std::string(of.param.name); });

TEST(two_books_of_a_stranger, differ_in_all_where_the_reader_is_not_known_there) {
    const auto found = compare_accounts(reader(), std::nullopt, {});
    ASSERT_EQ(found.size(), 3U);
    EXPECT_EQ(found[0].kind, difference_kind::loan);
    EXPECT_EQ(found[0].our_due, in_march);
    EXPECT_FALSE(found[0].their_due);
}

/// How the other side tells of an item that nobody has here.
struct item_case {
    const char* name;
    circulation_status status;
    bool has_date;
    std::string there; ///< empty: both say the same

    friend std::ostream& operator<<(std::ostream& out, const item_case& of) { return out << of.name; }
};

class an_item_free_here : public testing::TestWithParam<item_case> {};

TEST_P(an_item_free_here, differs_where_somebody_has_it) {
    item_view there;
    there.barcode = "i1";
    there.status = GetParam().status;
    if (GetParam().has_date) there.due_at = in_march;
    const auto found = compare_free_item(there, {.time_zone = "Europe/Berlin"});
    EXPECT_EQ(found ? text_of(*found) : "", GetParam().there);
}

const item_case item_cases[] = {
    {"not_where_it_is_free", circulation_status::available, false, ""},
    {"not_where_it_is_away", circulation_status::in_transit, false, ""},
    {"lent", circulation_status::charged, true, "0 i1: - / due 2026-03-17"},
    {"lent_and_called_back", circulation_status::recalled, true, "0 i1: - / due 2026-03-17"},
    {"lent_without_a_date", circulation_status::charged, false, "0 i1: - / on loan"},
};

INSTANTIATE_TEST_SUITE_P(items, an_item_free_here, testing::ValuesIn(item_cases),
                         [](const auto& of) { return std::string(of.param.name); });

} // namespace
} // namespace circ::relay
