// What walks through all that is kept: lists for the desk, the check of a store, and what another system is left.
#include "tests/bench/arrived_library.hpp"
#include "tests/bench/scenario.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>

namespace circ::bench {
namespace {

namespace fs = std::filesystem;

std::size_t lines_with(std::string_view text, std::string_view mark) {
    std::size_t count = 0;
    for (auto at = text.find(mark); at != text.npos; at = text.find(mark, at + mark.size())) ++count;
    return count;
}

void expect(series& into, std::string_view what, std::size_t told, std::size_t expected) {
    measured made{.answers = expected};
    if (told != expected) {
        made.mismatches = 1;
        made.first_mismatch = fmt::format("{}: {}, not {}", what, told, expected);
    }
    into.count(made);
}

} // namespace

void run_leaving(const options& how, std::span<series> into) {
    const auto library = library_that_has_arrived(how);
    const auto& files = library.files();
    const auto to = library.data_dir() / "leaving.mrc";
    const auto run = [&](series& time, series& memory, std::vector<std::string> words) {
        const auto made = run_tool(library.data_dir(), std::move(words));
        time.add(made.took.count());
        memory.add(made.own_mb);
        return made.output;
    };
    fs::remove(to);
    const auto exported = run(into[0], into[1], {"export", "marc", to.string()});
    expect(into[0], "records", lines_with(exported, fmt::format(": {} records", files.titles())) * files.titles(), files.titles());
    fs::remove(to);
    const auto patrons = run(into[2], into[3], {"export", "csv", "patrons"});
    expect(into[2], "patrons", lines_with(patrons, "2997") > 0 ? lines_with(patrons, "\n") - 1 : 0, files.patron_count());
    const auto overdue = run(into[4], into[5], {"report", "overdues", "--csv"});
    expect(into[4], "overdue loans", lines_with(overdue, "\n") - 1, files.loan_count());
    static_cast<void>(run(into[6], into[7], {"check"}));
}

} // namespace circ::bench
