#include "server/app/process_figures.hpp"

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

#include <sys/resource.h>
#include <unistd.h>

namespace circ::app {

namespace {

/// Near enough: taken when the program's objects are made.
const std::chrono::duration<double> started = std::chrono::system_clock::now().time_since_epoch();

double seconds_of(const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

std::uint64_t resident() {
    std::uint64_t pages = 0;
    std::ifstream in("/proc/self/statm");
    in >> pages >> pages; // the second number
    return in ? pages * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE)) : 0;
}

std::uint64_t open_files() {
    std::error_code none; // without /proc nothing is counted
    std::filesystem::directory_iterator all("/proc/self/fd", none);
    if (none) return 0;
    return static_cast<std::uint64_t>(std::distance(begin(all), end(all))) - 1; // this walk's own
}

} // namespace

process_figures look_at_process() {
    process_figures made;
    made.started_at = started.count();
    rusage used{};
    if (::getrusage(RUSAGE_SELF, &used) == 0) made.cpu_seconds = seconds_of(used.ru_utime) + seconds_of(used.ru_stime);
    rlimit files{};
    if (::getrlimit(RLIMIT_NOFILE, &files) == 0) made.open_files_limit = files.rlim_cur;
    made.resident_bytes = resident();
    made.open_files = open_files();
    return made;
}

} // namespace circ::app
