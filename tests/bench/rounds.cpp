#include "tests/bench/rounds.hpp"

namespace circ::bench {

made_library usual_library(const options& how) {
    return make_library(how.data, {.items = how.items, .patrons = how.patrons, .loans = how.loans, .accounts = how.terminals});
}

measured ask(const options& how, const daemon_process& whom, dialogue& what) {
    return drive(whom.port(), made_library::login(), {{&what, how.kiosks}}, how.span()).front();
}

void warm(const options& how, const daemon_process& whom, dialogue& with) {
    (void)drive(whom.port(), made_library::login(), {{&with, how.kiosks}}, how.span() / 4);
}

} // namespace circ::bench
