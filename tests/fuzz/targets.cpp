#include "tests/fuzz/targets.hpp"

namespace circ::fuzz {

namespace {

// clang-format off
constexpr target all[] = {
    {"framer",       run_framer,       20'000},
    {"parser",       run_parser,       6'000},
    {"conversation", run_conversation, 4'000},
    {"telnet",       run_telnet,       20'000},
    {"charset",      run_charset,      4'000},
    {"iso2709",      run_iso2709,      3'000},
    {"marcxml",      run_marcxml,      2'000},
    {"aleph",        run_aleph,        3'000},
    {"csv",          run_csv,          4'000},
    {"settings",     run_settings,     300},
    {"ncip",         run_ncip,         500},
    {"http",         run_http,         3'000},
};
// clang-format on

} // namespace

std::span<const target> targets() {
    return all;
}

} // namespace circ::fuzz
