#pragma once

#include "protocol/ncip/layout.hpp"

#include <optional>
#include <string>
#include <tuple>

namespace circ::protocol::ncip {

/// A reader by card number or another key
struct user_id {
    std::optional<scheme_value> agency_id;
    std::optional<scheme_value> user_identifier_type;
    std::string user_identifier_value;

    friend bool operator==(const user_id&, const user_id&) = default;
};

// clang-format off
template <> struct layout<user_id> {
    using m = user_id;
    static constexpr auto elements = std::tuple{
        element(&m::agency_id, "AgencyId", optional),
        element(&m::user_identifier_type, "UserIdentifierType", optional),
        element(&m::user_identifier_value, "UserIdentifierValue", required)};
};
// clang-format on

/// An item by barcode or another key
struct item_id {
    std::optional<scheme_value> agency_id;
    std::optional<scheme_value> item_identifier_type;
    std::string item_identifier_value;

    friend bool operator==(const item_id&, const item_id&) = default;
};

// clang-format off
template <> struct layout<item_id> {
    using m = item_id;
    static constexpr auto elements = std::tuple{
        element(&m::agency_id, "AgencyId", optional),
        element(&m::item_identifier_type, "ItemIdentifierType", optional),
        element(&m::item_identifier_value, "ItemIdentifierValue", required)};
};
// clang-format on

/// A request by its number at an agency
struct request_id {
    std::optional<scheme_value> agency_id;
    std::optional<scheme_value> request_identifier_type;
    std::string request_identifier_value;

    friend bool operator==(const request_id&, const request_id&) = default;
};

// clang-format off
template <> struct layout<request_id> {
    using m = request_id;
    static constexpr auto elements = std::tuple{
        element(&m::agency_id, "AgencyId", optional),
        element(&m::request_identifier_type, "RequestIdentifierType", optional),
        element(&m::request_identifier_value, "RequestIdentifierValue", required)};
};
// clang-format on

/// A card that the reader had before
struct previous_user_id {
    scheme_value agency_id;
    std::string user_identifier_value;
    std::optional<date_time> valid_from_date;
    std::optional<date_time> valid_to_date;

    friend bool operator==(const previous_user_id&, const previous_user_id&) = default;
};

// clang-format off
template <> struct layout<previous_user_id> {
    using m = previous_user_id;
    static constexpr auto elements = std::tuple{
        element(&m::agency_id, "AgencyId", required),
        element(&m::user_identifier_value, "UserIdentifierValue", required),
        element(&m::valid_from_date, "ValidFromDate", optional),
        element(&m::valid_to_date, "ValidToDate", optional)};
};
// clang-format on

/// One thing by which a reader proves who he is: a card number, a PIN
struct authentication_input {
    secret authentication_input_data;
    scheme_value authentication_data_format_type;
    scheme_value authentication_input_type;

    friend bool operator==(const authentication_input&, const authentication_input&) = default;
};

// clang-format off
template <> struct layout<authentication_input> {
    using m = authentication_input;
    static bool shows_secrets(const m& input);
    static constexpr auto elements = std::tuple{
        element(&m::authentication_input_data, "AuthenticationInputData", required),
        element(&m::authentication_data_format_type, "AuthenticationDataFormatType", required),
        element(&m::authentication_input_type, "AuthenticationInputType", required)};
};
// clang-format on

/// Whether the input says who the reader is, as a card number does; every other is a secret.
[[nodiscard]] bool names_user(const authentication_input& input);

/// CurrentBorrower, CurrentRequester: somebody who has or wants an item
struct user_reference {
    ncip::user_id user_id;

    friend bool operator==(const user_reference&, const user_reference&) = default;
};

// clang-format off
template <> struct layout<user_reference> {
    using m = user_reference;
    static constexpr auto elements = std::tuple{
        element(&m::user_id, "UserId", required)};
};
// clang-format on

/// A fee or payment by its number at an agency
struct fiscal_transaction_reference_id {
    scheme_value agency_id;
    std::string fiscal_transaction_identifier_value;

    friend bool operator==(const fiscal_transaction_reference_id&,
                           const fiscal_transaction_reference_id&) = default;
};

// clang-format off
template <> struct layout<fiscal_transaction_reference_id> {
    using m = fiscal_transaction_reference_id;
    static constexpr auto elements = std::tuple{
        element(&m::agency_id, "AgencyId", required),
        element(&m::fiscal_transaction_identifier_value, "FiscalTransactionIdentifierValue", required)};
};
// clang-format on

/// A title by a published number, as an ISBN
struct bibliographic_item_id {
    std::string bibliographic_item_identifier;
    std::optional<scheme_value> bibliographic_item_identifier_code;

    friend bool operator==(const bibliographic_item_id&, const bibliographic_item_id&) = default;
};

// clang-format off
template <> struct layout<bibliographic_item_id> {
    using m = bibliographic_item_id;
    static constexpr auto elements = std::tuple{
        element(&m::bibliographic_item_identifier, "BibliographicItemIdentifier", required),
        element(&m::bibliographic_item_identifier_code, "BibliographicItemIdentifierCode", optional)};
};
// clang-format on

/// A title by the number of its record, at an agency or of a kind
struct bibliographic_record_id {
    std::string bibliographic_record_identifier;
    std::optional<scheme_value> agency_id;
    std::optional<scheme_value> bibliographic_record_identifier_code;

    friend bool operator==(const bibliographic_record_id&,
                           const bibliographic_record_id&) = default;
};

// clang-format off
template <> struct layout<bibliographic_record_id> {
    using m = bibliographic_record_id;
    static constexpr auto elements = std::tuple{
        element(&m::bibliographic_record_identifier, "BibliographicRecordIdentifier", required),
        element(&m::agency_id, "AgencyId", one_of(1)),
        element(&m::bibliographic_record_identifier_code, "BibliographicRecordIdentifierCode", one_of(1))};
};
// clang-format on

/// A title by one of its numbers
struct bibliographic_id {
    std::optional<ncip::bibliographic_item_id> bibliographic_item_id;
    std::optional<ncip::bibliographic_record_id> bibliographic_record_id;

    friend bool operator==(const bibliographic_id&, const bibliographic_id&) = default;
};

// clang-format off
template <> struct layout<bibliographic_id> {
    using m = bibliographic_id;
    static constexpr auto elements = std::tuple{
        element(&m::bibliographic_item_id, "BibliographicItemId", one_of(1)),
        element(&m::bibliographic_record_id, "BibliographicRecordId", one_of(1))};
};
// clang-format on

/// A part of a title by a published number
struct component_id {
    scheme_value component_identifier_type;
    std::string component_identifier;

    friend bool operator==(const component_id&, const component_id&) = default;
};

// clang-format off
template <> struct layout<component_id> {
    using m = component_id;
    static constexpr auto elements = std::tuple{
        element(&m::component_identifier_type, "ComponentIdentifierType", required),
        element(&m::component_identifier, "ComponentIdentifier", required)};
};
// clang-format on

} // namespace circ::protocol::ncip
