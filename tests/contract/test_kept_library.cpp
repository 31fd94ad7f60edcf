// What a session keeps of the library between its transactions is what the store holds.

#include "tests/contract/contract.hpp"

namespace circ::test {
namespace {

using namespace storage;

constexpr local_date today{std::chrono::days{20'514}};

class kept_library : public store_contract {
protected:
    sql::session other{GetParam().connect(store.file()), 2};

    std::string name_here() {
        return store.ask([&](reader& in) { return in.library_of(library.institution.id)->institution.name; });
    }

    /// A unit of work of another process.
    void write_elsewhere(const std::function<void(unit_of_work&)>& work) {
        other.link().begin(sql::access::writing);
        other.begin_group(test_time);
        unit_of_work unit{other};
        work(unit);
        other.end_group();
        other.link().commit();
    }

    void rename(unit_of_work& in, const std::string& name) {
        auto renamed = library.institution;
        renamed.name = name;
        in.change(renamed);
    }
};

TEST_P(kept_library, is_the_same_object_while_nobody_changes_it) {
    const auto ask = [&] { return store.ask([&](reader& in) { return in.library_of(library.institution.id); }); };
    store.write([&](unit_of_work& in) { static_cast<void>(library.another_item(in, "x")); });
    const auto kept = ask();
    ASSERT_TRUE(kept);
    EXPECT_EQ(kept->branches.size(), 2U);
    EXPECT_EQ(kept->branch(library.east.id).code, library.east.code);
    EXPECT_EQ(kept->branch({}).code, "");
    store.write([&](unit_of_work& in) { static_cast<void>(library.another_item(in, "y")); });
    EXPECT_EQ(ask(), kept);
}

TEST_P(kept_library, is_none_for_an_unknown_institution) {
    EXPECT_FALSE(store.ask([&](reader& in) { return in.library_of({}); }));
}

TEST_P(kept_library, follows_a_change_of_its_own_and_one_of_another_process) {
    EXPECT_EQ(name_here(), library.institution.name);
    store.write([&](unit_of_work& in) { rename(in, "Here"); });
    EXPECT_EQ(name_here(), "Here");
    write_elsewhere([&](unit_of_work& in) { rename(in, "Elsewhere"); });
    EXPECT_EQ(name_here(), "Elsewhere");
}

TEST_P(kept_library, shows_a_unit_its_own_change_and_forgets_one_that_is_undone) {
    EXPECT_EQ(name_here(), library.institution.name);
    EXPECT_THROW(store.write([&](unit_of_work& in) {
        rename(in, "Never");
        EXPECT_EQ(in.library_of(library.institution.id)->institution.name, "Never");
        throw std::runtime_error("undo");
    }),
                 std::runtime_error);
    EXPECT_EQ(name_here(), library.institution.name);
}

TEST_P(kept_library, follows_branches_hours_and_closed_days) {
    const auto days = [&] { return store.ask([&](reader& in) { return in.calendar_of(library.main.id, today); }); };
    const auto branches = [&] {
        return store.ask([&](reader& in) { return in.library_of(library.institution.id)->branches.size(); });
    };
    EXPECT_TRUE(days().closed.empty());
    EXPECT_EQ(branches(), 2U);
    closed_day feast{.branch = library.main.id, .day = today, .reason = "feast"};
    opening_hours monday{.branch = library.main.id, .weekday = 1, .opens = minute_of_day{540}, .closes = minute_of_day{1080}};
    write_elsewhere([&](unit_of_work& in) {
        feast.id = in.new_id<closed_day_id>();
        in.add(feast);
        in.add(monday);
        in.add(branch{.id = in.new_id<branch_id>(), .institution = library.institution.id, .code = "WEST",
                      .name = "West", .address = "", .time_zone = "UTC"});
    });
    EXPECT_EQ(days().closed, std::vector{today});
    EXPECT_EQ(days().hours.size(), 1U);
    EXPECT_EQ(branches(), 3U);
    write_elsewhere([&](unit_of_work& in) {
        in.remove(feast);
        in.remove(monday);
    });
    EXPECT_TRUE(days().closed.empty());
    EXPECT_TRUE(days().hours.empty());
}

TEST_P(kept_library, tells_closed_days_from_the_month_that_is_asked_for) {
    using std::chrono::days;
    store.write([&](unit_of_work& in) {
        for (const int back : {100, 20, 0})
            in.add(closed_day{.id = in.new_id<closed_day_id>(), .branch = library.main.id, .day = today - days{back}, .reason = ""});
    });
    const auto from = [&](local_date day) {
        return store.ask([&](reader& in) { return in.calendar_of(library.main.id, day).closed.size(); });
    };
    EXPECT_EQ(from(today), 2U);
    EXPECT_EQ(from(today - days{90}), 3U);
    EXPECT_EQ(from(today), 2U);
    EXPECT_EQ(from(today + days{20}), 1U);
}

INSTANTIATE_TEST_SUITE_P(store, kept_library, testing::ValuesIn(engines()), engine_name);

} // namespace
} // namespace circ::test
