#include "protocol/marc/bibliographic.hpp"
#include "protocol/marc/format.hpp"
#include "protocol/marc/price.hpp"
#include "samples.hpp"

namespace circ::test {

namespace {

using fields = std::vector<marc::data_field>;

marc::record with(fields data, std::string f008 = {}) {
    marc::record out{.leader = "00000nam a2200000 a 4500"};
    if (!f008.empty()) out.control_fields.push_back({"008", std::move(f008)});
    out.data_fields = std::move(data);
    return out;
}

struct title_case {
    std::string name;
    std::vector<marc::subfield> subfields;
    std::string expected;
};

class title_statement : public testing::TestWithParam<title_case> {};

TEST_P(title_statement, is_free_of_isbd) {
    EXPECT_EQ(marc::title_statement(with({{"245", '1', '0', GetParam().subfields}})),
              GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    cases,
    title_statement,
    testing::Values(
        title_case{"plain", {{'a', "Jaws."}}, "Jaws"},
        title_case{"responsibility_left_out", {{'a', "Jaws /"}, {'c', "P. Benchley."}}, "Jaws"},
        title_case{"remainder", {{'a', "Jaws :"}, {'b', "a novel /"}}, "Jaws: a novel"},
        title_case{"medium_left_out",
                   {{'a', "Jaws"}, {'h', "[video] :"}, {'b', "the film"}},
                   "Jaws: the film"},
        title_case{"parallel", {{'a', "Shark ="}, {'b', "Hai"}}, "Shark = Hai"},
        title_case{"parallel_behind_medium",
                   {{'a', "Shark"}, {'h', "[video] ="}, {'b', "Hai"}},
                   "Shark = Hai"},
        title_case{"parts",
                   {{'a', "Faust."}, {'n', "Part 2,"}, {'p', "The end."}},
                   "Faust. Part 2, The end"},
        title_case{"part_without_number", {{'a', "Faust."}, {'p', "Prologue"}}, "Faust. Prologue"},
        title_case{"ellipsis_kept", {{'a', "And then ..."}}, "And then ..."},
        title_case{"initials_kept", {{'a', "Made in the U.S.A."}}, "Made in the U.S.A."},
        title_case{"nothing", {}, ""}),
    [](const auto& each) { return each.param.name; });

TEST(bibliographic, names_the_author) {
    EXPECT_EQ(
        marc::main_author(with({{"100", '1', ' ', {{'a', "King, Stephen,"}, {'d', "1947-"}}}})),
        "King, Stephen");
    EXPECT_EQ(marc::main_author(with({{"100", '1', ' ', {{'a', "Smith, J."}}}})), "Smith, J.");
    EXPECT_EQ(marc::main_author(with({{"110", '2', ' ', {{'a', "UNESCO."}, {'b', "Office."}}}})),
              "UNESCO. Office");
    EXPECT_EQ(marc::main_author(with(
                  {{"700", '1', ' ', {{'a', "Second"}}}, {"111", '2', ' ', {{'a', "Congress"}}}})),
              "Congress");
    EXPECT_EQ(marc::main_author(with({{"700", '1', ' ', {{'a', "Davis, Miles."}}}})),
              "Davis, Miles");
    EXPECT_EQ(marc::main_author(with({})), "");
}

TEST(bibliographic, gives_each_isbn_as_it_stands) {
    EXPECT_THAT(marc::isbn_texts(with({{"020", ' ', ' ', {{'a', "0198526636"}, {'q', "hbk."}}},
                                       {"020", ' ', ' ', {{'a', "9780198526636 (ebook)"}}},
                                       {"020", ' ', ' ', {{'z', "080442957X"}}}})),
                testing::ElementsAre("0198526636", "9780198526636 (ebook)"));
}

TEST(bibliographic, tells_when_and_where_it_was_published) {
    const std::string f008 = "240101s2019    xxu           000 0 eng d";
    const auto year_of = [&](char second, std::string tag, std::string date, std::string fixed) {
        return marc::publication_year(
            with({{std::move(tag), ' ', second, {{'c', std::move(date)}}}}, std::move(fixed)));
    };
    EXPECT_EQ(year_of(' ', "260", "c1960.", f008), 1960);
    EXPECT_EQ(year_of('1', "264", "[1999?]", f008), 1999);
    EXPECT_EQ(year_of(' ', "260", "19--", f008), 2019);
    EXPECT_EQ(year_of(' ', "260", "12345", ""), std::nullopt);
    EXPECT_EQ(marc::publication_year(with({}, "850101c19859999xxu")), 1985);
    EXPECT_EQ(marc::publication_year(with({}, "short")), std::nullopt);

    const auto both = with({{"264", ' ', '4', {{'c', "©2001"}}},
                            {"264", ' ', '1', {{'b', "[Blue Note],"}, {'c', "2002"}}},
                            {"250", ' ', ' ', {{'a', "2nd ed. /"}}}},
                           f008);
    EXPECT_EQ(marc::publication_year(both), 2002);
    EXPECT_EQ(marc::publisher(both), "Blue Note");
    EXPECT_EQ(marc::edition(both), "2nd ed");
    EXPECT_EQ(marc::language(both), "eng");
    EXPECT_EQ(marc::language(with({{"041", '1', ' ', {{'a', "engfre"}}}})), "eng");
    EXPECT_EQ(marc::language(with({{"041", '1', ' ', {{'a', "fre"}}}},
                                  "240101s2019    xxu           000 0 und d")),
              "fre");
    EXPECT_EQ(marc::language(with({})), "");
}

TEST(bibliographic, lists_the_librarys_own_call_numbers_first) {
    const auto found = marc::call_numbers(with({{"050", '0', '0', {{'a', "MT95"}, {'b', ".T36"}}},
                                                {"082", '0', '0', {{'a', "782/.08'1"}}},
                                                {"090", ' ', ' ', {{'a', "JAZZ 1"}}}}));
    ASSERT_EQ(found.size(), 3u);
    EXPECT_EQ(found[0].text, "JAZZ 1");
    EXPECT_EQ(found[1].text, "MT95 .T36");
    EXPECT_EQ(found[2].text, "782.081");
    EXPECT_EQ(marc::control_number_of(sample_book()).number, "b42");
    EXPECT_EQ(marc::control_number_of(sample_book()).assigned_by, "XxTest");
}

struct format_case {
    std::string name;
    std::string leader_06_07;
    std::string f007;
    std::string carrier; ///< 338 $b
    std::string extent;  ///< 300 $a
    marc::format expected;
};

class format_of : public testing::TestWithParam<format_case> {};

TEST_P(format_of, is_told) {
    marc::record from{.leader = "00000n" + GetParam().leader_06_07 + " a2200000 a 4500"};
    if (!GetParam().f007.empty()) from.control_fields = {{"007", GetParam().f007}};
    from.data_fields = {{"300", ' ', ' ', {{'a', GetParam().extent}}},
                        {"338", ' ', ' ', {{'b', GetParam().carrier}}}};
    EXPECT_EQ(marc::format_of(from), GetParam().expected);
    EXPECT_EQ(marc::to_string(GetParam().expected).empty(), false);
}

INSTANTIATE_TEST_SUITE_P(
    cases,
    format_of,
    testing::Values(
        format_case{"book", "am", "ta", "nc", "200 p.", marc::format::book},
        format_case{"serial", "as", "", "", "", marc::format::serial},
        format_case{"score", "cm", "", "", "1 score", marc::format::score},
        format_case{"dvd", "gm", "vd cvaizq", "vd", "1 videodisc", marc::format::dvd},
        format_case{"blu_ray", "gm", "vd csaizq", "", "", marc::format::blu_ray},
        format_case{"videocassette", "gm", "vf cbahos", "", "", marc::format::videocassette},
        format_case{"dvd_by_words", "gm", "", "vd", "2 DVDs", marc::format::dvd},
        format_case{"video", "gm", "", "", "", marc::format::video},
        format_case{"cd", "jm", "sd fsngnn", "", "", marc::format::cd},
        format_case{"lp", "jm", "sd bsmennmplu", "", "", marc::format::lp},
        format_case{"audiocassette", "im", "", "ss", "", marc::format::audiocassette},
        format_case{"audio", "jm", "sd", "", "1 sound disc", marc::format::audio},
        format_case{"book_with_a_cd", "am", "sd fsngnn", "", "1 book + 1 CD", marc::format::book},
        format_case{"online", "am", "cr |||", "", "", marc::format::online},
        format_case{"object", "rm", "", "", "", marc::format::object},
        format_case{"other", "zz", "", "", "", marc::format::other}),
    [](const auto& each) { return each.param.name; });

TEST(price, is_read_as_cataloguers_write_it) {
    const std::vector<std::pair<std::string, std::optional<marc::price>>> cases = {
        {"$29.95", marc::price{2995, ""}},
        {"US$ 5", marc::price{500, "USD"}},
        {"USD29.95", marc::price{2995, "USD"}},
        {"29,95 EUR", marc::price{2995, "EUR"}},
        {"€7.5", marc::price{750, "EUR"}},
        {"£12.", marc::price{1200, "GBP"}},
        {"1.234,50", marc::price{123450, ""}},
        {"1,234.50", marc::price{123450, ""}},
        {"1,234", marc::price{123400, ""}},
        {"kr. 92,00", marc::price{9200, ""}},
        {"¥15", marc::price{1500, "JPY"}},
        {"0", marc::price{0, ""}},
        {"1.23456", std::nullopt},
        {"12345678901", std::nullopt},
        {"about 5", std::nullopt},
        {"$29.95 CAD", marc::price{2995, "CAD"}},
        {"€5 USD", std::nullopt},
        {"-5", std::nullopt},
        {"5 (pbk.)", std::nullopt},
        {"", std::nullopt},
        {"free", std::nullopt},
    };
    for (const auto& [text, expected] : cases)
        EXPECT_EQ(marc::parse_price(text, 2), expected) << text;
}

TEST(price, has_the_decimals_of_the_currency_that_is_kept) {
    EXPECT_EQ(marc::parse_price("¥1,500", 0), (marc::price{1500, "JPY"}));
    EXPECT_EQ(marc::parse_price("12.500", 3), (marc::price{12500, ""}));
    EXPECT_EQ(marc::parse_price("12,5", 3), (marc::price{12500, ""}));
    EXPECT_EQ(marc::parse_price("1.234,500", 3), (marc::price{1234500, ""}));
    EXPECT_EQ(marc::parse_price("1,234,567", 3), (marc::price{1234567000, ""})) << "thousands, twice";
}

} // namespace

} // namespace circ::test
