#pragma once

#include "protocol/ncip/layout.hpp"
#include "protocol/ncip/messages/acknowledgement.hpp"
#include "protocol/ncip/structures/address.hpp"
#include "protocol/ncip/structures/fiscal.hpp"
#include "protocol/ncip/structures/identifiers.hpp"
#include "protocol/ncip/structures/name.hpp"
#include "protocol/ncip/structures/notice.hpp"
#include "protocol/ncip/structures/user_fields.hpp"

#include <optional>
#include <string_view>
#include <tuple>
#include <vector>

namespace circ::protocol::ncip {

/// UserCreated: there is a new reader
struct user_created {
    ncip::user_id user_id;
    ncip::name_information name_information;
    std::vector<ncip::user_address_information> user_address_information;
    std::optional<date_time> date_of_birth;
    std::vector<scheme_value> user_language;
    std::vector<ncip::user_privilege> user_privilege;
    std::vector<ncip::block_or_trap> block_or_trap;

    friend bool operator==(const user_created&, const user_created&) = default;
};

// clang-format off
template <> struct layout<user_created> {
    using m = user_created;
    static constexpr std::string_view name = "UserCreated";
    static constexpr std::string_view response_name = "UserCreatedResponse";
    static constexpr auto role = service_role::notification;
    using response = acknowledgement<user_created>;
    static constexpr auto elements = std::tuple{
        element(&m::user_id, "UserId", required),
        element(&m::name_information, "NameInformation", required),
        element(&m::user_address_information, "UserAddressInformation", repeated),
        element(&m::date_of_birth, "DateOfBirth", optional),
        element(&m::user_language, "UserLanguage", repeated),
        element(&m::user_privilege, "UserPrivilege", repeated),
        element(&m::block_or_trap, "BlockOrTrap", repeated)};
};
// clang-format on

/// UserUpdated: a reader was changed
struct user_updated {
    ncip::user_id user_id;
    std::optional<ncip::user_fields> delete_user_fields;
    std::optional<ncip::user_fields> add_user_fields;

    friend bool operator==(const user_updated&, const user_updated&) = default;
};

// clang-format off
template <> struct layout<user_updated> {
    using m = user_updated;
    static constexpr std::string_view name = "UserUpdated";
    static constexpr std::string_view response_name = "UserUpdatedResponse";
    static constexpr auto role = service_role::notification;
    using response = acknowledgement<user_updated>;
    static constexpr auto elements = std::tuple{
        element(&m::user_id, "UserId", required),
        element(&m::delete_user_fields, "DeleteUserFields", optional),
        element(&m::add_user_fields, "AddUserFields", optional)};
};
// clang-format on

/// UserFiscalTransactionCreated: a charge, payment or waiver was made
struct user_fiscal_transaction_created {
    ncip::user_id user_id;
    ncip::fiscal_transaction_information fiscal_transaction_information;

    friend bool operator==(const user_fiscal_transaction_created&,
                           const user_fiscal_transaction_created&) = default;
};

// clang-format off
template <> struct layout<user_fiscal_transaction_created> {
    using m = user_fiscal_transaction_created;
    static constexpr std::string_view name = "UserFiscalTransactionCreated";
    static constexpr std::string_view response_name = "UserFiscalTransactionCreatedResponse";
    static constexpr auto role = service_role::notification;
    using response = acknowledgement<user_fiscal_transaction_created>;
    static constexpr auto elements = std::tuple{
        element(&m::user_id, "UserId", required),
        element(&m::fiscal_transaction_information, "FiscalTransactionInformation", required)};
};
// clang-format on

/// UserNoticeSent: a reader was told something
struct user_notice_sent {
    ncip::user_id user_id;
    std::optional<date_time> date_sent;
    ncip::user_notice_details user_notice_details;

    friend bool operator==(const user_notice_sent&, const user_notice_sent&) = default;
};

// clang-format off
template <> struct layout<user_notice_sent> {
    using m = user_notice_sent;
    static constexpr std::string_view name = "UserNoticeSent";
    static constexpr std::string_view response_name = "UserNoticeSentResponse";
    static constexpr auto role = service_role::notification;
    using response = acknowledgement<user_notice_sent>;
    static constexpr auto elements = std::tuple{
        element(&m::user_id, "UserId", required),
        element(&m::date_sent, "DateSent", required),
        element(&m::user_notice_details, "UserNoticeDetails", required)};
};
// clang-format on

} // namespace circ::protocol::ncip
