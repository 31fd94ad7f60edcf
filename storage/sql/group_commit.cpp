#include "storage/sql/group_commit.hpp"

#include "storage/sql/session.hpp"
#include "storage/store_error.hpp"
#include "storage/unit_of_work.hpp"

#include <chrono>
#include <string>
#include <utility>

namespace circ::storage::sql {

namespace {

constexpr int most_runs = 3;

/// A unit of a group could not do its work; what it says is heard when it runs apart.
struct unit_threw {};

// Ids are the only thing of ours that the wall clock makes; records get their instants from the
// unit.
instant wall_clock() {
    return std::chrono::time_point_cast<std::chrono::microseconds>(
        std::chrono::system_clock::now());
}

void run_in_group(session& over, queued_unit& unit) {
    try {
        unit_of_work verbs{over};
        unit.work(verbs);
    } catch (const store_error& error) {
        if (error.failure() == store_failure::conflict) throw;
        throw unit_threw{};
    } catch (...) {
        throw unit_threw{};
    }
}

} // namespace

group_commit::group_commit(open_session open, write_gate* gate)
    : open_(std::move(open)), gate_(gate) {}

group_commit::~group_commit() = default;

group_commit::pass group_commit::enter() {
    auto held = take_gate();
    begin();
    return held;
}

void group_commit::run(std::span<queued_unit> units) {
    auto how = grouping::together;
    for (int conflicts = 0;;) {
        const auto ended = try_run(units, how);
        if (ended == ending::committed) return;
        if (ended == ending::unit_failed) how = grouping::each_apart;
        if (ended == ending::conflict && ++conflicts == most_runs)
            throw store_error(store_failure::unavailable,
                              "another writer was first " + std::to_string(conflicts) + " times");
        begin();
    }
}

std::int64_t group_commit::log_bytes() const noexcept {
    return session_ ? session_->link().log_bytes() : 0;
}

void group_commit::checkpoint() {
    const auto held = take_gate();
    connected().link().checkpoint_passive();
}

group_commit::pass group_commit::take_gate() {
    return gate_ != nullptr ? pass{*gate_} : pass{};
}

session& group_commit::connected() {
    if (!session_) session_ = open_();
    return *session_;
}

void group_commit::begin() {
    try {
        connected().link().begin(access::writing);
    } catch (...) {
        session_.reset();
        throw;
    }
}

group_commit::ending group_commit::try_run(std::span<queued_unit> units, grouping how) {
    auto& over = session_->link();
    try {
        session_->begin_group(wall_clock());
        run_units(units, how);
        session_->end_group();
        over.commit();
        return ending::committed;
    } catch (const unit_threw&) {
        over.rollback();
        return ending::unit_failed;
    } catch (const store_error& error) {
        over.rollback();
        if (error.failure() == store_failure::conflict) return ending::conflict;
        session_.reset();
        throw;
    } catch (...) {
        session_.reset();
        throw;
    }
}

void group_commit::run_units(std::span<queued_unit> units, grouping how) {
    for (auto& unit : units) {
        unit.failed = nullptr; // of a run before
        if (how == grouping::each_apart)
            run_apart(unit);
        else
            run_in_group(*session_, unit);
    }
}

void group_commit::run_apart(queued_unit& unit) {
    auto& over = session_->link();
    over.begin_unit();
    try {
        unit_of_work verbs{*session_};
        unit.work(verbs);
    } catch (const store_error& error) {
        if (error.failure() == store_failure::conflict) throw;
        unit.failed = std::current_exception();
    } catch (...) {
        unit.failed = std::current_exception();
    }
    // Out of room or memory, an engine may undo the units before this one too.
    if (!over.in_transaction())
        throw store_error(store_failure::unavailable, "the database rolled back a whole group");
    unit.failed ? over.undo_unit() : over.keep_unit();
}

} // namespace circ::storage::sql
