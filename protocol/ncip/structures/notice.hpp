#pragma once

#include "protocol/ncip/layout.hpp"
#include "protocol/ncip/structures/fiscal.hpp"
#include "protocol/ncip/structures/user_fields.hpp"

#include <optional>
#include <string>
#include <tuple>
#include <vector>

namespace circ::protocol::ncip {

/// An item that a notice is about
struct notice_item {
    ncip::item_details item_details;
    std::optional<ncip::money> amount;

    friend bool operator==(const notice_item&, const notice_item&) = default;
};

// clang-format off
template <> struct layout<notice_item> {
    using m = notice_item;
    static constexpr auto elements = std::tuple{
        element(&m::item_details, "ItemDetails", required),
        element(&m::amount, "Amount", optional)};
};
// clang-format on

/// What a reader is told
struct user_notice_details {
    scheme_value notice_type;
    std::optional<std::string> notice_content;
    std::vector<ncip::notice_item> notice_item;
    std::optional<ncip::user_fiscal_account> user_fiscal_account;
    std::optional<ncip::user_privilege> user_privilege;

    friend bool operator==(const user_notice_details&, const user_notice_details&) = default;
};

// clang-format off
template <> struct layout<user_notice_details> {
    using m = user_notice_details;
    static constexpr auto elements = std::tuple{
        element(&m::notice_type, "NoticeType", required),
        element(&m::notice_content, "NoticeContent", optional),
        element(&m::notice_item, "NoticeItem", one_of(1)),
        element(&m::user_fiscal_account, "UserFiscalAccount", one_of(1)),
        element(&m::user_privilege, "UserPrivilege", one_of(1))};
};
// clang-format on

} // namespace circ::protocol::ncip
