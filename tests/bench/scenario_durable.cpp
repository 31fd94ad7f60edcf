// What is durable before it is answered.
#include "tests/bench/bare_sqlite.hpp"
#include "tests/bench/rounds.hpp"
#include "tests/bench/scenario.hpp"

#include <algorithm>
#include <cmath>
#include <iostream>

namespace circ::bench {
namespace {

struct committed {
    double units;
    double groups;

    static committed by(const daemon_process& of) {
        return {.units = of.figure("circdesk_store_units_total"), .groups = of.figure("circdesk_store_commit_seconds_count")};
    }
};

/// How many changes shared a commit, on the average.
std::size_t group_size(const committed& before, const committed& after) {
    const double groups = std::max(1.0, after.groups - before.groups);
    return static_cast<std::size_t>(std::max(1.0, std::round((after.units - before.units) / groups)));
}

measured circulate_with(const options& how, const made_library& library, const daemon_process::manner& manner, dialogue& what) {
    const daemon_process daemon(library.data_dir(), manner);
    warm(how, daemon, what);
    return ask(how, daemon, what);
}

} // namespace

void run_circulation(const options& how, std::span<series> into) {
    const auto library = usual_library(how);
    const daemon_process daemon(library.data_dir());
    const auto what = circulation_dialogue(library, how.kiosks);
    warm(how, daemon, *what);
    for (std::size_t round = 0; round < how.rounds; ++round) {
        const auto before = committed::by(daemon);
        const auto ours = ask(how, daemon, *what);
        const auto group = group_size(before, committed::by(daemon));
        std::cerr << "  " << group << " changes to a commit\n";
        const auto limit = bare_sqlite(library.data_dir() / "bare.sqlite", how.items, group, how.span());
        into[0].note(ours);
        into[0].add(ours.per_second, limit.per_second);
        into[1].note(ours);
        into[1].add(ours.p99.count(), limit.p99.count());
    }
}

void run_group_of_one(const options& how, std::span<series> into) {
    const auto library = usual_library(how);
    const auto what = circulation_dialogue(library, how.kiosks);
    for (std::size_t round = 0; round < how.rounds; ++round) {
        const auto ours = circulate_with(how, library, {}, *what);
        const auto alone = circulate_with(how, library, {.more_settings = "[store]\ngroup_units = 1\n"}, *what);
        into[0].note(ours);
        into[0].count(alone);
        into[0].add(ours.per_second, alone.per_second);
    }
}

} // namespace circ::bench
