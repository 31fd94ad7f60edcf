#include "tools/circdesk/import/seen_numbers.hpp"

#include <functional>
#include <utility>

namespace circ::tool {
namespace {

constexpr std::size_t least_slots = 64;

std::uint64_t hash_of(std::string_view number) {
    const std::uint64_t made = std::hash<std::string_view>{}(number);
    return made == 0 ? 1 : made; // zero is a slot that is free
}

/// The bits by which a shelf is chosen are not those by which a slot in it is.
std::size_t shelf_of(std::uint64_t hash, std::size_t shelves) {
    return (hash >> 48U) % shelves;
}

} // namespace

std::size_t seen_numbers::shelf::slot_of(std::uint64_t hash) const {
    const std::size_t last = hashes.size() - 1; // a power of two, less one
    std::size_t slot = hash & last;
    while (hashes[slot] != 0 && hashes[slot] != hash) slot = (slot + 1) & last;
    return slot;
}

void seen_numbers::shelf::grow() {
    const shelf before = std::exchange(*this, {});
    const std::size_t slots = before.hashes.empty() ? least_slots : before.hashes.size() * 2;
    hashes.resize(slots);
    places.resize(slots);
    taken = before.taken;
    for (std::size_t i = 0; i < before.hashes.size(); ++i) {
        if (before.hashes[i] == 0) continue;
        const std::size_t slot = slot_of(before.hashes[i]);
        hashes[slot] = before.hashes[i];
        places[slot] = before.places[i];
    }
}

std::optional<std::uint64_t> seen_numbers::see(std::string_view number, std::uint64_t place) {
    const std::uint64_t hash = hash_of(number);
    shelf& in = all_[shelf_of(hash, shelves)];
    if (in.taken * 8 >= in.hashes.size() * 7) in.grow();
    const std::size_t slot = in.slot_of(hash);
    if (in.hashes[slot] == hash) return in.places[slot];
    in.hashes[slot] = hash;
    in.places[slot] = static_cast<std::uint32_t>(place);
    ++in.taken;
    return std::nullopt;
}

bool seen_numbers::has(std::string_view number) const {
    const std::uint64_t hash = hash_of(number);
    const shelf& in = all_[shelf_of(hash, shelves)];
    return in.taken > 0 && in.hashes[in.slot_of(hash)] == hash;
}

} // namespace circ::tool
