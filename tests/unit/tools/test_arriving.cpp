// Imports as their command lines say: mappings of other systems, what is mended and brought in
// again, and runs that are gone on with and taken back.

#include "protocol/marc/iso2709.hpp"
#include "protocol/marc/marcxml.hpp"
#include "server/circulation/verifier.hpp"
#include "tests/unit/tools/arriving_library.hpp"

#include <gmock/gmock.h>

#include <iostream>
#include <limits>
#include <sstream>

namespace circ::test {
namespace {

namespace marc = protocol::marc;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

/// A record with items in the fields given.
marc::record
book(const std::string& number, const std::string& title, std::vector<marc::data_field> items) {
    marc::record made;
    made.leader = "00000nam a2200000 i 4500";
    made.control_fields.push_back({"001", number});
    made.data_fields.push_back({.tag = "245", .subfields = {{'a', title}}});
    for (auto& each : items)
        made.data_fields.push_back(std::move(each));
    return made;
}

marc::data_field koha_item(const std::string& barcode,
                           const std::string& branch,
                           std::vector<marc::subfield> more = {}) {
    marc::data_field made{.tag = "952", .subfields = {{'p', barcode}, {'a', branch}}};
    for (auto& each : more)
        made.subfields.push_back(std::move(each));
    return made;
}

std::string iso(const marc::record& from) {
    return marc::to_iso2709(from).value();
}

class arriving : public arriving_library {};

TEST_F(arriving,
       takes_states_of_new_items_from_the_old_system_and_leaves_them_to_circulation_afterwards) {
    const auto file = write("koha.mrc",
                            iso(book("1",
                                     "A",
                                     {koha_item("11", "MAIN", {{'1', "1"}, {'y', "BK"}}),
                                      koha_item("12", "MAIN"),
                                      koha_item("13", "NORTH", {{'0', "1"}})})));
    EXPECT_EQ(run("circdesk import marc " + file + " --items koha952").code, tool::done);
    EXPECT_EQ(item("11").item.state, storage::item_state::missing);
    EXPECT_EQ(item("12").item.state, storage::item_state::usable);
    EXPECT_EQ(item("13").item.state, storage::item_state::withdrawn);

    change([&](storage::unit_of_work& unit, const auto& of) {
        auto found = unit.item_by_barcode(of.id, "11").value().item;
        found.state = storage::item_state::usable;
        unit.change(found);
    });
    write("koha.mrc", iso(book("1", "A", {koha_item("11", "NORTH", {{'1', "1"}, {'y', "BK"}})})));
    EXPECT_EQ(run("circdesk import marc " + file + " --items koha952").code, tool::done);
    EXPECT_EQ(item("11").item.state, storage::item_state::usable) << "found again since";
}

TEST_F(arriving,
       says_on_a_dry_run_how_many_by_branch_type_and_status_and_which_codes_nobody_knows) {
    const auto file = write("k.mrc",
                            iso(book("1",
                                     "A",
                                     {koha_item("11", "MAIN", {{'y', "BK"}}),
                                      koha_item("12", "NORTH", {{'y', "BK"}}),
                                      koha_item("13", "NORTH", {{'y', "ODD"}, {'7', "9"}})})));
    const auto mapping = write("map.toml", "[types]\nBK = \"book\"\n");
    const auto told = run("circdesk import marc " + file + " --items koha952 --mapping " + mapping +
                          " --dry-run");
    EXPECT_EQ(told.code, tool::done) << told.wrong;
    for (const char* each : {"Nothing was written",
                             "branch    NORTH   2",
                             "type      book    2",
                             "type      ODD     1",
                             "status    usable  3",
                             "types 'ODD' is not known (1)",
                             "statuses '9' is not known (1)"})
        EXPECT_THAT(told.out, HasSubstr(each));
    EXPECT_EQ(rows().at("item"), 0);
    EXPECT_EQ(rows().at("import_run"), 0);
}

TEST_F(arriving, reads_a_mapping_file_over_a_preset) {
    const auto mapping =
        write("map.toml",
              "preset = \"symphony949\"\ncall_number = \"z\"\n[branches]\nHUNT = \"NORTH\"\n"
              "[types]\nSOUND = \"cd\"\n[statuses]\nAWAY = \"in_repair\"\n");
    const auto file = write("s.mrc",
                            iso(book("1",
                                     "A",
                                     {{.tag = "949",
                                       .subfields = {{'i', "7"},
                                                     {'a', "old"},
                                                     {'z', "new"},
                                                     {'m', "HUNT"},
                                                     {'t', "SOUND"},
                                                     {'k', "AWAY"}}}})));
    EXPECT_EQ(run("circdesk import marc " + file + " --mapping " + mapping).code, tool::done);
    const auto found = item("7").item;
    EXPECT_EQ(found.call_number, "new");
    EXPECT_EQ(found.item_type, "cd");
    EXPECT_EQ(found.state, storage::item_state::in_repair);
    EXPECT_EQ(ask([&](storage::reader& from, const auto&) {
                  return from.find_branch(found.branch).value().code;
              }),
              "NORTH");
}

TEST_F(arriving, brings_in_the_lines_of_aleph) {
    const auto file =
        write("a.seq",
              "000000017 LDR   L ^^^^^nam^a22^^^^^^a^4500\n000000017 24510 L $$aWolken\n"
              "000000017 949   L $$b7$$oMAIN$$tbook\n");
    EXPECT_EQ(run("circdesk import marc " + file + " --items plain").code, tool::done);
    EXPECT_EQ(item("7").title.control_number, "000000017");
}

struct mend_case {
    const char* name;
    std::string file;
    std::string options;
    std::string from; ///< what is mended in the records that were left
    std::string to;
};

class mended : public arriving_library, public testing::WithParamInterface<mend_case> {};

TEST_P(mended, records_that_were_left_come_in_when_they_are_imported_again) {
    const auto& given = GetParam();
    const auto file = write("in", given.file);
    const auto first =
        run("circdesk import marc " + file + given.options + " --mend " + this->file("left"));
    EXPECT_EQ(first.code, tool::refused);
    EXPECT_EQ(rows().at("item"), 1);
    std::string left = read("left");
    EXPECT_THAT(left, Not(HasSubstr("Good"))) << "only what did not go in";
    const auto at = left.find(given.from);
    ASSERT_NE(at, std::string::npos) << left;
    left.replace(at, given.from.size(), given.to);
    write("left", left);
    const auto again = run("circdesk import marc " + this->file("left") + given.options);
    EXPECT_EQ(again.code, tool::done) << again.out;
    EXPECT_EQ(rows().at("item"), 2);
}

std::string xml_of(const std::vector<marc::record>& all) {
    std::string text(marc::marcxml_head());
    for (const auto& each : all)
        text += marc::to_marcxml(each);
    return text + std::string(marc::marcxml_foot());
}

const marc::record good = book("1", "Good", {koha_item("11", "MAIN")});
const marc::record lacking = book("2", "Lacking", {koha_item("12", "SOUTH")});

INSTANTIATE_TEST_SUITE_P(
    formats,
    mended,
    testing::Values(
        mend_case{"iso2709", iso(good) + iso(lacking), " --items koha952", "SOUTH", "NORTH"},
        mend_case{"marcxml", xml_of({good, lacking}), " --items koha952", "SOUTH", "NORTH"},
        mend_case{"aleph",
                  "000000001 24510 L $$aGood\n000000001 952   L $$p11$$aMAIN\n"
                  "000000002 24510 L $$aLacking\n000000002 952   L $$p12$$aSOUTH\n",
                  " --items koha952",
                  "SOUTH",
                  "NORTH"},
        mend_case{"aleph_with_a_mark_in_front",
                  "\xEF\xBB\xBF"
                  "000000002 24510 L $$aLacking\n000000002 952   L $$p12$$aSOUTH\n"
                  "000000001 24510 L $$aGood\n000000001 952   L $$p11$$aMAIN\n",
                  " --items koha952",
                  "SOUTH",
                  "NORTH"},
        mend_case{"iso2709_with_a_mark_in_front",
                  "\xEF\xBB\xBF" + iso(lacking) + iso(good),
                  " --items koha952",
                  "SOUTH",
                  "NORTH"}),
    [](const auto& each) { return each.param.name; });

TEST_F(arriving, leaves_rows_to_be_mended_with_what_is_wrong_behind_them) {
    const auto file = write("p.csv",
                            "card;family_name;branch;birth_date\n1;Good;MAIN;\n2;\"Mc;Gee\";MAIN;1."
                            "2.1990\n3;Low;SOUTH;\n");
    EXPECT_EQ(run("circdesk import patrons " + file + " --mend " + this->file("left.csv")).code,
              tool::refused);
    EXPECT_EQ(rows().at("patron"), 1);
    std::string left = read("left.csv");
    EXPECT_THAT(left,
                HasSubstr("card;family_name;branch;birth_date;problem\r\n2;\"Mc;Gee\";MAIN;1.2."
                          "1990;\"birth_date: "));
    left.replace(left.find("SOUTH"), 5, "NORTH");
    write("left.csv", left);
    const auto mapping = write("map.toml", "dates = \"dmy\"\n");
    EXPECT_EQ(
        run("circdesk import patrons " + this->file("left.csv") + " --mapping " + mapping).code,
        tool::done);
    EXPECT_EQ(patron("2").family_name, "Mc;Gee");
    EXPECT_EQ(patron("2").birth_date, storage::local_date(std::chrono::year{1990} / 2 / 1));
}

TEST_F(arriving, knows_the_columns_of_koha_and_takes_its_hashes_over) {
    // What Koha keeps for the password 1234.
    const std::string hash = "$2a$08$abcdefghijklmnopqrstuuxK63Ig36twWcwokXH3TrjY0dIY5tfmG";
    const auto file = write(
        "k.csv",
        "borrowernumber,cardnumber,surname,firstname,streetnumber,address,address2,city,zipcode,"
        "country,dateofbirth,branchcode,categorycode,dateexpiry,password\n"
        "1,23529,Acosta,Edna,7,Library Rd.,,Portland,44240,,1980-04-24,MAIN,PT,2027-12-31," +
            hash +
            "\n"
            "2,23530,Burns,Hal,,,,,,,0000-00-00,MAIN,PT,2027-12-31,!\n");
    const auto mapping = write("map.toml", "[categories]\nPT = \"adult\"\n");
    EXPECT_EQ(run("circdesk import patrons " + file + " --mapping " + mapping).code, tool::done);
    const auto who = patron("23529");
    EXPECT_EQ(who.address, "7 Library Rd., 44240 Portland");
    EXPECT_EQ(who.category, "adult");
    EXPECT_EQ(who.pin_verifier, hash);
    EXPECT_TRUE(circulation::proves(storage::secret("1234"), who.pin_verifier, "pepper"));
    EXPECT_FALSE(circulation::proves(storage::secret("1235"), who.pin_verifier, "pepper"));
    EXPECT_EQ(patron("23530").pin_verifier, "");
    EXPECT_EQ(patron("23530").birth_date, std::nullopt);
}

TEST_F(arriving, knows_the_columns_of_evergreen) {
    const auto file = write("e.csv",
                            "barcode,family_name,first_given_name,dob,expire_date,home_ou,profile,"
                            "day_phone,street1,city,post_code\n"
                            "99999,Jones,Ann,1970-05-01,2027-03-17 "
                            "00:00:00-04,NORTH,Patrons,555-1,12 Elm St,Troy,10001\n");
    const auto told = run("circdesk import patrons " + file);
    EXPECT_EQ(told.code, tool::done) << told.out;
    const auto who = patron("99999");
    EXPECT_EQ(who.given_name, "Ann");
    EXPECT_EQ(who.address, "12 Elm St, 10001 Troy");
    EXPECT_EQ(who.expires_on, storage::local_date(std::chrono::year{2027} / 3 / 17));
    EXPECT_EQ(who.phone, "555-1");
}

TEST_F(arriving, tells_of_zeros_that_a_spreadsheet_took_and_puts_them_back_when_told) {
    std::string rows_of_file = "card,family_name,branch\n";
    for (int i = 10; i < 30; ++i)
        rows_of_file += "200000" + std::to_string(i) + ",Name,MAIN\n";
    rows_of_file += "12345,Short,MAIN\n";
    const auto file = write("z.csv", rows_of_file);
    const auto told = run("circdesk import patrons " + file + " --dry-run");
    EXPECT_THAT(told.out, HasSubstr("line 22: 1 number has fewer than the 8 digits of all others"));
    EXPECT_EQ(run("circdesk import patrons " + file + " --digits 8").code, tool::done);
    EXPECT_EQ(patron("00012345").family_name, "Short");
}

// Runs

std::string many(int from, int to, const std::string& title = "Book ") {
    std::string all;
    for (int i = from; i < to; ++i) {
        const std::string number = std::to_string(1000 + i);
        all += iso(book("n" + number, title + number, {koha_item("39" + number, "MAIN")}));
    }
    return all;
}

TEST_F(arriving, finds_a_title_by_its_isbn_however_it_is_written) {
    auto of_ten = book("1", "A", {koha_item("11", "MAIN")});
    of_ten.data_fields.push_back({.tag = "020", .subfields = {{'a', "0-306-40615-2 (pbk.)"}}});
    EXPECT_EQ(run("circdesk import marc " + write("b.mrc", iso(of_ten)) + " --items koha952").code,
              tool::done);
    for (const char* word :
         {"9780306406157", "978-0-306-40615-7", "0306406152", "0-306-40615-2"}) {
        const auto verb = find_verb("search");
        give_all(verb->options(), {word});
        EXPECT_EQ(run_verb(*verb, how()).code, tool::done) << word;
    }
}

TEST_F(arriving, finds_a_title_by_each_of_its_isbns_and_takes_it_from_the_record_anew) {
    auto of_three = book("1", "A", {koha_item("11", "MAIN")});
    for (const char* each : {"0-306-40615-2 (hbk.)", "9780198526636 (pbk.)", "080442957X", "9780306406157 (hbk.)"})
        of_three.data_fields.push_back({.tag = "020", .subfields = {{'a', each}}});
    const auto bring = [&](const marc::record& record) {
        EXPECT_EQ(run("circdesk import marc " + write("b.mrc", iso(record)) + " --items koha952").code, tool::done);
    };
    const auto search = [&](const char* word) {
        const auto verb = find_verb("search");
        give_all(verb->options(), {word});
        return run_verb(*verb, how());
    };
    bring(of_three);
    for (const auto& [word, shown] : std::vector<std::pair<const char*, const char*>>{
             {"9780306406157", "9780306406157"}, {"0-19-852663-6", "9780198526636"}, {"9780804429573", "9780804429573"}, {"11", "9780306406157"}}) {
        const auto told = search(word);
        EXPECT_EQ(told.code, tool::done) << word;
        EXPECT_THAT(told.out, HasSubstr(shown)) << "the one that was looked for, else the first";
    }
    EXPECT_THAT(run("circdesk title show 1").out, HasSubstr("ISBN      9780306406157 9780198526636 9780804429573\n"));

    auto of_one = book("1", "A", {koha_item("11", "MAIN")});
    of_one.data_fields.push_back({.tag = "020", .subfields = {{'a', "080442957X"}}});
    bring(of_one);
    EXPECT_EQ(search("080442957X").code, tool::done);
    EXPECT_EQ(search("9780306406157").code, tool::not_found);
}

TEST_F(arriving, keeps_a_run_of_each_file) {
    const auto file = write("b.mrc", many(0, 150) + iso(book("bad", "", {})));
    EXPECT_THAT(run("circdesk import marc " + file + " --items koha952").out,
                HasSubstr("This is import 1"));
    EXPECT_THAT(run("circdesk import marc " + file + " --items koha952").out,
                HasSubstr("This is import 2"));
    const auto list = run("circdesk import list", true).out;
    EXPECT_THAT(list, HasSubstr(R"("import":"1")"));
    EXPECT_THAT(list, HasSubstr(R"("new":"300")"));
    EXPECT_THAT(list, HasSubstr(R"("unchanged":"300")"));
    EXPECT_THAT(list, HasSubstr(R"("rejected":"1")"));
    EXPECT_THAT(list, HasSubstr(R"("by":"anna")"));
}

/// As a process that was killed in the middle of a file leaves it.
void cut_short(storage::unit_of_work& unit, const storage::institution& of) {
    auto run = unit.find_import(of.id, 1).value();
    run.state = storage::import_state::running;
    run.ended_at.reset();
    run.position = 100;
    run.added = 200;
    unit.change(run);
    for (int i = 100; i < 150; ++i) {
        const auto found = unit.item_by_barcode(of.id, "39" + std::to_string(1000 + i)).value();
        unit.remove(found.item);
        unit.remove(found.title);
    }
}

TEST_F(arriving, goes_on_with_a_run_where_it_was_cut) {
    const auto file = write("b.mrc", many(0, 150));
    EXPECT_EQ(run("circdesk import marc " + file + " --items koha952").code, tool::done);
    change(cut_short);
    EXPECT_EQ(rows().at("item"), 100);
    const auto told = run("circdesk import resume 1");
    EXPECT_EQ(told.code, tool::done) << told.wrong << told.out;
    EXPECT_EQ(rows().at("item"), 150);
    const auto ended = ask(
        [](storage::reader& from, const auto& of) { return from.find_import(of.id, 1).value(); });
    EXPECT_EQ(ended.state, storage::import_state::done);
    EXPECT_EQ(ended.position, 150);
    EXPECT_EQ(ended.added, 300);
    EXPECT_EQ(ended.unchanged, 0) << "what was there is passed over, not looked at again";
    EXPECT_THAT(run("circdesk import resume 1").wrong, HasSubstr("import 1 is done"));
}

TEST_F(arriving, does_not_go_on_with_another_file) {
    const auto file = write("b.mrc", many(0, 150));
    EXPECT_EQ(run("circdesk import marc " + file + " --items koha952").code, tool::done);
    change(cut_short);
    write("b.mrc", many(0, 151));
    const auto told = run("circdesk import resume 1");
    EXPECT_EQ(told.code, tool::refused);
    EXPECT_THAT(told.wrong, HasSubstr("is not the file"));
    EXPECT_EQ(run("circdesk import resume 9").code, tool::not_found);
}

TEST_F(arriving, takes_back_what_an_import_added) {
    const auto empty = rows();
    EXPECT_EQ(run("circdesk import marc " + write("b.mrc", many(0, 250)) + " --items koha952").code,
              tool::done);
    EXPECT_EQ(run("circdesk import patrons " +
                  write("p.csv", "card,family_name,branch\n1,A,MAIN\n2,B,MAIN\n"))
                  .code,
              tool::done);
    EXPECT_EQ(run("circdesk import undo 2 --yes").code, tool::done);
    const auto told = run("circdesk import undo 1 --yes");
    EXPECT_EQ(told.code, tool::done) << told.out;
    EXPECT_THAT(told.out, HasSubstr("titles  250"));
    auto now = rows();
    now.erase("import_run");
    auto before = empty;
    before.erase("import_run");
    EXPECT_EQ(now, before);
}

TEST_F(arriving, leaves_readers_of_whom_an_old_loan_is_kept) {
    const std::string loans = "cardnumber,barcode,issuedate,date_due,renewals_count,state\n";
    const std::string of_b = "2,391001,2024-01-05,2024-02-05,0,\n";
    const auto bring_in = [&](const std::string& what) {
        const auto told = run("circdesk import " + what);
        EXPECT_EQ(told.code, tool::done) << what << '\n' << told.wrong << told.out;
    };
    bring_in("marc " + write("b.mrc", many(0, 2)) + " --items koha952");
    bring_in("patrons " + write("p.csv", "card,family_name,branch\n1,A,MAIN\n2,B,MAIN\n3,C,MAIN\n"));
    bring_in("loans " + write("l.csv", loans + "1,391000,2024-01-05,2024-02-05,0,\n" + of_b));
    bring_in("loans " + write("last.csv", loans + of_b) + " --complete --yes");
    ASSERT_FALSE(item("391000").open_loan) << "it has come back over there";
    const auto told = run("circdesk import undo 2 --yes");
    EXPECT_EQ(told.code, tool::refused) << told.wrong << told.out;
    EXPECT_THAT(told.out, HasSubstr("patrons  1        0          2"));
    EXPECT_EQ(patron("1").family_name, "A") << "a loan that has been returned names them";
    EXPECT_EQ(patron("2").family_name, "B");
    EXPECT_EQ(rows().at("patron"), 2);
}

TEST_F(arriving, puts_back_what_an_import_changed_and_leaves_what_was_touched_since) {
    EXPECT_EQ(run("circdesk import marc " + write("b.mrc", many(0, 3)) + " --items koha952").code,
              tool::done);
    EXPECT_EQ(
        run("circdesk import marc " + write("b.mrc", many(0, 4, "Opus ")) + " --items koha952")
            .code,
        tool::done);
    change([](storage::unit_of_work& unit, const auto& of) {
        auto touched = unit.title_by_control_number(of.id, "n1001").value();
        touched.marc = unit.marc_of(touched.id);
        touched.author = "Somebody";
        unit.change(touched);
        auto noted = unit.item_by_barcode(of.id, "391003").value().item;
        noted.note = "torn";
        unit.change(noted);
    });
    const auto told = run("circdesk import undo 2 --yes");
    EXPECT_EQ(told.code, tool::refused);
    EXPECT_EQ(item("391000").title.text, "Book 1000");
    EXPECT_EQ(item("391001").title.text, "Opus 1001") << "its cataloguer has been at it";
    EXPECT_EQ(item("391003").title.text, "Opus 1003")
        << "an item was noted, so its title stays too";
    EXPECT_THAT(told.out, HasSubstr("items   0        0          1"));
    EXPECT_THAT(told.out, HasSubstr("titles  0        2          2"));
}

TEST_F(arriving, asks_before_it_takes_anything_back) {
    EXPECT_EQ(run("circdesk import marc " + write("b.mrc", many(0, 3)) + " --items koha952").code,
              tool::done);
    std::istringstream no("no\n");
    auto* const before = std::cin.rdbuf(no.rdbuf());
    auto at_terminal = how();
    at_terminal.can_be_asked = true;
    const auto asked = run_verb("circdesk import undo 1", at_terminal);
    EXPECT_EQ(asked.code, tool::refused);
    EXPECT_THAT(asked.out, HasSubstr("this would take back import 1"));
    EXPECT_THAT(asked.wrong, HasSubstr("nothing is changed"));
    EXPECT_EQ(rows().at("item"), 3);

    const auto told = run("circdesk import undo 1");
    EXPECT_EQ(told.code, tool::refused) << "a program is not asked";
    EXPECT_THAT(told.out, HasSubstr("(6 new, 0 updated); nothing is changed yet, --yes does it"));
    EXPECT_THAT(run("circdesk import undo 1", true).out, HasSubstr("\"result\":\"not done\""));
    EXPECT_EQ(rows().at("item"), 3);

    std::istringstream yes("yes\n");
    std::cin.rdbuf(yes.rdbuf());
    EXPECT_EQ(run_verb("circdesk import undo 1", at_terminal).code, tool::done);
    std::cin.rdbuf(before);
    EXPECT_EQ(rows().at("item"), 0);
}

/// What imports kept of a reader as they were goes with them.
TEST_F(arriving, brings_back_nobody_who_was_forgotten) {
    const std::string head = "cardnumber,surname,firstname,categorycode,branchcode\n";
    ASSERT_EQ(run("circdesk import patrons " + write("p1.csv", head + "29001,Rivera,Ana,adult,MAIN\n")).code, tool::done);
    ASSERT_EQ(run("circdesk import patrons " + write("p2.csv", head + "29001,Rivero,Ana,adult,MAIN\n")).code, tool::done);
    const auto marks = [this] {
        return ask([](storage::reader& from, const auto& of) {
            std::size_t all = 0;
            for (const int number : {1, 2})
                all += from.import_marks(from.find_import(of.id, number).value().id, storage::imported_kind::patron,
                                         std::numeric_limits<std::int64_t>::max(), 10)
                           .size();
            return all;
        });
    };
    EXPECT_EQ(marks(), 2U);
    ASSERT_EQ(run("circdesk patron erase 29001 --reason asked --yes").code, tool::done);
    EXPECT_EQ(marks(), 0U);
    for (const char* number : {"2", "1"})
        static_cast<void>(run(std::string("circdesk import undo ") + number + " --yes"));
    EXPECT_THAT(run("circdesk export csv patrons").out, Not(HasSubstr("River")));
}

} // namespace
} // namespace circ::test
