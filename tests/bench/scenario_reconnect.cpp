#include "tests/bench/reconnecting.hpp"
#include "tests/bench/rounds.hpp"
#include "tests/bench/scenario.hpp"

namespace circ::bench {

void run_reconnect(const options& how, std::span<series> into) {
    const auto library = usual_library(how);
    const daemon_process daemon(library.data_dir());
    const auto came = reconnect_half(daemon.port(), how.connections, library);
    into[0].note(came.served);
    into[0].add(came.took.count());
}

} // namespace circ::bench
