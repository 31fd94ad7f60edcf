// What each job does with whom, as a librarian would list it.

#include "server/circulation/day/kinds.hpp"
#include "server/circulation/local_time.hpp"
#include "server/circulation/notice.hpp"
#include "storage/shadow_book.hpp"
#include "tests/unit/circulation/day_library.hpp"

#include <set>

namespace circ::test {
namespace {

using namespace circulation;
using std::chrono::days;
using storage::hold_state;
using storage::loan_state;

struct job_case {
    std::string name;
    std::function<void(day_library&)> given;
    int days_later = 0;
    std::string done;    ///< jobs that found somebody
    std::string notices; ///< kinds that wait afterwards

    friend std::ostream& operator<<(std::ostream& out, const job_case& row) {
        return out << row.name;
    }
};

void lend(day_library& f) {
    EXPECT_EQ(f.checkout("p1", "i1").result, verdict::done);
}

void lend_and_return(day_library& f) {
    lend(f);
    EXPECT_EQ(f.checkin("i1").result, verdict::done);
}

void shelve(day_library& f, int shelf_days) {
    f.add_hold("p1", [&](storage::hold& hold) {
        hold.state = hold_state::on_shelf;
        hold.trapped_item = f.rows.item.id;
        hold.trapped_at = f.now;
        hold.shelf_until = f.today() + days{shelf_days};
    });
}

const std::vector<job_case>& job_cases() {
    static const std::vector<job_case> all{
        {"nobody_is_due", lend, 1, "", ""},
        {"a_suspended_hold_wakes",
         [](day_library& f) {
             f.add_hold("p1", [&](storage::hold& hold) {
                 hold.state = hold_state::suspended;
                 hold.suspended_until = f.today() + days{2};
             });
         },
         2,
         "wake_holds:1",
         ""},
        {"a_hold_is_wanted_on_its_last_day",
         [](day_library& f) {
             f.add_hold("p1", [&](storage::hold& hold) { hold.expires_on = f.today() + days{2}; });
         },
         2,
         "",
         ""},
        {"a_hold_past_its_date_lapses",
         [](day_library& f) {
             f.add_hold("p1", [&](storage::hold& hold) { hold.expires_on = f.today() + days{1}; });
         },
         2,
         "lapse_holds:1",
         "hold_lapsed"},
        {"a_shelf_time_ends", [](day_library& f) { shelve(f, 1); }, 2, "end_shelf_time:1", "hold_lapsed"},
        {"a_shelf_time_is_ending",
         [](day_library& f) {
             f.set_policy({set("shelf_notice_days", 2)});
             shelve(f, 3);
         },
         1,
         "shelf_notices:1",
         "shelf_ending"},
        {"a_loan_renews_itself",
         [](day_library& f) {
             f.set_policy({yes("renew_automatically")});
             lend(f);
         },
         28,
         "renew:1",
         ""},
        {"what_cannot_renew_itself_is_spoken_of",
         [](day_library& f) {
             f.set_policy({yes("renew_automatically"), set("max_renewals", 0)});
             lend(f);
         },
         28,
         "courtesy_notices:1",
         "due_soon"},
        {"a_loan_is_due_soon", lend, 25, "courtesy_notices:1", "due_soon"},
        {"the_first_overdue_notice", lend, 35, "overdue_notices:1", "overdue_1"},
        {"the_second_overdue_notice", lend, 49, "overdue_notices:1", "overdue_2"},
        {"the_third_overdue_notice", lend, 63, "overdue_notices:1", "overdue_3"},
        {"a_loan_is_billed_as_lost",
         [](day_library& f) {
             f.set_policy({set("lost_after_days", 42)});
             lend(f);
         },
         70,
         "overdue_notices:1 lost:1",
         "overdue_3 bill"},
        {"a_card_expires_soon",
         [](day_library& f) {
             f.add_patron("p9", [&](storage::patron& who) { who.expires_on = f.today() + days{40}; });
         },
         15,
         "card_notices:1",
         "card_expiring"},
        {"a_returned_loan_forgets_its_borrower", lend_and_return, 91, "forget_borrowers:1", ""},
        {"but_not_before_its_time", lend_and_return, 89, "", ""},
        {"a_closed_hold_goes",
         [](day_library& f) {
             f.add_hold("p1", [&](storage::hold& hold) {
                 hold.state = hold_state::cancelled;
                 hold.closed_at = f.now;
             });
         },
         91,
         "forget_holds:1",
         ""},
        {"the_journal_forgets",
         [](day_library& f) {
             const auto by = saying(f.kiosk, f.now, "a checkout");
             EXPECT_EQ(f.perform(checkout{.by = by, .card = "p1", .item = "i1"}).result, verdict::done);
         },
         1,
         "journal:1",
         ""},
        {"the_audit_trail_forgets",
         [](day_library& f) {
             EXPECT_EQ(f.perform(place_hold{.by = f.kiosk, .card = "p1", .what = {.item = "i1"}}).result,
                       verdict::done);
         },
         366,
         "audit:1",
         ""},
        {"an_old_notice_goes",
         [](day_library& f) {
             f.store.write([&](storage::unit_of_work& in) {
                 in.add(storage::notice{.id = in.new_id<storage::notice_id>(),
                                        .patron = f.rows.patron.id,
                                        .kind = std::string{notice_card_expiring},
                                        .cause = "patron 1 until 1",
                                        .state = storage::notice_state::handed_over,
                                        .done_at = f.now});
             });
         },
         91,
         "old_notices:1",
         ""},
        {"a_settled_review_goes",
         [](day_library& f) {
             static_cast<void>(f.checkin("nowhere"));
             f.store.write([&](storage::unit_of_work& in) {
                 auto entry = in.open_reviews(f.rows.institution.id, {}).front();
                 entry.resolved_at = f.now;
                 in.change(entry);
             });
         },
         366,
         "old_reviews:1",
         ""},
        {"a_number_of_what_is_over_goes",
         [](day_library& f) {
             f.store.write([&](storage::unit_of_work& in) {
                 in.add(storage::external_reference{.id = in.new_id<storage::reference_id>(),
                                                    .institution = f.rows.institution.id,
                                                    .named = {"CITY", "17"},
                                                    .at = f.now});
             });
         },
         366,
         "old_references:1",
         ""},
        {"an_old_import_cannot_be_taken_back",
         [](day_library& f) {
             f.store.write([&](storage::unit_of_work& in) {
                 storage::import_run run{.id = in.new_id<storage::import_run_id>(),
                                         .institution = f.rows.institution.id,
                                         .number = 1,
                                         .kind = "patrons",
                                         .begun_at = f.now};
                 in.add(run);
                 in.add(storage::import_mark{.run = run.id,
                                             .kind = storage::imported_kind::patron,
                                             .record = f.rows.patron.id.value,
                                             .before = "as they were"});
                 in.add(storage::import_mark{.run = run.id,
                                             .kind = storage::imported_kind::message,
                                             .record = 1,
                                             .before = "call us"});
                 in.add(storage::import_reject{.run = run.id,
                                               .number = 1,
                                               .field = "card",
                                               .value = "p9",
                                               .sentence = "nobody has this card"});
             });
         },
         91,
         "old_imports:3",
         ""},
        {"comparisons_with_library_systems_are_forgotten",
         [](day_library& f) {
             f.store.write([&](storage::unit_of_work& in) {
                 storage::shadow_book(in).count({.institution = f.rows.institution.id,
                                                 .day = date_in(f.now, "UTC"),
                                                 .backend = "main",
                                                 .terminal = f.rows.kiosk.id,
                                                 .operation = "checkout"},
                                                {.same = 1},
                                                f.now);
             });
         },
         367,
         "old_shadows:1",
         ""},
    };
    return all;
}

class a_day : public testing::TestWithParam<job_case> {};

TEST_P(a_day, does_what_is_due_once_and_tells_before_what_it_would_do) {
    day_library f;
    GetParam().given(f);
    f.now += days{GetParam().days_later};
    const auto before = f.all_rows();
    EXPECT_EQ(f.try_day(), GetParam().done);
    EXPECT_EQ(f.all_rows(), before);

    EXPECT_EQ(f.do_day(), GetParam().done);
    EXPECT_EQ(f.notice_kinds(), GetParam().notices);
    const auto after = f.rows_but_jobs();
    EXPECT_EQ(f.do_day(), "");
    EXPECT_EQ(f.rows_but_jobs(), after);
}

INSTANTIATE_TEST_SUITE_P(jobs, a_day, testing::ValuesIn(job_cases()), [](const auto& of) {
    return of.param.name;
});

TEST(day_jobs, have_a_row_each) {
    std::string done;
    for (const auto& row : job_cases())
        done += row.done + " ";
    for (const auto& job : day_jobs())
        EXPECT_NE(done.find(std::string(job.id) + ":"), std::string::npos) << job.id;
}

TEST(day_notices, have_a_row_each) {
    // Made where they happen: a hold that is trapped, a recall.
    const std::set<std::string_view> elsewhere{notice_hold_ready, notice_recall};
    std::string made;
    for (const auto& row : job_cases())
        made += " " + row.notices + " ";
    for (const auto& kind : notice_kinds()) {
        if (elsewhere.contains(kind.name)) continue;
        EXPECT_NE(made.find(" " + std::string(kind.name) + " "), std::string::npos) << kind.name;
    }
}

TEST(day_jobs, that_are_about_readers_and_what_they_have_are_of_whoever_keeps_the_book) {
    std::set<std::string_view> left;
    for (const auto& job : day_jobs())
        if (job.whose == job_owner::book_keeper) left.insert(job.id);
    EXPECT_THAT(left, testing::UnorderedElementsAre("lapse_holds", "end_shelf_time", "renew", "shelf_notices",
                                                    "courtesy_notices", "overdue_notices", "lost", "card_notices"));
}

class day_work : public testing::Test, public day_library {};

/// Two holds that are over, one to wake, one overdue loan.
void fill_a_day(day_library& f) {
    f.add_patron("p3");
    f.add_patron("p4");
    f.add_item("i2");
    EXPECT_EQ(f.checkout("p3", "i2").result, verdict::done);
    for (const char* card : {"p1", "p2"})
        f.add_hold(card, [&](storage::hold& hold) { hold.expires_on = f.today() + days{1}; });
    f.add_hold("p4", [&](storage::hold& hold) {
        hold.state = hold_state::suspended;
        hold.suspended_until = f.today() + days{30};
    });
    f.now += days{35};
}

/// Cut short every few units of work, it goes on where it stood and comes to the same.
TEST_F(day_work, comes_to_the_same_when_it_is_interrupted_again_and_again) {
    fill_a_day(*this);
    day_library straight;
    fill_a_day(straight);
    straight.do_day();

    const auto start = now - days{1};
    int runs = 0;
    for (constexpr int few_units = 3; !plan(start).empty(); ++runs)
        do_day(plan(start), few_units);
    EXPECT_GT(runs, 25);
    EXPECT_EQ(notice_kinds(), straight.notice_kinds());
    for (const char* card : {"p1", "p2", "p3", "p4"})
        EXPECT_EQ(patron(card).open_holds, straight.patron(card).open_holds) << card;
    EXPECT_EQ(do_day(), "");
}

TEST_F(day_work, leaves_a_lapsed_item_on_the_list_to_clear) {
    shelve(*this, 1);
    now += days{2};
    do_day();
    const auto what = item("i1");
    ASSERT_TRUE(what.trapping_hold);
    EXPECT_EQ(what.trapping_hold->state, hold_state::lapsed);
    EXPECT_EQ(what.trapping_hold->closed_at, now);
    EXPECT_EQ(patron("p1").open_holds, 0);
    const auto event = store.ask([&](storage::reader& in) { return in.last_event_of(what.item.id); });
    EXPECT_EQ(event.value().kind, "hold_lapsed");
    EXPECT_EQ(event.value().by, "day run");
}

TEST_F(day_work, sends_one_notice_for_each_stage_and_none_that_was_missed) {
    lend(*this);
    const auto lent = now;
    std::string kinds;
    for (const int day : {24, 25, 26, 35, 36, 49, 63, 64, 200}) {
        now = lent + days{day};
        do_day();
    }
    EXPECT_EQ(notice_kinds(), "due_soon overdue_1 overdue_2 overdue_3");
}

/// The machine was off at the hour, and the day is made up for when it is over.
TEST_F(day_work, reminds_of_nothing_that_is_over_by_now) {
    set_policy({set("shelf_notice_days", 2)});
    lend(*this);
    const auto start = now;
    const auto last = today() + days{28};
    ASSERT_EQ(date_in(item("i1").open_loan->due_at, rows.main.time_zone), last);
    add_patron("p9", [&](storage::patron& who) { who.expires_on = last; });
    const auto kept = add_item("i2");
    add_hold("p2", [&](storage::hold& hold) {
        hold.state = hold_state::on_shelf;
        hold.trapped_item = kept.id;
        hold.trapped_at = now;
        hold.shelf_until = last;
    });
    now = to_instant(wall_time{last + days{1}} + std::chrono::hours{1}, rows.main.time_zone);
    EXPECT_EQ(do_day(plan(start)), "");
    EXPECT_EQ(notice_kinds(), "");
}

TEST_F(day_work, speaks_again_of_a_loan_that_was_renewed) {
    lend(*this);
    now += days{25};
    do_day();
    EXPECT_EQ(perform(renew{.by = kiosk, .card = "p1", .what = {.item = "i1"}}).result, verdict::done);
    now += days{28};
    EXPECT_EQ(do_day(), "courtesy_notices:1");
    EXPECT_EQ(notice_kinds(), "due_soon due_soon");
}

/// However soon notices are forgotten: the row of this one says that its reader knows.
TEST_F(day_work, tells_of_the_end_of_a_card_once) {
    keeping.hold_notice = days{7};
    const auto who = add_patron("p9", [&](storage::patron& one) { one.expires_on = today() + days{30}; });
    const auto hand_over = [&] {
        store.write(
            [&](storage::unit_of_work& in) {
                for (auto& each : in.waiting_notices({})) {
                    each.state = storage::notice_state::handed_over;
                    each.done_at = now;
                    in.change(each);
                }
            },
            now);
    };
    std::string done;
    for (int day = 0; day <= 40; ++day) {
        done += do_day();
        hand_over();
        now += days{1};
    }
    EXPECT_EQ(done, "card_notices:1");
    store.write(
        [&](storage::unit_of_work& in) {
            auto renewed = in.find_patron(who.id).value();
            renewed.expires_on = today() + days{10};
            in.change(renewed);
        },
        now);
    EXPECT_EQ(do_day(), "card_notices:1 old_notices:1") << "made good for longer, it ends again";
}

/// The daemon was away on the day the loan was due: its reader does not pay for that.
TEST_F(day_work, renews_what_was_due_on_a_missed_day_as_on_that_day) {
    set_policy({yes("renew_automatically")});
    lend(*this);
    const auto due = item("i1").open_loan->due_at;
    do_day();
    now += days{30};
    EXPECT_EQ(do_day(), "renew:1");
    EXPECT_GT(item("i1").open_loan->due_at, due);
    EXPECT_EQ(item("i1").open_loan->renewals, 1);
    EXPECT_EQ(patron("p1").owed, storage::money{});
}

TEST_F(day_work, does_not_renew_what_another_reader_waits_for) {
    set_policy({yes("renew_automatically")});
    lend(*this);
    add_hold("p2");
    now += days{28};
    EXPECT_EQ(do_day(), "courtesy_notices:1");
}

TEST_F(day_work, bills_a_lost_loan_by_the_desk_s_own_rule) {
    set_policy({set("lost_after_days", 42)});
    lend(*this);
    now += days{70};
    do_day();
    EXPECT_EQ(item("i1").open_loan->state, loan_state::lost);
    EXPECT_GT(patron("p1").owed.minor, 2'500);
}

/// Readers hear from one system, and one side charges.
TEST_F(day_work, is_left_to_a_library_system_that_keeps_the_book_but_for_what_our_store_keeps) {
    book_keeper = "main";
    set_policy({set("lost_after_days", 42)});
    lend(*this);
    add_patron("p9", [&](storage::patron& who) { who.expires_on = today() + days{105}; });
    add_hold("p2", [&](storage::hold& hold) { hold.expires_on = today() + days{1}; });
    add_hold("p9", [&](storage::hold& hold) {
        hold.state = hold_state::cancelled;
        hold.closed_at = now;
    });
    now += days{100};
    EXPECT_EQ(try_day(), "forget_holds:1");
    EXPECT_EQ(do_day(), "forget_holds:1");
    EXPECT_EQ(notice_kinds(), "");
    EXPECT_EQ(item("i1").open_loan->state, loan_state::open);
    book_keeper = "";
    EXPECT_EQ(do_day(), "lapse_holds:1 overdue_notices:1 lost:1 card_notices:1") << "ours again";
}

/// Days that were another's were not missed: nothing is renewed as on a day that was not ours.
TEST_F(day_work, makes_up_for_no_day_that_was_another_s) {
    set_policy({yes("renew_automatically")});
    lend(*this);
    const auto start = now;
    do_day();
    book_keeper = "main";
    for (int day = 1; day <= 30; ++day) {
        now += days{1};
        do_day(plan(start));
    }
    book_keeper = "";
    EXPECT_EQ(do_day(), "");
    EXPECT_EQ(item("i1").open_loan->renewals, 0);
}

struct address_case {
    std::string name;
    std::function<void(storage::patron& child)> child;
    bool to_guarantor = false;
    storage::notice_channel channel = storage::notice_channel::post;
    std::string language;

    friend std::ostream& operator<<(std::ostream& out, const address_case& row) {
        return out << row.name;
    }
};

class a_notice : public testing::TestWithParam<address_case> {};

TEST_P(a_notice, goes_to_the_patron_or_the_guarantor_in_their_way) {
    day_library f;
    const auto parent = f.add_patron("p8", [](storage::patron& who) {
        who.email = "parent@example.org";
        who.language = "de";
    });
    const auto child = f.add_patron("p9", [&](storage::patron& who) {
        who.expires_on = f.today() + days{10};
        who.guarantor = parent.id;
        GetParam().child(who);
    });
    f.do_day();
    ASSERT_EQ(f.notice_kinds(), "card_expiring");
    const auto made = f.notices().front();
    EXPECT_EQ(made.patron, child.id);
    EXPECT_EQ(made.recipient, GetParam().to_guarantor ? parent.id : child.id);
    EXPECT_EQ(made.channel, GetParam().channel);
    EXPECT_EQ(made.language, GetParam().language);
}

storage::local_date born(int year) {
    return storage::local_date{std::chrono::year{year} / 3 / 2};
}

using storage::notice_channel;

INSTANTIATE_TEST_SUITE_P(
    addressed, a_notice,
    testing::Values(
        address_case{"of_a_minor", [](auto& who) { who.birth_date = born(2015); }, true, notice_channel::email, "de"},
        address_case{"of_unknown_age", [](auto&) {}, true, notice_channel::email, "de"},
        address_case{"on_the_eighteenth_birthday", [](auto& who) { who.birth_date = born(2008); }, false,
                     notice_channel::post, "en"},
        address_case{"without_guarantor", [](auto& who) { who.guarantor = {}; }, false, notice_channel::post, "en"},
        address_case{"of_age_with_an_address",
                     [](auto& who) {
                         who.birth_date = born(1990);
                         who.email = "grown@example.org";
                         who.language = "fr";
                     },
                     false, notice_channel::email, "fr"}),
    [](const auto& of) { return of.param.name; });

struct stage_case {
    int days_overdue;
    int sent;
    std::optional<int> stage;
};

TEST(overdue_notices, are_the_last_whose_day_has_come) {
    terms by;
    by.overdue_notice_1_days = 7;
    by.overdue_notice_3_days = 35; // no second one
    for (const auto& [days_overdue, sent, stage] :
         {stage_case{6, 0, {}}, stage_case{7, 0, 1}, stage_case{34, 0, 1}, stage_case{34, 1, {}},
          stage_case{35, 1, 3}, stage_case{35, 0, 3}, stage_case{99, 3, {}}, stage_case{99, 2, 3}})
        EXPECT_EQ(day::decide_overdue_notice(by, days_overdue, sent), stage)
            << days_overdue << " days, sent " << sent;
}

} // namespace
} // namespace circ::test
