#include "protocol/marc/iso2709.hpp"
#include "storage/check.hpp"
#include "tests/unit/tools/scratch_library.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace circ::test {

namespace fs = std::filesystem;
namespace marc = protocol::marc;
using tool::change;
using tool::record_kind;

namespace {

const marc::item_mapping& symphony() { return *marc::find_item_mapping("symphony949"); }

struct copy {
    std::string barcode;
    std::string branch = "MAIN";
    std::string call_number = "FIC";
};

std::string record(const std::string& number, const std::string& title, const std::vector<copy>& copies = {}) {
    marc::record made;
    made.leader = "00000nam a2200000 i 4500";
    if (!number.empty()) made.control_fields.push_back({"001", number});
    made.data_fields.push_back({.tag = "245", .subfields = {{'a', title}}});
    for (const auto& each : copies)
        made.data_fields.push_back(
            {.tag = "949", .subfields = {{'a', each.call_number}, {'i', each.barcode}, {'m', each.branch}, {'p', "12.50"}}});
    return marc::to_iso2709(made).value();
}

/// `count` records, each with an item.
std::string records(int count) {
    std::string file;
    for (int i = 0; i < count; ++i) {
        const std::string number = std::to_string(10'000 + i);
        file += record("n" + number, "Book " + number, {{"3901" + number}});
    }
    return file;
}

class marc_import : public testing::Test {
protected:
    tool::import_report load(const std::string& bytes, tool::run_mode how = tool::run_mode::write) {
        std::istringstream in(bytes);
        tool::import_report report;
        tool::import_marc(in, "books.mrc", &symphony(), library.setting(how), report);
        return report;
    }

    scratch_library library;
};

TEST_F(marc_import, reports_a_broken_record_with_its_offset_and_takes_the_rest) {
    const std::string first = record("1", "First");
    const auto report = load(first + "00050nam\x1D" + record("2", "Second"));
    EXPECT_EQ(report.counted(record_kind::title, change::added), 2u);
    ASSERT_EQ(report.rejects().size(), 1u);
    EXPECT_EQ(report.rejects()[0].number, 2u);
    EXPECT_EQ(report.rejects()[0].offset, first.size());
    EXPECT_THAT(to_string(report.rejects()[0]),
                testing::StartsWith("books.mrc record 2 at byte " + std::to_string(first.size()) + ": "));
}

struct rejected_case {
    const char* name;
    std::string file;
    record_kind kind;
    const char* field;
    const char* value;
    const char* sentence;
};

class marc_import_rejects : public marc_import, public testing::WithParamInterface<rejected_case> {};

TEST_P(marc_import_rejects, with_the_field_the_value_and_the_way_out) {
    const auto& given = GetParam();
    const auto report = load(given.file);
    EXPECT_EQ(report.counted(given.kind, change::rejected), 1u);
    ASSERT_EQ(report.rejects().size(), 1u);
    EXPECT_THAT(report.rejects()[0].field, testing::HasSubstr(given.field));
    EXPECT_EQ(report.rejects()[0].value, given.value);
    EXPECT_THAT(report.rejects()[0].sentence, testing::HasSubstr(given.sentence));
}

INSTANTIATE_TEST_SUITE_P(
    marc, marc_import_rejects,
    testing::Values(
        rejected_case{"no_control_number", record("", "Book"), record_kind::title, "001", "", "give it one"},
        rejected_case{"no_title", record("1", ""), record_kind::title, "245", "", "give it one"},
        rejected_case{"control_number_twice", record("1", "A") + record("1", "B"), record_kind::title, "001", "1", "record 1 has"},
        rejected_case{"no_barcode", record("1", "A", {{""}}), record_kind::item, "949", "FIC", "give it one"},
        rejected_case{"barcode_twice", record("1", "A", {{"7"}}) + record("2", "B", {{"7"}}), record_kind::item, "949", "7",
                      "record 1 has"},
        rejected_case{"unknown_branch", record("1", "A", {{"7", "ELSEWHERE"}}), record_kind::item, "branch", "ELSEWHERE",
                      "there are MAIN, NORTH"},
        rejected_case{"no_branch", record("1", "A", {{"7", ""}}), record_kind::item, "item", "7", "--branch"}),
    [](const auto& each) { return each.param.name; });

TEST_F(marc_import, rejects_a_barcode_that_the_store_has_under_another_title) {
    static_cast<void>(load(record("1", "A", {{"7"}})));
    const auto report = load(record("2", "B", {{"7"}}));
    EXPECT_EQ(report.counted(record_kind::title, change::added), 1u);
    ASSERT_EQ(report.rejects().size(), 1u);
    EXPECT_THAT(report.rejects()[0].sentence, testing::HasSubstr("'A'"));
}

TEST_F(marc_import, changes_nothing_the_second_time) {
    static_cast<void>(load(records(150)));
    const auto before = library.rows();
    const auto report = load(records(150));
    EXPECT_EQ(report.counted(record_kind::title, change::unchanged), 150u);
    EXPECT_EQ(report.counted(record_kind::item, change::unchanged), 150u);
    EXPECT_EQ(library.rows(), before);
}

TEST_F(marc_import, leaves_what_circulation_owns) {
    static_cast<void>(load(record("1", "A", {{"7", "MAIN", "FIC A"}})));
    auto owned = library.item("7");
    owned.state = storage::item_state::missing;
    owned.note = "cover torn";
    owned.place = library.ask([&](storage::reader& from) {
        return from.branch_by_code(library.institution().id, "NORTH").value().id;
    });
    storage::write_and_wait(library.store(), [&](storage::unit_of_work& unit) { unit.change(owned); });

    const auto report = load(record("1", "A new title", {{"7", "MAIN", "FIC B"}}));
    EXPECT_EQ(report.counted(record_kind::title, change::updated), 1u);
    EXPECT_EQ(report.counted(record_kind::item, change::updated), 1u);
    const auto item = library.item("7");
    EXPECT_EQ(item.call_number, "FIC B");
    EXPECT_EQ(item.state, storage::item_state::missing);
    EXPECT_EQ(item.note, "cover torn");
    EXPECT_EQ(library.branch_code(item.place), "NORTH");
}

TEST_F(marc_import, writes_nothing_in_a_dry_run) {
    const auto before = library.rows();
    const auto report = load(records(150), tool::run_mode::try_only);
    EXPECT_EQ(report.counted(record_kind::item, change::added), 150u);
    EXPECT_EQ(library.rows(), before);
}

TEST_F(marc_import, leaves_whole_batches_when_it_is_cut_in_the_middle) {
    std::istringstream in(records(250));
    tool::import_report report;
    auto with = library.setting();
    int read = 0;
    with.tell = [&read] {
        if (++read == 150) throw std::runtime_error("cut");
    };
    EXPECT_THROW(tool::import_marc(in, "books.mrc", &symphony(), with, report), std::runtime_error);
    EXPECT_EQ(library.rows().at("title"), 100);
    EXPECT_EQ(library.rows().at("item"), 100);
}

TEST_F(marc_import, puts_a_branch_in_the_place_of_codes_that_are_not_ours) {
    const std::string map = library.file("map.toml");
    std::ofstream(map) << "HUNT = \"NORTH\"\n";
    library.use_branches({.fallback = "MAIN", .map_file = map});
    const auto report = load(record("1", "A", {{"7", "HUNT"}, {"8", "DESM"}, {"9", ""}}));
    EXPECT_FALSE(report.has_rejects());
    EXPECT_EQ(library.branch_code(library.item("7").branch), "NORTH");
    EXPECT_EQ(library.branch_code(library.item("8").branch), "MAIN");
    EXPECT_EQ(library.branch_code(library.item("9").branch), "MAIN");
    std::ostringstream printed;
    report.print(printed, false);
    EXPECT_THAT(printed.str(), testing::HasSubstr("branch code 'DESM' is not ours (1): the branch of --branch"));
}

TEST_F(marc_import, writes_rejects_to_a_file_that_a_spreadsheet_opens) {
    const std::string file = library.file("rejects.csv");
    {
        tool::import_report report(file);
        std::istringstream in(record("1", "A", {{"7", "=ELSEWHERE"}}));
        tool::import_marc(in, "books.mrc", &symphony(), library.setting(), report);
    }
    std::ostringstream written;
    written << std::ifstream(file).rdbuf();
    EXPECT_THAT(written.str(), testing::HasSubstr("books.mrc,1,0,"));
    EXPECT_THAT(written.str(), testing::HasSubstr(",'=ELSEWHERE,"));
}

// Records of real libraries are not part of the project; see tools/real-data.

TEST_F(marc_import, brings_in_a_thousand_real_records_with_their_items) {
    const char* folder = std::getenv("CIRC_TEST_REAL_DATA");
    fs::path file = fs::path(folder == nullptr ? "." : folder) / "jazz_1k.mrc";
    if (!fs::exists(file)) file = fs::path(CIRC_SOURCE_DIR) / "../shared/data/jazz_1k.mrc";
    if (!fs::exists(file)) GTEST_SKIP() << "jazz_1k.mrc is not here; set CIRC_TEST_REAL_DATA";
    library.use_branches({.fallback = "MAIN", .map_file = {}});
    const auto bring_in = [&] {
        std::ifstream in(file, std::ios::binary);
        tool::import_report report;
        tool::import_marc(in, "jazz_1k.mrc", &symphony(), library.setting(), report);
        return report;
    };
    const auto report = bring_in();
    // One record of them has no control number: it is known again by the barcode of its item.
    EXPECT_THAT(report.rejects(), testing::IsEmpty());
    EXPECT_EQ(report.counted(record_kind::title, change::added), 1000u);
    EXPECT_EQ(report.counted(record_kind::item, change::added), 1238u);
    EXPECT_THAT(library.ask([](storage::reader& from) { return storage::check(from).size(); }), 0u);

    const auto again = bring_in();
    EXPECT_EQ(again.counted(record_kind::title, change::unchanged), 1000u);
    EXPECT_EQ(again.counted(record_kind::item, change::unchanged), 1238u);
}

TEST_F(marc_import, brings_in_the_examples_of_the_library_of_congress) {
    const fs::path folder = fs::path(CIRC_SOURCE_DIR) / "build/real-data/usr/share/doc/idzebra-2.0/examples";
    if (!fs::exists(folder)) GTEST_SKIP() << "the examples are not here; run tools/real-data";
    for (const auto& [name, count] : std::map<std::string, std::uint64_t>{{"marc21/sample-marc", 24u},
                                                                         {"marcxml/collection-opera-43.xml", 43u},
                                                                         {"marcxml/collection-sandburg-1.xml", 1u}}) {
        std::ifstream in(folder / name, std::ios::binary);
        tool::import_report report;
        tool::import_marc(in, name, nullptr, library.setting(), report);
        EXPECT_EQ(report.counted(record_kind::title, change::added) + report.counted(record_kind::title, change::rejected), count)
            << name;
        EXPECT_LE(report.counted(record_kind::title, change::rejected), 1u) << to_string(report.rejects().front());
    }
}

} // namespace

} // namespace circ::test
