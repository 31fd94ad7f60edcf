#include "tests/unit/net/cutting.hpp"

#include <sys/socket.h>

#include <utility>

namespace circ::net::test {

void cutter::arm(cut_point where, int device) noexcept {
    device_ = device;
    where_ = static_cast<int>(where);
}

void cutter::passes(cut_point where) noexcept {
    int wanted = static_cast<int>(where);
    if (where_.compare_exchange_strong(wanted, -1)) ::shutdown(device_, SHUT_RDWR);
}

void cutting_store::submit(work what, completion on_done) noexcept {
    cut_->passes(cut_point::before_the_queue);
    store_over::submit(
        [cut = cut_, what = std::move(what)](storage::unit_of_work& unit) {
            cut->passes(cut_point::in_the_unit);
            what(unit);
            cut->passes(cut_point::before_the_commit);
        },
        [cut = cut_, on_done = std::move(on_done)](std::exception_ptr failure) {
            cut->passes(cut_point::behind_the_commit);
            on_done(std::move(failure));
        });
}

boost::asio::awaitable<circulation::any_outcome> cutting_backend::perform(circulation::any_operation what) {
    cut_->passes(cut_point::before_the_rules);
    // The pool has one thread: the proof waits behind this question, and the session with it.
    std::function<bool()> question = [cut = cut_] {
        cut->passes(cut_point::in_the_proof);
        return true;
    };
    static_cast<void>(co_await pool_->ask(std::move(question)));
    co_return co_await over_->perform(std::move(what));
}

} // namespace circ::net::test
