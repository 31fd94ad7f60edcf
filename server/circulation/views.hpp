#pragma once

#include "server/circulation/reason.hpp"
#include "storage/records/circulation.hpp"
#include "storage/records/inventory.hpp"
#include "storage/records/library.hpp"
#include "storage/records/people.hpp"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace circ::circulation {

/// A branch as doors show it.
struct place {
    std::string code;
    std::string name;
    std::string time_zone;
};

/// What an item is doing, strongest first as it is told when several hold (SIP2 A48).
enum class circulation_status {
    lost, missing, claimed_returned, in_transit, on_hold_shelf, recalled, charged, in_process,
    on_order, available, other ///< other: damaged, in repair, withdrawn, unknown
};

/// An item as it stands after the operation.
struct item_view {
    std::string barcode;
    std::string title;
    std::string author;
    std::string control_number;
    std::string item_type;
    std::string collection;
    std::string call_number;
    storage::media_type media{};
    bool magnetic = false;        ///< a tape or a diskette
    bool desensitize = true;      ///< the marker may be switched off
    bool security_inhibit = false;
    std::string properties;
    place home;                   ///< owning branch
    std::string location;         ///< shelf or department there
    place current;
    std::optional<place> destination; ///< where it has to go
    circulation_status status{};
    std::optional<instant> due_at;
    bool due_hourly = false;
    int queue_length = 0;
    std::optional<instant> recalled_at;
    std::optional<instant> shelf_until; ///< end of the last day on the hold shelf
    std::optional<money> loan_fee;
    std::string isbn;     ///< of the title, the first it has; empty if none
    int year = 0;         ///< of the title; 0 = unknown
    std::string language; ///< of the title
    std::string note;     ///< for staff
    int parts = 1;
    std::optional<money> price;
    std::string lender;   ///< the other library it was borrowed from
    std::optional<instant> wanted_back; ///< by its lender
};

/// The state of the PIN that came with a request.
enum class pin_state { not_given, empty, right, wrong, locked, not_needed };

/// The fourteen conditions of a patron, in the order of SIP2 (circulation §6).
using patron_flags = std::array<bool, 14>;

struct loan_entry {
    std::string barcode;
    std::string title;
    std::string control_number;
    instant due_at{};
    bool hourly = false;
};

struct hold_entry {
    std::string barcode; ///< empty when no item is trapped or asked for
    std::string title;
    std::string pickup;
    storage::hold_state state{};
    storage::hold_id id{};
    instant placed_at{};
};

struct fee_entry_view {
    std::string fee_identifier; ///< what pay_fee takes; empty while the fee is still running
    storage::fee_kind kind{};
    money open;
    std::string barcode;
    std::string title;
    bool running = false;
};

/// A list of a patron that was asked for: its window.
enum class list_kind { ready_holds, overdue_loans, loans, fees, recalled_loans, waiting_holds };
inline constexpr int list_count = 6;

struct patron_lists {
    std::vector<hold_entry> ready_holds;
    std::vector<loan_entry> overdue_loans;
    std::vector<loan_entry> loans;
    std::vector<fee_entry_view> fees;
    std::vector<loan_entry> recalled_loans;
    std::vector<hold_entry> waiting_holds;
};

/// A patron as far as the request may see.
struct patron_view {
    bool known = false;
    std::string name;
    std::string language; ///< ISO 639-1
    std::string category;
    patron_flags flags{};
    std::array<std::optional<int>, list_count> counts{}; ///< by list_kind; nullopt = unknown
    std::optional<int> hold_limit;
    std::optional<int> overdue_limit;
    std::optional<int> loan_limit;
    std::optional<money> fee_limit;
    money owed;                   ///< running fees included where policy says so
    std::string address;
    std::string email;
    std::string phone;
    std::optional<storage::local_date> birth_date;
    std::optional<storage::local_date> expires_on;
    std::string home_branch;
    std::vector<std::string> messages; ///< for the reader, in force now
    patron_lists lists;
};

/// A fee that stands in the way, or was charged.
struct fee_view {
    std::string fee_identifier; ///< empty until charged
    storage::fee_kind kind{};
    money amount;
};

/// Money as the institution writes it.
struct currency {
    std::string code;
    int decimals = 2;
};

} // namespace circ::circulation
