#include "server/net/ncip_meters.hpp"

namespace circ::net {

using metrics::metric;

namespace {

constexpr std::array<std::string_view, 6> ending_words{
    "done", "repeated", "refused", "unavailable", "door", "unauthorized"};
static_assert(static_cast<std::size_t>(ncip_ending::unauthorized) + 1 == ending_words.size());

} // namespace

void ncip_meters::know(const std::vector<config::ncip_peer>& peers) {
    for (const auto& each : peers) {
        if (peers_.contains(each.name)) continue;
        series& made = peers_[each.name];
        for (std::size_t i = 0; i < endings; ++i)
            made.counts[i] = into_->counter(metric::ncip_requests, {each.name, ending_words[i]});
        made.took = into_->histogram(metric::ncip_request_seconds, {each.name});
    }
}

void ncip_meters::ended(const std::string& peer,
                        ncip_ending how,
                        std::chrono::duration<double> took) {
    const auto found = peers_.find(peer);
    if (found == peers_.end()) return; // nobody that the settings name
    found->second.counts[static_cast<std::size_t>(how)].add();
    found->second.took.observe(took);
}

ncip_meters::turn::turn(ncip_meters& in, const std::string& peer, std::size_t most) {
    std::size_t& running = in.running_[peer];
    if (running >= most) return;
    ++running;
    count_ = &running;
}

ncip_meters::turn::~turn() {
    if (count_ != nullptr) --*count_;
}

} // namespace circ::net
