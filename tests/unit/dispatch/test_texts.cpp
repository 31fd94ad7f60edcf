// The message catalogue: the shipped texts, and those of a site over them.
#include "config/texts.hpp"
#include "tests/unit/dispatch/riverton.hpp"

#include <ctime>
#include <filesystem>
#include <fstream>
#include <iomanip>
#include <set>
#include <sstream>

#include <unistd.h>

namespace circ::dispatch::test {
namespace {

text_setting setting() {
    return {.money = {.code = "EUR", .decimals = 2}, .time_zone = "Europe/Berlin"};
}

/// What a sentence is filled with on an ordinary day.
reason typical(reason_code code) {
    return {.code = code, .number = 12, .limit = 40, .amount = storage::money{12350}, .limit_amount = storage::money{2500},
            .at = utc(2026, 4, 14, 10), .place = "East Branch", .field = "DVD", .text = "See page 3"};
}

/// The longest of what a library has: four digits of a fee, a branch with a long name, a policy key.
reason long_one(reason_code code) {
    auto why = typical(code);
    why.number = 128;
    why.limit = 100;
    why.amount = storage::money{123450};
    why.place = "Stadtteilbibliothek Nord";
    if (code == reason_code::request_incomplete) why.field = "AB/AJ";
    return why;
}

std::size_t characters(std::string_view utf8) {
    return static_cast<std::size_t>(std::count_if(utf8.begin(), utf8.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

class shipped : public testing::TestWithParam<const char*> {
protected:
    const config::loaded_texts loaded = config::load_texts({});
};

TEST_P(shipped, texts_say_every_reason_on_one_line) {
    const texts words(loaded.by_language, "en");
    for (int number = 0; number < reason_count; ++number) {
        const auto code = static_cast<reason_code>(number);
        SCOPED_TRACE(reason_name(code));
        ASSERT_TRUE(loaded.by_language.at(GetParam()).contains(reason_name(code)));
        const auto line = words.sentence(typical(code), GetParam(), setting());
        EXPECT_GT(line.size(), 0U);
        EXPECT_LE(characters(line), 80U) << line;
        const auto longest = words.sentence(long_one(code), GetParam(), setting());
        EXPECT_LE(characters(longest), 80U) << longest;
        EXPECT_EQ(line.find_first_of("{}|\r\n"), std::string::npos) << line;
    }
}

TEST_P(shipped, texts_are_of_reasons_forms_and_receipts_only) {
    const auto& own = loaded.by_language.at(GetParam());
    const auto sentences = std::count_if(own.begin(), own.end(), [](const auto& each) {
        return !each.first.starts_with("form.") && !each.first.starts_with("receipt.");
    });
    EXPECT_EQ(sentences, reason_count);
    for (const auto& [name, text] : loaded.by_language.at("en")) EXPECT_TRUE(own.contains(name)) << name;
}

/// Whoever reads it may not know what it means, and it is another's.
TEST_P(shipped, texts_show_no_barcodes) {
    const texts words(loaded.by_language, "en");
    for (const auto& [name, text] : loaded.by_language.at(GetParam()))
        EXPECT_EQ(std::count_if(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; }), 0) << name;
}

TEST_P(shipped, texts_say_the_same_as_the_english_ones) {
    const auto marks = [](std::string_view sentence) {
        std::set<std::string_view> found;
        for (auto at = sentence.find('{'); at != std::string_view::npos; at = sentence.find('{', at + 1))
            found.insert(sentence.substr(at, sentence.find('}', at) - at + 1));
        return found;
    };
    for (const auto& [name, sentence] : loaded.by_language.at("en"))
        EXPECT_EQ(marks(loaded.by_language.at(GetParam()).at(name)), marks(sentence)) << name;
}

INSTANTIATE_TEST_SUITE_P(each, shipped, testing::Values("en", "de", "fr", "es"),
                         [](const auto& each) { return std::string(each.param); });

TEST(shipped_texts, have_no_mistakes) { EXPECT_TRUE(config::load_texts({}).mistakes.empty()); }

TEST(sentences, fall_back_to_the_settings_language_and_then_to_english) {
    const texts words({{"en", {{"pin_wrong", "wrong"}, {"goodbye", "bye"}, {"pin_missing", "missing"}}},
                       {"de", {{"pin_wrong", "falsch"}, {"goodbye", "tschau"}}},
                       {"nl", {{"pin_wrong", "fout"}}}},
                      "de");
    EXPECT_EQ(words.sentence({.code = reason_code::pin_wrong}, "nl", setting()), "fout");
    EXPECT_EQ(words.sentence({.code = reason_code::goodbye}, "nl", setting()), "tschau");
    EXPECT_EQ(words.sentence({.code = reason_code::pin_missing}, "nl", setting()), "missing");
    EXPECT_EQ(words.sentence({.code = reason_code::goodbye}, "", setting()), "tschau");
    EXPECT_TRUE(words.speaks("nl"));
    EXPECT_FALSE(words.speaks("pl"));
}

struct filling_case {
    std::string_view name;
    std::string_view pattern;
    reason why;
    std::string_view line;
    text_setting with = setting();
};

std::ostream& operator<<(std::ostream& out, const filling_case& each) { return out << each.name; }

class filling : public testing::TestWithParam<filling_case> {};

TEST_P(filling, puts_the_values_in) {
    const auto& each = GetParam();
    auto shipped = config::load_texts({}).by_language;
    shipped["en"][reason_name(each.why.code)] = each.pattern;
    const texts words(shipped, "en");
    EXPECT_EQ(words.sentence(each.why, "en", each.with), each.line);
}

const filling_case fillings[] = {
    {"all_of_them", "{number}/{limit}/{amount}/{limit_amount}/{date}/{place}/{field}/{text}", typical(reason_code::goodbye),
     "12/40/123.50 EUR/25.00 EUR/14 Apr 2026/East Branch/DVD/See page 3"},
    {"nothing_for_what_is_not_said", "[{number}{limit}{amount}{limit_amount}{date}{place}{field}{text}]", {.code = reason_code::goodbye}, "[]"},
    {"day_of_the_branch", "{date}", {.code = reason_code::goodbye, .at = utc(2026, 4, 14, 22, 30)}, "15 Apr 2026"},
    {"money_without_decimals", "{amount}", {.code = reason_code::goodbye, .amount = storage::money{1200}}, "1200 JPY",
     {.money = {.code = "JPY", .decimals = 0}, .time_zone = "UTC"}},
    {"values_are_not_patterns", "{text}!", {.code = reason_code::goodbye, .text = "{number}"}, "{number}!"},
};
INSTANTIATE_TEST_SUITE_P(each, filling, testing::ValuesIn(fillings), [](const auto& each) { return std::string(each.param.name); });

struct form_case {
    std::string_view language;
    std::string_view date;
    std::string_view date_time;
    std::string_view amount;
};

std::ostream& operator<<(std::ostream& out, const form_case& each) { return out << each.language; }

class forms : public testing::TestWithParam<form_case> {};

TEST_P(forms, are_those_of_the_language) {
    const auto& each = GetParam();
    const texts words(config::load_texts({}).by_language, "en");
    const auto when = utc(2026, 11, 24, 8, 5);
    EXPECT_EQ(words.date(when, each.language, "Europe/Berlin"), each.date);
    EXPECT_EQ(words.date_time(when, each.language, "Europe/Berlin"), each.date_time);
    EXPECT_EQ(words.amount({123450}, each.language, setting().money), each.amount);
}

constexpr form_case all_forms[] = {{"en", "24 Nov 2026", "24 Nov 2026 09:05", "1234.50 EUR"},
                                   {"de", "24.11.2026", "24.11.2026, 09:05 Uhr", "1234,50 EUR"},
                                   {"fr", "24/11/2026", "24/11/2026 à 09:05", "1234,50 EUR"},
                                   {"es", "24/11/2026", "24/11/2026, 09:05", "1234,50 EUR"}};
INSTANTIATE_TEST_SUITE_P(each, forms, testing::ValuesIn(all_forms), [](const auto& each) { return std::string(each.param.language); });

TEST(forms_of_a_site, may_have_months_in_words) {
    auto loaded = config::load_texts({}).by_language;
    loaded["de"]["form.date"] = "%d. %b %Y, 100%%b";
    const texts words(loaded, "en");
    EXPECT_EQ(words.date(utc(2026, 3, 1, 12), "de", "Europe/Berlin"), "01. März 2026, 100%b");
    EXPECT_EQ(words.date(utc(2026, 12, 31, 12), "de", "Europe/Berlin"), "31. Dez. 2026, 100%b");
}

struct pattern_case {
    std::string_view name;
    std::string_view pattern;
    std::string_view text;
};

std::ostream& operator<<(std::ostream& out, const pattern_case& each) { return out << each.name; }

class date_patterns : public testing::TestWithParam<pattern_case> {};

TEST_P(date_patterns, are_filled_as_strftime_would) {
    const auto when = utc(2009, 3, 6, 22, 5); // a day later where it is written
    EXPECT_EQ(format_date(when, GetParam().pattern, "Europe/Athens"), GetParam().text);
}

const std::string long_pattern(300, '-');

const pattern_case date_pattern_cases[] = {{"numbers", "%Y-%m-%d", "2009-03-07"},
                                           {"short_year", "%y%m%d", "090307"},
                                           {"day_without_a_zero", "%e.%m.", " 7.03."},
                                           {"month_in_words", "%d %b %Y", "07 Mar 2009"},
                                           {"time", "%H:%M", "00:05"},
                                           {"percent", "100%%b", "100%b"},
                                           {"text_alone", "soon", "soon"},
                                           {"nothing", "", ""},
                                           {"longer_than_any_date", long_pattern, long_pattern}};
INSTANTIATE_TEST_SUITE_P(each, date_patterns, testing::ValuesIn(date_pattern_cases), [](const auto& each) { return std::string(each.param.name); });

TEST(date_patterns_of_a_year, are_filled_as_strftime_would) {
    constexpr auto every_part = "%Y %y %m %b %d %e %H %M %%";
    for (int hours = 0; hours < 366 * 24; hours += 23) {
        const auto when = utc(2024, 1, 1) + std::chrono::hours{hours};
        const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(when.time_since_epoch()).count();
        std::tm parts{};
        std::ostringstream wanted;
        wanted << std::put_time(::gmtime_r(&seconds, &parts), every_part);
        EXPECT_EQ(format_date(when, every_part, "UTC"), wanted.str());
    }
}

TEST(forms_of_sentences, leave_the_fields_for_programs_as_they_are) {
    loan_outcome lent;
    lent.item = glass_orchard();
    lent.patron = maren();
    lent.patron->language = "de";
    lent.due_at = utc(2026, 4, 14, 10);
    lent.fee = fee_view{.fee_identifier = "77", .kind = storage::fee_kind::rental, .amount = {150}};
    lent.notices = {{.code = reason_code::fee_charged, .amount = storage::money{150}}};
    const auto line = answer("11YN20260317    142615                  AORIV|AA1|AB2|AC|", lent, make_door());
    EXPECT_THAT(line, testing::HasSubstr("|AH2026-04-14|"));
    EXPECT_THAT(line, testing::HasSubstr("|BV1.50|"));
    EXPECT_THAT(line, testing::HasSubstr("|AFAuf Ihr Konto wurde eine Gebühr von 1,50 EUR gebucht.|"));
}

/// What a reader is told at the end of a session, by a message of staff.
std::string answer_with(const std::string& message, std::size_t max_reply = 8192) {
    outcome made;
    made.notices = {{.code = reason_code::patron_message, .text = message}};
    return answer("3520260317    143255AORIV|AA1|", made, make_door([&](config::profile& p, sip2_door&) { p.max_reply = max_reply; }));
}

std::string tales(int number) {
    std::string text = "Märchen";
    while (--number > 0) text += " Märchen";
    return text;
}

const std::string before_the_message = "36Y20260317    142530AORIV|AA1|";

TEST(long_messages, go_on_in_the_next_line_after_255_bytes) {
    EXPECT_EQ(answer_with(tales(60)), before_the_message + "AF" + tales(28) + "|AF" + tales(28) + "|AF" + tales(4) + "|");
    EXPECT_EQ(answer_with(tales(28)), before_the_message + "AF" + tales(28) + "|");
}

TEST(long_messages, break_between_characters_where_there_is_no_blank) {
    std::string umlauts;
    for (int i = 0; i < 200; ++i) umlauts += "ü";
    EXPECT_EQ(answer_with("a" + umlauts), before_the_message + "AFa" + umlauts.substr(0, 254) + "|AF" + umlauts.substr(254) + "|");
    EXPECT_EQ(answer_with(umlauts), before_the_message + "AF" + umlauts.substr(0, 254) + "|AF" + umlauts.substr(254) + "|");
}

TEST(long_messages, take_no_more_than_half_of_an_answer) {
    EXPECT_EQ(answer_with(tales(40), 900), before_the_message + "AF" + tales(28) + "|AF" + tales(12) + "|");
    EXPECT_EQ(answer_with(tales(60), 900), before_the_message + "AF" + tales(28) + "|");
}

/// A folder with texts of a site.
class site : public testing::Test {
protected:
    site() : folder_(std::filesystem::temp_directory_path() / ("circ_texts_" + std::to_string(::getpid()))) {
        std::filesystem::create_directories(folder_);
    }
    ~site() override { std::filesystem::remove_all(folder_); }

    void put(const std::string& file, std::string_view text) const { std::ofstream(folder_ / file) << text; }
    [[nodiscard]] config::loaded_texts load(const std::string& language = "en") const {
        return config::load_texts({.language = language, .directory = folder_.string()});
    }
    [[nodiscard]] std::vector<std::string> mistakes() const {
        std::vector<std::string> told;
        for (const auto& each : load().mistakes) told.push_back(config::to_string(each).substr(folder_.string().size() + 1));
        std::sort(told.begin(), told.end());
        return told;
    }

private:
    std::filesystem::path folder_;
};

TEST_F(site, texts_stand_over_the_shipped_ones) {
    put("en.toml", "goodbye = \"See you at the fair.\"\n");
    const auto loaded = load();
    EXPECT_TRUE(loaded.mistakes.empty());
    EXPECT_EQ(loaded.by_language.at("en").at("goodbye"), "See you at the fair.");
    EXPECT_EQ(loaded.by_language.at("en").at("pin_missing"), "Please enter your PIN.");
    EXPECT_EQ(loaded.by_language.at("de").at("goodbye"), "Auf Wiedersehen.");
}

TEST_F(site, may_add_a_language_and_choose_it) {
    put("nl.toml", "goodbye = \"Tot ziens.\"\n");
    const auto loaded = load("nl");
    EXPECT_TRUE(loaded.mistakes.empty());
    EXPECT_EQ(loaded.by_language.at("nl").at("goodbye"), "Tot ziens.");
}

TEST_F(site, is_told_every_mistake_with_its_place) {
    put("en.toml", "pin_wrogn = \"x\"\npin_wrong = 3\ngoodbye = \"until {dat}\"\npin_missing = \"from {date\"\n");
    put("german.toml", "goodbye = \"Tschau\"\n");
    put("fr.toml", "goodbye = \n");
    put("notes.txt", "not looked at");
    EXPECT_THAT(mistakes(), testing::ElementsAre(
                                testing::StartsWith("en.toml:1:1: pin_wrogn: there is no such sentence; did you mean \"pin_wrong\"?"),
                                testing::StartsWith("en.toml:2:1: pin_wrong: a sentence is a text in quotes"),
                                testing::StartsWith("en.toml:3:1: goodbye: there is no placeholder {dat}; did you mean \"date\"?"),
                                testing::StartsWith("en.toml:4:1: pin_missing: a { without its }"),
                                testing::StartsWith("fr.toml:1:"),
                                testing::StartsWith("german.toml: texts.directory: a file of texts is named by its language")));
}

TEST_F(site, is_told_of_values_that_are_missing_or_never_there) {
    put("en.toml", "fee_charged = \"A fee was charged.\"\ngoodbye = \"Until {date}!\"\ntoo_many_loans = \"That is enough.\"\n"
                   "transit_to = \"Goes to {text}.\"\n");
    EXPECT_THAT(mistakes(), testing::ElementsAre(
                                testing::StartsWith("en.toml:1:1: fee_charged: this sentence must tell {amount}"),
                                testing::StartsWith("en.toml:2:1: goodbye: this sentence has no placeholders"),
                                testing::StartsWith("en.toml:4:1: transit_to: this sentence has no {text}; it has {place}")));
}

TEST_F(site, writes_receipts_and_forms_of_its_own) {
    put("en.toml", "[form]\ndate = \"%d/%m/%y\"\n[receipt]\nmore = \"and {more}\"\ncheckin = [\"{library}\", \"Thanks!\"]\n"
                   "renewal = [\"\", \"Thanks!\"]\ncheckout = []\n");
    const auto loaded = load();
    EXPECT_TRUE(loaded.mistakes.empty());
    EXPECT_EQ(loaded.by_language.at("en").at("form.date"), "%d/%m/%y");
    EXPECT_EQ(loaded.by_language.at("en").at("receipt.more"), "and {more}");
    EXPECT_EQ(loaded.by_language.at("en").at("receipt.checkin"), "{library}\nThanks!");
    EXPECT_EQ(loaded.by_language.at("en").at("receipt.renewal"), "\nThanks!") << "paper to tear off";
    EXPECT_EQ(loaded.by_language.at("en").at("receipt.checkout"), "");
    EXPECT_EQ(loaded.by_language.at("en").at("form.decimal"), ".");
}

TEST_F(site, is_told_what_is_wrong_with_receipts_and_forms) {
    put("en.toml", "[form]\ndate = \"%Q\"\ndecimal = \"x\"\nmonths = \"Jan Feb\"\ntime = \"%H\"\n[receipt]\ncheckin = [\"{titel}\"]\n"
                   "checkout = [\"Lent: {entries}\"]\nsession = [1]\nrenewal = 7\nentry_lent = [\"{library}\"]\n");
    EXPECT_THAT(mistakes(), testing::UnorderedElementsAre(
                                testing::StartsWith("en.toml:2:1: form.date: a date is a pattern of"),
                                testing::StartsWith("en.toml:3:1: form.decimal: a decimal sign is"),
                                testing::StartsWith("en.toml:4:1: form.months: twelve words are wanted"),
                                testing::StartsWith("en.toml:5:1: form.time: there is no such sentence"),
                                testing::StartsWith("en.toml:7:1: receipt.checkin: there is no placeholder {titel}"),
                                testing::StartsWith("en.toml:8:1: receipt.checkout: {entries} stands in a line of its own"),
                                testing::StartsWith("en.toml:9:1: receipt.session: a receipt is a text in quotes, or a list of them"),
                                testing::StartsWith("en.toml:10:1: receipt.renewal: a receipt is a text in quotes"),
                                testing::StartsWith("en.toml:11:1: receipt.entry_lent: there is no placeholder {library}")));
}

TEST_F(site, keeps_the_shipped_sentence_where_its_own_is_wrong) {
    put("en.toml", "goodbye = \"until {dat}\"\n");
    EXPECT_EQ(load().by_language.at("en").at("goodbye"), "Goodbye.");
}

TEST(settings_of_texts, must_name_what_there_is) {
    const auto nowhere = config::load_texts({.language = "en", .directory = "/nonexistent/texts"});
    ASSERT_EQ(nowhere.mistakes.size(), 1U);
    EXPECT_EQ(nowhere.mistakes.front().key, "texts.directory");
    const auto klingon = config::load_texts({.language = "tlh", .directory = ""});
    ASSERT_EQ(klingon.mistakes.size(), 1U);
    EXPECT_EQ(klingon.mistakes.front().key, "texts.language");
}

} // namespace
} // namespace circ::dispatch::test
