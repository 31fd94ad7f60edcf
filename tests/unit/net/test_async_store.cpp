#include "storage/store_error.hpp"
#include "tests/unit/net/desk.hpp"
#include "tests/unit/net/store_over.hpp"

#include <boost/asio/detached.hpp>

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

namespace circ::net::test {
namespace {

namespace asio = boost::asio;

/// A store that counts how often its turn has ended.
class turn_counter final : public store_over {
public:
    using store_over::store_over;

    void end_turn() noexcept override {
        ++turns;
        store_over::end_turn();
    }

    std::atomic<int> turns = 0;
};

class an_async_store : public testing::Test {
protected:
    [[nodiscard]] storage::store::work add_branch(const std::string& code) const {
        return [this, code](storage::unit_of_work& unit) {
            unit.add(storage::branch{.id = unit.new_id<storage::branch_id>(), .institution = library.institution,
                                     .code = code, .name = code, .address = "", .time_zone = "Europe/Berlin"});
        };
    }
    [[nodiscard]] bool has_branch(const std::string& code) {
        bool found = false;
        storing.read([&](storage::reader& from) { found = from.branch_by_code(library.institution, code).has_value(); });
        return found;
    }

    asio::io_context io;
    terminal_store library;
    turn_counter counting{library.store()};
    async_store storing{counting, io.get_executor()};
};

TEST_F(an_async_store, completes_a_write_once_on_the_thread_of_the_loop_when_it_is_durable) {
    int times = 0;
    std::thread::id completed_on;
    asio::co_spawn(io, storing.write(add_branch("NEW")), [&](std::exception_ptr failure) {
        EXPECT_FALSE(failure);
        EXPECT_TRUE(has_branch("NEW"));
        completed_on = std::this_thread::get_id();
        ++times;
    });
    io.run(); // which a write that is under way keeps running
    EXPECT_EQ(times, 1);
    EXPECT_EQ(completed_on, std::this_thread::get_id());
}

TEST_F(an_async_store, throws_what_the_work_threw_and_keeps_nothing_of_it) {
    storage::store::work work = [add = add_branch("LOST")](storage::unit_of_work& unit) {
        add(unit);
        throw std::runtime_error("changed my mind");
    };
    EXPECT_THROW(finish(io, storing.write(std::move(work))), std::runtime_error);
    EXPECT_FALSE(has_branch("LOST"));
}

TEST_F(an_async_store, throws_when_the_store_has_stopped) {
    library.store().stop();
    EXPECT_THROW(finish(io, storing.write(add_branch("LATE"))), storage::store_error);
}

TEST_F(an_async_store, lets_all_reads_of_a_turn_share_one) {
    EXPECT_FALSE(has_branch("NEW"));
    EXPECT_TRUE(has_branch("RIV-MAIN"));
    EXPECT_EQ(counting.turns, 0);
    io.run();
    EXPECT_EQ(counting.turns, 1);
    EXPECT_TRUE(has_branch("RIV-EAST"));
    io.restart();
    io.run();
    EXPECT_EQ(counting.turns, 2);
}

TEST_F(an_async_store, throws_what_a_read_throws) {
    EXPECT_THROW(storing.read([](storage::reader&) { throw std::runtime_error("cannot read"); }), std::runtime_error);
    EXPECT_TRUE(has_branch("RIV-MAIN"));
}

/// What many sessions ask in one turn, answered by this thread and a helper.
class an_async_store_with_a_helper : public an_async_store {
protected:
    async_store helped{counting, io.get_executor(), 1};
};

TEST_F(an_async_store_with_a_helper, answers_all_who_look_in_one_turn) {
    std::vector<std::string> names(20);
    std::vector<std::size_t> answered;
    for (std::size_t i = 0; i < names.size(); ++i) {
        async_store::look_up work = [&, i](storage::reader& from) {
            const auto found = from.branch_by_code(library.institution, i % 2 == 0 ? "RIV-MAIN" : "RIV-EAST");
            if (found) names[i] = found->code;
        };
        asio::co_spawn(io, helped.look(std::move(work)), [&, i](std::exception_ptr failure) {
            EXPECT_FALSE(failure);
            EXPECT_EQ(names[i], i % 2 == 0 ? "RIV-MAIN" : "RIV-EAST");
            answered.push_back(i);
        });
    }
    io.run();
    EXPECT_EQ(answered.size(), names.size());
    std::ranges::sort(answered);
    EXPECT_EQ(std::ranges::adjacent_find(answered), answered.end()) << "nobody is answered twice";
}

TEST_F(an_async_store_with_a_helper, throws_what_a_look_threw_to_whoever_asked_for_it_alone) {
    int failures = 0;
    for (int i = 0; i < 8; ++i) {
        async_store::look_up work = [i](storage::reader&) {
            if (i == 5) throw std::runtime_error("cannot read");
        };
        asio::co_spawn(io, helped.look(std::move(work)), [&, i](std::exception_ptr failure) {
            EXPECT_EQ(failure != nullptr, i == 5);
            if (failure) ++failures;
        });
    }
    io.run();
    EXPECT_EQ(failures, 1);
}

TEST_F(an_async_store_with_a_helper, shows_each_look_what_was_written_before) {
    std::atomic<int> seen = 0;
    EXPECT_FALSE(has_branch("NEW")); // a snapshot of this thread
    asio::co_spawn(io, helped.write(add_branch("NEW")), [&](std::exception_ptr) {
        for (int i = 0; i < 8; ++i) {
            async_store::look_up work = [&](storage::reader& from) {
                if (from.branch_by_code(library.institution, "NEW")) ++seen;
            };
            asio::co_spawn(io, helped.look(std::move(work)), asio::detached);
        }
    });
    io.run();
    EXPECT_EQ(seen, 8);
}

} // namespace
} // namespace circ::net::test
