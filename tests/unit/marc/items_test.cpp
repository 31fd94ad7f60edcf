#include "protocol/marc/items.hpp"

#include "tests/unit/marc/samples.hpp"

namespace circ::test {

namespace {

marc::record with(std::vector<marc::data_field> data) {
    return {.leader = "00000nam a2200000 a 4500", .data_fields = std::move(data)};
}

TEST(items, follow_the_mapping) {
    const auto* symphony = marc::find_item_mapping("symphony949");
    ASSERT_NE(symphony, nullptr);
    const auto record = with({{"949",
                               ' ',
                               ' ',
                               {{'a', "3489  CD"},
                                {'v', "v96"},
                                {'w', "LC"},
                                {'i', " 30007007465361 "},
                                {'t', "SOUND"},
                                {'l', "AUDIO"},
                                {'m', "HUNT"},
                                {'x', "COMPDISCS"},
                                {'p', "$29.95"},
                                {'i', "second"}}},
                              {"949", ' ', ' ', {{'a', "no barcode"}}}});
    const auto found = marc::items_of(record, *symphony);
    ASSERT_EQ(found.size(), 2u);
    EXPECT_EQ(found[0],
              (marc::item{.barcode = "30007007465361",
                          .call_number = "3489  CD v96",
                          .branch = "HUNT",
                          .location = "AUDIO",
                          .item_type = "SOUND",
                          .collection = "COMPDISCS",
                          .price = "$29.95"}));
    EXPECT_EQ(found[1], (marc::item{.call_number = "no barcode"}));
}

TEST(items, take_the_first_subfield_of_the_mapping_that_has_text) {
    const auto found = marc::items_of(with({{"952",
                                             ' ',
                                             ' ',
                                             {{'g', "10.00"},
                                              {'v', "12.00"},
                                              {'b', "HELD"},
                                              {'a', ""},
                                              {'x', "two"},
                                              {'z', "one"}}}}),
                                      *marc::find_item_mapping("koha952"));
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].price, "12.00");
    EXPECT_EQ(found[0].branch, "HELD");
    EXPECT_EQ(found[0].note, "one two");
}

TEST(items, have_presets_with_a_barcode_and_words_for_every_meaning) {
    for (const auto& preset : marc::item_mapping_presets()) {
        EXPECT_EQ(marc::find_item_mapping(preset.name), &preset);
        EXPECT_EQ(preset.subfields.front().meaning, marc::item_meaning::barcode) << preset.name;
        for (const auto& each : preset.subfields)
            EXPECT_EQ(marc::to_item_meaning(marc::to_string(each.meaning)), each.meaning);
    }
    EXPECT_EQ(marc::find_item_mapping("nothing"), nullptr);
    EXPECT_EQ(marc::to_item_meaning("nothing"), std::nullopt);
}

TEST(items, share_what_the_field_of_their_place_says) {
    const auto record =
        with({{"852",
               '0',
               ' ',
               {{'8', "1"}, {'b', "MAIN"}, {'c', "STACKS"}, {'h', "QA76"}, {'i', ".K5"}}},
              {"852", '0', ' ', {{'8', "2"}, {'b', "EAST"}, {'h', "Z1"}}},
              {"876", ' ', ' ', {{'8', "2.1"}, {'p', "30002"}, {'t', "2"}}},
              {"876",
               ' ',
               ' ',
               {{'8', "1.1"}, {'p', "30001"}, {'l', "DESK"}, {'c', "12.50"}, {'j', "Missing"}}},
              {"877", ' ', ' ', {{'8', "1.2"}, {'p', "30003"}}},
              {"878", ' ', ' ', {{'p', "30004"}}}});
    const auto found = marc::items_of(record, *marc::find_item_mapping("holdings876"));
    ASSERT_EQ(found.size(), 4U);
    EXPECT_EQ(found[0],
              (marc::item{.barcode = "30002", .call_number = "Z1", .branch = "EAST", .copy = "2"}));
    EXPECT_EQ(found[1],
              (marc::item{.barcode = "30001",
                          .call_number = "QA76 .K5",
                          .branch = "MAIN",
                          .location = "DESK",
                          .price = "12.50",
                          .status = "Missing"}));
    EXPECT_EQ(found[2].location, "STACKS");
    EXPECT_EQ(found[3].branch, "EAST") << "without a link it belongs to the place before it";
}

struct preset_case {
    const char* preset;
    marc::data_field field;
    marc::item expected;
};

class item_preset : public testing::TestWithParam<preset_case> {};

TEST_P(item_preset, reads_the_item_as_its_system_writes_it) {
    const auto* mapping = marc::find_item_mapping(GetParam().preset);
    ASSERT_NE(mapping, nullptr);
    const auto found = marc::items_of(with({GetParam().field}), *mapping);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0], GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(systems,
                         item_preset,
                         testing::Values(preset_case{"koha952",
                                                     {"952",
                                                      ' ',
                                                      ' ',
                                                      {{'0', "0"},
                                                       {'1', "1"},
                                                       {'4', "0"},
                                                       {'7', "0"},
                                                       {'a', "CPL"},
                                                       {'b', "MPL"},
                                                       {'c', "GEN"},
                                                       {'o', "Fic"},
                                                       {'p', "39999"},
                                                       {'v', "12.00"},
                                                       {'y', "BK"},
                                                       {'8', "FIC"}}},
                                                     {.barcode = "39999",
                                                      .call_number = "Fic",
                                                      .branch = "CPL",
                                                      .location = "GEN",
                                                      .item_type = "BK",
                                                      .collection = "FIC",
                                                      .price = "12.00",
                                                      .status = "0",
                                                      .withdrawn = "0",
                                                      .lost = "1",
                                                      .damaged = "0"}},
                                         preset_case{"evergreen852",
                                                     {"852",
                                                      ' ',
                                                      ' ',
                                                      {{'b', "BR1"},
                                                       {'c', "Stacks"},
                                                       {'j', "FIC ABC"},
                                                       {'g', "book"},
                                                       {'p', "3001"},
                                                       {'y', "9.99"},
                                                       {'s', "Available"}}},
                                                     {.barcode = "3001",
                                                      .call_number = "FIC ABC",
                                                      .branch = "BR1",
                                                      .location = "Stacks",
                                                      .item_type = "book",
                                                      .price = "9.99",
                                                      .status = "Available"}},
                                         preset_case{"symphony999",
                                                     {"999",
                                                      ' ',
                                                      ' ',
                                                      {{'a', "813 A"},
                                                       {'i', "3002"},
                                                       {'k', "MISSING"},
                                                       {'l', "FIC"},
                                                       {'m', "MAIN"},
                                                       {'p', "$10.00"},
                                                       {'t', "BOOK"},
                                                       {'x', "ADULT"}}},
                                                     {.barcode = "3002",
                                                      .call_number = "813 A",
                                                      .branch = "MAIN",
                                                      .location = "FIC",
                                                      .item_type = "BOOK",
                                                      .collection = "ADULT",
                                                      .price = "$10.00",
                                                      .status = "MISSING"}},
                                         preset_case{"sierra945",
                                                     {"945",
                                                      ' ',
                                                      ' ',
                                                      {{'a', "FIC"},
                                                       {'b', "ABC"},
                                                       {'g', "1"},
                                                       {'i', "3003"},
                                                       {'l', "mnfic"},
                                                       {'p', "$7.00"},
                                                       {'s', "m"},
                                                       {'t', "12"}}},
                                                     {.barcode = "3003",
                                                      .call_number = "FIC ABC",
                                                      .branch = "mnfic",
                                                      .location = "mnfic",
                                                      .item_type = "12",
                                                      .price = "$7.00",
                                                      .copy = "1",
                                                      .status = "m"}},
                                         preset_case{"polaris852",
                                                     {"852",
                                                      ' ',
                                                      ' ',
                                                      {{'a', "MAIN"},
                                                       {'b', "Adult"},
                                                       {'c', "New"},
                                                       {'h', "813"},
                                                       {'i', "ABC"},
                                                       {'p', "3004"},
                                                       {'9', "20.00"}}},
                                                     {.barcode = "3004",
                                                      .call_number = "813 ABC",
                                                      .branch = "MAIN",
                                                      .location = "New",
                                                      .collection = "Adult",
                                                      .price = "20.00"}}),
                         [](const auto& each) { return each.param.preset; });

} // namespace

} // namespace circ::test
