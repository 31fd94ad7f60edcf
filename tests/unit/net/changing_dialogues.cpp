#include "tests/unit/net/changing_dialogues.hpp"

#include "tests/support/library_fixture.hpp"

#include <chrono>
#include <initializer_list>

namespace circ::net::test {

namespace {

using storage::instant;

// The clock of the desk stands at 14:25:30 on 17 March 2026.

constexpr std::string_view now_said = "20260317    142530";

constexpr instant evening_of(unsigned of_march) {
    return std::chrono::sys_days(std::chrono::year(2026) / 3 / std::chrono::day(of_march)) +
           std::chrono::hours(22) + std::chrono::minutes(59) + std::chrono::seconds(59);
}

std::string numbered(std::string_view letter, std::size_t reader) {
    return std::string(letter).append(std::to_string(reader));
}
std::string card_of(std::size_t reader) {
    return numbered("p", reader);
}
std::string book_of(std::size_t reader) {
    return numbered("b", reader);
}
std::string second_book_of(std::size_t reader) {
    return numbered("s", reader);
}

// What readers have before

storage::item_id add_item(storage::unit_of_work& unit,
                          const terminal_store& in,
                          storage::title_id of,
                          const std::string& barcode) {
    storage::item made;
    made.id = unit.new_id<storage::item_id>();
    made.institution = in.institution;
    made.barcode = barcode;
    made.title = of;
    made.branch = in.main;
    made.place = in.main;
    made.item_type = "book";
    unit.add(made);
    return made.id;
}

struct reader_and_book {
    storage::patron_id reader;
    storage::title_id title;
    storage::item_id book;
};

reader_and_book
make_reader(storage::unit_of_work& unit, const terminal_store& in, std::size_t reader) {
    storage::title title;
    title.id = unit.new_id<storage::title_id>();
    title.institution = in.institution;
    title.control_number = numbered("c", reader);
    title.text = "The art of fugue";
    title.author = "Bach, Johann";
    unit.add(title);
    storage::patron who;
    who.id = unit.new_id<storage::patron_id>();
    who.institution = in.institution;
    who.family_name = "Reader";
    who.category = "adult";
    who.branch = in.main;
    who.pin_verifier = quick_verifier;
    unit.add(who);
    storage::card card;
    card.id = unit.new_id<storage::card_id>();
    card.institution = in.institution;
    card.number = card_of(reader);
    card.patron = who.id;
    unit.add(card);
    return {who.id, title.id, add_item(unit, in, title.id, book_of(reader))};
}

void lend(storage::unit_of_work& unit,
          const terminal_store& in,
          storage::patron_id to,
          storage::item_id what,
          instant due) {
    storage::loan made;
    made.id = unit.new_id<storage::loan_id>();
    made.item = what;
    made.patron = to;
    made.branch = in.main;
    made.lent_at = due - std::chrono::days(28);
    made.due_at = due;
    made.terms.rule = "everyone";
    made.terms.max_renewals = 9; // a second renewal would not be refused
    made.terms.overdue_rate = {25};
    made.terms.overdue_cap = storage::money{100};
    made.terms.closed_days_free = false;
    unit.add(made);
}

void charge(storage::unit_of_work& unit, storage::patron_id whom, std::int64_t cents) {
    storage::fee made;
    made.id = unit.new_id<storage::fee_id>();
    made.patron = whom;
    made.amount = {cents};
    made.assessed_at = evening_of(10);
    unit.add(made);
}

void with_a_book_on_the_shelf(storage::unit_of_work& unit,
                              const terminal_store& in,
                              std::size_t reader) {
    static_cast<void>(make_reader(unit, in, reader));
}
void with_a_loan(storage::unit_of_work& unit, const terminal_store& in, std::size_t reader) {
    const auto made = make_reader(unit, in, reader);
    lend(unit, in, made.reader, made.book, evening_of(20));
}
void with_an_overdue_loan(storage::unit_of_work& unit,
                          const terminal_store& in,
                          std::size_t reader) {
    const auto made = make_reader(unit, in, reader);
    lend(unit, in, made.reader, made.book, evening_of(5));
}
void with_two_loans(storage::unit_of_work& unit, const terminal_store& in, std::size_t reader) {
    const auto made = make_reader(unit, in, reader);
    lend(unit, in, made.reader, made.book, evening_of(20));
    lend(unit,
         in,
         made.reader,
         add_item(unit, in, made.title, second_book_of(reader)),
         evening_of(20));
}
void who_owes_10_00(storage::unit_of_work& unit, const terminal_store& in, std::size_t reader) {
    charge(unit, make_reader(unit, in, reader).reader, 1000);
}

// What devices say

std::string line(std::initializer_list<std::string_view> parts) {
    std::string text;
    for (const auto each : parts)
        text.append(each);
    text.append("\r");
    return text;
}

std::string hold(std::size_t reader, unsigned) {
    return line(
        {"15+", now_said, "BY2|AORIV|AA", card_of(reader), "|AD1001|AB", book_of(reader), "|AC|"});
}
std::string hold_fetched_elsewhere(std::size_t reader, unsigned) {
    return line({"15*",
                 now_said,
                 "BSRIV-EAST|AORIV|AA",
                 card_of(reader),
                 "|AD1001|AB",
                 book_of(reader),
                 "|AC|"});
}
std::string no_hold(std::size_t reader, unsigned) {
    return line(
        {"15-", now_said, "AORIV|AA", card_of(reader), "|AD1001|AB", book_of(reader), "|AC|"});
}
std::string renewal(std::size_t reader, unsigned) {
    return line({"29NN",
                 now_said,
                 "                  AORIV|AA",
                 card_of(reader),
                 "|AD1001|AB",
                 book_of(reader),
                 "|AC|BON|"});
}
std::string renewal_of_all(std::size_t reader, unsigned) {
    return line({"65", now_said, "AORIV|AA", card_of(reader), "|AD1001|AC|BON|"});
}

std::string
payment(std::string_view date, std::string_view amount, std::size_t reader, std::string_view bk) {
    return line({"37", date, "0100", amount, "|AORIV|AA", card_of(reader), "|AC|AD1001|", bk});
}
std::string bk_of(std::size_t reader) {
    return numbered("BKT", reader).append("|");
}

std::string payment_with_number(std::size_t reader, unsigned) {
    return payment(now_said, "EURBV3.50", reader, bk_of(reader));
}
std::string payment_dated_anew(std::size_t reader, unsigned attempt) {
    const auto date = std::string("20260317    1425").append(std::to_string(30 + attempt));
    return payment(date, "EURBV3.50", reader, bk_of(reader));
}
std::string payment_without_number(std::size_t reader, unsigned) {
    return payment(now_said, "EURBV3.50", reader, "BK000000|");
}
std::string payment_beyond_what_is_owed(std::size_t reader, unsigned) {
    return payment(now_said, "EURBV12.00", reader, bk_of(reader));
}
std::string payment_in_foreign_money(std::size_t reader, unsigned) {
    return payment(now_said, "USDBV3.50", reader, bk_of(reader));
}

std::string block(std::size_t reader, unsigned) {
    return line({"01Y", now_said, "AORIV|ALCard left in the reader|AA", card_of(reader), "|AC|"});
}
std::string enabling(std::size_t reader, unsigned) {
    return line({"25", now_said, "AORIV|AA", card_of(reader), "|AC|AD1001|"});
}

} // namespace

std::ostream& operator<<(std::ostream& out, const reader_state& of) {
    return out << of.loans << " loans renewed " << of.renewals << " times, " << of.holds
               << " holds, " << of.blocks << " blocks, a card that is "
               << (of.card_is_good ? "good" : "not good") << ", owed " << of.owed << ", credit "
               << of.credit;
}

// A repeat is known by its bytes and its date. Without a date that can be read nothing tells a
// second request from a repeat: it is a new one, and the rules of its kind have the word ("already
// has it", "renewed too often"); a payment is known by its number alone then, and without one by
// nothing. Those are asked for in the tests of the rules, and not here.
// A change of a hold, a block and its end are done once by what is there already, whatever is known
// of the request.
const std::vector<changing_dialogue>& changing_dialogues() {
    // clang-format off
    static const std::vector<changing_dialogue> all{
        {.name = "hold", .prepare = &with_a_book_on_the_shelf, .messages = {{&hold, "161"}},
         .adds = {{"hold", 1}, {"event", 1}}, .leaves = {.holds = 1}},
        {.name = "hold_and_change", .prepare = &with_a_book_on_the_shelf, .messages = {{&hold, "161"}, {&hold_fetched_elsewhere, "161"}},
         .adds = {{"hold", 1}, {"event", 2}}, .leaves = {.holds = 1}},
        {.name = "hold_and_cancel", .prepare = &with_a_book_on_the_shelf, .messages = {{&hold, "161"}, {&no_hold, "161"}},
         .adds = {{"hold", 1}, {"event", 2}}, .leaves = {}},
        {.name = "renew", .prepare = &with_a_loan, .messages = {{&renewal, "301"}},
         .adds = {{"event", 1}}, .leaves = {.loans = 1, .renewals = 1}},
        {.name = "renew_overdue", .prepare = &with_an_overdue_loan, .messages = {{&renewal, "301"}},
         .adds = {{"fee", 1}, {"event", 1}}, .leaves = {.loans = 1, .renewals = 1, .owed = 100}},
        {.name = "renew_all", .prepare = &with_two_loans, .messages = {{&renewal_of_all, "66100020000"}},
         .adds = {{"event", 2}}, .leaves = {.loans = 2, .renewals = 2}},
        {.name = "renew_all_overdue", .prepare = &with_an_overdue_loan, .messages = {{&renewal_of_all, "66100010000"}},
         .adds = {{"fee", 1}, {"event", 1}}, .leaves = {.loans = 1, .renewals = 1, .owed = 100}},
        {.name = "fee_paid", .prepare = &who_owes_10_00, .messages = {{&payment_with_number, "38Y"}},
         .adds = {{"payment", 1}, {"fee_entry", 1}, {"event", 1}}, .leaves = {.owed = 650}},
        // Known by its number: the bytes are others each time.
        {.name = "fee_paid_dated_anew", .prepare = &who_owes_10_00, .messages = {{&payment_dated_anew, "38Y"}},
         .adds = {{"payment", 1}, {"fee_entry", 1}, {"event", 1}}, .leaves = {.owed = 650}},
        // Known by its bytes: nothing but zeros is no number.
        {.name = "fee_paid_without_number", .prepare = &who_owes_10_00, .messages = {{&payment_without_number, "38Y"}},
         .adds = {{"payment", 1}, {"fee_entry", 1}, {"event", 1}}, .leaves = {.owed = 650}},
        {.name = "fee_paid_with_credit", .prepare = &who_owes_10_00, .messages = {{&payment_beyond_what_is_owed, "38Y"}},
         .adds = {{"payment", 1}, {"fee_entry", 1}, {"event", 1}}, .leaves = {.credit = 200}},
        // The coins have fallen: what was refused stands in the reconciliation, once.
        {.name = "fee_refused", .prepare = &who_owes_10_00, .messages = {{&payment_in_foreign_money, "38N"}},
         .adds = {{"payment", 1}}, .leaves = {.owed = 1000}},
        // Behind the twentieth in an hour it is a note, which is placed once as well.
        {.name = "block", .prepare = &with_a_book_on_the_shelf, .messages = {{&block, "24"}},
         .adds = {{"block", 1}, {"event", 1}}, .leaves = {.blocks = 1, .card_is_good = false}},
        {.name = "block_and_enable", .prepare = &with_a_book_on_the_shelf, .messages = {{&block, "24"}, {&enabling, "26    "}},
         .adds = {{"block", 1}, {"event", 2}}, .leaves = {}}};
    // clang-format on
    return all;
}

config::profile cut_profile() {
    config::profile made;
    made.block_patron_policy = config::block_patron_policy::block;
    made.patron_enable = true;
    made.overpayment = config::overpayment::credit;
    return made;
}

circulation::policy cut_policy() {
    return circ::test::policy_with(
        {{.name = "again", .set = {{"renew_not_before_days", "none", {}}}}});
}

reader_state state_of(storage::reader& from,
                      const terminal_store& in,
                      std::size_t reader,
                      storage::instant now) {
    const auto who = from.patron_by_card(in.institution, card_of(reader), now).value();
    reader_state made;
    made.loans = who.patron.open_loans;
    for (const auto& each : from.open_loans_of(who.patron.id, {}))
        made.renewals += each.loan.renewals;
    made.holds = who.patron.open_holds;
    made.blocks = static_cast<int>(who.blocks.size());
    made.card_is_good = who.card && who.card->state == storage::card_state::good;
    made.owed = who.patron.owed.minor;
    made.credit = who.patron.credit.minor;
    return made;
}

} // namespace circ::net::test
