#include "tests/bench/scenario.hpp"

#include <array>

namespace circ::bench {
namespace {

// clang-format off
constexpr std::array status_goals{goal{"status99", "1/s", 0.80, 0.95}};
constexpr std::array item_goals{goal{"item17", "1/s", 0.40, 0.63}};
constexpr std::array account_goals{goal{"account63", "1/s", 0.25, 0.50}, goal{"account63_busy", "1/s", 0.25, 0.50}};
constexpr std::array circulation_goals{goal{"circulate", "1/s", 0.8, 1.5}, goal{"circulate_p99", "us", 1.5, 0.8}};
constexpr std::array group_goals{goal{"group_of_one", "1/s", 4, 7}};
constexpr std::array beside_circulation_goals{goal{"item17_beside_circulation", "us", 3, 1.5}};
constexpr std::array beside_new_pins_goals{goal{"item17_beside_new_pins", "us", 3, 1.5}};
constexpr std::array memory_goals{goal{"memory", "kB", 16, 4}, goal{"memory_tls", "kB", 0, 0}};
constexpr std::array parse_goals{goal{"parse", "ns", 400, 200}};
constexpr std::array size_goals{goal{"store_size", "1/s", 0.5, 0.8}};
constexpr std::array long_goals{goal{"long_account", "us", 1.5, 1.05}, goal{"long_account_middle", "us", 1.5, 1.05}};
constexpr std::array reconnect_goals{goal{"reconnect", "s", 60, 60}};
constexpr std::array relay_goals{
    goal{"relay17_at_1", "1/s", 0, 0}, goal{"relay17_added_at_1", "us", 300, 150},
    goal{"relay17_at_8", "1/s", 0, 0}, goal{"relay17_added_at_8", "us", 300, 150},
    goal{"relay17_at_64", "1/s", 0, 0}, goal{"relay17_added_at_64", "us", 300, 150},
    goal{"relay_lend_at_1", "1/s", 0, 0}, goal{"relay_lend_added_at_1", "us", 0, 0},
    goal{"relay_lend_at_8", "1/s", 0, 0}, goal{"relay_lend_added_at_8", "us", 0, 0},
    goal{"relay_lend_at_64", "1/s", 0, 0}, goal{"relay_lend_added_at_64", "us", 0, 0}};

constexpr std::array scenarios{
    scenario{"status99", "99 against a line echo of the same sizes", status_goals, run_status},
    scenario{"item17", "17 of items at random against the echo", item_goals, run_item},
    scenario{"account63", "63 with a cached PIN against the echo: one reader in ten busy, and only busy ones (six counts, running fees)",
             account_goals, run_account},
    scenario{"circulate", "durable 11 and 09 against a bare SQLite loop with groups of the same size, and the p99 of both",
             circulation_goals, run_circulation},
    scenario{"group_of_one", "durable 11 and 09 against the same server with one change to a commit", group_goals, run_group_of_one},
    scenario{"item17_beside_circulation", "p99 of 17 while half of the kiosks circulate, against alone", beside_circulation_goals, run_beside_circulation},
    scenario{"item17_beside_new_pins", "p99 of 17 while 8 kiosks send PINs never seen, against alone", beside_new_pins_goals, run_beside_new_pins},
    scenario{"memory", "memory of the server for each idle connection that is logged in, plain and by TLS", memory_goals, run_memory},
    scenario{"parse", "reading an 11 of 120 bytes with its checksum", parse_goals, run_parse},
    scenario{"store_size", "17 in the large library against one of 10,000 items", size_goals, run_store_size},
    scenario{"long_account", "a page of ten loans of a reader with very many, the first and one in the middle, against a reader with ten",
             long_goals, run_long_account},
    scenario{"reconnect", "half of all kiosks are cut and come back within two seconds: until each has its 94 and an 18", reconnect_goals, run_reconnect},
    scenario{"relay", "17, and 11 and 09 in turn, at 1, 8 and 64 kiosks whose daemon asks another one by NCIP, against that one asked directly",
             relay_goals, run_relay},
};
// clang-format on

} // namespace

std::span<const scenario> all_scenarios() { return scenarios; }

} // namespace circ::bench
