// What suits all devices at once: the demands that concern answers, by their number; PINs; what must
// not break out of its field.
#include "tests/unit/dispatch/riverton.hpp"

namespace circ::dispatch::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::MatchesRegex;
using testing::Not;
using testing::StartsWith;

constexpr std::string_view status_line = "2301020260317    142530AORIV|AA1|AC|AD|";
constexpr std::string_view account_line = "6301020260317    142530YYYYYYYYY AORIV|AA1|";
constexpr std::string_view checkout_line = "11NN20260317    142615                  AORIV|AA1|AB2|AC|";
constexpr std::string_view renew_line = "29NN20260317    142615                  AORIV|AA1|AB2|";
constexpr std::string_view checkin_line = "09N20260317    150210                  AP|AORIV|AB2|AC|";
constexpr std::string_view item_line = "1720260317    143005AORIV|AB2|";
constexpr std::string_view hold_line = "15+20260317    143112AORIV|AA1|AB2|";
constexpr std::string_view pay_line = "3720260317    1432300402EURBV3.50|AORIV|AA1|";

outcome known() {
    outcome made;
    made.patron = maren();
    return made;
}

outcome unknown() {
    auto made = refused<outcome>({.code = reason_code::patron_unknown});
    made.patron = patron_view{};
    return made;
}

template <class Outcome>
Outcome with_item() {
    Outcome made;
    made.item = glass_orchard();
    return made;
}

loan_outcome lent() {
    auto made = with_item<loan_outcome>();
    made.due_at = utc(2026, 4, 14, 21, 59, 59);
    return made;
}

outcome kept_and_recalled() {
    auto made = with_item<outcome>();
    made.item->due_at = utc(2026, 4, 14, 21, 59, 59);
    made.item->recalled_at = utc(2026, 3, 10, 8);
    made.item->shelf_until = utc(2026, 3, 20, 22, 59, 59);
    return made;
}

struct demand {
    std::string_view name; ///< begins with its number
    std::string_view request;
    any_outcome outcome;
    testing::Matcher<std::string> wanted;
    change differs = {};
};

std::ostream& operator<<(std::ostream& out, const demand& each) { return out << each.name; }

class demands : public testing::TestWithParam<demand> {};

TEST_P(demands, are_met) {
    const auto& each = GetParam();
    EXPECT_THAT(answer(each.request, each.outcome, make_door(each.differs)), each.wanted);
}

void in_yen(config::profile&, sip2_door& door) {
    door.identity->institution.currency = "JPY";
    door.identity->institution.decimals = 0;
}

void echoes_own(config::profile& p, sip2_door&) { p.ao_policy = config::ao_policy::own; }

const demand all[] = {
    {"d15_flags_are_letters_numbers_have_three_digits_and_the_institution_comes_first", "9900802.00", service_outcome{},
     MatchesRegex("98[YN]{6}[0-9]{3}00[1-9][0-9]{8}    [0-9]{6}2\\.00AO[^|]*[|]AM[^|]+[|]BX[YN]{16}[|]AN[^|]+[|]")},
    {"d16_flags_are_blank_or_yes_and_language_is_echoed", status_line, known(), StartsWith("24" + std::string(14, ' ') + "010")},
    {"d16_language_of_an_answer_to_01_is_unknown", "01N20260317    151802AORIV|ALx|AA1|AC|", known(), StartsWith("24" + std::string(14, ' ') + "000")},
    {"d16_language_of_26_is_unknown", "2520260317    181501AORIV|AA1|", known(), StartsWith("26" + std::string(14, ' ') + "000")},
    {"d16_counts_have_four_digits", account_line, known(), MatchesRegex("64.{14}010.{18}[0-9]{24}AO.*")},
    {"d17_institution_then_card_then_name", account_line, known(), HasSubstr("0001AORIV|AA1|AEMaren Lindqvist|")},
    {"d17_valid_patron_and_valid_pin_are_always_told", status_line, known(), AllOf(HasSubstr("|BLY|"), HasSubstr("|CQN|"))},
    {"d17_name_is_there_when_empty", status_line, unknown(), HasSubstr("|AE|BLN|CQN|")},
    {"d17_empty_pin_is_none_and_the_data_is_sent", account_line, known(), AllOf(HasSubstr("AEMaren Lindqvist|"), HasSubstr("|BV3.50|"))},
    {"d18_unknown_reader", account_line, unknown(),
     "64YYYY          01020260317    142530000000000000000000000000AORIV|AA1|AE|BLN|CQN|AFWe do not know this card. Please go to the desk.|"},
    {"d18_unknown_reader_whatever_the_mask", status_line, unknown(), StartsWith("24YYYY          010"),
     [](config::profile& p, sip2_door&) { p.status_flags = {}; }},
    {"d19_amounts_are_plain_decimals_with_their_currency", account_line, known(), HasSubstr("|BHEUR|BV3.50|CC25.00|")},
    {"d19_amounts_have_the_decimals_of_the_currency", account_line, known(), HasSubstr("|BHJPY|BV350|CC2500|"), in_yen},
    {"d19_limit_is_high_where_there_is_none", account_line, [] { auto made = known(); made.patron->fee_limit.reset(); return made; }(), HasSubstr("|CC99999.99|")},
    {"d19_currency_is_hidden_where_it_breaks_the_client", account_line, known(), AllOf(Not(HasSubstr("|BH")), HasSubstr("|BV3.50|")),
     [](config::profile& p, sip2_door&) { p.hide_fields = {{"", "BH"}}; }},
    {"d20_checkout_is_one_digit_and_letters", checkout_line, lent(), MatchesRegex("12[01][YN][YNU][YNU][0-9]{8}.*")},
    {"d20_checkin_is_one_digit_and_letters", checkin_line, with_item<checkin_outcome>(), MatchesRegex("10[01][YN][YNU][YN][0-9]{8}.*")},
    {"d20_hold_is_one_digit_and_a_letter", hold_line, with_item<hold_outcome>(), MatchesRegex("16[01][YN][0-9]{8}.*")},
    {"d20_payment_is_a_letter", pay_line, payment_outcome{}, StartsWith("38Y2026")},
    {"d21_checkout_has_all_its_fields", checkout_line, lent(), HasSubstr("AORIV|AA1|AB2|AJThe Glass Orchard / Tessa Imre|AH2026-04-14|")},
    {"d21_refused_checkout_has_them_empty_and_a_text", checkout_line, refused<loan_outcome>({.code = reason_code::item_unknown}),
     HasSubstr("AORIV|AA1|AB2|AJ|AH|AFWe do not know this item.")},
    {"d21_refused_renewal_has_them_empty_and_a_text", renew_line, refused<loan_outcome>({.code = reason_code::not_on_loan}), HasSubstr("AORIV|AA1|AB2|AJ|AH|AFThis is not on loan")},
    {"d21_checkin_has_its_fields", checkin_line, with_item<checkin_outcome>(), HasSubstr("AORIV|AB2|AQRIV-MAIN|AJThe Glass Orchard")},
    {"d22_item_numbers_are_in_range", item_line, with_item<outcome>(), MatchesRegex("18(0[1-9]|1[0-3])0[0-3]0[1-9][0-9]{8}.*")},
    {"d22_existing_item_has_a_title", item_line, with_item<outcome>(), HasSubstr("|AB2|AJThe Glass Orchard")},
    {"d22_missing_item_has_none", item_line, refused<outcome>({.code = reason_code::item_unknown}), HasSubstr("AB2|AJ|AF")},
    {"d23_session_ends_with_its_card", "3520260317    143255AORIV|AA1|", outcome{}, "36Y20260317    142530AORIV|AA1|"},
    {"d24_dates_are_the_standards_but_due_is_text", item_line, kept_and_recalled(),
     AllOf(HasSubstr("|AH2026-04-14|"), HasSubstr("|CJ20260310    090000|"), HasSubstr("|CM20260320    235959|"))},
    {"d24_due_is_the_standards_by_profile", item_line, kept_and_recalled(), HasSubstr("|AH20260414    235959|"),
     [](config::profile& p, sip2_door&) { p.due_date_format = "sip"; }},
    {"d25_fields_of_one_kind_stand_together", account_line, known(), HasSubstr("|AU39009000733019|AU39009000650021|AV")},
    {"d27_institution_is_echoed", "2301020260317    142530AOELSE|AA1|AC|AD|", known(), HasSubstr("AOELSE|AA1|")},
    {"d27_institution_is_ours_when_none_came", "2301020260317    142530AO|AA1|AC|AD|", known(), HasSubstr("AORIV|AA1|")},
    {"d27_institution_is_ours_by_profile", "2301020260317    142530AOELSE|AA1|AC|AD|", known(), HasSubstr("AORIV|AA1|"), echoes_own},
    {"d28_no_extension_without_being_named", account_line, known(), Not(MatchesRegex(".*[|]P[ABC].*"))},
    {"d33_all_lists_that_were_asked_for", account_line, known(),
     AllOf(HasSubstr("|AS"), HasSubstr("|AT"), HasSubstr("|AU"), HasSubstr("|AV"), HasSubstr("|BU"), HasSubstr("|CD"))},
};

const auto name_of_case = [](const auto& each) { return std::string(each.param.name); };
INSTANTIATE_TEST_SUITE_P(each, demands, testing::ValuesIn(all), name_of_case);

TEST(demands_on_requests, d29_due_date_counts_only_with_no_block) {
    EXPECT_EQ(operation_in_short("11NN20260317    14261520260317    142615AORIV|AA1|AB2|AC|", make_door()),
              "checkout card=1 item=2 said=2026-03-17T13:26:15Z");
}

TEST(demands_on_requests, d30_foreign_institution_terminal_password_and_place_refuse_nothing) {
    EXPECT_EQ(operation_in_short("09N20260317    150210                  APnowhere|AOELSE|AB2|ACwrong|", make_door()),
              "checkin item=2 said=2026-03-17T14:02:10Z");
}

TEST(demands_on_requests, d30_own_or_no_institution_passes_where_it_is_enforced) {
    const auto door = make_door([](config::profile& p, sip2_door&) { p.ao_policy = config::ao_policy::enforce; });
    EXPECT_EQ(operation_in_short("1720260317    143005AORIV|AB2|", door), "item_details item=2 said=2026-03-17T13:30:05Z");
    EXPECT_EQ(operation_in_short("1720260317    143005AO|AB2|", door), "item_details item=2 said=2026-03-17T13:30:05Z");
    EXPECT_EQ(operation_in_short("1720260317    143005AOELSE|AB2|", door), "answered");
}

TEST(demands_on_requests, d34_unreadable_date_refuses_nothing) {
    EXPECT_EQ(operation_in_short("65AORIV|AA1|", make_door()), "renew_all card=1");
}

/// @spec SIP2 reference, passwords
struct pin_case {
    std::string_view name;
    pin_state pin;
    bool data; ///< whether the rules let it be told
    std::string_view wanted;
    change differs = {};
};

std::ostream& operator<<(std::ostream& out, const pin_case& each) { return out << each.name; }

class pins : public testing::TestWithParam<pin_case> {};

TEST_P(pins, decide_what_is_told) {
    auto told = known();
    told.pin = GetParam().pin;
    if (!GetParam().data) {
        const auto flags = told.patron->flags;
        told.patron = patron_view{};
        told.patron->known = true;
        told.patron->flags = flags;
    }
    const auto door = make_door(GetParam().differs);
    const std::string wanted(GetParam().wanted);
    EXPECT_THAT(answer("6300020260317    142530  Y       AORIV|AA1|", told, door), HasSubstr(wanted));
    EXPECT_THAT(answer("2300020260317    142530AORIV|AA1|AC|AD|", told, door), HasSubstr(wanted.substr(wanted.find("|AE"), wanted.find("|CQ") + 4 - wanted.find("|AE"))));
    EXPECT_EQ(answer("6300020260317    142530  Y       AORIV|AA1|", told, door).find("BV") != std::string::npos, GetParam().data);
}

void without_pins(config::profile& p, sip2_door&) { p.pin_policy = config::pin_policy::none; }
void not_checked(config::profile& p, sip2_door&) { p.empty_pin = config::empty_pin::not_checked; }
/// Leaves the limits away, so that the fields in question stand together.
change and_no_limits(const change& differs = {}) {
    return [differs](config::profile& p, sip2_door& door) {
        p.hide_fields.insert(p.hide_fields.end(), {{"64", "BZ"}, {"64", "CA"}, {"64", "CB"}});
        if (differs) differs(p, door);
    };
}

const pin_case pin_cases[] = {
    {"no_pins_here", pin_state::not_needed, true, "000200000002000100000001AORIV|AA1|AEMaren Lindqvist|BLY|CQY|", and_no_limits(without_pins)},
    {"right", pin_state::right, true, "000200000002000100000001AORIV|AA1|AEMaren Lindqvist|BLY|CQY|", and_no_limits()},
    {"wrong", pin_state::wrong, false, "000000000000000000000000AORIV|AA1|AE|BLY|CQN|", and_no_limits()},
    {"wrong_where_data_is_told_all_the_same", pin_state::wrong, true, "000200000002000100000001AORIV|AA1|AEMaren Lindqvist|BLY|CQN|", and_no_limits()},
    {"locked", pin_state::locked, false, "000000000000000000000000AORIV|AA1|AE|BLY|CQN|", and_no_limits()},
    {"none_given", pin_state::not_given, true, "000200000002000100000001AORIV|AA1|AEMaren Lindqvist|BLY|CQN|", and_no_limits()},
    {"empty", pin_state::empty, true, "000200000002000100000001AORIV|AA1|AEMaren Lindqvist|BLY|CQN|", and_no_limits()},
    {"empty_and_not_checked", pin_state::empty, true, "000200000002000100000001AORIV|AA1|AEMaren Lindqvist|BLY|CQY|", and_no_limits(not_checked)},
    {"none_given_and_not_checked", pin_state::not_given, true, "000200000002000100000001AORIV|AA1|AEMaren Lindqvist|BLY|CQY|", and_no_limits(not_checked)},
    {"none_given_where_little_is_told", pin_state::not_given, false, "000000000000000000000000AORIV|AA1|AE|BLY|CQN|", and_no_limits()},
    {"wrong_is_wrong_where_nothing_is_not_checked", pin_state::wrong, false, "000000000000000000000000AORIV|AA1|AE|BLY|CQN|", and_no_limits(not_checked)},
    {"not_needed_is_no_proof_where_pins_are_used", pin_state::not_needed, true, "000200000002000100000001AORIV|AA1|AEMaren Lindqvist|BLY|CQN|", and_no_limits()},
};
INSTANTIATE_TEST_SUITE_P(each, pins, testing::ValuesIn(pin_cases), name_of_case);

// d26: no bar and no line end inside a value.

constexpr std::string_view attack = "x|AAforged|CQY|\r\n941\t\x7F";
constexpr std::string_view harmless = "x AAforged CQY   941  ";

TEST(injection, stays_inside_the_name) {
    auto told = known();
    told.patron->name = attack;
    EXPECT_EQ(answer(status_line, told, make_door()),
              "24              01020260317    142530AORIV|AA1|AE" + std::string(harmless) + "|BLY|CQN|BHEUR|BV3.50|");
}

TEST(injection, stays_inside_title_and_notes) {
    auto told = lent();
    told.item->title = attack;
    told.item->author = "";
    told.notices = {{.code = reason_code::item_note, .text = std::string(attack)}};
    EXPECT_EQ(answer(checkout_line, told, make_door()),
              "121NNY20260317    142530AORIV|AA1|AB2|AJ" + std::string(harmless) + "|AH2026-04-14|CK001|AF" + std::string(harmless) + "|");
}

TEST(injection, stays_inside_lists_and_extensions) {
    auto told = known();
    told.patron->lists = {};
    told.patron->lists.fees = {{.fee_identifier = "8", .kind = storage::fee_kind::damage, .open = {100}, .barcode = "", .title = std::string(attack), .running = false}};
    told.patron->category = attack;
    const auto line = answer(account_line, told, make_door([](config::profile& p, sip2_door&) { p.extensions = {"PC"}; }));
    EXPECT_THAT(line, testing::EndsWith("|AV8 1.00 \"damage\" " + std::string(harmless) + "|PC" + std::string(harmless) + "|"));
}

TEST(injection, stays_inside_what_a_text_is_filled_with) {
    const auto told = refused<hold_outcome>({.code = reason_code::pickup_unknown, .field = "{date}|AO"});
    EXPECT_THAT(answer(hold_line, told, make_door()), testing::EndsWith("|AFWe have no branch '{date} AO' to fetch it from.|"));
}

} // namespace
} // namespace circ::dispatch::test
