// Two records of one reader become one; and what is forgotten with a reader.
#include "tests/unit/circulation/desk_test.hpp"

#include <algorithm>

namespace circ::test {
namespace {

using namespace circulation;

class desk_merge : public desk_test {
protected:
    desk_outcome merge(const std::string& card = "p1", const std::string& into = "p2") {
        return perform(merge_patrons{.by = anna, .card = card, .into = into, .why = "registered twice"});
    }
    [[nodiscard]] storage::person_file file(const std::string& number) {
        const auto who = patron(number);
        return store.ask([&](storage::reader& in) { return in.file_of(who); });
    }
    std::vector<storage::message> messages_of_p1() { return file("p1").messages; }
};

TEST_F(desk_merge, moves_all_that_hangs_on_a_reader) {
    static_cast<void>(add_item("i2"));
    static_cast<void>(lend("p1", "i1"));
    static_cast<void>(lend("p1", "i2"));
    ASSERT_EQ(checkin("i2").result, verdict::done);
    const auto fee = charge(300);
    ASSERT_EQ(pay(100, fee).result, verdict::done);
    ASSERT_EQ(perform(settle_fee{.by = anna, .fee = fee, .how = settling::refund, .amount = storage::money{50}, .why = "kind"}).result,
              verdict::done);
    ASSERT_EQ(perform(place_block{.by = anna, .card = "p1", .why = "mail came back"}).result, verdict::done);
    ASSERT_EQ(perform(add_message{.by = anna, .card = "p1", .text = "umbrella"}).result, verdict::done);
    static_cast<void>(add_hold("p1"));
    const auto before = patron("p1");
    const auto had = file("p1");

    ASSERT_EQ(merge().result, verdict::done);
    const auto after = patron("p2");
    EXPECT_EQ(patron("p1").id, after.id) << "the card answers for the one who stays";
    EXPECT_EQ(after.open_loans, before.open_loans);
    EXPECT_EQ(after.open_holds, before.open_holds);
    EXPECT_EQ(after.open_fees, before.open_fees);
    EXPECT_EQ(after.owed, before.owed);
    EXPECT_EQ(after.credit, before.credit);
    const auto has = file("p2");
    EXPECT_EQ(has.loans.size(), had.loans.size()) << "the returned one too";
    EXPECT_EQ(has.loans.size(), 2U);
    EXPECT_EQ(has.entries.size(), had.entries.size());
    EXPECT_EQ(has.payments.size(), had.payments.size());
    EXPECT_EQ(has.blocks.size(), 1U);
    EXPECT_EQ(has.messages.size(), 1U);
    EXPECT_EQ(has.cards.size(), 2U);
    EXPECT_EQ(has.events.size(), had.events.size() + 1);
    EXPECT_EQ(has.events.back().kind, "patron_merged");
    const auto gone = store.ask([&](storage::reader& in) { return in.find_patron(before.id); }).value();
    EXPECT_EQ(gone.erased_at, now);
    EXPECT_EQ(gone.family_name, "");
    EXPECT_EQ(checkin("i1").result, verdict::done) << "the loan goes on";
}

TEST_F(desk_merge, takes_over_what_is_said_of_the_one_who_goes_alone) {
    store.write([&](storage::unit_of_work& in) {
        auto changed = rows.patron;
        changed.email = "p1@example.org";
        changed.phone = "555";
        in.change(changed);
    });
    store.write([&, who = patron("p2")](storage::unit_of_work& in) mutable {
        who.phone = "777";
        in.change(who);
    });
    ASSERT_EQ(merge().result, verdict::done);
    EXPECT_EQ(patron("p2").email, "p1@example.org");
    EXPECT_EQ(patron("p2").phone, "777");
}

TEST_F(desk_merge, is_refused_where_the_two_stand_in_each_others_way) {
    EXPECT_EQ(names_of(merge("p1", "p1").reasons), "merge_impossible");
    EXPECT_EQ(names_of(merge("p9", "p2").reasons), "patron_unknown");
    EXPECT_EQ(names_of(merge("p1", "p9").reasons), "patron_unknown");
    EXPECT_EQ(names_of(perform(merge_patrons{.by = anna, .card = "p1", .into = "p2", .why = ""}).reasons), "request_incomplete");
    ASSERT_EQ(perform(set_guarantor{.by = anna, .card = "p1", .guarantor = "p2", .why = "minor"}).result, verdict::done);
    EXPECT_EQ(names_of(merge().reasons), "merge_impossible");
    EXPECT_EQ(names_of(merge("p2", "p1").reasons), "merge_impossible");
    ASSERT_EQ(perform(set_guarantor{.by = anna, .card = "p1", .guarantor = {}, .why = "of age"}).result, verdict::done);
    static_cast<void>(add_hold("p1"));
    static_cast<void>(add_hold("p2"));
    const auto refused = merge();
    ASSERT_EQ(names_of(refused.reasons), "merge_impossible");
    EXPECT_NE(refused.reasons.front().field.find(rows.title.text), std::string::npos) << "says for what";
    EXPECT_EQ(patron("p1").open_holds, 1) << "nothing was moved";
}

TEST_F(desk_merge, leaves_wards_with_somebody_who_answers) {
    static_cast<void>(add_patron("child", [&](auto& who) { who.guarantor = rows.patron.id; }));
    ASSERT_EQ(merge().result, verdict::done);
    EXPECT_EQ(patron("child").guarantor, patron("p2").id);
}

TEST_F(desk_merge, gives_a_reader_one_more_card) {
    ASSERT_EQ(perform(add_card{.by = anna, .card = "p1", .number = "p1b", .why = "for the bag"}).result, verdict::done);
    EXPECT_EQ(patron("p1b").id, patron("p1").id);
    EXPECT_EQ(card("p1").state, storage::card_state::good);
    expect_event("card_added", "for the bag");
    EXPECT_EQ(names_of(perform(add_card{.by = anna, .card = "p1", .number = "p2", .why = "x"}).reasons), "card_number_taken");
}

/// Every text of the store that holds this word.
std::string lines_with(const std::string& rows, const std::string& word) {
    std::string found;
    for (std::size_t at = 0; at < rows.size();) {
        const auto end = std::min(rows.find('\n', at), rows.size());
        const auto line = rows.substr(at, end - at);
        if (line.find(word) != std::string::npos) found += line + '\n';
        at = end + 1;
    }
    return found;
}

TEST_F(desk_merge, forgets_what_people_wrote_about_somebody_who_is_erased) {
    const std::string name = "Quillfeather";
    store.write([&](storage::unit_of_work& in) {
        auto who = rows.patron;
        who.family_name = name;
        in.change(who);
    });
    const auto fee = charge(100);
    ASSERT_EQ(perform(settle_fee{.by = anna, .fee = fee, .how = settling::waive, .amount = {}, .why = name + " is ill"}).result, verdict::done);
    ASSERT_EQ(perform(place_block{.by = anna, .card = "p1", .why = "ask " + name}).result, verdict::done);
    ASSERT_EQ(perform(lift_block{.by = anna, .card = "p1", .block = {}, .why = name + " came"}).result, verdict::done);
    ASSERT_EQ(perform(add_message{.by = anna, .card = "p1", .text = "Dear " + name}).result, verdict::done);
    const auto text = messages_of_p1().front().id;
    ASSERT_EQ(perform(end_message{.by = anna, .card = "p1", .message = text, .why = "read"}).result, verdict::done);
    static_cast<void>(add_patron("child", [&](auto& who) { who.guarantor = rows.patron.id; }));
    store.write([&, child = patron("child").id](storage::unit_of_work& in) {
        in.add(storage::notice{.id = in.new_id<storage::notice_id>(), .patron = child, .kind = "overdue", .cause = "loan 1",
                               .created_at = now, .recipient = rows.patron.id, .last_error = "no mailbox " + name});
    });
    ASSERT_NE(lines_with(all_rows_and_traces(), name), "");
    ASSERT_NE(lines_with(all_rows_and_traces(), "quillfeather"), "") << "the word of the name";

    ASSERT_EQ(perform(delete_patron{.by = anna, .card = "p1", .why = "asked for it"}).result, verdict::done);
    EXPECT_EQ(lines_with(all_rows_and_traces(), name), "");
    EXPECT_EQ(lines_with(all_rows_and_traces(), "quillfeather"), "");
    EXPECT_NE(lines_with(all_rows_and_traces(), "asked for it"), "") << "why it was done stays";
}

} // namespace
} // namespace circ::test
