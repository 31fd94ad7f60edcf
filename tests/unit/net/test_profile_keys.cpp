// Every key of a profile in a session: a row says what a device is answered with the key as it usually
// is, and with it changed. For the shipped profiles that is their parent's value and their own; each
// difference has a row.
#include "tests/unit/net/riverton.hpp"

#include "config/profiles.hpp"
#include "config/settings_table.hpp"

#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <set>

namespace circ::net::test {
namespace {

using config::builtin_profile;
using config::profile;

const std::string maren = "AORIV|AA29009000000137|";
const std::string today = "20260317    142530";
const std::string no_date = std::string(18, ' ');
const std::string status = "9900802.00";
const std::string orchard = "17" + today + "AORIV|AB39009000412083|";
const std::string patron = "23000" + today + maren + "AC|AD4471|";
const std::string patron_without_pin = "23000" + today + maren + "AC|AD|";
const std::string asa = "23000" + today + "AORIV|AA29009000000351|AC|AD2210|";
const std::string account = "63000" + today + "  Y       " + maren + "AD4471|";
const std::string account_without_pin = "63000" + today + "          " + maren;
const std::string checkout = "11YN" + today + no_date + maren + "AB39009000412083|AC|AD4471|";
const std::string hold_without_pin = "15+" + today + "BY2|" + maren + "AB39009000412083|";
const std::string log_in = "9300CNkiosk02|COrv-7Qx2|";
const std::string wrong_login = "9300CNx|COa|";

std::string checkin(const std::string& item, const std::string& returned = today) {
    return "09N" + today + returned + "APRIV-MAIN|AORIV|AB" + item + "|AC|";
}
const std::string slow_rivers = checkin("39009000650021");
const std::string salt_road = checkin("39009000998123"); // Maren waits for it
const std::string quarterly = checkin("39009000111222"); // belongs to the east
std::string pay(const std::string& amount, const std::string& type = "02", const std::string& seconds = "30") {
    return "3720260317    1425" + seconds + "04" + type + "EURBV" + amount + "|" + maren + "AD4471|BK1|";
}

/// One key at work.
struct difference {
    std::string profile; ///< a shipped one, against its parent; "standard": against `value`
    std::string key;
    words said;
    std::string usual;   ///< a pattern
    std::string changed; ///< likewise
    std::string value = {}; ///< TOML, of standard only
    std::string also = {};  ///< TOML lines that both answers need
    std::string login = "kiosk02";
    std::function<void(riverton&)> given = {};
    words afterwards = {}; ///< asked at another terminal, of the standard profile
};

std::ostream& operator<<(std::ostream& out, const difference& each) {
    return out << each.profile << ' ' << each.key;
}

/// A loan of Maren's that was due on Sunday night, in a library that is open from Monday to Saturday.
void due_on_saturday(riverton& here) {
    storage::write_and_wait(here.library.store(), [&](storage::unit_of_work& in) {
        for (int weekday = 1; weekday <= 6; ++weekday)
            in.add(storage::opening_hours{.branch = here.library.main, .weekday = weekday,
                                          .opens = std::chrono::hours(9), .closes = std::chrono::hours(18)});
        const auto loan = in.item_by_barcode(here.library.institution, "39009000650021")->open_loan.value();
        auto late = loan;
        late.due_at = here.clock.now() - std::chrono::hours(24 * 3 - 9); // Saturday, 23:25
        in.change(loan, late);
    });
}

/// Slow Rivers has been renewed as often as it may be.
void not_to_renew(riverton& here) {
    storage::write_and_wait(here.library.store(), [&](storage::unit_of_work& in) {
        const auto loan = in.item_by_barcode(here.library.institution, "39009000650021")->open_loan.value();
        auto after = loan;
        after.renewals = 2;
        in.change(loan, after);
    });
}

/// The Glass Orchard was seen in the east last.
void strayed(riverton& here) {
    storage::write_and_wait(here.library.store(), [&](storage::unit_of_work& in) {
        auto item = in.item_by_barcode(here.library.institution, "39009000412083")->item;
        item.place = here.library.east;
        in.change(item);
    });
}

void many_loans(riverton& here) { here.lend_more(300); }

const std::vector<difference> shipped = {
    {"strict", "encoding", {with_tail(asa)}, "24*|AE\\xC3\\x85sa M\\xC3\\xBCller|*", "24*|AE\\x8Fsa M\\x81ller|*"},
    {"strict", "checksum", {orchard}, "1803*", "96"},
    {"strict", "sequence_check", {with_tail(status), with_tail(orchard, 5)}, "98* & 1803*", "98* & 96AZFEF6"},
    {"strict", "unknown_command", {"hello"}, "96", "-"},
    {"strict", "fixed_part", {with_tail("65" + maren + "AD4471|")}, "66*", "96AZFEF6"},
    {"strict", "sc_status_before_login", {with_tail(status)}, "98YYYY*", "98NNNNNN*", {}, {}, ""},
    {"strict", "due_date_format", {with_tail(checkout)}, "12*|AH2026-04-14|*", "12*|AH20260414    235959|*"},
    {"strict", "max_reply", {with_tail(account)}, "64*0302*|AU*", "64*|AU39009001000299|*", {}, {}, "kiosk02", many_loans},
    {"kiosk-3m", "encoding", {asa}, "24*|AE\\xC3\\x85sa M\\xC3\\xBCller|*", "24*|AE\\x8Fsa M\\x81ller|*"},
    {"kiosk-printer", "receipts", {checkout}, "12*|CK001|", "12*|CK001|*AG*"},
    {"sorter", "allowed", {checkout}, "121*", "120*|AFThis machine cannot do that*"},
    {"sorter", "extensions", {quarterly}, "101*Y2026*|AJRiverton Quarterly|CK003|*", "101*Y2026*|CTRIV-EAST|CV04|*"},
    {"sorter", "send_borrower_in_10", {slow_rivers}, "101*|AA29009000000137|*", "101*"},
    {"return-bin", "allowed", {"19" + today + "AORIV|AB39009000412083|CHx|"}, "201*", "200*|AFThis machine cannot do that*"},
    {"return-bin", "returns_dated", {slow_rivers}, "101* & 24*|BV4.00|*", "101* & 24*|BV3.75|*", {}, {}, "kiosk02", due_on_saturday, {patron}},
    {"payment", "allowed", {orchard}, "1803*", "1801*|AFThis machine cannot do that*"},
    {"payment", "overpayment", {pay("5.00")}, "38N*", "38Y*"},
    {"econtent", "allowed", {orchard}, "1803*", "1801*|AFThis machine cannot do that*"},
    {"econtent", "pin_policy", {account, account_without_pin}, "64* & 64*|AEMaren Lindqvist|*|CQY|*", "64* & 64*|AE|BLY|CQN|*"},
    {"econtent", "details_without_pin", {account_without_pin}, "64*|AEMaren Lindqvist|*", "64*|AE|BLY|CQN|*"},
    {"pc-booking", "extensions", {account}, "64*", "64*|PA20261231|PB19900601|PCadult|*"},
    {"gate", "allowed", {account}, "64*|AU*", "64YYYY*|BLN|CQN|AFThis machine cannot do that*"},
    {"gate", "details_without_pin", {patron_without_pin}, "24*|AEMaren Lindqvist|*", "24*|AE|BLY|CQN|*"},
    {"wand", "allowed", {checkout}, "121*", "120*|AFThis machine cannot do that*"},
    {"wand", "seen_by_17", {orchard}, "18*|APRIV-EAST|* & 18*|APRIV-EAST|*", "18*|APRIV-EAST|* & 18*|APRIV-MAIN|*", {}, {}, "kiosk02", strayed, {orchard}},
    {"app", "allowed", {pay("1.00")}, "38Y*", "38N*|AFThis machine cannot do that*"},
    {"app", "pin_policy", {hold_without_pin}, "161*", "160*|AF*"},
    {"app", "details_without_pin", {account_without_pin}, "64*|AEMaren Lindqvist|*", "64*|AE|BLY|CQN|*"},
    {"app", "due_date_format", {checkout}, "12*|AH2026-04-14|*", "12*|AH20260414    235959|*"},
    {"app", "max_reply", {account}, "64*0302*|AU*", "64*|AU39009001000299|*", {}, {}, "kiosk02", many_loans},
    {"probe", "allowed", {orchard}, "1803*", "1801*|AFThis machine cannot do that*"},
    {"locker", "allowed", {hold_without_pin}, "161*", "160*|AFThis machine cannot do that*"},
    {"locker", "pin_policy", {"11YN" + today + no_date + maren + "AB39009000412083|AC|"}, "121*", "120*|AF*"},
    {"locker", "extensions", {salt_road}, "101*Y2026*|AJSalt Road|CK001|*", "101*Y2026*|CV01|CY29009000000137|*"},
    {"locker", "send_borrower_in_10", {slow_rivers}, "101*|AA29009000000137|*", "101*"},
};

const std::vector<difference> of_standard = {
    {"standard", "protocol_version", {patron}, "24*|BLY|CQY|BHEUR|BV3.50|*", "24*AORIV|AA29009000000137|AEMaren Lindqvist|*", "\"1.00\""},
    {"standard", "terminator", {orchard}, "18*|", "18*|\\x0D\\x0A", "\"CRLF\""},
    {"standard", "encoding", {asa}, "24*|AE\\xC3\\x85sa M\\xC3\\xBCller|*", "24*|AEAsa Muller|*", "\"ascii\""},
    {"standard", "delimiter", {"17" + today + "AORIV^AB39009000412083^"}, "1801*|AF*", "1803*^AB39009000412083^AJThe Glass*", "\"^\""},
    {"standard", "checksum", {orchard + "AY1AZ0000"}, "96AZFEF6", "1803*AY1AZ*", "\"ignore\""},
    {"standard", "error_detection", {orchard}, "1803*|", "1803*|AY0AZ*", "\"always\""},
    {"standard", "sequence_check", {with_tail(status), with_tail(orchard, 5)}, "98* & 1803*", "98* & 96AZFEF6", "\"strict\""},
    {"standard", "unknown_command", {"hello"}, "96", "-", "\"ignore\""},
    {"standard", "fixed_part", {"65" + maren + "AD4471|"}, "66*", "96", "\"strict\""},
    {"standard", "max_reply", {account}, "64*", "64*|AU39009001000299|*", "8192", {}, "kiosk02", many_loans},
    {"standard", "max_items", {account}, "64*0002*|AU*|AU*|", "64*0002*|AU39009000650021|AF*", "1"},
    {"standard", "login_attempts", {wrong_login, wrong_login, wrong_login, wrong_login, log_in}, "940 & 940 & 940 & 940 & 941", "940 & 940 & 940 & 940", "4", {}, ""},
    {"standard", "sc_status_before_login", {status}, "98YYYY*", "98NNNNNN*", "false", {}, ""},
    {"standard", "institution_id", {"23000" + today + "AO|AA29009000000137|AC|AD|"}, "24*AORIV|*", "24*AOTOWN|*", "\"TOWN\""},
    {"standard", "ao_policy", {"23000" + today + "AOELSE|AA29009000000137|AC|AD|"}, "24*AOELSE|*", "24*AORIV|*", "\"own\""},
    {"standard", "location", {quarterly}, "101*Y2026*", "101*N2026*", "\"RIV-EAST\""},
    {"standard", "branch_override_by_CP", {log_in + "CPRIV-EAST|", quarterly}, "941 & 101*Y2026*", "941 & 101*N2026*", "true", {}, ""},
    {"standard", "language", {checkin("1")}, "100*|AFWe do not know this item.*", "100*|AFDieses Medium kennen wir nicht.*", "\"de\""},
    {"standard", "print_width", {checkout}, "12*|AGRIV-MAIN, 17 Mar 2026 14:25|*", "12*|AGRIV-MAIN, 17 Mar|AG2026 14:25|*", "20", "receipts = [\"12\"]\n"},
    {"standard", "allowed", {orchard}, "1803*", "1801*|AFThis machine cannot do that*", "[\"11\"]"},
    {"standard", "timeout_tenths", {status}, "98??????100003*", "98??????050003*", "50"},
    {"standard", "retries", {status}, "98??????100003*", "98??????100005*", "5"},
    {"standard", "flags98", {status}, "98YYYY*", "98YNYY*", "\"YNYY\""},
    {"standard", "status_update", {status}, "98YYYYY*", "98YYYYN*", "false"},
    {"standard", "offline_ok", {status}, "98YYYY?N*", "98YYYY?Y*", "true"},
    {"standard", "supported", {status}, "98*|BX???????????????Y|*", "98*|BX???????????????N|*", "\"YYYYYYYYYYYYYYYN\""},
    {"standard", "due_date_format", {checkout}, "12*|AH2026-04-14|*", "12*|AH14/04/2026|*", "\"%d/%m/%Y\""},
    {"standard", "item_lists", {account}, "64*|AU39009000650021|*", "64*|AU39009000650021 Slow Rivers|*", "\"both\""},
    {"standard", "title_id", {orchard}, "18*|AJThe Glass Orchard / Tessa Imre|*", "18*|AJriv00412|*", "\"number\""},
    {"standard", "av_format", {"63000" + today + "   Y      " + maren + "AD4471|"}, "64*|AV* 3.50 \"overdue\" |*", "64*|AV3.50|*", "\"<amount>\""},
    {"standard", "hold_count", {account}, "64*142530000100000002*", "64*142530000200000002*", "\"all\""},
    {"standard", "unrenewed_items", {"65" + today + maren + "AD4471|"}, "66*|BN39009000650021|*", "66*|BN39009000650021 *|*", "\"reason\"", {}, "kiosk02", not_to_renew},
    {"standard", "multi_summary", {"63000" + today + "Y Y       " + maren + "AD4471|"}, "64*|AS39009000587710|AU*", "64*|AS39009000587710|*", "\"first\""},
    {"standard", "pin_policy", {hold_without_pin}, "161*", "160*|AF*", "\"each_request\""},
    {"standard", "empty_pin", {patron_without_pin}, "24*|CQN|*", "24*|CQY|*", "\"not_checked\""},
    {"standard", "details_without_pin", {patron_without_pin}, "24*|AEMaren Lindqvist|*", "24*|AE|BLY|CQN|*", "\"minimal\""},
    {"standard", "status_flags", {asa}, "24Y*", "24 *", "\"NNNNNNNNNNNNNN\""},
    {"standard", "renewal_ok_on_refusal", {"29NN" + today + no_date + maren + "AB39009000650021|AD4471|"}, "300Y*", "300N*", "\"N\"", {}, "kiosk02", not_to_renew},
    {"standard", "fee_without_ack_v1", {"11YN" + today + no_date + maren + "AB39009000555002|AC|"}, "120*", "121*", "\"charge\"", "protocol_version = \"1.00\"\n"},
    {"standard", "assess_fees", {"11YN" + today + no_date + maren + "AB39009000555002|AC|"}, "120*", "121*", "false"},
    {"standard", "fee_accepted_code", {pay("1.00")}, "38Y*", "381*", "\"1/0\""},
    {"standard", "decimal_comma", {pay("1,00")}, "38N*", "38Y*", "true"},
    {"standard", "send_borrower_in_10", {slow_rivers}, "101*|AA29009000000137|*", "101*", "false"},
    {"standard", "alert_policy", {quarterly}, "101?NY2026*", "101?NN2026*", "[]"},
    {"standard", "other_alert", {checkin("1")}, "100*|CV99|*", "100*|CV98|*", "\"98\"", "extensions = [\"CV\"]\n"},
    {"standard", "plain_alert_00", {slow_rivers}, "101*", "101*|CV00|*", "true", "extensions = [\"CV\"]\n"},
    {"standard", "magnetic_desensitize", {"11YN" + today + no_date + maren + "AB39009000555001|AC|AD4471|"}, "121NYY*", "121NYN*", "false"},
    {"standard", "cf_pad", {orchard}, "18*CF0|*", "18*CF00000|*", "5"},
    {"standard", "extensions", {patron}, "24*|BV3.50|*", "24*|BE*@example.org|*", "[\"BE\"]"},
    {"standard", "hide_fields", {patron}, "24*|BHEUR|*", "24*|CQY|BV3.50|*", "[\"BH\"]"},
    {"standard", "allow_fields", {patron}, "24*|BHEUR|BV3.50|*", "24*|BV3.50|", "[\"24.BL\", \"24.CQ\", \"24.BV\"]"},
    {"standard", "receipts", {checkout}, "12*|CK001|", "12*|CK001|*AG*", "[\"12\"]"},
    {"standard", "receipt_name", {patron, checkout, "35" + today + maren}, "24* & 12* & 36*", "24* & 12* & 36*AG*Maren Lindqvist*", "true", "receipts = [\"36\"]\n"},
    {"standard", "trim_barcodes", {"17" + today + "AORIV|AB 39009000412083 |"}, "1803*", "1801*", "false"},
    {"standard", "checkin_not_on_loan_ok", {checkin("39009000412083")}, "101*", "100*", "false"},
    {"standard", "return_date", {checkin("39009000650021", "20260314    120000")}, "101* & 24*|BV3.50|*", "101* & 24*|BV4.00|*", "\"ignore\"", "trust_return_date_minutes = 9000\n", "kiosk02", due_on_saturday, {patron}},
    {"standard", "trust_return_date_minutes", {checkin("39009000650021", "20260314    120000")}, "101* & 24*|BV4.00|*", "101* & 24*|BV3.50|*", "9000", {}, "kiosk02", due_on_saturday, {patron}},
    {"standard", "returns_dated", {slow_rivers}, "101* & 24*|BV4.00|*", "101* & 24*|BV3.75|*", "\"last_open_day\"", {}, "kiosk02", due_on_saturday, {patron}},
    {"standard", "holds", {salt_road}, "101*", "100*", "\"refuse\""},
    {"standard", "refuse_item_types", {checkout}, "121*", "120*|AF*", "[\"book\"]"},
    {"standard", "seen_by_17", {orchard}, "18*|APRIV-EAST|* & 18*|APRIV-EAST|*", "18*|APRIV-EAST|* & 18*|APRIV-MAIN|*", "true", {}, "kiosk02", strayed, {orchard}},
    {"standard", "block_patron_policy", {"01N" + today + "AORIV|ALleft|AA29009000000137|AC|"}, "24    *", "24Y*", "\"block\""},
    {"standard", "patron_enable", {"25" + today + "AORIV|AA29009000000351|AC|AD2210|"}, "26YYYY*|BLN|*", "26*|BLY|CQY|*", "true"},
    {"standard", "bk_scope", {pay("1.00"), pay("1.00", "02", "31")}, "38Y* & 38* & 24*|BV2.50|*", "38Y* & 38Y* & 24*|BV1.50|*", "\"none\"", {}, "kiosk02", {}, {patron}},
    {"standard", "overpayment", {pay("5.00")}, "38N*", "38Y*", "\"credit\""},
    {"standard", "write_off_payment_type", {pay("1.00", "06")}, "38N*", "38Y*", "\"06\""},
};

/// Keys whose effect no answer to a line shows, with the test that shows it.
const std::map<std::string, std::string> shown_elsewhere{
    {"login", "in_general/dialogues.listener_without_logins: it is the listener that lets in"},
    {"login_seconds", "limit/dialogues.no_login_for_as_long_as_the_profile_says"},
    {"idle_seconds", "limit/dialogues.nothing_for_as_long_as_the_profile_says"},
    {"duplicate_resend", "conversation.handles_repetitions_without_sequence_number_or_when_told_to"},
    {"status98_push", "changed_status.takes_the_place_of_one_answer_by_profile"},
    {"message_bytes", "message_sizes.are_what_the_profile_says_once_the_terminal_is_known"},
    {"silent_days", "reporting.lets_a_profile_be_silent_for_longer: it is a report that tells of silence"},
    {"single_session", "one_account.has_one_connection_where_the_profile_says_so"},
    {"unknown_card", "hidden_cards.get_the_same_answer_whether_there_is_such_a_card_or_not"},
    {"pin_tries_minute", "pins.may_be_wrong_as_often_as_the_profile_says"},
    {"pin_tries_address_minute", "pins.may_be_wrong_more_often_from_an_address_that_speaks_for_many_readers"},
    {"unknown_count", "patron/answers.nothing_known_is_zero_by_profile: no count is unknown to the local rules"},
};

profile with(const std::string& base, const std::string& key, const std::string& value, const std::string& also) {
    const std::string own = key.empty() ? "" : key + " = " + value + "\n";
    return profiles_of("[profile.tried]\ninherits = \"" + base + "\"\n" + also + own).at("tried");
}

std::string heard_by(const profile& as, const difference& each) {
    riverton here(as);
    here.settings.profiles["lines"] = profile{};
    if (each.given) each.given(here);
    auto heard = here.hears(each.said, each.login);
    if (!each.afterwards.empty()) {
        here.settle();
        const auto more = here.hears(each.afterwards, "lines");
        heard.insert(heard.end(), more.begin(), more.end());
    }
    return shown(heard);
}

const builtin_profile& shipped_named(std::string_view name) {
    const auto all = config::builtin_profiles();
    return *std::find_if(all.begin(), all.end(), [&](const auto& each) { return each.name == name; });
}

std::string value_of(const profile& of, const std::string& key) {
    return config::find_row(config::table_of<profile>(), key)->show(of);
}

class key_of_a_profile : public testing::TestWithParam<difference> {};

TEST_P(key_of_a_profile, changes_an_answer) {
    const auto& each = GetParam();
    const bool of_its_own = each.profile == "standard";
    const std::string base = of_its_own ? each.profile : std::string(shipped_named(each.profile).inherits);
    const auto usual = heard_by(with(base, "", "", each.also), each);
    const auto changed = heard_by(of_its_own ? with(base, each.key, each.value, each.also) : with(each.profile, "", "", each.also), each);
    EXPECT_TRUE(is_like(usual, each.usual)) << usual << "\n  wanted: " << each.usual;
    EXPECT_TRUE(is_like(changed, each.changed)) << changed << "\n  wanted: " << each.changed;
    EXPECT_NE(usual, changed);
    if (of_its_own) return;
    // It is this key that makes the difference, not another of the profile.
    const auto value = value_of(profiles_of().at(base), each.key);
    EXPECT_NE(heard_by(with(each.profile, each.key, value, each.also), each), changed) << each.key << " = " << value;
}

std::string name_of(const testing::TestParamInfo<difference>& tested) {
    std::string name = tested.param.profile + "_" + tested.param.key;
    std::replace(name.begin(), name.end(), '-', '_');
    return name;
}
INSTANTIATE_TEST_SUITE_P(shipped, key_of_a_profile, testing::ValuesIn(shipped), name_of);
INSTANTIATE_TEST_SUITE_P(standard, key_of_a_profile, testing::ValuesIn(of_standard), name_of);

struct refused_end {
    std::string name;
    std::string key;
    std::string value;
    std::string institution;
};

std::ostream& operator<<(std::ostream& out, const refused_end& each) { return out << each.name; }

class end_of_session : public testing::TestWithParam<refused_end> {};

TEST_P(end_of_session, forgets_the_pin_though_the_profile_refuses_it) {
    const auto& each = GetParam();
    riverton here(with("standard", each.key, each.value, ""));
    const auto end = "35" + today + each.institution + "AA29009000000137|";
    const auto heard = shown(here.hears({account, end, account_without_pin}));
    EXPECT_TRUE(is_like(heard, "64*|CQY|* & 36Y*|AF* & 64*|CQN|*")) << heard;
}

INSTANTIATE_TEST_SUITE_P(each, end_of_session,
                         testing::Values(refused_end{"by_message", "allowed", "[\"63\"]", "AORIV|"},
                                         refused_end{"by_institution", "ao_policy", "\"enforce\"", "AOELSE|"}),
                         [](const auto& tested) { return tested.param.name; });

TEST(keys_of_profiles, are_all_shown_at_work) {
    std::set<std::string> wanted, rows;
    for (const auto& each : config::table_of<profile>()) wanted.insert(std::string(each.what.key));
    for (const auto& each : of_standard) rows.insert(each.key);
    for (const auto& [key, test] : shown_elsewhere) {
        EXPECT_FALSE(rows.contains(key)) << key << " has a row";
        rows.insert(key);
    }
    EXPECT_EQ(rows, wanted);
}

/// All unit tests but this file, one behind the other.
std::string texts_of_tests() {
    std::string all;
    for (const auto& each : std::filesystem::recursive_directory_iterator(CIRC_TEST_DATA "/../unit")) {
        if (each.path().extension() != ".cpp" || each.path().filename() == "test_profile_keys.cpp") continue;
        std::ifstream in(each.path());
        all.append(std::istreambuf_iterator<char>(in), {});
    }
    return all;
}

TEST(keys_of_profiles, that_are_shown_elsewhere_name_a_test_that_there_is) {
    const std::string texts = texts_of_tests();
    for (const auto& [key, test] : shown_elsewhere) {
        const auto dot = test.find('.');
        ASSERT_NE(dot, std::string::npos) << key;
        const auto name = test.substr(dot + 1, test.find(':') - dot - 1);
        EXPECT_NE(texts.find(name), std::string::npos) << key << ": " << name;
    }
}

TEST(differences_of_shipped_profiles, have_a_row_each) {
    const auto all = profiles_of();
    std::set<std::string> wanted, rows;
    for (const auto& one : config::builtin_profiles()) {
        if (one.inherits.empty()) continue;
        for (const auto& each : config::table_of<profile>())
            if (each.show(all.find(one.name)->second) != each.show(all.find(one.inherits)->second))
                wanted.insert(std::string(one.name) + ' ' + std::string(each.what.key));
    }
    for (const auto& each : shipped) rows.insert(each.profile + ' ' + each.key);
    EXPECT_EQ(rows, wanted);
}

} // namespace
} // namespace circ::net::test
