// circdeskd over a store that kills the process at a chosen step of the n-th changing unit of work,
// told by CIRC_DIE="STEP N", or cannot be read while the file CIRC_AWAY is there: the shipped daemon
// has no such hook, only its run() takes a wrapper.
#include "server/app/run.hpp"
#include "storage/store_error.hpp"

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <sstream>
#include <string>
#include <utility>

#include <unistd.h>

namespace {

using namespace circ::storage;

[[noreturn]] void die() {
    ::kill(::getpid(), SIGKILL); // at once, as a power cut: no handler, no destructor, no flush
    std::abort();
}

class dying_store final : public store {
public:
    explicit dying_store(std::unique_ptr<store> over) : over_(std::move(over)) {
        if (const char* told = std::getenv("CIRC_DIE")) std::istringstream(told) >> step_ >> units_left_;
    }

    void read(const std::function<void(reader&)>& what) override {
        if (away_ != nullptr && std::filesystem::exists(away_)) throw store_error(store_failure::unavailable, "the disk is gone");
        over_->read(what);
    }
    void end_turn() noexcept override { over_->end_turn(); }
    void submit(work what, completion on_done) noexcept override {
        const bool is_the_one = --units_left_ == 0;
        if (!is_the_one) return over_->submit(std::move(what), std::move(on_done));
        over_->submit(
            [this, what = std::move(what)](unit_of_work& unit) {
                if (step_ == "before_work") die();
                what(unit);
                if (step_ == "before_commit") die();
            },
            [this, on_done = std::move(on_done)](std::exception_ptr failure) {
                if (step_ == "after_commit") die();
                on_done(std::move(failure));
            });
    }
    std::size_t queued() const noexcept override { return over_->queued(); }
    const std::string& digest_key() const noexcept override { return over_->digest_key(); }
    void stop() noexcept override { over_->stop(); }

private:
    std::unique_ptr<store> over_;
    const char* away_ = std::getenv("CIRC_AWAY");
    std::string step_;
    long units_left_ = -1;
};

} // namespace

int main(int argc, char** argv) {
    return circ::app::run(argc, argv, [](std::unique_ptr<store> over) {
        return std::unique_ptr<store>(std::make_unique<dying_store>(std::move(over)));
    });
}
