#include "server/net/session_list.hpp"

#include "server/net/address_key.hpp"

#include <utility>

namespace circ::net {

session_list::place::place(session_list& in, stoppable& who, const std::string& address)
    : in_(&in), who_(&who), address_(address_key(address)) {
    in_->all_.insert(who_);
    ++in_->by_address_[address_];
}

session_list::place::~place() {
    claim_nothing();
    in_->all_.erase(who_);
    const auto count = in_->by_address_.find(address_);
    if (--count->second == 0) in_->by_address_.erase(count);
    if (in_->all_.empty() && in_->when_empty_) std::exchange(in_->when_empty_, nullptr)();
}

bool session_list::place::claim(const std::string& terminal) {
    if (claimed_ == terminal) return false;
    claim_nothing();
    claimed_ = terminal;
    const auto [holder, is_new] = in_->claimed_by_.try_emplace(terminal, this);
    if (is_new) return false;
    place* const elsewhere = std::exchange(holder->second, this);
    elsewhere->claimed_.clear();
    elsewhere->who_->make_way();
    return true;
}

void session_list::place::claim_nothing() {
    if (!claimed_.empty()) in_->claimed_by_.erase(claimed_);
    claimed_.clear();
}

std::size_t session_list::from(const std::string& address) const {
    const auto count = by_address_.find(address_key(address));
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
