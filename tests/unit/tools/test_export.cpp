// Tables that no import reads: the house itself, what is over, and what happened.

#include "tests/unit/tools/report_library.hpp"
#include "tools/circdesk/export/write_tables.hpp"

#include <algorithm>
#include <set>
#include <string_view>

namespace circ::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class leaving : public report_library {
protected:
    [[nodiscard]] std::string table(const std::string& name) const {
        const auto made = run("circdesk export csv " + name);
        EXPECT_EQ(made.code, tool::done) << name << ": " << made.wrong;
        return made.out;
    }
};

TEST_F(leaving, takes_the_house_along) {
    ASSERT_EQ(run("circdesk calendar close NORTH today tomorrow --reason Snow --yes").code, tool::done);
    EXPECT_THAT(table("branches"), AllOf(StartsWith("code,name,address,time_zone,closed_at"), HasSubstr("NORTH,NORTH,,Europe/Berlin,")));
    EXPECT_THAT(table("calendar"), HasSubstr(",closed,Snow"));
    EXPECT_THAT(table("terminals"), AllOf(StartsWith("login,"), HasSubstr("kiosk1,"), HasSubstr("kiosk2,"), Not(HasSubstr("argon2"))));
}

TEST_F(leaving, takes_what_is_over_along) {
    EXPECT_THAT(table("history"), AllOf(HasSubstr("read,p1,MAIN,"), HasSubstr(",returned,"), Not(HasSubstr("late5"))));
    const auto paid = table("payments");
    EXPECT_EQ(std::ranges::count(paid, '\n'), 4) << "a head and three payments";
    EXPECT_THAT(paid, HasSubstr(",refused,patron_unknown,"));
}

TEST_F(leaving, takes_the_terms_and_the_recall_of_a_past_loan_along) {
    change([](storage::unit_of_work& unit, const auto& of) {
        const auto before = unit.past_loans_of(unit.item_by_barcode(of.id, "read").value().item.id).at(0);
        auto after = before;
        after.terms.hourly = true;
        after.recalled_at = storage::instant{std::chrono::hours{24}};
        after.recall_due_at = storage::instant{std::chrono::hours{48}};
        after.due_before_recall = storage::instant{std::chrono::hours{72}};
        unit.change(before, after);
    });
    const auto over = table("history");
    EXPECT_THAT(over, StartsWith("item,card,branch,lent_at,due_at,renewals,state,closed_at,recalled_at,recall_due_at,due_before_recall,terms"));
    EXPECT_THAT(over, HasSubstr(",1970-01-02T00:00:00Z,1970-01-03T00:00:00Z,1970-01-04T00:00:00Z,due=hour renewals=0 rate=0.10 per=day"));
}

TEST_F(leaving, takes_closed_holds_along_with_who_ended_them_and_why) {
    const auto hold = ask([](storage::reader& from, const auto& of) {
        return from.waiting_holds_of(from.holder_of(of.id, "p2").value().id, {}).at(0).hold.id;
    });
    ASSERT_EQ(run("circdesk hold cancel " + std::to_string(hold.value) + " --reason 'no longer wanted'").code, tool::done);
    const auto closed = table("holds-closed");
    EXPECT_EQ(std::ranges::count(closed, '\n'), 3) << "a head and two holds: the others wait";
    EXPECT_THAT(closed, HasSubstr(std::to_string(hold.value) + ",p2,t-wanted,,title,NORTH,"));
    EXPECT_THAT(closed, AllOf(HasSubstr(",cancelled,"), HasSubstr(",anna,no longer wanted,")));
    EXPECT_THAT(closed, AllOf(HasSubstr(",p4,t-lapsed,lapsed,title,MAIN,"), HasSubstr(",lapsed,")));
}

TEST_F(leaving, takes_settled_fees_along_and_what_was_booked_on_them) {
    ASSERT_EQ(run("circdesk fee add p3 damage 4.50 --item dusty --reason coffee").code, tool::done);
    const auto fee = ask([](storage::reader& from, const auto& of) {
        return from.open_fees_of(from.holder_of(of.id, "p3").value().id, {}).at(0).fee.id;
    });
    const auto number = std::to_string(fee.value);
    ASSERT_EQ(run("circdesk fee pay p3 2.00").code, tool::done);
    EXPECT_THAT(table("fees-settled"), Not(HasSubstr(number))) << "a part of it is open";
    ASSERT_EQ(run("circdesk fee waive " + number + " --reason 'was ill'").code, tool::done);
    const auto settled = table("fees-settled");
    EXPECT_EQ(std::ranges::count(settled, '\n'), 2) << "what p2 owes is open";
    EXPECT_THAT(settled, HasSubstr(number + ",p3,dusty,A book,damage,4.50,0.00,"));
    EXPECT_THAT(settled, HasSubstr(",paid; waived,anna,was ill,"));
    const auto booked = table("fee-entries");
    EXPECT_THAT(booked, HasSubstr("," + number + ",p3,paid,2.00,"));
    EXPECT_THAT(booked, HasSubstr("," + number + ",p3,waived,2.50,,"));
}

TEST_F(leaving, takes_lifted_blocks_along) {
    ASSERT_EQ(run("circdesk patron block p1 --reason 'mail came back'").code, tool::done);
    EXPECT_THAT(table("blocks-lifted"), Not(HasSubstr("mail")));
    ASSERT_EQ(run("circdesk patron unblock p1 --reason 'new address'").code, tool::done);
    EXPECT_THAT(table("blocks-lifted"), AllOf(HasSubstr(",p1,block,mail came back,"), HasSubstr(",anna")));
}

TEST_F(leaving, takes_what_happened_along_page_by_page) {
    ASSERT_EQ(run("circdesk patron block p1 --reason 'mail came back'").code, tool::done);
    const auto before = table("events");
    EXPECT_THAT(before, AllOf(HasSubstr(",patron_blocked,blocked,"), HasSubstr(",anna,p1,"), HasSubstr(",mail came back")));
    constexpr int many = 450; // more than two pages
    change([&](storage::unit_of_work& unit, const auto& of) {
        for (int i = 0; i < many; ++i)
            unit.add(storage::event{.id = unit.new_id<storage::event_id>(), .institution = of.id, .kind = "seen"});
    });
    EXPECT_EQ(std::ranges::count(table("events"), '\n'), std::ranges::count(before, '\n') + many);
}

TEST_F(leaving, takes_notices_along_with_what_became_of_them) {
    const auto told = table("notices");
    EXPECT_EQ(std::ranges::count(told, '\n'), 4) << "a head and three notices";
    EXPECT_THAT(told, HasSubstr(",overdue_1,p1,p1,post,"));
    EXPECT_THAT(told, AllOf(HasSubstr(",failed,3,"), HasSubstr(",mailbox full"), HasSubstr(",given_up,5,"), HasSubstr(",no such mailbox")));
    EXPECT_THAT(run("circdesk export json notices").out, AllOf(StartsWith("{\"notice\":\""), HasSubstr("\"last_error\":\"mailbox full\"")));
}

TEST_F(leaving, takes_the_review_list_along_with_how_it_ended) {
    change([&](storage::unit_of_work& unit, const auto& of) {
        for (const bool is_open : {true, false}) {
            storage::review_entry made;
            made.id = unit.new_id<storage::review_id>();
            made.institution = of.id;
            made.kind = "unknown_item";
            made.terminal = unit.terminal_by_login("kiosk1").value().id;
            made.barcode = is_open ? "4711" : "4712";
            if (!is_open) {
                made.resolved_at = storage::instant{std::chrono::hours{24}};
                made.resolved_by = "anna";
                made.resolution = "belongs to the school";
            }
            unit.add(made);
        }
    });
    const auto seen = table("reviews");
    EXPECT_THAT(seen, AllOf(HasSubstr(",unknown_item,"), HasSubstr(",kiosk1,,4711,"), HasSubstr(",kiosk1,,4712,")));
    EXPECT_THAT(seen, HasSubstr(",1970-01-02T00:00:00Z,anna,belongs to the school"));
}

/// Anybody can scan a code of their own at a kiosk.
TEST_F(leaving, lets_no_spreadsheet_take_what_a_device_sent_for_a_formula) {
    change([](storage::unit_of_work& unit, const auto& of) {
        storage::review_entry made;
        made.id = unit.new_id<storage::review_id>();
        made.institution = of.id;
        made.kind = "unknown_item";
        made.barcode = "=2+3";
        unit.add(made);
    });
    EXPECT_THAT(table("reviews"), AllOf(HasSubstr(",'=2+3,"), Not(HasSubstr(",=2+3,"))));
    EXPECT_THAT(run("circdesk export json reviews").out, HasSubstr("\"=2+3\"")) << "for programs, as it is";
}

/// An import takes it for what it says.
TEST_F(leaving, writes_what_an_import_reads_as_it_is) {
    ASSERT_EQ(run("circdesk patron block p1 --reason '=2+3'").code, tool::done);
    EXPECT_THAT(table("blocks"), AllOf(HasSubstr("p1,block,=2+3,"), Not(HasSubstr("'="))));
}

TEST_F(leaving, takes_along_what_went_between_branches) {
    const auto sent = table("transits");
    EXPECT_EQ(std::ranges::count(sent, '\n'), 3);
    EXPECT_THAT(sent, AllOf(HasSubstr(",slow,MAIN,NORTH,,"), HasSubstr(",quick,MAIN,NORTH,,")));
}

TEST_F(leaving, takes_along_what_the_library_counts_and_works_with) {
    ASSERT_EQ(run("circdesk partner add CITY 'Weirton City Library'").code, tool::done);
    ASSERT_EQ(run("circdesk count start whole --branch MAIN").code, tool::done);
    ASSERT_EQ(run("circdesk count scan whole " + write("scans.txt", "dusty\nnobody\n") + " --any-order").code, tool::done);
    change([&](storage::unit_of_work& unit, const auto& of) {
        storage::import_run made;
        made.id = unit.new_id<storage::import_run_id>();
        made.institution = of.id;
        made.number = 1;
        made.kind = "items";
        made.file = "items.csv";
        made.options = "--map\nmap.toml";
        made.by = "anna";
        made.state = storage::import_state::done;
        made.position = 7;
        made.added = 5;
        made.updated = 2;
        unit.add(made);
    });
    EXPECT_THAT(table("institution"), HasSubstr("\nRIVERBEND,Riverbend,EUR,2,en,Europe/Berlin"));
    EXPECT_THAT(table("partners"), HasSubstr("\nCITY,Weirton City Library,,"));
    EXPECT_THAT(table("counts"), HasSubstr("\nwhole,MAIN,"));
    EXPECT_THAT(table("count-scans"), AllOf(HasSubstr("\nwhole,dusty,expected,0,1,"), HasSubstr("\nwhole,nobody,unknown,0,1,")));
    EXPECT_THAT(table("statistics"), HasSubstr(",MAIN,book,,adult,25-64,checkout,3"));
    EXPECT_THAT(table("imports"), AllOf(HasSubstr("\n1,items,items.csv,'--map map.toml,anna,"), HasSubstr(",done,7,5,2,0,0")));
}

TEST_F(leaving, names_nobody_who_is_erased) {
    change([&](storage::unit_of_work& unit, const auto& of) {
        storage::payment made;
        made.id = unit.new_id<storage::payment_id>();
        made.institution = of.id;
        made.patron = unit.find_card(of.id, "p4").value().patron;
        made.amount = {300};
        made.state = storage::payment_state::refused;
        made.reason = "no_fees";
        unit.add(made);
    });
    EXPECT_THAT(table("payments"), HasSubstr(",p4,3.00,"));
    EXPECT_THAT(table("holds-closed"), HasSubstr(",p4,"));
    ASSERT_EQ(run("circdesk patron erase p4 --reason 'asked for it' --yes").code, tool::done);
    EXPECT_THAT(table("holds-closed"), AllOf(HasSubstr(",t-lapsed,"), Not(HasSubstr(",p4,"))));
    EXPECT_THAT(table("events"), AllOf(HasSubstr(",patron_erased,"), Not(HasSubstr(",p4,"))));
    EXPECT_THAT(table("payments"), AllOf(HasSubstr(",3.00,"), Not(HasSubstr(",p4,"))));
}

/// What was sent for a card that nobody was found for, or to another system, says nothing of whose it is.
TEST_F(leaving, tells_no_card_that_was_sent_of_one_who_is_erased) {
    change([](storage::unit_of_work& unit, const auto& of) {
        for (const auto* card : {"p4", "stray"}) {
            storage::review_entry made;
            made.id = unit.new_id<storage::review_id>();
            made.institution = of.id;
            made.kind = "could_not_post";
            made.card = card;
            made.barcode = "4711";
            unit.add(made);
        }
    });
    EXPECT_THAT(table("reviews"), AllOf(HasSubstr(",p4,4711,"), HasSubstr(",stray,4711,")));
    ASSERT_EQ(run("circdesk patron erase p4 --reason 'asked for it' --yes").code, tool::done);
    EXPECT_THAT(table("reviews"), AllOf(Not(HasSubstr(",p4,")), HasSubstr(",,4711,"), HasSubstr(",stray,4711,")));
}

/// Each moment's payments are on one page, however many they are.
TEST_F(leaving, takes_all_payments_of_one_moment) {
    constexpr int many = 450;
    change([&](storage::unit_of_work& unit, const auto& of) {
        for (int i = 0; i < many; ++i) {
            storage::payment made;
            made.id = unit.new_id<storage::payment_id>();
            made.institution = of.id;
            made.terminal = unit.terminal_by_login("kiosk1").value().id;
            made.amount = {100};
            made.credited = {100};
            made.patron = unit.find_card(of.id, "p1").value().patron;
            made.at = storage::instant{std::chrono::hours{24}};
            unit.add(made);
        }
    });
    EXPECT_EQ(std::ranges::count(table("payments"), '\n'), 4 + many);
}

TEST_F(leaving, gives_every_row_the_columns_of_its_table) {
    tool::tool with(how());
    std::set<std::string_view> names;
    for (const auto tables : {tool::export_tables(), tool::export_only_tables()})
        for (const auto& each : tables) {
            EXPECT_TRUE(names.insert(each.name).second) << each.name << " is there twice";
            EXPECT_LE(each.keys, each.columns.size()) << each.name;
            tool::table_walk rows(with.store(), with.institution().id, each);
            while (const auto* row = rows.next())
                EXPECT_EQ(row->size(), each.columns.size()) << each.name;
        }
    with.store().end_turn();
}

TEST_F(leaving, names_the_tables_there_are) {
    EXPECT_THAT(run("circdesk export csv nothing").wrong, AllOf(HasSubstr("messages, branches"), HasSubstr("history, holds-closed"), HasSubstr("imports")));
}

} // namespace
} // namespace circ::test
