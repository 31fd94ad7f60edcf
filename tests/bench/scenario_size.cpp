// Whether what an answer costs grows with what is kept.
#include "tests/bench/rounds.hpp"
#include "tests/bench/scenario.hpp"

namespace circ::bench {
namespace {

constexpr std::size_t small_items = 10'000;

made_library library_of(const options& how, std::size_t items) {
    return make_library(how.data, {.items = items, .patrons = 100});
}

/// Microseconds of the server for one page.
double us_each(const measured& of) { return 1e6 / of.per_second; }

} // namespace

void run_store_size(const options& how, std::span<series> into) {
    const auto small_library = library_of(how, small_items);
    const auto large_library = library_of(how, how.big_items);
    const daemon_process small_daemon(small_library.data_dir());
    const daemon_process large_daemon(large_library.data_dir());
    const auto small = item_dialogue(small_library, how.kiosks);
    const auto large = item_dialogue(large_library, how.kiosks);
    warm(how, small_daemon, *small);
    warm(how, large_daemon, *large);
    for (std::size_t round = 0; round < how.rounds; ++round) {
        const auto ours = ask(how, large_daemon, *large);
        const auto limit = ask(how, small_daemon, *small);
        into[0].count(limit);
        into[0].note(ours);
        into[0].add(ours.per_second, limit.per_second);
    }
}

void run_long_account(const options& how, std::span<series> into) {
    const daemon_process daemon(usual_library(how).data_dir());
    const auto ten = loans_dialogue(made_library::short_card, 1);
    const dialogue_ptr many[] = {loans_dialogue(made_library::long_card, 1), loans_dialogue(made_library::long_card, how.loans / 2)};
    for (const auto* each : {&ten, &many[0], &many[1]}) warm(how, daemon, **each);
    for (std::size_t round = 0; round < how.rounds; ++round) {
        const auto limit = ask(how, daemon, *ten);
        for (std::size_t i = 0; i < std::size(many); ++i) {
            const auto ours = ask(how, daemon, *many[i]);
            into[i].note(ours);
            into[i].add(us_each(ours), us_each(limit));
        }
        into[0].count(limit);
    }
}

} // namespace circ::bench
