#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace circ::fuzz {

/// What takes bytes from anybody, and what it promises for all of them. libFuzzer runs each target
/// for as long as it is let; fuzz_smoke_test runs the same functions for a moment in every build.
/// A target whose promise is broken throws; what else may go wrong the sanitizers see.
struct target {
    std::string_view name;
    void (*run)(std::string_view bytes);
    std::size_t smoke_runs; ///< of mutated seeds, for about a second unoptimised
};

/// All of them; a new one is a function below, a row in targets.cpp and a name in CMakeLists.txt.
[[nodiscard]] std::span<const target> targets();

/// @throws std::logic_error with the sentence when it does not hold
void promise(bool holds, const char* sentence);

void run_framer(std::string_view bytes);
void run_parser(std::string_view bytes);
void run_conversation(std::string_view bytes);
void run_telnet(std::string_view bytes);
void run_charset(std::string_view bytes);
void run_iso2709(std::string_view bytes);
void run_marcxml(std::string_view bytes);
void run_aleph(std::string_view bytes);
void run_csv(std::string_view bytes);
void run_settings(std::string_view bytes);
void run_ncip(std::string_view bytes);
void run_http(std::string_view bytes);

} // namespace circ::fuzz
