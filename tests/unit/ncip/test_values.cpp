#include "protocol/ncip/amounts.hpp"
#include "protocol/ncip/dates.hpp"
#include "protocol/ncip/languages.hpp"
#include "protocol/ncip/release.hpp"
#include "protocol/ncip/schemes.hpp"
#include "protocol/ncip/vocabulary.hpp"

namespace circ::protocol::ncip::test {
namespace {

struct date_case {
    std::string name;
    std::string text;
    std::string again; ///< as we write it; empty for what is refused
    date_order order = date_order::year_month_day;
};

class date_reading : public ::testing::TestWithParam<date_case> {};

TEST_P(date_reading, takes_what_peers_write) {
    const auto read = read_date(GetParam().text, GetParam().order);
    EXPECT_EQ(read ? write_date(*read) : "", GetParam().again);
}

constexpr auto exchanged = date_order::year_day_month;

INSTANTIATE_TEST_SUITE_P(
    ncip,
    date_reading,
    ::testing::Values(
        date_case{"standard", "2026-11-22T10:00:00Z", "2026-11-22T10:00:00Z"},
        date_case{"offset", "2026-11-22T10:00:00+01:00", "2026-11-22T09:00:00Z"},
        date_case{"offset_west", "2026-11-22T22:30:00-03:30", "2026-11-23T02:00:00Z"},
        date_case{"offset_without_colon", "2026-11-22T10:00:00+0000", "2026-11-22T10:00:00Z"},
        date_case{"offset_of_hours_alone", "2026-11-22T10:00:00+02", "2026-11-22T08:00:00Z"},
        date_case{"without_zone", "2026-11-22T10:00:00", "2026-11-22T10:00:00"},
        date_case{"bare_date", "2026-11-22", "2026-11-22T00:00:00"},
        date_case{"bare_date_with_zone", "2026-11-22Z", "2026-11-22T00:00:00Z"},
        date_case{"blank_for_t", "2026-11-22 10:00:00", "2026-11-22T10:00:00"},
        date_case{"without_seconds", "2026-11-22T10:00", "2026-11-22T10:00:00"},
        date_case{"fraction", "2026-11-22T10:00:00.125Z", "2026-11-22T10:00:00.125Z"},
        date_case{"nanoseconds", "2026-11-22T10:00:00.123456789Z", "2026-11-22T10:00:00.123456Z"},
        date_case{"fraction_of_zeros", "2026-11-22T10:00:00.000", "2026-11-22T10:00:00"},
        date_case{"never", "9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"},
        date_case{"long_ago", "0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"},
        date_case{"midnight_of_the_next_day", "2026-11-22T24:00:00Z", "2026-11-23T00:00:00Z"},
        date_case{"leap_day", "2028-02-29", "2028-02-29T00:00:00"},
        date_case{"blanks_around", " 2026-11-22T10:00:00Z\n", "2026-11-22T10:00:00Z"},
        date_case{"day_and_month_exchanged", "2026-22-11", "2026-11-22T00:00:00", exchanged},
        date_case{"month_beyond", "2026-22-11", ""},
        date_case{"no_leap_day", "2026-02-29", ""},
        date_case{"hour_beyond", "2026-11-22T25:00:00", ""},
        date_case{"past_midnight", "2026-11-22T24:00:01", ""},
        date_case{"two_digits_of_a_year", "26-11-22", ""},
        date_case{"american", "11/22/2026", ""},
        date_case{"empty", "", ""},
        date_case{"rubbish_behind", "2026-11-22T10:00:00Zulu", ""},
        date_case{"zone_by_name", "2026-11-22T10:00:00 CET", ""},
        date_case{"point_without_fraction", "2026-11-22T10:00:00.Z", ""}),
    [](const auto& each) { return each.param.name; });

TEST(dates, are_written_on_the_wall_clock_of_the_peer) {
    const auto when = *read_date("2026-11-22T23:30:00Z");
    dialect as{.dates = date_style::offset};
    as.utc_offset = [](instant) { return std::chrono::minutes{60}; };
    EXPECT_EQ(write_date(when, as), "2026-11-23T00:30:00+01:00");
    as.dates = date_style::no_zone;
    EXPECT_EQ(write_date(when, as), "2026-11-23T00:30:00");
    as.dates = date_style::utc;
    EXPECT_EQ(write_date(*read_date("2026-11-22"), as), "2026-11-22T00:00:00");
}

struct amount_case {
    std::string name;
    std::string currency;
    std::string text;
    std::optional<std::int64_t> minor_units;
    money_unit unit = money_unit::minor;
};

class amount_reading : public ::testing::TestWithParam<amount_case> {};

TEST_P(amount_reading, counts_minor_units) {
    const auto& c = GetParam();
    const auto read = read_amount(c.currency, c.text, c.unit);
    EXPECT_EQ(read ? std::optional(read->minor_units) : std::nullopt, c.minor_units);
    if (!read) return;
    EXPECT_EQ(read_amount(c.currency, write_amount(*read, c.unit), c.unit), read);
}

constexpr auto major = money_unit::major;

INSTANTIATE_TEST_SUITE_P(
    ncip,
    amount_reading,
    ::testing::Values(amount_case{"minor", "USD", "750", 750},
                      amount_case{"decimal_point", "USD", "7.50", 750},
                      amount_case{"one_decimal", "USD", "7.5", 750},
                      amount_case{"zeros_behind", "USD", "7.5000", 750},
                      amount_case{"major", "USD", "7", 700, major},
                      amount_case{"yen", "JPY", "500", 500, major},
                      amount_case{"yen_with_zeros", "JPY", "500.00", 500},
                      amount_case{"dinar", "KWD", "1.25", 1250},
                      amount_case{"small_letters", "kwd", "1.25", 1250},
                      amount_case{"credit", "EUR", "-12.34", -1234},
                      amount_case{"less_than_one", "EUR", "-0.05", -5, major},
                      amount_case{"plus", "EUR", "+3", 3},
                      amount_case{"no_currency", "", "3", 3},
                      amount_case{"too_fine", "USD", "1.005", std::nullopt},
                      amount_case{"thousands", "USD", "1,250", std::nullopt},
                      amount_case{"two_signs", "USD", "--3", std::nullopt},
                      amount_case{"word", "USD", "three", std::nullopt},
                      amount_case{"empty", "USD", "", std::nullopt},
                      amount_case{"point", "USD", ".", std::nullopt},
                      amount_case{"endless", "USD", "99999999999999999999", std::nullopt}),
    [](const auto& each) { return each.param.name; });

TEST(languages, are_read_by_all_their_codes) {
    for (const auto* code : {"ger", "deu", "de", "GER", " De "}) {
        EXPECT_EQ(three_letters_of(code), "ger") << code;
        EXPECT_EQ(two_letters_of(code), "de") << code;
    }
    for (const auto* code : {"und", "", "xx", "german"})
        EXPECT_EQ(two_letters_of(code), "") << code;
}

TEST(languages, have_what_kiosks_speak) {
    for (const auto* code :
         {"eng", "fre", "ger", "ita", "dut", "swe", "fin", "spa", "dan", "por", "nor",
          "heb", "jpn", "rus", "ara", "pol", "gre", "chi", "kor", "tam", "may", "ice"})
        EXPECT_EQ(three_letters_of(two_letters_of(code)), code);
}

/// The enumerators of a list up to its last.
template <class Word>
void expect_own_spellings(Word last) {
    for (int n = 0; n <= static_cast<int>(last); ++n) {
        const auto word = static_cast<Word>(n);
        EXPECT_EQ(read_word<Word>(word_of(word)), word) << word_of(word);
    }
    EXPECT_EQ(read_word<Word>("no such word"), std::nullopt);
    EXPECT_EQ(read_word<Word>(" - "), std::nullopt);
}

TEST(vocabulary, reads_what_it_writes) {
    expect_own_spellings(circulation_status::waiting_to_be_reshelved);
    expect_own_spellings(medium_type::video_tape);
    expect_own_spellings(security_marker::other);
    expect_own_spellings(fiscal_action::write_off);
    expect_own_spellings(fiscal_transaction::service_charge);
    expect_own_spellings(payment_method::travelers_check);
    expect_own_spellings(request_type::recall);
    expect_own_spellings(request_scope::item);
    expect_own_spellings(request_status::requested_via_ill);
    expect_own_spellings(requested_action::hold_for_pickup_and_notify);
    expect_own_spellings(block_or_trap_type::trap_for_pickup);
}

TEST(vocabulary, reads_what_peers_write) {
    EXPECT_EQ(read_word<circulation_status>("checked in"), circulation_status::available_on_shelf);
    EXPECT_EQ(read_word<circulation_status>("Lost--Library Applied"), circulation_status::lost);
    EXPECT_EQ(read_word<circulation_status>("In Transit to North"),
              circulation_status::in_transit_between_library_locations);
    EXPECT_EQ(read_word<medium_type>("Book with CD"), medium_type::book_with_compact_disc);
    EXPECT_EQ(read_word<medium_type>("CDROM"), medium_type::cd_rom);
    EXPECT_EQ(read_word<request_type>("hold"), request_type::hold);
    EXPECT_EQ(read_word<block_or_trap_type>("Block Renewals"), block_or_trap_type::block_renewal);
}

TEST(schemes, are_those_of_the_standard) {
    EXPECT_EQ(standard_scheme("UserElementType"),
              "http://www.niso.org/ncip/v1_0/schemes/userelementtype/userelementtype.scm");
    EXPECT_EQ(standard_scheme("ItemIdentifierType"),
              "http://www.niso.org/ncip/v1_0/imp1/schemes/visibleitemidentifiertype/"
              "visibleitemidentifiertype.scm");
    EXPECT_EQ(standard_scheme("UserLanguage"),
              "http://lcweb.loc.gov/standards/iso639-2/bibcodes.html");
    EXPECT_EQ(standard_scheme("PickupLocation"), "");
    EXPECT_EQ(scheme_to_write({"Hold"}, "RequestType", scheme_style::as_given), "");
    EXPECT_EQ(scheme_to_write({"Hold", "urn:x"}, "RequestType", scheme_style::standard), "urn:x");
    EXPECT_EQ(scheme_to_write({"Hold", "urn:x"}, "RequestType", scheme_style::none), "");
}

TEST(values, compare_without_case_and_outer_blanks) {
    EXPECT_TRUE(scheme_value{" on loan\n"}.is("On Loan"));
    EXPECT_FALSE(scheme_value{"onloan"}.is("On Loan"));
}

TEST(releases, are_known_by_their_texts) {
    for (const auto which : {release::v1, release::v2_0, release::v2_01, release::v2_02})
        EXPECT_EQ(release_of(version_text(which)), which);
    EXPECT_EQ(release_of("http://www.niso.org/schemas/ncip/v2_0/imp1/xsd/ncip_v2_0.xsd"),
              release::v2_0);
    EXPECT_EQ(release_of("http://www.niso.org/ncip/v1_0/imp1/dtd/ncip_v1_01.dtd"), release::v1);
    EXPECT_EQ(release_of("5.6"), release::v2_02);
}

} // namespace
} // namespace circ::protocol::ncip::test
