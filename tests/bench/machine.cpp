#include "tests/bench/machine.hpp"

#include <fmt/format.h>

#include <fstream>
#include <thread>

#include <sys/utsname.h>

namespace circ::bench {
namespace {

std::string processor() {
    std::ifstream in("/proc/cpuinfo");
    for (std::string line; std::getline(in, line);)
        if (line.starts_with("model name")) return line.substr(line.find(':') + 2);
    return "unknown processor";
}

} // namespace

std::string machine_text() {
    utsname system{};
    ::uname(&system);
#ifdef NDEBUG
    const char* const build = "optimised build";
#else
    const char* const build = "unoptimised build: these figures say nothing";
#endif
    return fmt::format("{}, {} processors, {} {}, {}", processor(), std::thread::hardware_concurrency(),
                       &system.sysname[0], &system.release[0], build);
}

} // namespace circ::bench
