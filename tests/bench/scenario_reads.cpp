// What only reads, beside a line echo.
#include "tests/bench/line_echo.hpp"
#include "tests/bench/rounds.hpp"
#include "tests/bench/scenario.hpp"

namespace circ::bench {
namespace {

/// The same client over a server that does nothing: it makes the same requests and takes the answers
/// apart in the same way, only that they are those of other requests.
measured echo_of(const options& how, const measured& like, dialogue& what) {
    const line_echo echo(like.samples);
    return drive(echo.port(), {}, {{&what, how.kiosks}}, how.span(), answers::echoed).front();
}

void against_echo(const options& how, const daemon_process& daemon, dialogue& what, series& into) {
    warm(how, daemon, what);
    for (std::size_t round = 0; round < how.rounds; ++round) {
        const auto ours = ask(how, daemon, what);
        into.note(ours);
        into.add(ours.per_second, echo_of(how, ours, what).per_second);
    }
}

} // namespace

void run_status(const options& how, std::span<series> into) {
    const daemon_process daemon(usual_library(how).data_dir());
    against_echo(how, daemon, *status_dialogue(), into[0]);
}

void run_item(const options& how, std::span<series> into) {
    const auto library = usual_library(how);
    const daemon_process daemon(library.data_dir());
    against_echo(how, daemon, *item_dialogue(library, how.kiosks), into[0]);
}

void run_account(const options& how, std::span<series> into) {
    const auto library = usual_library(how);
    const daemon_process daemon(library.data_dir());
    against_echo(how, daemon, *account_dialogue(library, how.kiosks, readers::all), into[0]);
    against_echo(how, daemon, *account_dialogue(library, how.kiosks, readers::busy), into[1]);
}

} // namespace circ::bench
