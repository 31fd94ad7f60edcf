// Print lines: what a reader takes home.
#include "protocol/sip2/print_lines.hpp"
#include "tests/unit/dispatch/riverton.hpp"

#include "config/texts.hpp"

namespace circ::dispatch::test {
namespace {

using lines = std::vector<std::string>;
using entry_kind = receipt_entry::kind;

std::string on_lines(const lines& all) {
    std::string text;
    for (const auto& each : all) text += each + '\n';
    return text;
}

/// The print lines of an answer, one below the other.
std::string printed(const std::string& answer) {
    std::string text;
    for (auto at = answer.find("|AG"); at != std::string::npos; at = answer.find("|AG", at + 1))
        text += answer.substr(at + 3, answer.find('|', at + 1) - at - 3) + '\n';
    return text;
}

void prints_all(config::profile& profile, sip2_door&) {
    using enum config::receipt_kind;
    profile.receipts = {checkin, checkout, renew, end_session, fee_paid, renew_all};
}

void prints_at_the_end(config::profile& profile, sip2_door&) { profile.receipts = {config::receipt_kind::end_session}; }

loan_outcome lent() {
    loan_outcome made;
    made.item = glass_orchard();
    made.patron = maren();
    made.due_at = utc(2026, 4, 14, 21, 59, 59);
    return made;
}

template <class Outcome, class Change>
Outcome but(Outcome from, const Change& differs) {
    differs(from);
    return from;
}

payment_outcome paid() {
    payment_outcome made;
    made.receipt = "R-260317-0044";
    made.owed_after = {150};
    return made;
}

checkin_outcome returned() {
    checkin_outcome made;
    made.item = glass_orchard();
    made.borrower_card = "29009000000999";
    made.notices = {{.code = reason_code::fee_charged, .amount = storage::money{75}}};
    return made;
}

renew_all_outcome renewed_some() {
    renew_all_outcome made;
    made.renewed = {{.barcode = "39009000733019", .title = "Northlight", .why_not = {}, .due_at = utc(2026, 4, 14, 10)}};
    made.unrenewed = {{.barcode = "39009000998123", .title = "Salt Road", .why_not = reason{.code = reason_code::renewal_queued},
                       .due_at = utc(2026, 3, 20, 10)}};
    return made;
}

constexpr std::string_view checkout_line = "11YN20260317    142615                  AORIV|AA29009000000137|AB39009000412083|AC|";
constexpr std::string_view undo_checkin_line = "11YN20260317    142615                  AORIV|AA29009000000137|AB39009000412083|AC|BIY|";
constexpr std::string_view renew_line = "29NN20260317    142615                  AORIV|AA29009000000137|AB39009000412083|";
constexpr std::string_view renew_all_line = "6520260317    142615AORIV|AA29009000000137|";
constexpr std::string_view checkin_line = "09N20260317    14021020260317    140210APRIV-MAIN|AORIV|AB39009000412083|AC|";
constexpr std::string_view undo_checkout_line = "09N20260317    14021020260317    140210APRIV-MAIN|AORIV|AB39009000412083|AC|BIY|";
constexpr std::string_view fee_line = "3720260317    1432300402EURBV2.00|AORIV|AA29009000000137|BKPT-000917|";
constexpr std::string_view end_line = "3520260317    143255AORIV|AA29009000000137|";
constexpr std::string_view others_end = "3520260317    143255AORIV|AA29009000000555|";

const std::string head = "Riverton Public Library\nMain Library, 17 Mar 2026 14:25\n";

struct receipt_case {
    std::string_view name;
    std::string_view request;
    any_outcome outcome;
    std::string printed;
    change differs = prints_all;
};

std::ostream& operator<<(std::ostream& out, const receipt_case& each) { return out << each.name; }

class receipts : public testing::TestWithParam<receipt_case> {};

TEST_P(receipts, tell_what_was_done) {
    const auto& wanted = GetParam();
    EXPECT_EQ(printed(answer(wanted.request, wanted.outcome, make_door(wanted.differs))), wanted.printed);
}

const receipt_case of_each_kind[] = {
    {"checkout", checkout_line, lent(), head + "The Glass Orchard\n  due 14 Apr 2026\n"},
    {"hourly_with_a_fee", checkout_line, but(lent(), [](auto& made) {
         made.due_hourly = true;
         made.fee = fee_view{.fee_identifier = "77", .kind = storage::fee_kind::rental, .amount = {150}};
     }),
     head + "The Glass Orchard\n  due 14 Apr 2026 23:59\n  fee 1.50 EUR\n"},
    {"fee_not_charged_is_not_told", checkout_line, but(lent(), [](auto& made) {
         made.fee = fee_view{.fee_identifier = "", .kind = storage::fee_kind::rental, .amount = {150}};
     }),
     head + "The Glass Orchard\n  due 14 Apr 2026\n"},
    {"renewed_by_checkout", checkout_line, but(lent(), [](auto& made) { made.renewed = true; }),
     head + "The Glass Orchard\n  renewed until 14 Apr 2026\n"},
    {"refused", checkout_line, refused<loan_outcome>({.code = reason_code::patron_blocked}), ""},
    {"return_taken_back_is_no_loan", undo_checkin_line, but(lent(), [](auto& made) { made.restored = true; }), ""},
    {"nothing_to_take_back_is_a_loan", undo_checkin_line, lent(), head + "The Glass Orchard\n  due 14 Apr 2026\n"},
    {"renewal", renew_line, but(lent(), [](auto& made) {
         made.renewed = true;
         made.notices = {{.code = reason_code::fee_charged, .amount = storage::money{50}}};
     }),
     head + "The Glass Orchard\n  renewed until 14 Apr 2026\n  fee 0.50 EUR\n"},
    {"renew_all", renew_all_line, renewed_some(),
     head + "Northlight\n  renewed until 14 Apr 2026\nSalt Road\n  not renewed, due 20 Mar 2026\n"
            "  Another reader is waiting for this. Please bring it back in time.\nRenewed: 1\nNot renewed: 1\n"},
    {"renew_all_of_nothing", renew_all_line, renew_all_outcome{}, ""},
    {"checkin_names_neither_borrower_nor_fee", checkin_line, returned(), head + "The Glass Orchard\n  returned\n"},
    {"checkin_of_an_unknown_item", checkin_line, checkin_outcome{}, ""},
    {"checkout_taken_back_is_no_return", undo_checkout_line, returned(), ""},
    {"fee_paid", fee_line, paid(), head + "Paid: 2.00 EUR\nReceipt R-260317-0044\nStill owed: 1.50 EUR\n"},
    {"payment_refused", fee_line, refused<payment_outcome>({.code = reason_code::fee_unknown}), ""},
    {"end_of_a_session_that_did_nothing", end_line, outcome{}, ""},
    {"title_is_the_barcode_where_there_is_none", checkout_line, but(lent(), [](auto& made) { made.item->title = ""; }),
     head + "39009000412083\n  due 14 Apr 2026\n"},
    {"name_by_profile", checkout_line, lent(), head + "Maren Lindqvist\nThe Glass Orchard\n  due 14 Apr 2026\n",
     [](config::profile& p, sip2_door& d) { prints_all(p, d); p.receipt_name = true; }},
    {"patrons_language", checkout_line, but(lent(), [](auto& made) { made.patron->language = "de"; }),
     "Riverton Public Library\nMain Library, 17.03.2026, 14:25 Uhr\nThe Glass Orchard\n  bis 14.04.2026\n"},
    {"money_of_the_institution", "3720260317    1432300402JPYBV200|AORIV|AA29009000000137|", paid(), head + "Paid: 200 JPY\nReceipt R-260317-0044\nStill owed: 150 JPY\n",
     [](config::profile& p, sip2_door& d) {
         prints_all(p, d);
         d.identity->institution.currency = "JPY";
         d.identity->institution.decimals = 0;
     }},
    {"none_by_the_standard_profile", checkout_line, lent(), "", {}},
    {"none_of_other_answers", checkout_line, lent(), "", prints_at_the_end},
    {"none_where_the_field_is_hidden", checkout_line, lent(), "",
     [](config::profile& p, sip2_door& d) { prints_all(p, d); p.hide_fields = {{"12", "AG"}}; }},
    {"at_the_width_of_the_99", checkout_line, but(lent(), [](auto& made) { made.item->title = "The Glass Orchard and other stories"; }),
     "Riverton Public\nLibrary\nMain Library, 17 Mar\n2026 14:25\nThe Glass Orchard...\n  due 14 Apr 2026\n",
     [](config::profile& p, sip2_door& d) { prints_all(p, d); d.print_width = 20; }},
    {"at_the_width_of_the_profile", checkout_line, but(lent(), [](auto& made) { made.item->title = "Märchenbücher für Große"; }),
     "Riverton\nPublic\nLibrary\nMain\nLibrary, 17\nMar 2026\n14:25\nMärchenb...\n  due 14\n  Apr 2026\n",
     [](config::profile& p, sip2_door& d) { prints_all(p, d); d.print_width = 20; p.print_width = 11; }},
};
INSTANTIATE_TEST_SUITE_P(each, receipts, testing::ValuesIn(of_each_kind), [](const auto& each) { return std::string(each.param.name); });

/// A session of one kiosk.
class slip : public testing::Test {
protected:
    void begin(const change& differs) { door = make_door(differs); }
    /// @return what is printed
    std::string exchange(std::string_view line, const any_outcome& outcome) {
        meet(door, request(line));
        auto told = printed(answer(line, outcome, door));
        remember(door, request(line), outcome, now());
        return told;
    }

    sip2_door door = make_door(prints_at_the_end);
};

loan_outcome lent(std::string item, std::string title) {
    return but(lent(), [&](auto& made) {
        made.item->barcode = std::move(item);
        made.item->title = std::move(title);
    });
}

TEST_F(slip, tells_all_that_the_session_did) {
    EXPECT_EQ(exchange(checkout_line, lent("1", "Northlight")), "");
    exchange(renew_line, but(lent("2", "Tidal Engines"), [](auto& made) { made.renewed = true; }));
    exchange(checkin_line, returned());
    exchange(fee_line, paid());
    EXPECT_EQ(exchange(end_line, outcome{}), head + "Northlight\n  due 14 Apr 2026\nTidal Engines\n  renewed until 14 Apr 2026\n"
                                                    "The Glass Orchard\n  returned\nPaid: 2.00 EUR\nReceipt R-260317-0044\n"
                                                    "Lent: 1\nRenewed: 1\nReturned: 1\nPaid: 2.00 EUR\n");
    EXPECT_EQ(exchange(end_line, outcome{}), "") << "it is over";
}

TEST_F(slip, only_counts_what_had_a_receipt_of_its_own) {
    begin(prints_all);
    EXPECT_NE(exchange(checkout_line, lent("1", "Northlight")), "");
    EXPECT_EQ(exchange(end_line, outcome{}), head + "Lent: 1\n");
}

TEST_F(slip, counts_a_repeated_request_once) {
    exchange(checkout_line, lent("1", "Northlight"));
    exchange(checkout_line, but(lent("1", "Northlight"), [](auto& made) { made.repeated = true; }));
    exchange(fee_line, paid());
    exchange(fee_line, but(paid(), [](auto& made) { made.repeated = true; }));
    EXPECT_EQ(exchange(end_line, outcome{}), head + "Northlight\n  due 14 Apr 2026\nPaid: 2.00 EUR\nReceipt R-260317-0044\n"
                                                    "Lent: 1\nPaid: 2.00 EUR\n");
}

TEST_F(slip, keeps_a_fee_when_its_loan_is_told_again) {
    exchange(checkout_line, but(lent("1", "Northlight"), [](auto& made) {
                 made.fee = fee_view{.fee_identifier = "77", .kind = storage::fee_kind::rental, .amount = {150}};
             }));
    exchange(checkout_line, but(lent("1", "Northlight"), [](auto& made) { made.repeated = true; }));
    EXPECT_EQ(exchange(end_line, outcome{}), head + "Northlight\n  due 14 Apr 2026\n  fee 1.50 EUR\nLent: 1\nFees charged: 1.50 EUR\n");
}

TEST_F(slip, sums_up_what_one_item_has_cost_twice) {
    const auto renew = [&](const char* number, bool repeated) {
        exchange(renew_line, but(lent(), [&](auto& made) {
                     made.renewed = true;
                     made.repeated = repeated;
                     made.fee = fee_view{.fee_identifier = number, .kind = storage::fee_kind::rental, .amount = {150}};
                 }));
    };
    renew("77", false);
    renew("78", false);
    renew("78", true);
    EXPECT_EQ(exchange(end_line, outcome{}),
              head + "The Glass Orchard\n  renewed until 14 Apr 2026\n  fee 3.00 EUR\nRenewed: 1\nFees charged: 3.00 EUR\n");
}

TEST_F(slip, leaves_out_a_renewal_that_was_taken_back_but_not_its_loan) {
    exchange(checkout_line, lent());
    exchange(checkout_line, but(lent(), [](auto& made) { made.renewed = true; }));
    exchange(undo_checkout_line, but(returned(), [](auto& made) { made.item->due_at = utc(2026, 4, 14, 21, 59, 59); }));
    EXPECT_EQ(exchange(end_line, outcome{}), head + "The Glass Orchard\n  due 14 Apr 2026\nLent: 1\n");
}

TEST_F(slip, leaves_out_what_was_taken_back) {
    exchange(checkout_line, lent());
    exchange(undo_checkout_line, returned());
    EXPECT_EQ(exchange(end_line, outcome{}), "");
    exchange(checkout_line, lent("1", "Northlight"));
    exchange(checkin_line, returned());
    exchange(undo_checkin_line, but(lent(), [](auto& made) { made.restored = true; }));
    EXPECT_EQ(exchange(end_line, outcome{}), head + "Northlight\n  due 14 Apr 2026\nLent: 1\n");
}

TEST_F(slip, sums_up_fees) {
    for (const char* item : {"1", "2"})
        exchange(checkout_line, but(lent(item, "Video"), [](auto& made) {
                     made.fee = fee_view{.fee_identifier = "77", .kind = storage::fee_kind::rental, .amount = {150}};
                 }));
    EXPECT_THAT(exchange(end_line, outcome{}), testing::EndsWith("Lent: 2\nFees charged: 3.00 EUR\n"));
}

TEST_F(slip, is_not_for_the_next_reader) {
    exchange(checkout_line, lent());
    EXPECT_EQ(exchange(others_end, outcome{}), "");
    exchange(checkout_line, lent());
    exchange("6300020260317    142530          AORIV|AA29009000000555|", outcome{});
    EXPECT_EQ(exchange(others_end, outcome{}), "");
}

TEST_F(slip, holds_nothing_of_returns_without_a_card) {
    exchange(checkin_line, returned());
    exchange(checkout_line, lent("1", "Northlight"));
    EXPECT_EQ(exchange(end_line, outcome{}), head + "Northlight\n  due 14 Apr 2026\nLent: 1\n");
}

TEST_F(slip, is_forgotten_with_a_new_login) {
    exchange(checkout_line, lent());
    forget_reader(door);
    EXPECT_TRUE(door.slip.empty());
}

TEST_F(slip, bears_the_name_only_where_the_profile_says_so) {
    exchange(checkout_line, lent());
    EXPECT_EQ(door.reader.name, "");
    begin([](config::profile& p, sip2_door& d) { prints_at_the_end(p, d); p.receipt_name = true; });
    exchange(checkout_line, lent());
    EXPECT_THAT(exchange(end_line, outcome{}), testing::HasSubstr("\nMaren Lindqvist\n"));
    EXPECT_EQ(door.reader.name, "");
}

TEST_F(slip, counts_what_is_beyond_its_bound) {
    for (std::size_t i = 0; i < session_slip::most_entries + 10; ++i)
        exchange(checkout_line, lent(std::to_string(i), "Book " + std::to_string(i)));
    EXPECT_EQ(door.slip.listed().size(), session_slip::most_entries);
    EXPECT_EQ(door.slip.totals().lent, static_cast<int>(session_slip::most_entries) + 10);
}

TEST_F(slip, tells_how_many_entries_do_not_fit_and_keeps_the_totals) {
    for (int i = 10; i < 40; ++i) exchange(checkout_line, lent(std::to_string(i), "Book " + std::to_string(i)));
    const auto told = exchange(end_line, outcome{});
    EXPECT_THAT(told, testing::HasSubstr("Book 10\n"));
    EXPECT_THAT(told, testing::ContainsRegex("\n\\.\\.\\. and [0-9]+ more\nLent: 30\n$"));
    EXPECT_LE(told.size(), 650U);
    EXPECT_GT(told.size(), 500U);
}

// What a text may have, config says; what it is filled with, the receipt.
TEST(receipt_texts, fill_every_placeholder_that_they_may_have) {
    auto loaded = config::load_texts({}).by_language;
    loaded["en"]["receipt.session"] = "{library}{branch}{now}{patron}{lent}{renewed}{not_renewed}{returned}{charged}{paid}{owed}\n{entries}";
    loaded["en"]["receipt.entry_lent"] = "{title}{barcode}{due}{amount}{number}{reason}";
    const texts words(loaded, "en");
    receipt_facts facts;
    facts.text = "receipt.session";
    facts.library = "a";
    facts.branch = "b";
    facts.patron = "c";
    facts.now = now();
    facts.totals.lent = facts.totals.renewed = facts.totals.not_renewed = facts.totals.returned = 1;
    facts.totals.charged = facts.totals.paid = {1};
    facts.owed = storage::money{1};
    facts.entries = {{.what = entry_kind::lent, .title = "t", .barcode = "1", .due_at = now(), .due_hourly = false, .amount = {1},
                      .number = "2", .why_not = reason{.code = reason_code::goodbye}}};
    const receipt_form form{.words = words, .language = "en", .setting = {.money = {.code = "EUR"}, .time_zone = "UTC"}, .width = 0, .room = 900};
    EXPECT_EQ(on_lines(make_receipt(facts, form)), "ab17 Mar 2026 13:25c11110.01 EUR0.01 EUR0.01 EUR\nt117 Mar 20260.01 EUR2Goodbye.\n");
}


/// Every shipped receipt, with long values, at the widths that printers have.
TEST(shipped_receipts, keep_to_the_width) {
    const texts words(config::load_texts({}).by_language, "en");
    receipt_facts facts;
    facts.library = "Stadtbibliothek Märchenhausen an der Großen Laaber";
    facts.branch = "Stadtteilbibliothek Nord";
    facts.patron = "Maximilian-Ferdinand von Hohenwartenberg-Oberstein";
    facts.now = now();
    facts.totals = {};
    facts.owed = storage::money{123450};
    for (const auto kind : {entry_kind::lent, entry_kind::renewed, entry_kind::not_renewed, entry_kind::returned, entry_kind::paid}) {
        facts.entries.push_back({.what = kind, .title = "Die unglaubliche Geschichte der Donaudampfschifffahrtsgesellschaft", .barcode = "39009000412083",
                                 .due_at = now(), .due_hourly = true, .amount = {123450}, .number = "R-260317-0044",
                                 .why_not = reason{.code = reason_code::renewal_queued}});
        facts.totals.add(facts.entries.back());
    }
    for (const std::string_view language : {"en", "de", "fr", "es"})
        for (const std::size_t width : {24U, 32U, 40U, 42U, 80U})
            for (const std::string_view text : {"receipt.checkin", "receipt.checkout", "receipt.renewal", "receipt.renew_all", "receipt.fee_paid", "receipt.session"}) {
                SCOPED_TRACE(std::string(language) + ' ' + std::string(text) + ' ' + std::to_string(width));
                facts.text = text;
                const auto made = make_receipt(facts, {.words = words, .language = std::string(language),
                                                       .setting = {.money = {.code = "EUR"}, .time_zone = "UTC"}, .width = width, .room = 8000});
                EXPECT_GT(made.size(), 10U);
                for (const auto& line : made) EXPECT_LE(sip2::columns_of(line), width) << line;
            }
}

} // namespace
} // namespace circ::dispatch::test
