// The table of returns that the library has decided (circulation §3), row by row: what stood before
// the scan at MAIN, what stands after it, and what a device with all extensions is told.
#include "config/default_policy.hpp"
#include "config/texts.hpp"
#include "server/circulation/hold_queue.hpp"
#include "server/circulation/make_views.hpp"
#include "server/circulation/review_desk.hpp"
#include "server/dispatch/sip2_translations.hpp"
#include "tests/unit/circulation/library_test.hpp"

namespace circ::test {
namespace {

using namespace circulation;
using storage::hold_state;
using storage::item_state;
using storage::loan_state;
using storage::unit_of_work;
using fixture = checked_library;

constexpr const char* barcode = "i1";

// What may stand before a scan.

void lend(fixture& f) {
    ASSERT_EQ(f.checkout("p1", barcode).result, verdict::done);
}
void belongs_to_east(fixture& f) {
    f.change_item(barcode, [&](auto& i) { i.branch = f.rows.east.id; });
}
void is(fixture& f, item_state state) {
    f.change_item(barcode, [&](auto& i) { i.state = state; });
}
void wanted_at(fixture& f, const storage::branch& pickup) {
    static_cast<void>(f.add_hold("p2", [&](auto& h) { h.pickup = pickup.id; }));
}
void loan_is(fixture& f, loan_state state) {
    lend(f);
    f.set_loan(barcode, state);
}
void on_the_way_to(fixture& f, const storage::branch& there) {
    f.store.write([&](unit_of_work& in) {
        in.add(storage::transit{.id = in.new_id<storage::transit_id>(),
                                .item = f.rows.item.id,
                                .from = there.id == f.rows.main.id ? f.rows.east.id : f.rows.main.id,
                                .to = there.id,
                                .sent_at = f.now});
    });
}
void scanned(fixture& f) {
    static_cast<void>(f.checkin(barcode));
    f.now += std::chrono::minutes{1};
}
void device(fixture& f, const std::function<void(device_rules&)>& change) {
    f.kiosk = with_rules(f.kiosk, change);
}
void policy_of(fixture& f, const char* key, config::policy_conditions when = {}) {
    f.rules = policy_with({{.name = "test", .when = std::move(when), .set = {{key, true, {}}}}});
}
void lent_by_another_library(fixture& f, const char* desk) {
    f.change_item(barcode, [](auto& i) { i.lender = "State Library"; });
    f.rules = policy::compile(config::default_policy(), 2, {.returns = {.interlibrary_desk = desk}}).rules;
}
void of_another_institution(fixture& f) {
    f.change_item(barcode, [](auto& i) { i.barcode = "ours"; });
    f.store.write([&](unit_of_work& in) {
        auto other = f.rows.institution;
        other.id = in.new_id<storage::institution_id>();
        other.code = "OTHER";
        other.name = "Other Town";
        in.add(other);
        auto branch = f.rows.main;
        branch.id = in.new_id<storage::branch_id>();
        branch.institution = other.id;
        branch.code = "OT-MAIN";
        in.add(branch);
        auto title = f.rows.title;
        title.id = in.new_id<storage::title_id>();
        title.institution = other.id;
        in.add(title);
        auto item = f.rows.item;
        item.id = in.new_id<storage::item_id>();
        item.institution = other.id;
        item.title = title.id;
        item.branch = item.place = branch.id;
        in.add(item);
    });
}

// What stands after it, in words.

std::string name_of(circulation_status status) {
    constexpr std::array names{"lost",       "missing",  "claimed",  "in transit", "on the hold shelf", "recalled",
                               "on loan",    "in process", "on order", "available",  "kept by staff"};
    return names.at(static_cast<std::size_t>(status));
}

std::string stands_now(fixture& f, bool unchanged) {
    if (unchanged) return "as before";
    const auto item =
        f.store.ask([&](storage::reader& in) { return in.item_by_barcode(f.rows.institution.id, barcode); });
    if (!item) return f.reviews().empty() ? "nothing" : "on the review list";
    std::string text = name_of(status_of(*item));
    if (item->open_transit)
        text += item->open_transit->to == f.rows.east.id ? " to EAST" : " to MAIN";
    const auto last = f.store.ask([&](storage::reader& in) { return in.last_event_of(item->item.id); });
    if (last && last->kind == "in_house_use") text += ", used in the house";
    return text;
}

/// ok, resensitize, alert, CV and CT of the answer; "-" for a field that is not sent.
std::string told(const checkin_outcome& made) {
    static const auto words =
        std::make_shared<const dispatch::texts>(config::load_texts({}).by_language, "en");
    config::profile profile;
    profile.extensions = {"CT", "CV"};
    const dispatch::sip2_door door{.profile = std::make_shared<config::profile>(profile),
                                   .rules = default_device_rules(),
                                   .words = words,
                                   .identity = {}};
    const auto answer = dispatch::to_answer(
        protocol::sip2::checkin_request{}, made, dispatch::outgoing{.door = door, .now = test_time, .language = {}});
    const auto field = [&](std::string_view id) {
        for (const auto& each : answer.extensions)
            if (each.id == id) return ' ' + each.value;
        return std::string{" -"};
    };
    using protocol::sip2::yes_no;
    return std::string{answer.ok == protocol::sip2::zero_one::yes ? "1" : "0"} +
           (answer.resensitize == yes_no::yes ? " Y" : " N") + (answer.alert == yes_no::yes ? " Y" : " N") +
           field("CV") + field("CT");
}

struct row {
    std::string before;
    std::function<void(fixture&)> given;
    std::string after;
    std::string told; ///< ok, resensitize, alert, CV, CT

    friend std::ostream& operator<<(std::ostream& out, const row& shown) { return out << shown.before; }
};

class returned_items : public testing::TestWithParam<row> {};

TEST_P(returned_items, follow_the_table) {
    fixture f;
    GetParam().given(f);
    const auto before = f.all_rows();
    const auto made = f.checkin(barcode);
    EXPECT_EQ(told(made), GetParam().told);
    EXPECT_EQ(stands_now(f, f.all_rows() == before), GetParam().after);
}

// clang-format off
const row rows[] = {
    // before                                                          after                   ok rs al CV CT
    {"on loan, belongs here", lend,                                    "available",            "1 Y N - -"},
    {"on loan, floats", [](fixture& f) {
         belongs_to_east(f); lend(f); policy_of(f, "floats"); },       "available",            "1 Y N - -"},
    {"on loan, belongs elsewhere", [](fixture& f) {
         belongs_to_east(f); lend(f); },                               "in transit to EAST",   "1 Y Y 04 EAST"},
    {"on loan, next hold picked up here", [](fixture& f) {
         lend(f); wanted_at(f, f.rows.main); },                        "on the hold shelf",    "1 Y Y 01 MAIN"},
    {"on loan, belongs elsewhere, next hold picked up here", [](fixture& f) {
         belongs_to_east(f); lend(f); wanted_at(f, f.rows.main); },    "on the hold shelf",    "1 Y Y 01 MAIN"},
    {"on loan, next hold picked up elsewhere", [](fixture& f) {
         lend(f); wanted_at(f, f.rows.east); },                        "in transit to EAST",   "1 Y Y 02 EAST"},
    {"available, next hold picked up here", [](fixture& f) {
         wanted_at(f, f.rows.main); },                                 "on the hold shelf",    "1 Y Y 01 MAIN"},
    {"in transit to here, no hold", [](fixture& f) {
         on_the_way_to(f, f.rows.main); },                             "available",            "1 Y N - -"},
    {"in transit to here, wanted here", [](fixture& f) {
         on_the_way_to(f, f.rows.main); wanted_at(f, f.rows.main); },  "on the hold shelf",    "1 Y Y 01 MAIN"},
    {"on its way home elsewhere, scanned here", [](fixture& f) {
         belongs_to_east(f); on_the_way_to(f, f.rows.east); },         "in transit to EAST",   "1 Y Y 04 EAST"},
    {"on its way to a hold elsewhere, scanned here", [](fixture& f) {
         wanted_at(f, f.rows.east); scanned(f); },                     "in transit to EAST",   "1 Y Y 02 EAST"},
    {"on the hold shelf here, hold valid", [](fixture& f) {
         wanted_at(f, f.rows.main); scanned(f); },                     "on the hold shelf",    "1 Y Y 01 MAIN"},
    {"hold lapsed on the shelf, another waits", [](fixture& f) {
         wanted_at(f, f.rows.main); scanned(f);
         static_cast<void>(f.add_hold("p1")); f.now += std::chrono::days{20}; },
                                                                       "on the hold shelf",    "1 Y Y 01 MAIN"},
    {"hold lapsed on the shelf, belongs here", [](fixture& f) {
         wanted_at(f, f.rows.main); scanned(f); f.now += std::chrono::days{20}; },
                                                                       "available",            "1 Y N - -"},
    {"hold lapsed on the shelf, belongs elsewhere", [](fixture& f) {
         belongs_to_east(f); wanted_at(f, f.rows.main); scanned(f); f.now += std::chrono::days{20}; },
                                                                       "in transit to EAST",   "1 Y Y 04 EAST"},
    {"hold cancelled on the shelf", [](fixture& f) {
         wanted_at(f, f.rows.main); scanned(f);
         static_cast<void>(f.perform(cancel_hold{.by = f.kiosk, .card = "p2", .what = {.item = barcode}})); },
                                                                       "available",            "1 Y N - -"},
    {"available, not on loan", [](fixture&) {},                        "available",            "1 Y N - -"},
    {"available, use in the house is counted", [](fixture& f) {
         policy_of(f, "in_house_use"); },                              "available, used in the house", "1 Y N - -"},
    {"available, not ok by profile", [](fixture& f) {
         device(f, [](auto& set) { set.checkin_not_on_loan_ok = false; }); },
                                                                       "as before",            "0 N Y 99 -"},
    {"lost", [](fixture& f) { loan_is(f, loan_state::lost); },         "available",            "1 Y Y 99 -"},
    {"lost, belongs elsewhere", [](fixture& f) {
         belongs_to_east(f); loan_is(f, loan_state::lost); },          "in transit to EAST",   "1 Y Y 04 EAST"},
    {"lost, wanted here", [](fixture& f) {
         loan_is(f, loan_state::lost); wanted_at(f, f.rows.main); },   "on the hold shelf",    "1 Y Y 01 MAIN"},
    {"claimed returned", [](fixture& f) {
         loan_is(f, loan_state::claimed_returned); },                  "available",            "1 Y Y 99 -"},
    {"claimed returned, wanted elsewhere", [](fixture& f) {
         loan_is(f, loan_state::claimed_returned); wanted_at(f, f.rows.east); },
                                                                       "in transit to EAST",   "1 Y Y 02 EAST"},
    {"missing", [](fixture& f) { is(f, item_state::missing); },        "available",            "1 Y Y 99 -"},
    {"missing, belongs elsewhere", [](fixture& f) {
         belongs_to_east(f); is(f, item_state::missing); },            "in transit to EAST",   "1 Y Y 04 EAST"},
    {"on order", [](fixture& f) { is(f, item_state::on_order); },      "in process",           "1 Y Y 99 -"},
    {"in process", [](fixture& f) { is(f, item_state::in_process); },  "in process",           "1 Y Y 99 -"},
    {"damaged, on loan", [](fixture& f) {
         lend(f); is(f, item_state::damaged); },                       "kept by staff",        "1 Y Y 99 -"},
    {"damaged", [](fixture& f) { is(f, item_state::damaged); },        "as before",            "0 N Y 99 -"},
    {"damaged, in transit to here", [](fixture& f) {
         on_the_way_to(f, f.rows.main); is(f, item_state::damaged); }, "kept by staff",        "0 N Y 99 -"},
    {"damaged, on its way to a hold elsewhere", [](fixture& f) {
         wanted_at(f, f.rows.east); scanned(f); is(f, item_state::damaged); },
                                                                       "kept by staff",        "0 N Y 99 -"},
    {"in repair", [](fixture& f) { is(f, item_state::in_repair); },    "as before",            "0 N Y 99 -"},
    {"withdrawn, on loan, wanted here", [](fixture& f) {
         lend(f); is(f, item_state::withdrawn); wanted_at(f, f.rows.main); },
                                                                       "kept by staff",        "1 Y Y 99 -"},
    {"withdrawn", [](fixture& f) { is(f, item_state::withdrawn); },    "as before",            "0 N Y 99 -"},
    {"on loan, with a return note", [](fixture& f) {
         f.change_item(barcode, [](auto& i) { i.note = "torn"; }); lend(f); },
                                                                       "available",            "1 Y Y 99 -"},
    {"on loan, parts to count", [](fixture& f) {
         f.change_item(barcode, [](auto& i) { i.parts = 2; }); lend(f); },
                                                                       "available",            "1 Y Y 99 -"},
    {"on loan, parts to count, belongs elsewhere", [](fixture& f) {
         f.change_item(barcode, [&](auto& i) { i.parts = 2; i.branch = f.rows.east.id; }); lend(f); },
                                                                       "in transit to EAST",   "1 Y Y 04 EAST"},
    {"borrowed from another library, on loan", [](fixture& f) {
         lent_by_another_library(f, "EAST"); lend(f); },               "in transit to EAST",   "1 Y Y 03 EAST"},
    {"borrowed from another library, the desk is here", [](fixture& f) {
         lent_by_another_library(f, ""); lend(f); },                   "available",            "1 Y Y 03 MAIN"},
    {"borrowed from another library, on loan and wanted", [](fixture& f) {
         lent_by_another_library(f, "EAST"); lend(f); wanted_at(f, f.rows.main); },
                                                                       "in transit to EAST",   "1 Y Y 03 EAST"},
    {"borrowed from another library, on its way to the desk", [](fixture& f) {
         lent_by_another_library(f, "EAST"); on_the_way_to(f, f.rows.east); },
                                                                       "in transit to EAST",   "1 Y Y 03 EAST"},
    {"borrowed from another library, arrived for its reader", [](fixture& f) {
         lent_by_another_library(f, "EAST"); wanted_at(f, f.rows.main); },
                                                                       "on the hold shelf",    "1 Y Y 01 MAIN"},
    {"another institution's, no agreement", of_another_institution,    "as before",            "0 N Y 99 OT-MAIN"},
    {"a number that nobody knows", [](fixture& f) {
         f.change_item(barcode, [](auto& i) { i.barcode = "ours"; }); },
                                                                       "on the review list",   "0 N Y 99 -"},
    {"on loan, wanted, holds are not taken here", [](fixture& f) {
         lend(f); wanted_at(f, f.rows.main);
         device(f, [](auto& set) { set.holds = hold_handling::refuse; }); },
                                                                       "as before",            "0 N Y 99 -"},
    {"on loan, wanted, this device only tells", [](fixture& f) {
         lend(f); wanted_at(f, f.rows.main);
         device(f, [](auto& set) { set.holds = hold_handling::tell_only; }); },
                                                                       "available",            "1 Y Y 01 MAIN"},
    {"on loan, of a type that is not taken here", [](fixture& f) {
         lend(f);
         device(f, [](auto& set) { set.refused_item_types = {"book"}; }); },
                                                                       "as before",            "0 N Y 99 -"},
};
// clang-format on

std::string as_name(const testing::TestParamInfo<row>& of) {
    std::string name = of.param.before;
    std::erase(name, ',');
    std::ranges::replace_if(name, [](char c) { return c == ' ' || c == '\''; }, '_');
    return name;
}

INSTANTIATE_TEST_SUITE_P(before, returned_items, testing::ValuesIn(rows), as_name);

/// Whoever it was kept for waits for another copy.
TEST(damaged_items, are_kept_for_nobody_once_they_are_scanned) {
    fixture f;
    wanted_at(f, f.rows.east);
    scanned(f);
    const auto hold = f.item(barcode).trapping_hold.value();
    ASSERT_EQ(hold.state, hold_state::in_transit);
    is(f, item_state::damaged);
    EXPECT_EQ(names_of(f.checkin(barcode).reasons), "item_damaged");
    EXPECT_EQ(f.hold(hold.id).state, hold_state::queued);
    EXPECT_FALSE(f.item(barcode).trapping_hold);
}

/// Nothing happens, and still somebody has to know why it cannot be posted.
TEST(items_of_another_institution, are_left_to_staff_when_taken_off_line) {
    fixture f;
    of_another_institution(f);
    device(f, [](auto& set) { set.offline_ok = true; });
    f.kiosk.when = timing::already_happened;
    const auto made = f.checkin(barcode);
    EXPECT_EQ(names_of(made.reasons), "item_of_other_institution");
    EXPECT_EQ(made.reasons.at(0).place, "Other Town");
    ASSERT_EQ(f.reviews().size(), 1U);
    EXPECT_EQ(f.reviews()[0].kind, "could_not_post");
    requester bert;
    bert.institution = f.rows.institution.id;
    bert.operator_name = "bert";
    const post_review asked{.by = bert, .entry = f.reviews()[0].id, .why = "sent home"};
    EXPECT_EQ(names_of(f.perform(asked).reasons), "item_of_other_institution") << "why, as it was told";
}

} // namespace
} // namespace circ::test
