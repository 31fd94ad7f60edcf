#pragma once

#include "server/net/backend.hpp"
#include "server/net/hashing_pool.hpp"
#include "tests/unit/net/store_over.hpp"

#include <array>
#include <atomic>
#include <string_view>

namespace circ::net::test {

/// Where a connection may break between a request and its answer, in the order of its way.
enum class cut_point {
    before_the_first_byte, ///< the device's own doing, as far as behind_the_line_end
    in_the_middle,
    before_the_line_end,
    behind_the_line_end,
    before_the_rules, ///< read and translated
    in_the_proof,     ///< the session waits for the hashing thread
    before_the_queue,
    in_the_unit, ///< on the writer's thread
    before_the_commit,
    behind_the_commit,
    in_the_answer, ///< the device has some of it, and then all
    behind_the_answer
};

struct cut_point_name {
    cut_point where;
    std::string_view name;
    bool inside; ///< reached in the server, while the device waits
};

// clang-format off
inline constexpr std::array cut_points{
    cut_point_name{cut_point::before_the_first_byte, "before_the_first_byte", false},
    cut_point_name{cut_point::in_the_middle,         "in_the_middle",         false},
    cut_point_name{cut_point::before_the_line_end,   "before_the_line_end",   false},
    cut_point_name{cut_point::behind_the_line_end,   "behind_the_line_end",   false},
    cut_point_name{cut_point::before_the_rules,      "before_the_rules",      true},
    cut_point_name{cut_point::in_the_proof,          "in_the_proof",          true},
    cut_point_name{cut_point::before_the_queue,      "before_the_queue",      true},
    cut_point_name{cut_point::in_the_unit,           "in_the_unit",           true},
    cut_point_name{cut_point::before_the_commit,     "before_the_commit",     true},
    cut_point_name{cut_point::behind_the_commit,     "behind_the_commit",     true},
    cut_point_name{cut_point::in_the_answer,         "in_the_answer",         false},
    cut_point_name{cut_point::behind_the_answer,     "behind_the_answer",     false}};
// clang-format on

/// Breaks one connection where it is told to. The device, which waits for an answer, finds it gone.
class cutter {
public:
    /// @param device a socket that stays open until the cut has been made
    void arm(cut_point where, int device) noexcept;
    /// Called by whoever passes the point, on whatever thread.
    void passes(cut_point where) noexcept;

private:
    std::atomic<int> where_{-1};
    std::atomic<int> device_{-1};
};

/// The store with the points of a unit of work.
class cutting_store final : public store_over {
public:
    cutting_store(storage::store& over, cutter& scissors) : store_over(over), cut_(&scissors) {}

    void submit(work what, completion on_done) noexcept override;

private:
    cutter* cut_;
};

/// The backend with the points before it.
class cutting_backend final : public backend {
public:
    cutting_backend(backend& over, hashing_pool& pool, cutter& scissors) : over_(&over), pool_(&pool), cut_(&scissors) {}

    [[nodiscard]] boost::asio::awaitable<circulation::any_outcome> perform(circulation::any_operation what) override;

private:
    backend* over_;
    hashing_pool* pool_;
    cutter* cut_;
};

} // namespace circ::net::test
