#pragma once

#include "storage/store.hpp"

#include <cstddef>
#include <functional>
#include <string>
#include <utility>

namespace circ::net::test {

/// A store that hands all on to another; a test derives from it what it wants otherwise.
class store_over : public storage::store {
public:
    explicit store_over(storage::store& real) : real_(&real) {}

    void read(const std::function<void(storage::reader&)>& what) override { real_->read(what); }
    void end_turn() noexcept override { real_->end_turn(); }
    void submit(work what, completion on_done) noexcept override { real_->submit(std::move(what), std::move(on_done)); }
    [[nodiscard]] std::size_t queued() const noexcept override { return real_->queued(); }
    [[nodiscard]] const std::string& digest_key() const noexcept override { return real_->digest_key(); }
    void stop() noexcept override { real_->stop(); }

protected:
    [[nodiscard]] storage::store& real() noexcept { return *real_; }

private:
    storage::store* real_;
};

} // namespace circ::net::test
