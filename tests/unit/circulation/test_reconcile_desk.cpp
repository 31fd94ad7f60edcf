// What two books were found to differ in, what is decided about it, and whether stages may be changed.
#include "server/circulation/reconcile_desk.hpp"
#include "tests/unit/circulation/at_the_desk.hpp"

#include <gmock/gmock.h>

namespace circ::test {
namespace {

using namespace std::chrono_literals;
using namespace circulation;
using storage::backend_difference;
using storage::difference_kind;
using testing::HasSubstr;

class both_books : public at_the_desk {
protected:
    static backend_difference loan_of(const std::string& barcode, const std::string& theirs = "-") {
        backend_difference made;
        made.kind = difference_kind::loan;
        made.card = "p1";
        made.subject = barcode;
        made.ours = "due 2026-04-14";
        made.theirs = theirs;
        return made;
    }
    void found(const std::vector<backend_difference>& all) {
        write([&](storage::unit_of_work& in) { keep_differences(in, there, bert, now, all); });
    }
    acceptance accept(int number) {
        auto made = acceptance::no_such_row;
        write([&](storage::unit_of_work& in) {
            made = accept_difference(in, "main", number, bert, now, "seen to by hand");
        });
        return made;
    }
    void write(const std::function<void(storage::unit_of_work&)>& work) { store.write(work, now); }
    std::vector<backend_difference> all() {
        return ask([&](storage::reader& in) { return differences_with(in, "main", rows.institution.id); });
    }
    std::string objection(std::chrono::hours oldest = 24h) {
        there.reconcile = oldest;
        return ask([&](storage::reader& in) {
                   return objection_to_stages(in, there, rows.institution, now);
               })
            .value_or("");
    }

    config::ncip_backend there{.name = "main", .url = "http://127.0.0.1/"};
};

TEST_F(both_books, keep_a_row_with_what_was_decided_as_long_as_it_is_found) {
    found({loan_of("i1"), loan_of("i2")});
    EXPECT_EQ(accept(2), acceptance::accepted);
    EXPECT_EQ(accept(3), acceptance::no_such_row);
    now += 1h;
    found({loan_of("i2"), loan_of("i3")});
    const auto left = all();
    ASSERT_EQ(left.size(), 2U) << "i1 has gone by itself";
    EXPECT_EQ(left[0].number, 2);
    EXPECT_EQ(left[0].accepted_by, "bert");
    EXPECT_EQ(left[0].why, "seen to by hand");
    EXPECT_EQ(left[0].at + 1h, left[0].seen_at);
    EXPECT_EQ(left[1].number, 3);
    EXPECT_FALSE(left[1].accepted_at);
}

TEST_F(both_books, give_no_number_twice) {
    found({loan_of("i1"), loan_of("i2")});
    found({loan_of("i1")});
    found({});
    found({});
    found({loan_of("i3")});
    ASSERT_EQ(all().size(), 1U);
    EXPECT_EQ(all()[0].number, 3) << "somebody may have written 1 or 2 down";
}

TEST_F(both_books, want_a_new_decision_when_a_row_says_something_else) {
    found({loan_of("i1")});
    EXPECT_EQ(accept(1), acceptance::accepted);
    found({loan_of("i1", "due 2026-04-21")});
    ASSERT_EQ(all().size(), 1U);
    EXPECT_EQ(all()[0].number, 2);
    EXPECT_FALSE(all()[0].accepted_at);
}

TEST_F(both_books, have_nothing_to_accept_in_a_row_that_was_mended_until_it_is_found_again) {
    found({loan_of("i1"), loan_of("i2")});
    EXPECT_EQ(accept(1), acceptance::accepted);
    for (const int number : {1, 3})
        write([&](storage::unit_of_work& in) { note_mended(in, "main", number, bert, "main"); });
    ASSERT_EQ(all().size(), 2U);
    EXPECT_TRUE(is_mended(all()[0]));
    EXPECT_FALSE(is_mended(all()[1]));
    EXPECT_EQ(all()[0].why, "mended at main");
    EXPECT_EQ(accept(1), acceptance::mended);
    EXPECT_FALSE(all()[0].accepted_at);
    EXPECT_THAT(objection(), HasSubstr("2 rows")) << "only a comparison finds that it has gone";
    found({loan_of("i1")});
    ASSERT_EQ(all().size(), 1U);
    EXPECT_EQ(all()[0].number, 1);
    EXPECT_FALSE(is_mended(all()[0]));
    EXPECT_EQ(accept(1), acceptance::accepted);
    EXPECT_FALSE(is_mended(all()[0]));
}

TEST_F(both_books, keep_stages_until_they_were_compared_and_every_row_is_decided) {
    EXPECT_THAT(objection(), HasSubstr("never been compared"));
    EXPECT_EQ(objection(0h), "") << "no comparison is asked for";
    found({loan_of("i1"), loan_of("i2")});
    EXPECT_THAT(objection(), HasSubstr("2 rows"));
    EXPECT_EQ(accept(1), acceptance::accepted);
    EXPECT_THAT(objection(), HasSubstr("1 rows"));
    EXPECT_EQ(accept(2), acceptance::accepted);
    EXPECT_EQ(objection(), "");
    now += 25h;
    EXPECT_THAT(objection(), HasSubstr("more than 24 hours ago"));
    found({});
    EXPECT_EQ(objection(), "");
}

TEST_F(both_books, are_compared_where_the_system_will_be_asked) {
    found({});
    EXPECT_EQ(objection(), "");
    there.url = "http://127.0.0.2/";
    EXPECT_THAT(objection(), HasSubstr("at another address"));
    found({});
    EXPECT_EQ(objection(), "");
}

TEST_F(both_books, let_one_change_pass_that_an_operator_answers_for) {
    found({loan_of("i1")});
    write([&](storage::unit_of_work& in) { allow_stages(in, "main", bert, now, "it is gone for good"); });
    EXPECT_EQ(objection(), "");
    write([&](storage::unit_of_work& in) { note_stages(in, "main", "local", now); });
    EXPECT_THAT(objection(), HasSubstr("1 rows")) << "spent by the change";
    EXPECT_EQ(ask([](storage::reader& in) { return noted_stages(in, "main"); }), "local");
    EXPECT_EQ(ask([](storage::reader& in) { return noted_stages(in, "other"); }), std::nullopt);
    write([&](storage::unit_of_work& in) { allow_stages(in, "main", bert, now, "again"); });
    found({loan_of("i1")});
    EXPECT_THAT(objection(), HasSubstr("1 rows")) << "overtaken by a comparison";
}

} // namespace
} // namespace circ::test
