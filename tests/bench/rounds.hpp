#pragma once

#include "tests/bench/daemon_process.hpp"
#include "tests/bench/dialogues.hpp"
#include "tests/bench/kiosks.hpp"
#include "tests/bench/library.hpp"
#include "tests/bench/options.hpp"

namespace circ::bench {

// What scenarios have in common.

/// The library that most of them use.
[[nodiscard]] made_library usual_library(const options& how);

/// All kiosks ask the daemon, for the usual span.
[[nodiscard]] measured ask(const options& how, const daemon_process& whom, dialogue& what);

/// For a quarter of that, and nobody looks at it: caches become warm.
void warm(const options& how, const daemon_process& whom, dialogue& with);

} // namespace circ::bench
