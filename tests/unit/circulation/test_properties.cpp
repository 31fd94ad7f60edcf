// What holds whatever is done, in whatever order: scripts made at random, and shrunk to the shortest
// that shows the fault. RC_PARAMS="max_success=1000" looks longer; RC_PARAMS="reproduce=..." repeats.
#include "server/circulation/journal.hpp"
#include "server/circulation/make_views.hpp"
#include "server/circulation/trail.hpp"
#include "tests/unit/circulation/script.hpp"

#include <rapidcheck/gtest.h>

#include <set>
#include <sstream>

namespace circ::test {
namespace {

using namespace std::chrono_literals;
using namespace circulation;

/// One library for all scripts of a property: each begins with the rows it was made with.
scripted_library& library_for(const script& next) {
    static scripted_library lib;
    lib.start(next.policy);
    return lib;
}

std::string in_words(const step& shown) {
    std::ostringstream words;
    showValue(shown, words);
    return words.str();
}

void expect_whole(scripted_library& lib, const step& after) {
    for (const auto& broken : lib.violations())
        RC_FAIL(broken.name + ": " + broken.sentence + ", after: " + in_words(after));
}

/// The rows of which only one of both tells, in the order of the tables: short enough to read.
std::string difference(const std::string& before, const std::string& after) {
    const auto lines = [](const std::string& all) {
        std::istringstream in(all);
        std::set<std::string> found;
        for (std::string line; std::getline(in, line);)
            found.insert(line);
        return found;
    };
    const auto old_rows = lines(before);
    const auto new_rows = lines(after);
    std::string told;
    for (const auto& row : old_rows)
        if (!new_rows.contains(row)) told += "\n- " + row;
    for (const auto& row : new_rows)
        if (!old_rows.contains(row)) told += "\n+ " + row;
    return told;
}

void expect_same_rows(const std::string& before, const std::string& after) {
    if (after != before) RC_FAIL("rows differ:" + difference(before, after));
}

/// What belongs to the answer of each operation when it is done.
struct is_of_its_kind {
    const scripted_library::exchange& said;

    bool operator()(const loan_outcome& made) const { return made.due_at && made.item; }
    bool operator()(const checkin_outcome& made) const {
        const bool is_for_somebody =
            made.alert == alert_kind::hold_here || made.alert == alert_kind::hold_elsewhere;
        const bool has_a_place = is_for_somebody || made.alert == alert_kind::transit ||
                                 made.alert == alert_kind::hold_interlibrary;
        return made.item && made.resensitize && made.hold_card.empty() != is_for_somebody &&
               made.destination.has_value() == has_a_place;
    }
    bool operator()(const renew_all_outcome& made) const { return made.patron.has_value(); }
    bool operator()(const hold_outcome& made) const {
        return made.patron && (std::holds_alternative<cancel_hold>(said.asked) || !made.pickup.empty());
    }
    bool operator()(const payment_outcome& made) const { return !made.receipt.empty(); }
    bool operator()(const outcome& made) const { return made.item || made.patron; }
    bool operator()(const service_outcome&) const { return false; }
};

bool is_refusal(const reason& one) {
    return one.code < reason_code::item_note;
}

void expect_answer(const scripted_library::exchange& said, const step& to) {
    const auto& made = common(said.answered);
    if (made.result == verdict::refused) {
        if (made.reasons.empty() || !std::ranges::all_of(made.reasons, is_refusal))
            RC_FAIL("refused without a reason: " + in_words(to));
        return;
    }
    if (made.result != verdict::done) RC_FAIL("neither done nor refused: " + in_words(to));
    if (!made.reasons.empty())
        RC_FAIL("done, and refused by " + names_of(made.reasons) + ": " + in_words(to));
    if (!std::visit(is_of_its_kind{said}, said.answered))
        RC_FAIL("an answer that lacks something: " + in_words(to));
}

RC_GTEST_PROP(any_script, keeps_all_that_must_hold_and_is_answered, (const script& story)) {
    auto& lib = library_for(story);
    for (const auto& each : story.steps) {
        const auto said = lib.play(each);
        expect_whole(lib, each);
        if (said) expect_answer(*said, each);
    }
}

/// What of an item changes as it goes out and comes back, to be compared.
std::string movement_of(const item_view& shown) {
    const auto micros = [](const std::optional<storage::instant>& at) {
        return at ? at->time_since_epoch().count() : 0;
    };
    std::ostringstream words;
    words << "status " << static_cast<int>(shown.status) << " at " << shown.current.code << " to "
          << (shown.destination ? shown.destination->code : "nowhere") << " due " << micros(shown.due_at)
          << " recalled " << micros(shown.recalled_at) << " kept until " << micros(shown.shelf_until)
          << " wanted by " << shown.queue_length;
    return words.str();
}

/// The item that the request lends or takes back, none for any other.
std::string item_moved_by(const any_operation& asked) {
    if (const auto* out = std::get_if<circulation::checkout>(&asked)) return out->item;
    if (const auto* back = std::get_if<circulation::checkin>(&asked)) return back->item;
    return {};
}

RC_GTEST_PROP(any_loan_and_return, shows_the_item_as_it_stands_then, (const script& story)) {
    auto& lib = library_for(story);
    const auto library = lib.store.ask(
        [&](storage::reader& in) { return in.library_of(lib.rows.institution.id); });
    for (const auto& each : story.steps) {
        const auto said = lib.play(each);
        if (!said) continue;
        const auto barcode = item_moved_by(said->asked);
        const auto& made = common(said->answered);
        if (barcode.empty() || made.result != verdict::done) continue;
        const auto told = movement_of(*made.item);
        const auto stands = movement_of(make_item_view(lib.item(barcode), *library, {}, {}));
        if (told != stands) RC_FAIL(told + ", but it is: " + stands + ", after: " + in_words(each));
    }
}

/// How often a device claimed what it may not is counted by askings, refused ones too, which no
/// journal knows.
std::string without_counts_of_askings(const std::string& rows) {
    std::istringstream in(rows);
    std::string kept;
    for (std::string line; std::getline(in, line);)
        if (line.find("kind='no_block_ignored'") == std::string::npos) kept += line + "\n";
    return kept;
}

/// A request with an old date is a new one each time: some devices send a constant date.
bool can_be_known_again(const scripted_library& lib, const any_operation& asked) {
    const auto by = std::visit([](const auto& one) { return one.by; }, asked);
    storage::request_digest some{1};
    return can_be_repeated(by, {.rules = lib.rules, .now = lib.now, .digest = some});
}

RC_GTEST_PROP(any_script, is_done_once_though_each_request_comes_twice, (const script& story)) {
    auto& lib = library_for(story);
    for (const auto& each : story.steps) {
        const auto said = lib.play(each);
        if (!said || !can_be_known_again(lib, said->asked)) continue;
        const auto before = without_counts_of_askings(lib.all_rows_and_traces());
        const auto again = lib.send(said->asked);
        RC_ASSERT(common(again).result == common(said->answered).result);
        expect_same_rows(before, without_counts_of_askings(lib.all_rows_and_traces()));
    }
}

/// Whether a move can be taken back to the row: it was made now, by this request, and no money has
/// moved with it, nor was somebody else's loan closed first.
bool can_be_undone(scripted_library& lib, const scripted_library::exchange& said, const std::string& barcode) {
    const auto& made = common(said.answered);
    if (made.result != verdict::done || made.repeated) return false;
    const auto last = lib.store.ask(
        [&](storage::reader& in) { return in.last_move_of(lib.item(barcode).item.id); });
    const short_form kept(last->detail);
    return last->at == lib.now && last->loan && !kept.number("returned") &&
           kept.number("entries").value_or(0) == 0;
}

RC_GTEST_PROP(any_checkout_or_renewal, can_be_taken_back_to_the_row, (const script& story, step last)) {
    auto& lib = library_for(story);
    for (const auto& each : story.steps)
        static_cast<void>(lib.play(each));
    if (last.what != deed::renew) last.what = deed::checkout;
    last.has_happened = false; // what was posted against the rules leaves a row for staff
    lib.let_time_pass(last);
    const auto before = lib.all_rows();
    last.wait = 0;
    const auto said = lib.play(last);
    const auto barcode = scripted_library::barcode_of(last);
    RC_PRE(can_be_undone(lib, *said, barcode));
    lib.now += 2min;
    last.what = deed::undo_checkout;
    const auto undone = lib.send(lib.request_of(last));
    if (common(undone).result != verdict::done) RC_FAIL(names_of(common(undone).reasons));
    expect_same_rows(before, lib.all_rows());
    expect_whole(lib, last);
}

RC_GTEST_PROP(any_return, can_be_taken_back_to_the_row, (const script& story, step last)) {
    auto& lib = library_for(story);
    for (const auto& each : story.steps)
        static_cast<void>(lib.play(each));
    last.what = deed::checkin;
    last.has_happened = false;
    lib.let_time_pass(last);
    const auto barcode = scripted_library::barcode_of(last);
    const auto loan = lib.item(barcode).open_loan;
    RC_PRE(loan.has_value());
    const auto before = lib.all_rows();
    last.wait = 0;
    const auto said = lib.play(last);
    RC_PRE(can_be_undone(lib, *said, barcode));
    lib.now += 2min;
    const auto& card = std::get<checkin_outcome>(said->answered).borrower_card;
    auto back = std::get<undo_checkin>(lib.request_of({.what = deed::undo_checkin,
                                                       .item = last.item,
                                                       .terminal = last.terminal}));
    back.card = card;
    const auto undone = lib.perform(back);
    if (undone.result != verdict::done) RC_FAIL(names_of(undone.reasons));
    expect_same_rows(before, lib.all_rows());
    expect_whole(lib, last);
}

} // namespace
} // namespace circ::test
