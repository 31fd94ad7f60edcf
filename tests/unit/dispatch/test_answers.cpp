// Outcome -> answer line.
#include "tests/unit/dispatch/riverton.hpp"

namespace circ::dispatch::test {
namespace {

struct answer_case {
    std::string_view name;
    std::string_view request;
    any_outcome outcome;
    std::string_view answer;
    change differs = {};
};

std::ostream& operator<<(std::ostream& out, const answer_case& each) { return out << each.name; }

class answers : public testing::TestWithParam<answer_case> {};

TEST_P(answers, with_this_line) {
    const auto& wanted = GetParam();
    EXPECT_EQ(answer(wanted.request, wanted.outcome, make_door(wanted.differs)), wanted.answer);
}

void v1_00(config::profile&, sip2_door& door) { door.speaks_1_00 = true; }

/// An outcome changed a little.
template <class Outcome, class Change>
Outcome but(Outcome from, const Change& differs) {
    differs(from);
    return from;
}

// Loans.

loan_outcome lent() {
    loan_outcome made;
    made.item = glass_orchard();
    made.patron = maren();
    made.pin = pin_state::right;
    made.due_at = utc(2026, 4, 14, 21, 59, 59);
    return made;
}

loan_outcome not_lent(reason why) {
    auto made = refused<loan_outcome>(std::move(why));
    made.item = glass_orchard();
    made.patron = maren();
    return made;
}

constexpr std::string_view checkout_line = "11YN20260317    142615                  AORIV|AA29009000000137|AB39009000412083|AC|";
constexpr std::string_view renew_line = "29NN20260317    142615                  AORIV|AA29009000000137|AB39009000412083|";
constexpr std::string_view title_line = "29NN20260317    142615                  AORIV|AA29009000000137|AJriv00412|";

const answer_case loans[] = {
    {"lent", checkout_line, lent(),
     "121NNY20260317    142530AORIV|AA29009000000137|AB39009000412083|AJThe Glass Orchard / Tessa Imre|AH2026-04-14|CK001|"},
    {"lent_to_release_1_00", checkout_line, lent(),
     "121NNY20260317    142530AORIV|AA29009000000137|AB39009000412083|AJThe Glass Orchard / Tessa Imre|AH2026-04-14|", v1_00},
    {"lent_with_all_there_is_to_say", checkout_line, but(lent(), [](auto& made) {
         made.item->security_inhibit = true;
         made.item->magnetic = true;
         made.item->media = storage::media_type::video_tape;
         made.item->properties = "weight=412g";
         made.due_hourly = true;
         made.fee = fee_view{.fee_identifier = "77", .kind = storage::fee_kind::rental, .amount = {150}};
         made.notices = {{.code = reason_code::fee_charged, .amount = storage::money{150}}, {.code = reason_code::item_parts, .number = 3}};
     }),
     "121NYY20260317    142530AORIV|AA29009000000137|AB39009000412083|AJThe Glass Orchard / Tessa Imre|AH2026-04-14 23:59|"
     "BT06|CIY|BHEUR|BV1.50|CK005|CHweight=412g|BK77|AFA fee of 1.50 EUR was put on your account.|"
     "AFThis has 3 parts. Please check that all are there.|"},
    {"renewed_by_checkout", checkout_line, but(lent(), [](auto& made) { made.renewed = made.already_his = true; }),
     "121YNY20260317    142530AORIV|AA29009000000137|AB39009000412083|AJThe Glass Orchard / Tessa Imre|AH2026-04-14|CK001|"},
    {"the_same_loan_again_is_no_renewal", checkout_line, but(lent(), [](auto& made) { made.already_his = made.repeated = true; }),
     "121NNY20260317    142530AORIV|AA29009000000137|AB39009000412083|AJThe Glass Orchard / Tessa Imre|AH2026-04-14|CK001|"},
    {"marker_stays_on", checkout_line, but(lent(), [](auto& made) { made.item->desensitize = false; }),
     "121NNN20260317    142530AORIV|AA29009000000137|AB39009000412083|AJThe Glass Orchard / Tessa Imre|AH2026-04-14|CK001|"},
    {"magnetic_is_not_desensitized_by_profile", checkout_line, but(lent(), [](auto& made) { made.item->magnetic = true; }),
     "121NYN20260317    142530AORIV|AA29009000000137|AB39009000412083|AJThe Glass Orchard / Tessa Imre|AH2026-04-14|CK001|",
     [](config::profile& p, sip2_door&) { p.magnetic_desensitize = false; }},
    {"due_date_as_programs_read_it", checkout_line, lent(),
     "121NNY20260317    142530AORIV|AA29009000000137|AB39009000412083|AJThe Glass Orchard / Tessa Imre|AH20260414    235959|CK001|",
     [](config::profile& p, sip2_door&) { p.due_date_format = "sip"; }},
    {"due_date_by_pattern", checkout_line, but(lent(), [](auto& made) { made.due_hourly = true; }),
     "121NNY20260317    142530AORIV|AA29009000000137|AB39009000412083|AJThe Glass Orchard / Tessa Imre|AH14.04.26 23h59|CK001|",
     [](config::profile& p, sip2_door&) { p.due_date_format = "%d.%m.%y %Hh%M"; }},
    {"number_of_the_title", checkout_line, lent(),
     "121NNY20260317    142530AORIV|AA29009000000137|AB39009000412083|AJriv00412|AH2026-04-14|CK001|",
     [](config::profile& p, sip2_door&) { p.title_id = config::title_id::number; }},
    {"title_without_a_number", checkout_line, but(lent(), [](auto& made) { made.item->control_number = ""; }),
     "121NNY20260317    142530AORIV|AA29009000000137|AB39009000412083|AJThe Glass Orchard / Tessa Imre|AH2026-04-14|CK001|",
     [](config::profile& p, sip2_door&) { p.title_id = config::title_id::number; }},
    {"refused_for_all_its_reasons", checkout_line, but(not_lent({.code = reason_code::too_many_loans, .limit = 40}), [](auto& made) {
         made.reasons.push_back({.code = reason_code::fees_over_limit, .amount = storage::money{3120}, .limit_amount = storage::money{2500}});
         made.reasons.push_back({.code = reason_code::too_many_loans, .limit = 40});
     }),
     "120NNN20260317    142530AORIV|AA29009000000137|AB39009000412083|AJThe Glass Orchard / Tessa Imre|AH|CK001|"
     "AFYou already have 40 items, as many as your card allows.|AFYou owe 31.20 EUR. Please pay before you borrow more.|"},
    {"refused_in_the_words_of_who_refuses", checkout_line, but(not_lent({.code = reason_code::too_many_loans, .limit = 40}), [](auto& made) {
         made.notices.push_back({.code = reason_code::item_parts, .number = 3});
         made.remote_words = "Account frozen";
     }),
     "120NNN20260317    142530AORIV|AA29009000000137|AB39009000412083|AJThe Glass Orchard / Tessa Imre|AH|CK001|"
     "AFAccount frozen|AFThis has 3 parts. Please check that all are there.|"},
    {"fee_not_agreed", checkout_line, but(not_lent({.code = reason_code::fee_not_agreed, .amount = storage::money{150}}), [](auto& made) {
         made.fee = fee_view{.fee_identifier = "", .kind = storage::fee_kind::rental, .amount = {150}};
     }),
     "120NNN20260317    142530AORIV|AA29009000000137|AB39009000412083|AJThe Glass Orchard / Tessa Imre|AH|BT06|BHEUR|BV1.50|CK001|"
     "AFThis costs 1.50 EUR. Please agree to the fee to go on.|"},
    {"renewal_refused_by_the_rules", checkout_line, but(not_lent({.code = reason_code::renewal_queued}), [](auto& made) { made.already_his = true; }),
     "120YNN20260317    142530AORIV|AA29009000000137|AB39009000412083|AJThe Glass Orchard / Tessa Imre|AH|CK001|"
     "AFAnother reader is waiting for this. Please bring it back in time.|"},
    {"renewal_refused_is_no_renewal_by_profile", checkout_line, but(not_lent({.code = reason_code::renewal_queued}), [](auto& made) { made.already_his = true; }),
     "120NNN20260317    142530AORIV|AA29009000000137|AB39009000412083|AJThe Glass Orchard / Tessa Imre|AH|CK001|"
     "AFAnother reader is waiting for this. Please bring it back in time.|",
     [](config::profile& p, sip2_door&) { p.renewal_ok_on_refusal = config::renewal_ok_on_refusal::no; }},
    {"renewal_refused_by_a_switch", checkout_line,
     but(not_lent({.code = reason_code::item_already_yours, .at = utc(2026, 4, 14, 21, 59, 59)}), [](auto& made) { made.already_his = true; }),
     "120NNN20260317    142530AORIV|AA29009000000137|AB39009000412083|AJThe Glass Orchard / Tessa Imre|AH|CK001|AFYou have this already, until 14 Apr 2026.|"},
    {"refused_with_what_is_known_of_the_patron", checkout_line, but(not_lent({.code = reason_code::pin_wrong}), [](auto& made) { made.pin = pin_state::wrong; }),
     "120NNN20260317    142530AORIV|AA29009000000137|AB39009000412083|AJThe Glass Orchard / Tessa Imre|AH|CK001|AFThe PIN is wrong. Please try again.|BLY|CQN|",
     [](config::profile& p, sip2_door&) { p.extensions = {"BL"}; }},
    {"renewed", renew_line, but(lent(), [](auto& made) { made.renewed = made.already_his = true; }),
     "301YNY20260317    142530AORIV|AA29009000000137|AB39009000412083|AJThe Glass Orchard / Tessa Imre|AH2026-04-14|CK001|"},
    {"renewed_by_title_tells_the_item", title_line, but(lent(), [](auto& made) { made.renewed = made.already_his = true; }),
     "301YNY20260317    142530AORIV|AA29009000000137|AB39009000412083|AJThe Glass Orchard / Tessa Imre|AH2026-04-14|CK001|"},
    {"not_renewed", renew_line, but(not_lent({.code = reason_code::renewal_limit, .limit = 3}), [](auto& made) { made.already_his = true; }),
     "300YNN20260317    142530AORIV|AA29009000000137|AB39009000412083|AJThe Glass Orchard / Tessa Imre|AH|CK001|AFThis has been renewed 3 times, which is the most.|"},
};

renew_all_outcome two_and_one() {
    renew_all_outcome made;
    made.renewed = {{.barcode = "39009000733019", .title = "Northlight", .why_not = {}}, {.barcode = "39009000650021", .title = "Slow Rivers", .why_not = {}}};
    made.unrenewed = {{.barcode = "39009000998123", .title = "Salt Road", .why_not = reason{.code = reason_code::renewal_queued}}};
    made.notices = {{.code = reason_code::renewed_and_not, .number = 2, .limit = 1}};
    return made;
}

constexpr std::string_view renew_all_line = "6520260317    142720AORIV|AA29009000000137|";

const answer_case all_renewals[] = {
    {"counted_and_listed", renew_all_line, two_and_one(),
     "6610002000120260317    142530AORIV|BM39009000733019|BM39009000650021|BN39009000998123|AFRenewed: 2. Not renewed: 1.|"
     "AFAnother reader is waiting for this. Please bring it back in time.|"},
    {"reason_behind_its_item", renew_all_line, two_and_one(),
     "6610002000120260317    142530AORIV|BM39009000733019|BM39009000650021|"
     "BN39009000998123 Another reader is waiting for this. Please bring it back in time.|AFRenewed: 2. Not renewed: 1.|",
     [](config::profile& p, sip2_door&) { p.unrenewed_items = config::unrenewed_items::reason; }},
    {"short_list_with_true_counts", renew_all_line, two_and_one(),
     "6610002000120260317    142530AORIV|BMNorthlight|BNSalt Road|AFRenewed: 2. Not renewed: 1.|"
     "AFAnother reader is waiting for this. Please bring it back in time.|",
     [](config::profile& p, sip2_door&) { p.max_items = 1; p.item_lists = config::item_lists::title; }},
    {"nothing_to_renew_is_ok", renew_all_line, renew_all_outcome{}, "6610000000020260317    142530AORIV|"},
    {"patron_unknown", renew_all_line, refused<renew_all_outcome>({.code = reason_code::patron_unknown}),
     "6600000000020260317    142530AORIV|AFWe do not know this card. Please go to the desk.|"},
};

// Returns.

checkin_outcome returned() {
    checkin_outcome made;
    made.item = glass_orchard();
    made.resensitize = true;
    made.borrower_card = "29009000000244";
    return made;
}

checkin_outcome for_a_hold(alert_kind alert) {
    auto made = returned();
    made.alert = alert;
    made.destination = place{.code = "RIV-EAST", .name = "East Branch", .time_zone = "Europe/Berlin"};
    made.hold_card = "29009000000351";
    made.hold_name = "Daniel Okafor";
    made.sort_bin = "3";
    return made;
}

void all_extensions(config::profile& p, sip2_door&) { p.extensions = {"CL", "CR", "CS", "CT", "CV", "CY", "DA"}; }

constexpr std::string_view checkin_line = "09N20260317    150210                  AP|AORIV|AB39009000412083|AC|";

const answer_case returns[] = {
    {"plain", checkin_line, returned(),
     "101YNN20260317    142530AORIV|AB39009000412083|AQRIV-MAIN|AJThe Glass Orchard / Tessa Imre|AA29009000000244|CK001|"},
    {"plain_to_release_1_00", checkin_line, returned(),
     "101YNN20260317    142530AORIV|AB39009000412083|AQRIV-MAIN|AJThe Glass Orchard / Tessa Imre|", v1_00},
    {"borrower_kept_back_by_profile", checkin_line, returned(),
     "101YNN20260317    142530AORIV|AB39009000412083|AQRIV-MAIN|AJThe Glass Orchard / Tessa Imre|CK001|",
     [](config::profile& p, sip2_door&) { p.send_borrower_in_10 = false; }},
    {"hold_without_extensions", checkin_line, for_a_hold(alert_kind::hold_here),
     "101YNY20260317    142530AORIV|AB39009000412083|AQRIV-MAIN|AJThe Glass Orchard / Tessa Imre|CL3|AA29009000000244|CK001|"},
    {"hold_here", checkin_line, for_a_hold(alert_kind::hold_here),
     "101YNY20260317    142530AORIV|AB39009000412083|AQRIV-MAIN|AJThe Glass Orchard / Tessa Imre|CL3|AA29009000000244|CK001|"
     "CRfiction|CSF IMR|CTRIV-EAST|CV01|CY29009000000351|DADaniel Okafor|", all_extensions},
    {"hold_elsewhere", checkin_line, but(for_a_hold(alert_kind::hold_elsewhere), [](auto& made) {
         made.notices = {{.code = reason_code::hold_elsewhere, .place = "East Branch"}};
     }),
     "101YNY20260317    142530AORIV|AB39009000412083|AQRIV-MAIN|AJThe Glass Orchard / Tessa Imre|CL3|AA29009000000244|CK001|"
     "AFAnother reader is waiting for this at East Branch.|CRfiction|CSF IMR|CTRIV-EAST|CV02|CY29009000000351|DADaniel Okafor|", all_extensions},
    {"extensions_are_not_for_release_1_00", checkin_line, for_a_hold(alert_kind::hold_here),
     "101YNY20260317    142530AORIV|AB39009000412083|AQRIV-MAIN|AJThe Glass Orchard / Tessa Imre|",
     [](config::profile& p, sip2_door& door) { all_extensions(p, door); door.speaks_1_00 = true; }},
    {"no_alert_by_profile", checkin_line, for_a_hold(alert_kind::hold_here),
     "101YNN20260317    142530AORIV|AB39009000412083|AQRIV-MAIN|AJThe Glass Orchard / Tessa Imre|CL3|AA29009000000244|CK001|",
     [](config::profile& p, sip2_door&) { p.alert_policy = {config::alert_reason::transit, config::alert_reason::refused}; }},
    {"unknown_item_goes_to_the_exception_bin", checkin_line, but(refused<checkin_outcome>({.code = reason_code::item_unknown}), [](auto& made) {
         made.alert = alert_kind::other;
         made.sort_bin = "9";
     }),
     "100NNY20260317    142530AORIV|AB39009000412083|AQ|CL9|AFWe do not know this item. Please hand it to staff.|CV99|", all_extensions},
    {"plain_with_type_00_by_profile", checkin_line, returned(),
     "101YNN20260317    142530AORIV|AB39009000412083|AQRIV-MAIN|AJThe Glass Orchard / Tessa Imre|AA29009000000244|CK001|CV00|",
     [](config::profile& p, sip2_door&) {
         p.extensions = {"CV"};
         p.plain_alert_00 = true;
     }},
    {"other_told_as_98_by_profile", checkin_line, for_a_hold(alert_kind::other),
     "101YNY20260317    142530AORIV|AB39009000412083|AQRIV-MAIN|AJThe Glass Orchard / Tessa Imre|CL3|AA29009000000244|CK001|CV98|",
     [](config::profile& p, sip2_door&) {
         p.extensions = {"CV"};
         p.other_alert = config::other_alert::code_98;
     }},
    {"failure_is_never_told_as_00", checkin_line, refused<checkin_outcome>({.code = reason_code::not_on_loan}),
     "100NNY20260317    142530AORIV|AB39009000412083|AQ|AFThis is not on loan, so it cannot be renewed.|CV99|",
     [](config::profile& p, sip2_door&) {
         p.extensions = {"CV"};
         p.plain_alert_00 = true;
     }},
};

struct alert_case {
    std::string_view name;
    alert_kind alert;
    std::string_view type;
    bool sounds; ///< with the standard profile
};

std::ostream& operator<<(std::ostream& out, const alert_case& each) { return out << each.name; }

class alerts : public testing::TestWithParam<alert_case> {};

TEST_P(alerts, sound_and_are_told_by_kind) {
    auto outcome = returned();
    outcome.alert = GetParam().alert;
    const auto line = answer(checkin_line, outcome, make_door(all_extensions));
    EXPECT_EQ(line.at(5), GetParam().sounds ? 'Y' : 'N');
    const auto type = line.find("|CV");
    EXPECT_EQ(type == std::string::npos ? "" : line.substr(type + 3, 2), GetParam().type);
}

constexpr alert_case kinds_of_alert[] = {{"none", alert_kind::none, "", false},
                                         {"hold_here", alert_kind::hold_here, "01", true},
                                         {"hold_elsewhere", alert_kind::hold_elsewhere, "02", true},
                                         {"interlibrary", alert_kind::hold_interlibrary, "03", true},
                                         {"transit", alert_kind::transit, "04", true},
                                         {"other", alert_kind::other, "99", true}};

// Patrons.

outcome account() {
    outcome made;
    made.patron = maren();
    made.pin = pin_state::right;
    made.notices = {{.code = reason_code::holds_ready, .number = 2}};
    return made;
}

outcome with_lists() { return account(); }

/// Nothing but the lists that were asked for, as the rules give them.
outcome with_only(const std::function<void(patron_lists& to, const patron_lists& from)>& take) {
    auto made = account();
    made.notices.clear();
    patron_lists kept;
    take(kept, made.patron->lists);
    made.patron->lists = kept;
    return made;
}

constexpr std::string_view status_line = "2300120260317    142530AORIV|AA29009000000137|AC|AD4471|";
constexpr std::string_view all_lists_line = "6300120260317    142544YYYYYY    AORIV|AA29009000000137|AD4471|";
constexpr std::string_view holds_line = "6300120260317    142544Y         AORIV|AA29009000000137|AD4471|";
constexpr std::string_view second_hold_line = "6300120260317    142544Y         AORIV|AA29009000000137|AD4471|BP2|BQ2|";
constexpr std::string_view block_line = "01N20260317    151802AORIV|ALleft|AA29009000000137|AC|";
constexpr std::string_view enable_line = "2520260317    181501AORIV|AA29009000000137|AD2210|";
constexpr std::string_view end_line = "3520260317    143255AORIV|AA29009000000137|";

const answer_case patrons[] = {
    {"status", status_line, account(),
     "24              00120260317    142530AORIV|AA29009000000137|AEMaren Lindqvist|BLY|CQY|BHEUR|BV3.50|AFReady for you on the hold shelf: 2.|"},
    {"status_to_release_1_00", status_line, account(),
     "24              00120260317    142530AORIV|AA29009000000137|AEMaren Lindqvist|AFReady for you on the hold shelf: 2.|", v1_00},
    {"status_with_flags", status_line, but(account(), [](auto& made) { made.patron->flags[0] = made.patron->flags[5] = made.patron->flags[13] = true; }),
     "24Y    Y       Y00120260317    142530AORIV|AA29009000000137|AEMaren Lindqvist|BLY|CQY|BHEUR|BV3.50|AFReady for you on the hold shelf: 2.|"},
    {"status_with_masked_flags", status_line, but(account(), [](auto& made) { made.patron->flags[0] = made.patron->flags[5] = true; }),
     "24     Y        00120260317    142530AORIV|AA29009000000137|AEMaren Lindqvist|BLY|CQY|BHEUR|BV3.50|AFReady for you on the hold shelf: 2.|",
     [](config::profile& p, sip2_door&) { p.status_flags[0] = false; }},
    {"counts_and_all_lists", all_lists_line, with_lists(),
     "64              00120260317    142530000200000002000100000001AORIV|AA29009000000137|AEMaren Lindqvist|BZ0010|CA0005|CB0040|BLY|CQY|BHEUR|BV3.50|CC25.00|"
     "AS39009000587710|AT39009000733019|AU39009000733019|AU39009000650021|AV88213 3.50 \"overdue\" Northlight [DVD]|BU39009000733019|CDSalt Road|"
     "AFReady for you on the hold shelf: 2.|"},
    {"everything_shown_and_extended", "6300020260317    142544          AORIV|AA29009000000137|AD4471|", with_only([](auto&, const auto&) {}),
     "64              00020260317    142530000200000002000100000001AORIV|AA29009000000137|AEMaren Lindqvist|BZ0010|CA0005|CB0040|BLY|CQY|BHEUR|BV3.50|CC25.00|"
     "BD7 Mill Lane, Riverton|BEmaren@example.org|BF555-0142|PA20261231|PB19900601|PCadult|",
     [](config::profile& p, sip2_door&) { p.hide_fields.clear(); p.extensions = {"PA", "PB", "PC"}; }},
    {"only_the_fields_allowed", all_lists_line, with_only([](auto& to, const auto& from) { to = from; }),
     "64              00120260317    142530000200000002000100000001AORIV|AA29009000000137|AEMaren Lindqvist|BLY|BV3.50|",
     [](config::profile& p, sip2_door&) { p.allow_fields = {{"64", "BL"}, {"64", "BV"}, {"24", "CQ"}}; }},
    {"extensions_hidden_like_any_field", "6300020260317    142544          AORIV|AA29009000000137|AD4471|", with_only([](auto&, const auto&) {}),
     "64              00020260317    142530000200000002000100000001AORIV|AA29009000000137|AEMaren Lindqvist|BZ0010|CA0005|CB0040|BLY|CQY|BHEUR|BV3.50|CC25.00|"
     "PA20261231|",
     [](config::profile& p, sip2_door&) { p.hide_fields = {{"64", "BD"}, {"64", "BE"}, {"64", "BF"}, {"", "PB"}, {"64", "PC"}}; p.extensions = {"PA", "PB", "PC"}; }},
    {"extensions_allowed_like_any_field", status_line, but(account(), [](auto& made) { made.notices.clear(); }),
     "24              00120260317    142530AORIV|AA29009000000137|AEMaren Lindqvist|BLY|CQY|BEmaren@example.org|",
     [](config::profile& p, sip2_door&) { p.allow_fields = {{"24", "BL"}, {"24", "CQ"}, {"24", "BE"}}; p.extensions = {"BD", "BE", "BF"}; }},
    {"nothing_known_is_blank", "6300020260317    142544          AORIV|AA29009000000137|AD4471|", but(with_only([](auto&, const auto&) {}), [](auto& made) {
         made.patron->counts = {12345, std::nullopt, 0, std::nullopt, std::nullopt, std::nullopt};
         made.patron->hold_limit = made.patron->overdue_limit = made.patron->loan_limit = std::nullopt;
         made.patron->fee_limit = std::nullopt;
     }),
     "64              00020260317    1425309999    0000            AORIV|AA29009000000137|AEMaren Lindqvist|BLY|CQY|BHEUR|BV3.50|CC99999.99|"},
    {"nothing_known_is_zero_by_profile", "6300020260317    142544          AORIV|AA29009000000137|AD4471|", but(with_only([](auto&, const auto&) {}), [](auto& made) {
         made.patron->counts = {};
         made.patron->fee_limit = std::nullopt;
     }),
     "64              00020260317    142530000000000000000000000000AORIV|AA29009000000137|AEMaren Lindqvist|BZ0010|CA0005|CB0040|BLY|CQY|BHEUR|BV3.50|CC99999.99|",
     [](config::profile& p, sip2_door&) { p.unknown_count = config::unknown_count::zero; }},
    {"all_holds_in_one_list", holds_line, with_only([](auto& to, const auto& from) { to.ready_holds = from.ready_holds; to.waiting_holds = from.waiting_holds; }),
     "64              00120260317    142530000300000002000100000001AORIV|AA29009000000137|AEMaren Lindqvist|BZ0010|CA0005|CB0040|BLY|CQY|BHEUR|BV3.50|CC25.00|"
     "AS39009000587710|ASSalt Road|",
     [](config::profile& p, sip2_door&) { p.hold_count = config::hold_count::all; }},
    {"all_holds_in_the_only_list_by_profile", "6300120260317    142544Y    Y    AORIV|AA29009000000137|AD4471|", with_only([](auto& to, const auto& from) { to.ready_holds = from.ready_holds; to.waiting_holds = from.waiting_holds; }),
     "64              00120260317    142530000300000002000100000001AORIV|AA29009000000137|AEMaren Lindqvist|BZ0010|CA0005|CB0040|BLY|CQY|BHEUR|BV3.50|CC25.00|"
     "AS39009000587710|ASSalt Road|",
     [](config::profile& p, sip2_door&) { p.hold_count = config::hold_count::all; p.multi_summary = config::multi_summary::first; }},
    {"second_of_all_holds", second_hold_line, with_only([](auto& to, const auto& from) { to.ready_holds = from.ready_holds; to.waiting_holds = from.waiting_holds; }),
     "64              00120260317    142530000300000002000100000001AORIV|AA29009000000137|AEMaren Lindqvist|BZ0010|CA0005|CB0040|BLY|CQY|BHEUR|BV3.50|CC25.00|"
     "ASSalt Road|",
     [](config::profile& p, sip2_door&) { p.hold_count = config::hold_count::all; }},
    {"lists_with_titles", all_lists_line, with_only([](auto& to, const auto& from) { to.loans = from.loans; to.waiting_holds = from.waiting_holds; }),
     "64              00120260317    142530000200000002000100000001AORIV|AA29009000000137|AEMaren Lindqvist|BZ0010|CA0005|CB0040|BLY|CQY|BHEUR|BV3.50|CC25.00|"
     "AU39009000733019 Northlight [DVD]|AU39009000650021 Slow Rivers|CDSalt Road|",
     [](config::profile& p, sip2_door&) { p.item_lists = config::item_lists::both; }},
    {"fee_by_template", all_lists_line, with_only([](auto& to, const auto& from) {
         to.fees = from.fees;
         to.fees.front().running = true;
         to.fees.front().title = "<id> of a <title>";
     }),
     "64              00120260317    142530000200000002000100000001AORIV|AA29009000000137|AEMaren Lindqvist|BZ0010|CA0005|CB0040|BLY|CQY|BHEUR|BV3.50|CC25.00|"
     "AV3.50 <id> of a <title>; 0|",
     [](config::profile& p, sip2_door&) { p.av_format = "<amount> <title>; 0"; }},
    {"card_noted", block_line, but(account(), [](auto& made) { made.pin = pin_state::not_given; made.notices = {{.code = reason_code::card_noted}}; }),
     "24              00020260317    142530AORIV|AA29009000000137|AEMaren Lindqvist|BLY|CQN|AFStaff will look at this card. It still works.|"},
    {"card_enabled", enable_line, but(account(), [](auto& made) { made.notices = {{.code = reason_code::card_enabled}}; }),
     "26              00020260317    142530AORIV|AA29009000000137|AEMaren Lindqvist|BLY|CQY|AFThe card works again.|"},
    {"session_ended", end_line, but(outcome{}, [](auto& made) { made.notices = {{.code = reason_code::goodbye}}; }),
     "36Y20260317    142530AORIV|AA29009000000137|AFGoodbye.|"},
    {"session_of_an_unknown_patron_ends_too", end_line, refused<outcome>({.code = reason_code::patron_unknown}),
     "36Y20260317    142530AORIV|AA29009000000137|AFWe do not know this card. Please go to the desk.|"},
};

// Items, holds, payments.

outcome looked_up(const std::function<void(item_view&)>& differs = {}) {
    outcome made;
    made.item = glass_orchard();
    if (differs) differs(*made.item);
    return made;
}

constexpr std::string_view item_line = "1720260317    143005AORIV|AB39009000412083|";
constexpr std::string_view update_line = "1920260317    143040AORIV|AB39009000412083|AC|CHweight=412g|";

const answer_case items[] = {
    {"available", item_line, looked_up(),
     "1803000120260317    142530CF0|AB39009000412083|AJThe Glass Orchard / Tessa Imre|BGRiverton Public Library|BHEUR|BV0.00|CK001|AQRIV-MAIN|APRIV-MAIN|"},
    {"charged_for_rent", item_line, looked_up([](item_view& item) {
         item.status = circulation_status::charged;
         item.due_at = utc(2026, 3, 31, 21, 59, 59);
         item.queue_length = 2;
         item.loan_fee = storage::money{200};
     }),
     "1804000620260317    142530CF00002|AH2026-03-31|AB39009000412083|AJThe Glass Orchard / Tessa Imre|BGRiverton Public Library|BHEUR|BV2.00|CK001|AQRIV-MAIN|APRIV-MAIN|",
     [](config::profile& p, sip2_door&) { p.cf_pad = 5; }},
    {"recalled_and_kept_and_on_its_way", item_line, looked_up([](item_view& item) {
         item.status = circulation_status::in_transit;
         item.recalled_at = utc(2026, 3, 10, 8);
         item.shelf_until = utc(2026, 3, 20, 22, 59, 59);
         item.properties = "weight=412g";
         item.destination = place{.code = "RIV-EAST", .name = "East Branch", .time_zone = "Europe/Berlin"};
     }),
     "1810000120260317    142530CF0|CJ20260310    090000|CM20260320    235959|AB39009000412083|AJThe Glass Orchard / Tessa Imre|BGRiverton Public Library|"
     "BHEUR|BV0.00|CK001|AQRIV-MAIN|APRIV-MAIN|CHweight=412g|CSF IMR|CTRIV-EAST|", all_extensions},
    {"title_is_never_empty", item_line, looked_up([](item_view& item) { item.title = item.author = ""; }),
     "1803000120260317    142530CF0|AB39009000412083|AJ39009000412083|BGRiverton Public Library|BHEUR|BV0.00|CK001|AQRIV-MAIN|APRIV-MAIN|"},
    {"unknown", item_line, refused<outcome>({.code = reason_code::item_unknown}),
     "1801010120260317    142530AB39009000412083|AJ|AFWe do not know this item. Please hand it to staff.|"},
    {"properties_stored", update_line, looked_up([](item_view& item) { item.properties = "weight=412g"; }),
     "20120260317    142530AB39009000412083|AJThe Glass Orchard / Tessa Imre|CHweight=412g|"},
    {"properties_of_an_unknown_item", update_line, refused<outcome>({.code = reason_code::item_unknown}),
     "20020260317    142530AB39009000412083|AFWe do not know this item. Please hand it to staff.|"},
};

struct circulation_case {
    circulation_status status;
    std::string_view code;
};

TEST(circulation_status_codes, are_the_standards) {
    constexpr circulation_case all[] = {
        {circulation_status::lost, "12"}, {circulation_status::missing, "13"}, {circulation_status::claimed_returned, "11"},
        {circulation_status::in_transit, "10"}, {circulation_status::on_hold_shelf, "08"}, {circulation_status::recalled, "07"},
        {circulation_status::charged, "04"}, {circulation_status::in_process, "06"}, {circulation_status::on_order, "02"},
        {circulation_status::available, "03"}, {circulation_status::other, "01"}};
    for (const auto& each : all)
        EXPECT_EQ(answer(item_line, looked_up([&](item_view& item) { item.status = each.status; }), make_door()).substr(2, 2), each.code);
}

hold_outcome placed() {
    hold_outcome made;
    made.item = glass_orchard();
    made.position = 2;
    made.pickup = "RIV-MAIN";
    made.expires = utc(2026, 9, 30, 21, 59);
    made.notices = {{.code = reason_code::queue_position, .number = 2}};
    return made;
}

constexpr std::string_view hold_line = "15+20260317    143112BSRIV-EAST|AORIV|AA29009000000137|AB39009000412083|";
constexpr std::string_view title_hold_line = "15+20260317    143112AORIV|AA29009000000137|AJriv00412|";

const answer_case holds[] = {
    {"placed", hold_line, placed(),
     "161N20260317    142530BW20260930    235900|BR2|BSRIV-MAIN|AORIV|AA29009000000137|AB39009000412083|AJThe Glass Orchard / Tessa Imre|AFYou are number 2 in the queue.|"},
    {"placed_on_a_title_that_is_free", title_hold_line, but(hold_outcome{}, [](auto& made) { made.available = true; made.position = 1; }),
     "161Y20260317    142530BR1|AORIV|AA29009000000137|AJriv00412|"},
    {"refused", hold_line, but(refused<hold_outcome>({.code = reason_code::hold_duplicate}), [](auto& made) { made.item = glass_orchard(); made.position = 2; }),
     "160N20260317    142530AORIV|AA29009000000137|AB39009000412083|AJThe Glass Orchard / Tessa Imre|AFYou have already reserved this.|"},
    {"refused_for_its_fee", hold_line, refused<hold_outcome>({.code = reason_code::fee_not_agreed, .amount = storage::money{50}}),
     "160N20260317    142530AORIV|AA29009000000137|AB39009000412083|AFThis costs 0.50 EUR. Please agree to the fee to go on.|"},
};

payment_outcome paid() {
    payment_outcome made;
    made.receipt = "R-260317-0044";
    return made;
}

constexpr std::string_view fee_line = "3720260317    1432300402EURBV3.50|AORIV|AA29009000000137|BKPT-000917|";

void in_digits(config::profile& p, sip2_door&) { p.fee_accepted_code = config::fee_accepted_code::one_zero; }

const answer_case payments[] = {
    {"accepted", fee_line, paid(), "38Y20260317    142530AORIV|AA29009000000137|BKR-260317-0044|"},
    {"accepted_in_digits", fee_line, paid(), "38120260317    142530AORIV|AA29009000000137|BKR-260317-0044|", in_digits},
    {"credited", fee_line, but(paid(), [](auto& made) { made.notices = {{.code = reason_code::payment_credited, .amount = storage::money{50}}}; }),
     "38Y20260317    142530AORIV|AA29009000000137|BKR-260317-0044|AF0.50 EUR more than owed was credited to you.|"},
    {"refused", fee_line, refused<payment_outcome>({.code = reason_code::overpayment, .amount = storage::money{250}}),
     "38N20260317    142530AORIV|AA29009000000137|AFYou owe 2.50 EUR. Please pay no more than that.|"},
    {"refused_in_digits", fee_line, refused<payment_outcome>({.code = reason_code::overpayment, .amount = storage::money{250}}),
     "38020260317    142530AORIV|AA29009000000137|AFYou owe 2.50 EUR. Please pay no more than that.|", in_digits},
};

const auto name_of_case = [](const auto& each) { return std::string(each.param.name); };
INSTANTIATE_TEST_SUITE_P(loan, answers, testing::ValuesIn(loans), name_of_case);
INSTANTIATE_TEST_SUITE_P(renew_all, answers, testing::ValuesIn(all_renewals), name_of_case);
INSTANTIATE_TEST_SUITE_P(checkin, answers, testing::ValuesIn(returns), name_of_case);
INSTANTIATE_TEST_SUITE_P(each, alerts, testing::ValuesIn(kinds_of_alert), name_of_case);
INSTANTIATE_TEST_SUITE_P(patron, answers, testing::ValuesIn(patrons), name_of_case);
INSTANTIATE_TEST_SUITE_P(item, answers, testing::ValuesIn(items), name_of_case);
INSTANTIATE_TEST_SUITE_P(hold, answers, testing::ValuesIn(holds), name_of_case);
INSTANTIATE_TEST_SUITE_P(payment, answers, testing::ValuesIn(payments), name_of_case);

} // namespace
} // namespace circ::dispatch::test
