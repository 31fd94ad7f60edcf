#include "protocol/secret.hpp"
#include "protocol/sip2/values.hpp"

#include <cstring>
#include <limits>

namespace circ::protocol::sip2 {
namespace {

template <class T>
std::string written(const T& value) {
    std::string out;
    wire<T>::write(out, value);
    return out;
}

template <class T>
std::pair<reading, T> read_as(std::string_view text) {
    T value{};
    const auto result = wire<T>::read(text, value);
    return {result, value};
}

/// What reading makes of a text, written again.
struct reading_case {
    std::string name;
    std::pair<reading, std::string> (*pass)(std::string_view);
    std::string text;
    reading result;
    std::string again;
};
void PrintTo(const reading_case& c, std::ostream* out) {
    *out << c.name;
}

template <class T>
std::pair<reading, std::string> pass(std::string_view text) {
    const auto [result, value] = read_as<T>(text);
    return {result, written(value)};
}

class value_reading : public testing::TestWithParam<reading_case> {};

TEST_P(value_reading, takes_what_the_standard_allows_and_keeps_its_default_otherwise) {
    const auto& c = GetParam();
    EXPECT_EQ(c.pass(c.text), std::pair(c.result, c.again));
}

constexpr auto good = reading::good;
constexpr auto doubtful = reading::doubtful;
constexpr auto refused = reading::refused;

INSTANTIATE_TEST_SUITE_P(
    values,
    value_reading,
    testing::Values(
        reading_case{"yes", pass<yes_no>, "Y", good, "Y"},
        reading_case{"lower_case_yes", pass<yes_no>, "y", refused, std::string(1, '\0')},
        reading_case{"zero", pass<zero_one>, "0", good, "0"},
        reading_case{"unknown_medium", pass<magnetic>, "U", good, "U"},
        reading_case{"add_hold", pass<hold_mode>, "+", good, "+"},
        reading_case{"empty_letter", pass<hold_mode>, "", refused, std::string(1, '\0')},
        reading_case{"two_letters", pass<status_code>, "01", refused, std::string(1, '\0')},
        reading_case{"last_language", pass<language>, "027", good, "027"},
        reading_case{"language_beyond", pass<language>, "028", refused, "000"},
        reading_case{"unassigned_status", pass<circulation_status>, "77", good, "77"},
        reading_case{"fee_type_zero", pass<fee_type>, "00", refused, "00"},
        reading_case{"hold_type_letter", pass<hold_type>, "x", refused, "0"},
        reading_case{"padded_width", pass<three_digits>, " 80", good, "080"},
        reading_case{"blank_width", pass<three_digits>, "   ", refused, "000"},
        reading_case{"sign_in_width", pass<three_digits>, "-80", refused, "000"},
        reading_case{"long_count", pass<count>, "00001", refused, "0000"},
        reading_case{"short_count", pass<count>, "12", good, "0012"},
        reading_case{
            "patron_status", pass<patron_status>, "YY Y      Y   ", good, "YY Y      Y   "},
        reading_case{"no_instead_of_blank",
                     pass<patron_status>,
                     "YNNNNNNNNNNNNN",
                     doubtful,
                     "Y             "},
        reading_case{"nine_summary_flags", pass<summary>, "YYYYYYYYY", doubtful, "YYYYYYYYY "},
        reading_case{"more_messages_than_known",
                     pass<supported_messages>,
                     "YYYYYYYYYYYYYYYYNN",
                     good,
                     "YYYYYYYYYYYYYYYY"},
        reading_case{
            "local_time", pass<date_time>, "20260317    142530", good, "20260317    142530"},
        reading_case{"utc", pass<date_time>, "20260317   Z142530", good, "20260317   Z142530"},
        reading_case{
            "zone_of_zeros", pass<date_time>, "202603170000142530", good, "20260317    142530"},
        reading_case{"zone_nobody_uses",
                     pass<date_time>,
                     "20260317   J142530",
                     doubtful,
                     "20260317    142530"},
        reading_case{"zone_of_letters",
                     pass<date_time>,
                     "20260317ABCD142530",
                     doubtful,
                     "20260317    142530"},
        reading_case{"leap_day", pass<date_time>, "20240229    000000", good, "20240229    000000"},
        reading_case{
            "no_leap_day", pass<date_time>, "20260229    000000", refused, "19700101    000000"},
        reading_case{
            "hour_24", pass<date_time>, "20260317    240000", refused, "19700101    000000"},
        reading_case{"blank_in_a_date",
                     pass<date_time>,
                     "2026 317    142530",
                     refused,
                     "19700101    000000"},
        reading_case{
            "date_one_short", pass<date_time>, "20260317    14253", refused, "19700101    000000"},
        reading_case{"version_2", pass<protocol_version>, "2.00", good, "2.00"},
        reading_case{"version_3", pass<protocol_version>, "3.00", good, "2.00"},
        reading_case{"version_1_50", pass<protocol_version>, "1.50", good, "1.00"},
        reading_case{"version_of_half_a_date", pass<protocol_version>, "0317", refused, "0.00"},
        reading_case{"version_below_1", pass<protocol_version>, "0.50", good, "0.00"},
        reading_case{"version_2_E", pass<protocol_version>, "2.0E", doubtful, "2.00"},
        reading_case{"version_padded", pass<protocol_version>, " 2.0", doubtful, "2.00"},
        reading_case{"version_of_letters", pass<protocol_version>, "ABCD", refused, "0.00"},
        reading_case{"currency", pass<currency>, "EUR", good, "EUR"},
        reading_case{"lower_currency", pass<currency>, "eur", refused, std::string(3, '\0')},
        reading_case{"algorithm", pass<algorithm>, "7", good, "7"},
        reading_case{"algorithm_control", pass<algorithm>, "\r", refused, std::string(1, '\0')}),
    [](const auto& each) { return each.param.name; });

TEST(value_writing, caps_a_count_at_four_digits) {
    EXPECT_EQ(written(count{12345}), "9999");
}

TEST(date_time, knows_the_letters_of_the_zones) {
    const auto offset = [](char zone) { return utc_offset(date_time{.zone = zone}); };
    using std::chrono::hours;
    EXPECT_EQ(offset(' '), std::nullopt);
    EXPECT_EQ(offset('Z'), hours{0});
    EXPECT_EQ(offset('A'), hours{1});
    EXPECT_EQ(offset('I'), hours{9});
    EXPECT_EQ(offset('K'), hours{10});
    EXPECT_EQ(offset('M'), hours{12});
    EXPECT_EQ(offset('N'), hours{-1});
    EXPECT_EQ(offset('Q'), hours{-4});
    EXPECT_EQ(offset('Y'), hours{-12});
}

struct amount_case {
    std::string name;
    std::string text;
    unsigned decimals;
    decimal_sign sign;
    std::optional<std::int64_t> minor_units;
};
void PrintTo(const amount_case& c, std::ostream* out) {
    *out << c.name;
}

class amounts : public testing::TestWithParam<amount_case> {};

TEST_P(amounts, reads_exact_decimals_only) {
    const auto& c = GetParam();
    EXPECT_EQ(parse_amount(c.text, c.decimals, c.sign), c.minor_units);
}

constexpr auto point = decimal_sign::point;
constexpr auto comma = decimal_sign::point_or_comma;

INSTANTIATE_TEST_SUITE_P(
    values,
    amounts,
    testing::Values(amount_case{"usual", "115.57", 2, point, 11557},
                    amount_case{"without_decimals", "3", 2, point, 300},
                    amount_case{"one_decimal", "3.5", 2, point, 350},
                    amount_case{"zero", "0.00", 2, point, 0},
                    amount_case{"credit", "-3.50", 2, point, -350},
                    amount_case{"yen", "350", 0, point, 350},
                    amount_case{"yen_with_point", "350.", 0, point, std::nullopt},
                    amount_case{"yen_with_decimals", "350.0", 0, point, std::nullopt},
                    amount_case{"three_decimals", "1.234", 3, point, 1234},
                    amount_case{"too_many_decimals", "3.505", 2, point, std::nullopt},
                    amount_case{"comma_by_option", "3,50", 2, comma, 350},
                    amount_case{"comma", "3,50", 2, point, std::nullopt},
                    amount_case{"thousands", "1,000.00", 2, comma, std::nullopt},
                    amount_case{"empty", "", 2, point, std::nullopt},
                    amount_case{"sign_alone", "-", 2, point, std::nullopt},
                    amount_case{"two_signs", "--3", 2, point, std::nullopt},
                    amount_case{"plus", "+3", 2, point, std::nullopt},
                    amount_case{"point_first", ".50", 2, point, std::nullopt},
                    amount_case{"point_last", "3.", 2, point, std::nullopt},
                    amount_case{"blank_in_front", " 3.50", 2, point, std::nullopt},
                    amount_case{"word", "three", 2, point, std::nullopt},
                    amount_case{"endless", "99999999999999999999", 2, point, std::nullopt}),
    [](const auto& each) { return each.param.name; });

TEST(amounts, are_written_with_the_decimals_of_their_currency) {
    EXPECT_EQ(format_amount(11557, 2), "115.57");
    EXPECT_EQ(format_amount(5, 2), "0.05");
    EXPECT_EQ(format_amount(0, 2), "0.00");
    EXPECT_EQ(format_amount(-5, 2), "-0.05");
    EXPECT_EQ(format_amount(350, 0), "350");
    EXPECT_EQ(format_amount(std::numeric_limits<std::int64_t>::min(), 2), "-92233720368547758.08");
}

TEST(numbers, take_leading_zeros_and_nothing_but_digits) {
    EXPECT_EQ(parse_number("00001"), 1U);
    EXPECT_EQ(parse_number("000"), 0U);
    EXPECT_EQ(parse_number("999999999"), 999'999'999U);
    for (const auto* text : {"", "first", "-1", " 1", "1 ", "1000000000"}) {
        EXPECT_EQ(parse_number(text), std::nullopt) << text;
    }
}

template <class T>
concept printable = requires(std::ostream& out, const T& value) {
    out << value;
};
static_assert(!printable<secret> && printable<std::string>);

TEST(secrets, compare_by_their_text_and_survive_copies_and_moves) {
    secret pin("4471");
    secret copy = pin;
    EXPECT_TRUE(copy == pin);
    EXPECT_FALSE(copy == secret("4472"));
    EXPECT_FALSE(copy == secret("44711"));

    secret moved = std::move(pin);
    EXPECT_EQ(moved.reveal(), "4471");
    copy = secret("a much longer password than fits inside");
    moved = std::move(copy);
    EXPECT_EQ(moved.reveal(), "a much longer password than fits inside");
    EXPECT_TRUE(secret{}.empty());
}

/// Whether the text stands within the object itself, as a short one does.
bool lies_in(const secret& object, std::string_view text) {
    std::array<char, sizeof object> bytes{};
    std::memcpy(bytes.data(), static_cast<const void*>(&object), sizeof object);
    return std::string_view(bytes.data(), bytes.size()).find(text) != std::string_view::npos;
}

TEST(secrets, leave_nothing_behind_where_they_were) {
    secret pin("4471-8852");
    ASSERT_TRUE(lies_in(pin, "4471-8852"));
    secret moved = std::move(pin);
    EXPECT_FALSE(lies_in(pin, "4471"));
    EXPECT_FALSE(lies_in(pin, "8852"));

    secret had_room("a much longer password than fits inside");
    had_room = secret{};
    had_room = std::move(moved);
    EXPECT_EQ(had_room.reveal(), "4471-8852");
    EXPECT_FALSE(lies_in(moved, "8852"));

    had_room = secret("1");
    EXPECT_FALSE(lies_in(had_room, "8852"));
}

} // namespace
} // namespace circ::protocol::sip2
