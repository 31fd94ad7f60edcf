// What the server reaches, beside the limits of this machine in the same run. Rounds alternate; what
// counts is the median of their ratios. To measure something else: a row in scenario.cpp.
#include "tests/bench/machine.hpp"
#include "tests/bench/options.hpp"
#include "tests/bench/report.hpp"
#include "tests/bench/scenario.hpp"

#include <algorithm>
#include <fstream>
#include <iostream>
#include <stdexcept>

#include <sys/resource.h>

namespace {

using namespace circ::bench;

void list() {
    for (const auto& each : all_scenarios()) std::cout << each.name << "\n    " << each.sentence << '\n';
}

std::vector<const scenario*> chosen(const options& how) {
    std::vector<const scenario*> all;
    if (how.scenarios.empty())
        for (const auto& each : all_scenarios()) all.push_back(&each);
    for (const auto& name : how.scenarios) {
        const auto found = std::ranges::find(all_scenarios(), name, &scenario::name);
        if (found == all_scenarios().end()) throw std::invalid_argument("there is no scenario " + name + "; --list tells all");
        all.push_back(&*found);
    }
    return all;
}

/// Sockets on both sides: the daemon inherits it.
void allow_many_files() {
    rlimit files{};
    ::getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &files);
}

/// What came of all scenarios.
struct outcome {
    circ::tool::table report = empty_report();
    std::uint64_t mismatches = 0;
    bool all_done = true;
};

void run(const scenario& each, const options& how, outcome& into) {
    std::cerr << each.name << ": " << each.sentence << '\n';
    std::vector<series> measured(each.goals.size());
    try {
        each.run(how, measured);
    } catch (const std::exception& failure) {
        std::cerr << "  given up: " << failure.what() << '\n';
        into.all_done = false;
        return;
    }
    for (std::size_t i = 0; i < measured.size(); ++i) {
        add_row(into.report, each.goals[i], measured[i]);
        into.mismatches += measured[i].mismatches();
        if (!measured[i].first_mismatch().empty()) std::cerr << "  unexpected: " << measured[i].first_mismatch() << '\n';
    }
}

int run(const options& how) {
    outcome all;
    for (const auto* each : chosen(how)) run(*each, how, all);
    std::cout << machine_text() << "\n\n";
    all.report.print(std::cout);
    if (!how.json.empty()) {
        std::ofstream file(how.json);
        all.report.print_json(file);
        if (!file.flush()) throw std::runtime_error("cannot write " + how.json);
    }
    if (!all.all_done) return 2;
    return all.mismatches > 0 ? 1 : 0;
}

} // namespace

int main(int argc, char** argv) {
    try {
        const auto how = read_options(argc, argv);
        if (how.only_lists) return list(), 0;
        allow_many_files();
        return run(how);
    } catch (const std::exception& failure) {
        std::cerr << "circ_bench: " << failure.what() << '\n';
        return 2;
    }
}
