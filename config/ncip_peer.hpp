#pragma once

#include "config/address_range.hpp"
#include "config/ncip_dialect.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace circ::config {

/// What may be asked for over NCIP, by the standard's names; `Notification` is all that only tell.
enum class peer_service : std::uint8_t {
    lookup_version,
    lookup_agency,
    lookup_user,
    lookup_item,
    lookup_item_set,
    lookup_request,
    check_out_item,
    check_in_item,
    renew_item,
    undo_check_out_item,
    request_item,
    cancel_request_item,
    update_request_item,
    accept_item,
    recall_item,
    cancel_recall_item,
    create_user_fiscal_transaction,
    create_user,
    update_user,
    delete_user,
    create_item,
    update_item,
    delete_item,
    update_circulation_status,
    report_circulation_status_change,
    notification,
};

/// What a peer may be told beyond a reader's number, blocks and privileges.
enum class ncip_detail : std::uint8_t {
    name,
    address,
    birth_date,
    loans,
    requests,
    account,
    borrowers
};

/// What a peer may do with money: charge and take it, or let it off too.
enum class ncip_money_right : std::uint8_t { charge, pay, let_off };

/// Another system that asks us over NCIP.
struct ncip_peer {
    std::string name;
    std::string terminal; ///< the account that it acts as: institution, branch, profile, password
    std::vector<std::string> listeners;    ///< by which it comes; empty: any that speaks NCIP
    std::vector<address_range> allow;      ///< empty: from anywhere
    std::string certificate;               ///< subject of its certificate; empty: none is asked for
    std::vector<std::string> agencies;     ///< that it speaks for; empty: any
    std::vector<std::string> own_agencies; ///< that we answer as; empty: the institution's code
    std::vector<peer_service> services;    ///< none unless named
    std::vector<ncip_detail> tells;
    std::vector<ncip_money_right> money;
    std::size_t exchanges = 4; ///< at the same time
    bool checkout_renews = false;
    bool echo_request_id = false;
    bool always_user_fields = false;
    bool d2d_privileges = false;
    std::string user_type; ///< category of the readers that it makes without saying which
    ncip_dialect dialect;

    friend bool operator==(const ncip_peer&, const ncip_peer&) = default;
};

[[nodiscard]] bool is_offered(const ncip_peer& to, peer_service which);
[[nodiscard]] bool is_told(const ncip_peer& to, ncip_detail which);
[[nodiscard]] bool may(const ncip_peer& who, ncip_money_right what);

} // namespace circ::config
