#include "protocol/marc/aleph.hpp"

#include "tests/unit/marc/samples.hpp"

namespace circ::test {
namespace {

constexpr const char* two_records = "000000017 FMT   L BK\n"
                                    "000000017 LDR   L ^^^^^nam^a22^^^^^^a^4500\n"
                                    "000000017 008   L 990802s1995^^^^gw^^^^^^^^^^^^000^0^ger^d\n"
                                    "000000017 24510 L $$aÜber den Wolken$$cErna Klug\r\n"
                                    "000000017 9491  L $$i30001$$mMAIN\n"
                                    "000000018 LDR   L ^^^^^nas^a22^^^^^^a^4500\n"
                                    "000000018 001   L own18\n"
                                    "000000018 2450  L $$aZeitung\n";

TEST(aleph, reads_the_lines_of_a_record_as_one) {
    const auto all = read_all<marc::aleph_reader>(two_records);
    ASSERT_EQ(all.size(), 2U);
    ASSERT_TRUE(all[0].record);
    const auto& first = *all[0].record;
    EXPECT_EQ(marc::control_value(first, "001"), "000000017")
        << "Aleph's number, where the record has none of its own";
    EXPECT_EQ(marc::control_value(first, "008").substr(0, 18), "990802s1995    gw ");
    EXPECT_EQ(first.leader, "     nam a22      a 4500");
    ASSERT_EQ(first.data_fields.size(), 2U);
    EXPECT_EQ(first.data_fields[0],
              (marc::data_field{"245", '1', '0', {{'a', "Über den Wolken"}, {'c', "Erna Klug"}}}));
    EXPECT_EQ(first.data_fields[1].indicator_1, '1');
    EXPECT_EQ(marc::control_value(*all[1].record, "001"), "own18");
    EXPECT_EQ(all[1].number, 2U);
    EXPECT_EQ(all[1].offset, std::string_view(two_records).find("000000018 LDR"));
}

TEST(aleph, tells_of_a_line_that_is_none_and_goes_on) {
    const auto all = read_all<marc::aleph_reader>(
        "rubbish\n000000001 24510 L $$aA\nmore rubbish\n000000001 260   L $$c2001\n");
    ASSERT_EQ(all.size(), 2U);
    EXPECT_THAT(all[0].fault, testing::HasSubstr("line 1 is no field"));
    ASSERT_TRUE(all[1].record);
    EXPECT_EQ(all[1].record->data_fields.size(), 2U);
    EXPECT_THAT(all[1].warnings, testing::ElementsAre(testing::HasSubstr("line 3")));
}

TEST(aleph, replaces_what_is_not_utf_8_and_bounds_what_it_reads) {
    const auto broken = read_all<marc::aleph_reader>("000000001 24510 L $$aM\xFCller\n");
    ASSERT_EQ(broken.size(), 1U);
    EXPECT_EQ(broken[0].replaced, 1U);
    const auto endless = read_all<marc::aleph_reader>(
        "000000001 24510 L $$a" + std::string(200'000, 'x') + "\n000000002 24510 L $$aB\n");
    ASSERT_EQ(endless.size(), 2U);
    EXPECT_FALSE(endless[0].record);
    EXPECT_TRUE(endless[1].record);
}

TEST(aleph, is_known_by_the_columns_of_its_first_line) {
    EXPECT_TRUE(marc::looks_like_aleph("000000017 24510 L $$aA"));
    EXPECT_FALSE(marc::looks_like_aleph("00962njm  2200253 a 4500001001100000"));
    EXPECT_FALSE(marc::looks_like_aleph(""));
}

} // namespace
} // namespace circ::test
