// For each reason to refuse something a story that ends in it: what a librarian would have to do to
// be refused so. A reason without a story here is one nobody has seen.
#include "server/circulation/desk.hpp"
#include "server/circulation/desk_holds.hpp"
#include "server/circulation/desk_library.hpp"
#include "server/circulation/partner_desk.hpp"
#include "server/circulation/desk_terminals.hpp"
#include "server/circulation/recall.hpp"
#include "server/circulation/review_desk.hpp"
#include "tests/unit/circulation/library_test.hpp"

#include <map>

namespace circ::test {
namespace {

using namespace std::chrono;
using namespace circulation;
using code = reason_code;
using storage::item_state;
using storage::unit_of_work;

/// A library with a second copy of its title, and the few things that readers and staff do in it.
class desk : public checked_library {
public:
    desk() { static_cast<void>(add_item("i2")); }

    outcome lend(const std::string& card = "p1", const std::string& barcode = "i1") {
        return checkout(card, barcode);
    }
    outcome renew_it(const std::string& card = "p1", const target& what = {.item = "i1", .title = {}}) {
        return perform(circulation::renew{.by = kiosk, .card = card, .what = what});
    }
    outcome reserve(const std::string& card = "p1", const target& what = {.item = {}, .title = "c1"}) {
        return perform(place_hold{.by = kiosk, .card = card, .what = what});
    }
    outcome pay(const std::function<void(pay_fee&)>& change) {
        pay_fee asked{.by = kiosk, .card = "p1", .amount = money{100}, .currency = "EUR"};
        change(asked);
        return perform(asked);
    }
    outcome take_back(const requester& by) { return perform(undo_checkout{.by = by, .item = "i1"}); }
    /// By a policy that sets one term for adults.
    void allow(const std::string& key, std::variant<std::int64_t, bool, std::string> value) {
        rules = policy_with({{"tried", {.patron_category = {"adult"}}, {{key, std::move(value), {}}}, {}}});
    }
    void charge(const std::string& card, std::int64_t minor) {
        const auto whose = patron(card).id;
        store.write([&](unit_of_work& in) {
            auto fee = rows.new_fee(in, minor);
            fee.patron = whose;
            in.add(fee);
            charged = fee.id;
        });
    }
    void set_card(storage::card_state to) {
        store.write([&](unit_of_work& in) {
            auto changed = rows.card;
            changed.state = to;
            in.change(changed);
        });
    }
    /// The item stands on the shelf for that card.
    storage::hold_id keep_for(const std::string& card) {
        reserve(card);
        static_cast<void>(checkin("i1"));
        return item("i1").trapping_hold.value().id;
    }
    void make(const std::string& type) {
        change_item("i1", [&](auto& i) { i.item_type = type; });
    }
    outcome lend_in_state(item_state state) {
        change_item("i1", [&](auto& i) { i.state = state; });
        return lend();
    }
    outcome lend_with_pin(pin_state pin) {
        return perform(
            circulation::checkout{
                .by = with_rules(kiosk, [](auto& r) { r.pin = pin_rule::each_request; }),
                .card = "p1",
                .item = "i1"},
            pin);
    }

    outcome erase() { return perform(delete_patron{.by = kiosk, .card = "p1", .why = {}}); }
    outcome make_partner() {
        return perform(add_partner{.by = kiosk, .code = "CITY", .name = "City Library", .card = "p1"});
    }

    storage::fee_id charged;
};

struct refusal_story {
    code why;
    std::function<outcome(desk&)> tell;

    friend std::ostream& operator<<(std::ostream& out, const refusal_story& shown) {
        return out << reason_name(shown.why);
    }
};

// clang-format off
const std::vector<refusal_story> stories{
    {code::request_incomplete, [](desk& lib) {
        return lib.perform(place_hold{.by = lib.kiosk, .card = "p1", .what = {.item = {}, .title = "c1"},
                                      .level = storage::hold_level::item}); }},
    {code::not_permitted, [](desk& lib) { return lib.perform(enable_patron{.by = lib.kiosk, .card = "p1"}); }},

    {code::patron_unknown, [](desk& lib) { return lib.lend("nobody"); }},
    {code::patron_expired, [](desk& lib) {
        lib.add_patron("old", [](auto& who) { who.expires_on = local_days{2026y / March / 1}; });
        return lib.lend("old"); }},
    {code::patron_blocked, [](desk& lib) {
        lib.perform(block_patron{.by = with_rules(lib.kiosk, [](auto& r) { r.block_patron = block_handling::block; }),
                                 .card = "p1"});
        return lib.lend(); }},
    {code::card_lost, [](desk& lib) { lib.set_card(storage::card_state::lost); return lib.lend(); }},
    {code::card_replaced, [](desk& lib) { lib.set_card(storage::card_state::replaced); return lib.lend(); }},
    {code::pin_missing, [](desk& lib) { return lib.lend_with_pin(pin_state::not_given); }},
    {code::pin_wrong, [](desk& lib) { return lib.lend_with_pin(pin_state::wrong); }},
    {code::pin_locked, [](desk& lib) { return lib.lend_with_pin(pin_state::locked); }},
    {code::too_many_loans, [](desk& lib) { lib.allow("max_loans", std::int64_t{0}); return lib.lend(); }},
    {code::too_many_loans_of_type, [](desk& lib) {
        lib.allow("max_loans_of_type", std::int64_t{1});
        lib.lend();
        return lib.lend("p1", "i2"); }},
    {code::too_many_overdues, [](desk& lib) {
        lib.allow("max_overdues", std::int64_t{0});
        lib.lend();
        lib.now += days{40};
        return lib.lend("p1", "i2"); }},
    {code::fees_over_limit, [](desk& lib) { lib.charge("p1", 1100); return lib.lend(); }},
    {code::too_many_claims, [](desk& lib) {
        lib.allow("max_claims", std::int64_t{0});
        lib.lend();
        lib.set_loan("i1", storage::loan_state::claimed_returned);
        return lib.lend("p1", "i2"); }},
    {code::too_many_lost, [](desk& lib) {
        lib.allow("max_lost", std::int64_t{0});
        lib.lend();
        lib.set_loan("i1", storage::loan_state::lost);
        return lib.lend("p1", "i2"); }},
    {code::guarantor_owes, [](desk& lib) {
        lib.charge("p1", 1100);
        lib.add_patron("child", [&](auto& who) { who.guarantor = lib.rows.patron.id; });
        return lib.lend("child"); }},
    {code::too_young, [](desk& lib) {
        lib.make("device");
        lib.add_patron("child", [](auto& who) { who.birth_date = local_days{2020y / May / 5}; });
        return lib.lend("child"); }},

    {code::item_unknown, [](desk& lib) { return lib.lend("p1", "nothing"); }},
    {code::title_unknown, [](desk& lib) { return lib.reserve("p1", {.item = {}, .title = "nothing"}); }},
    {code::item_not_for_loan, [](desk& lib) { lib.make("reference"); return lib.lend(); }},
    {code::item_type_refused, [](desk& lib) {
        return lib.perform(circulation::checkout{
            .by = with_rules(lib.kiosk, [](auto& r) { r.refused_item_types = {"book"}; }), .card = "p1", .item = "i1"}); }},
    {code::item_on_loan_to_other, [](desk& lib) { lib.lend("p2"); return lib.lend(); }},
    {code::item_already_yours, [](desk& lib) {
        lib.lend();
        lib.now += hours{1};
        return lib.perform(circulation::checkout{
            .by = lib.kiosk, .card = "p1", .item = "i1", .renewal_allowed = false}); }},
    {code::item_trapped_for_other, [](desk& lib) { lib.reserve("p2"); lib.checkin("i1"); return lib.lend(); }},
    {code::item_held_by_other, [](desk& lib) {
        lib.perform(place_hold{.by = lib.kiosk, .card = "p2", .what = {.item = "i1", .title = {}},
                               .level = storage::hold_level::item});
        return lib.lend(); }},
    {code::item_queued_for_other, [](desk& lib) { lib.reserve("p2"); return lib.lend(); }},
    {code::item_on_order, [](desk& lib) { return lib.lend_in_state(item_state::on_order); }},
    {code::item_in_process, [](desk& lib) { return lib.lend_in_state(item_state::in_process); }},
    {code::item_damaged, [](desk& lib) { return lib.lend_in_state(item_state::damaged); }},
    {code::item_in_repair, [](desk& lib) { return lib.lend_in_state(item_state::in_repair); }},
    {code::item_withdrawn, [](desk& lib) { return lib.lend_in_state(item_state::withdrawn); }},
    {code::item_lost, [](desk& lib) {
        lib.lend("p2");
        lib.set_loan("i1", storage::loan_state::lost);
        return lib.lend(); }},
    {code::fee_not_agreed, [](desk& lib) { lib.make("device"); return lib.lend(); }},

    {code::not_on_loan, [](desk& lib) { return lib.renew_it(); }},
    {code::not_on_loan_to_patron, [](desk& lib) { lib.lend("p2"); return lib.renew_it(); }},
    {code::several_copies_on_loan, [](desk& lib) {
        lib.lend();
        lib.lend("p1", "i2");
        return lib.renew_it("p1", {.item = {}, .title = "c1"}); }},
    {code::renewal_not_allowed, [](desk& lib) { lib.make("express"); lib.lend(); return lib.renew_it(); }},
    {code::renewal_limit, [](desk& lib) {
        lib.lend();
        lib.change_loan("i1", [](auto& l) { l.renewals = 2; });
        return lib.renew_it(); }},
    {code::renewal_not_yet, [](desk& lib) { lib.lend(); return lib.renew_it(); }},
    {code::renewal_queued, [](desk& lib) { lib.lend(); lib.reserve("p2"); return lib.renew_it(); }},
    {code::renewal_recalled, [](desk& lib) {
        lib.lend();
        lib.change_loan("i1", [&](auto& l) { l.recalled_at = lib.now; });
        return lib.renew_it(); }},
    {code::renewal_claimed, [](desk& lib) {
        lib.lend();
        lib.set_loan("i1", storage::loan_state::claimed_returned);
        return lib.renew_it(); }},
    {code::renewal_while_overdue, [](desk& lib) {
        lib.allow("renew_while_overdue", false);
        lib.lend();
        lib.now += days{40};
        return lib.renew_it(); }},
    {code::renewal_no_gain, [](desk& lib) { // due when the card runs out, and never later
        lib.add_patron("soon", [](auto& who) { who.expires_on = local_days{2026y / March / 10}; });
        lib.lend("soon");
        return lib.renew_it("soon"); }},

    {code::hold_duplicate, [](desk& lib) { lib.reserve(); return lib.reserve(); }},
    {code::hold_has_loan, [](desk& lib) { lib.lend(); return lib.reserve(); }},
    {code::hold_limit, [](desk& lib) { lib.allow("max_holds", std::int64_t{0}); return lib.reserve(); }},
    {code::hold_available_on_shelf, [](desk& lib) {
        lib.allow("holds_available", std::string{"fetch"});
        return lib.reserve(); }},
    {code::hold_impossible, [](desk& lib) {
        for (const auto* copy : {"i1", "i2"}) lib.change_item(copy, [](auto& i) { i.state = item_state::withdrawn; });
        return lib.reserve(); }},
    {code::hold_not_found, [](desk& lib) {
        return lib.perform(cancel_hold{.by = lib.kiosk, .card = "p1", .what = {.item = "i1", .title = {}}}); }},
    {code::hold_expiry_past, [](desk& lib) {
        return lib.perform(place_hold{.by = lib.kiosk, .card = "p1", .what = {.item = {}, .title = "c1"},
                                      .expires = lib.now - days{2}}); }},
    {code::pickup_unknown, [](desk& lib) {
        return lib.perform(place_hold{.by = lib.kiosk, .card = "p1", .what = {.item = {}, .title = "c1"},
                                      .pickup = "HARBOUR"}); }},
    {code::holds_not_here, [](desk& lib) {
        lib.lend();
        lib.reserve("p2");
        return lib.perform(circulation::checkin{
            .by = with_rules(lib.kiosk, [](auto& r) { r.holds = hold_handling::refuse; }), .item = "i1"}); }},

    {code::amount_unreadable, [](desk& lib) { return lib.pay([](auto& asked) { asked.amount.reset(); }); }},
    {code::currency_foreign, [](desk& lib) { return lib.pay([](auto& asked) { asked.currency = "JPY"; }); }},
    {code::fee_unknown, [](desk& lib) { return lib.pay([](auto& asked) { asked.fee_identifier = "17"; }); }},
    {code::fee_of_another, [](desk& lib) {
        lib.charge("p2", 100);
        return lib.pay([&](auto& asked) { asked.fee_identifier = std::to_string(lib.charged.value); }); }},
    {code::overpayment, [](desk& lib) { return lib.pay([](auto&) {}); }},
    {code::write_off_not_allowed, [](desk& lib) { return lib.pay([](auto& asked) { asked.payment_type = 6; }); }},

    {code::undo_nothing_to_undo, [](desk& lib) {
        lib.lend();
        lib.now += days{20};
        lib.lend(); // renews
        lib.take_back(lib.kiosk);
        return lib.take_back(lib.kiosk); }},
    {code::undo_too_late, [](desk& lib) { lib.lend(); lib.now += minutes{16}; return lib.take_back(lib.kiosk); }},
    {code::undo_elsewhere, [](desk& lib) { lib.lend(); return lib.take_back(lib.at(lib.second_kiosk)); }},

    // Of the desk's verbs alone.
    {code::pickup_not_allowed, [](desk& lib) { lib.allow("hold_pickup", std::string("nowhere")); return lib.reserve(); }},
    {code::hold_has_item, [](desk& lib) {
        const auto kept = lib.keep_for("p2");
        return lib.perform(suspend_hold{.by = lib.kiosk, .hold = kept, .why = "on holiday"}); }},
    {code::nothing_to_clear, [](desk& lib) {
        return lib.perform(clear_hold_shelf{.by = lib.kiosk, .item = "i1", .why = "tidying up"}); }},
    {code::recall_not_allowed, [](desk& lib) {
        lib.lend();
        return lib.perform(place_recall{.by = lib.kiosk, .card = "p2", .what = {.item = "i1", .title = {}}, .why = "exam"}); }},
    {code::recall_already, [](desk& lib) {
        lib.allow("recall", true);
        lib.lend();
        const place_recall asked{.by = lib.kiosk, .card = "p2", .what = {.item = "i1", .title = {}}, .why = "exam"};
        static_cast<void>(lib.perform(asked));
        return lib.perform(asked); }},
    {code::recall_not_found, [](desk& lib) {
        lib.lend();
        return lib.perform(cancel_recall{.by = lib.kiosk, .item = "i1", .why = "a mistake"}); }},
    {code::entry_not_open, [](desk& lib) {
        return lib.perform(resolve_review{.by = lib.kiosk, .entry = storage::review_id{17}, .why = "seen to"}); }},
    {code::not_postable, [](desk& lib) {
        static_cast<void>(lib.checkin("nowhere"));
        const auto entry = lib.reviews().front().id;
        return lib.perform(post_review{.by = lib.kiosk, .entry = entry, .why = "found"}); }},
    {code::already_so, [](desk& lib) {
        const report_card lost{.by = lib.kiosk, .card = "p1", .state = storage::card_state::lost, .why = "told so"};
        static_cast<void>(lib.perform(lost));
        return lib.perform(lost); }},
    {code::loan_lost, [](desk& lib) {
        lib.lend();
        static_cast<void>(lib.perform(lose_item{.by = lib.kiosk, .item = "i1", .why = "told so"}));
        return lib.perform(claim_returned{.by = lib.kiosk, .item = "i1", .why = "told so"}); }},
    {code::not_claimed, [](desk& lib) {
        lib.lend();
        return lib.perform(withdraw_claim{.by = lib.kiosk, .item = "i1", .why = "told so"}); }},
    {code::refund_too_high, [](desk& lib) {
        lib.charge("p1", 100);
        return lib.perform(settle_fee{.by = lib.kiosk, .fee = lib.charged, .how = settling::refund, .amount = money{100}, .why = "kind"}); }},
    {code::credit_too_low, [](desk& lib) {
        return lib.perform(pay_out_credit{.by = lib.kiosk, .card = "p1", .amount = money{100}, .why = "moving away"}); }},
    {code::card_number_taken, [](desk& lib) {
        return lib.perform(replace_card{.by = lib.kiosk, .card = "p1", .number = "p2", .why = "lost"}); }},
    {code::guarantor_impossible, [](desk& lib) {
        return lib.perform(set_guarantor{.by = lib.kiosk, .card = "p1", .guarantor = "p1", .why = "a minor"}); }},
    {code::message_unknown, [](desk& lib) {
        return lib.perform(end_message{.by = lib.kiosk, .card = "p1", .message = storage::message_id{17}, .why = "old"}); }},

    // Of other systems and partners.
    {code::reference_taken, [](desk& lib) {
        place_hold asked{.by = lib.kiosk, .card = "p1", .what = {.item = {}, .title = "c1"}, .request = {"CITY", "17"}};
        static_cast<void>(lib.perform(asked));
        asked.card = "p2";
        return lib.perform(asked); }},
    {code::lender_wants_it, [](desk& lib) {
        lib.change_item("i1", [&](auto& i) { i.wanted_back = lib.now; });
        return lib.lend(); }},
    {code::item_not_borrowed, [](desk& lib) {
        return lib.perform(send_home{.by = lib.kiosk, .item = "i1", .why = {}}); }},
    {code::barcode_taken, [](desk& lib) {
        return lib.perform(create_item{.by = lib.kiosk, .item = "i1", .title = "c1", .about = {}, .data = {}}); }},
    {code::branch_unknown, [](desk& lib) {
        return lib.perform(update_item{.by = lib.kiosk, .item = "i1", .data = {.branch = "HARBOUR"}, .state = {}, .why = {}}); }},
    {code::patron_has_loans, [](desk& lib) { lib.lend(); return lib.erase(); }},
    {code::patron_has_holds, [](desk& lib) { lib.reserve(); return lib.erase(); }},
    {code::patron_has_fees, [](desk& lib) { lib.charge("p1", 100); return lib.erase(); }},
    {code::patron_has_credit, [](desk& lib) {
        lib.pay([](auto& asked) { asked.by = with_rules(asked.by, [](auto& r) { r.overpayment = too_much::credit; }); });
        return lib.erase(); }},
    {code::patron_is_partner, [](desk& lib) { lib.make_partner(); return lib.erase(); }},
    {code::address_not_kept, [](desk& lib) {
        update_patron asked{.by = lib.kiosk, .card = "p1", .data = {.email = "new@example.org"}, .place = {}, .lift = {}, .why = {}};
        static_cast<void>(lib.perform(asked));
        asked.data = {};
        asked.gone = {{.email = "old@example.org"}};
        return lib.perform(asked); }},
    {code::partner_taken, [](desk& lib) { lib.make_partner(); return lib.make_partner(); }},
    {code::partner_unknown, [](desk& lib) {
        return lib.perform(change_partner{.by = lib.kiosk, .code = "CITY", .name = "City Library", .card = {}}); }},
    {code::terminal_unknown, [](desk& lib) {
        change_terminal asked;
        asked.by = lib.kiosk;
        asked.login = "kiosk9";
        asked.why = "stolen";
        return lib.perform(asked); }},
    {code::code_taken, [](desk& lib) {
        return lib.perform(open_branch{.by = lib.kiosk, .code = "EAST", .data = {.name = "East", .address = {}, .time_zone = {}}}); }},
    {code::branch_in_use, [](desk& lib) {
        return lib.perform(set_branch_state{.by = lib.kiosk, .code = "MAIN", .why = "sold"}); }},
    {code::merge_impossible, [](desk& lib) {
        return lib.perform(merge_patrons{.by = lib.kiosk, .card = "p1", .into = "p1", .why = "twice"}); }},
};

/// What no operation refuses by itself, and where else it is shown.
const std::map<code, const char*> told_elsewhere{
    {code::not_logged_in, "made at the door, before there is an operation: dispatch's test_at_the_door"},
    {code::backend_unavailable, "not a rule: a store that cannot be written, net's test_dialogues"},
    {code::item_of_other_institution, "needs a second institution: test_checkin_table"},
};
// clang-format on

class every_refusal : public testing::TestWithParam<refusal_story> {};

TEST_P(every_refusal, is_the_end_of_a_story) {
    desk lib;
    const auto told = GetParam().tell(lib);
    EXPECT_EQ(told.result, verdict::refused);
    const auto is_it = [](const reason& one) { return one.code == GetParam().why; };
    EXPECT_TRUE(std::ranges::any_of(told.reasons, is_it)) << names_of(told.reasons);
}

INSTANTIATE_TEST_SUITE_P(stories, every_refusal, testing::ValuesIn(stories), [](const auto& row) {
    return std::string{reason_name(row.param.why)};
});

TEST(refusals, have_each_a_story_or_are_told_elsewhere) {
    for (int i = 0; i < static_cast<int>(code::item_note); ++i) {
        const auto why = static_cast<code>(i);
        const bool has_story = std::ranges::any_of(stories, [&](const auto& one) { return one.why == why; });
        EXPECT_NE(has_story, told_elsewhere.contains(why)) << reason_name(why);
    }
}

} // namespace
} // namespace circ::test
