// A count of a branch: what stands there, what does not, and what is booked at its end.
#include "tests/bench/arrived_library.hpp"
#include "tests/bench/scenario.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>

#include <unistd.h>

namespace circ::bench {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t branch = 0;
constexpr std::size_t another = 1;
constexpr std::size_t unseen_every = 20;

/// Whether it stands where it belongs, and the one who counts comes by.
bool is_seen(std::size_t item) { return item / arriving_files::branches % unseen_every != 0; }

/// What a count of the branch must find.
struct expected_count {
    std::size_t scans = 0;
    std::size_t at_its_place = 0;
    std::size_t on_loan = 0;
    std::size_t wrong_place = 0;
    std::size_t unknown = 0;
    std::size_t unseen = 0;

    [[nodiscard]] std::size_t shelved() const { return at_its_place + unseen; }
};

/// Nearly all of the branch, a twentieth as much of another, and what nobody knows.
expected_count write_scans(const fs::path& file, std::size_t items) {
    std::ofstream to(file, std::ios::binary);
    expected_count made;
    const auto scan = [&](const std::string& barcode, std::size_t& as) {
        to << barcode << "\r\n";
        ++made.scans;
        ++as;
    };
    for (std::size_t item = 0; item < items; ++item) {
        const bool is_here = arriving_files::branch_of(item) == branch;
        const bool is_astray = arriving_files::branch_of(item) == another && !is_seen(item);
        if (is_here && !arriving_files::is_lent(item) && !is_seen(item)) ++made.unseen;
        if ((is_here && is_seen(item)) || is_astray)
            scan(arriving_files::barcode(item), arriving_files::is_lent(item) ? made.on_loan : is_here ? made.at_its_place : made.wrong_place);
    }
    for (int i = 0; i < 10; ++i) scan(fmt::format("nobody-knows-{}", i), made.unknown);
    return made;
}

class checker {
public:
    explicit checker(series& into) : into_(into) {}
    ~checker() { into_.count(all_); }
    checker(const checker&) = delete;
    checker& operator=(const checker&) = delete;

    void expect(std::string_view what, std::size_t told, std::size_t expected) {
        ++all_.answers;
        if (told == expected) return;
        if (all_.mismatches++ == 0) all_.first_mismatch = fmt::format("{}: {}, not {}", what, told, expected);
    }

private:
    series& into_;
    measured all_;
};

std::size_t lines_of(const fs::path& file) {
    std::ifstream in(file);
    std::size_t lines = 0;
    for (std::string each; std::getline(in, each);) ++lines;
    return lines;
}

} // namespace

void run_stocktaking(const options& how, std::span<series> into) {
    const auto library = library_that_has_arrived(how);
    const auto scans = library.data_dir() / "scans.txt";
    const auto undo = library.data_dir() / "count.undo";
    const auto expected = write_scans(scans, library.files().items());
    double own_mb = 0;
    for (std::size_t round = 0; round < how.rounds; ++round) {
        const std::string name = fmt::format("count-{}-{}", ::getpid(), round);
        const auto run = [&](series& time, std::vector<std::string> words) {
            const auto made = run_tool(library.data_dir(), std::move(words));
            time.add(made.took.count());
            own_mb = std::max(own_mb, made.own_mb);
            return made.output;
        };
        fs::remove(undo);
        const auto started = run(into[0], {"--json", "count", "start", name, "--branch", arriving_files::branch(branch)});
        checker(into[0]).expect("shelved", number_in(started, name, "expected"), expected.shelved());
        const auto scanned = run(into[1], {"--json", "count", "scan", name, scans.string()});
        checker(into[1]).expect("scanned", number_in(scanned, std::to_string(expected.scans), "scanned"), expected.scans);
        const auto review = run(into[2], {"--json", "count", "review", name});
        {
            checker of(into[2]);
            for (const auto& [what, number] : {std::pair("expected", expected.at_its_place), std::pair("wrong place", expected.wrong_place),
                                               std::pair("on loan", expected.on_loan), std::pair("unknown", expected.unknown),
                                               std::pair("not seen", expected.unseen)})
                of.expect(what, number_in(review, what, "items"), number);
        }
        static_cast<void>(run(into[3], {"count", "review", name, "--missing"}));
        static_cast<void>(run(into[4], {"count", "commit", name, "--undo-file", undo.string(), "--yes"}));
        checker(into[4]).expect("booked as missing", lines_of(undo), expected.unseen);
        const auto back = run(into[5], {"--json", "count", "undo", undo.string(), "--at", arriving_files::branch(branch), "--reason", "measured", "--yes"});
        checker(into[5]).expect("put back", number_told(back, "as_before"), expected.unseen);
    }
    into[6].add(own_mb);
}

} // namespace circ::bench
