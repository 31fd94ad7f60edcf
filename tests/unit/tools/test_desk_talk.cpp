// The counter with a scanner: what is typed, and what the librarian reads.

#include "tests/unit/tools/demo_desk.hpp"
#include "tools/circdesk/desk_talk.hpp"

#include <algorithm>
#include <sstream>

namespace circ::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class counter : public demo_desk {
protected:
    /// All that is printed while these lines are typed.
    static std::string talk(const std::string& typed, std::size_t width = 80) {
        tool::tool with(how());
        std::istringstream from(typed);
        std::ostringstream to;
        tool::desk_talk(with, "MAIN", width, from, to).run();
        return to.str();
    }
    static std::optional<storage::loan> open_loan(const std::string& barcode) {
        return ask([&](storage::reader& from, const auto& of) {
            return from.item_by_barcode(of.id, barcode).value().open_loan;
        });
    }
    static std::vector<storage::review_entry> reviews() {
        return ask([](storage::reader& from, const auto& of) {
            return from.open_reviews_of_kind(of.id, "posted_against_rules", {});
        });
    }
};

TEST_F(counter, lends_to_the_open_card_and_prints_a_receipt_when_it_closes) {
    const auto told = talk("29012000000010\n39012000000133\n\n");
    EXPECT_THAT(told, AllOf(HasSubstr("Lindqvist"), HasSubstr("lent: "), HasSubstr("The Two Towers"), HasSubstr("RECEIPT"),
                            HasSubstr("1 item\n"), HasSubstr("closed: ")));
    ASSERT_TRUE(open_loan("39012000000133"));
    EXPECT_EQ(open_loan("39012000000133")->patron, patron("29012000000010").patron.id);
}

TEST_F(counter, has_nothing_on_the_receipt_that_came_back_before_the_account_closed) {
    const auto told = talk("29012000000010\n39012000000307\nreturn 39012000000307\n\n");
    EXPECT_THAT(told, AllOf(HasSubstr("lent: The Adventures of Huckleberry Finn"), HasSubstr("returned: The Adventures of Huckleberry Finn"),
                            HasSubstr("closed: "), Not(HasSubstr("RECEIPT"))));
}

TEST_F(counter, takes_an_item_alone_back_and_prints_the_slip_that_goes_with_it) {
    EXPECT_THAT(talk("39012000001131\n"), AllOf(HasSubstr("returned: Neuromancer"), HasSubstr("to its shelf: ")));
    EXPECT_FALSE(open_loan("39012000001131"));
    EXPECT_THAT(talk("39012000000778\n"), AllOf(HasSubstr("HOLD"), HasSubstr("Emma"), HasSubstr("39012000000778")));
    EXPECT_THAT(talk("39012000002766\n"), AllOf(HasSubstr("TRANSIT FOR A HOLD"), HasSubstr("to "), HasSubstr("Wild")));
}

TEST_F(counter, shows_no_full_name_and_no_card_on_a_slip_for_an_open_shelf) {
    const auto told = talk("39012000000117\n"); // on the shelf for somebody
    const auto hold = ask([](storage::reader& from, const auto& of) {
        return from.item_by_barcode(of.id, "39012000000117").value().trapping_hold.value();
    });
    const auto [name, card] = ask([&](storage::reader& from, const auto&) {
        return std::pair(from.find_patron(hold.patron).value().family_name, from.cards_of(hold.patron).front().number);
    });
    EXPECT_THAT(told, AllOf(HasSubstr("HOLD"), HasSubstr(name.substr(0, 3)), Not(HasSubstr(name)), Not(HasSubstr(card))));
}

TEST_F(counter, asks_for_a_reason_where_it_is_refused_and_keeps_it) {
    const auto refused = talk("29012000000226\n39012000002303\n\n");
    EXPECT_THAT(refused, AllOf(HasSubstr("NO: "), HasSubstr("do it all the same?")));
    EXPECT_FALSE(open_loan("39012000002303"));

    const auto lent = talk("29012000000226\n39012000002303\nparents called\n\n");
    EXPECT_THAT(lent, HasSubstr("lent: "));
    ASSERT_TRUE(open_loan("39012000002303"));
    EXPECT_TRUE(reviews().empty()) << "the reason has ended it";
    const auto newest = ask([&](storage::reader& from, const auto&) {
        return from.events_of_patron(patron("29012000000226").patron.id, 1);
    });
    ASSERT_EQ(newest.size(), 1U);
    EXPECT_EQ(newest.front().by, "anna");
    const auto kept = ask([](storage::reader& from, const auto& of) {
        return from.file_of(from.holder_of(of.id, "29012000000226").value()).reviews;
    });
    const auto ended = std::ranges::find(kept, "parents called", &storage::review_entry::resolution);
    ASSERT_NE(ended, kept.end()) << "the reason stays with what it has ended";
    EXPECT_EQ(ended->resolved_by, "anna");
}

TEST_F(counter, renews_for_the_open_card) {
    EXPECT_THAT(talk("renew 39012000003020\n"), HasSubstr("scan a card first"));
    const auto before = open_loan("39012000003020").value();
    EXPECT_THAT(talk("29012000000010\nrenew 39012000003020\n\n"),
                AllOf(HasSubstr("renewed: Der Steppenwolf, until "), HasSubstr("RECEIPT"), HasSubstr("1 item\n")));
    const auto after = open_loan("39012000003020").value();
    EXPECT_EQ(after.renewals, before.renewals + 1);
    EXPECT_GT(after.due_at, before.due_at);
}

TEST_F(counter, asks_for_the_fee_that_has_to_be_agreed_to) {
    EXPECT_THAT(talk("29012000000028\n39012000004903\n\n\n"), AllOf(HasSubstr("it costs 1.50 EUR: agreed?"), Not(HasSubstr("lent: "))));
    EXPECT_FALSE(open_loan("39012000004903"));
    EXPECT_THAT(talk("29012000000028\n39012000004903\ny\n\n"), AllOf(HasSubstr("it costs 1.50 EUR: agreed?"), HasSubstr("lent: Kobo")));
    EXPECT_TRUE(open_loan("39012000004903"));
}

TEST_F(counter, prints_a_slip_for_what_goes_home) {
    EXPECT_THAT(talk("39012000000737\n"),
                AllOf(HasSubstr("\nTRANSIT\nto North Branch\n"), HasSubstr("Girl with a Pearl Earring"), HasSubstr("39012000000737")));
}

TEST_F(counter, says_what_is_wrong_and_goes_on) {
    const auto told = talk("39012000099994\nlend 39012000000133\nreturn \n29012000099996\nhelp\n");
    EXPECT_THAT(told, AllOf(HasSubstr("NO: "), HasSubstr("scan a card first"), HasSubstr("opens the reader's account")));
    EXPECT_THAT(told, Not(HasSubstr("do it all the same?"))) << "nobody's word makes an unknown item known";
}

TEST_F(counter, keeps_to_the_width_of_its_paper) {
    std::istringstream lines(talk("29012000000028\n39012000003228\n\n", 24));
    std::string line;
    std::getline(lines, line); // the greeting is for the screen
    while (std::getline(lines, line)) {
        if (line.find("do it all the same?") != std::string::npos) continue; // a question, too
        const auto letters = std::ranges::count_if(line, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
        EXPECT_LE(letters, 24) << line;
    }
}

TEST_F(counter, refuses_a_branch_that_is_not_there) {
    tool::tool with(how());
    std::istringstream from;
    std::ostringstream to;
    EXPECT_THROW(tool::desk_talk(with, "NOWHERE", 80, from, to), tool::complaint);
}

} // namespace
} // namespace circ::test
