#pragma once

#include "storage/records/ids.hpp"
#include "storage/records/time.hpp"

#include <string>

namespace circ::storage {

/// What another system calls something: whose number it is, and the number.
struct external_id {
    std::string agency;
    std::string value;

    [[nodiscard]] explicit operator bool() const noexcept { return !value.empty(); }
    friend bool operator==(const external_id&, const external_id&) = default;
};

/// Another library that lends to us, borrows from us, or both.
struct partner {
    partner_id id;
    institution_id institution;
    std::string code; ///< what it calls itself in its requests; unique per institution
    std::string name;
    patron_id patron; ///< who stands for it when we lend to it; zero: it only lends to us
    instant created_at{};
};

/// request: of an item, by reader or library. transaction: of money.
enum class reference_kind { request, transaction };

/// What came of something that another system has given a number: its repeat is known again, and the
/// number finds it. Once per institution, kind and number.
struct external_reference {
    reference_id id;
    institution_id institution;
    reference_kind kind = reference_kind::request;
    external_id named;
    item_id item; ///< that was accepted
    hold_id hold;
    fee_id fee;   ///< charged, or settled
    payment_id payment;
    std::string asked; ///< what was asked for, in short: with other data it is another request
    instant at{};
};

} // namespace circ::storage
