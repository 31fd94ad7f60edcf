#include "server/relay/backend_memory.hpp"

#include <iterator>
#include <utility>

namespace circ::relay {

void backend_memory::lower(std::string_view service, instant until) {
    lowered_.insert_or_assign(std::string(service), until);
}

bool backend_memory::is_lowered(std::string_view service, instant now) const {
    const auto found = lowered_.find(service);
    return found != lowered_.end() && now < found->second;
}

bool backend_memory::count_wrong_pin(const std::string& card,
                                     std::size_t most,
                                     std::chrono::minutes lock,
                                     instant now) {
    // Whoever goes through cards must not fill the memory: the counts of others go, the locks stay.
    if (tries_.size() >= most_cards && !tries_.contains(card))
        std::erase_if(tries_, [&](const auto& each) {
            return !each.second.locked_until || *each.second.locked_until <= now;
        });
    if (tries_.size() >= most_cards && !tries_.contains(card)) return false;
    tries& of = tries_[card];
    if (of.locked_until && *of.locked_until <= now) of = {};
    ++of.wrong;
    if (of.wrong < most) return false;
    of.locked_until = now + lock;
    return true;
}

void backend_memory::forget_wrong_pins(const std::string& card) {
    tries_.erase(card);
}

std::optional<instant> backend_memory::locked_until(const std::string& card, instant now) const {
    const auto found = tries_.find(card);
    if (found == tries_.end() || !found->second.locked_until) return std::nullopt;
    if (*found->second.locked_until <= now) return std::nullopt;
    return found->second.locked_until;
}

bool backend_memory::keep_block(const std::string& card, kept_block block) {
    if (blocks_.size() >= most_cards && !blocks_.contains(card)) return false;
    block_changes_.push_back({card, block});
    blocks_.insert_or_assign(card, std::move(block));
    return true;
}

bool backend_memory::lift_block(const std::string& card) {
    if (blocks_.erase(card) == 0) return false;
    block_changes_.push_back({card, std::nullopt});
    return true;
}

void backend_memory::put_back(const std::string& card, kept_block block) {
    blocks_.insert_or_assign(card, std::move(block));
}

std::vector<backend_memory::block_change> backend_memory::take_block_changes() {
    return std::exchange(block_changes_, {});
}

void backend_memory::return_block_changes(std::vector<block_change> unwritten) {
    block_changes_.insert(block_changes_.begin(),
                          std::make_move_iterator(unwritten.begin()),
                          std::make_move_iterator(unwritten.end()));
}

const backend_memory::kept_block* backend_memory::block_of(const std::string& card) const {
    const auto found = blocks_.find(card);
    return found == blocks_.end() ? nullptr : &found->second;
}

} // namespace circ::relay
