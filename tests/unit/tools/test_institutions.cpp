// A store with two institutions: whom a verb works for, and that it sees and touches no other's.
#include "tests/unit/tools/run_verb.hpp"
#include "tests/unit/tools/scratch_library.hpp"
#include "tools/circdesk/library_signs.hpp"

#include <algorithm>
#include <fstream>

namespace circ::test {
namespace {

using testing::HasSubstr;
using testing::Not;

/// RIVERBEND and MILLBROOK; each has the terminal of its first letter, and the lost card "card-" and that.
class two_institutions : public testing::Test {
protected:
    two_institutions() {
        storage::write_and_wait(here.store(), [this](storage::unit_of_work& unit) {
            mill = here.institution();
            mill.id = unit.new_id<storage::institution_id>();
            mill.code = "MILLBROOK";
            unit.add(mill);
            unit.add(storage::branch{.id = unit.new_id<storage::branch_id>(), .institution = mill.id, .code = "MILL",
                                     .name = "Old Mill", .address = {}, .time_zone = "Europe/Berlin"});
            fill(unit, here.institution().id, "MAIN", "r");
            fill(unit, mill.id, "MILL", "m");
        });
        use_settings("");
    }

    void fill(storage::unit_of_work& unit, storage::institution_id of, const char* branch, const char* login) {
        const auto where = unit.branch_by_code(of, branch).value().id;
        storage::patron who;
        who.id = unit.new_id<storage::patron_id>();
        who.institution = of;
        who.family_name = login;
        who.branch = where;
        unit.add(who);
        unit.add(storage::card{.id = unit.new_id<storage::card_id>(), .institution = of, .number = std::string("card-") + login, .patron = who.id,
                               .state = storage::card_state::lost});
        storage::terminal device;
        device.id = unit.new_id<storage::terminal_id>();
        device.institution = of;
        device.branch = where;
        device.login = login;
        device.profile = "standard";
        unit.add(device);
        storage::review_entry left;
        left.id = reviews[login] = unit.new_id<storage::review_id>();
        left.institution = of;
        left.kind = "unknown_item";
        left.barcode = login;
        unit.add(left);
        unit.add(storage::notice{.id = unit.new_id<storage::notice_id>(), .patron = who.id, .kind = "hold_ready", .cause = login});
        unit.count({.day = {}, .branch = where, .item_type = {}, .collection = {}, .patron_category = {}, .age_band = {}, .kind = "checkin"});
    }

    /// The settings of the library's own directory.
    void use_settings(const std::string& more) {
        std::ofstream(here.file("circdesk.toml")) << "[store]\nfile = \"library.sqlite\"\n" << more;
    }

    ran run(const std::string& line, const std::optional<std::string>& institution = {}) {
        tool::tool::common_options how;
        how.data_dir = here.file("");
        how.operator_name = "jo";
        how.institution = institution;
        return run_verb("circdesk " + line, std::move(how));
    }

    scratch_library here;
    storage::institution mill;
    std::map<std::string, storage::review_id> reviews;
};

TEST_F(two_institutions, have_to_be_told_apart) {
    const auto unsaid = run("terminal list");
    EXPECT_EQ(unsaid.code, tool::wrong_usage);
    EXPECT_EQ(unsaid.wrong, "the library has several institutions: name one of MILLBROOK, RIVERBEND with --institution, or in the "
                            "settings (tool.institution)");
    const auto wrong = run("terminal list", "MILLTOWN");
    EXPECT_EQ(wrong.code, tool::not_found);
    EXPECT_EQ(wrong.wrong, "there is no institution MILLTOWN; there is MILLBROOK, RIVERBEND");
}

TEST_F(two_institutions, are_named_by_the_settings_and_before_them_by_the_option) {
    use_settings("[tool]\ninstitution = \"MILLBROOK\"\n");
    EXPECT_THAT(run("terminal list").out, HasSubstr("MILL"));
    EXPECT_THAT(run("terminal list").out, Not(HasSubstr("MAIN")));
    EXPECT_THAT(run("terminal list", "RIVERBEND").out, HasSubstr("MAIN"));
}

struct list_case {
    std::string name, line, own, others;
};

class lists_of_one : public two_institutions, public testing::WithParamInterface<list_case> {};

TEST_P(lists_of_one, hold_nothing_of_the_other) {
    const auto& [name, line, own, others] = GetParam();
    const auto listed = run(line, "MILLBROOK");
    EXPECT_EQ(listed.code, tool::done) << listed.wrong;
    EXPECT_THAT(listed.out, testing::ContainsRegex(own));
    EXPECT_THAT(listed.out, Not(testing::ContainsRegex(others)));
}

const list_case lists[] = {
    {"terminals", "terminal list", "m +MILL", "r +MAIN"},
    {"cards", "card list --state lost", "card-m", "card-r"},
    {"reviews", "review list", "unknown_item.* m ", "unknown_item.* r "},
    {"exported_reviews", "export csv reviews", ",m,", ",r,"},
    {"exported_notices", "export csv notices", "card-m", "card-r"},
    {"exported_statistics", "export csv statistics", ",MILL,", ",MAIN,"},
    {"exported_institution", "export csv institution", "MILLBROOK", "RIVERBEND"},
};
INSTANTIATE_TEST_SUITE_P(each, lists_of_one, testing::ValuesIn(lists), [](const auto& each) { return each.param.name; });

TEST_F(two_institutions, do_not_touch_what_is_the_other_s) {
    const auto theirs = std::to_string(reviews.at("r").value);
    EXPECT_EQ(run("review show " + theirs, "MILLBROOK").code, tool::not_found);
    EXPECT_EQ(run("review resolve " + theirs + " --reason x", "MILLBROOK").code, tool::not_found);
    EXPECT_EQ(run("terminal disable r --reason x", "MILLBROOK").wrong, "there is no terminal r; `terminal list` shows them");
    EXPECT_EQ(run("terminal show r", "MILLBROOK").code, tool::not_found);
    EXPECT_EQ(run("terminal test r", "MILLBROOK").code, tool::not_found);
    EXPECT_EQ(run("terminal test m", "MILLBROOK").code, tool::done);
    EXPECT_EQ(run("payment list --terminal r", "MILLBROOK").wrong, "there is no terminal r; `terminal list` shows them");
    EXPECT_EQ(run("review resolve " + theirs + " --reason x", "RIVERBEND").code, tool::done);
    EXPECT_EQ(run("terminal disable m --reason x", "MILLBROOK").code, tool::done);
}

TEST_F(two_institutions, end_their_own_orders_and_see_them_behind_however_many_of_the_other) {
    constexpr int more_than_a_page = 1001;
    storage::order_id first;
    storage::order_id last;
    storage::write_and_wait(here.store(), [&](storage::unit_of_work& unit) {
        for (int i = 0; i <= more_than_a_page; ++i) {
            storage::backend_order order;
            order.id = last = unit.new_id<storage::order_id>();
            if (i == 0) first = order.id;
            order.institution = i < more_than_a_page ? here.institution().id : mill.id;
            order.backend = "main";
            order.operation = "checkin";
            order.state = storage::order_state::stuck;
            unit.add(order);
        }
    });
    const auto theirs = std::to_string(first.value);
    EXPECT_EQ(run("outbox drop " + theirs + " --reason x --yes", "MILLBROOK").code, tool::not_found);
    EXPECT_EQ(run("outbox retry " + theirs + " --reason x", "MILLBROOK").code, tool::not_found);
    EXPECT_THAT(run("outbox list --state stuck", "RIVERBEND").out, HasSubstr(theirs));
    const auto own = std::to_string(last.value);
    EXPECT_THAT(run("outbox list", "MILLBROOK").out, HasSubstr(own));
    EXPECT_EQ(run("outbox retry " + own + " --reason x", "MILLBROOK").code, tool::done);
    EXPECT_EQ(run("outbox drop " + own + " --reason x --yes", "MILLBROOK").code, tool::done);
}

TEST_F(two_institutions, share_a_policy_whose_amounts_fit_the_currency_of_each) {
    EXPECT_EQ(run("policy check", "RIVERBEND").code, tool::done);
    const auto priced_alike = run("institution add HILLTOP --name Hilltop --currency USD --zone America/Chicago");
    EXPECT_EQ(priced_alike.wrong, "");
    const auto in_yen = run("institution add TOKYO --name Tokyo --currency JPY --zone Asia/Tokyo");
    EXPECT_EQ(in_yen.code, tool::done);
    EXPECT_THAT(in_yen.wrong, HasSubstr("`circdesk policy check`"));
    for (const char* each : {"TOKYO", "RIVERBEND"}) {
        const auto judged = run("policy check", each);
        EXPECT_EQ(judged.code, tool::refused) << each;
        EXPECT_THAT(judged.out, HasSubstr("policy.everyone.set.overdue_rate: must be an amount of at most 0 decimals")) << each;
    }
}

TEST_F(two_institutions, are_told_when_a_currency_becomes_one_that_the_policy_does_not_fit) {
    EXPECT_EQ(run("institution edit --currency USD --reason moved", "MILLBROOK").wrong, "");
    const auto changed = run("institution edit --currency JPY --reason moved", "MILLBROOK");
    EXPECT_EQ(changed.code, tool::done);
    EXPECT_THAT(changed.wrong, HasSubstr("`circdesk policy check`"));
}

TEST_F(two_institutions, are_warned_of_their_own_notices_alone) {
    EXPECT_THAT(run("day status", "MILLBROOK").wrong, HasSubstr("notices wait and no program takes them"));
    ASSERT_EQ(run("notice acknowledge --through 9223372036854775807", "MILLBROOK").code, tool::done);
    EXPECT_THAT(run("day status", "MILLBROOK").wrong, Not(HasSubstr("notices wait")));
    EXPECT_THAT(run("day status", "RIVERBEND").wrong, HasSubstr("notices wait and no program takes them"));
}

TEST_F(two_institutions, count_their_own_notices_alone_as_a_sign) {
    storage::write_and_wait(here.store(), [whose = here.patron("card-r").id](storage::unit_of_work& unit) {
        for (const auto state : {storage::notice_state::failed, storage::notice_state::given_up})
            unit.add(storage::notice{.id = unit.new_id<storage::notice_id>(), .patron = whose, .kind = "overdue_1",
                                     .cause = "loan " + std::to_string(static_cast<int>(state)), .state = state, .last_error = "mailbox full"});
    });
    const auto sign = [this](const char* of) {
        tool::tool with({.data_dir = here.file(""), .institution = of, .operator_name = "jo"});
        const auto signs = tool::library_signs(with);
        return *std::ranges::find(signs, "notices", &tool::library_sign::name);
    };
    EXPECT_THAT(sign("RIVERBEND").state, testing::StartsWith("1 waiting, 2 failed: "));
    EXPECT_THAT(sign("MILLBROOK").state, testing::StartsWith("1 waiting, 0 failed; no program takes them"));
    ASSERT_EQ(run("notice acknowledge --through 9223372036854775807", "MILLBROOK").code, tool::done);
    EXPECT_EQ(sign("MILLBROOK").state, "0 waiting, 0 failed");
    EXPECT_TRUE(sign("MILLBROOK").well) << "whatever the other has";
}

} // namespace
} // namespace circ::test
