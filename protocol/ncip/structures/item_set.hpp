#pragma once

#include "protocol/ncip/layout.hpp"
#include "protocol/ncip/structures/bibliographic_description.hpp"
#include "protocol/ncip/structures/identifiers.hpp"
#include "protocol/ncip/structures/item_fields.hpp"
#include "protocol/ncip/structures/loan.hpp"
#include "protocol/ncip/structures/location.hpp"
#include "protocol/ncip/structures/problem.hpp"

#include <optional>
#include <string>
#include <tuple>
#include <vector>

namespace circ::protocol::ncip {

/// An item in a set
struct item_information {
    std::optional<ncip::item_id> item_id;
    std::vector<ncip::request_id> request_id;
    std::optional<ncip::user_reference> current_borrower;
    std::vector<ncip::user_reference> current_requester;
    std::optional<date_time> date_due;
    std::optional<date_time> date_recalled;
    std::optional<date_time> hold_pickup_date;
    std::optional<ncip::item_transaction> item_transaction;
    std::optional<ncip::item_optional_fields> item_optional_fields;
    std::optional<std::string> item_note;
    std::vector<ncip::problem> problem;

    friend bool operator==(const item_information&, const item_information&) = default;
};

// clang-format off
template <> struct layout<item_information> {
    using m = item_information;
    static constexpr auto elements = std::tuple{
        element(&m::item_id, "ItemId", optional_either_way),
        element(&m::request_id, "RequestId", repeated),
        element(&m::current_borrower, "CurrentBorrower", optional),
        element(&m::current_requester, "CurrentRequester", repeated),
        element(&m::date_due, "DateDue", optional),
        element(&m::date_recalled, "DateRecalled", optional),
        element(&m::hold_pickup_date, "HoldPickupDate", optional),
        element(&m::item_transaction, "ItemTransaction", optional),
        element(&m::item_optional_fields, "ItemOptionalFields", optional),
        element(&m::item_note, "ItemNote", optional),
        element(&m::problem, "Problem", problems)};
};
// clang-format on

/// Volumes and parts that a place has
struct summary_holdings_information {
    std::vector<ncip::structured_holdings_data> structured_holdings_data;
    std::optional<std::string> unstructured_holdings_data;

    friend bool operator==(const summary_holdings_information&,
                           const summary_holdings_information&) = default;
};

// clang-format off
template <> struct layout<summary_holdings_information> {
    using m = summary_holdings_information;
    static constexpr auto elements = std::tuple{
        element(&m::structured_holdings_data, "StructuredHoldingsData", one_of(1)),
        element(&m::unstructured_holdings_data, "UnstructuredHoldingsData", one_of(1))};
};
// clang-format on

/// The items of a title at one place
struct holdings_set {
    std::optional<std::string> holdings_set_id;
    std::optional<ncip::bibliographic_description> bibliographic_description;
    std::optional<ncip::location> location;
    std::optional<std::string> call_number;
    std::optional<ncip::summary_holdings_information> summary_holdings_information;
    std::optional<ncip::electronic_resource> electronic_resource;
    std::vector<ncip::item_information> item_information;
    std::vector<ncip::problem> problem;

    friend bool operator==(const holdings_set&, const holdings_set&) = default;
};

// clang-format off
template <> struct layout<holdings_set> {
    using m = holdings_set;
    static constexpr auto elements = std::tuple{
        element(&m::holdings_set_id, "HoldingsSetId", optional_either_way),
        element(&m::bibliographic_description, "BibliographicDescription", optional),
        element(&m::location, "Location", optional),
        element(&m::call_number, "CallNumber", optional),
        element(&m::summary_holdings_information, "SummaryHoldingsInformation", optional),
        element(&m::electronic_resource, "ElectronicResource", optional),
        element(&m::item_information, "ItemInformation", some),
        element(&m::problem, "Problem", problems)};
};
// clang-format on

/// A title in a set
struct bib_information {
    std::optional<ncip::bibliographic_id> bibliographic_id;
    std::optional<ncip::bibliographic_description> bibliographic_description;
    std::optional<number> title_hold_queue_length;
    std::vector<ncip::user_reference> current_requester;
    std::vector<ncip::holdings_set> holdings_set;
    std::vector<ncip::problem> problem;

    friend bool operator==(const bib_information&, const bib_information&) = default;
};

// clang-format off
template <> struct layout<bib_information> {
    using m = bib_information;
    static constexpr auto elements = std::tuple{
        element(&m::bibliographic_id, "BibliographicId", optional_either_way),
        element(&m::bibliographic_description, "BibliographicDescription", optional),
        element(&m::title_hold_queue_length, "TitleHoldQueueLength", optional),
        element(&m::current_requester, "CurrentRequester", repeated),
        element(&m::holdings_set, "HoldingsSet", some),
        element(&m::problem, "Problem", problems)};
};
// clang-format on

} // namespace circ::protocol::ncip
