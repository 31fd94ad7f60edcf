// Other libraries as partners: what the desk keeps of them, and the story of what we lend to one.
#include "server/circulation/partner_desk.hpp"
#include "tests/unit/circulation/library_test.hpp"

namespace circ::test {
namespace {

using namespace std::chrono;
using namespace circulation;
using storage::hold_state;

/// The city library borrows from the town by a card of its own.
class partners : public library_test {
protected:
    partners() {
        add_patron("city", [](auto& who) {
            who.family_name = "City Library";
            who.given_name.clear();
            who.category = "institution";
        });
        kiosk.operator_name = "anna";
        EXPECT_EQ(add("CITY", "City Library", "city").result, verdict::done);
        request = {.by = kiosk, .card = {}, .what = {.item = {}, .title = "c1"}, .request = {"CITY", "ill-9"}};
    }

    outcome add(const std::string& code, const std::string& name, const std::string& card) {
        return perform(add_partner{.by = kiosk, .code = code, .name = name, .card = card});
    }
    std::optional<storage::partner> partner(const std::string& code) {
        return store.ask([&](storage::reader& in) { return in.partner_by_code(rows.institution.id, code); });
    }
    storage::hold requested() {
        return store.ask([&](storage::reader& in) { return in.open_hold_of(patron("city").id, rows.title.id); }).value();
    }

    place_hold request;
    const hold_key ill_9{.id = {}, .request = {"CITY", "ill-9"}};
};

TEST_F(partners, are_kept_with_name_and_card) {
    const auto kept = partner("CITY").value();
    EXPECT_EQ(kept.name, "City Library");
    EXPECT_EQ(kept.patron, patron("city").id);
    EXPECT_FALSE(partner("city")) << "codes are as they are written";
    EXPECT_EQ(perform(change_partner{.by = kiosk, .code = "CITY", .name = "City Libraries", .card = ""}).result, verdict::done);
    EXPECT_EQ(partner("CITY").value().name, "City Libraries");
    EXPECT_FALSE(partner("CITY").value().patron);
    EXPECT_EQ(store.ask([&](storage::reader& in) { return in.partners(rows.institution.id, {}); }).size(), 1U);
}

TEST_F(partners, are_refused_with_all_that_is_wrong) {
    EXPECT_EQ(names_of(add("CITY", "Another", "").reasons), "partner_taken");
    EXPECT_EQ(names_of(add("", " ", "nobody").reasons), "request_incomplete request_incomplete patron_unknown");
    EXPECT_EQ(names_of(perform(change_partner{.by = kiosk, .code = "ATLANTIS", .name = "X", .card = {}}).reasons), "partner_unknown");
    EXPECT_EQ(names_of(perform(change_partner{.by = kiosk, .code = "CITY", .name = "", .card = "nobody"}).reasons),
              "request_incomplete patron_unknown");
}

TEST_F(partners, borrow_as_a_reader_does) {
    const auto placed = perform(request);
    ASSERT_EQ(placed.result, verdict::done) << names_of(placed.reasons);
    EXPECT_EQ(placed.position, 1);
    EXPECT_EQ(requested().patron, patron("city").id);
    const auto waiting = store.ask([&](storage::reader& in) {
        return in.copies_to_pull(rows.main.id, {}, {}, 5);
    });
    ASSERT_EQ(waiting.size(), 1U) << "it is on the pull list";
    EXPECT_EQ(waiting.front().barcode, "i1");

    EXPECT_EQ(checkin("i1").hold_card, "city");
    const auto ready = perform(hold_details{.by = kiosk, .which = ill_9, .card = {}, .what = {}});
    EXPECT_EQ(ready.state, hold_state::on_shelf);
    EXPECT_EQ(ready.barcode, "i1");
    const auto lent = checkout("city", "i1");
    ASSERT_EQ(lent.result, verdict::done) << names_of(lent.reasons);
    EXPECT_EQ(perform(hold_details{.by = kiosk, .which = ill_9, .card = {}, .what = {}}).state, hold_state::filled);

    now += days{50};
    EXPECT_EQ(perform(renew{.by = kiosk, .card = "city", .what = {.item = "i1", .title = {}}}).result, verdict::done);
    now += days{70};
    const auto who = store.ask([&](storage::reader& in) {
        return in.patron_by_card(rows.institution.id, "city", now);
    });
    EXPECT_EQ(who.value().overdue_loans, 1);
    EXPECT_EQ(checkin("i1").borrower_card, "city");
    EXPECT_EQ(patron("city").open_loans, 0);
    EXPECT_GT(patron("city").owed.minor, 0);
}

TEST_F(partners, place_one_hold_for_one_number) {
    static_cast<void>(perform(request));
    const auto before = all_rows_and_traces();
    now += days{3}; // longer than any journal remembers
    const auto again = perform(request);
    EXPECT_EQ(again.result, verdict::done);
    EXPECT_TRUE(again.repeated);
    EXPECT_EQ(again.position, 1);
    EXPECT_EQ(all_rows_and_traces(), before);
    request.card = "p1";
    EXPECT_EQ(names_of(perform(request).reasons), "reference_taken") << "another's";
}

TEST_F(partners, borrow_nothing_without_a_card) {
    static_cast<void>(perform(change_partner{.by = kiosk, .code = "CITY", .name = {}, .card = ""}));
    EXPECT_EQ(names_of(perform(request).reasons), "patron_unknown");
}

TEST_F(partners, change_and_cancel_by_their_own_number) {
    static_cast<void>(perform(request));
    change_hold moved{.by = kiosk, .card = {}, .what = {}, .pickup = "EAST", .which = ill_9};
    EXPECT_EQ(perform(moved).result, verdict::done);
    EXPECT_EQ(requested().pickup, rows.east.id);
    moved.card = "p1";
    EXPECT_EQ(names_of(perform(moved).reasons), "hold_not_found") << "another reader's";

    cancel_hold gone{.by = kiosk, .card = {}, .what = {}, .which = {.id = requested().id, .request = {}}};
    EXPECT_EQ(perform(gone).result, verdict::done);
    gone.which = ill_9;
    EXPECT_TRUE(perform(gone).repeated) << "cancelled is cancelled";
    EXPECT_EQ(names_of(perform(moved).reasons), "hold_not_found");
    gone.which.request.value = "ill-10";
    EXPECT_EQ(names_of(perform(gone).reasons), "hold_not_found");
}

} // namespace
} // namespace circ::test
