#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace circ::circulation {

enum class hold_handling { trap, tell_only, refuse };
enum class block_handling { block, note, ignore };
enum class pin_rule { none, if_present, in_session, each_request };
enum class id_scope { ever, day, none };
enum class too_much { credit, refuse };
enum class return_dating { now, last_open_day };

/// What the rules need to know of the device in front: the part of its profile that changes what
/// is decided, not how it is told.
struct device_rules {
    hold_handling holds = hold_handling::trap;
    bool assesses_fees = true; ///< lending and taking back charge what policy says
    std::vector<std::string> refused_item_types;
    bool seen_by_look_up = false; ///< asking for an item means having it in hand
    bool offline_ok = false;      ///< what the device did without us is recorded whatever it violates
    return_dating returns_dated = return_dating::now;
    bool returns_backdated = true;               ///< the device's return date counts at all
    std::chrono::minutes trust_return_date{0};   ///< how far back it is believed
    bool checkin_not_on_loan_ok = true;
    pin_rule pin = pin_rule::if_present;
    bool empty_pin_is_fine = false;              ///< empty_pin = not_checked
    enum class details { if_none_given, minimal, full } details_without_pin = details::if_none_given;
    bool hides_unknown_cards = false; ///< whether a card is known is told to who proves its PIN alone
    std::optional<std::size_t> pin_tries_minute; ///< wrong ones at this device; none: as everywhere
    std::optional<std::size_t> pin_tries_address_minute; ///< from its address; none: as everywhere
    block_handling block_patron = block_handling::note;
    bool may_enable_patron = false;
    id_scope payment_id_scope = id_scope::day;
    too_much overpayment = too_much::refuse;
    std::optional<int> write_off_payment_type;   ///< this payment type writes fees off
};

/// The rules of a device of which nothing is said; one object, shared.
[[nodiscard]] std::shared_ptr<const device_rules> default_device_rules();

} // namespace circ::circulation
