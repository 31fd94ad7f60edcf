#include "protocol/marc/iso2709.hpp"
#include "samples.hpp"

namespace circ::test {

namespace {

std::string sample_bytes() {
    return marc::to_iso2709(sample_book()).value();
}

/// The sample with one change made to its bytes.
std::string changed(std::string_view from, std::string_view to) {
    std::string bytes = sample_bytes();
    return bytes.replace(bytes.find(from), from.size(), to);
}

TEST(iso2709, reads_back_what_it_writes) {
    const auto result = marc::parse_iso2709(sample_bytes());
    ASSERT_TRUE(result.record) << result.fault;
    EXPECT_THAT(result.warnings, testing::IsEmpty());
    auto expected = sample_book();
    expected.leader = result.record->leader;
    EXPECT_EQ(*result.record, expected);
    EXPECT_EQ(marc::to_iso2709(*result.record), sample_bytes());
}

TEST(iso2709, keeps_its_bytes_on_disk) {
    EXPECT_EQ(read_data(CIRC_TEST_DATA "/marc/book.mrc"), sample_bytes());
}

TEST(iso2709, survives_a_record_cut_at_each_byte) {
    const std::string whole = sample_bytes();
    for (std::size_t length = 0; length + 1 < whole.size(); ++length) {
        const std::vector<char> exact(whole.begin(), whole.begin() + static_cast<long>(length));
        const auto parsed = marc::parse_iso2709({exact.data(), exact.size()});
        EXPECT_NE(parsed.record.has_value(), !parsed.fault.empty()) << length;
        const auto found = read_all<marc::iso2709_reader>({exact.data(), exact.size()});
        ASSERT_EQ(found.size(), length == 0 ? 0u : 1u) << length;
        if (length > 0) {
            EXPECT_FALSE(found[0].fault.empty()) << length;
        }
    }
}

TEST(iso2709, survives_any_byte_in_any_place) {
    const std::string whole = sample_bytes();
    for (std::size_t at = 0; at < whole.size(); ++at) {
        for (const char byte : {'\0', '\x1B', '\x1D', '\x1E', '\x1F', ' ', '9', '\xFF'}) {
            std::string bytes = whole;
            bytes[at] = byte;
            const auto parsed = marc::parse_iso2709(bytes);
            EXPECT_NE(parsed.record.has_value(), !parsed.fault.empty()) << at;
        }
    }
}

TEST(iso2709, leaves_a_field_out_of_which_no_subfield_can_be_read) {
    std::string bytes = sample_bytes();
    for (std::size_t at = 0; (at = bytes.find('\x1F', at)) != std::string::npos;) bytes[++at] = '\x01';
    const auto none = marc::parse_iso2709(bytes);
    ASSERT_TRUE(none.record);
    EXPECT_THAT(none.record->data_fields, testing::IsEmpty());
    EXPECT_THAT(none.warnings, testing::Contains(testing::HasSubstr("no valid code")));
}

TEST(iso2709, refuses_a_record_of_which_no_field_can_be_read) {
    const auto parsed = marc::parse_iso2709("00044nam a2200037 a 4500245000600000\x1E" "10\x1F\x01x\x1E\x1D");
    EXPECT_FALSE(parsed.record);
    EXPECT_EQ(parsed.fault, "the record has no field that can be read");
}

struct tolerated {
    std::string name;
    std::string bytes;
    std::string warning;
    std::uint64_t offset = 0;
};

class iso2709_tolerates : public testing::TestWithParam<tolerated> {};

TEST_P(iso2709_tolerates, with_a_warning) {
    const auto found = read_all<marc::iso2709_reader>(GetParam().bytes);
    ASSERT_EQ(found.size(), 1u);
    ASSERT_TRUE(found[0].record) << found[0].fault;
    EXPECT_EQ(found[0].offset, GetParam().offset);
    EXPECT_EQ(marc::first_subfield(*found[0].record, "245", 'a'), "Übungen :");
    EXPECT_EQ(marc::first_subfield(*found[0].record, "949", 'i'), "30001");
    if (GetParam().warning.empty()) {
        EXPECT_THAT(found[0].warnings, testing::IsEmpty());
    } else {
        EXPECT_THAT(found[0].warnings, testing::Contains(testing::HasSubstr(GetParam().warning)));
    }
}

INSTANTIATE_TEST_SUITE_P(
    cases,
    iso2709_tolerates,
    testing::Values(
        tolerated{"newlines_around", "\r\n" + sample_bytes() + "\n\x1A", "", 2},
        tolerated{"empty_records_around",
                  "\x1D" + sample_bytes() + "\x1D\x1D" + std::string(1, '\0'),
                  "",
                  1},
        tolerated{"stray_bytes_before", "junk" + sample_bytes(), "4 stray bytes", 4},
        tolerated{"byte_order_mark", "\xEF\xBB\xBF" + sample_bytes(), "3 stray bytes", 3},
        tolerated{"wrong_length", "00001" + sample_bytes().substr(5), "record's length"},
        tolerated{"letters_as_length", "xxxxx" + sample_bytes().substr(5), "record's length"},
        tolerated{"wrong_base_address", sample_bytes().replace(12, 5, "00030"), "base address"},
        // lengths counted in characters: 245 holds four letters of two bytes
        tolerated{"directory_in_characters", changed("2450049", "2450045"), "by their terminators"},
        tolerated{"missing_last_terminator",
                  sample_bytes().substr(0, sample_bytes().size() - 1),
                  "without a record terminator"},
        tolerated{"utf_8_marked_as_marc_8", sample_bytes().replace(9, 1, " "), "is UTF-8"},
        tolerated{"unusable_subfield_code",
                  changed("\x1F"
                          "c",
                          "\x1F\x01"),
                  "no valid code"},
        tolerated{"no_indicators",
                  changed("1 \x1F"
                          "a\xC4\x8C",
                          "\x1F"
                          "a\xC4\x8C--"),
                  "two indicators"}),
    [](const auto& each) { return each.param.name; });

struct broken {
    std::string name;
    std::string bytes;
    std::string fault;
};

class iso2709_refuses : public testing::TestWithParam<broken> {};

TEST_P(iso2709_refuses, but_reads_the_records_around) {
    const std::string whole = sample_bytes();
    const auto found = read_all<marc::iso2709_reader>(whole + GetParam().bytes + "\x1D" + whole);
    ASSERT_EQ(found.size(), 3u);
    EXPECT_TRUE(found[0].record);
    EXPECT_FALSE(found[1].record);
    EXPECT_EQ(found[1].number, 2u);
    EXPECT_EQ(found[1].offset, whole.size());
    EXPECT_THAT(found[1].fault, testing::HasSubstr(GetParam().fault));
    EXPECT_TRUE(found[2].record);
    EXPECT_EQ(found[2].number, 3u);
    EXPECT_EQ(found[2].offset, whole.size() + GetParam().bytes.size() + 1);
}

INSTANTIATE_TEST_SUITE_P(
    cases,
    iso2709_refuses,
    testing::Values(broken{"a_short_one", "00026nam", "too short"},
                    broken{
                        "one_without_directory_end", std::string(300, 'x'), "directory has no end"},
                    broken{"one_without_fields", "00026nam a2200025 a 4500\x1E", "no fields"},
                    broken{"an_odd_directory",
                           "00040nam a2200030 a 4500"
                           "00100\x1E"
                           "abc\x1E",
                           "multiple of 12"},
                    broken{"a_tag_that_is_none",
                           "00050nam a2200037 a 4500"
                           "0!1000400000\x1E"
                           "abc\x1E",
                           "no valid tag"},
                    broken{"fields_that_are_not_there",
                           "00050nam a2200049 a 4500"
                           "001000400000002000400004\x1E"
                           "abc\x1E",
                           "does not fit"},
                    broken{"an_overlong_one", std::string(150'000, 'x'), "within 99999 bytes"},
                    broken{"two_run_together",
                           sample_bytes().substr(0, sample_bytes().size() - 1) +
                               sample_bytes().substr(0, sample_bytes().size() - 1),
                           "runs into the next"}),
    [](const auto& each) { return each.param.name; });

TEST(iso2709, does_not_multiply_a_field_named_often) {
    std::string directory;
    for (int entry = 0; entry < 3'000; ++entry)
        directory += "500900100000";
    const std::string field = "  \x1F"
                              "a" +
                              std::string(8'996, 'x') + "\x1E";
    const auto parsed =
        marc::parse_iso2709("00000nam a2200000 a 4500" + directory + "\x1E" + field);
    EXPECT_THAT(parsed.fault, testing::HasSubstr("does not fit"));
}

TEST(iso2709, says_where_a_file_ends_inside_a_record) {
    const std::string whole = sample_bytes();
    const auto found = read_all<marc::iso2709_reader>(whole + whole.substr(0, 100));
    ASSERT_EQ(found.size(), 2u);
    EXPECT_THAT(found[1].fault, testing::HasSubstr("ends inside the record, after 100 bytes"));
    EXPECT_EQ(found[1].offset, whole.size());
}

TEST(iso2709, counts_what_is_not_utf_8) {
    const auto parsed = marc::parse_iso2709(changed("\xC3\x9C", "\xC3\x28"));
    ASSERT_TRUE(parsed.record);
    EXPECT_EQ(parsed.replaced, 1u);
    EXPECT_EQ(marc::first_subfield(*parsed.record, "245", 'a'), "\xEF\xBF\xBD(bungen :");
}

TEST(iso2709, reads_marc_8_by_the_leader) {
    const auto found = read_all<marc::iso2709_reader>(read_data(CIRC_TEST_DATA "/marc/marc8.mrc"));
    ASSERT_EQ(found.size(), 1u);
    ASSERT_TRUE(found[0].record) << found[0].fault;
    EXPECT_THAT(found[0].warnings, testing::IsEmpty());
    EXPECT_EQ(found[0].record->leader[9], 'a');
    EXPECT_EQ(marc::first_subfield(*found[0].record, "245", 'a'), "Dvořák & Łódź: àéîõü ß€ Москва");
}

TEST(iso2709, believes_the_operator_about_the_character_set) {
    const std::string bytes = changed("\xC3\x9C"
                                      "bungen",
                                      "\xDC"
                                      "bungenX")
                                  .replace(9, 1, " ");
    const auto parsed = marc::parse_iso2709(bytes, marc::character_set::windows_1252);
    ASSERT_TRUE(parsed.record);
    EXPECT_EQ(marc::first_subfield(*parsed.record, "245", 'a'), "ÜbungenX :");
}

TEST(iso2709, does_not_write_what_the_format_cannot_hold) {
    auto with_long_field = sample_book();
    with_long_field.data_fields[2].subfields[0].value.assign(9'999, 'x');
    EXPECT_FALSE(marc::to_iso2709(with_long_field));

    auto too_many = sample_book();
    too_many.data_fields.resize(5'000, too_many.data_fields.back());
    EXPECT_FALSE(marc::to_iso2709(too_many));

    auto with_bad_tag = sample_book();
    with_bad_tag.data_fields[0].tag = "2450";
    EXPECT_FALSE(marc::to_iso2709(with_bad_tag));
    auto with_control_field_fmt = sample_book();
    with_control_field_fmt.control_fields.push_back({"FMT", "BK"});
    EXPECT_FALSE(marc::to_iso2709(with_control_field_fmt)) << "its kind would be lost";
    auto with_data_field_001 = sample_book();
    with_data_field_001.data_fields.front().tag = "001";
    EXPECT_FALSE(marc::to_iso2709(with_data_field_001));
}

TEST(iso2709, writes_no_delimiter_inside_a_text) {
    auto book = sample_book();
    book.data_fields[2].subfields[0].value = "a\x1D"
                                             "b\x1E"
                                             "c\x1F"
                                             "d";
    const auto parsed = marc::parse_iso2709(marc::to_iso2709(book).value());
    ASSERT_TRUE(parsed.record);
    EXPECT_EQ(marc::first_subfield(*parsed.record, "245", 'a'), "a b c d");
}

} // namespace

} // namespace circ::test
