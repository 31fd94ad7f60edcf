#pragma once

#include "library_units.hpp"
#include "outcomes.hpp"
#include "scratch_folder.hpp"
#include "scripted_connection.hpp"

#include "storage/open_store.hpp"
#include "storage/sql/sql_store.hpp"
#include "storage/sqlite/gate.hpp"
#include "storage/sqlite/sqlite_driver.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <latch>
#include <memory>
#include <string>
#include <vector>

namespace circ::test {

/// A store over SQLite in a folder of its own, with a script at the writer's connection and one at all
/// that read.
class store_fixture : public testing::Test {
protected:
    using words = std::vector<std::string>;

    /// @pre no unit is queued
    void open(storage::sql::writer_settings settings = {.idle = std::chrono::hours{1}},
              std::chrono::milliseconds patience = std::chrono::milliseconds{20}) {
        static_cast<void>(storage::open_store({.path = path, .create = true}));
        storage::sql::engine over;
        over.open_writer = [this, patience] {
            auto real = storage::sqlite::open_connection({.path = path, .busy = patience});
            writing = real.get();
            return std::make_unique<storage::sql::session>(
                std::make_unique<scripted_connection>(std::move(real), script));
        };
        over.open_reader = [this] {
            auto real = storage::sqlite::open_connection(
                {.path = path, .mode = storage::sqlite::open_mode::read_only});
            return std::make_unique<storage::sql::session>(
                std::make_unique<scripted_connection>(std::move(real), reading_script));
        };
        over.gate = std::make_unique<storage::sqlite::gate>(path, patience, nullptr);
        store = std::make_unique<storage::sql::sql_store>(std::move(over), "", settings, record());
    }

    void submit(storage::store::work what) { store->submit(std::move(what), told.next()); }

    /// What each unit was told, in the order of submit(), once nothing can be told any more.
    words all_told() {
        store->stop();
        return told.wait();
    }

    /// Keeps the writer busy with a first unit while `queue` fills its queue.
    template <class Function>
    void while_writer_is_busy(Function queue) {
        std::latch started{1};
        std::latch go_on{1};
        submit([&](storage::unit_of_work&) {
            started.count_down();
            go_on.wait();
        });
        started.wait();
        queue();
        go_on.count_down();
        static_cast<void>(told.wait()); // the latches must outlive the unit
    }

    scratch_folder folder;
    std::string path = folder.file("library.db");
    connection_script script;
    connection_script reading_script;
    storage::sql::connection* writing = nullptr; // for the writer's thread only
    outcomes told;
    // Written by the writer before it tells the units, so to be read after that.
    std::vector<std::size_t> groups;
    words failures;
    int recoveries = 0;
    std::unique_ptr<storage::store> store; // last: its writer uses the above

private:
    storage::store_events record() {
        return {.on_gate_waited = {},
                .on_commit_failed = [this](auto cause) { failures.emplace_back(cause); },
                .on_recovered = [this] { ++recoveries; },
                .on_group_committed = [this](auto units, auto) { groups.push_back(units); }};
    }
};

} // namespace circ::test
