#include "server/circulation/verifier.hpp"
#include "tests/unit/tools/scratch_library.hpp"
#include "tools/circdesk/import/csv_import.hpp"
#include "tools/circdesk/tool.hpp"

#include <sstream>

namespace circ::test {

using tool::change;
using tool::record_kind;

namespace {

class csv_import : public testing::Test {
protected:
    csv_import() {
        storage::write_and_wait(library.store(), [&](storage::unit_of_work& unit) {
            unit.add(storage::title{.id = unit.new_id<storage::title_id>(), .institution = library.institution().id,
                                    .control_number = "t1", .text = "A book"});
        });
    }

    tool::import_report items(const std::string& file, const tool::column_names& renamed = {},
                              tool::run_mode how = tool::run_mode::write) {
        std::istringstream in(file);
        tool::import_report report;
        tool::import_items(in, "items.csv", renamed, library.setting(how), report);
        return report;
    }

    tool::import_report patrons(const std::string& file) {
        std::istringstream in(file);
        tool::import_report report;
        tool::import_patrons(in, "patrons.csv", {}, library.setting(), pins, report);
        return report;
    }

    tool::verifier_maker pins{"pepper"};
    scratch_library library;
};

TEST_F(csv_import, reports_all_ten_mistakes_of_a_file_with_their_lines) {
    const auto report = items("barcode,control_number,branch,price,parts\n"
                              "39012000000018,t1,MAIN,10.95,1\n"
                              ",t1,MAIN,,\n"                               // no barcode
                              "3.9012E+13,t1,MAIN,,\n"                     // spoiled
                              "39012000000018,t1,MAIN,,\n"                 // twice
                              "39012000000026,,MAIN,,\n"                   // no title
                              "39012000000034,t9,MAIN,,\n"                 // unknown title
                              "39012000000042,t1,SOUTH,dear,many\n"        // branch, price and parts
                              "39012000000059,t1,,,\n"                     // no branch
                              "39012000000067,t1,MAIN,1,2,3\n"             // too many values
                              "39012000000075,t1,NORTH,12.50,2\n");
    EXPECT_EQ(report.counted(record_kind::item, change::added), 2u);
    EXPECT_EQ(report.counted(record_kind::item, change::rejected), 8u);
    std::vector<std::pair<std::uint64_t, std::string>> places;
    for (const auto& each : report.rejects()) places.emplace_back(each.number, each.field);
    using testing::Pair;
    EXPECT_THAT(places, testing::UnorderedElementsAre(Pair(3, "barcode"), Pair(4, "barcode"), Pair(5, "barcode"),
                                                      Pair(6, "control_number"), Pair(7, "control_number"), Pair(8, "branch"),
                                                      Pair(8, "price"), Pair(8, "parts"), Pair(9, "barcode"), Pair(10, "")));
}

TEST_F(csv_import, keeps_what_a_missing_column_does_not_say_and_clears_what_an_empty_one_does) {
    static_cast<void>(items("barcode,control_number,branch,call_number,location\n7,t1,MAIN,FIC A,fiction\n"));
    const auto report = items("barcode,control_number,location\n7,t1,\n");
    EXPECT_EQ(report.counted(record_kind::item, change::updated), 1u);
    EXPECT_EQ(library.item("7").call_number, "FIC A");
    EXPECT_EQ(library.item("7").location, "");
    EXPECT_EQ(library.branch_code(library.item("7").branch), "MAIN");
}

TEST_F(csv_import, changes_no_item_the_second_time) {
    const char* file = "barcode;control_number;branch;item_type;price\n7;t1;MAIN;dvd;12,50\n8;t1;NORTH;;\n";
    static_cast<void>(items(file));
    EXPECT_EQ(library.item("7").media, storage::media_type::cd);
    EXPECT_EQ(items(file).counted(record_kind::item, change::unchanged), 2u);
}

TEST_F(csv_import, puts_a_new_item_elsewhere_for_a_while_and_leaves_a_known_one) {
    const std::string head = "barcode,control_number,branch,item_type,location,temporary_location,temporary_type,temporary_until\n";
    static_cast<void>(items(head + "7,t1,MAIN,book,Stacks,Summer table,dvd,2999-08-31\n"));
    const auto made = library.item("7");
    EXPECT_EQ(made.location, "Stacks");
    EXPECT_EQ(made.temporary_location, "Summer table");
    EXPECT_EQ(made.temporary_type, "dvd");
    EXPECT_TRUE(made.temporary_until);
    const auto report = items(head + "7,t1,MAIN,book,Stacks,Attic,cd,2999-09-30\n");
    EXPECT_EQ(report.counted(record_kind::item, change::unchanged), 1u) << "that is the desk's";
    EXPECT_EQ(library.item("7").temporary_location, "Summer table");
}

TEST_F(csv_import, says_what_a_while_elsewhere_lacks) {
    const auto report = items("barcode,control_number,branch,temporary_location,temporary_until\n"
                              "7,t1,MAIN,Summer table,\n"
                              "8,t1,MAIN,,2999-08-31\n"
                              "9,t1,MAIN,Summer table,soon\n");
    EXPECT_EQ(report.counted(record_kind::item, change::rejected), 3u);
    std::vector<std::pair<std::uint64_t, std::string>> places;
    for (const auto& each : report.rejects()) places.emplace_back(each.number, each.field);
    using testing::Pair;
    EXPECT_THAT(places, testing::ElementsAre(Pair(2, "temporary_until"), Pair(3, "temporary_location"), Pair(4, "temporary_until")));
}

TEST_F(csv_import, writes_no_item_in_a_dry_run) {
    const auto report = items("barcode,control_number,branch\n7,t1,MAIN\n", {}, tool::run_mode::try_only);
    EXPECT_EQ(report.counted(record_kind::item, change::added), 1u);
    EXPECT_EQ(library.rows().at("item"), 0);
}

TEST_F(csv_import, finds_columns_by_their_other_names_and_by_a_mapping) {
    const auto report = items("itembarcode,Titelnummer,homebranch,shade\n7,t1,NORTH,red\n", {{"control_number", "Titelnummer"}});
    EXPECT_FALSE(report.has_rejects());
    EXPECT_EQ(library.branch_code(library.item("7").branch), "NORTH");
    std::ostringstream printed;
    report.print(printed, false);
    EXPECT_THAT(printed.str(), testing::HasSubstr("columns that are not read: shade"));
}

struct header_case {
    const char* name;
    const char* header;
    tool::column_names renamed;
    const char* sentence;
};

class csv_header : public csv_import, public testing::WithParamInterface<header_case> {};

TEST_P(csv_header, that_cannot_be_used_ends_the_import) {
    try {
        static_cast<void>(items(GetParam().header, GetParam().renamed));
        FAIL() << "it was taken";
    } catch (const tool::complaint& about) {
        EXPECT_THAT(about.what(), testing::HasSubstr(GetParam().sentence));
    }
}

INSTANTIATE_TEST_SUITE_P(headers, csv_header,
                         testing::Values(header_case{"empty", "", {}, "the file is empty"},
                                         header_case{"lacking", "barcode,branch\n", {}, "no column control_number"},
                                         header_case{"misnamed", "barcode,t\n", {{"control_number", "u"}}, "'u', which is not there"},
                                         header_case{"not_ours", "barcode,t\n", {{"title", "t"}}, "'title', which this import"}),
                         [](const auto& each) { return each.param.name; });

TEST_F(csv_import, brings_in_patrons_with_card_pin_and_dates) {
    const auto report = patrons("card,pin,family_name,given_name,birth_date,category,branch,language,expires_in_days\n"
                                "29012000000010,1001,Müller,Jürgen,1988-03-14,staff,NORTH,de,30\n");
    EXPECT_EQ(report.counted(record_kind::patron, change::added), 1u);
    const auto who = library.patron("29012000000010");
    EXPECT_EQ(who.family_name, "Müller");
    EXPECT_EQ(who.category, "staff");
    EXPECT_EQ(who.birth_date, storage::local_date(std::chrono::year{1988} / 3 / 14));
    EXPECT_EQ(who.expires_on, storage::local_date(std::chrono::year{2026} / 4 / 16));
    EXPECT_TRUE(circulation::proves(storage::secret("1001"), who.pin_verifier, "pepper"));
}

TEST_F(csv_import, leaves_the_pin_of_a_patron_who_is_there) {
    static_cast<void>(patrons("card,pin,family_name,branch\n7,1001,A,MAIN\n"));
    const auto before = library.patron("7").pin_verifier;
    const auto report = patrons("card,pin,family_name,branch\n7,2002,B,MAIN\n");
    EXPECT_EQ(report.counted(record_kind::patron, change::updated), 1u);
    EXPECT_EQ(library.patron("7").pin_verifier, before);
    EXPECT_EQ(library.patron("7").family_name, "B");
    EXPECT_EQ(patrons("card,pin,family_name,branch\n7,2002,B,MAIN\n").counted(record_kind::patron, change::unchanged), 1u);
}

TEST_F(csv_import, reports_every_mistake_of_a_patron) {
    const auto report = patrons("card,family_name,birth_date,branch,expires_on,expires_in_days\n"
                                "2.1E+13,,14.3.1988,SOUTH,2026-02-30,soon\n");
    EXPECT_EQ(report.counted(record_kind::patron, change::rejected), 1u);
    std::vector<std::string> fields;
    for (const auto& each : report.rejects()) fields.push_back(each.field);
    EXPECT_THAT(fields, testing::UnorderedElementsAre("card", "family_name", "birth_date", "branch", "expires_on", "expires_in_days"));
}

TEST_F(csv_import, finds_who_answers_for_somebody_also_below_them_in_the_file) {
    const auto report = patrons("card,family_name,branch,guarantor,address\n"
                                "1,Ames,MAIN,3,\"1 Weir Square\n\"\"Riverbend\"\"\"\n"
                                "2,Ames,MAIN,9,\n" // nobody has it
                                "3,Ames,MAIN,,\n"
                                "3,Ames,MAIN,1,\n" // twice, so it says nothing
                                "4,Ames,MAIN,1E+13,\n");
    EXPECT_EQ(library.patron("1").guarantor, library.patron("3").id);
    EXPECT_EQ(library.patron("1").address, "1 Weir Square\n\"Riverbend\"");
    EXPECT_FALSE(library.patron("2").guarantor);
    EXPECT_FALSE(library.patron("3").guarantor);
    using testing::Pair;
    std::vector<std::pair<std::uint64_t, std::string>> places;
    for (const auto& each : report.rejects()) places.emplace_back(each.number, each.field);
    EXPECT_THAT(places, testing::UnorderedElementsAre(Pair(4, "guarantor"), Pair(6, "card"), Pair(7, "guarantor")));
    EXPECT_EQ(report.rejects().back().value, "9");
}

TEST(seen_numbers, are_each_known_again_by_where_they_first_were) {
    constexpr std::uint64_t many = 20'000;
    tool::seen_numbers seen;
    for (std::uint64_t i = 0; i < many; ++i) ASSERT_FALSE(seen.see("2997" + std::to_string(i), i)) << i;
    for (std::uint64_t i = 0; i < many; ++i) ASSERT_EQ(seen.see("2997" + std::to_string(i), many + i), i);
    EXPECT_TRUE(seen.has("29970"));
    EXPECT_FALSE(seen.has("2997" + std::to_string(many)));
    EXPECT_FALSE(tool::seen_numbers().has("29970"));
}

TEST_F(csv_import, waits_for_what_a_unit_needs_before_the_unit_begins) {
    tool::import_report report;
    tool::batch_writer batch(library.store(), tool::run_mode::write, report, nullptr, 2);
    std::vector<std::string> done;
    batch.call_before_units([&] { done.emplace_back("wait"); });
    for (const char* each : {"one", "two", "three"})
        batch.add([&done, each](storage::unit_of_work&, tool::tally&) { done.emplace_back(each); });
    batch.finish();
    EXPECT_THAT(done, testing::ElementsAre("wait", "one", "two", "wait", "three"));
}

} // namespace

} // namespace circ::test
