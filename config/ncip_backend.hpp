#pragma once

#include "config/ncip_dialect.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace circ::config {

// One library system far away that is asked by NCIP (`[[ncip_backend]]`): how it is reached, what
// it can do, and what stands in for what NCIP cannot say. The rows of ncip_backend_table.cpp say
// what each key means.

/// How the other side checks a PIN.
enum class ncip_pin_check : std::uint8_t { auth_inputs, user_id_and_pin, user_id_and_login, none };
/// A PIN that nobody checks.
enum class ncip_unchecked_pin : std::uint8_t { invalid, valid };
enum class ncip_name_order : std::uint8_t { given_first, surname_first };
/// A marker of which nothing is known.
enum class ncip_unknown_marker : std::uint8_t { desensitize, leave };
enum class ncip_undo_checkout : std::uint8_t { refuse, checkin };
enum class ncip_undo_checkin : std::uint8_t { refuse, checkout };
enum class ncip_change_hold : std::uint8_t { refuse, cancel_and_request };
enum class ncip_title_key : std::uint8_t { look_up, record_number };
enum class ncip_block : std::uint8_t { refuse, keep_here };
enum class ncip_item_status : std::uint8_t { refuse, update_item };
enum class ncip_location_level : std::uint8_t { all, first, last };
enum class ncip_request_word : std::uint8_t { hold, loan, page };

/// The services that an NCIP system may offer and a relay uses.
enum class ncip_service : std::uint8_t {
    lookup_user,
    lookup_item,
    lookup_request,
    lookup_agency,
    check_out_item,
    check_in_item,
    renew_item,
    undo_check_out_item,
    request_item,
    cancel_request_item,
    update_request_item,
    create_user_fiscal_transaction,
    update_user,
    update_item,
};

/// Which side's book the whole institution goes by. by_stage: theirs where a rule relays everything
/// of all devices, else ours.
enum class ncip_book : std::uint8_t { by_stage, local, backend };

/// What may be taken down here and sent later while the other side cannot be reached.
enum class ncip_outbox_operation : std::uint8_t { checkout, checkin, renew, pay_fee };

[[nodiscard]] std::vector<ncip_service> all_ncip_services();

/// As most systems that are asked want to be spoken to: ids with their own agency.
[[nodiscard]] ncip_dialect relay_dialect();

struct ncip_backend {
    std::string name = "backend";

    // how it is reached
    std::string url = "https://localhost/ncip";
    std::string ca_file;
    std::string certificate_file;
    std::string key_file;
    std::size_t connections = 4;
    std::size_t queue = 64;
    std::chrono::milliseconds connect{2000};
    std::chrono::milliseconds call{8000};
    std::chrono::milliseconds budget{9000};
    std::size_t breaker_failures = 5;
    std::chrono::seconds breaker{10};
    std::size_t answer_kilobytes = 1024;
    std::vector<ncip_outbox_operation> outbox;
    std::size_t outbox_size = 10'000;

    // both books
    ncip_book book_of_record = ncip_book::by_stage;
    bool mirrors = true;
    std::chrono::hours reconcile{24}; ///< 0: stages are changed without

    // who asks whom
    std::string from_agency = "CIRCDESK";
    std::string to_agency = "LIBRARY";
    std::vector<std::string> institution_agencies; ///< "AO=FROM,TO"
    std::vector<std::string> terminal_agencies;    ///< "login=FROM"
    std::string from_system;
    std::string to_system;
    std::string application_profile;
    std::string system_secret_file;
    std::string agency_secret_file;
    bool header = true;

    // what it can do
    std::vector<ncip_service> services = all_ncip_services();
    std::chrono::minutes service_retry{60};
    bool mandated_action = true;
    bool bibliographic_elements = true;

    // readers
    ncip_pin_check pin_check = ncip_pin_check::auth_inputs;
    std::string card_input_type = "Barcode Id";
    std::string pin_input_type = "PIN";
    std::string pin_data_format = "text/plain";
    ncip_unchecked_pin unchecked_pin = ncip_unchecked_pin::invalid;
    std::size_t pin_tries = 5;
    std::chrono::minutes pin_lock{15};
    std::chrono::seconds account_seconds{30};
    ncip_name_order name_order = ncip_name_order::given_first;
    bool block_renewal_with_checkout = false;
    std::size_t loan_limit = 0; ///< 0: none is told; so are the next three
    std::size_t overdue_limit = 0;
    std::size_t hold_limit = 0;
    std::size_t fee_limit = 0; ///< minor units
    bool show_traps = true;
    bool show_backend_text = false;

    // orders
    bool return_not_loaned_ok = true;
    ncip_undo_checkout undo_checkout = ncip_undo_checkout::refuse;
    ncip_undo_checkin undo_checkin = ncip_undo_checkin::refuse;
    bool borrower_at_return = false;
    bool look_before_return = true;
    bool look_after_return = true;
    bool security_marker_decides = true;
    ncip_unknown_marker unknown_marker = ncip_unknown_marker::desensitize;
    std::size_t renew_all_most = 50;
    ncip_request_word hold_word = ncip_request_word::hold;
    bool own_request_id = false;
    bool pickup_as_agency = false;
    ncip_title_key title_key = ncip_title_key::look_up;
    ncip_change_hold change_hold = ncip_change_hold::refuse;
    bool queue_position = false;
    bool accept_payment_on_journal = false;
    bool pay_oldest_first = false;
    ncip_block block_patron = ncip_block::keep_here;
    ncip_item_status item_status = ncip_item_status::refuse;
    ncip_location_level location_level = ncip_location_level::first;

    ncip_dialect dialect = relay_dialect();

    [[nodiscard]] bool offers(ncip_service service) const;

    friend bool operator==(const ncip_backend&, const ncip_backend&) = default;
};

} // namespace circ::config
