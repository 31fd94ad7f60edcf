// The verbs for readers, items and loans that the demo library is corrected with.
#include "server/circulation/facts.hpp"
#include "tests/unit/tools/demo_desk.hpp"

#include <boost/json/parse.hpp>

namespace circ::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class verbs : public demo_desk {
protected:
    static void expect_done(const std::string& line) {
        const auto made = run("circdesk " + line);
        EXPECT_EQ(made.code, tool::done) << line << ": " << made.wrong;
    }
    static storage::item item(const std::string& barcode) {
        return ask([&](storage::reader& from, const auto& of) { return from.item_by_barcode(of.id, barcode).value().item; });
    }
    static storage::loan loan(const std::string& barcode) {
        return ask([&](storage::reader& from, const auto& of) { return from.item_by_barcode(of.id, barcode).value().open_loan.value(); });
    }
};

struct blank_case {
    const char* line;
    const char* names;
};

TEST_F(verbs, take_no_blank_for_what_they_need) {
    for (const auto& each : {
             blank_case{"patron block 29012000000044 --reason ''", "--reason"},
             blank_case{"patron erase 29012000000044 --reason '  ' --yes", "--reason"},
             blank_case{"item edit 39012000000133 --location Attic --reason '\t'", "--reason"},
             blank_case{"item note 39012000000133 '' --reason ''", "--reason"},
             blank_case{"notice give-up 17 --reason ''", "--reason"},
             blank_case{"shadow accept 3 --reason ' '", "--reason"},
             blank_case{"outbox drop 17 --reason '' --yes", "--reason"},
             blank_case{"patron message 29012000000044 --end 12", "--reason"},
             blank_case{"patron message 29012000000044 --text ' '", "--text"},
             blank_case{"patron note 29012000000044 ' '", "text"},
             blank_case{"branch add MOON --name ''", "--name"},
             blank_case{"branch edit MAIN --name ' ' --reason x", "--name"},
             blank_case{"institution add MOON --name '' --currency EUR --zone Europe/Berlin", "--name"},
             blank_case{"institution add MOON --name Moon --currency '' --zone Europe/Berlin", "--currency"},
             blank_case{"institution edit --zone '' --reason x", "--zone"},
             blank_case{"partner add MOON ''", "name"},
             blank_case{"partner change STATE --name ''", "--name"},
             blank_case{"title add m0002 --text ''", "--text"},
             blank_case{"title edit demo0042 --text ' ' --reason x", "--text"},
             blank_case{"item add 39012000009990 --new-title ' ' --branch MAIN", "--new-title"},
         }) {
        const auto made = run(std::string("circdesk ") + each.line);
        EXPECT_EQ(made.code, tool::wrong_usage) << each.line;
        EXPECT_EQ(made.wrong, std::string(each.names) + " is blank: it needs a value") << each.line;
    }
}

TEST_F(verbs, find_a_reader_by_name_birth_and_card) {
    EXPECT_THAT(run("circdesk patron search lindq").out, HasSubstr("29012000000010"));
    EXPECT_THAT(run("circdesk patron search anna LINDQVIST --born 1988-03-14").out, HasSubstr("Anna Lindqvist"));
    EXPECT_THAT(run("circdesk patron search --born 1988-03-14", true).out, HasSubstr(R"("card":"29012000000010")"));
    EXPECT_THAT(run("circdesk patron search 29012000000010").out, HasSubstr("Anna Lindqvist"));
    EXPECT_EQ(run("circdesk patron search anna --born 1900-01-01").code, tool::not_found);
    EXPECT_EQ(run("circdesk patron search").code, tool::wrong_usage);
    EXPECT_EQ(run("circdesk patron search anna --born soon").code, tool::wrong_usage);
}

TEST_F(verbs, note_and_tell_what_happened_to_a_reader) {
    expect_done("patron note 29012000000010 'returns by post'");
    EXPECT_THAT(run("circdesk patron show 29012000000010").out, HasSubstr("returns by post"));
    EXPECT_THAT(run("circdesk patron history 29012000000010").out, AllOf(HasSubstr("lent"), HasSubstr("returns by post")));
    EXPECT_THAT(run("circdesk patron history 29012000000010 --page 9").out, HasSubstr("nothing is on this page"));
    EXPECT_TRUE(boost::json::parse(run("circdesk patron history 29012000000010", true).out).is_array());
    EXPECT_EQ(run("circdesk patron history 1").code, tool::not_found);
}

TEST_F(verbs, give_a_reader_all_that_is_kept_of_them) {
    const auto told = boost::json::parse(run("circdesk patron export 29012000000010").out).as_object();
    EXPECT_EQ(told.at("family_name"), "Lindqvist");
    EXPECT_EQ(told.at("born"), "1988-03-14");
    EXPECT_EQ(told.at("cards").as_array().at(0).as_object().at("number"), "29012000000010");
    EXPECT_FALSE(told.at("loans").as_array().empty());
    EXPECT_NE(told.at("loans").as_array().at(0).as_object().at("title"), "");
    EXPECT_FALSE(told.at("events").as_array().empty());
    EXPECT_THAT(run("circdesk patron export 29012000000010").out, Not(HasSubstr("argon2"))) << "no secret leaves";
}

TEST_F(verbs, make_two_records_of_one_reader_one) {
    expect_done("patron add 29012000008001 --name Twice --category adult --branch MAIN");
    expect_done("patron add 29012000008002 --name Twice --category adult --branch MAIN --email t@example.org");
    expect_done("card add 29012000008002 29012000008003 --reason 'for the bag'");
    EXPECT_THAT(run("circdesk patron merge 29012000008002 29012000008001 --reason twice").out, HasSubstr("nothing is changed yet"));
    expect_done("patron merge 29012000008002 29012000008001 --reason twice --yes");
    EXPECT_EQ(patron("29012000008003").patron.id, patron("29012000008001").patron.id);
    EXPECT_EQ(patron("29012000008001").patron.email, "t@example.org");
    expect_event("29012000008001", "patron_merged", "twice");
    EXPECT_EQ(run("circdesk patron merge 29012000008003 29012000008001 --reason again --yes").code, tool::refused);
}

TEST_F(verbs, make_two_titles_one) {
    for (const char* each : {"m0101", "m0102"})
        expect_done(std::string("title add ") + each + " --text 'The Long Field'");
    expect_done("item add 39012000009901 --title m0102 --branch MAIN");
    const auto told = run("circdesk title merge m0102 m0101 --reason twice");
    EXPECT_EQ(told.code, tool::refused) << "nothing is done";
    EXPECT_THAT(told.out, HasSubstr("m0102, 'The Long Field' (1 copy, 0 holds), one with m0101, 'The Long Field' (0 copies, 0 holds),"));
    EXPECT_THAT(told.out, HasSubstr("nothing is changed yet"));
    EXPECT_THAT(run("circdesk title merge m0102 m0101 --reason twice --yes").out,
                HasSubstr("m0102 is one now with m0101, 'The Long Field' (1 copy, 0 holds)"));
    EXPECT_THAT(run("circdesk title show m0101").out, HasSubstr("39012000009901"));
    EXPECT_EQ(run("circdesk title show m0102").code, tool::not_found);
    EXPECT_EQ(run("circdesk title merge m0102 m0101 --reason again --yes").code, tool::not_found);
    EXPECT_EQ(run("circdesk title merge m0101 m0101 --reason again --yes").code, tool::refused);
    const auto warned = run("circdesk title merge m0101 m0101 --reason again");
    EXPECT_EQ(warned.code, tool::refused) << "nothing is done, and --yes would not do it";
    EXPECT_THAT(warned.out, AllOf(HasSubstr("it would be refused"), Not(HasSubstr("--yes does it"))));
    EXPECT_THAT(warned.wrong, HasSubstr("both numbers are one title's already"));
    EXPECT_THAT(run("circdesk item show 39012000009901").out, HasSubstr("given another title"));
}

TEST_F(verbs, say_one_thing_of_an_item) {
    expect_done("item move 39012000000133 --branch NORTH --location Attic --reason 'new home'");
    EXPECT_EQ(item("39012000000133").location, "Attic");
    EXPECT_EQ(run("circdesk item move 39012000000133 --reason x").code, tool::wrong_usage);
    EXPECT_EQ(run("circdesk item move 39012000000133 --branch WEST --reason x").code, tool::not_found);
    expect_done("item price 39012000000133 18.00 --reason 'new edition'");
    EXPECT_EQ(item("39012000000133").price.value().minor, 1800);
    expect_done("item note 39012000000133 'map in the back' --reason seen");
    EXPECT_EQ(item("39012000000133").note, "map in the back");
    expect_done("item note 39012000000133 '' --reason gone");
    EXPECT_EQ(item("39012000000133").note, "");
    expect_done("item repair 39012000000133 --reason spine");
    EXPECT_EQ(item("39012000000133").state, storage::item_state::in_repair);
    expect_done("item state 39012000000133 usable --reason mended");
}

TEST_F(verbs, put_an_item_elsewhere_for_a_while) {
    expect_done("item temporary 39012000000133 --location 'Summer table' --until 2999-08-31 --reason summer");
    EXPECT_THAT(run("circdesk item show 39012000000133").out, HasSubstr("at Summer table, until 2999-08-31"));
    EXPECT_EQ(run("circdesk item temporary 39012000000133 --location X --reason x").code, tool::wrong_usage);
    EXPECT_EQ(run("circdesk item temporary 39012000000133 --location X --until 2001-01-01 --reason x").code, tool::refused);
    expect_done("item temporary 39012000000133 --end --reason 'summer is over'");
    EXPECT_THAT(run("circdesk item show 39012000000133").out, Not(HasSubstr("Summer table")));
}

TEST_F(verbs, lose_and_find_an_item_on_loan_or_not) {
    expect_done("item lost 39012000000307 --reason 'not on its shelf'");
    EXPECT_EQ(item("39012000000307").state, storage::item_state::missing);
    expect_done("item found 39012000000307 --at MAIN");
    EXPECT_EQ(item("39012000000307").state, storage::item_state::usable);
    expect_done("item claimed 39012000003020 --reason 'book drop'");
    EXPECT_EQ(loan("39012000003020").state, storage::loan_state::claimed_returned);
    expect_done("item lost 39012000003020 --reason 'nobody found it'");
    EXPECT_EQ(loan("39012000003020").state, storage::loan_state::lost);
    EXPECT_EQ(run("circdesk item claimed 39012000000307 --reason x").code, tool::refused) << "not on loan";
}

TEST_F(verbs, change_the_due_date_and_the_terms_of_a_loan) {
    EXPECT_THAT(run("circdesk loan due 39012000000737 2999-01-31 --reason 'in hospital'").out, HasSubstr("is due 2999-01-31 23:59"));
    EXPECT_THAT(run("circdesk loan due 39012000000737 2999-01-31 --hour 17:30 --reason 'leaves at six'").out, HasSubstr("17:30"));
    EXPECT_EQ(run("circdesk loan due 39012000000737 2999-01-31 --hour noon --reason x").code, tool::wrong_usage);
    EXPECT_EQ(run("circdesk loan due 39012000000737 1999-01-31 --reason x").code, tool::refused);
    EXPECT_EQ(run("circdesk loan due 39012000000133 2999-01-31 --reason x").code, tool::refused) << "not on loan";
    const auto same = run("circdesk loan reprice 39012000000737 --reason 'fees were lowered'");
    EXPECT_THAT(same.wrong + same.out, testing::AnyOf(HasSubstr("it is so already"), HasSubstr("goes on by rule")));
}

TEST_F(verbs, tell_when_a_loan_is_due_in_the_time_of_its_branch) {
    const auto branch = ask([](storage::reader& from, const auto& of) {
        const auto what = from.item_by_barcode(of.id, "39012000000737").value();
        return from.find_branch(circulation::hours_of(what.open_loan.value())).value().code;
    });
    expect_done("branch edit " + branch + " --zone Asia/Tokyo --reason 'for a test'");
    const std::string line = "circdesk loan due 39012000000737 2999-03-";
    EXPECT_THAT(run(line + "30 --reason 'in hospital'").out, HasSubstr("is due 2999-03-30 23:59"));
    EXPECT_THAT(run(line + "31 --reason 'in hospital'", true).out, HasSubstr(R"("due":"2999-03-31T14:59:59Z")"));
    expect_done("branch edit " + branch + " --zone Europe/Berlin --reason 'for a test'");
}

TEST_F(verbs, change_until_when_a_hold_is_wanted) {
    expect_done("patron add 29012000008010 --name Waits --category adult --branch MAIN");
    expect_done("hold place 29012000008010 39012000001131");
    const auto hold = ask([&](storage::reader& from, const auto& of) {
        return from.waiting_holds_of(from.holder_of(of.id, "29012000008010").value().id, {}).front().hold.id.value;
    });
    const auto line = "hold change " + std::to_string(hold);
    EXPECT_THAT(run("circdesk " + line + " --until 2999-03-31 --reason 'rang up'").out, HasSubstr("is wanted until 2999-03-31"));
    EXPECT_THAT(run("circdesk " + line + " --reason 'never mind'").out, HasSubstr("as long as it takes"));
    EXPECT_EQ(run("circdesk " + line + " --until 1999-03-31 --reason x").code, tool::refused);
}

TEST_F(verbs, show_and_change_titles) {
    expect_done("title add m0001 --text 'The Long Field' --year 2024");
    expect_done("title edit m0001 --author 'Ada Moss' --reason 'was missing'");
    EXPECT_THAT(run("circdesk title show m0001").out, AllOf(HasSubstr("The Long Field / Ada Moss"), HasSubstr("no copies")));
    EXPECT_EQ(run("circdesk title show m9").code, tool::not_found);
    EXPECT_EQ(run("circdesk title edit demo0042 --year 1 --reason x").code, tool::refused) << "its MARC says it";
    EXPECT_THAT(run("circdesk title show demo0042", true).out, HasSubstr(R"("record":"marc")"));
}

} // namespace
} // namespace circ::test
