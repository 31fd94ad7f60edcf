// How long a look-up waits while others do what is slow.
#include "tests/bench/rounds.hpp"
#include "tests/bench/scenario.hpp"

#include <algorithm>

namespace circ::bench {
namespace {

constexpr std::size_t guessing_kiosks = 8;

std::size_t half_of_the_kiosks(const options& how) { return std::max<std::size_t>(1, how.kiosks / 2); }

void items_beside(const options& how, const made_library& library, const party& others, series& into) {
    const daemon_process daemon(library.data_dir());
    const auto items = item_dialogue(library, half_of_the_kiosks(how));
    const party asking{items.get(), half_of_the_kiosks(how)};
    const auto drive_all = [&](const std::vector<party>& who) { return drive(daemon.port(), made_library::login(), who, how.span()); };
    (void)drive_all({asking, others}); // caches warm
    for (std::size_t round = 0; round < how.rounds; ++round) {
        const auto alone = drive_all({asking});
        const auto beside = drive_all({asking, others});
        into.note(beside[0]);
        into.count(beside[1]);
        into.count(alone[0]);
        into.add(beside[0].p99.count(), alone[0].p99.count());
    }
}

} // namespace

void run_beside_circulation(const options& how, std::span<series> into) {
    const auto library = usual_library(how);
    const auto others = circulation_dialogue(library, half_of_the_kiosks(how));
    items_beside(how, library, {others.get(), half_of_the_kiosks(how)}, into[0]);
}

void run_beside_new_pins(const options& how, std::span<series> into) {
    const auto library = usual_library(how);
    const auto others = guessing_dialogue(library, guessing_kiosks);
    items_beside(how, library, {others.get(), guessing_kiosks}, into[0]);
}

} // namespace circ::bench
