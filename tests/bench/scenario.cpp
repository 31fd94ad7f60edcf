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

constexpr std::array import_goals{
    goal{"import_marc", "1/s", 0, 0}, goal{"import_marc_memory", "MB", 0, 0}, goal{"import_marc_resident", "MB", 0, 0},
    goal{"import_patrons", "1/s", 0, 0}, goal{"import_patrons_memory", "MB", 0, 0},
    goal{"import_loans", "1/s", 0, 0}, goal{"import_holds", "1/s", 0, 0}, goal{"import_fees", "1/s", 0, 0},
    goal{"import_business_memory", "MB", 0, 0}};
constexpr std::array import_beside_goals{
    goal{"import_beside", "1/s", 0, 0}, goal{"import_beside_patrons", "1/s", 0, 0}, goal{"import_beside_memory", "MB", 0, 0},
    goal{"circulate_beside_import", "1/s", 0, 0},
    goal{"lend_beside_import", "us", 0, 0}, goal{"lend_beside_import_p99", "us", 0, 0},
    goal{"return_beside_import", "us", 0, 0}, goal{"return_beside_import_p99", "us", 0, 0}};
constexpr std::array again_goals{goal{"import_again", "1/s", 0, 0}, goal{"import_again_memory", "MB", 0, 0}};
constexpr std::array search_goals{
    goal{"search_words", "ms", 0, 0}, goal{"search_prefix", "ms", 0, 0}, goal{"search_isbn", "ms", 0, 0},
    goal{"search_at_desk", "ms", 0, 0}, goal{"search_memory", "MB", 0, 0}};
constexpr std::array stocktaking_goals{
    goal{"count_start", "s", 0, 0}, goal{"count_scan", "s", 10, 10}, goal{"count_review", "s", 2, 2}, goal{"count_missing", "s", 2, 2},
    goal{"count_commit", "s", 0, 0}, goal{"count_undo", "s", 0, 0}, goal{"count_memory", "MB", 0, 0}};
constexpr std::array leaving_goals{
    goal{"export_marc", "s", 0, 0}, goal{"export_marc_memory", "MB", 0, 0}, goal{"export_patrons", "s", 0, 0}, goal{"export_patrons_memory", "MB", 0, 0},
    goal{"report_overdues", "s", 0, 0}, goal{"report_overdues_memory", "MB", 0, 0}, goal{"check", "s", 0, 0}, goal{"check_memory", "MB", 0, 0}};

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
    scenario{"import", "a library moves in by the tool, once: MARC with items and patrons against bare SQLite, open business, and the memory it takes",
             import_goals, run_import},
    scenario{"import_beside", "a library moves in by the tool, once, while 8 kiosks of another one go on, against the same while nobody asks and 11 and 09 alone",
             import_beside_goals, run_import_beside},
    scenario{"import_again", "the same MARC file once more: nothing has changed", again_goals, run_import_again},
    scenario{"search", "titles by two words, by three letters and by ISBN among all of that library, and by the tool", search_goals, run_search},
    scenario{"stocktaking", "a count of one of ten branches: its start, all scans, the review, its end and the way back", stocktaking_goals, run_stocktaking},
    scenario{"leaving", "exports, a long report and the check of that library", leaving_goals, run_leaving},
};
// clang-format on

} // namespace

std::span<const scenario> all_scenarios() { return scenarios; }

} // namespace circ::bench
