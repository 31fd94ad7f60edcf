// Every record comes back as it was written: with all that is optional set, and with none of it;
// and again after a change.

#include "tests/contract/contract.hpp"

namespace circ::test {
namespace {

using namespace storage;
using namespace std::chrono_literals;

class round_trip : public store_contract {
protected:
    static constexpr instant later = test_time + 90min + std::chrono::microseconds{7};
    static constexpr local_date some_day{std::chrono::days{20'600}};

    template <class Record>
    void add(const Record& record) {
        store.write([&](unit_of_work& in) { in.add(record); });
    }

    template <class Record>
    void change(const Record& record) {
        store.write([&](unit_of_work& in) { in.change(record); });
    }

    template <class Id>
    Id id() {
        Id made;
        store.write([&](unit_of_work& in) { made = in.new_id<Id>(); });
        return made;
    }

    hold added_hold() {
        hold made;
        store.write([&](unit_of_work& in) { in.add(made = library.new_hold(in)); });
        return made;
    }

    loan added_loan() {
        loan made;
        store.write([&](unit_of_work& in) { in.add(made = library.new_loan(in)); });
        return made;
    }
};

TEST_P(round_trip, keeps_institutions_and_branches) {
    auto town = library.institution;
    town.name = "Stadtbücherei";
    town.decimals = 0;
    change(town);
    expect_same(store.ask([&](auto& in) { return in.find_institution(town.id); }).value(), town);
    expect_same(store.ask([&](auto& in) { return in.institution_by_code("TOWN"); }).value(), town);
    EXPECT_EQ(store.ask([](auto& in) { return in.institutions(); }).size(), 1U);

    auto east = library.east;
    east.address = "Hauptstraße 9";
    change(east);
    expect_same(store.ask([&](auto& in) { return in.find_branch(east.id); }).value(), east);
    expect_same(store.ask([&](auto& in) { return in.branch_by_code(town.id, "EAST"); }).value(),
                east);
    const auto all = store.ask([&](auto& in) { return in.branches(town.id); });
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all.front().code, "EAST");
}

TEST_P(round_trip, keeps_the_calendar) {
    const opening_hours monday{.branch = library.main.id, .weekday = 1, .opens = 9h, .closes = 18h};
    auto longer = monday;
    longer.closes = 24h;
    const closed_day long_ago{
        id<closed_day_id>(), library.main.id, some_day - std::chrono::days{32}, ""};
    const closed_day before{
        id<closed_day_id>(), library.main.id, some_day - std::chrono::days{31}, "flood"};
    const closed_day after{id<closed_day_id>(), library.main.id, some_day, "holiday"};
    add(monday);
    add(longer);
    add(after);
    add(before);
    add(long_ago);
    auto found = store.ask([&](auto& in) { return in.calendar_of(library.main.id, some_day); });
    ASSERT_EQ(found.hours.size(), 1U);
    expect_same(found.hours.front(), longer);
    EXPECT_THAT(found.closed, testing::ElementsAre(before.day, after.day));
    store.write([&](unit_of_work& in) {
        in.remove(after);
        in.remove(longer);
    });
    found = store.ask([&](auto& in) { return in.calendar_of(library.main.id, some_day); });
    EXPECT_THAT(found.closed, testing::ElementsAre(before.day));
    EXPECT_TRUE(found.hours.empty());
}

TEST_P(round_trip, keeps_terminals) {
    auto kiosk = library.kiosk;
    kiosk.verifier = "$argon2id$";
    kiosk.addresses = "10.0.0.0/8 ::1";
    kiosk.enabled = false;
    change(kiosk);
    expect_same(store.ask([&](auto& in) { return in.find_terminal(kiosk.id); }).value(), kiosk);
    expect_same(store.ask([](auto& in) { return in.terminal_by_login("kiosk1"); }).value(), kiosk);
    EXPECT_EQ(store.ask([](auto& in) { return in.terminals(); }).size(), 1U);
    EXPECT_FALSE(store.ask([](auto& in) { return in.terminal_by_login("Kiosk1"); }));
}

TEST_P(round_trip, keeps_titles_and_reads_their_marc_only_when_asked) {
    auto fugue = library.title;
    fugue.author.clear();
    fugue.marc = std::string{"00042nam\x1e\x1f"
                             "a\x1d"};
    change(fugue);
    const auto found = store.ask([&](auto& in) { return in.find_title(fugue.id); }).value();
    expect_same(found, fugue);
    EXPECT_EQ(found.marc, "");
    EXPECT_EQ(store.ask([&](auto& in) { return in.marc_of(fugue.id); }), fugue.marc);
    EXPECT_TRUE(
        store.ask([&](auto& in) { return in.title_by_control_number(fugue.institution, "c1"); }));
    EXPECT_FALSE(
        store.ask([&](auto& in) { return in.title_by_control_number(fugue.institution, ""); }));
}

TEST_P(round_trip, keeps_items) {
    expect_same(store.ask([&](auto& in) { return in.find_item(library.item.id); }).value(),
                library.item);
    auto full = library.item;
    full.place = library.east.id;
    full.location = "Cellar";
    full.collection = "music";
    full.call_number = "M 1.2";
    full.media = media_type::book_with_audio_tape;
    full.state = item_state::withdrawn;
    full.lender = "State Library";
    full.wanted_back = later;
    full.renewable = false;
    full.price = money{2'995};
    full.note = "fragile";
    full.parts = 3;
    full.properties = "tag=1;weight=300";
    full.seen_at = later;
    change(full);
    expect_same(store.ask([&](auto& in) { return in.find_item(full.id); }).value(), full);
}

TEST_P(round_trip, keeps_patrons_and_cards) {
    expect_same(stored_patron(), library.patron);
    patron guarantor;
    store.write([&](unit_of_work& in) { guarantor = library.another_patron(in); });
    auto full = library.patron;
    full.given_name = "Zoë";
    full.birth_date = some_day - std::chrono::days{30'000}; // before 1970
    full.language = "de";
    full.address = "Market 2";
    full.email = "z@example.org";
    full.phone = "1";
    full.expires_on = some_day;
    full.guarantor = guarantor.id;
    full.pin_verifier = "$argon2id$";
    full.pin_failures = 2;
    full.pin_locked_until = later;
    full.erased_at = later;
    change(full);
    expect_same(stored_patron(), full);

    auto lost = library.card;
    lost.state = card_state::retained;
    lost.since = later;
    change(lost);
    expect_same(store.ask([&](auto& in) { return in.find_card(lost.institution, "p1"); }).value(),
                lost);
    EXPECT_EQ(store.ask([&](auto& in) { return in.cards_of(full.id); }).size(), 1U);
}

TEST_P(round_trip, keeps_blocks_and_messages) {
    block placed{.id = id<block_id>(), .patron = library.patron.id, .placed_at = test_time};
    add(placed);
    expect_same(store.ask([&](auto& in) { return in.find_block(placed.id); }).value(), placed);
    EXPECT_EQ(store.ask([&](auto& in) { return in.open_blocks_of(library.patron.id); }).size(), 1U);
    const auto of_card = [&] {
        return store
            .ask([&](auto& in) { return in.patron_by_card(library.institution.id, "p1", later); })
            .value()
            .blocks;
    };
    ASSERT_EQ(of_card().size(), 1U);
    expect_same(of_card().front(), placed);
    placed.kind = block_kind::note;
    placed.reason = "card left behind";
    placed.terminal = library.kiosk.id;
    placed.placed_by = "kiosk1";
    placed.lifted_at = later;
    placed.lifted_by = "anna";
    change(placed);
    expect_same(store.ask([&](auto& in) { return in.find_block(placed.id); }).value(), placed);
    EXPECT_TRUE(store.ask([&](auto& in) { return in.open_blocks_of(library.patron.id); }).empty());
    EXPECT_TRUE(of_card().empty());

    const message lasting{.id = id<message_id>(),
                          .patron = library.patron.id,
                          .text = "Welcome",
                          .created_at = test_time};
    const message ending{
        id<message_id>(), library.patron.id, audience::staff, "Ask for address", later, test_time};
    add(lasting);
    add(ending);
    const auto now =
        store.ask([&](auto& in) { return in.messages_of(library.patron.id, test_time); });
    ASSERT_EQ(now.size(), 2U);
    expect_same(now[0], lasting);
    expect_same(now[1], ending);
    EXPECT_EQ(store.ask([&](auto& in) { return in.messages_of(library.patron.id, later); }).size(),
              1U);
    message ended = lasting;
    ended.text = "Welcome back";
    ended.until = later;
    change(ended);
    const auto changed =
        store.ask([&](auto& in) { return in.messages_of(library.patron.id, test_time); });
    expect_same(changed.at(0), ended);
    EXPECT_TRUE(
        store.ask([&](auto& in) { return in.messages_of(library.patron.id, later); }).empty());
}

TEST_P(round_trip, keeps_loans) {
    const auto bare = added_loan();
    expect_same(store.ask([&](auto& in) { return in.find_loan(bare.id); }).value(), bare);
    auto full = bare;
    full.terminal = library.kiosk.id;
    full.state = loan_state::paid_for;
    full.renewals = 2;
    full.renewed_at = later;
    full.due_before_renewal = later + 1h;
    full.recalled_at = later + 2h;
    full.recall_due_at = later + 3h;
    full.claimed_at = later + 4h;
    full.lost_at = later + 5h;
    full.filled_hold = added_hold().id;
    full.terms = {"music", true, 5, {20}, fee_period::hour, money{1'000}, 2, false, false, {70}};
    full.due_before_recall = later + 8h;
    full.recalled_for = full.filled_hold;
    full.closed_at = later + 6h;
    full.closed_by = library.kiosk.id;
    full.return_seen_at = later + 7h;
    store.write([&](unit_of_work& in) { in.change(bare, full); });
    expect_same(store.ask([&](auto& in) { return in.find_loan(bare.id); }).value(), full);
    expect_same(store.ask([&](auto& in) { return in.last_loan_of(library.item.id); }).value(),
                full);
    expect_same(store.ask([&](auto& in) { return in.past_loans_of(library.item.id); }).at(0), full);
}

TEST_P(round_trip, keeps_holds_and_transits) {
    const auto bare = added_hold();
    expect_same(store.ask([&](auto& in) { return in.find_hold(bare.id); }).value(), bare);
    auto full = bare;
    full.level = hold_level::item;
    full.item = library.item.id;
    full.rank = -5;
    full.state = hold_state::lapsed;
    full.trapped_item = library.item.id;
    full.trapped_at = later;
    full.shelf_until = some_day;
    full.expires_on = some_day + std::chrono::days{1};
    full.suspended_until = some_day + std::chrono::days{2};
    full.closed_at = later;
    store.write([&](unit_of_work& in) { in.change(bare, full); });
    expect_same(store.ask([&](auto& in) { return in.find_hold(bare.id); }).value(), full);

    transit sent{.id = id<transit_id>(),
                 .item = library.item.id,
                 .from = library.main.id,
                 .to = library.east.id,
                 .sent_at = test_time};
    add(sent);
    expect_same(store.ask([&](auto& in) { return in.find_transit(sent.id); }).value(), sent);
    sent.hold = bare.id;
    sent.ended_at = later;
    change(sent);
    expect_same(store.ask([&](auto& in) { return in.last_transit_of(library.item.id); }).value(),
                sent);
    store.write([&](unit_of_work& in) { in.remove(sent); });
    EXPECT_FALSE(store.ask([&](auto& in) { return in.find_transit(sent.id); }));
}

TEST_P(round_trip, keeps_fees_payments_and_entries) {
    const auto lent = added_loan();
    const fee bare{
        .id = id<fee_id>(), .patron = library.patron.id, .amount = {1}, .assessed_at = test_time};
    const fee full{id<fee_id>(),
                   library.patron.id,
                   fee_kind::hold,
                   {500},
                   library.item.id,
                   lent.id,
                   "note",
                   later,
                   "a title that has left"};
    add(bare);
    add(full);
    expect_same(store.ask([&](auto& in) { return in.find_fee(bare.id); }).value(), bare);
    expect_same(store.ask([&](auto& in) { return in.find_fee(full.id); }).value(), full);
    expect_same(store.ask([&](auto& in) { return in.find_open_fee(full.id); }).value(),
                open_fee{full.id, full.patron, full.amount});
    EXPECT_EQ(store.ask([&](auto& in) { return in.fees_of_loan(lent.id); }).size(), 1U);

    const payment poor{.id = id<payment_id>(),
                       .institution = library.institution.id,
                       .at = test_time,
                       .state = payment_state::refused,
                       .reason = "unknown_patron"};
    const payment rich{id<payment_id>(),
                       library.institution.id,
                       library.patron.id,
                       library.kiosk.id,
                       "bk-1",
                       {300},
                       2,
                       later,
                       payment_state::accepted,
                       "",
                       {100},
                       true,
                       later + 1h,
                       "anna",
                       "counted"};
    add(poor);
    add(rich);
    expect_same(store.ask([&](auto& in) { return in.find_payment(poor.id); }).value(), poor);
    expect_same(store.ask([&](auto& in) { return in.find_payment(rich.id); }).value(), rich);
    auto booked = poor;
    booked.state = payment_state::accepted;
    booked.patron = library.patron.id;
    booked.amount = {50};
    store.write([&](unit_of_work& in) { in.change(poor, booked); });
    expect_same(store.ask([&](auto& in) { return in.find_payment(poor.id); }).value(), booked);

    const fee_entry paid{id<fee_entry_id>(),
                         full.id,
                         fee_entry_kind::payment,
                         {200},
                         rich.id,
                         later,
                         "kiosk1",
                         "why"};
    const fee_entry waived{.id = id<fee_entry_id>(),
                           .fee = full.id,
                           .kind = fee_entry_kind::waive,
                           .amount = {1},
                           .at = later};
    add(paid);
    add(waived);
    const auto entries = store.ask([&](auto& in) { return in.entries_of(full.id); });
    ASSERT_EQ(entries.size(), 2U);
    expect_same(entries[0], paid);
    expect_same(entries[1], waived);
}

TEST_P(round_trip, keeps_notices_and_review_entries) {
    notice told{.id = id<notice_id>(),
                .patron = library.patron.id,
                .kind = "hold_ready",
                .cause = "hold 1",
                .created_at = test_time};
    add(told);
    auto waiting = store.ask([](auto& in) { return in.waiting_notices({}); });
    ASSERT_EQ(waiting.size(), 1U);
    expect_same(waiting.front(), told);
    told.item = library.item.id;
    told.hold = added_hold().id;
    told.loan = added_loan().id;
    told.tries = 2;
    told.done_at = later;
    told.recipient = library.patron.id;
    told.channel = notice_channel::email;
    told.language = "fr";
    told.facts = "due=20529";
    told.last_error = "it ended with exit code 1";
    told.claimed_by = "circdeskd";
    told.claimed_until = later;
    change(told);
    waiting = store.ask([](auto& in) { return in.waiting_notices({}); });
    ASSERT_EQ(waiting.size(), 1U);
    expect_same(waiting.front(), told);
    told.state = notice_state::given_up;
    change(told);
    EXPECT_TRUE(store.ask([](auto& in) { return in.waiting_notices({}); }).empty());

    review_entry open{.id = id<review_id>(),
                      .institution = library.institution.id,
                      .kind = "could_not_post",
                      .at = test_time};
    add(open);
    expect_same(store.ask([&](auto& in) { return in.find_review(open.id); }).value(), open);
    EXPECT_EQ(
        store.ask([&](auto& in) { return in.open_reviews(library.institution.id, {}); }).size(),
        1U);
    const review_entry full{open.id,
                            library.institution.id,
                            "posted_against_rules",
                            library.kiosk.id,
                            library.patron.id,
                            library.item.id,
                            "p9",
                            "i9",
                            "checkout",
                            "blocked limit",
                            later,
                            later + 1h,
                            later + 2h,
                            later + 3h,
                            "anna",
                            "told the reader",
                            later + 4h,
                            "demo0007"};
    change(full);
    expect_same(store.ask([&](auto& in) { return in.find_review(open.id); }).value(), full);
    EXPECT_TRUE(
        store.ask([&](auto& in) { return in.open_reviews(library.institution.id, {}); }).empty());
}

TEST_P(round_trip, keeps_the_last_run_of_each_job) {
    const auto find = [&](branch_id at) {
        return store.ask(
            [&](auto& in) { return in.find_day_job(library.institution.id, at, "renew"); });
    };
    day_job row{.id = id<day_job_id>(),
                .institution = library.institution.id,
                .job = "renew",
                .begun_at = test_time};
    add(row);
    EXPECT_FALSE(find(library.main.id));
    expect_same(find({}).value(), row);
    const day_job full{id<day_job_id>(),
                       library.institution.id,
                       library.main.id,
                       "renew",
                       local_date{std::chrono::days{20'529}},
                       test_time,
                       later,
                       3,
                       1,
                       "why"};
    add(full);
    expect_same(find(library.main.id).value(), full);
    row.day = full.day;
    change(row);
    expect_same(find({}).value(), row);
    EXPECT_EQ(store.ask([&](auto& in) { return in.day_jobs(library.institution.id); }).size(), 2U);
}

TEST_P(round_trip, keeps_the_journal_and_the_audit_trail) {
    request_digest digest{};
    for (std::size_t i = 0; i < digest.size(); ++i)
        digest[i] = static_cast<std::uint8_t>(255 - i);
    const payment paid{
        .id = id<payment_id>(), .institution = library.institution.id, .at = test_time};
    add(paid);
    const event bare{.id = id<event_id>(),
                     .institution = library.institution.id,
                     .at = test_time,
                     .kind = "checkin"};
    const event full{id<event_id>(),
                     library.institution.id,
                     later,
                     "checkout",
                     library.main.id,
                     library.kiosk.id,
                     "anna",
                     library.patron.id,
                     library.item.id,
                     loan_id{5},
                     hold_id{6},
                     fee_id{7},
                     "renewal 2",
                     "asked for by telephone",
                     library.kiosk.id};
    add(bare);
    add(full);
    expect_same(store.ask([&](auto& in) { return in.last_event_of(library.item.id); }).value(),
                full);
    expect_same(
        store.ask([&](auto& in) { return in.events_of_patron(library.patron.id, 5); }).at(0), full);
    expect_same(
        store.ask([&](auto& in) { return in.events_of_account(library.kiosk.id, 5); }).at(0), full);

    const journal_entry short_one{.id = id<journal_id>(),
                                  .terminal = library.kiosk.id,
                                  .digest = digest,
                                  .operation = "checkout",
                                  .at = test_time,
                                  .said_at = test_time,
                                  .keep_until = later};
    add(short_one);
    const auto ask = [&](terminal_id by, instant said) {
        return store.ask([&](auto& in) { return in.journalled(by, said, digest, test_time); });
    };
    expect_same(ask(library.kiosk.id, test_time).value(), short_one);
    EXPECT_FALSE(ask(terminal_id{library.kiosk.id.value + 1}, test_time)) << "of another terminal";
    EXPECT_FALSE(ask(library.kiosk.id, later)) << "said at another time";
    const journal_entry long_one{id<journal_id>(),
                                 library.kiosk.id,
                                 digest,
                                 "renew",
                                 later,
                                 later + 1h,
                                 later + 2h,
                                 true,
                                 library.item.id,
                                 loan_id{1},
                                 hold_id{2},
                                 fee_id{3},
                                 paid.id,
                                 full.id,
                                 later + 3h,
                                 money{-4},
                                 "route=home"};
    add(long_one);
    expect_same(ask(library.kiosk.id, later + 1h).value(), long_one);
    auto again = short_one;
    again.id = id<journal_id>();
    again.at = later;
    add(again);
    expect_same(ask(library.kiosk.id, test_time).value(), again);
}

TEST_P(round_trip, keeps_partners_and_the_numbers_of_others) {
    partner lends{.id = id<partner_id>(),
                  .institution = library.institution.id,
                  .code = "STATE",
                  .name = "State Library",
                  .created_at = test_time};
    add(lends);
    const auto stored = [&] {
        return store.ask([&](auto& in) { return in.partner_by_code(lends.institution, "STATE"); }).value();
    };
    expect_same(stored(), lends);
    lends.name = "State Libraries";
    lends.patron = library.patron.id;
    change(lends);
    expect_same(stored(), lends);
    expect_same(store.ask([&](auto& in) { return in.partner_of(library.patron.id); }).value(), lends);
    EXPECT_EQ(store.ask([&](auto& in) { return in.partners(lends.institution, {}); }).size(), 1U);
    EXPECT_FALSE(store.ask([&](auto& in) { return in.partner_by_code(lends.institution, "state"); }));

    const auto held = added_hold();
    external_reference known{.id = id<reference_id>(),
                             .institution = lends.institution,
                             .named = {"STATE", "17"},
                             .at = test_time};
    add(known);
    const auto find = [&](reference_kind kind) {
        return store.ask([&](auto& in) { return in.find_reference(lends.institution, kind, {"STATE", "17"}); });
    };
    expect_same(find(reference_kind::request).value(), known);
    EXPECT_FALSE(find(reference_kind::transaction));
    known.item = library.item.id;
    known.hold = held.id;
    known.fee = fee_id{3};
    known.payment = payment_id{4};
    known.asked = "charge=1 amount=250";
    change(known);
    expect_same(find(reference_kind::request).value(), known);
    expect_same(store.ask([&](auto& in) { return in.reference_of(held.id); }).value(), known);
    known.id = id<reference_id>();
    EXPECT_EQ(failure_of([&](unit_of_work& in) { in.add(known); }), store_failure::corrupt);
    known.kind = reference_kind::transaction;
    add(known);
}

INSTANTIATE_TEST_SUITE_P(over, round_trip, testing::ValuesIn(engines()), engine_name);

} // namespace
} // namespace circ::test
