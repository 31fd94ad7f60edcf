#include "tests/bench/library.hpp"

#include "storage/open_store.hpp"
#include "tests/bench/library_rows.hpp"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <fstream>
#include <iostream>
#include <system_error>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

namespace circ::bench {

namespace fs = std::filesystem;

namespace {

constexpr const char* store_file = "circdesk.sqlite";
constexpr std::array store_files{store_file, "circdesk.sqlite-wal"}; ///< the second where a daemon was cut short

/// Brings the file into the system's memory, where a server that has run for a while would have it.
void read_through(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::vector<char> some(1 << 20);
    while (in.read(some.data(), static_cast<std::streamsize>(some.size()))) {
    }
}

void make(const fs::path& where, const made_library& what) {
    fs::path unfinished = where;
    unfinished += ".unfinished";
    fs::remove_all(unfinished);
    fs::create_directories(unfinished);
    storage::store_settings how;
    how.path = (unfinished / store_file).string();
    how.create = true;
    (void)storage::open_store(how); // for its schema
    library_rows(how.path).write(what);
    fs::rename(unfinished, where);
}

/// Waits until it is on the disk, so that nobody's commits wait for it later.
void settle(const fs::path& file) {
    const int handle = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (handle < 0) throw std::system_error(errno, std::generic_category(), file.string());
    const int failed = ::fsync(handle) == 0 ? 0 : errno;
    ::close(handle);
    if (failed != 0) throw std::system_error(failed, std::generic_category(), file.string());
}

} // namespace

std::string made_library::item(std::size_t number) { return fmt::format("3999{:010}", number); }
std::string made_library::title(std::size_t number) { return fmt::format("A Title of Usual Length, Volume {}", number); }
std::string made_library::card(std::size_t number) { return fmt::format("2999{:010}", number); }
std::string made_library::taken_item(std::size_t number) { return fmt::format("3998{:010}", number); }
std::string made_library::terminal(std::size_t number) { return fmt::format("kiosk{}", number); }
std::string made_library::login(std::size_t number) {
    return fmt::format("9300CN{}|CO{}|", terminal(number), library_rows::terminal_password);
}

made_library make_library(const fs::path& root, const library_size& size) {
    const auto name = fmt::format("{}-items-{}-patrons-{}-loans-{}-terminals", size.items, size.patrons, size.loans, size.accounts);
    made_library made(root / name, size);
    if (!fs::exists(made.data_dir())) {
        std::cerr << "  making a library, once: " << name << '\n';
        make(made.data_dir(), made);
    }
    read_through(made.data_dir() / store_file);
    return made;
}

made_library copy_library(const made_library& of, const fs::path& to) {
    std::cerr << "  copying a library: " << to.filename().string() << '\n';
    fs::remove_all(to);
    fs::create_directories(to);
    for (const auto* each : store_files) {
        if (!fs::exists(of.data_dir() / each)) continue;
        fs::copy_file(of.data_dir() / each, to / each);
        settle(to / each);
    }
    return {to, of.size()};
}

} // namespace circ::bench
