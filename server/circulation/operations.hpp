#pragma once

// The vocabulary in the middle: every operation and its outcome, plain structs without any
// protocol's word. A door (SIP2, NCIP, the tool) turns its message into an operation, a backend
// performs it, and the door builds its answer from its request, the outcome and its own settings.
//
// Here stands what all doors share and what readers' devices ask for; what other systems ask for
// besides is in system_operations.hpp, what only the desk does in desk*.hpp. any_operation.hpp lists
// what a backend takes.
//
// To add an operation: its struct, outcome and traits, its row in any_operation.hpp, a rule file
// beside this one, and its translation in server/dispatch; what is missing then does not compile.

#include "server/circulation/device_rules.hpp"
#include "server/circulation/reason.hpp"
#include "server/circulation/views.hpp"
#include "storage/records/ids.hpp"
#include "storage/records/partners.hpp"
#include "storage/records/secret.hpp"

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <type_traits>
#include <vector>

namespace circ::circulation {

using storage::external_id;
using storage::secret;

/// no block = Y: the device has already done it and only tells. From one that may not do so it is worth
/// nothing (is_posted() in trail.hpp).
enum class timing { asked_now, already_happened };

/// Who asks, from where, and when.
struct requester {
    storage::terminal_id terminal; ///< zero: the operator's tool
    std::string terminal_login;
    std::string address;           ///< from where the terminal is connected; empty: from nowhere
    std::string operator_name;     ///< of the tool; empty at a terminal
    storage::institution_id institution;
    storage::branch_id branch;
    instant received{};
    std::optional<instant> said;   ///< the device's transaction date, when it could be read
    timing when = timing::asked_now;
    std::string language;          ///< ISO 639-1, wanted by the request or the terminal
    /// The request without sequence number, checksum and secrets: what makes a repeat the same
    /// request. Empty: not to be recognised (the tool).
    std::string once_only_text;
    /// Whether this card's PIN was proved in this session not long ago (pin_rule::in_session).
    bool pin_proved_before = false;
    std::shared_ptr<const device_rules> rules = default_device_rules();
};

/// How far the patron has agreed to a fee.
struct fee_agreement {
    enum class kind { none, any, exactly } to = kind::none;
    money amount{}; ///< for exactly
};

/// A title may be named by one of its items or by its control number; the item wins.
struct target {
    std::string item;  ///< barcode, or empty
    std::string title; ///< control number, or empty
};

/// A hold, by our id or by the one that another system gave its request; ours wins.
struct hold_key {
    storage::hold_id id;
    external_id request;

    [[nodiscard]] explicit operator bool() const noexcept { return id || request; }
};

/// A fee, by our identifier or by the reference that another system gave it; ours wins.
struct fee_key {
    std::string ours;
    external_id theirs;

    [[nodiscard]] explicit operator bool() const noexcept { return !ours.empty() || theirs; }
};

struct checkout {
    requester by;
    std::string card;
    std::string item;
    std::optional<secret> pin;
    fee_agreement agreed;
    bool renewal_allowed = true; ///< whether an item the patron already has may be renewed by this
    std::optional<instant> due_given; ///< the due date a device gave, only with already_happened
};

struct checkin {
    requester by;
    std::string item;
    std::optional<instant> returned; ///< the device's return date
};

/// Takes back a checkout that failed at the device: as if it had not been.
struct undo_checkout {
    requester by;
    std::string card; ///< whose loan it must be; empty: anybody's
    std::string item;
};

/// Takes back a checkin that failed at the device.
struct undo_checkin {
    requester by;
    std::string card;
    std::string item;
    std::optional<secret> pin;
};

struct renew {
    requester by;
    std::string card;
    target what;
    std::optional<secret> pin;
    fee_agreement agreed;
    bool third_party = false;
    std::optional<instant> due_given;
};

struct renew_all {
    requester by;
    std::string card;
    std::optional<secret> pin;
    fee_agreement agreed;
};

struct place_hold {
    requester by;
    std::string card; ///< empty with a partner's request: that of the partner
    target what;
    storage::hold_level level = storage::hold_level::title;
    std::string pickup; ///< branch code; empty = the terminal's, else the patron's
    std::optional<instant> expires;
    std::optional<secret> pin;
    fee_agreement agreed;
    external_id request; ///< of another system, kept with the hold: the same again places no other
};

/// Changes pickup or expiry of a hold; what is absent stays.
struct change_hold {
    requester by;
    std::string card; ///< may be empty where `which` names the hold
    target what;
    std::string pickup;
    std::optional<instant> expires;
    std::optional<secret> pin;
    hold_key which; ///< none: the patron's hold on that title
};

struct cancel_hold {
    requester by;
    std::string card; ///< as in change_hold
    target what;
    std::optional<secret> pin;
    hold_key which;
};

/// Money that has already been taken.
struct pay_fee {
    requester by;
    std::string card;
    std::optional<secret> pin;
    std::optional<money> amount; ///< nullopt: could not be read
    std::string currency;        ///< ISO 4217, as told
    std::optional<storage::fee_kind> kind;
    int payment_type = 0;
    std::string fee_identifier;
    std::string transaction_id;  ///< the device's (BK)
    external_id reference;       ///< another system's, once only for good: with other data it is refused
    std::vector<fee_key> fees;   ///< that it pays, in this order; none: as fee_identifier and kind say
};

/// Which lists of the account, and which window of each (entries counted from 1, inclusive).
struct account_parts {
    std::set<list_kind> lists;
    int first = 1;
    std::optional<int> last;
};

struct patron_account {
    requester by;
    std::string card;
    std::optional<secret> pin;
    account_parts parts;
};

struct item_details {
    requester by;
    std::string item;
};

struct update_item_properties {
    requester by;
    std::string item;
    std::string properties;
};

struct block_patron {
    requester by;
    std::string card;
    bool card_retained = false;
    std::string reason;
};

struct enable_patron {
    requester by;
    std::string card;
    std::optional<secret> pin;
};

struct end_patron_session {
    requester by;
    std::string card;
};

struct service_status {
    requester by;
};

/// done: its facts stand in the outcome. refused: see the reasons. unavailable: nothing is known to
/// have happened, the world failed.
enum class verdict { done, refused, unavailable };

/// What every outcome carries, a refused one too: views as far as they could be made.
struct outcome {
    verdict result = verdict::done;
    std::vector<reason> reasons; ///< all of them, when refused
    std::vector<reason> notices; ///< what the reader or staff should be told besides
    std::optional<item_view> item;
    std::optional<patron_view> patron;
    pin_state pin = pin_state::not_given;
    std::optional<fee_view> fee;
    std::string remote_words;    ///< of a remote backend; the door decides whether they are shown
    bool repeated = false;       ///< answered from the journal: nothing was changed this time
    bool for_review = false;     ///< done, and left to staff besides: it stands on the review list
};

/// Of checkout, undo_checkin and renew.
struct loan_outcome : outcome {
    std::optional<instant> due_at;
    bool due_hourly = false;
    bool renewed = false;
    bool already_his = false; ///< the patron had the item before this request
    bool restored = false;    ///< a return was taken back: the old loan, not a new one
};

/// What has to happen with the thing in hand (SIP2's alert types).
enum class alert_kind { none, hold_here, hold_elsewhere, hold_interlibrary, transit, other };

struct checkin_outcome : outcome {
    alert_kind alert = alert_kind::none;
    bool resensitize = false;
    std::optional<place> destination;
    std::string sort_bin;
    std::string borrower_card;   ///< who had it, empty if nobody
    std::string hold_card;       ///< for whom it is, empty if for nobody
    std::string hold_name;
};

struct renew_all_outcome : outcome {
    struct line {
        std::string barcode;
        std::string title;
        std::optional<reason> why_not;
        std::optional<instant> due_at{}; ///< of the loan as it stands now
        bool due_hourly = false;
    };
    std::vector<line> renewed;
    std::vector<line> unrenewed;
};

struct hold_outcome : outcome {
    bool available = false;      ///< neither on loan nor wanted by anybody: could be fetched
    std::optional<int> position; ///< in the queue, 1 is next
    std::string pickup;          ///< branch code
    std::optional<instant> expires;
    storage::hold_id hold;       ///< zero where there is none
};

struct payment_outcome : outcome {
    std::string receipt;         ///< our id of the payment
    money owed_after;
};

struct service_outcome : outcome {
    bool online = true;
    bool may_checkin = true;     ///< as far as the store can take changes now
    bool may_checkout = true;
    bool may_renew = true;
    bool may_block = true;
};

/// Which outcome an operation has, and whether it changes the store.
template <class Operation>
struct operation_traits;

template <class Outcome, bool Changes>
struct operation_traits_of {
    using outcome_type = Outcome;
    static constexpr bool changes = Changes;
};

template <> struct operation_traits<checkout> : operation_traits_of<loan_outcome, true> {};
template <> struct operation_traits<checkin> : operation_traits_of<checkin_outcome, true> {};
template <> struct operation_traits<undo_checkout> : operation_traits_of<checkin_outcome, true> {};
template <> struct operation_traits<undo_checkin> : operation_traits_of<loan_outcome, true> {};
template <> struct operation_traits<renew> : operation_traits_of<loan_outcome, true> {};
template <> struct operation_traits<renew_all> : operation_traits_of<renew_all_outcome, true> {};
template <> struct operation_traits<place_hold> : operation_traits_of<hold_outcome, true> {};
template <> struct operation_traits<change_hold> : operation_traits_of<hold_outcome, true> {};
template <> struct operation_traits<cancel_hold> : operation_traits_of<hold_outcome, true> {};
template <> struct operation_traits<pay_fee> : operation_traits_of<payment_outcome, true> {};
template <> struct operation_traits<patron_account> : operation_traits_of<outcome, false> {};
template <> struct operation_traits<item_details> : operation_traits_of<outcome, false> {};
template <> struct operation_traits<update_item_properties> : operation_traits_of<outcome, true> {};
template <> struct operation_traits<block_patron> : operation_traits_of<outcome, true> {};
template <> struct operation_traits<enable_patron> : operation_traits_of<outcome, true> {};
template <> struct operation_traits<end_patron_session> : operation_traits_of<outcome, false> {};
template <> struct operation_traits<service_status> : operation_traits_of<service_outcome, false> {};

template <class Operation>
using outcome_of = typename operation_traits<Operation>::outcome_type;

template <class Operation>
inline constexpr bool changes_store = operation_traits<Operation>::changes;

} // namespace circ::circulation
