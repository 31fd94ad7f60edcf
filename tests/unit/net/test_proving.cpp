// Proving PINs: on the pool while there is room, and from memory. That memory answered is seen by
// a pool that is full: whoever needed it gets nothing.
#include "server/circulation/verifier.hpp"
#include "server/net/pin_prover.hpp"
#include "tests/unit/net/running.hpp"

#include <latch>
#include <thread>

namespace circ::net::test {
namespace {

using std::chrono::seconds;
using answer = std::optional<bool>;

const storage::instant start = std::chrono::sys_days(std::chrono::year(2026) / 3 / 17);

/// Two verifiers of the PIN 4471, made once.
const std::string& verifier(std::size_t which) {
    static const std::string made[] = {circulation::make_verifier(storage::secret("4471")),
                                       circulation::make_verifier(storage::secret("4471"))};
    return made[which];
}

/// A pool with room for one question.
class pool_of_one : public testing::Test {
protected:
    ~pool_of_one() override { let_go(); }

    /// From now on the pool is full.
    void fill() {
        std::function<bool()> wait = [this] {
            held.wait();
            return true;
        };
        boost::asio::co_spawn(io, pool.ask(std::move(wait)), [](std::exception_ptr, answer) {});
        io.restart();
        io.poll();
        full = true;
    }
    void let_go() {
        if (std::exchange(full, false)) held.count_down();
    }
    [[nodiscard]] answer prove(const char* pin, std::size_t which, seconds later = seconds(0)) {
        return result_of(io, pins.prove(storage::secret(pin), verifier(which), start + later));
    }

    boost::asio::io_context io;
    std::latch held{1};
    bool full = false;
    hashing_pool pool{1, 1};
    pin_prover pins{pool, "", {.most_remembered = 1, .remembered_for = seconds(300)}};
};

TEST_F(pool_of_one, answers_on_the_thread_that_asks) {
    for (const bool said : {true, false}) {
        std::function<bool()> question = [said] { return said; };
        EXPECT_EQ(result_of(io, pool.ask(std::move(question))), answer(said));
    }
}

TEST_F(pool_of_one, hands_on_what_a_question_throws_and_goes_on) {
    std::function<bool()> question = []() -> bool { throw std::bad_alloc(); };
    EXPECT_THROW(result_of(io, pool.ask(std::move(question))), std::bad_alloc);
    std::function<bool()> another = [] { return true; };
    EXPECT_EQ(result_of(io, pool.ask(std::move(another))), answer(true));
}

TEST_F(pool_of_one, refuses_when_full) {
    fill();
    EXPECT_EQ(prove("4471", 0), std::nullopt);
    let_go();
    run_until(io, [&] { return prove("4471", 0) == answer(true); });
}

TEST_F(pool_of_one, is_not_needed_for_a_pin_that_was_right_before) {
    EXPECT_EQ(prove("4471", 0), answer(true));
    fill();
    EXPECT_EQ(prove("4471", 0, seconds(299)), answer(true));
}

TEST_F(pool_of_one, is_needed_again_when_time_is_up) {
    EXPECT_EQ(prove("4471", 0), answer(true));
    fill();
    EXPECT_EQ(prove("4471", 0, seconds(300)), std::nullopt);
}

TEST_F(pool_of_one, is_needed_for_a_pin_that_was_changed) {
    EXPECT_EQ(prove("4471", 0), answer(true));
    fill();
    EXPECT_EQ(prove("4471", 1), std::nullopt);
}

TEST_F(pool_of_one, is_needed_for_a_pin_that_was_wrong_before) {
    EXPECT_EQ(prove("0000", 0), answer(false));
    fill();
    EXPECT_EQ(prove("0000", 0), std::nullopt);
}

TEST_F(pool_of_one, is_not_needed_for_a_pin_that_was_forgotten_and_is_right_again) {
    EXPECT_EQ(prove("4471", 0), answer(true));
    pins.forget(storage::secret("4471"), verifier(0));
    EXPECT_EQ(prove("4471", 0), answer(true));
    fill();
    EXPECT_EQ(prove("4471", 0), answer(true));
}

TEST_F(pool_of_one, is_needed_for_the_oldest_of_too_many) {
    EXPECT_EQ(prove("4471", 0), answer(true));
    EXPECT_EQ(prove("4471", 1), answer(true));
    fill();
    EXPECT_EQ(prove("4471", 1), answer(true));
    EXPECT_EQ(prove("4471", 0), std::nullopt);
}

TEST(prover, mixes_the_pepper_in) {
    boost::asio::io_context io;
    hashing_pool pool(1, 1);
    const auto peppered = circulation::make_verifier(storage::secret("4471"), "pepper");
    pin_prover with(pool, "pepper", {});
    pin_prover without(pool, "", {});
    EXPECT_EQ(result_of(io, with.prove(storage::secret("4471"), peppered, start)), answer(true));
    EXPECT_EQ(result_of(io, without.prove(storage::secret("4471"), peppered, start)), answer(false));
}

} // namespace
} // namespace circ::net::test
