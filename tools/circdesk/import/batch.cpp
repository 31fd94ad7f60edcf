#include "tools/circdesk/import/batch.hpp"

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
    tally done;
    try {
        storage::write_and_wait(*into_, [&](storage::unit_of_work& unit) {
            done = {};
            for (const auto& each : steps) each(unit, done);
            if (how_ == run_mode::try_only) throw only_tried{};
        });
    } catch (const only_tried&) {
        // as asked: the store is as it was
    }
    report_->add(done);
}

} // namespace circ::tool
