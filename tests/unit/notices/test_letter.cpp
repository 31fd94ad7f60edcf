#include "server/circulation/notice.hpp"
#include "server/notices/letter.hpp"
#include "tests/unit/circulation/library_test.hpp"

#include <boost/json/serialize.hpp>

namespace circ::notices {
namespace {

class letters : public circ::test::library_test {
protected:
    std::string letter(const std::function<void(storage::notice&)>& change) {
        storage::notice what{.id = {17}, .patron = rows.patron.id, .kind = "overdue_1", .cause = {}, .created_at = now};
        what.recipient = rows.patron.id;
        what.language = "en";
        change(what);
        return store.ask([&](storage::reader& from) {
            return boost::json::serialize(letter_of(from, rows.institution, what));
        });
    }
};

TEST_F(letters, say_all_that_a_letter_needs) {
    const auto parent = add_patron("p8", [](storage::patron& who) {
        who.family_name = "Elder";
        who.email = "elder@example.org";
        who.address = "Market 3";
        who.phone = "17";
    });
    EXPECT_EQ(letter([&](storage::notice& what) {
                  what.recipient = parent.id;
                  what.channel = storage::notice_channel::email;
                  what.item = rows.item.id;
                  what.facts = "due=20529";
              }),
              R"({"id":"17","kind":"overdue_1","says":"a loan is overdue","made_on":"2026-03-02","channel":"email",)"
              R"("language":"en","to":{"name":"Robin Elder","email":"elder@example.org","address":"Market 3","phone":"17"},)"
              R"("for_guarantor":true,"about":{"name":"Reader","card":"p1"},)"
              R"("item":{"barcode":"i1","title":"The art of fugue","author":"Bach, Johann"},"due":"2026-03-17",)"
              R"("library":{"code":"TOWN","name":"Town library","currency":"EUR","decimals":2}})");
}

TEST_F(letters, say_what_is_open_of_the_fees_of_a_loan) {
    EXPECT_EQ(checkout("p1", "i1").result, circulation::verdict::done);
    const auto loan = item("i1").open_loan.value();
    store.write([&](storage::unit_of_work& in) {
        auto fee = rows.new_fee(in, 2500);
        fee.loan = loan.id;
        fee.kind = storage::fee_kind::replacement;
        in.add(fee);
    });
    EXPECT_THAT(letter([&](storage::notice& what) { what.loan = loan.id; }),
                testing::HasSubstr(R"("type":7,"open_minor":2500)"));
}

TEST_F(letters, name_the_title_and_the_branch_of_a_hold) {
    const auto placed = add_hold("p1");
    EXPECT_THAT(letter([&](storage::notice& what) {
                    what.kind = "hold_lapsed";
                    what.hold = placed.id;
                }),
                testing::HasSubstr(R"("item":{"title":"The art of fugue","author":"Bach, Johann"},)"
                                   R"("pickup":{"branch":"MAIN","name":"Main"})"));
}

} // namespace
} // namespace circ::notices
