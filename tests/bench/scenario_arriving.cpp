// A library moves in: what another system has written, brought in with the operator's tool.
#include "tests/bench/arrived_library.hpp"
#include "tests/bench/bare_import.hpp"
#include "tests/bench/scenario.hpp"

#include <algorithm>

namespace circ::bench {

namespace fs = std::filesystem;

void run_import(const options& how, std::span<series> into) {
    const arrived_library library(how);
    const auto& files = library.files();
    const auto made = library.arrive();
    const auto bare = library.data_dir() / "bare.sqlite";

    into[0].add(per_second(files.items(), made.marc), bare_catalogue(bare, files));
    into[0].count(counted(made.marc, "titles", "new", files.titles()));
    into[0].count(counted(made.marc, "items", "new", files.items()));
    into[1].add(made.marc.own_mb);
    into[2].add(made.marc.resident_mb);
    into[3].add(per_second(files.patron_count(), made.patrons), bare_patrons(bare, files));
    into[3].count(counted(made.patrons, "patrons", "new", files.patron_count()));
    into[4].add(made.patrons.own_mb);
    into[5].add(per_second(files.loan_count(), made.loans));
    into[5].count(counted(made.loans, "loans", "new", files.loan_count()));
    into[6].add(per_second(files.hold_count(), made.holds));
    into[6].count(counted(made.holds, "holds", "new", files.hold_count()));
    into[7].add(per_second(files.fee_count(), made.fees));
    into[7].count(counted(made.fees, "fees", "new", files.fee_count()));
    into[8].add(std::max({made.loans.own_mb, made.holds.own_mb, made.fees.own_mb}));
    fs::remove(bare);
}

void run_import_again(const options& how, std::span<series> into) {
    const auto library = library_that_has_arrived(how);
    const auto& files = library.files();
    const auto again = bring_in_catalogue(library.data_dir(), files);
    into[0].add(per_second(files.items(), again));
    into[0].count(counted(again, "titles", "unchanged", files.titles()));
    into[0].count(counted(again, "items", "unchanged", files.items()));
    into[1].add(again.own_mb);
}

} // namespace circ::bench
