#pragma once

#include "protocol/ncip/layout.hpp"
#include "protocol/ncip/structures/bibliographic_description.hpp"
#include "protocol/ncip/structures/identifiers.hpp"

#include <optional>
#include <string>
#include <tuple>
#include <vector>

namespace circ::protocol::ncip {

/// How many loans of one kind
struct loaned_items_count {
    std::optional<scheme_value> circulation_status;
    std::optional<scheme_value> item_use_restriction_type;
    std::optional<number> loaned_item_count_value;

    friend bool operator==(const loaned_items_count&, const loaned_items_count&) = default;
};

// clang-format off
template <> struct layout<loaned_items_count> {
    using m = loaned_items_count;
    static constexpr auto elements = std::tuple{
        element(&m::circulation_status, "CirculationStatus", one_of(1)),
        element(&m::item_use_restriction_type, "ItemUseRestrictionType", one_of(1)),
        element(&m::loaned_item_count_value, "LoanedItemCountValue", required)};
};
// clang-format on

/// A loan
struct loaned_item {
    ncip::item_id item_id;
    std::vector<ncip::bibliographic_id> bibliographic_id;
    std::optional<number> reminder_level;
    std::optional<date_time> date_due;
    bool indeterminate_loan_period_flag = false;
    std::optional<ncip::money> amount;
    std::optional<std::string> title;
    std::optional<scheme_value> medium_type;
    std::optional<ncip::bibliographic_description> bibliographic_description; ///< in Ext
    bool renewal_not_permitted = false;                                       ///< in Ext

    friend bool operator==(const loaned_item&, const loaned_item&) = default;
};

// clang-format off
template <> struct layout<loaned_item> {
    using m = loaned_item;
    static constexpr auto elements = std::tuple{
        element(&m::item_id, "ItemId", required),
        element(&m::bibliographic_id, "BibliographicId", repeated, since_2_02),
        element(&m::reminder_level, "ReminderLevel", optional),
        element(&m::date_due, "DateDue", one_of(1)),
        element(&m::indeterminate_loan_period_flag, "IndeterminateLoanPeriodFlag", one_of(1)),
        element(&m::amount, "Amount", optional),
        element(&m::title, "Title", optional),
        element(&m::medium_type, "MediumType", optional),
        element(&m::bibliographic_description, "BibliographicDescription", in_ext),
        element(&m::renewal_not_permitted, "RenewalNotPermitted", in_ext)};
};
// clang-format on

/// How many requests of one kind
struct requested_items_count {
    std::optional<scheme_value> request_type;
    std::optional<scheme_value> circulation_status;
    std::optional<scheme_value> item_use_restriction_type;
    std::optional<number> requested_item_count_value;

    friend bool operator==(const requested_items_count&, const requested_items_count&) = default;
};

// clang-format off
template <> struct layout<requested_items_count> {
    using m = requested_items_count;
    static constexpr auto elements = std::tuple{
        element(&m::request_type, "RequestType", one_of(1)),
        element(&m::circulation_status, "CirculationStatus", one_of(1)),
        element(&m::item_use_restriction_type, "ItemUseRestrictionType", one_of(1)),
        element(&m::requested_item_count_value, "RequestedItemCountValue", required)};
};
// clang-format on

/// A request
struct requested_item {
    std::optional<ncip::request_id> request_id;
    std::optional<ncip::item_id> item_id;
    std::vector<ncip::bibliographic_id> bibliographic_id;
    scheme_value request_type;
    scheme_value request_status_type;
    std::optional<date_time> date_placed;
    std::optional<date_time> pickup_date;
    std::optional<scheme_value> pickup_location;
    std::optional<date_time> pickup_expiry_date;
    std::optional<number> reminder_level;
    std::optional<number> hold_queue_position;
    std::optional<std::string> title;
    std::optional<scheme_value> medium_type;

    friend bool operator==(const requested_item&, const requested_item&) = default;
};

// clang-format off
template <> struct layout<requested_item> {
    using m = requested_item;
    static constexpr auto elements = std::tuple{
        element(&m::request_id, "RequestId", one_of(1)),
        element(&m::item_id, "ItemId", one_of(1)),
        element(&m::bibliographic_id, "BibliographicId", repeated, since_2_02),
        element(&m::request_type, "RequestType", required),
        element(&m::request_status_type, "RequestStatusType", required),
        element(&m::date_placed, "DatePlaced", required),
        element(&m::pickup_date, "PickupDate", optional),
        element(&m::pickup_location, "PickupLocation", optional),
        element(&m::pickup_expiry_date, "PickupExpiryDate", optional),
        element(&m::reminder_level, "ReminderLevel", optional),
        element(&m::hold_queue_position, "HoldQueuePosition", optional),
        element(&m::title, "Title", optional),
        element(&m::medium_type, "MediumType", optional)};
};
// clang-format on

/// Who has an item, and who waits for it
struct item_transaction {
    std::optional<ncip::user_reference> current_borrower;
    std::vector<ncip::user_reference> current_requester;

    friend bool operator==(const item_transaction&, const item_transaction&) = default;
};

// clang-format off
template <> struct layout<item_transaction> {
    using m = item_transaction;
    static constexpr auto elements = std::tuple{
        element(&m::current_borrower, "CurrentBorrower", optional),
        element(&m::current_requester, "CurrentRequester", repeated)};
};
// clang-format on

} // namespace circ::protocol::ncip
