// Each verb for holds, reviews and payments over the demo library, once.

#include "config/load.hpp"
#include "server/circulation/desk_holds.hpp"
#include "server/circulation/review_desk.hpp"
#include "tests/unit/tools/demo_desk.hpp"
#include "tools/circdesk/stored_reasons.hpp"

#include <filesystem>
#include <optional>

namespace circ::test {
namespace {

using storage::hold_state;
using testing::HasSubstr;

constexpr const char* sofia = "29012000000382";  // two holds on the shelf at MAIN
constexpr const char* camila = "29012000000440"; // two on their way to NORTH
constexpr const char* yuki = "29012000000390";   // ten that wait
constexpr const char* hobbit = "39012000000117"; // Sofía's
constexpr const char* dracula = "39012000000497"; // lapsed, and stands on the shelf still

class list_verbs : public demo_desk {
protected:
    /// The first hold of a reader that is not on the shelf, or the first that is.
    static storage::hold waiting_hold(const std::string& card) {
        const auto who = patron(card).patron.id;
        return ask([&](storage::reader& from, const auto&) {
            return from.waiting_holds_of(who, {}).at(0).hold;
        });
    }
    static storage::hold ready_hold(const std::string& card) {
        const auto who = patron(card).patron.id;
        return ask([&](storage::reader& from, const auto&) {
            return from.ready_holds_of(who, {}).at(0).hold;
        });
    }
    static storage::hold hold(storage::hold_id id) {
        return ask([&](storage::reader& from, const auto&) { return from.find_hold(id).value(); });
    }

    /// What a kiosk asks of the rules.
    template <class Operation>
    static circulation::outcome_of<Operation> at_kiosk(Operation asked, bool offline = false) {
        tool::tool with(how());
        const auto rules = circulation::policy::compile(with.settings().policy).rules;
        asked.by.institution = with.institution().id;
        with.store().read([&](storage::reader& from) {
            const auto terminal = from.terminal_by_login("kiosk1").value();
            asked.by.terminal = terminal.id;
            asked.by.terminal_login = terminal.login;
            asked.by.branch = terminal.branch;
        });
        with.store().end_turn();
        if (offline) {
            auto device = std::make_shared<circulation::device_rules>();
            device->offline_ok = true;
            asked.by.rules = device;
            asked.by.when = circulation::timing::already_happened;
            asked.by.said = with.now() - std::chrono::hours{1};
        }
        circulation::outcome_of<Operation> made;
        storage::write_and_wait(with.store(), [&](storage::unit_of_work& unit) {
            made = circulation::perform(
                unit, asked, circulation::surroundings{.rules = rules, .now = with.now()});
        });
        return made;
    }
    static std::string id(auto of) { return std::to_string(of.value); }

};

struct list_case {
    const char* line;
    std::vector<const char*> shows;
};

TEST_F(list_verbs, list_the_demo_library) {
    for (const auto& each : {
             list_case{"circdesk hold list 29012000000382",
                       {"The Hobbit", "ready on the hold shelf", "39012000000117"}},
             list_case{"circdesk hold list --title demo0188", {"29012000000390", "29012000000408"}},
             list_case{"circdesk hold list --shelf --branch MAIN", {hobbit, sofia}},
             list_case{"circdesk hold list --clear --branch MAIN", {dracula, "lapsed"}},
             list_case{"circdesk hold list --transit --branch NORTH", {"Jane Eyre", camila}},
             list_case{"circdesk hold list --suspended", {"Watchmen"}},
             list_case{"circdesk hold pull --branch MAIN", {"call number"}},
             list_case{"circdesk review list --kind older_than_loan", {"nothing is on this list"}},
         }) {
        const auto made = run(each.line);
        EXPECT_EQ(made.code, tool::done) << made.wrong;
        for (const char* text : each.shows)
            EXPECT_THAT(made.out, HasSubstr(text)) << each.line;
        const bool is_empty = made.out.starts_with("nothing");
        EXPECT_THAT(run(each.line, true).out, testing::StartsWith(is_empty ? "[]" : "[{")) << each.line;
    }
}

TEST_F(list_verbs, suspend_wake_move_and_reroute_a_hold_that_waits) {
    const auto one = waiting_hold(yuki);
    const auto verb = [&](const std::string& name, const std::string& rest) {
        const auto made = run("circdesk hold " + name + ' ' + id(one.id) + rest + " --reason 'she rang'");
        EXPECT_EQ(made.code, tool::done) << name << ": " << made.wrong;
        return made.out;
    };
    EXPECT_THAT(verb("suspend", " --until 2099-01-31"), HasSubstr("until 2099-01-31"));
    EXPECT_EQ(hold(one.id).state, hold_state::suspended);
    expect_event(one.patron, "hold_suspended", "she rang");
    EXPECT_THAT(verb("wake", ""), HasSubstr("place 1"));
    expect_event(one.patron, "hold_woken", "she rang");
    EXPECT_THAT(verb("pickup", " --branch NORTH"), HasSubstr("picked up at NORTH"));
    expect_event(one.patron, "hold_changed", "she rang");
    EXPECT_THAT(verb("expire", ""), HasSubstr("has lapsed"));
    EXPECT_EQ(hold(one.id).state, hold_state::lapsed);
    expect_event(one.patron, "hold_lapsed", "she rang");
}

TEST_F(list_verbs, move_a_hold_in_the_queue_of_its_title) {
    const auto queue = ask([](storage::reader& from, const auto& of) {
        return from.queue_of(from.title_by_control_number(of.id, "demo0262").value().id, {});
    });
    ASSERT_EQ(queue.size(), 2U);
    const auto made =
        run("circdesk hold move " + id(queue[1].id) + " --to 1 --reason 'exam next week'");
    EXPECT_THAT(made.out, HasSubstr("place 1")) << made.wrong;
    expect_event(queue[1].patron, "hold_moved", "exam next week");
}

TEST_F(list_verbs, cancel_a_ready_hold_and_clear_its_item) {
    const auto one = ready_hold(sofia);
    EXPECT_EQ(run("circdesk hold cancel " + id(one.id) + " --reason 'has read it'").code, tool::done);
    expect_event(one.patron, "hold_cancelled", "has read it");
    EXPECT_THAT(run("circdesk hold list --clear --branch MAIN").out, HasSubstr("cancelled"));
    const auto cleared = run(std::string("circdesk hold clear ") + hobbit + " --reason 'on the list'");
    EXPECT_THAT(cleared.out, HasSubstr("cleared: ")) << cleared.wrong;
    expect_event(one.patron, "hold_cleared", "on the list");
    EXPECT_FALSE(hold(one.id).trapped_item);
}

TEST_F(list_verbs, post_and_resolve_what_a_device_left) {
    circulation::checkout lent;
    lent.card = "29012000009912";
    lent.item = "39012000000620";
    ASSERT_EQ(at_kiosk(lent, true).result, circulation::verdict::refused);
    circulation::checkin back;
    back.item = "39012000009999";
    static_cast<void>(at_kiosk(back));
    const auto rows = ask([](storage::reader& from, const auto& of) { return from.open_reviews(of.id, {}); });
    ASSERT_EQ(rows.size(), 3U) << "the demo library has one already";

    const auto listed = run("circdesk review list");
    for (const char* text : {"not recorded", "number is unknown", "card unknown", "kiosk1"})
        EXPECT_THAT(listed.out, HasSubstr(text));
    const auto entry = id(rows[1].id);
    EXPECT_THAT(run("circdesk review show " + entry).out, HasSubstr("import the card or the item"));
    const auto early = run("circdesk review post " + entry + " --reason 'imported'");
    EXPECT_EQ(early.code, tool::not_found);
    EXPECT_THAT(early.wrong, HasSubstr("nobody has the card 29012000009912"));

    const auto who = patron(yuki).patron.id;
    tool::tool with(how());
    storage::write_and_wait(with.store(), [&](storage::unit_of_work& unit) {
        unit.add(storage::card{.id = unit.new_id<storage::card_id>(),
                               .institution = with.institution().id,
                               .number = "29012000009912",
                               .patron = who,
                               .since = with.now()});
    });
    const auto posted = run("circdesk review post " + entry + " --reason 'imported'");
    EXPECT_THAT(posted.out, HasSubstr("posted at its own date")) << posted.wrong;
    EXPECT_THAT(run("circdesk review show " + entry).out, HasSubstr("by anna: imported"));
    const auto resolved = run("circdesk review resolve " + id(rows[2].id) + " --reason 'sent home'");
    EXPECT_EQ(resolved.code, tool::done) << resolved.wrong;
    const auto left = ask([](storage::reader& from, const auto& of) { return from.open_reviews(of.id, {}); });
    for (const auto& each : left) // what the posted loan violated
        EXPECT_EQ(run("circdesk review resolve " + id(each.id) + " --reason 'it stands'").code, tool::done);
    EXPECT_EQ(run("circdesk review list").out, "nothing is on this list\n");
}

TEST_F(list_verbs, reconcile_a_day_and_settle_what_was_refused) {
    const auto pay = [](std::int64_t minor, const char* bk) {
        circulation::pay_fee asked;
        asked.card = "29012000000325"; // owes 1.00
        asked.amount = storage::money{minor};
        asked.currency = "EUR";
        asked.transaction_id = bk;
        return at_kiosk(asked).result;
    };
    EXPECT_EQ(pay(40, "a"), circulation::verdict::done);
    EXPECT_EQ(pay(30, "a"), circulation::verdict::done);
    EXPECT_EQ(pay(900, "b"), circulation::verdict::refused);
    EXPECT_EQ(pay(800, "c"), circulation::verdict::refused);

    const auto day = run("circdesk payment list --terminal kiosk1");
    for (const char* text : {"17.70 EUR", "2: 0.70 EUR", "2: 17.00 EUR", "1: 0.30 EUR", "BK reused", "more than is owed"})
        EXPECT_THAT(day.out, HasSubstr(text)) << day.wrong;
    EXPECT_THAT(run("circdesk payment list --sums", true).out, HasSubstr("\"unsettled\":\"2: 17.00 EUR\""));

    const auto refused = ask([](storage::reader& from, const auto& of) { return from.unsettled_payments(of.id, {}); });
    ASSERT_EQ(refused.size(), 2U);
    EXPECT_THAT(run("circdesk payment list --refused").out, HasSubstr(id(refused[0].id)));
    const auto booked = run("circdesk payment book " + id(refused[0].id) + " --amount 8.00 --reason 'counted 8.00'");
    EXPECT_THAT(booked.out, HasSubstr("still open 0.00 EUR")) << booked.wrong;
    expect_event("29012000000325", "payment_booked", "counted 8.00");
    EXPECT_EQ(run("circdesk payment dismiss " + id(refused[1].id) + " --reason 'given back'").code, tool::done);
    expect_event("29012000000325", "payment_dismissed", "given back");
    EXPECT_EQ(run("circdesk payment list --refused").out, "nothing is on this list\n");
    EXPECT_THAT(run("circdesk payment list").out, HasSubstr("dismissed by anna: given back"));
}

struct complaint_case {
    const char* line;
    int code;
    const char* says;
};

TEST_F(list_verbs, say_what_is_wrong) {
    for (const auto& each : {
             complaint_case{"circdesk hold list", tool::wrong_usage, "name one list"},
             complaint_case{"circdesk hold list --shelf --clear --branch MAIN", tool::wrong_usage, "name one list"},
             complaint_case{"circdesk hold list --shelf", tool::wrong_usage, "--branch"},
             complaint_case{"circdesk hold list --shelf --branch MOON", tool::not_found, "no branch MOON"},
             complaint_case{"circdesk hold pull --branch MOON", tool::not_found, "no branch MOON"},
             complaint_case{"circdesk hold list --title none", tool::not_found, "no title none"},
             complaint_case{"circdesk hold list 1", tool::not_found, "nobody has the card"},
             complaint_case{"circdesk hold list --suspended --page 0", tool::wrong_usage, "from 1"},
             complaint_case{"circdesk hold cancel 12 --reason x", tool::not_found, "no open hold"},
             complaint_case{"circdesk hold cancel twelve --reason x", tool::wrong_usage, "no number"},
             complaint_case{"circdesk hold move 12 --to 0 --reason x", tool::wrong_usage, "from 1"},
             complaint_case{"circdesk hold suspend 12 --until soon --reason x", tool::wrong_usage, "2027-01-31"},
             complaint_case{"circdesk hold clear 39012000000620 --reason x", tool::refused, "hold shelf"},
             complaint_case{"circdesk review show 12", tool::not_found, "no review entry 12"},
             complaint_case{"circdesk review post 12 --reason x", tool::not_found, "nothing is open"},
             complaint_case{"circdesk review list --kind odd", tool::wrong_usage, "could_not_post"},
             complaint_case{"circdesk payment list --day soon", tool::wrong_usage, "2027-01-31"},
             complaint_case{"circdesk payment list --refused --sums", tool::wrong_usage, "--refused"},
             complaint_case{"circdesk payment book 12 --reason x", tool::not_found, "nothing is open"},
             complaint_case{"circdesk payment dismiss 12 --reason x", tool::not_found, "nothing is open"},
         }) {
        const auto made = run(each.line);
        EXPECT_EQ(made.code, each.code) << each.line << ": " << made.wrong;
        EXPECT_THAT(made.wrong, HasSubstr(each.says)) << each.line;
    }
}

TEST(stored_reasons, have_words_for_all_that_refuse) {
    for (int i = 0; i < static_cast<int>(circulation::reason_code::item_note); ++i) {
        const auto why = static_cast<circulation::reason_code>(i);
        EXPECT_FALSE(tool::in_words(why).empty()) << circulation::reason_name(why);
    }
    EXPECT_EQ(tool::reasons_in_words("card_lost too_many_loans odd"), "card reported lost; too many loans; odd");
    EXPECT_EQ(tool::reasons_in_words(""), "");
}

} // namespace
} // namespace circ::test
