#include "protocol/sip2/checksum.hpp"
#include "tests/support/vectors.hpp"

#include <random>

namespace circ::protocol::sip2 {
namespace {

using test::vector_message;

struct tail_case {
    std::string name;
    std::string frame;
    std::string body;
    std::optional<std::string> sequence;
    std::optional<std::string> checksum;
    checksum_state state = checksum_state::good;
    bool delimiter_missing = false;
    bool summed_over_characters = false;
    char delimiter = '|';
    charset encoding = charset::utf8;
};

std::ostream& operator<<(std::ostream& out, const tail_case& c) {
    return out << c.name;
}

constexpr auto absent = std::nullopt;

/// Samples of the vectors file, with what is to be found in them.
std::vector<tail_case> tails() {
    const std::string patron = "2300120260317    142530AORIV|AA29009000000137|AC|AD4471";
    const std::string status = "9900802.00";
    using enum checksum_state;
    return {
        {"TOL.cs-lowercase.23", "", patron + "|", "2", "f1d4"},
        {"TOL.delim-before-AY.99", "", status + "|", "1", "FC24"},
        {"TOL.delim-before-AY.94", "", "941|", "3", "FD7E"},
        {"TOL.empty-segments.23", "", patron + "|||", absent, absent, none},
        {"TOL.width-blank.99", "", "990 802.00", "1", "FCB0"},
        {"TOL.version-2.0E.99", "", "9900302.0E", "1", "FC90"},
        {"TOL.AY-swallowed.23", "", patron, "2", "F250", good, true},
        {"TOL.seq-two-digits.99", "", status, "10", "FC70"},
        {"TOL.seq-missing.99", "", status, absent, "FD6B"},
        {"TOL.cs-missing.99", "", status, "1", absent, none},
        {"TOL.cs-codepoints.23",
         "",
         "2300120260317    142530AORIV|AA29009000000137|AC|ADp\xC3\xA4ss|",
         "2",
         "F06A",
         good,
         false,
         true},
        {"BAD.cs-wrong.23", "", patron + "|", "2", "F1D5", bad},
        {"BAD.cs-excludes-AZ.23", "", patron + "|", "2", "F26F", bad},
        {"BAD.cs-includes-CR.23", "", patron + "|", "2", "F1C7", bad},
        {"BAD.cs-ones-complement.23", "", patron + "|", "2", "F1D3", bad},
        {"BAD.cs-not-complemented.23", "", patron + "|", "2", "0E2C", bad},
        {"BAD.cs-not-hex.23", "", patron + "|", "2", "GG1X", bad},
        {"BAD.cs-short.23", "", patron + "|", "2", "F1D", bad},
        {"BAD.cs-long.23", "", patron + "|", "2", "F1D40", bad},
        {"BAD.seq-letter.99", "", status, "", "FC59", bad},
        {"BAD.AZ-before-AY.99", "", status, absent, "FCA0AY1", bad},
        {"BAD.97-with-AY", "", "97", "1", "FE2A"},
        {"BAD.97-cs-wrong", "", "97", absent, "FEF6", bad},
        {"BAD.field-after-tail.17",
         "",
         "1720260317    143005AORIV|",
         "8",
         "F8ECAB39009000412083|",
         bad},
        {"BAD.fixed-short.23", "", "23001202603", "2", "FC76", good, true},
        {"V2.97.ed", "", "97", absent, "FEF5"},
        {"V2.noED.97", "", "97", absent, absent, none},
        {"ENC.delim09.23",
         "",
         "2301420260317    101013AORIV\tAA29009000000351\tAC\tAD1234\t",
         "4",
         "F3AB",
         good,
         false,
         false,
         '\t'},
        {"ENC.delim80.17",
         "",
         "1720260317    101014AORIV\x80"
         "AB39009000412083\x80",
         "5",
         "F527",
         good,
         false,
         false,
         '\x80'},
        // Not in the file: digits as other programs print them, and text that only looks like a
        // tail.
        {"five_digits", "9900802.00AY1AZ1FCA0", status, "1", "1FCA0"},
        {"six_digits", "9900802.00AY1AZ01FCA0", status, "1", "01FCA0", bad},
        {"blank_for_a_leading_zero", "97AZ FEF5", "97", absent, " FEF5"},
        {"only_blanks_for_a_checksum", "97AZ    ", "97", absent, "    ", bad},
        {"sequence_of_ten_digits", "9900802.00AY1234567890", status, "1234567890", absent, bad},
        {"characters_in_cp850",
         "17|AA\x81|AY1AZFBBC",
         "17|AA\x81|",
         "1",
         "FBBC",
         good,
         false,
         true,
         '|',
         charset::cp850},
        {"characters_in_latin_1_are_bytes",
         "17|AA\xFC|AY1AZFBBC",
         "17|AA\xFC|",
         "1",
         "FBBC",
         good,
         false,
         false,
         '|',
         charset::iso_8859_1},
        {"looks_like_a_tail_at_the_end_of_a_value", "17|AAXAY1", "17|AAXAY1", absent, absent, none},
        {"regular_tail_without_delimiter_and_wrong",
         "17|AAXAY1AZ0000",
         "17|AAX",
         "1",
         "0000",
         bad,
         true},
        {"empty", "", "", absent, absent, none},
        {"delimiter_only", "|", "|", absent, absent, none},
        {"id_alone", "17|AY", "17|", "", absent, bad},
    };
}

class tail : public ::testing::TestWithParam<tail_case> {};

TEST_P(tail, is_taken_off_and_judged) {
    const auto& expected = GetParam();
    const bool in_file = expected.name.find('.') != std::string::npos;
    const std::string frame = in_file ? vector_message(expected.name) : expected.frame;
    // Of the exact size, so that a sanitizer sees one byte too far.
    const std::vector<char> bytes(frame.begin(), frame.end());
    const std::string_view view{bytes.data(), bytes.size()};

    const auto parts = split_tail(view, expected.delimiter, expected.encoding);

    EXPECT_EQ(parts.body, expected.body);
    EXPECT_EQ(parts.sequence, expected.sequence);
    EXPECT_EQ(parts.checksum, expected.checksum);
    EXPECT_EQ(parts.state, expected.state);
    EXPECT_EQ(parts.delimiter_missing, expected.delimiter_missing);
    EXPECT_EQ(parts.summed_over_characters, expected.summed_over_characters);
}

INSTANTIATE_TEST_SUITE_P(split_tail, tail, ::testing::ValuesIn(tails()), [](const auto& tested) {
    return test::test_name(tested.param.name);
});

TEST(checksum, is_that_of_the_worked_examples) {
    const std::vector<std::pair<std::string, std::uint16_t>> examples = {
        {"9900802.00AY1AZ", 0xFCA0},
        {"9300CNkiosk02|COrv-7Qx2|CPRIV-MAIN-HALL|AY0AZ", 0xF24A},
        {"24              00320260317    101010AORIV|AA29009000000351|AEM\x81ller, \x8Fsa|BLY|CQY|"
         "AFGeb\x81hr offen|AY1AZ",
         0xE55D},
        {"96AZ", 0xFEF6},
        {"97AZ", 0xFEF5},
    };
    for (const auto& [summed, expected] : examples) {
        EXPECT_EQ(checksum(summed), expected) << summed;
        EXPECT_EQ(split_tail(summed.substr(0, summed.size() - 2)).state, checksum_state::none);
    }
}

TEST(checksum, is_written_with_its_leading_zeros_and_read_without) {
    // The sum of these and of AZ is 0xFFFF.
    std::string message = "17|AF" + std::string(254, '\xFF') + "{|";
    for (const auto* digits : {"1", "01", "001", "0001", "   1"})
        EXPECT_EQ(split_tail(message + "AZ" + digits).state, checksum_state::good) << digits;
    append_tail(message, {.sequence = {}, .with_checksum = true});
    EXPECT_TRUE(message.ends_with("AZ0001"));
}

TEST(tail, of_every_right_sample_is_good_and_written_alike) {
    std::size_t seen = 0;
    for (const auto& line : test::vectors_labelled({"V1.", "V2.", "ENC.", "EXT.", "DLG."})) {
        const bool damaged = line.remark.starts_with("damaged");
        const char delimiter = line.label.starts_with("ENC.delim09")   ? '\t'
                               : line.label.starts_with("ENC.delim80") ? '\x80'
                                                                       : '|';
        const auto parts = split_tail(line.message, delimiter);
        if (!parts.checksum) continue;
        ++seen;
        EXPECT_EQ(parts.state, damaged ? checksum_state::bad : checksum_state::good) << line.label;
        EXPECT_FALSE(parts.delimiter_missing) << line.label;
        std::string again{parts.body};
        append_tail(again, {.sequence = parts.sequence, .with_checksum = true});
        EXPECT_EQ(again == line.message, !damaged) << line.label;
    }
    EXPECT_GT(seen, 70U);
}

TEST(tail, shows_every_single_damaged_byte) {
    const std::string line = vector_message("V2.11.checkout");
    for (std::size_t at = 0; at < line.size() - 9; ++at) {
        std::string damaged = line;
        damaged[at] = static_cast<char>(damaged[at] ^ 1);
        EXPECT_EQ(split_tail(damaged).state, checksum_state::bad) << at;
    }
}

TEST(checksum, of_any_bytes_of_any_length_is_that_of_their_plain_sum) {
    std::mt19937 random{1};
    for (const std::size_t most : {0U, 1U, 7U, 8U, 9U, 120U, 1023U, 1024U, 1025U, 70'000U}) {
        std::string any(most, '\xFF'), highest(most, '\xFF');
        for (auto& byte : any)
            byte = static_cast<char>(random());
        for (const auto& bytes : {any, highest}) {
            std::uint32_t sum = 0;
            for (const char byte : bytes)
                sum += static_cast<unsigned char>(byte);
            EXPECT_EQ(checksum(bytes), static_cast<std::uint16_t>(0x10000 - sum % 0x10000)) << most;
        }
    }
}

TEST(tail, of_any_bytes_is_found_without_harm) {
    std::mt19937 random{1};
    constexpr std::string_view alphabet = "AYZ0F9|7 \xC3\xFF";
    for (int round = 0; round < 20000; ++round) {
        std::vector<char> bytes(random() % 24);
        for (auto& byte : bytes)
            byte = alphabet[random() % alphabet.size()];
        const std::string_view frame{bytes.data(), bytes.size()};
        EXPECT_TRUE(frame.starts_with(split_tail(frame).body));
    }
}

} // namespace
} // namespace circ::protocol::sip2
