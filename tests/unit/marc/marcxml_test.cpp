#include "protocol/marc/marcxml.hpp"
#include "samples.hpp"

namespace circ::test {

namespace {

std::vector<marc::reading> read_xml(std::string_view xml) {
    return read_all<marc::marcxml_reader>(xml);
}

const std::string title =
    R"(<datafield tag="245" ind1="1" ind2="0"><subfield code="a">T</subfield></datafield>)";
const std::string good = "<record><leader>00000nam a2200000 a 4500</leader>" + title + "</record>";

std::string in_collection(const std::string& records) {
    return std::string(marc::marcxml_head()) + records + std::string(marc::marcxml_foot());
}

std::string with_text(const std::string& text) {
    std::string xml = good;
    return xml.replace(xml.find(">T<"), 3, ">" + text + "<");
}

TEST(marcxml, reads_back_what_it_writes) {
    const auto found =
        read_xml(in_collection(marc::to_marcxml(sample_book()) + marc::to_marcxml(sample_book())));
    ASSERT_EQ(found.size(), 2u);
    for (const auto& each : found) {
        ASSERT_TRUE(each.record) << each.fault;
        EXPECT_EQ(*each.record, sample_book());
        EXPECT_THAT(each.warnings, testing::IsEmpty());
    }
    EXPECT_EQ(found[1].number, 2u);
    EXPECT_EQ(found[0].offset, marc::marcxml_head().size());
}

TEST(marcxml, says_what_is_wrong_with_a_character_set_in_its_own_words_alone) {
    testing::internal::CaptureStderr();
    const auto found = read_xml("<?xml version=\"1.0\" encoding=\"EUC-JP\"?>" + with_text("\xFF\xFE\x80"));
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
    ASSERT_EQ(found.size(), 1u);
    EXPECT_THAT(found[0].fault, testing::HasSubstr("not well-formed"));
}

TEST(marcxml, survives_a_file_cut_at_each_byte) {
    const std::string whole = in_collection(marc::to_marcxml(sample_book()));
    const std::size_t end = whole.find("</record>") + 9;
    for (std::size_t length = 0; length < whole.size(); ++length) {
        const auto found = read_xml(whole.substr(0, length));
        ASSERT_EQ(found.size(), 1u) << length;
        EXPECT_EQ(found[0].record.has_value(), length >= end) << length;
    }
}

struct accepted {
    std::string name;
    std::string xml;
    std::string text = "T"; ///< 245 $a
    std::string warning;
};

class marcxml_accepts : public testing::TestWithParam<accepted> {};

TEST_P(marcxml_accepts, one_record) {
    const auto found = read_xml(GetParam().xml);
    ASSERT_EQ(found.size(), 1u);
    ASSERT_TRUE(found[0].record) << found[0].fault;
    EXPECT_EQ(found[0].record->leader.size(), 24u);
    EXPECT_EQ(marc::first_subfield(*found[0].record, "245", 'a'), GetParam().text);
    if (GetParam().warning.empty()) {
        EXPECT_THAT(found[0].warnings, testing::IsEmpty());
    } else {
        EXPECT_THAT(found[0].warnings,
                    testing::ElementsAre(testing::HasSubstr(GetParam().warning)));
    }
}

INSTANTIATE_TEST_SUITE_P(
    cases,
    marcxml_accepts,
    testing::Values(
        accepted{"alone", good},
        accepted{"in_a_collection", in_collection(good)},
        accepted{"with_a_prefix",
                 R"(<m:collection xmlns:m="http://www.loc.gov/MARC21/slim"><m:record>)"
                 R"(<m:leader>00000nam a2200000 a 4500</m:leader><m:datafield tag="245" ind1=" ")"
                 R"( ind2=" "><m:subfield code="a">T</m:subfield></m:datafield></m:record>)"
                 "</m:collection>"},
        accepted{"inside_an_envelope",
                 "<OAI-PMH><record><header/><metadata>" + good + "</metadata></record></OAI-PMH>"},
        accepted{"beside_a_comment", "<c><!-- " + good + " -->" + good + "<!----></c>"},
        accepted{"with_entities", with_text("A &amp; B &lt;&#233;&gt;"), "A & B <é>"},
        accepted{"with_cdata", with_text("<![CDATA[a > b </record>]]>"), "a > b </record>"},
        accepted{"with_layout", with_text("\n   one\n   two \n"), "one two"},
        accepted{"decomposed", with_text("Cafe\xCC\x81"), "Café"},
        accepted{"in_latin_1",
                 R"(<?xml version="1.0" encoding="ISO-8859-1"?>)" + with_text("Caf\xE9"),
                 "Café"},
        accepted{"after_a_byte_order_mark", "\xEF\xBB\xBF" + good},
        accepted{"beside_a_field_without_subfields",
                 "<record><leader>00000nam a2200000 a 4500</leader><datafield tag=\"500\"/>" + title + "</record>",
                 "T",
                 "without subfields"},
        accepted{"without_leader", "<record>" + title + "</record>", "T", "leader"}),
    [](const auto& each) { return each.param.name; });

struct refused {
    std::string name;
    std::string element;
    std::string fault;
};

class marcxml_refuses : public testing::TestWithParam<refused> {};

TEST_P(marcxml_refuses, but_reads_the_records_around) {
    const auto found = read_xml(in_collection(good + GetParam().element + good));
    ASSERT_EQ(found.size(), 3u);
    EXPECT_TRUE(found[0].record);
    EXPECT_FALSE(found[1].record);
    EXPECT_EQ(found[1].number, 2u);
    EXPECT_EQ(found[1].offset, marc::marcxml_head().size() + good.size());
    EXPECT_THAT(found[1].fault, testing::HasSubstr(GetParam().fault));
    EXPECT_TRUE(found[2].record);
}

INSTANTIATE_TEST_SUITE_P(
    cases,
    marcxml_refuses,
    testing::Values(
        refused{"an_open_ampersand", with_text("A & B"), "not well-formed"},
        refused{"a_control_character", with_text("\x1F"), "not well-formed"},
        refused{"what_is_not_utf_8", with_text("\xE9"), "not well-formed"},
        refused{"an_unknown_entity", with_text("&xxe;"), "not well-formed"},
        refused{"a_missing_end_tag", good.substr(0, good.size() - 9), "no end tag"},
        refused{"crossed_tags", "<record><leader></record>", "not well-formed"},
        refused{"a_field_without_tag", "<record><datafield/></record>", "tag is \"\""},
        refused{"a_tag_with_a_line_end", "<record><datafield tag=\"24&#10;\"/></record>", "tag is \"24 \""},
        refused{"a_subfield_without_code",
                R"(<record><datafield tag="245"><subfield>T</subfield></datafield></record>)",
                "no valid code"},
        refused{"a_subfield_alone",
                R"(<record><leader/><subfield code="a">T</subfield></record>)",
                "outside a field"},
        refused{"an_element_in_a_subfield", with_text("<b>T</b>"), "inside a subfield"},
        refused{"an_empty_one", "<record></record>", "no MARC field"},
        refused{"an_empty_tag", "<record/>", "no MARC field"},
        refused{
            "one_of_another_kind", "<record><dc><title>T</title></dc></record>", "no MARC field"},
        refused{"a_leader_alone", "<record><leader/></record>", "no fields"},
        refused{"an_overlong_one", with_text(std::string(2'000'000, 'x')), "longer than"}),
    [](const auto& each) { return each.param.name; });

TEST(marcxml, knows_no_entity_of_a_dtd) {
    const auto found =
        read_xml("<!DOCTYPE c [<!ENTITY x \"boom\">]><c>" + with_text("&x;") + "</c>");
    ASSERT_EQ(found.size(), 1u);
    EXPECT_THAT(found[0].fault, testing::HasSubstr("not well-formed"));
}

TEST(marcxml, says_what_is_wrong_with_a_whole_file) {
    const std::vector<std::pair<std::string, std::string>> cases = {
        {"", "no record element"},
        {"not XML at all", "no record element"},
        {std::string("\xFF\xFE<\0", 4), "UTF-16"},
        {R"(<?xml version="1.0" encoding="klingon"?>)" + good, "character set"},
        {good.substr(0, 40), "ends inside the record"},
    };
    for (const auto& [xml, fault] : cases) {
        const auto found = read_xml(xml);
        ASSERT_EQ(found.size(), 1u) << fault;
        EXPECT_THAT(found[0].fault, testing::HasSubstr(fault));
    }
}

} // namespace

} // namespace circ::test
