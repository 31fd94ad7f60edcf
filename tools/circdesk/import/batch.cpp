#include "tools/circdesk/import/batch.hpp"

#include "tools/circdesk/import/run_keeper.hpp"

#include <utility>

namespace circ::tool {

namespace {

/// Thrown out of a unit of work to take it back on purpose.
struct only_tried {};

} // namespace

void batch_writer::add(step what) {
    steps_.push_back(std::move(what));
    if (steps_.size() >= steps_per_unit_) finish();
}

void batch_writer::finish() {
    if (steps_.empty()) return;
    const auto steps = std::exchange(steps_, {});
    if (before_unit_) before_unit_();
    tally done;
    try {
        storage::write_and_wait(*into_, [&](storage::unit_of_work& unit) {
            done = {};
            for (const auto& each : steps)
                each(unit, done);
            if (how_ == run_mode::try_only) throw only_tried{};
            if (run_ != nullptr) run_->keep(unit, report_->sum(), done);
        });
    } catch (const only_tried&) {
        // as asked: the store is as it was
    }
    report_->add(done);
    if (run_ != nullptr) run_->kept(report_->sum());
}

} // namespace circ::tool
