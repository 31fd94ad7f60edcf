#pragma once

#include "config/settings.hpp"
#include "server/circulation/clock.hpp"
#include "server/circulation/operations.hpp"
#include "server/notices/program.hpp"
#include "storage/store.hpp"

#include <chrono>
#include <functional>
#include <string>
#include <vector>

namespace circ::notices {

/// Which notices are handed over: those that nobody has tried yet, or those that failed as well.
enum class which_notices { new_ones, failed_too };

struct hand_over_tally {
    int handed_over = 0;
    int failed = 0;
    std::string last_error;
};

/// Runs the program; tests give one of their own.
using program_runner = std::function<program_failure(
    const std::vector<std::string>& command, std::string_view input, std::chrono::seconds patience)>;

/// Hands notices over one after the other: the program gets one, and whether it took it is durable
/// before the next begins. So one that fails costs only itself, and one that was taken is not given
/// again; only a crash between the program's end and the mark does so, which its `id` shows. Each is
/// claimed in the store first: two that hand over at the same time never give the same one.
/// Blocks; never on an io thread.
/// @param goes_on asked before each; may be empty
/// @throws storage::store_error
hand_over_tally hand_over(storage::store& store,
                          const storage::institution& of,
                          const config::notice_settings& how,
                          const circulation::requester& by,
                          const circulation::clock& time,
                          which_notices which,
                          const std::function<bool()>& goes_on = {},
                          const program_runner& run = &run_program);

} // namespace circ::notices
