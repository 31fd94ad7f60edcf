// The fourteen flags of a reader, from what NCIP has in their place.
#include "protocol/ncip/vocabulary.hpp"
#include "server/relay/dates.hpp"
#include "server/relay/patron_forms.hpp"
#include "server/relay/words.hpp"

#include <algorithm>
#include <array>

namespace circ::relay {

namespace {

using namespace circulation;

enum position : std::size_t {
    charge_denied,
    renewal_denied,
    recall_denied,
    hold_denied,
    card_lost,
    too_many_charged,
    too_many_overdue,
    excessive_fines = 10,
    excessive_fees = 11
};

/// What a status of the reader's privileges comes to.
struct status_row {
    std::string_view word; ///< folded
    std::array<position, 2> flags;
};

// clang-format off
constexpr std::array status_rows{
    status_row{"blocked",    {charge_denied, charge_denied}},
    status_row{"barred",     {charge_denied, excessive_fines}}, // Koha: charges block
    status_row{"restricted", {charge_denied, charge_denied}},
    status_row{"expired",    {charge_denied, charge_denied}},
    status_row{"inactive",   {charge_denied, charge_denied}},
    status_row{"suspended",  {charge_denied, charge_denied}},
    status_row{"n",          {charge_denied, charge_denied}},
    status_row{"no",         {charge_denied, charge_denied}},
    status_row{"notok",      {charge_denied, charge_denied}},
    status_row{"delinquent", {too_many_overdue, too_many_overdue}}}; // Koha: overdues block; others read it as well enough
// clang-format on

void read_block(patron_flags& flags, const std::string& text) {
    using word = ncip::block_or_trap_type;
    const auto known = ncip::read_word<word>(text);
    if (!known) {
        // A block in words of its own: whatever speaks of lending.
        const std::string folded = ncip::folded(text);
        const auto speaks_of = [&](std::string_view what) {
            return folded.find(what) != std::string::npos;
        };
        if (!folded.starts_with("block")) return;
        if (speaks_of("check") || speaks_of("circ") || speaks_of("borrow"))
            flags[charge_denied] = true;
        if (speaks_of("renew")) flags[renewal_denied] = true;
        if (speaks_of("hold") || speaks_of("request")) flags[hold_denied] = true;
        return;
    }
    switch (*known) {
    case word::block_check_out:
        flags[charge_denied] = true;
        break;
    case word::block_renewal:
        flags[renewal_denied] = true;
        break;
    case word::block_recall:
        flags[recall_denied] = true;
        break;
    case word::block_hold:
        flags[hold_denied] = true;
        break;
    case word::block_request_item:
        flags[recall_denied] = flags[hold_denied] = true;
        break;
    case word::trap_for_lost_card:
        flags[card_lost] = true;
        break;
    case word::block_electronic_resource_access:
    case word::trap_for_message:
    case word::trap_for_pickup:
        break;
    }
}

void read_privilege(patron_flags& flags,
                    const ncip::user_privilege& from,
                    const relay_settings& by,
                    instant now) {
    const auto end = to_due(from.valid_to_date, by).at;
    if (end && *end < now) flags[charge_denied] = true;
    if (!from.user_privilege_status) return;
    const std::string word =
        ncip::folded(from.user_privilege_status->user_privilege_status_type.value);
    for (const auto& each : status_rows)
        if (each.word == word)
            for (const auto flag : each.flags)
                flags[flag] = true;
}

/// Fines are for what was brought back late, fees are all others.
void read_fees(patron_flags& flags,
               const ncip::lookup_user_response& from,
               const relay_settings& by) {
    const auto limit = static_cast<std::int64_t>(by.backend.fee_limit);
    if (limit == 0 || owed_in(from, by).minor <= limit) return;
    bool has_fine = false;
    bool has_other = false;
    for (const auto& each : fiscal_account_in(from, by)->account_details) {
        if (!is_charge(each)) continue;
        const bool is_fine =
            fee_kind_of(each.fiscal_transaction_information.fiscal_transaction_type.value) ==
            storage::fee_kind::overdue;
        has_fine = has_fine || is_fine;
        has_other = has_other || !is_fine;
    }
    flags[excessive_fines] = flags[excessive_fines] || has_fine || !has_other;
    flags[excessive_fees] = has_other;
}

} // namespace

patron_flags
flags_of(const ncip::lookup_user_response& from, const relay_settings& by, instant now) {
    patron_flags flags{};
    if (const auto& told = from.user_optional_fields) {
        for (const auto& each : told->block_or_trap)
            if (is_in_force(each.valid_from_date, each.valid_to_date, by, now))
                read_block(flags, each.block_or_trap_type.value);
        for (const auto& each : told->user_privilege)
            read_privilege(flags, each, by, now);
    }
    const auto overdue = std::count_if(from.loaned_item.begin(),
                                       from.loaned_item.end(),
                                       [&](const auto& each) { return is_overdue(each, by, now); });
    const auto passes = [](std::int64_t counted, std::size_t limit) {
        return limit != 0 && counted > static_cast<std::int64_t>(limit);
    };
    if (passes(std::int64_t{loans_in(from)} + 1, by.backend.loan_limit))
        flags[too_many_charged] = true;
    if (passes(overdue, by.backend.overdue_limit)) flags[too_many_overdue] = true;
    read_fees(flags, from, by);
    if (by.backend.block_renewal_with_checkout && flags[charge_denied])
        flags[renewal_denied] = true;
    return flags;
}

} // namespace circ::relay
