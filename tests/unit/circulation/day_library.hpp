#pragma once

#include "server/circulation/day/run.hpp"
#include "tests/unit/circulation/library_test.hpp"

#include <optional>
#include <string>
#include <vector>

namespace circ::test {

/// A small library in which days pass.
class day_library : public checked_library {
public:
    config::day_settings keeping;
    std::string book_keeper; ///< the library system that has the book of record; empty: ours

    [[nodiscard]] storage::local_date today() const {
        return circulation::date_in(now, rows.main.time_zone);
    }

    [[nodiscard]] std::vector<circulation::day_task>
    plan(std::optional<storage::instant> since = {}) {
        return store.ask([&](storage::reader& from) {
            return circulation::plan_day(from,
                                         rows.institution,
                                         {.now = now,
                                          .hour = circulation::day_hour_of(keeping.at),
                                          .since = since,
                                          .date = {},
                                          .branch = {},
                                          .book_keeper = book_keeper});
        });
    }

    /// Does units of the plan, at most so many. @return what was done, "renew:1 lost:2"
    std::string do_day(std::vector<circulation::day_task> tasks, int most_units = 1'000'000) {
        circulation::day_run run(std::move(tasks), rules, keeping);
        while (most_units-- > 0) {
            const auto unit =
                store.ask([&](storage::reader& from) { return run.next(from, now); });
            if (!unit) break;
            store.write(unit->work, now);
            run.done(*unit);
        }
        return done_in(run);
    }
    std::string do_day() { return do_day(plan()); }

    /// Tries the plan. @return as do_day, of what would be done
    std::string try_day() {
        struct tried_out {};
        circulation::day_run run(
            plan(), rules, keeping, circulation::day_run::mode::try_out);
        while (const auto unit =
                   store.ask([&](storage::reader& from) { return run.next(from, now); })) {
            try {
                store.write(
                    [&](storage::unit_of_work& in) {
                        unit->work(in);
                        throw tried_out{};
                    },
                    now);
            } catch (const tried_out&) {
                run.done(*unit);
            }
        }
        return done_in(run);
    }

    void set_policy(std::vector<config::policy_setting> first) {
        rules = policy_with({config::policy_rule{.name = "test", .set = std::move(first)}});
    }

    [[nodiscard]] std::vector<storage::notice> notices() {
        return store.ask([](storage::reader& from) { return from.waiting_notices({}); });
    }
    /// Kinds of the notices that wait, blank separated, in the order they were made.
    [[nodiscard]] std::string notice_kinds() {
        std::string kinds;
        for (const auto& each : notices())
            kinds += (kinds.empty() ? "" : " ") + each.kind;
        return kinds;
    }
    /// All rows but those of the jobs themselves.
    [[nodiscard]] std::string rows_but_jobs() {
        std::string kept;
        std::string all = all_rows();
        for (std::size_t at = 0; at < all.size();) {
            const auto end = all.find('\n', at) + 1;
            if (all.compare(at, 8, "day_job:") != 0) kept += all.substr(at, end - at);
            at = end;
        }
        return kept;
    }

private:
    static std::string done_in(const circulation::day_run& run) {
        std::string done;
        for (const auto& each : run.tallies()) {
            EXPECT_EQ(each.failed, 0) << each.of.job->id << ": " << each.last_error;
            if (each.done > 0)
                done += (done.empty() ? "" : " ") + std::string(each.of.job->id) + ":" +
                        std::to_string(each.done);
        }
        return done;
    }
};

inline config::policy_setting set(const char* key, std::int64_t number) {
    return {key, number, {}};
}
inline config::policy_setting yes(const char* key) {
    return {key, true, {}};
}

} // namespace circ::test
