#include "server/net/session_list.hpp"

#include <utility>

namespace circ::net {

session_list::place::place(session_list& in, stoppable& who, const std::string& address)
    : in_(&in), who_(&who), address_(address) {
    in_->all_.insert(who_);
    ++in_->by_address_[address_];
}

session_list::place::~place() {
    in_->all_.erase(who_);
    const auto count = in_->by_address_.find(address_);
    if (--count->second == 0) in_->by_address_.erase(count);
    if (in_->all_.empty() && in_->when_empty_) std::exchange(in_->when_empty_, nullptr)();
}

std::size_t session_list::from(const std::string& address) const {
    const auto count = by_address_.find(address);
    return count == by_address_.end() ? 0 : count->second;
}

void session_list::finish_all(std::function<void()> when_empty) {
    stopping_ = true;
    if (all_.empty()) {
        when_empty();
        return;
    }
    when_empty_ = std::move(when_empty);
    for (stoppable* each : all_) each->finish_request_and_end();
}

void session_list::end_all() {
    for (stoppable* each : all_) each->end_now();
}

} // namespace circ::net
