// A second process on the same store, for the tests that need one.
//   enter DATABASE COUNT         enters and leaves the gate COUNT times
//   hold DATABASE                stands in the gate, says "in", until its input ends
//   unit DATABASE CODE           stands in a unit half done, says "in", until its input ends
//   write DATABASE PREFIX COUNT  writes COUNT units, several at a time; says each one that is
//   durable
#include "library_units.hpp"

#include "storage/open_store.hpp"
#include "storage/sqlite/gate.hpp"

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <mutex>
#include <stdexcept>
#include <string>
#include <tuple>
#include <vector>

namespace {

using namespace circ;
using namespace std::chrono_literals;

void say(const std::string& what) {
    std::printf("%s\n", what.c_str());
    std::fflush(stdout);
}

void wait_for_end_of_input() {
    while (std::getchar() != EOF) {
    }
}

void enter(const std::string& database, int count) {
    storage::sqlite::gate gate{database, 60s, {}};
    for (int i = 0; i < count; ++i)
        const std::lock_guard in{gate};
}

void hold(const std::string& database) {
    storage::sqlite::gate gate{database, 60s, {}};
    const std::lock_guard in{gate};
    say("in");
    wait_for_end_of_input();
}

void stand_in_unit(storage::store& store, const std::string& code) {
    storage::write_and_wait(store, [&](storage::unit_of_work& in) {
        test::add_library(in, code);
        say("in");
        wait_for_end_of_input();
    });
}

void write_units(storage::store& store, const std::string& prefix, int count) {
    for (int i = 0; i < count; ++i) {
        const auto code = prefix + std::to_string(i);
        store.submit(test::adding_library(code), [code](const std::exception_ptr& failed) {
            if (failed) std::_Exit(3);
            say(code);
        });
    }
    store.stop();
}

void run(const std::vector<std::string>& words) {
    const auto& [task, database] = std::tie(words.at(0), words.at(1));
    if (task == "enter") return enter(database, std::stoi(words.at(2)));
    if (task == "hold") return hold(database);
    const auto store =
        storage::open_store({.path = database, .queue_units = 1'000'000, .busy = 60s});
    if (task == "unit") return stand_in_unit(*store, words.at(2));
    if (task == "write") return write_units(*store, words.at(2), std::stoi(words.at(3)));
    throw std::invalid_argument("unknown task " + task);
}

} // namespace

int main(int argc, char** argv) {
    try {
        run({argv + 1, argv + argc});
        return 0;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "storage_child: %s\n", error.what());
        return 1;
    }
}
