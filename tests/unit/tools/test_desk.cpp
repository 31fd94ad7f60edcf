// Each verb of the desk over the demo library, once, as its own example says: what it changes, and
// that operator and reason stay with its event.

#include "config/load.hpp"
#include "server/circulation/verifier.hpp"
#include "tests/unit/tools/demo_desk.hpp"
#include "tools/circdesk/wording.hpp"

#include <gmock/gmock.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <memory>
#include <sstream>

namespace circ::test {
namespace {

using storage::card_state;
using storage::loan_state;

class desk_verbs : public demo_desk {
protected:
    /// The shipped settings with recalls on.
    static std::string settings_with_recalls() {
        std::string text = config::default_file();
        text.insert(text.find("\n[[policy]]"), "\n[[policy]]\nname = \"recalls\"\nset = { recall = true }\n");
        const std::string file = folder->file("recalls.toml");
        std::ofstream(file) << text;
        return file;
    }

    static std::vector<storage::fee_line> open_fees(const std::string& card) {
        const auto who = patron(card).patron.id;
        return ask([&](storage::reader& from, const auto&) { return from.open_fees_of(who, {}); });
    }
    /// From now on another library's.
    static void borrow(const std::string& barcode) {
        tool::tool with(how());
        const auto of = with.institution();
        storage::write_and_wait(with.store(), [&](storage::unit_of_work& unit) {
            auto item = unit.item_by_barcode(of.id, barcode).value().item;
            item.lender = "State Library";
            item.renewable = false;
            unit.change(item);
        });
    }
    static loan_state state_of(const std::string& barcode) {
        return ask([&](storage::reader& from, const auto& of) {
            return from.last_loan_of(from.item_by_barcode(of.id, barcode).value().item.id)
                .value()
                .state;
        });
    }
    static card_state card(const std::string& number) {
        return ask([&](storage::reader& from, const auto& of) {
            return from.find_card(of.id, number).value().state;
        });
    }
};

struct verb_case {
    const char* path;
    const char* card; ///< whose event it is
    const char* kind;
    const char* why;
    std::function<bool()> is_done;
};

TEST_F(desk_verbs, do_what_their_examples_say) {
    const std::string anna = "29012000000010";
    for (const auto& each : {
             verb_case{"loan lost",
                       "29012000000010",
                       "loan_lost",
                       "left on the train",
                       [] { return state_of("39012000000737") == loan_state::lost; }},
             verb_case{"loan claim",
                       "29012000000010",
                       "loan_claimed",
                       "book drop on Sunday",
                       [] { return state_of("39012000003020") == loan_state::claimed_returned; }},
             verb_case{"loan unclaim",
                       "29012000000333",
                       "claim_withdrawn",
                       "found at home",
                       [] { return state_of("39012000002691") == loan_state::open; }},
             verb_case{"fee add",
                       "29012000000010",
                       "fee_added",
                       "coffee on page 12",
                       [&] { return open_fees(anna).back().fee.note == "coffee on page 12"; }},
             verb_case{"fee pay",
                       "29012000000309",
                       "payment",
                       "",
                       [] { return patron("29012000000309").patron.owed.minor == 1590; }},
             verb_case{"card lost",
                       "29012000000028",
                       "card_lost",
                       "rang up",
                       [] { return card("29012000000028") == card_state::lost; }},
             verb_case{"card found",
                       "29012000000242",
                       "card_found",
                       "handed in",
                       [] { return card("29012000000242") == card_state::good; }},
             verb_case{"card replace",
                       "29012000000036",
                       "card_replaced",
                       "worn out",
                       [] {
                           return card("29012000000036") == card_state::replaced &&
                                  card("29012000009920") == card_state::good;
                       }},
             verb_case{
                 "patron block",
                 "29012000000044",
                 "patron_blocked",
                 "mail came back",
                 [] { return patron("29012000000044").blocks.front().reason == "mail came back"; }},
             verb_case{"patron unblock",
                       "29012000000226",
                       "block_lifted",
                       "new address given",
                       [] { return patron("29012000000226").blocks.empty(); }},
             verb_case{"patron unlock",
                       "29012000000267",
                       "pin_unlocked",
                       "showed a passport",
                       [] { return !patron("29012000000267").patron.pin_locked_until; }},
             verb_case{"patron message",
                       "29012000000010",
                       "message_added",
                       "",
                       [] {
                           return run("circdesk patron show 29012000000010").out.find("umbrella") !=
                                  std::string::npos;
                       }},
             verb_case{"patron guarantor",
                       "29012000000416",
                       "guarantor_cleared",
                       "is of age",
                       [] { return !patron("29012000000416").patron.guarantor; }},
         }) {
        const auto made = run(std::string(find_verb(each.path)->example()));
        EXPECT_EQ(made.code, tool::done) << each.path << ": " << made.wrong;
        EXPECT_FALSE(made.out.empty()) << each.path;
        expect_event(each.card, each.kind, each.why);
        EXPECT_TRUE(each.is_done()) << each.path;
    }
}

TEST_F(desk_verbs, list_whom_wrong_pins_have_locked_now_or_since) {
    const auto lock = [](const std::string& card, std::chrono::minutes from_now) {
        tool::tool with(how());
        auto who = patron(card).patron;
        who.pin_locked_until = with.now() + from_now;
        storage::write_and_wait(with.store(), [&](storage::unit_of_work& unit) { unit.change(who); });
    };
    const auto shows = [](const char* card) { return testing::HasSubstr(card); };
    lock("29012000000119", std::chrono::minutes{15});
    lock("29012000000101", std::chrono::minutes{-15});
    const auto now = run("circdesk patron locked");
    EXPECT_EQ(now.code, tool::done) << now.wrong;
    EXPECT_THAT(now.out, testing::ContainsRegex("card +name +locked until +branch\n"));
    EXPECT_THAT(now.out, testing::AllOf(shows("29012000000119"), testing::Not(shows("29012000000101"))));
    EXPECT_THAT(run("circdesk patron locked --all").out, testing::AllOf(shows("29012000000119"), shows("29012000000101")));
    EXPECT_THAT(run("circdesk patron locked", true).out,
                testing::AllOf(testing::StartsWith("["), testing::HasSubstr(R"("card":"29012000000119")"),
                               testing::ContainsRegex(R"("locked until":"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z")")));
    for (const char* card : {"29012000000119", "29012000000101"})
        EXPECT_EQ(run(std::string("circdesk patron unlock ") + card + " --reason tidy").code, tool::done);
    EXPECT_THAT(run("circdesk patron locked --all").out, testing::Not(shows("29012000000101")));
    EXPECT_THAT(run("circdesk card list --state locked").wrong, testing::HasSubstr("`patron locked` lists"));
}

TEST_F(desk_verbs, settle_fees_by_their_numbers) {
    const std::string reader = "29012000000481"; // owes 0.80 and 0.50
    const auto fees = open_fees(reader);
    ASSERT_EQ(fees.size(), 2U);
    const auto first = std::to_string(fees[0].fee.id.value);
    const auto second = std::to_string(fees[1].fee.id.value);
    EXPECT_EQ(run("circdesk fee waive " + first + " --amount 0.30 --reason 'was ill'").code,
              tool::done);
    expect_event(reader, "fee_waived", "was ill");
    const auto asked = run("circdesk fee write-off " + first + " --reason 'too small'");
    EXPECT_EQ(asked.code, tool::refused);
    EXPECT_THAT(asked.out, testing::HasSubstr("this would write off 0.50 EUR of fee " + first)) << "0.30 of 0.80 are waived";
    EXPECT_EQ(run("circdesk fee write-off " + first + " --reason 'too small' --yes").code, tool::done);
    expect_event(reader, "fee_written_off", "too small");
    EXPECT_EQ(run("circdesk fee pay " + reader + " 0.50 --fee " + second).code, tool::done);
    EXPECT_EQ(run("circdesk fee refund " + second + " --amount 0.20 --reason 'too much'").code,
              tool::done);
    expect_event(reader, "fee_refunded", "too much");
    EXPECT_EQ(patron(reader).patron.credit.minor, 20);
    EXPECT_THAT(run("circdesk fee cancel " + second + " --reason 'a mistake'").out,
                testing::HasSubstr("0.50 EUR of card " + reader + "; 0.30 EUR of it were paid and become credit;"));
    EXPECT_EQ(run("circdesk fee cancel " + second + " --reason 'a mistake' --yes").code, tool::done);
    EXPECT_EQ(run("circdesk fee write-off " + second + " --reason 'again'").wrong, "nothing of fee " + second + " is open");
    expect_event(reader, "fee_cancelled", "a mistake");
    EXPECT_EQ(patron(reader).patron.credit.minor, 50);
    EXPECT_EQ(run("circdesk fee pay-out " + reader + " --reason 'asked for it'").code, tool::done);
    expect_event(reader, "credit_paid_out", "asked for it");
    EXPECT_EQ(patron(reader).patron.credit.minor, 0);
    EXPECT_EQ(patron(reader).patron.owed.minor, 0);
    const auto listed = run("circdesk fee list " + reader + " --all");
    for (const char* what :
         {"waived", "written off", "paid", "given back", "cancelled", "was ill", "anna"})
        EXPECT_THAT(listed.out, testing::HasSubstr(what));
}

TEST_F(desk_verbs, end_messages_and_lift_notes_by_their_numbers) {
    const std::string reader = "29012000000051";
    ASSERT_EQ(run("circdesk patron message " + reader + " --text 'Ask for the form.' --staff").code,
              tool::done);
    ASSERT_EQ(run("circdesk patron block " + reader + " --note --reason 'rings twice'").code,
              tool::done);
    const auto note = patron(reader).blocks.at(0).id;
    const auto who = patron(reader).patron.id;
    const auto messages = [&] {
        return ask([&](storage::reader& from, const auto&) {
            return from.messages_of(who, tool::tool(how()).now());
        });
    };
    ASSERT_EQ(messages().size(), 1U);
    EXPECT_EQ(messages().front().shown_to, storage::audience::staff);
    const auto id = std::to_string(messages().front().id.value);
    EXPECT_EQ(run("circdesk patron message " + reader + " --end " + id).wrong, "--reason is blank: it needs a value");
    EXPECT_EQ(run("circdesk patron message " + reader + " --end " + id + " --reason done").code,
              tool::done);
    expect_event(reader, "message_ended", "done");
    EXPECT_TRUE(messages().empty());
    EXPECT_EQ(run("circdesk patron unblock " + reader + " --block " + std::to_string(note.value) +
                  " --reason done")
                  .code,
              tool::done);
    EXPECT_TRUE(patron(reader).blocks.empty());
}

class pins : public desk_verbs {
protected:
    static constexpr const char* reader = "29012000000267"; // wrong PINs have locked it

    static std::string file_with(const std::string& text) {
        const std::string file = folder->file("pin");
        std::ofstream(file) << text;
        return file;
    }
    /// @param typed what comes from standard input
    static ran run_with(const std::string& typed, const std::string& line, bool at_terminal = true) {
        auto options = how();
        options.can_be_asked = at_terminal;
        std::istringstream in(typed);
        auto* const before = std::cin.rdbuf(in.rdbuf());
        auto made = run_verb(line, options);
        std::cin.rdbuf(before);
        std::cin.clear();
        return made;
    }
    static bool has_pin(const std::string& text) {
        return circulation::proves(storage::secret(text), patron(reader).patron.pin_verifier);
    }

    const std::string line = std::string("circdesk patron pin ") + reader + " --reason 'forgot it'";
};

TEST_F(pins, are_asked_for_twice_read_from_a_file_or_piped_and_taken_away) {
    const auto typed = run_with("4711\n4711\n", line);
    EXPECT_EQ(typed.code, tool::done) << typed.wrong;
    EXPECT_EQ(typed.out, "the reader of card 29012000000267 has a new PIN\n");
    EXPECT_THAT(typed.wrong, testing::Not(testing::HasSubstr("4711")));
    EXPECT_TRUE(has_pin("4711"));
    EXPECT_FALSE(patron(reader).patron.pin_locked_until);
    expect_event(reader, "pin_set", "forgot it");

    EXPECT_EQ(run(line + " --pin-file " + file_with("4712\r\n")).code, tool::done);
    EXPECT_TRUE(has_pin("4712"));
    EXPECT_EQ(run_with("4713", line + " --pin-file -", false).code, tool::done);
    EXPECT_TRUE(has_pin("4713"));
    EXPECT_THAT(run("circdesk patron show " + std::string(reader)).out, testing::HasSubstr("given a new PIN"));

    EXPECT_EQ(run(line + " --remove").out, "the reader of card 29012000000267 has no PIN any more\n");
    EXPECT_EQ(patron(reader).patron.pin_verifier, "");
    expect_event(reader, "pin_removed", "forgot it");
    EXPECT_EQ(run(line + " --remove").code, tool::refused) << "there is none";
    EXPECT_THAT(run(line + " --pin-file " + file_with("4714"), true).out, testing::HasSubstr(R"("result":"done")"));
}

struct pin_case {
    const char* typed;
    const char* more; ///< behind the line
    int code;
    const char* says;
};

TEST_F(pins, that_no_device_could_send_change_nothing) {
    const auto before = patron(reader).patron.pin_verifier;
    for (const auto& each :
         {pin_case{"\n\n", "", tool::wrong_usage, "an empty PIN is none: --remove takes a PIN away"},
          pin_case{"4711\n4712\n", "", tool::refused, "these are two PINs; nothing is changed"},
          pin_case{"47|11\n47|11\n", "", tool::wrong_usage, "no device could send this PIN"},
          pin_case{"47\x1b[A\n", " --pin-file -", tool::wrong_usage, "no device could send this PIN"},
          pin_case{"47\r11\n", " --pin-file -", tool::wrong_usage, "no device could send this PIN"},
          pin_case{"", " --pin-file -", tool::not_found, "standard input cannot be read or is empty"},
          pin_case{"", " --pin-file /nowhere/pin", tool::not_found, "/nowhere/pin cannot be read or is empty"},
          pin_case{"", " --pin-file - --remove", tool::wrong_usage, "contradict each other"}}) {
        const auto made = run_with(each.typed, line + each.more);
        EXPECT_EQ(made.code, each.code) << each.says;
        EXPECT_THAT(made.wrong, testing::HasSubstr(each.says));
        EXPECT_EQ(made.out, "") << each.says;
    }
    EXPECT_THAT(run_with("4711\n4711\n", line, false).wrong, testing::HasSubstr("nobody can be asked for the PIN here"));
    EXPECT_EQ(run_with("4711\n4711\n", "circdesk patron pin 99 --reason x").wrong, "nobody has the card 99");
    EXPECT_EQ(patron(reader).patron.pin_verifier, before);
}

struct list_case {
    const char* line;
    std::vector<const char*> shows;
};

TEST_F(desk_verbs, list_what_staff_has_to_end) {
    ASSERT_EQ(run("circdesk card lost 29012000000093 --stolen --reason 'bag snatched'").code,
              tool::done);
    for (const auto& each :
         {list_case{"circdesk loan list 29012000000358", {"lost", "29012000000358"}},
          list_case{"circdesk loan list --state lost", {"29012000000358", "lost"}},
          list_case{"circdesk loan list --state claimed", {"29012000000333", "claimed returned"}},
          list_case{"circdesk card list 29012000000259", {"replaced", "29012000000259"}},
          list_case{"circdesk card list --state stolen", {"29012000000093", "reported stolen"}},
          list_case{"circdesk fee list 29012000000309",
                    {"running", "until it is back", "still running"}},
          list_case{"circdesk fee list 29012000000325", {"other", "paid", "demo"}}}) {
        const auto made = run(each.line);
        EXPECT_EQ(made.code, tool::done) << each.line << ": " << made.wrong;
        for (const char* text : each.shows)
            EXPECT_THAT(made.out, testing::HasSubstr(text)) << each.line;
        EXPECT_THAT(run(each.line, true).out,
                    testing::AnyOf(testing::StartsWith("["), testing::StartsWith("{")))
            << each.line;
    }
}

TEST_F(desk_verbs, take_no_amount_that_may_be_another_than_is_meant) {
    for (const char* verb : {"fee add 29012000000044 damage AMOUNT --reason x",
                             "fee pay 29012000000044 AMOUNT",
                             "fee pay-out 29012000000044 --amount AMOUNT --reason x",
                             "fee waive 12 --amount AMOUNT --reason x",
                             "item price 39012000000133 AMOUNT --reason x",
                             "item edit 39012000000133 --price AMOUNT --reason x"})
        for (const std::string amount :
             {"4.505", "4.500", "4,500", "1.50.0", "1,000.00", "4.", ".5", "-4.50", "-0", "+4", "4,50EUR", "EUR 4.50"}) {
            std::string line = std::string("circdesk ") + verb;
            line.replace(line.find("AMOUNT"), 6, amount.find(' ') == std::string::npos ? amount : '\'' + amount + '\'');
            const auto made = run(line);
            EXPECT_EQ(made.code, tool::wrong_usage) << line;
            EXPECT_EQ(made.wrong, '\'' + amount + "' is no amount in EUR such as 3.50") << line;
        }
}

TEST_F(desk_verbs, tell_what_runs_apart_from_what_can_be_paid) {
    const std::string reader = "29012000000309"; // two loans of theirs are overdue
    const auto before = patron(reader).patron.owed;
    ASSERT_GT(before.minor, 100);
    const auto paid = run("circdesk fee pay " + reader + " 1.00");
    tool::tool with(how());
    const auto of = with.institution();
    const auto open = tool::money_text({before.minor - 100}, of);
    EXPECT_THAT(paid.out, testing::ContainsRegex("; still open " + open + ", and [0-9.]+ EUR running until they are back\n"));
    const auto refused = run("circdesk fee pay " + reader + " 900.00");
    EXPECT_EQ(refused.code, tool::refused);
    EXPECT_THAT(refused.wrong, testing::ContainsRegex("^only " + open + " is open, and [0-9.]+ EUR running until they are back$"));
}

TEST_F(desk_verbs, take_an_amount_by_point_or_comma_and_say_how_it_was_read) {
    for (const auto& [amount, read] : {std::pair{"14,5", "14.50 EUR"}, {"14.50", "14.50 EUR"}, {"14", "14.00 EUR"}}) {
        const auto made = run(std::string("circdesk item price 39012000000133 ") + amount + " --reason counted");
        EXPECT_THAT(made.out + made.wrong, testing::AnyOf(testing::HasSubstr(std::string("costs ") + read), testing::HasSubstr("so already")))
            << amount;
    }
}

struct complaint_case {
    const char* line;
    int code;
    const char* says;
};

TEST_F(desk_verbs, complain_to_staff_in_words_and_by_exit_code) {
    for (const auto& each : {
             complaint_case{"circdesk loan lost 99 --reason x", tool::not_found, "there is no item 99"},
             complaint_case{"circdesk loan renew 29012000000010 99", tool::not_found, "there is no item 99"},
             complaint_case{"circdesk loan due 39012000003061 2020-01-01 --reason x", tool::refused, "the day has to lie after 20"},
             complaint_case{"circdesk hold place 99 39012000001255 --pickup MAIN", tool::not_found, "nobody has the card 99"},
             complaint_case{"circdesk hold place 29012000000010 --title m99", tool::not_found, "there is no title m99"},
             complaint_case{"circdesk hold place 29012000000069 39012000001495 --pickup MOON", tool::not_found, "there is no branch MOON"},
             complaint_case{"circdesk item add 39012000009911 --new-title X --branch MOON", tool::not_found, "there is no branch MOON"},
             complaint_case{"circdesk item edit 39012000000133 --parts 4294967299 --reason x", tool::wrong_usage, "'4294967299' is a number that no part can have"},
             complaint_case{"circdesk title add m9911 --text X --year 4294969320", tool::wrong_usage, "'4294969320' is a number that no year can have"},
             complaint_case{"circdesk patron add 29012000009911 --name X", tool::wrong_usage, "--category, --branch"},
             complaint_case{"circdesk patron add 29012000009911 --name X --branch MAIN", tool::wrong_usage, "--category"},
             complaint_case{"circdesk item add 39012000009911 --new-title X", tool::wrong_usage, "a new item needs more: --branch"},
             complaint_case{"circdesk title add m9911", tool::wrong_usage, "a new title needs more: --text"},
             complaint_case{"circdesk branch add MOON", tool::wrong_usage, "a new branch needs more: --name"},
             complaint_case{"circdesk institution add MOON --name Moon", tool::wrong_usage, "a new institution needs more: --currency, --zone"},
             complaint_case{
                 "circdesk loan lost 39012000000133 --reason x", tool::refused, "not on loan"},
             complaint_case{
                 "circdesk loan unclaim 39012000001131 --reason x", tool::refused, "nobody claims"},
             complaint_case{
                 "circdesk loan list --state gone", tool::wrong_usage, "lost or claimed"},
             complaint_case{"circdesk loan list", tool::wrong_usage, "name a card"},
             complaint_case{"circdesk fee list 99", tool::not_found, "nobody has the card 99"},
             complaint_case{"circdesk fee add 29012000000044 fine 3.00 --reason x",
                            tool::wrong_usage,
                            "other, card, damage"},
             complaint_case{"circdesk fee add 29012000000044 damage much --reason x",
                            tool::wrong_usage,
                            "'much' is no amount"},
             complaint_case{"circdesk fee waive 12 --reason x", tool::not_found, "no fee 12"},
             complaint_case{"circdesk fee waive twelve --reason x",
                            tool::wrong_usage,
                            "'twelve' is no number"},
             complaint_case{"circdesk fee pay 29012000000044 900.00", tool::refused, "is open"},
             complaint_case{"circdesk fee pay-out 29012000000044 --reason x",
                            tool::refused,
                            "the credit is only 0.00"},
             complaint_case{
                 "circdesk card lost 99 --reason x", tool::not_found, "nobody has the card 99"},
             complaint_case{"circdesk card replace 29012000000051 29012000000044 --reason x",
                            tool::refused,
                            "a card 29012000000044 already"},
             complaint_case{
                 "circdesk card found 29012000000044 --reason x", tool::refused, "so already"},
             complaint_case{"circdesk patron guarantor 29012000000051 29012000000051 --reason x",
                            tool::refused,
                            "for themselves"},
             complaint_case{"circdesk patron guarantor 29012000000051 --reason x",
                            tool::wrong_usage,
                            "--clear"},
             complaint_case{"circdesk patron message 29012000000051 --end 12 --reason x",
                            tool::not_found,
                            "no message 12"},
             complaint_case{"circdesk patron message 29012000000051 --text Hi --until tomorrow",
                            tool::wrong_usage,
                            "is no day"},
             complaint_case{"circdesk patron block 29012000000051 --at MOON --reason x",
                            tool::not_found,
                            "no branch MOON"},
         }) {
        const auto made = run(each.line);
        EXPECT_EQ(made.code, each.code) << each.line << ": " << made.wrong;
        EXPECT_THAT(made.wrong, testing::HasSubstr(each.says)) << each.line;
        EXPECT_TRUE(made.out.empty()) << each.line;
    }
}

TEST_F(desk_verbs, answer_machines_in_json) {
    const auto made =
        run("circdesk fee add 29012000000069 other 1.20 --at NORTH --reason 'photocopies'", true);
    EXPECT_THAT(made.out, testing::HasSubstr(R"("result":"done")"));
    EXPECT_THAT(made.out, testing::HasSubstr(R"("amount":"1.20 EUR")"));
    expect_event("29012000000069", "fee_added", "photocopies");
}

TEST_F(desk_verbs, shows_tell_what_happened_in_words_and_keep_kinds_for_machines) {
    ASSERT_EQ(run("circdesk loan lost 39012000000521 --reason 'dropped in the river'").code,
              tool::done);
    for (const char* line :
         {"circdesk item show 39012000000521", "circdesk patron show 29012000000069"}) {
        const auto shown = run(line).out;
        EXPECT_THAT(shown, testing::HasSubstr("booked as lost")) << line;
        EXPECT_THAT(shown, testing::HasSubstr("dropped in the river")) << line;
        EXPECT_THAT(shown, testing::Not(testing::HasSubstr("loan_lost"))) << line;
        EXPECT_THAT(shown, testing::Not(testing::HasSubstr("replacement="))) << line;
        const auto raw = run(line, true).out;
        EXPECT_THAT(raw, testing::HasSubstr(R"("kind":"loan_lost")")) << line;
        EXPECT_THAT(raw, testing::HasSubstr("replacement=")) << line;
    }
}

// What is on the screen is there for a program, too, with machines' times.
TEST_F(desk_verbs, shows_keep_nothing_from_machines) {
    const auto reader = run("circdesk patron show 29012000000069", true).out;
    for (const char* text : {R"("cards":[{"number":"29012000000069","state":"good"}])", R"("pin":"set")",
                             R"("loans":[{"item":"39012000000521")", R"(Z","state":)", R"("holds":[)", R"("fees":[)",
                             R"("blocks":[)", R"("messages":[)", R"("credit":"0.00 EUR")"})
        EXPECT_THAT(reader, testing::HasSubstr(text));
    const auto book = run("circdesk item show 39012000000521", true).out;
    for (const char* text : {R"("card":"29012000000069")", R"("waiting":[)", R"("parts":1)", R"("note":)"})
        EXPECT_THAT(book, testing::HasSubstr(text));
}

TEST_F(desk_verbs, shows_let_nothing_move_the_terminals_cursor) {
    ASSERT_EQ(run("circdesk patron edit 29012000000069 --phone '040\033[2J1' --reason moved").code, tool::done);
    EXPECT_THAT(run("circdesk patron show 29012000000069").out, testing::Not(testing::HasSubstr("\033")));
}

TEST_F(desk_verbs, say_what_is_the_matter_with_items_and_list_them) {
    const std::string book = "39012000000307"; // stands on its shelf
    EXPECT_THAT(run("circdesk item list --state damaged").out, testing::Not(testing::HasSubstr(book)));
    const auto said = run("circdesk item state " + book + " damaged --reason 'torn cover'");
    EXPECT_EQ(said.code, tool::done) << said.wrong;
    EXPECT_THAT(run("circdesk item list --state damaged").out, testing::HasSubstr(book));
    const auto shown = run("circdesk item show " + book).out;
    EXPECT_THAT(shown, testing::AllOf(testing::HasSubstr("anna"), testing::HasSubstr("torn cover")));
    EXPECT_THAT(run("circdesk item state " + book + " usable --reason mended", true).out,
                testing::HasSubstr(R"("before":"damaged")"));
    EXPECT_THAT(run("circdesk item list --state damaged --page 2").out, testing::HasSubstr("nothing is on this page"));
    for (const auto& each :
         {complaint_case{"circdesk item state 99 damaged --reason x", tool::not_found, "there is no item 99"},
          complaint_case{"circdesk item state 39012000001131 missing --reason x", tool::refused, "is on loan"},
          complaint_case{"circdesk item state 39012000000307 broken --reason x", tool::wrong_usage, "usable, on_order"}}) {
        const auto made = run(each.line);
        EXPECT_EQ(made.code, each.code) << each.line << ": " << made.wrong;
        EXPECT_THAT(made.wrong, testing::HasSubstr(each.says)) << each.line;
    }
}

TEST_F(desk_verbs, list_recalls_end_and_place_them) {
    EXPECT_THAT(run("circdesk recall list").out,
                testing::AllOf(testing::HasSubstr("39012000000570"), testing::HasSubstr("29012000000408")));
    EXPECT_THAT(run("circdesk recall list --late").out, testing::Not(testing::HasSubstr("39012000000570")));
    const auto ended = run("circdesk recall cancel 39012000000570 --reason 'bought a second copy'");
    EXPECT_EQ(ended.code, tool::done) << ended.wrong;
    expect_event("29012000000366", "recall_given_up", "bought a second copy");
    EXPECT_THAT(run("circdesk recall list").out, testing::Not(testing::HasSubstr("39012000000570")));

    const std::string place = "circdesk recall place 29012000000408 demo0042 --reason 'reading list'";
    const auto refused = run(place);
    EXPECT_EQ(refused.code, tool::refused);
    EXPECT_THAT(refused.wrong, testing::HasSubstr("no copy is on loan that the policy lets be called back"));
    const auto placed = run(place, false, settings_with_recalls());
    EXPECT_EQ(placed.code, tool::done) << placed.wrong;
    EXPECT_THAT(placed.out, testing::HasSubstr("item 39012000000570 is called back"));
    expect_event("29012000000366", "recall_placed", "reading list");
    const auto again = run(place, false, settings_with_recalls());
    EXPECT_THAT(again.wrong, testing::HasSubstr("called back already"));
    EXPECT_THAT(run("circdesk recall cancel 39012000000570 --reason 'for machines'", true).out,
                testing::ContainsRegex(R"("due":"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z")"));
}

TEST_F(desk_verbs, keep_partners_and_send_home_what_they_lent) {
    EXPECT_EQ(run("circdesk partner add CITY 'Weirton City Library' --card 29012000000515").code, tool::done);
    EXPECT_EQ(run("circdesk partner change STATE --name 'State and University Library'").code, tool::done);
    EXPECT_THAT(run("circdesk partner list").out,
                testing::AllOf(testing::ContainsRegex("CITY +Weirton City Library +29012000000515 +9 "),
                               testing::ContainsRegex("STATE +State and University Library +")));
    EXPECT_EQ(run("circdesk partner add CITY 'Another'").code, tool::refused);
    EXPECT_EQ(run("circdesk partner change ATLANTIS --name 'Atlantis'").code, tool::not_found);
    const std::string home = "circdesk item send-home 39012000000018 --reason 'wanted back'";
    EXPECT_EQ(run(home).code, tool::refused) << "our own";
    borrow("39012000000018");
    EXPECT_THAT(run("circdesk item show 39012000000018").out, testing::HasSubstr("State Library, not to be renewed"));
    const auto gone = run(home);
    EXPECT_EQ(gone.code, tool::done) << gone.wrong;
    EXPECT_THAT(gone.out, testing::HasSubstr("goes home to State Library"));
    EXPECT_EQ(run("circdesk item show 39012000000018").code, tool::not_found);
}

TEST_F(desk_verbs, shows_name_the_library_that_an_item_was_borrowed_from) {
    EXPECT_THAT(run("circdesk item show 39012000002055").out, testing::HasSubstr("State Library"));
}

TEST(event_words, name_what_is_in_no_table_by_its_kind) {
    EXPECT_EQ(tool::event_in_words("checkin"), "returned");
    EXPECT_EQ(tool::event_in_words("guarantor_set"), "guarantor set");
}

} // namespace
} // namespace circ::test
