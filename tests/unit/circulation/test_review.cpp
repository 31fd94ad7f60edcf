// The review list: every kind that an operation can leave on it, and how each ends.

#include "server/circulation/review_desk.hpp"
#include "server/circulation/trail.hpp"
#include "tests/unit/circulation/at_the_desk.hpp"

#include <map>

namespace circ::test {
namespace {

using namespace std::chrono;
using namespace circulation;
using storage::review_entry;

class review_list : public at_the_desk {
protected:
    /// What the kiosk did off-line an hour ago.
    requester offline(std::string text = "11Y") {
        auto by = with_rules(kiosk, [](device_rules& set) { set.offline_ok = true; });
        by.when = timing::already_happened;
        return saying(std::move(by), now - hours{1}, std::move(text));
    }
    outcome post(const review_entry& row) {
        return perform(post_review{.by = bert, .entry = row.id, .why = "imported since"});
    }
    outcome resolve(const review_entry& row) {
        return perform(resolve_review{.by = bert, .entry = row.id, .why = "seen to"});
    }
    review_entry row(storage::review_id id) {
        return ask([&](storage::reader& in) { return in.find_review(id); }).value();
    }
};

/// How a row of each kind comes to be, and what has to happen before its verb ends it.
struct kind_case {
    review_kind kind;
    std::function<void(library_fixture&, const requester& offline)> leaves;
    std::function<void(library_fixture&)> meanwhile = {};

    friend std::ostream& operator<<(std::ostream& out, const kind_case& shown) {
        return out << about(shown.kind).name;
    }
};

void lose_card(library_fixture& lib) {
    lib.store.write([&](storage::unit_of_work& in) {
        auto card = lib.rows.card;
        card.state = storage::card_state::lost;
        in.change(card);
    });
}

/// As the relay leaves what no rule of ours made (tests/unit/net/test_relay_backend.cpp).
void leave(library_fixture& lib, const requester& by, review_kind kind) {
    lib.store.write([&](storage::unit_of_work& in) { in.add(make_review(in, by, by.received, kind, "checkout")); });
}

const std::vector<kind_case>& kinds() {
    static const std::vector<kind_case> all{
        {review_kind::posted_against_rules,
         [](library_fixture& lib, const requester& by) {
             lose_card(lib);
             EXPECT_EQ(lib.perform(circulation::checkout{.by = by, .card = "p1", .item = "i1"}).result,
                       verdict::done);
         }},
        {review_kind::could_not_post,
         [](library_fixture& lib, const requester& by) {
             EXPECT_EQ(lib.perform(circulation::checkout{.by = by, .card = "p3", .item = "i1"}).result,
                       verdict::refused);
         },
         [](library_fixture& lib) { static_cast<void>(lib.add_patron("p3")); }},
        {review_kind::undo_refused,
         [](library_fixture& lib, const requester&) {
             static_cast<void>(lib.checkout("p1", "i1"));
             static_cast<void>(
                 lib.perform(undo_checkout{.by = lib.at(lib.second_kiosk), .item = "i1"}));
         }},
        {review_kind::unknown_item,
         [](library_fixture& lib, const requester&) { static_cast<void>(lib.checkin("i9")); }},
        {review_kind::older_than_loan,
         [](library_fixture& lib, const requester& by) {
             static_cast<void>(lib.checkout("p1", "i1"));
             static_cast<void>(lib.perform(circulation::checkin{.by = by, .item = "i1"}));
         }},
        {review_kind::not_delivered,
         [](library_fixture& lib, const requester& by) { leave(lib, by, review_kind::not_delivered); }},
        {review_kind::outcome_open,
         [](library_fixture& lib, const requester& by) { leave(lib, by, review_kind::outcome_open); }},
    };
    return all;
}

TEST(review_kinds, have_each_a_row_with_words_and_a_case_here) {
    std::map<review_kind, int> cases;
    for (const auto& each : kinds())
        ++cases[each.kind];
    ASSERT_EQ(review_rows().size(), static_cast<std::size_t>(review_kind_count));
    for (int i = 0; i < review_kind_count; ++i) {
        const auto kind = static_cast<review_kind>(i);
        const auto& row = about(kind);
        EXPECT_EQ(row.kind, kind);
        EXPECT_FALSE(row.meaning.empty()) << row.name;
        EXPECT_THAT(std::string{row.what_next},
                    testing::HasSubstr(row.ended_by == review_end::post ? "post" : "resolve"))
            << row.name;
        EXPECT_EQ(review_named(row.name), &row);
        EXPECT_EQ(cases[kind], 1) << row.name;
    }
    EXPECT_EQ(review_named("another"), nullptr);
}

class review_kind_ends : public review_list, public testing::WithParamInterface<kind_case> {};

TEST_P(review_kind_ends, by_the_verb_of_its_row) {
    const auto& wanted = about(GetParam().kind);
    GetParam().leaves(*this, offline());
    const auto left = reviews();
    ASSERT_EQ(left.size(), 1U);
    EXPECT_EQ(left[0].kind, wanted.name);
    EXPECT_EQ(ask([&](storage::reader& in) {
                  return in.open_reviews_of_kind(rows.institution.id, wanted.name, {});
              }).size(),
              1U);
    if (GetParam().meanwhile) GetParam().meanwhile(*this);
    const auto made = wanted.ended_by == review_end::post ? post(left[0]) : resolve(left[0]);
    EXPECT_EQ(made.result, verdict::done) << names_of(made.reasons);
    EXPECT_TRUE(reviews().empty()) << "the list is empty";
    EXPECT_EQ(row(left[0].id).resolved_by, "bert");
    EXPECT_EQ(names_of(resolve(left[0]).reasons), "entry_not_open");
}

INSTANTIATE_TEST_SUITE_P(all, review_kind_ends, testing::ValuesIn(kinds()), [](const auto& row) {
    return std::string{about(row.param.kind).name};
});

struct ended_case {
    std::string name;
    std::function<void(review_facts&)> given;
    std::string reasons;

    friend std::ostream& operator<<(std::ostream& out, const ended_case& shown) {
        return out << shown.name;
    }
};

class review_decision : public testing::TestWithParam<ended_case> {};

TEST_P(review_decision, names_all_that_speaks_against_it) {
    review_facts facts;
    facts.entry = review_entry{};
    facts.entry->kind = "could_not_post";
    facts.entry->request = "checkout";
    facts.why = "imported";
    GetParam().given(facts);
    EXPECT_EQ(names_of(decide_review(facts)), GetParam().reasons);
}

INSTANTIATE_TEST_SUITE_P(
    all,
    review_decision,
    testing::Values(
        ended_case{"nothing", [](review_facts&) {}, ""},
        ended_case{"no_such_row", [](review_facts& f) { f.entry.reset(); }, "entry_not_open"},
        ended_case{"ended_before",
                   [](review_facts& f) { f.entry->resolved_at = instant{}; },
                   "entry_not_open"},
        ended_case{"no_reason", [](review_facts& f) { f.why.clear(); }, "request_incomplete"},
        ended_case{"not_a_request_to_post",
                   [](review_facts& f) { f.entry->kind = "unknown_item"; },
                   "not_postable"},
        ended_case{"of_another_version",
                   [](review_facts& f) { f.entry->kind = "another"; },
                   "not_postable"},
        ended_case{"of_another_request",
                   [](review_facts& f) { f.entry->request = "another"; },
                   "not_postable"},
        ended_case{"not_to_be_posted_but_resolved",
                   [](review_facts& f) {
                       f.entry->kind = "unknown_item";
                       f.posts = false;
                   },
                   ""}),
    [](const auto& row) { return row.param.name; });

TEST_F(review_list, posts_a_loan_at_its_own_date_with_its_own_due_date) {
    const auto by = offline();
    const auto due = now + days{5};
    static_cast<void>(perform(
        circulation::checkout{.by = by, .card = "p3", .item = "i1", .due_given = due}));
    const auto left = reviews().at(0);
    now += days{3};
    const auto still = post(left);
    EXPECT_EQ(names_of(still.reasons), "patron_unknown");
    EXPECT_EQ(reviews().size(), 1U) << "it stays, and no second row comes";
    static_cast<void>(add_patron("p3"));
    ASSERT_EQ(post(left).result, verdict::done);
    const auto lent = item("i1").open_loan.value();
    EXPECT_EQ(lent.lent_at, *by.said);
    EXPECT_EQ(lent.due_at, due);
    EXPECT_EQ(lent.terminal, rows.kiosk.id);
    const auto last = last_event_of(patron("p3").id);
    EXPECT_EQ(last.kind, "checkout");
    EXPECT_EQ(last.by, "bert");
    EXPECT_EQ(row(left.id).resolution, "imported since");
}

TEST_F(review_list, posts_a_return_at_its_own_date) {
    auto by = offline("09Y");
    static_cast<void>(perform(
        circulation::checkin{.by = by, .item = "i9", .returned = now - hours{2}}));
    const auto left = reviews().at(0);
    EXPECT_EQ(left.returned_at, now - hours{2});
    static_cast<void>(add_item("i9"));
    store.write([&](storage::unit_of_work& in) {
        auto lent = rows.new_loan(in);
        lent.item = in.item_by_barcode(rows.institution.id, "i9")->item.id;
        lent.lent_at = now - days{3};
        in.add(lent);
    });
    const auto loan = item("i9").open_loan->id;
    now += days{3};
    ASSERT_EQ(post(left).result, verdict::done);
    EXPECT_EQ(ask([&](storage::reader& in) { return in.find_loan(loan); })->closed_at,
              left.returned_at);
}

TEST_F(review_list, posts_a_renewal_at_its_own_date) {
    static_cast<void>(add_item("i2"));
    store.write([&](storage::unit_of_work& in) {
        auto lent = rows.new_loan(in);
        lent.lent_at = now - days{20};
        lent.due_at = now + days{1};
        in.add(lent);
    });
    static_cast<void>(perform(renew{.by = offline("29Y"),
                                    .card = "p3",
                                    .what = {.item = "i1", .title = {}},
                                    .due_given = now + days{9}}));
    const auto left = reviews().at(0);
    EXPECT_EQ(left.request, "renew");
    store.write([&](storage::unit_of_work& in) {
        auto card = rows.card;
        card.id = in.new_id<storage::card_id>();
        card.number = "p3";
        in.add(card);
    });
    ASSERT_EQ(post(left).result, verdict::done);
    EXPECT_EQ(item("i1").open_loan->due_at, now + days{9});
}

TEST_F(review_list, what_is_posted_against_the_rules_is_a_row_of_its_own) {
    static_cast<void>(perform(circulation::checkout{.by = offline(), .card = "p3", .item = "i1"}));
    const auto left = reviews().at(0);
    static_cast<void>(add_patron("p3", [](auto& who) { who.expires_on = storage::local_date{}; }));
    ASSERT_EQ(post(left).result, verdict::done);
    const auto rest = reviews();
    ASSERT_EQ(rest.size(), 1U);
    EXPECT_EQ(rest[0].kind, "posted_against_rules");
    EXPECT_EQ(rest[0].reasons, "patron_expired");
}

TEST_F(review_list, what_staff_has_settled_is_not_done_again_by_a_file_sent_again) {
    const circulation::checkout told{.by = offline(), .card = "p3", .item = "i1"};
    static_cast<void>(perform(told));
    static_cast<void>(add_patron("p3"));
    ASSERT_EQ(post(reviews().at(0)).result, verdict::done);
    now += days{20};
    ASSERT_EQ(checkin("i1").result, verdict::done);
    const auto before = all_rows();
    now += days{20};
    const auto again = perform(told);
    EXPECT_TRUE(again.repeated);
    EXPECT_EQ(again.result, verdict::done);
    EXPECT_EQ(all_rows(), before);
}

TEST_F(review_list, what_staff_has_resolved_stays_so_when_it_is_sent_again) {
    const circulation::checkin told{.by = offline("09Y"), .item = "i9"};
    static_cast<void>(perform(told));
    ASSERT_EQ(resolve(reviews().at(0)).result, verdict::done);
    static_cast<void>(add_item("i9"));
    const auto before = all_rows();
    EXPECT_TRUE(perform(told).repeated);
    EXPECT_EQ(all_rows(), before);
}

TEST_F(review_list, a_file_sent_again_settles_what_it_had_left) {
    const circulation::checkout told{.by = offline(), .card = "p3", .item = "i1"};
    static_cast<void>(perform(told));
    const auto left = reviews().at(0);
    static_cast<void>(add_patron("p3"));
    ASSERT_EQ(perform(told).result, verdict::done);
    EXPECT_TRUE(item("i1").open_loan);
    EXPECT_TRUE(reviews().empty());
    EXPECT_EQ(row(left.id).resolved_by, "kiosk1");
    EXPECT_EQ(names_of(post(left).reasons), "entry_not_open");
}

} // namespace
} // namespace circ::test
