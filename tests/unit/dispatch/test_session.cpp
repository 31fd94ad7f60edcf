// What a session remembers from one exchange to the next.
#include "tests/unit/dispatch/riverton.hpp"

namespace circ::dispatch::test {
namespace {

using std::chrono::minutes;

/// One exchange; of the outcome the PIN alone matters.
void exchange(sip2_door& door, std::string_view line, pin_state pin, storage::instant at) {
    outcome done;
    done.pin = pin;
    meet(door, request(line));
    remember(door, request(line), done, at);
}

bool proved(const sip2_door& door, std::string_view card, storage::instant at) {
    const auto message = request("11NN20260317    142615                  AORIV|AA" + std::string(card) + "|AB2|AC|");
    const auto translated = to_operation({.message = message, .once_only_text = "", .at = at}, door);
    return std::get<checkout>(std::get<any_operation>(translated)).by.pin_proved_before;
}

constexpr std::string_view right_pin = "2300320260317    142530AORIV|AA1|AC|AD4471|";
constexpr std::string_view no_pin = "6300220260317    142530          AORIV|AA1|";
constexpr std::string_view other_card = "6300020260317    142530          AORIV|AA2|";
constexpr std::string_view other_checkout = "11NN20260317    142615                  AORIV|AA2|AB2|AC|";
constexpr std::string_view end = "3520260317    143255AORIV|AA1|";

class session : public testing::Test {
protected:
    sip2_door door = make_door();
};

TEST_F(session, lets_a_right_pin_count_for_its_card_for_three_minutes) {
    exchange(door, right_pin, pin_state::right, now());
    EXPECT_TRUE(proved(door, "1", now() + minutes(3)));
    EXPECT_FALSE(proved(door, "2", now()));
    EXPECT_FALSE(proved(door, "1", now() + minutes(3) + std::chrono::seconds(1)));
}

TEST_F(session, is_not_prolonged_by_using_it) {
    exchange(door, right_pin, pin_state::right, now());
    exchange(door, no_pin, pin_state::right, now() + minutes(2));
    EXPECT_FALSE(proved(door, "1", now() + minutes(4)));
}

TEST_F(session, begins_anew_with_the_pin_given_again) {
    exchange(door, right_pin, pin_state::right, now());
    exchange(door, right_pin, pin_state::right, now() + minutes(2));
    EXPECT_TRUE(proved(door, "1", now() + minutes(4)));
}

TEST_F(session, proves_nothing_without_a_pin) {
    exchange(door, no_pin, pin_state::not_needed, now());
    EXPECT_FALSE(proved(door, "1", now()));
}

struct forgetting_case {
    std::string_view name;
    std::string_view request;
    pin_state pin;
};

std::ostream& operator<<(std::ostream& out, const forgetting_case& each) { return out << each.name; }

class forgets : public testing::TestWithParam<forgetting_case> {};

TEST_P(forgets, who_was_proved) {
    sip2_door door = make_door();
    exchange(door, right_pin, pin_state::right, now());
    exchange(door, GetParam().request, GetParam().pin, now());
    EXPECT_FALSE(proved(door, "1", now()));
}

constexpr forgetting_case forgettings[] = {{"at_the_end", end, pin_state::not_needed},
                                           {"with_another_card", other_card, pin_state::not_given},
                                           {"with_another_cards_checkout", other_checkout, pin_state::not_given},
                                           {"after_a_wrong_pin", right_pin, pin_state::wrong},
                                           {"when_locked", right_pin, pin_state::locked}};
INSTANTIATE_TEST_SUITE_P(session, forgets, testing::ValuesIn(forgettings),
                         [](const auto& each) { return std::string(each.param.name); });

TEST_F(session, keeps_the_language_until_the_end) {
    exchange(door, right_pin, pin_state::right, now());
    EXPECT_EQ(door.language, "de");
    exchange(door, "1720260317    143005AORIV|AB2|", pin_state::not_needed, now());
    EXPECT_EQ(door.language, "de");
    exchange(door, end, pin_state::not_needed, now());
    EXPECT_EQ(door.language, "");
}

TEST_F(session, does_not_speak_one_readers_language_to_the_next) {
    exchange(door, right_pin, pin_state::right, now());
    exchange(door, other_card, pin_state::not_given, now());
    EXPECT_EQ(door.language, "");
}

TEST_F(session, keeps_a_language_that_the_next_request_does_not_name) {
    exchange(door, right_pin, pin_state::right, now());
    exchange(door, "6300020260317    142530          AORIV|AA1|", pin_state::not_given, now());
    EXPECT_EQ(door.language, "de");
}

TEST_F(session, says_goodbye_in_the_readers_language) {
    outcome told;
    told.patron = maren();
    told.patron->language = "fr";
    const auto look = request("6300020260317    142530          AORIV|AA1|");
    meet(door, look);
    remember(door, look, told, now());
    outcome ended;
    ended.notices = {{.code = reason_code::goodbye}};
    meet(door, request(end));
    EXPECT_THAT(answer(end, ended, door), testing::HasSubstr("AFAu revoir.|"));
    remember(door, request(end), ended, now());
    EXPECT_EQ(door.reader.language, "");
}

TEST_F(session, is_over_for_the_reader_before_when_another_card_comes_without_any_pin) {
    exchange(door, "6300320260317    142530          AORIV|AA2|", pin_state::not_given, now());
    EXPECT_EQ(door.language, "de");
    meet(door, request("11NN20260317    142615                  AORIV|AA1|AB2|AC|"));
    EXPECT_EQ(door.language, "");
}

struct language_case {
    std::string_view name;
    std::string_view requests; ///< language number of the 63
    std::string_view remembered;
    std::string_view patrons;
    std::string_view terminals;
    std::string_view librarys;
    std::string_view goodbye;
};

std::ostream& operator<<(std::ostream& out, const language_case& each) { return out << each.name; }

class language : public testing::TestWithParam<language_case> {};

TEST_P(language, is_the_first_that_is_spoken) {
    const auto& wanted = GetParam();
    const auto here = make_door([&](config::profile& p, sip2_door& d) {
        d.language = wanted.remembered;
        p.language = wanted.terminals;
        d.identity->institution.language = wanted.librarys;
    });
    outcome told;
    told.patron = maren();
    told.patron->language = wanted.patrons;
    told.notices = {{.code = reason_code::pin_missing}};
    const auto line = answer("63" + std::string(wanted.requests) + "20260317    142530          AORIV|AA1|", told, here);
    EXPECT_THAT(line, testing::HasSubstr("AF" + std::string(wanted.goodbye) + "|"));
    EXPECT_EQ(line.substr(16, 3), wanted.requests);
}

constexpr language_case languages[] = {
    {"of_the_request", "003", "es", "fr", "en", "en", "Bitte geben Sie Ihre PIN ein."},
    {"asked_for_before", "000", "es", "fr", "en", "en", "Introduzca su PIN."},
    {"of_the_patron", "000", "", "fr", "en", "en", "Saisissez votre code."},
    {"of_the_terminal", "000", "", "", "de", "en", "Bitte geben Sie Ihre PIN ein."},
    {"of_the_library", "000", "", "", "", "es", "Introduzca su PIN."},
    {"not_one_that_is_not_spoken", "015", "fi", "nl", "pl", "fr", "Saisissez votre code."},
    {"of_the_settings_when_none_is_spoken", "015", "fi", "nl", "pl", "sv", "Please enter your PIN."},
    {"of_friulian_which_nobody_speaks_here", "000", "", "fur", "", "es", "Introduzca su PIN."},
    {"canadian_french_is_french", "011", "", "", "", "en", "Saisissez votre code."},
};
INSTANTIATE_TEST_SUITE_P(session, language, testing::ValuesIn(languages),
                         [](const auto& each) { return std::string(each.param.name); });

struct number_case {
    int number;
    std::string_view iso;
    std::string_view pin_missing; ///< what a reader is told whose request has this number
};

/// All of the standard's table, and what is beyond it.
TEST(language_numbers, are_spoken_or_fall_back) {
    constexpr std::string_view english = "Please enter your PIN.", french = "Saisissez votre code.",
                               german = "Bitte geben Sie Ihre PIN ein.", spanish = "Introduzca su PIN.";
    constexpr number_case numbers[] = {
        {0, "", english},    {1, "en", english},  {2, "fr", french},   {3, "de", german},   {4, "it", english},
        {5, "nl", english},  {6, "sv", english},  {7, "fi", english},  {8, "es", spanish},  {9, "da", english},
        {10, "pt", english}, {11, "fr", french},  {12, "no", english}, {13, "he", english}, {14, "ja", english},
        {15, "ru", english}, {16, "ar", english}, {17, "pl", english}, {18, "el", english}, {19, "zh", english},
        {20, "ko", english}, {21, "es", spanish}, {22, "ta", english}, {23, "ms", english}, {24, "en", english},
        {25, "is", english}, {26, "nl", english}, {27, "zh", english}, {28, "", english},   {999, "", english}};
    outcome told;
    told.notices = {{.code = reason_code::pin_missing}};
    for (const auto& each : numbers) {
        SCOPED_TRACE(each.number);
        const auto digits = std::to_string(1000 + each.number).substr(1);
        const auto line = "63" + digits + "20260317    142530          AORIV|AA1|";
        sip2_door door = make_door();
        exchange(door, line, pin_state::not_given, now());
        EXPECT_EQ(door.language, each.iso);
        EXPECT_THAT(answer(line, told, make_door()), testing::HasSubstr("AF" + std::string(each.pin_missing) + "|"));
    }
}

} // namespace
} // namespace circ::dispatch::test
