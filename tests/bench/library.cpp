#include "tests/bench/library.hpp"

#include "storage/open_store.hpp"
#include "tests/bench/library_rows.hpp"

#include <fmt/format.h>

#include <fstream>
#include <iostream>
#include <vector>

namespace circ::bench {

namespace fs = std::filesystem;

namespace {

constexpr const char* store_file = "circdesk.sqlite";

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

} // namespace circ::bench
