#include "protocol/marc/bibliographic.hpp"
#include "protocol/marc/iso2709.hpp"
#include "protocol/marc/items.hpp"
#include "protocol/marc/marcxml.hpp"
#include "samples.hpp"

#include <cstdlib>
#include <filesystem>

// Records of real libraries are not part of the project: these tests look for them where
// tools/real-data and CIRC_TEST_REAL_DATA say, and skip with a word when they are not there.

namespace circ::test {

namespace fs = std::filesystem;

namespace {

fs::path find_first(const std::vector<fs::path>& candidates) {
    const auto found =
        std::ranges::find_if(candidates, [](const fs::path& each) { return fs::exists(each); });
    return found == candidates.end() ? fs::path{} : *found;
}

fs::path jazz_file() {
    const char* folder = std::getenv("CIRC_TEST_REAL_DATA");
    return find_first({fs::path(folder == nullptr ? "." : folder) / "jazz_1k.mrc",
                       fs::path(CIRC_SOURCE_DIR) / "../shared/data/jazz_1k.mrc"});
}

fs::path loc_folder() {
    return find_first(
        {fs::path(CIRC_SOURCE_DIR) / "build/real-data/usr/share/doc/idzebra-2.0/examples"});
}

template <class Reader>
std::vector<marc::reading> read_file(const fs::path& path) {
    return read_all<Reader>(read_data(path.string()));
}

TEST(real_data, a_thousand_jazz_records_with_their_items) {
    const fs::path file = jazz_file();
    if (file.empty()) GTEST_SKIP() << "jazz_1k.mrc is not here; set CIRC_TEST_REAL_DATA";
    const auto found = read_file<marc::iso2709_reader>(file);
    ASSERT_EQ(found.size(), 1000u);

    std::size_t items = 0;
    const auto& symphony = *marc::find_item_mapping("symphony949");
    for (const auto& each : found) {
        ASSERT_TRUE(each.record) << each.number << ": " << each.fault;
        EXPECT_THAT(each.warnings, testing::IsEmpty()) << each.number;
        const auto title = marc::title_statement(*each.record);
        EXPECT_FALSE(title.empty()) << each.number;
        EXPECT_EQ(title.find("\xEF\xBF\xBD"), std::string::npos) << title;
        for (const auto& item : marc::items_of(*each.record, symphony)) {
            ++items;
            EXPECT_FALSE(item.barcode.empty()) << each.number;
            EXPECT_FALSE(item.branch.empty()) << each.number;
            EXPECT_TRUE(item.price.empty() || marc::parse_price(item.price, 2)) << item.price;
        }
    }
    EXPECT_EQ(items, 1238u);
}

TEST(real_data, jazz_records_survive_both_writers) {
    const fs::path file = jazz_file();
    if (file.empty()) GTEST_SKIP() << "jazz_1k.mrc is not here; set CIRC_TEST_REAL_DATA";
    std::string xml(marc::marcxml_head());
    const auto found = read_file<marc::iso2709_reader>(file);
    for (const auto& each : found) {
        const auto again = marc::parse_iso2709(marc::to_iso2709(*each.record).value());
        ASSERT_TRUE(again.record) << again.fault;
        EXPECT_EQ(again.record->data_fields, each.record->data_fields) << each.number;
        xml += marc::to_marcxml(*each.record);
    }
    const auto from_xml = read_all<marc::marcxml_reader>(xml + std::string(marc::marcxml_foot()));
    ASSERT_EQ(from_xml.size(), found.size());
    for (std::size_t at = 0; at < found.size(); ++at)
        EXPECT_EQ(from_xml[at].record, found[at].record) << found[at].number;
}

TEST(real_data, library_of_congress_records) {
    const fs::path folder = loc_folder();
    if (folder.empty()) GTEST_SKIP() << "the examples are not here; run tools/real-data";

    const auto records = read_file<marc::iso2709_reader>(folder / "marc21/sample-marc");
    ASSERT_EQ(records.size(), 24u);
    for (const auto& each : records) {
        ASSERT_TRUE(each.record) << each.number << ": " << each.fault;
        EXPECT_FALSE(marc::title_statement(*each.record).empty()) << each.number;
        // the last one is danMARC, whose field 001 has subfields
        EXPECT_EQ(each.warnings.empty(), each.number < 24) << each.number;
    }
    EXPECT_EQ(records.back().offset, 22'980u);

    const std::vector<std::pair<std::string, std::size_t>> collections = {{"2", 2},
                                                                          {"clasmrc", 20},
                                                                          {"namemrc", 20},
                                                                          {"opera-43", 43},
                                                                          {"sandburg-1", 1},
                                                                          {"subjmrc", 20}};
    for (const auto& [name, count] : collections) {
        const auto found =
            read_file<marc::marcxml_reader>(folder / ("marcxml/collection-" + name + ".xml"));
        EXPECT_EQ(found.size(), count) << name;
        for (const auto& each : found)
            EXPECT_TRUE(each.record && each.warnings.empty()) << name << each.number << each.fault;
    }
}

TEST(real_data, an_oai_harvest_without_marc_is_refused_record_by_record) {
    const fs::path folder = loc_folder();
    if (folder.empty()) GTEST_SKIP() << "the examples are not here; run tools/real-data";
    const auto found = read_file<marc::marcxml_reader>(folder / "oai-pmh/data/oai-caltech.xml");
    EXPECT_EQ(found.size(), 100u);
    for (const auto& each : found)
        EXPECT_EQ(each.fault, "the record element holds no MARC field");
}

} // namespace

} // namespace circ::test
