#include "tests/bench/series.hpp"

namespace circ::bench {

void series::add(double ours, double limit) {
    ours_.push_back(ours);
    limit_.push_back(limit);
    ratio_.push_back(ours / limit);
}

void series::add(double ours) { ours_.push_back(ours); }

void series::note(const measured& of) {
    median_us_.push_back(of.median.count());
    p99_us_.push_back(of.p99.count());
    count(of);
}

void series::count(const measured& of) {
    answers_ += of.answers;
    if (mismatches_ == 0) first_mismatch_ = of.first_mismatch;
    mismatches_ += of.mismatches;
}

} // namespace circ::bench
