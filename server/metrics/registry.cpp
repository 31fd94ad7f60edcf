#include "server/metrics/registry.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <cassert>
#include <map>
#include <mutex>
#include <sstream>
#include <type_traits>
#include <utility>
#include <vector>

// The only file that knows the library: it keeps the series and writes the text.

namespace circ::metrics {

namespace {

/// Seconds. A look-up takes some ten microseconds, a durable change some milliseconds, a PIN forty;
/// a device gives up after about ten seconds.
const prometheus::Histogram::BucketBoundaries buckets{0.0001, 0.0005, 0.001, 0.0025, 0.005, 0.01,
                                                      0.025,  0.05,   0.1,   0.25,   0.5,   1,
                                                      2.5,    10};

prometheus::Labels labels_of(const metric_info& row, registry::values of) {
    prometheus::Labels made;
    std::size_t at = 0;
    for (const auto value : of) made.emplace(row.labels[at++], value);
    return made;
}

} // namespace

struct registry::state {
    /// One metric: its family, of whichever kind, and the series there are.
    struct family {
        prometheus::Family<prometheus::Counter>* counters = nullptr;
        prometheus::Family<prometheus::Gauge>* gauges = nullptr;
        prometheus::Family<prometheus::Histogram>* histograms = nullptr;
        std::map<std::string, void*, std::less<>> series; ///< by the label values
    };

    state() {
        for (const metric_info& row : all_metrics()) {
            family made;
            const std::string name(row.name);
            const std::string help(row.help);
            switch (row.is) {
            case kind::counter: made.counters = &prometheus::BuildCounter().Name(name).Help(help).Register(all); break;
            case kind::gauge: made.gauges = &prometheus::BuildGauge().Name(name).Help(help).Register(all); break;
            case kind::histogram:
                made.histograms = &prometheus::BuildHistogram().Name(name).Help(help).Register(all);
                break;
            }
            families.push_back(std::move(made));
        }
    }

    template <class Series>
    Series& find(metric what, values of) {
        const metric_info& row = info(what);
        assert(of.size() == label_count(row));
        const std::lock_guard held{mutex};
        family& in = families[static_cast<std::size_t>(what)];
        std::string key;
        for (const auto value : of) key.append(value) += '\0';
        auto found = in.series.find(key);
        if (found != in.series.end()) return *static_cast<Series*>(found->second);
        auto labels = labels_of(row, of);
        if (in.series.size() >= most_series) {
            for (auto& [name, value] : labels) value = "other";
            key = "other";
        }
        void*& place = in.series[key];
        if (place == nullptr) place = &add<Series>(in, labels);
        return *static_cast<Series*>(place);
    }

    template <class Series>
    static Series& add(family& in, const prometheus::Labels& labels) {
        if constexpr (std::is_same_v<Series, prometheus::Counter>)
            return in.counters->Add(labels);
        else if constexpr (std::is_same_v<Series, prometheus::Gauge>)
            return in.gauges->Add(labels);
        else
            return in.histograms->Add(labels, buckets);
    }

    prometheus::Registry all;
    std::mutex mutex; // guards the maps of series
    std::vector<family> families;
};

void counter_handle::add(double by) const noexcept {
    static_cast<prometheus::Counter*>(series_)->Increment(by);
}

void histogram_handle::observe(std::chrono::duration<double> took) const {
    static_cast<prometheus::Histogram*>(series_)->Observe(took.count());
}

registry::registry() : state_(std::make_unique<state>()) {}

registry::~registry() = default;

counter_handle registry::counter(metric what, values of) {
    counter_handle made;
    made.series_ = &state_->find<prometheus::Counter>(what, of);
    return made;
}

histogram_handle registry::histogram(metric what, values of) {
    histogram_handle made;
    made.series_ = &state_->find<prometheus::Histogram>(what, of);
    return made;
}

void registry::set(metric what, double to, values of) {
    state_->find<prometheus::Gauge>(what, of).Set(to);
}

void registry::forget(metric what) {
    const std::lock_guard held{state_->mutex};
    auto& in = state_->families[static_cast<std::size_t>(what)];
    for (const auto& each : in.series) in.gauges->Remove(static_cast<prometheus::Gauge*>(each.second));
    in.series.clear();
}

void registry::raise(metric what, double total, values of) {
    auto& series = state_->find<prometheus::Counter>(what, of);
    if (total > series.Value()) series.Increment(total - series.Value());
}

std::string registry::text() const {
    std::ostringstream out;
    prometheus::TextSerializer().Serialize(out, state_->all.Collect());
    return out.str();
}

} // namespace circ::metrics
