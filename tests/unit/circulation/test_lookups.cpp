// What other systems look up: holds by whatever number they know, items of titles page by page, the
// library itself.
#include "tests/unit/circulation/library_test.hpp"

namespace circ::test {
namespace {

using namespace std::chrono;
using namespace circulation;
using storage::hold_state;

class looking_up : public library_test {
protected:
    hold_details_outcome look(hold_key which, const std::string& card = {}, target what = {}) {
        return perform(hold_details{.by = kiosk, .which = which, .card = card, .what = std::move(what)});
    }
    storage::hold reserve(const std::string& card, external_id request = {}) {
        EXPECT_EQ(perform(place_hold{.by = kiosk, .card = card, .what = {.item = {}, .title = "c1"}, .request = std::move(request)}).result,
                  verdict::done);
        return store.ask([&](storage::reader& in) { return in.open_hold_of(patron(card).id, rows.title.id); }).value();
    }
};

TEST_F(looking_up, finds_a_hold_by_each_of_its_names) {
    reserve("p2");
    const auto held = reserve("p1", {"CITY", "ill-9"});
    for (const auto& found : {look({.id = held.id, .request = {}}), look({.id = {}, .request = {"CITY", "ill-9"}}),
                              look({}, "p1", {.item = {}, .title = "c1"}), look({}, "p1", {.item = "i1", .title = {}}),
                              look({.id = held.id, .request = {}}, "p1"),
                              look({.id = {123456789012345678}, .request = {"CITY", "ill-9"}})}) {
        ASSERT_EQ(found.result, verdict::done) << names_of(found.reasons);
        EXPECT_EQ(found.hold, held.id);
        EXPECT_EQ(found.request, (external_id{"CITY", "ill-9"}));
        EXPECT_EQ(found.state, hold_state::queued);
        EXPECT_EQ(found.position, 2);
        EXPECT_EQ(found.pickup, "MAIN");
        EXPECT_EQ(found.card, "p1");
        EXPECT_EQ(found.placed_at, held.placed_at);
        EXPECT_EQ(found.item.value().title, "The art of fugue");
    }
}

TEST_F(looking_up, finds_no_hold_under_what_is_not_its_name) {
    const auto held = reserve("p1");
    for (const auto& found : {look({.id = held.id, .request = {}}, "p2"), look({.id = {}, .request = {"CITY", "ill-9"}}), look({}, "p2"),
                              look({}, "nobody"), look({}, "p2", {.item = "i1", .title = {}}), look({}, "p1", {.item = "nothing", .title = {}})})
        EXPECT_EQ(names_of(found.reasons), "hold_not_found");
}

TEST_F(looking_up, tells_when_it_came_and_how_long_it_waits) {
    const auto held = reserve("p1");
    now += days{2};
    static_cast<void>(checkin("i1"));
    const auto ready = look({.id = held.id, .request = {}});
    EXPECT_EQ(ready.state, hold_state::on_shelf);
    EXPECT_EQ(ready.barcode, "i1");
    EXPECT_EQ(ready.ready_at, now);
    EXPECT_GT(ready.shelf_until.value(), now + days{6});
    EXPECT_FALSE(ready.position);
    now += days{30};
    EXPECT_EQ(look({.id = held.id, .request = {}}).state, hold_state::lapsed) << "also before the night has said so";
}

TEST_F(looking_up, asks_for_the_pin_where_the_device_is_to) {
    const auto held = reserve("p1");
    const auto by = with_rules(kiosk, [](auto& r) { r.pin = pin_rule::each_request; });
    const hold_details asked{.by = by, .which = {.id = held.id, .request = {}}, .card = {}, .what = {}};
    EXPECT_EQ(names_of(perform(asked, pin_state::wrong).reasons), "pin_wrong");
    EXPECT_EQ(perform(asked, pin_state::right).result, verdict::done);
}

/// Five copies i1 to i5 of c1, and one of another title.
class items_of_titles : public looking_up {
protected:
    items_of_titles() {
        for (const auto* barcode : {"i2", "i3", "i4", "i5"}) add_item(barcode);
        storage::title other;
        store.write([&](storage::unit_of_work& in) { other = rows.another_title(in, "Another"); });
        add_item("o1", [&](auto& i) { i.title = other.id; });
    }

    title_items_outcome ask(std::vector<target> what, int count, items_place from = {}) {
        return perform(title_items{.by = kiosk, .what = std::move(what), .from = from, .count = count});
    }
    static std::string barcodes(const title_items_outcome& of) {
        std::string all;
        for (const auto& each : of.lines)
            all.append(all.empty() ? "" : " ").append(each.item.barcode).append("/").append(std::to_string(each.entry));
        return all;
    }
    const std::vector<target> both{{.item = {}, .title = "c1"}, {.item = "o1", .title = {}}};
};

TEST_F(items_of_titles, come_all_at_once_where_there_is_room) {
    const auto all = ask(both, 100);
    EXPECT_EQ(barcodes(all), "i1/0 i2/0 i3/0 i4/0 i5/0 o1/1");
    EXPECT_FALSE(all.next);
}

TEST_F(items_of_titles, come_page_by_page_and_each_once) {
    for (const int count : {1, 2, 3, 5, 6}) {
        std::string all;
        items_place from;
        for (int pages = 0; pages < 10; ++pages) {
            const auto page = ask(both, count, from);
            ASSERT_LE(page.lines.size(), static_cast<std::size_t>(count));
            all.append(all.empty() ? "" : " ").append(barcodes(page));
            if (!page.next) break;
            from = *page.next;
        }
        EXPECT_EQ(all, "i1/0 i2/0 i3/0 i4/0 i5/0 o1/1") << count;
    }
}

TEST_F(items_of_titles, are_told_with_what_is_not_here) {
    const auto some = ask({{.item = "nothing", .title = {}}, {.item = "o1", .title = {}}, {.item = {}, .title = "c9"}}, 10);
    EXPECT_EQ(some.result, verdict::done);
    EXPECT_EQ(barcodes(some), "o1/1");
    EXPECT_EQ(some.unknown, (std::vector{0, 2}));
    EXPECT_EQ(names_of(ask({{.item = {}, .title = "c9"}, {.item = "nothing", .title = {}}}, 10).reasons), "title_unknown");
    store.write([&](storage::unit_of_work& in) {
        auto empty = rows.another_title(in, "Of which no copy is left");
        empty.control_number = "c7";
        in.change(empty);
    });
    const auto beside = ask({{.item = {}, .title = "c9"}, {.item = {}, .title = "c7"}}, 10);
    EXPECT_EQ(beside.result, verdict::done) << "one of them is known";
    EXPECT_EQ(beside.unknown, (std::vector{0}));
    EXPECT_EQ(names_of(ask({{.item = "nothing", .title = {}}}, 10).reasons), "item_unknown");
}

TEST_F(items_of_titles, tell_their_state_and_to_whom_it_is_permitted_who_has_them) {
    static_cast<void>(checkout("p1", "i2"));
    reserve("p2");
    auto told = ask({{.item = "i2", .title = {}}}, 10);
    EXPECT_EQ(told.lines.at(0).item.status, circulation_status::charged);
    EXPECT_EQ(told.lines.at(0).item.queue_length, 1);
    EXPECT_TRUE(told.lines.at(0).item.due_at);
    EXPECT_EQ(told.lines.at(0).borrower_card, "");
    told = perform(title_items{.by = kiosk, .what = {{.item = "i2", .title = {}}}, .from = {}, .with_people = true});
    EXPECT_EQ(told.lines.at(0).borrower_card, "p1");
    EXPECT_EQ(told.lines.at(0).waiting_cards, (std::vector<std::string>{"p2"}));
}

TEST_F(looking_up, tells_what_the_library_is) {
    const auto told = perform(agency_details{.by = kiosk});
    EXPECT_EQ(told.code, "TOWN");
    EXPECT_EQ(told.name, "Town library");
    EXPECT_EQ(told.money.code, "EUR");
    ASSERT_EQ(told.branches.size(), 2U);
    EXPECT_EQ(told.branches.back().where.code, "MAIN");
    EXPECT_EQ(told.branches.back().address, "Market 1");
    EXPECT_EQ(told.categories, (std::vector<std::string>{"child", "institution", "staff", "student"}));
}

} // namespace
} // namespace circ::test
