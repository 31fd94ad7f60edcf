// What is not read, and how soon that is known.
#include "tests/unit/ncip/documents.hpp"

#include "protocol/ncip/xml.hpp"

#include <ctime>
#include <limits>

namespace circ::protocol::ncip::test {
namespace {

using namespace std::string_literals;

std::string repeated(std::string_view piece, std::size_t times) {
    std::string out;
    out.reserve(piece.size() * times);
    for (std::size_t n = 0; n < times; ++n)
        out += piece;
    return out;
}

std::string in_message(const std::string& content) {
    return "<NCIPMessage>" + content + "</NCIPMessage>";
}

std::string many_attributes() {
    std::string out = "<NCIPMessage";
    for (int n = 0; n < 60'000; ++n)
        out += " a" + std::to_string(n) + "=\"\"";
    return out + "/>";
}

struct hostile_case {
    std::string name;
    std::string document;
    errc error;
};

const std::string laughs = R"(<?xml version="1.0"?><!DOCTYPE NCIPMessage [<!ENTITY a "ha">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">
<!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]><NCIPMessage>&d;</NCIPMessage>)";

std::vector<hostile_case> hostile_cases() {
    return {
        {"billion_laughs", laughs, errc::declared_entity},
        {"external_entity",
         "<!DOCTYPE NCIPMessage [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>" + in_message("&x;"),
         errc::declared_entity},
        {"parameter_entity",
         "<!DOCTYPE NCIPMessage [<!ENTITY % x SYSTEM \"http://127.0.0.1:9/\"> %x;]>" +
             in_message(""),
         errc::declared_entity},
        {"default_attributes",
         "<!DOCTYPE NCIPMessage [<!ATTLIST NCIPMessage a CDATA \"b\">]>" + in_message(""),
         errc::declared_entity},
        {"entity_of_a_dtd",
         "<!DOCTYPE NCIPMessage SYSTEM \"http://127.0.0.1:9/x.dtd\">" + in_message("&uuml;"),
         errc::declared_entity},
        {"entity_of_a_dtd_in_an_attribute",
         "<!DOCTYPE a SYSTEM \"x.dtd\"><NCIPMessage version=\"&uuml;\"/>",
         errc::declared_entity},
        {"unknown_entity", in_message("&uuml;"), errc::declared_entity},
        {"deep", repeated("<a>", 50'000), errc::too_deep},
        {"deep_and_closed", repeated("<a>", 65) + repeated("</a>", 65), errc::too_deep},
        {"many_elements", in_message(repeated("<a/>", 30'000)), errc::too_many_elements},
        {"many_attributes", many_attributes(), errc::too_many_attributes},
        {"huge_attribute",
         "<NCIPMessage a=\"" + std::string(900'000, 'x') + "\"/>",
         errc::too_many_attributes},
        {"huge_name", "<" + std::string(900'000, 'x') + "/>", errc::too_many_attributes},
        {"many_namespaces",
         "<NCIPMessage" + repeated(" xmlns:a=\"u\"", 60'000) + "/>",
         errc::too_many_attributes},
        {"long_text", in_message(std::string(70'000, 'x')), errc::text_too_long},
        {"long_cdata",
         in_message("<![CDATA[" + std::string(70'000, 'x') + "]]>"),
         errc::text_too_long},
        {"large", in_message(std::string(1U << 20U, ' ')), errc::too_large},
        {"not_utf8", in_message("\xC3\x28"), errc::bad_encoding},
        {"overlong", in_message("\xC0\xBCx>"), errc::bad_encoding},
        {"half_a_utf16_character", "\xFF\xFE<"s, errc::bad_encoding},
        {"unpaired_surrogate", "\xFE\xFF\0<\xD8\0\0a\0>"s, errc::bad_encoding},
        {"unknown_charset",
         "<?xml version=\"1.0\" encoding=\"EBCDIC-CP-US\"?>" + in_message("\xE4"),
         errc::unknown_encoding},
        {"control_character", in_message("\x01"), errc::not_well_formed},
        {"control_character_by_number", in_message("&#1;"), errc::not_well_formed},
        {"nul", in_message("\0"s), errc::not_well_formed},
        {"cut", "<NCIPMessage><LookupUser>", errc::not_well_formed},
        {"empty", "", errc::not_well_formed},
        {"blank", " \r\n", errc::not_well_formed},
        {"text", "It works!", errc::not_well_formed},
        {"nameless_tag", "<><Problem></Problem></>", errc::not_well_formed},
        {"bare_ampersand", in_message("<Title>Tom & Jerry</Title>"), errc::not_well_formed},
        {"crossed_tags", "<NCIPMessage><a></NCIPMessage></a>", errc::not_well_formed},
        {"two_roots", "<NCIPMessage/><NCIPMessage/>", errc::not_well_formed},
        {"attribute_twice", "<NCIPMessage a=\"\" a=\"\"/>", errc::not_well_formed},
        {"html", "<!doctype html><html><body>502</body></html>", errc::not_well_formed},
        {"sip2", "9900302.00\r", errc::not_well_formed},
        {"other_root", "<html/>", errc::wrong_root},
        {"misspelled_root", "<NCIPMessagei/>", errc::wrong_root},
        {"problem_of_a_server", "<Problem><message>x</message></Problem>", errc::wrong_root},
        {"nothing_asked", in_message(""), errc::no_service},
        {"text_for_a_service", in_message("It works!"), errc::no_service},
    };
}

class hostile : public ::testing::TestWithParam<hostile_case> {};
INSTANTIATE_TEST_SUITE_P(ncip, hostile, ::testing::ValuesIn(hostile_cases()), [](const auto& each) {
    return each.param.name;
});

TEST_P(hostile, is_refused) {
    const auto read = parse(GetParam().document);
    ASSERT_TRUE(std::holds_alternative<unreadable>(read));
    EXPECT_EQ(std::get<unreadable>(read).error, GetParam().error)
        << make_error_code(std::get<unreadable>(read).error).message();
}

double milliseconds_for(const std::string& document) {
    const auto before = std::clock();
    static_cast<void>(parse(document));
    return 1000.0 * static_cast<double>(std::clock() - before) / CLOCKS_PER_SEC;
}

/// Of processor time, the best of some: other work on the machine must not show.
double least_milliseconds_for(const std::string& document) {
    double least = std::numeric_limits<double>::max();
    for (int n = 0; n < 5; ++n)
        least = std::min(least, milliseconds_for(document));
    return least;
}

TEST_P(hostile, is_refused_at_once) {
#ifdef NDEBUG
    constexpr double most = 10;
#else
    constexpr double most = 100; // not optimised
#endif
    EXPECT_LT(least_milliseconds_for(GetParam().document), most);
}

TEST(hostile_documents, are_found_with_their_line) {
    const auto read = parse("<NCIPMessage>\n<LookupUser>\n</LookupItem></NCIPMessage>");
    EXPECT_EQ(std::get<unreadable>(read), (unreadable{errc::not_well_formed, 3}));
}

TEST(hostile_documents, print_nothing) {
    ::testing::internal::CaptureStderr();
    for (const auto& each : hostile_cases())
        static_cast<void>(parse(each.document));
    EXPECT_EQ(::testing::internal::GetCapturedStderr(), "");
}

TEST(documents, may_be_as_large_as_they_may_be) {
    const auto deep = repeated("<a>", 62) + repeated("</a>", 62);
    EXPECT_EQ(read(in_message("<Unheard>" + deep + "</Unheard>")).service, "Unheard");
    EXPECT_EQ(read(in_message("<Unheard>" + repeated("<a/>", 19'998) + "</Unheard>")).service,
              "Unheard");
}

TEST(written_text, holds_nothing_that_xml_forbids) {
    message sent;
    sent.problem.push_back({.problem_type = {"a\x01\x1B[2J\x7F\0b\xFF \xEF\xBF\xBF."s, "\"<&>"}});
    const auto got = read(serialize(sent));
    EXPECT_EQ(got.problem.at(0).problem_type.value, "a[2Jb\xEF\xBF\xBD .");
    EXPECT_EQ(got.problem.at(0).problem_type.scheme, "\"<&>");
}

} // namespace
} // namespace circ::protocol::ncip::test
