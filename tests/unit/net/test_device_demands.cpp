// What devices demand of a server and the odd things they send: each point a row, under standard, over
// the real rules. The points stand in tests/data/sip2/demands.txt and oddities.txt.
#include "tests/unit/net/riverton.hpp"

#include "protocol/sip2/checksum.hpp"

#include <ctime>
#include <fstream>
#include <set>

namespace circ::net::test {
namespace {

const std::string maren = "AORIV|AA29009000000137|";
const std::string today = "20260317    142530";
const std::string no_date = std::string(18, ' ');
const std::string long_text(255, 'x');
const std::string status = "9900802.00";
const std::string status_answer = "98YYYYYN10000320260317    1425302.00AORIV|AMRiverton|BX*|ANRIV-MAIN-HALL|";
const std::string orchard = "17" + today + "AORIV|AB39009000412083|";
const std::string orchard_answer = "1803000120260317    142530*AB39009000412083|AJThe Glass Orchard / Tessa Imre|*";
const std::string patron = "23010" + today + maren + "AC|AD4471|";
const std::string patron_answer = "24              01020260317    142530AORIV|AA29009000000137|AE*|BLY|CQY|BHEUR|BV3.50|*";
const std::string patron_without_pin = "24              01020260317    142530AORIV|AA29009000000137|AE*|BLY|CQN|*";
const std::string account = "63010" + today + "  Y       " + maren + "AD4471|";
const std::string account_answer =
    "64              01020260317    142530000100000002000100000001AORIV|*|BLY|CQY|BHEUR|BV3.50|*|AU39009000*|AU39009000*|";
const std::string checkout = "11YN" + today + no_date + maren + "AB39009000412083|AC|AD4471|";
const std::string lent = "121NNY20260317    142530AORIV|AA29009000000137|AB39009000412083|AJThe Glass Orchard / Tessa Imre|AH2026-04-14|*";
const std::string checkin = "09N" + today + today + "APRIV-MAIN|AORIV|AB39009000650021|AC|";
const std::string returned = "101YNN20260317    142530AORIV|AB39009000650021|AQRIV-MAIN|AJSlow Rivers|*AA29009000000137|*";
const std::string hold = "15+" + today + "BY2|" + maren + "AD4471|AB39009000412083|";
const std::string pay = "37" + today + "0402EURBV1.00|" + maren + "AD4471|BK1|";
const std::string log_in = "9300CNkiosk02|COrv-7Qx2|";

/// The device of a row. @param login as riverton::hears
struct row {
    int number;
    std::string name;
    words said;
    std::string heard; ///< a pattern; answers are parted by " & "
    std::string login = "kiosk02";
};

std::ostream& operator<<(std::ostream& out, const row& each) { return out << each.name; }

const auto name_of = [](const auto& tested) {
    return 'n' + std::to_string(tested.param.number) + '_' + tested.param.name;
};

class under_standard : public testing::TestWithParam<row> {};

TEST_P(under_standard, is_met) {
    const auto& each = GetParam();
    riverton here;
    const auto heard = shown(here.hears(each.said, each.login));
    EXPECT_TRUE(is_like(heard, each.heard)) << heard << "\n  wanted: " << each.heard;
    EXPECT_TRUE(here.kept_the_line());
}

const std::vector<row> demands = {
    {1, "ends_at_cr_or_lf", {status + "\n\n\r" + status}, status_answer + " & " + status_answer},
    {2, "one_write_each", {patron, account, orchard}, patron_answer + " & " + account_answer + " & " + orchard_answer},
    {4, "junk", {"hello?"}, "96"},
    {4, "unknown_code", {"4220260317    143005AORIV|"}, "96"},
    {4, "a_hundred_times_junk_and_then_sense", words(100, "XX"), "96*96"},
    {4, "block_patron", {"01N" + today + "AORIV|ALleft|AA29009000000137|AC|"}, "24*|BLY|CQN|*"},
    {5, "four_wrong_logins_and_a_right_one",
     {"9300CNx|COa|", "9300CNx|COb|", "9300CNx|COc|", "9300CNx|COd|", log_in}, "940 & 940 & 940 & 940 & 941", ""},
    {8, "both", {"9900802.00AY1AZFCA0"}, status_answer + "AY1AZ*"},
    {8, "number_alone", {"9900802.00AY1"}, status_answer + "AY1"},
    {8, "checksum_alone", {"9900802.00AZFD6B"}, status_answer + "AZ*"},
    {8, "neither", {status}, status_answer},
    {8, "two_digits", {"9900802.00AY10AZFC70"}, status_answer + "AY10AZ*"},
    {9, "bar_before_the_number", {with_tail(patron)}, "24*|AY1AZ*"},
    {9, "no_bar_without_fields", {with_tail(log_in)}, "941AY1AZFDFC", ""},
    {10, "lower_case", {"9900802.00AY1AZfca0"}, status_answer + "AY1AZ*"},
    {11, "repetition_is_not_done_twice", {with_tail(checkout), with_tail(checkout)}, lent + "AY1AZ* & " + lent + "AY1AZ*"},
    {11, "same_number_means_nothing", {with_tail(checkout), with_tail(orchard)}, lent + "AY1AZ* & 1804*AY1AZ*"},
    {12, "resend", {orchard, "97"}, orchard_answer + " & " + orchard_answer},
    {12, "resend_with_a_number", {orchard, "97AY1AZFE2A"}, orchard_answer + " & " + orchard_answer},
    {12, "resend_with_a_bar", {orchard, "97|"}, orchard_answer + " & " + orchard_answer},
    {12, "resend_of_nothing", {"97"}, "96"},
    {13, "damage", {"9900802.00AY1AZFCA1"}, "96AZFEF6"},
    {13, "not_what_lacks_a_field", {"11YN" + today + no_date + "AORIV|AC|"}, "120NN*|AF*"},
    {13, "not_what_is_refused", {"63000" + today + "          AORIV|AA1|"}, "64YYYY          000*"},
    {14, "accepted", {log_in}, "941", ""},
    {14, "refused", {"9300CNkiosk02|COwrong|"}, "940", ""},
    {15, "status", {status}, status_answer},
    {15, "status_in_1_00", {"9900801.00"}, "98YYYYYN10000320260317    1425301.00AORIV|AMRiverton|ANRIV-MAIN-HALL|"},
    {16, "language_is_echoed", {patron}, "24              010*"},
    {16, "language_of_enable", {"25" + today + maren + "AC|AD4471|"}, "26YYYY          000*"},
    {16, "counts_have_four_digits", {account}, "64              01020260317    142530000100000002000100000001AORIV|*"},
    {17, "order", {patron}, "24*AORIV|AA29009000000137|AEMaren Lindqvist|BLY|CQY|*"},
    {17, "empty_pin_is_none", {"23010" + today + maren + "AC|AD|"}, "24*|AEMaren Lindqvist|BLY|CQN|*"},
    {17, "no_pin_is_none", {"63010" + today + "          " + maren}, "64*|AEMaren Lindqvist|*|BLY|CQN|*|BV3.50|*"},
    {17, "wrong_pin", {"23010" + today + maren + "AC|AD9999|"}, "24*|AE|BLY|CQN|AF*"},
    {18, "unknown_reader", {"23010" + today + "AORIV|AA1|AC|AD1|"}, "24YYYY          01020260317    142530AORIV|AA1|AE|BLN|CQN|AF*"},
    {19, "money", {account}, "64*|BHEUR|BV3.50|CC10.00|*"},
    {20, "checkout", {checkout}, "121NNY2026*"},
    {20, "renew", {"29NN" + today + no_date + maren + "AB39009000650021|AD4471|"}, "301YN*"},
    {20, "hold", {hold}, "161*2026*"},
    {20, "checkin", {checkin}, "101YNN2026*"},
    {20, "renew_all", {"65" + today + maren + "AD4471|"}, "661*"},
    {20, "update", {"19" + today + "AORIV|AB39009000412083|CHx|"}, "2012026*"},
    {20, "payment", {pay}, "38Y2026*"},
    {20, "end", {"35" + today + maren}, "36Y2026*"},
    {21, "checkout", {checkout}, lent},
    {21, "refused_checkout", {"11YN" + today + no_date + maren + "AB1|AC|AD4471|"}, "120NNN*AORIV|AA29009000000137|AB1|AJ|AH|AF*"},
    {21, "refused_renewal", {"29NN" + today + no_date + maren + "AB1|AD4471|"}, "300NNN*AORIV|AA29009000000137|AB1|AJ|AH|AF*"},
    {21, "checkin", {checkin}, returned},
    {21, "refused_checkin", {"09N" + today + today + "AP|AORIV|AB1|AC|"}, "100NNY*AORIV|AB1|AQ|AF*"},
    {22, "item", {orchard}, orchard_answer},
    {22, "missing_item", {"17" + today + "AORIV|AB1|"}, "1801010120260317    142530AB1|AJ|AF*"},
    {23, "end_with_the_card", {"35" + today + maren}, "36Y20260317    142530AORIV|AA29009000000137|*"},
    {23, "end_of_a_stranger", {"35" + today + "AORIV|AA1|"}, "36Y20260317    142530AORIV|AA1|*"},
    {24, "due_is_a_date", {checkout}, "12*|AH2026-04-14|*"},
    {24, "pickup_is_the_standards", {"17" + today + "AORIV|AB39009000587710|"}, "18*CM20260324    235959|*"},
    {25, "together", {account}, "64*|AU39009000*|AU39009000*|"},
    {26, "no_bar_inside", {"23010" + today + "AORIV|AA29\r"}, "24*"},
    {27, "foreign_is_echoed", {"23010" + today + "AOELSE|AA29009000000137|AC|AD|"}, "24*AOELSE|AA29009000000137|*"},
    {27, "empty_is_ours", {"23010" + today + "AO|AA29009000000137|AC|AD|"}, "24*AORIV|AA29009000000137|*"},
    {27, "none_is_ours", {"23010" + today + "AA29009000000137|AC|AD|"}, "24*AORIV|AA29009000000137|*"},
    {28, "fields_of_nobody_are_passed_over", {"17" + today + "AORIV|QZignored|ZZ|AB39009000412083|"}, orchard_answer},
    {29, "due_without_no_block", {"11YN" + today + today + maren + "AB39009000412083|AC|AD4471|"}, lent},
    {29, "due_not_after_the_transaction", {"11YY" + today + today + maren + "AB39009000412083|AC|"}, lent},
    {30, "foreign_and_unknown", {"09N" + today + today + "APnowhere|AOELSE|AB39009000650021|ACwrong|"}, "101YNN*"},
    {31, "before_the_login", {status, "99000xxx2.0E", log_in, status}, "98Y*2.00AO*|* & 98Y* & 941 & " + status_answer, ""},
    {32, "without_a_login", {patron, account, orchard}, patron_answer + " & " + account_answer + " & " + orchard_answer},
    {33, "all_lists", {"63010" + today + "Y YY Y    " + maren + "AD4471|"}, "64*|AS*|AU*|AU*|AV*|CD*"},
    {34, "no_date", {"65" + maren + "AD4471|"}, "66*"},
    {34, "unreadable_date", {"17today             AORIV|AB39009000412083|"}, orchard_answer},
};

const std::vector<row> oddities = {
    {1, "cr_lf", {status + "\r\n"}, status_answer},
    {1, "lf", {status + "\n" + status + "\n"}, status_answer + " & " + status_answer},
    {1, "cr_cr", {status + "\r\r" + status}, status_answer + " & " + status_answer},
    {1, "cr_lf_twice", {patron + "\r\n\r\n" + orchard + "\r\n\r\n"}, patron_answer + " & " + orchard_answer},
    {2, "bar_before_the_tail", {with_tail("9909992.00|")}, status_answer + "AY1AZ*"},
    {3, "bar_before_the_first_field", {"17" + today + "|AORIV|AB39009000412083|"}, orchard_answer},
    {3, "bar_in_every_message", {"23010" + today + "|" + maren + "AC|AD4471|", "11YN" + today + no_date + "|" + maren + "AB39009000412083|AC|AD4471|"},
     patron_answer + " & " + lent},
    {4, "no_last_bar", {"17" + today + "AORIV|AB39009000412083"}, orchard_answer},
    {4, "no_last_bar_of_a_session", {"35" + today + "AORIV|AA29009000000137"}, "36Y*|AA29009000000137|*"},
    {5, "no_tail", {status}, status_answer},
    {5, "number_alone", {"9900802.00AY1"}, status_answer + "AY1"},
    {5, "checksum_alone", {"9900802.00AZFD6B"}, status_answer + "AZ*"},
    {5, "resend_with_a_number", {status, "97AY1AZFE2A"}, status_answer + " & " + status_answer},
    {6, "two_digits", {"9900802.00AY10AZFC70", "9900802.00AY11AZFC6F"}, status_answer + "AY10AZ* & " + status_answer + "AY11AZ*"},
    {7, "same_number_for_two_messages", {with_tail(log_in, 0), with_tail(status, 0)}, "941AY0AZFDFD & " + status_answer + "AY0AZ*", ""},
    {8, "first_is_seven", {with_tail(status, 7)}, status_answer + "AY7AZ*"},
    {8, "first_is_none_of_them", {with_tail(status, 0)}, status_answer + "AY0AZ*"},
    {9, "over_characters", {"2300120260317    142530AORIV|AA29009000000137|AC|ADp\xC3\xA4ss|AY2AZF06A"}, "24*|AE|BLY|CQN|*AY2AZ*"},
    {10, "before_transliteration", {"2300120260317    142530AORIV|AA29009000000137|AC|ADpass|AY2AZF06A"}, "96AZFEF6"},
    {11, "always_zero", {"2300120260317    142530AORIV|AA29009000000137|AC|AD4471|AY2AZ0000"}, "96AZFEF6"},
    {13, "no_date", {"65" + maren + "AD4471|"}, "6610002*"},
    {14, "two_dates", {"65" + today + today + maren + "AD4471|"}, "6610002*"},
    {15, "one_character_too_many", {"190" + today + "AORIV|AB39009000412083|CHx|"}, "2012026*|CHx|"},
    {16, "language_before_the_date", {"17001" + today + "AORIV|AB39009000412083|"}, orchard_answer},
    {17, "no_due_date", {"11YN" + today + maren + "AB39009000412083|AC|AD4471|BON|BIN|"}, lent},
    {18, "several", {"63010" + today + "Y YY Y    " + maren + "AD4471|"}, "64*|AS*|AU*|AU*|AV*|CD*"},
    {18, "nine_and_a_bar", {"63010" + today + "YYYYYYYYY|" + maren + "AD4471|"}, "64*|AS*|AU*|AU*|AV*|CD*"},
    {18, "fee_details", {"63010" + today + "      Y   " + maren + "AD4471|"}, "64*|AV* 3.50 \"overdue\" |*"},
    {19, "blank_in_the_width", {"990 802.00"}, status_answer},
    {19, "letters_in_the_width", {"990xxx2.00"}, status_answer},
    {19, "width_999", {"9909992.00"}, status_answer},
    {19, "version_2_0E", {"9900302.0E"}, status_answer},
    {19, "version_1_00", {"9900801.00"}, "98*1.00AORIV|*"},
    {19, "a_date_instead", {"99" + today}, "98Y*"},
    {20, "no_algorithms", {"93CNkiosk02|COrv-7Qx2|"}, "941", ""},
    {20, "no_location", {"9300CNkiosk02|COrv-7Qx2|"}, "941", ""},
    {20, "empty_location", {"9300CNkiosk02|COrv-7Qx2|CP|"}, "941", ""},
    {20, "blank_location", {"9300CNkiosk02|COrv-7Qx2|CP |"}, "941", ""},
    {21, "zone_of_zeros", {"23010202603170000142530" + maren + "AC|AD4471|"}, patron_answer},
    {22, "sorted_by_code", {"11YN" + today + no_date + "AA29009000000137|AB39009000412083|AC|AD4471|AORIV|BON|"}, lent},
    {22, "institution_before_the_place", {"09N" + today + today + "AORIV|APRIV-MAIN|AB39009000650021|AC|"}, returned},
    {22, "amount_last", {"37" + today + "0402EUR" + maren + "AD4471|BK1|BV1.00|"}, "38Y*"},
    {22, "pickup_after_the_item", {"15+" + today + "BY2|" + maren + "AD4471|AB39009000412083|BSRIV-MAIN|"}, "16*BSRIV-MAIN|*"},
    {22, "reason_last", {"01N" + today + "AORIV|AA29009000000137|AC|ALleft|"}, "24*|BLY|CQN|*"},
    {23, "no_institution", {"17" + today + "AB39009000412083|"}, orchard_answer},
    {23, "no_passwords", {"23010" + today + maren}, patron_without_pin},
    {23, "no_place", {"09N" + today + today + "AORIV|AB39009000650021|AC|"}, returned},
    {23, "no_properties", {"19" + today + "AORIV|AB39009000412083|"}, "200*AB39009000412083|AFSomething is missing*(CH)*"},
    {23, "empty_institution", {"37" + today + "0402EURBV1.00|AO|AA29009000000137|AD4471|BK1|"}, "38Y*AORIV|*"},
    {24, "always_AO1", {"17" + today + "AO1|AB39009000412083|"}, orchard_answer},
    {24, "always_AO1_of_a_reader", {"23010" + today + "AO1|AA29009000000137|AC|AD4471|"}, "24*AO1|AA29009000000137|*|CQY|*"},
    {25, "terminal_password_and_pin", {"23010" + today + maren + "AC|AD|"}, patron_without_pin},
    {25, "window", {"63010" + today + "  Y       " + maren + "AC|AD4471|BP|BQ|"}, account_answer},
    {25, "title_and_place", {"15+" + today + "BY2|" + maren + "AD4471|AB39009000412083|AJ|"}, "16*"},
    {25, "properties", {"09N" + today + today + "AP|AORIV|AB39009000650021|AC|CH|BI|"}, returned},
    {26, "one", {account + "BP1|BQ1|"}, "64*0002*|AU39009000*|"},
    {26, "zeros_in_front", {account + "BP0001|BQ00001|"}, "64*0002*|AU39009000*|"},
    {26, "none_is_the_first", {account + "BP000|BQ9999|"}, account_answer},
    {27, "due_now_without_no_block", {"11YN" + today + today + maren + "AB39009000412083|AC|AD4471|"}, lent},
    {28, "checkin", {"09Y" + today + today + "AP|AORIV|AB39009000650021|AC|"}, returned},
    {28, "renew", {"29YY" + today + today + maren + "AB39009000650021|AD4471|"}, "301YN*|AH2026-04-*"},
    {29, "terminals_password", {"17" + today + "AORIV|AB39009000412083|ACrv-7Qx2|"}, orchard_answer},
    {30, "title_as_fee_type", {"15+" + today + "BY2|BTThe Glass Orchard|" + maren + "AD4471|AB39009000412083|"}, "16*AB39009000412083|*"},
    {30, "currency_once_more", {"37" + today + "0402EURBV1.00|BHEUR|" + maren + "AD4471|BK1|"}, "38Y*"},
    {30, "fields_of_vendors", {"37" + today + "0402EURBV1.00|" + maren + "AD4471|BK1|MA1|XI2|KQ3|KP4|ORdesk|RN5|"}, "38Y*"},
    {31, "years_ago", {"2301020110101    000000" + maren + "AC|AD4471|"}, patron_answer},
    {31, "checkout_years_ago", {"11YN20110101    000000" + no_date + maren + "AB39009000412083|AC|AD4471|"}, lent},
    {32, "utf_8", {"23010" + today + "AORIV|AA29009000000351|AC|ADp\xC3\xA4ss|"}, "24*|AA29009000000351|*"},
    {32, "cp850", {"23010" + today + "AORIV|AA29009000000351|AC|ADp\x84ss|"}, "24*|AA29009000000351|*"},
    {32, "gbk", {"23010" + today + "AORIV|AA29009000000351|AC|AD\xC4\xE3\xBA\xC3|"}, "24*|AA29009000000351|*"},
    {33, "longest_value", {"17" + today + "AORIV|AB39009000412083|CH" + long_text + "|"}, orchard_answer},
    {33, "850_bytes", {"17" + today + "AORIV|AB39009000412083|CH" + long_text + "|ZZ" + long_text + "|ZY" + long_text + "|"}, orchard_answer},
    {34, "unknown_command", {"unknown command", status}, "96 & " + status_answer},
};

INSTANTIATE_TEST_SUITE_P(demand, under_standard, testing::ValuesIn(demands), name_of);
INSTANTIATE_TEST_SUITE_P(oddity, under_standard, testing::ValuesIn(oddities), name_of);

// ---- What one row cannot say ----

TEST(demand, n3_is_answered_within_two_seconds) {
    riverton here;
    const auto began = std::clock(); // processor time of all threads: what others take of the machine does not count
    EXPECT_EQ(here.hears({patron, account, checkout}).size(), 3U); // two of them prove a PIN, one changes the store
    EXPECT_LT(std::clock() - began, 2 * CLOCKS_PER_SEC);
}

TEST(demand, n6_keeps_replies_short_and_counts_true) {
    riverton here;
    here.lend_more(300);
    const auto heard = here.hears({account, account + "BP200|BQ9999|"});
    ASSERT_EQ(heard.size(), 2U);
    for (const auto& each : heard) {
        EXPECT_LE(each.size(), 900U);
        EXPECT_GT(each.size(), 850U);
        EXPECT_TRUE(is_like(shown({each}), "64Y*0302*|AU390090010*")) << each;
    }
}

TEST(demand, n7_accepts_a_second_connection_of_the_same_terminal_at_once) {
    riverton here;
    device_script first;
    first.sends = {status + '\r'};
    first.stays = true;
    here.begin(first, {.listener = "sip2", .profile = "standard", .terminal = "kiosk02"});
    run_until(here.io, [&] { return first.received.size() == 1; });
    EXPECT_TRUE(is_like(shown(here.hears({patron})), patron_answer));
    here.sessions.end_all();
    run_until(here.io, [&] { return here.sessions.size() == 0; });
}

TEST(demand, n9_checksums_are_right_and_in_upper_case) {
    riverton here;
    for (const auto& each : here.hears({with_tail(patron), with_tail(account, 2), with_tail(orchard, 3)})) {
        const auto parts = protocol::sip2::split_tail(std::string_view(each).substr(0, each.size() - 1));
        EXPECT_EQ(parts.state, protocol::sip2::checksum_state::good) << each;
        EXPECT_THAT(std::string(parts.checksum.value()), testing::MatchesRegex("[0-9A-F]{4}"));
    }
}

/// A line whose checksum is below 0x1000: three digits are enough for it.
std::string with_a_small_checksum() {
    const std::string start = "17" + today + "AORIV|AB39009000412083|CH" + std::string(255, 'z') + "|ZZ";
    for (std::size_t filled = 200; filled <= 255; ++filled) {
        const std::string line = with_tail(start + std::string(filled, 'z') + "|");
        if (line[line.size() - 4] == '0' && line[line.size() - 3] != '0') return line;
    }
    return "there is none";
}

TEST(oddity, n12_checksum_without_its_leading_zero_and_with_a_carry_too_many) {
    auto line = with_a_small_checksum();
    riverton here;
    const auto whole = here.hears({line});
    EXPECT_TRUE(is_like(shown(whole), orchard_answer + "AY1AZ*")) << shown(whole);
    EXPECT_TRUE(is_like(shown(here.hears({"9900802.00AY1AZ1FCA0"})), status_answer + "AY1AZ*"));
    line.erase(line.size() - 4, 1);
    EXPECT_TRUE(is_like(shown(here.hears({line})), orchard_answer + "AY1AZ*"));
}

TEST(demand, n10_sums_over_characters_and_odd_digits_are_accepted) {
    riverton here;
    const std::string over_characters = "2300120260317    142530AORIV|AA29009000000137|AC|ADp\xC3\xA4ss|AY2AZF06A";
    EXPECT_TRUE(is_like(shown(here.hears({over_characters})), "24*AY2AZ*"));
    auto line = with_a_small_checksum();
    line.erase(line.size() - 4, 1);
    EXPECT_TRUE(is_like(shown(here.hears({line})), orchard_answer + "AY1AZ*"));
}

TEST(demand, n26_no_bar_and_no_line_end_leaves_its_field) {
    riverton here;
    storage::write_and_wait(here.library.store(), [&](storage::unit_of_work& in) {
        auto who = in.find_patron(in.find_card(here.library.institution, "29009000000137").value().patron).value();
        who.family_name = "x|AAforged|CQY|\r\n941\x7F";
        in.change(who);
    });
    const auto heard = here.hears({"23010" + today + maren + "AC|AD|"});
    ASSERT_EQ(heard.size(), 1U);
    EXPECT_TRUE(is_like(shown(heard), "24*|AEMaren x AAforged CQY   941 |BLY|CQN|*")) << heard.front();
    EXPECT_EQ(std::count(heard.front().begin(), heard.front().end(), '\r'), 1);
}

TEST(oddity, n34_tls_hello_gets_a_96_at_once) {
    riverton here;
    const std::string hello{"\x16\x03\x01\x02\x00\x01\x00\x01\xFC\x03\x03", 11};
    EXPECT_EQ(here.hears_raw({hello}, {.listener = "sip2", .profile = "standard", .terminal = ""}), words{"96\r"});
}

TEST(oddity, n35_user_and_password_as_lines) {
    riverton here;
    const auto heard = here.hears_raw({"kiosk02\r\nrv-7Qx2\r\n", patron + '\r'},
                                      {.listener = "sip2", .profile = "standard", .terminal = "",
                                       .kind = config::listener_kind::telnet_login});
    EXPECT_TRUE(is_like(shown(heard), "login:  & Password:  & Login OK.\\x0D\\x0A & " + patron_answer)) << shown(heard);
}

// ---- None is forgotten ----

std::set<int> numbers_in(const std::string& file) {
    std::set<int> all;
    std::ifstream from(CIRC_TEST_DATA "/sip2/" + file);
    for (std::string line; std::getline(from, line);)
        if (!line.empty() && line.front() != '#') all.insert(std::stoi(line));
    return all;
}

/// Rows, and the tests of that suite whose names begin with a number.
std::set<int> numbers_tested(const std::vector<row>& rows, const std::string& suite) {
    std::set<int> all;
    for (const auto& each : rows) all.insert(each.number);
    const auto& unit = *testing::UnitTest::GetInstance();
    for (int i = 0; i < unit.total_test_suite_count(); ++i) {
        const auto& of = *unit.GetTestSuite(i);
        if (of.name() != suite) continue;
        for (int k = 0; k < of.total_test_count(); ++k) all.insert(std::stoi(of.GetTestInfo(k)->name() + 1));
    }
    return all;
}

TEST(points, of_all_demands_and_oddities_have_a_row) {
    EXPECT_EQ(numbers_in("demands.txt").size(), 34U);
    EXPECT_EQ(numbers_tested(demands, "demand"), numbers_in("demands.txt"));
    EXPECT_EQ(numbers_in("oddities.txt").size(), 35U);
    EXPECT_EQ(numbers_tested(oddities, "oddity"), numbers_in("oddities.txt"));
}

} // namespace
} // namespace circ::net::test
