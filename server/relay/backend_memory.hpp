#pragma once

#include "server/circulation/operations.hpp"

#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace circ::relay {

using circulation::instant;

/// What is known of one NCIP system beyond a reader's visit: services that it has turned out not to
/// have, wrong PINs, blocks that it cannot take. One for each backend; lost when the daemon ends,
/// except for blocks, which whoever holds this writes down and puts back.
class backend_memory {
public:
    /// It said that it does not know this service: not asked again until then.
    void lower(std::string_view service, instant until);
    [[nodiscard]] bool is_lowered(std::string_view service, instant now) const;
    void raise_all() { lowered_.clear(); }

    /// Wrong PINs of a card, one after the other; the card is not tried again while it is locked.
    /// @return whether this one locked it
    bool count_wrong_pin(const std::string& card,
                         std::size_t most,
                         std::chrono::minutes lock,
                         instant now);
    void forget_wrong_pins(const std::string& card);
    /// @return until when
    [[nodiscard]] std::optional<instant> locked_until(const std::string& card, instant now) const;

    /// Cards blocked by a device where the backend has no place for it.
    struct kept_block {
        std::string reason;
        instant since{};
        bool card_retained = false;
    };
    /// @return false when there is no room for another
    bool keep_block(const std::string& card, kept_block block);
    bool lift_block(const std::string& card);
    [[nodiscard]] const kept_block* block_of(const std::string& card) const;
    /// As it was written down: no change.
    void put_back(const std::string& card, kept_block block);

    /// What has been done to a card since it was asked last.
    struct block_change {
        std::string card;
        std::optional<kept_block> block; ///< nothing: lifted
    };
    /// In their order; whoever cannot write them down puts them back.
    [[nodiscard]] std::vector<block_change> take_block_changes();
    void return_block_changes(std::vector<block_change> unwritten);

private:
    struct tries {
        std::size_t wrong = 0;
        std::optional<instant> locked_until;
    };
    static constexpr std::size_t most_cards = 10'000;

    std::map<std::string, instant, std::less<>> lowered_;
    std::map<std::string, tries, std::less<>> tries_;
    std::map<std::string, kept_block, std::less<>> blocks_;
    std::vector<block_change> block_changes_;
};

} // namespace circ::relay
