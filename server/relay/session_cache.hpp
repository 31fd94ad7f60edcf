#pragma once

#include "protocol/ncip/messages/lookup_item.hpp"
#include "protocol/ncip/messages/lookup_user.hpp"
#include "server/circulation/operations.hpp"

#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>

namespace circ::relay {

using circulation::instant;

/// What has been looked up during a reader's visit at one device, so that a visit is a few messages
/// instead of twenty. Kept for seconds; dropped by every change, by another reader and by the end
/// of the visit. One for each session.
class session_cache {
public:
    /// The account of a reader.
    struct account {
        protocol::ncip::lookup_user_response answer;
        instant at{};
    };

    /// Makes this the session's reader: what is known of another one is forgotten.
    void serve(const std::string& card);
    /// The visit is over.
    void clear();
    /// Something has changed at the backend: accounts are out of date, titles are not.
    void changed();

    [[nodiscard]] const account*
    account_of(const std::string& card, instant now, std::chrono::seconds keep) const;
    void keep(const std::string& card, account what);

    /// What an item is; its state and its dates are never kept.
    using description = protocol::ncip::item_optional_fields;
    [[nodiscard]] const description* description_of(const std::string& barcode) const;
    void keep(const std::string& barcode, description what);

    /// The fee that the backend wanted acknowledged, of this reader and item or title.
    [[nodiscard]] std::optional<protocol::ncip::money> required_fee(const std::string& card,
                                                                    const std::string& what) const;
    void keep_required_fee(const std::string& card,
                           const std::string& what,
                           protocol::ncip::money amount);

    /// The PIN that the backend has found right in this visit.
    [[nodiscard]] bool is_proved(const std::string& card,
                                 const circulation::secret& pin,
                                 instant now,
                                 std::chrono::seconds keep) const;
    void keep_proof(const std::string& card, const circulation::secret& pin, instant now);

    /// When this session's last checkout of an item was done, and for whom: what may be undone.
    struct own_loan {
        std::string card;
        instant at{};
    };
    [[nodiscard]] std::optional<own_loan> loan_made(const std::string& barcode) const;
    void keep_loan(const std::string& barcode, own_loan made);
    void forget_loan(const std::string& barcode);

private:
    static constexpr std::size_t most_items = 500;

    std::string card_;
    std::optional<account> account_;
    std::map<std::string, description, std::less<>> descriptions_;
    std::map<std::pair<std::string, std::string>, protocol::ncip::money> fees_;
    std::map<std::string, own_loan, std::less<>> loans_;
    std::optional<circulation::secret> proved_;
    instant proved_at_{};
};

} // namespace circ::relay
