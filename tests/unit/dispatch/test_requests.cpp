// Request line -> operation.
#include "tests/unit/dispatch/riverton.hpp"

namespace circ::dispatch::test {
namespace {

struct request_case {
    std::string_view name;
    std::string_view line;
    std::string_view operation;
    change differs = {};
};

std::ostream& operator<<(std::ostream& out, const request_case& each) { return out << each.name; }

class translates : public testing::TestWithParam<request_case> {};

TEST_P(translates, request_into_its_operation) {
    const auto& wanted = GetParam();
    EXPECT_EQ(operation_in_short(wanted.line, make_door(wanted.differs)), wanted.operation);
}

void v1_00(config::profile&, sip2_door& door) { door.speaks_1_00 = true; }

const request_case loans[] = {
    {"checkout", "11YN20260317    142615                  AORIV|AA29009000000137|AB39009000412083|AC|AD4471|BON|BIN|",
     "checkout card=29009000000137 item=39009000412083 pin=4471 renewal said=2026-03-17T13:26:15Z"},
    {"checkout_with_fee_agreed", "11NN20260317    142615                  AORIV|AA1|AB2|AC|BOY|",
     "checkout card=1 item=2 agreed said=2026-03-17T13:26:15Z"},
    {"checkout_with_empty_pin", "11NN20260317    142615                  AORIV|AA1|AB2|AC|AD|",
     "checkout card=1 item=2 said=2026-03-17T13:26:15Z"},
    {"checkout_where_renewals_are_switched_off", "11YN20260317    142615                  AORIV|AA1|AB2|AC|",
     "checkout card=1 item=2 said=2026-03-17T13:26:15Z",
     [](config::profile& p, sip2_door&) { p.flags98[3] = false; }},
    {"checkout_done_off_line", "11NY20260317    14261520260414    235900AORIV|AA1|AB2|AC|",
     "checkout card=1 item=2 due=2026-04-14T21:59:00Z said=2026-03-17T13:26:15Z happened"},
    {"due_date_without_no_block_means_nothing", "11NN20260317    14261520260414    235900AORIV|AA1|AB2|AC|",
     "checkout card=1 item=2 said=2026-03-17T13:26:15Z"},
    {"checkout_that_takes_back_a_checkin", "11NN20260317    142615                  AORIV|AA1|AB2|AC|AD4471|BIY|",
     "undo_checkin card=1 item=2 pin=4471 said=2026-03-17T13:26:15Z"},
    {"release_1_00_cannot_agree", "11NN20260317    142615                  AORIV|AA1|AB2|AC|",
     "checkout card=1 item=2 said=2026-03-17T13:26:15Z", v1_00},
    {"release_1_00_is_charged_by_profile", "11NN20260317    142615                  AORIV|AA1|AB2|AC|",
     "checkout card=1 item=2 agreed said=2026-03-17T13:26:15Z",
     [](config::profile& p, sip2_door& door) {
         p.fee_without_ack_v1 = config::fee_without_ack::charge;
         door.speaks_1_00 = true;
     }},
    {"release_2_00_is_asked_in_that_profile_too", "11NN20260317    142615                  AORIV|AA1|AB2|AC|",
     "checkout card=1 item=2 said=2026-03-17T13:26:15Z",
     [](config::profile& p, sip2_door&) { p.fee_without_ack_v1 = config::fee_without_ack::charge; }},
    {"renew", "29YN20260317    142701                  AORIV|AA1|AD4471|AB2|AC|BOY|",
     "renew card=1 item=2 pin=4471 agreed third_party said=2026-03-17T13:27:01Z"},
    {"renew_by_title_number", "29NN20260317    142701                  AORIV|AA1|AJriv00412|",
     "renew card=1 title=riv00412 said=2026-03-17T13:27:01Z"},
    {"renew_done_off_line", "29NY20260317    14270120260414    235900AORIV|AA1|AB2|",
     "renew card=1 item=2 due=2026-04-14T21:59:00Z said=2026-03-17T13:27:01Z happened"},
    {"renew_all", "6520260317    142720AORIV|AA1|AD4471|AC|BOY|",
     "renew_all card=1 pin=4471 agreed said=2026-03-17T13:27:20Z"},
    {"checkin", "09N20260317    15021020260316    220000APRIV-MAIN|AORIV|AB2|AC|BIN|",
     "checkin item=2 returned=2026-03-16T21:00:00Z said=2026-03-17T14:02:10Z"},
    {"checkin_done_off_line", "09Y20260317    150210                  AP|AORIV|AB2|AC|",
     "checkin item=2 said=2026-03-17T14:02:10Z happened"},
    {"checkin_that_takes_back_a_checkout", "09N20260317    150210                  AP|AORIV|AB2|AC|BIY|",
     "undo_checkout item=2 said=2026-03-17T14:02:10Z"},
};

const request_case dates[] = {
    {"local_winter_time", "1720260317    143005AORIV|AB2|", "item_details item=2 said=2026-03-17T13:30:05Z"},
    {"local_summer_time", "1720260717    143005AORIV|AB2|", "item_details item=2 said=2026-07-17T12:30:05Z"},
    {"utc", "1720260317   Z143005AORIV|AB2|", "item_details item=2 said=2026-03-17T14:30:05Z"},
    {"atlantic_time", "1720260317   Q102530AORIV|AB2|", "item_details item=2 said=2026-03-17T14:25:30Z"},
    {"zone_of_zeros_is_local", "1720260317" "0000" "143005AORIV|AB2|", "item_details item=2 said=2026-03-17T13:30:05Z"},
    {"unreadable_is_not_said", "1720269917    143005AORIV|AB2|", "item_details item=2"},
    {"blank_is_not_said", "17                  AORIV|AB2|", "item_details item=2"},
    {"left_out_is_not_said", "65AORIV|AA1|", "renew_all card=1"},
};

const request_case barcodes[] = {
    {"blanks_around_are_trimmed", "1720260317    143005AORIV|AB 2 3 |", "item_details item=2 3 said=2026-03-17T13:30:05Z"},
    {"blanks_stay_by_profile", "1720260317    143005AORIV|AB 2 3 |", "item_details item= 2 3  said=2026-03-17T13:30:05Z",
     [](config::profile& p, sip2_door&) { p.trim_barcodes = false; }},
};

const request_case patrons[] = {
    {"patron_status", "2300320260317    142530AORIV|AA1|AC|AD4471|",
     "patron_account card=1 pin=4471 said=2026-03-17T13:25:30Z language=de"},
    {"patron_status_without_pin", "2300020260317    142530AORIV|AA1|AC|AD|",
     "patron_account card=1 said=2026-03-17T13:25:30Z"},
    {"language_of_the_terminal", "2300020260317    142530AORIV|AA1|AC|AD|",
     "patron_account card=1 said=2026-03-17T13:25:30Z language=fr",
     [](config::profile& p, sip2_door&) { p.language = "fr"; }},
    {"language_asked_for_before", "11NN20260317    142615                  AORIV|AA1|AB2|AC|",
     "checkout card=1 item=2 said=2026-03-17T13:26:15Z language=es",
     [](config::profile& p, sip2_door& door) { p.language = "fr"; door.language = "es"; }},
    {"block_patron", "01Y20260317    151802AORIV|ALCard left in the reader|AA1|AC|",
     "block_patron card=1 retained reason=Card left in the reader said=2026-03-17T14:18:02Z"},
    {"patron_enable", "2520260317    181501AORIV|AA1|AC|AD2210|",
     "enable_patron card=1 pin=2210 said=2026-03-17T17:15:01Z",
     [](config::profile& p, sip2_door&) { p.patron_enable = true; }},
    {"end_patron_session", "3520260317    143255AORIV|AA1|AC|AD4471|",
     "end_patron_session card=1 said=2026-03-17T13:32:55Z"},
    {"end_patron_session_of_nobody", "3520260317    143255AORIV|AA|", "end_patron_session said=2026-03-17T13:32:55Z"},
    {"counts_alone", "6300120260317    142544          AORIV|AA1|AD4471|",
     "patron_account card=1 pin=4471 said=2026-03-17T13:25:44Z language=en"},
};

const request_case lists[] = {
    {"holds", "6300020260317    142544Y         AORIV|AA1|", "patron_account card=1 lists=0 said=2026-03-17T13:25:44Z"},
    {"overdues", "6300020260317    142544 Y        AORIV|AA1|", "patron_account card=1 lists=1 said=2026-03-17T13:25:44Z"},
    {"charged", "6300020260317    142544  Y       AORIV|AA1|", "patron_account card=1 lists=2 said=2026-03-17T13:25:44Z"},
    {"fees", "6300020260317    142544   Y      AORIV|AA1|", "patron_account card=1 lists=3 said=2026-03-17T13:25:44Z"},
    {"recalls", "6300020260317    142544    Y     AORIV|AA1|", "patron_account card=1 lists=4 said=2026-03-17T13:25:44Z"},
    {"unavailable_holds", "6300020260317    142544     Y    AORIV|AA1|", "patron_account card=1 lists=5 said=2026-03-17T13:25:44Z"},
    {"fee_details_are_fees", "6300020260317    142544      Y   AORIV|AA1|", "patron_account card=1 lists=3 said=2026-03-17T13:25:44Z"},
    {"all_that_are_asked_for", "6300020260317    142544YYYYYY    AORIV|AA1|", "patron_account card=1 lists=012345 said=2026-03-17T13:25:44Z"},
    {"first_by_profile", "6300020260317    142544 YYYYY    AORIV|AA1|", "patron_account card=1 lists=1 said=2026-03-17T13:25:44Z",
     [](config::profile& p, sip2_door&) { p.multi_summary = config::multi_summary::first; }},
    {"window", "6300020260317    142544  Y       AORIV|AA1|BP7|BQ12|", "patron_account card=1 lists=2 entries=7-12 said=2026-03-17T13:25:44Z"},
    {"leading_zeros", "6300020260317    142544  Y       AORIV|AA1|BP00007|BQ00012|", "patron_account card=1 lists=2 entries=7-12 said=2026-03-17T13:25:44Z"},
    {"zero_is_the_first", "6300020260317    142544  Y       AORIV|AA1|BP0|BQ000|", "patron_account card=1 lists=2 entries=1-1 said=2026-03-17T13:25:44Z"},
    {"no_number_is_absent", "6300020260317    142544  Y       AORIV|AA1|BPx|BQ-3|", "patron_account card=1 lists=2 said=2026-03-17T13:25:44Z"},
    {"empty_is_absent", "6300020260317    142544  Y       AORIV|AA1|BP|BQ|", "patron_account card=1 lists=2 said=2026-03-17T13:25:44Z"},
    {"end_before_start_stays_so", "6300020260317    142544  Y       AORIV|AA1|BP7|BQ3|", "patron_account card=1 lists=2 entries=7-3 said=2026-03-17T13:25:44Z"},
    {"no_more_than_the_profile_allows", "6300020260317    142544  Y       AORIV|AA1|BP7|", "patron_account card=1 lists=2 entries=7-11 said=2026-03-17T13:25:44Z",
     [](config::profile& p, sip2_door&) { p.max_items = 5; }},
    {"all_holds_are_two_lists_from_their_start", "6300020260317    142544Y         AORIV|AA1|BP7|BQ12|",
     "patron_account card=1 lists=05 entries=1-12 said=2026-03-17T13:25:44Z",
     [](config::profile& p, sip2_door&) { p.hold_count = config::hold_count::all; }},
};

const request_case items_and_holds[] = {
    {"sc_status", "9900802.00", "service_status"},
    {"item_status_update", "1920260317    143040AORIV|AB2|AC|CHweight=412g|", "update_item_properties item=2 properties=weight=412g said=2026-03-17T13:30:40Z"},
    {"properties_taken_away", "1920260317    143040AORIV|AB2|AC|CH|", "update_item_properties item=2 said=2026-03-17T13:30:40Z"},
    {"hold", "15+20260317    143112BW20260930    235900|BSRIV-MAIN|BY2|AORIV|AA1|AD4471|AB2|AC|BOY|",
     "place_hold card=1 item=2 pin=4471 agreed level=0 pickup=RIV-MAIN expires=2026-09-30T21:59:00Z said=2026-03-17T13:31:12Z"},
    {"hold_without_type_is_on_the_title", "15+20260317    143112AORIV|AA1|AJriv00412|", "place_hold card=1 title=riv00412 level=0 said=2026-03-17T13:31:12Z"},
    {"hold_on_a_copy", "15+20260317    143112BY3|AORIV|AA1|AB2|", "place_hold card=1 item=2 level=1 said=2026-03-17T13:31:12Z"},
    {"hold_at_one_branch", "15+20260317    143112BY4|AORIV|AA1|AB2|", "place_hold card=1 item=2 level=2 said=2026-03-17T13:31:12Z"},
    {"hold_changed", "15*20260317    143112BSRIV-EAST|AORIV|AA1|AD4471|AB2|", "change_hold card=1 item=2 pin=4471 pickup=RIV-EAST said=2026-03-17T13:31:12Z"},
    {"hold_cancelled", "15-20260317    143112AORIV|AA1|AD4471|AB2|", "cancel_hold card=1 item=2 pin=4471 said=2026-03-17T13:31:12Z"},
};

void in_yen(config::profile&, sip2_door& door) {
    door.identity->institution.currency = "JPY";
    door.identity->institution.decimals = 0;
}

const request_case payments[] = {
    {"all_of_it", "3720260317    1432300402EURBV3.50|AORIV|AA1|AC|AD4471|CG88213|BKPT-000917|",
     "pay_fee card=1 pin=4471 amount=350 currency=EUR kind=4 type=2 fee=88213 bk=PT-000917 said=2026-03-17T13:32:30Z"},
    {"kind_other_narrows_nothing", "3720260317    1432300100EURBV3|AORIV|AA1|", "pay_fee card=1 amount=300 currency=EUR type=0 said=2026-03-17T13:32:30Z"},
    {"unassigned_kind_narrows_nothing", "3720260317    1432304200EURBV3|AORIV|AA1|", "pay_fee card=1 amount=300 currency=EUR type=0 said=2026-03-17T13:32:30Z"},
    {"comma_is_unreadable", "3720260317    1432300400EURBV3,50|AORIV|AA1|", "pay_fee card=1 currency=EUR kind=4 type=0 said=2026-03-17T13:32:30Z"},
    {"comma_by_profile", "3720260317    1432300400EURBV3,50|AORIV|AA1|", "pay_fee card=1 amount=350 currency=EUR kind=4 type=0 said=2026-03-17T13:32:30Z",
     [](config::profile& p, sip2_door&) { p.decimal_comma = true; }},
    {"too_many_decimals", "3720260317    1432300400EURBV3.505|AORIV|AA1|", "pay_fee card=1 currency=EUR kind=4 type=0 said=2026-03-17T13:32:30Z"},
    {"negative", "3720260317    1432300400EURBV-3.50|AORIV|AA1|", "pay_fee card=1 currency=EUR kind=4 type=0 said=2026-03-17T13:32:30Z"},
    {"nothing", "3720260317    1432300400EURBV0.00|AORIV|AA1|", "pay_fee card=1 currency=EUR kind=4 type=0 said=2026-03-17T13:32:30Z"},
    {"yen_have_no_decimals", "3720260317    1432300400JPYBV350|AORIV|AA1|", "pay_fee card=1 amount=350 currency=JPY kind=4 type=0 said=2026-03-17T13:32:30Z", in_yen},
    {"money_of_nobody_is_handed_on_too", "3720260317    1432300400EURBV3.50|AORIV|AA|", "pay_fee amount=350 currency=EUR kind=4 type=0 said=2026-03-17T13:32:30Z"},
    {"amount_missing_is_handed_on_too", "3720260317    1432300400EURAORIV|AA1|", "pay_fee card=1 currency=EUR kind=4 type=0 said=2026-03-17T13:32:30Z"},
};

const auto name_of_case = [](const testing::TestParamInfo<request_case>& each) { return std::string(each.param.name); };
INSTANTIATE_TEST_SUITE_P(loan, translates, testing::ValuesIn(loans), name_of_case);
INSTANTIATE_TEST_SUITE_P(date, translates, testing::ValuesIn(dates), name_of_case);
INSTANTIATE_TEST_SUITE_P(barcode, translates, testing::ValuesIn(barcodes), name_of_case);
INSTANTIATE_TEST_SUITE_P(patron, translates, testing::ValuesIn(patrons), name_of_case);
INSTANTIATE_TEST_SUITE_P(list, translates, testing::ValuesIn(lists), name_of_case);
INSTANTIATE_TEST_SUITE_P(item_or_hold, translates, testing::ValuesIn(items_and_holds), name_of_case);
INSTANTIATE_TEST_SUITE_P(payment, translates, testing::ValuesIn(payments), name_of_case);

TEST(requester, is_the_terminal_with_its_branch_rules_and_the_words_of_the_request) {
    sip2_door door = make_door();
    door.address = "192.0.2.7";
    const auto translated = translate("1720260317    143005AORIV|AB2|", door);
    const auto& by = std::get<item_details>(std::get<any_operation>(translated)).by;
    EXPECT_EQ(by.terminal.value, 3);
    EXPECT_EQ(by.terminal_login, "kiosk02");
    EXPECT_EQ(by.address, "192.0.2.7");
    EXPECT_EQ(by.institution.value, 1);
    EXPECT_EQ(by.branch.value, 2);
    EXPECT_EQ(by.received, now());
    EXPECT_EQ(by.once_only_text, "1720260317    143005AORIV|AB2|");
    EXPECT_EQ(by.rules, door.rules);
}

TEST(device_rules, follow_the_profile) {
    config::profile p;
    p.holds = config::hold_handling::tell_only;
    p.refuse_item_types = {"dvd"};
    p.seen_by_17 = p.offline_ok = p.patron_enable = true;
    p.returns_dated = config::returns_dated::last_open_day;
    p.return_date = config::return_date_rule::ignore;
    p.trust_return_date_minutes = std::chrono::minutes(90);
    p.checkin_not_on_loan_ok = false;
    p.pin_policy = config::pin_policy::in_session;
    p.empty_pin = config::empty_pin::not_checked;
    p.details_without_pin = config::details_without_pin::minimal;
    p.block_patron_policy = config::block_patron_policy::block;
    p.bk_scope = config::bk_scope::ever;
    p.overpayment = config::overpayment::credit;
    p.write_off_payment_type = "06";
    p.unknown_card = config::unknown_card::as_wrong_pin;
    p.pin_tries_minute = 500;
    p.pin_tries_address_minute = 700;
    const auto rules = device_rules_of(p);
    EXPECT_EQ(rules->holds, hold_handling::tell_only);
    EXPECT_EQ(rules->refused_item_types, std::vector<std::string>{"dvd"});
    EXPECT_TRUE(rules->seen_by_look_up && rules->offline_ok && rules->may_enable_patron);
    EXPECT_EQ(rules->returns_dated, return_dating::last_open_day);
    EXPECT_FALSE(rules->returns_backdated);
    EXPECT_EQ(rules->trust_return_date, std::chrono::minutes(90));
    EXPECT_FALSE(rules->checkin_not_on_loan_ok);
    EXPECT_EQ(rules->pin, pin_rule::in_session);
    EXPECT_TRUE(rules->empty_pin_is_fine);
    EXPECT_EQ(rules->details_without_pin, device_rules::details::minimal);
    EXPECT_EQ(rules->block_patron, block_handling::block);
    EXPECT_EQ(rules->payment_id_scope, id_scope::ever);
    EXPECT_EQ(rules->overpayment, too_much::credit);
    EXPECT_EQ(rules->write_off_payment_type, 6);
    EXPECT_TRUE(rules->hides_unknown_cards);
    EXPECT_EQ(rules->pin_tries_minute, 500U);
    EXPECT_EQ(rules->pin_tries_address_minute, 700U);
    const auto usual = device_rules_of({});
    EXPECT_FALSE(usual->hides_unknown_cards);
    EXPECT_FALSE(usual->pin_tries_minute || usual->pin_tries_address_minute); // as [limits] says
}

TEST(device_rules, honour_no_block_of_cards_where_98_does_not_announce_it) {
    config::profile p;
    p.status_update = false;
    p.block_patron_policy = config::block_patron_policy::block;
    EXPECT_EQ(device_rules_of(p)->block_patron, block_handling::ignore);
}

} // namespace
} // namespace circ::dispatch::test
