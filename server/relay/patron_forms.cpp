#include "server/relay/patron_forms.hpp"

#include "protocol/ncip/languages.hpp"
#include "protocol/ncip/vocabulary.hpp"
#include "server/relay/dates.hpp"
#include "server/relay/item_forms.hpp"
#include "server/relay/problems.hpp"

#include <algorithm>
#include <numeric>

namespace circ::relay {

namespace {

using namespace circulation;

void join(std::string& line, std::string_view more) {
    more = ncip::trimmed(more);
    if (more.empty()) return;
    if (!line.empty()) line += ' ';
    line += more;
}

std::string lines_of(const ncip::physical_address& from) {
    std::string line;
    if (const auto& text = from.unstructured_address) {
        for (const char c : text->unstructured_address_data)
            line += c == '\n' || c == '\r' ? ' ' : c;
        return std::string(ncip::trimmed(line));
    }
    if (!from.structured_address) return line;
    const auto& parts = *from.structured_address;
    for (const auto* each : {&parts.care_of,
                             &parts.location_within_building,
                             &parts.house_name,
                             &parts.street,
                             &parts.post_office_box,
                             &parts.district,
                             &parts.line1,
                             &parts.line2,
                             &parts.locality,
                             &parts.region,
                             &parts.postal_code,
                             &parts.country})
        join(line, each->value_or(""));
    return line;
}

bool is_mail(const ncip::electronic_address& from) {
    const std::string type = ncip::folded(from.electronic_address_type.value);
    return type == "mailto" || type == "email" ||
           (type != "tel" && from.electronic_address_data.find('@') != std::string::npos);
}

bool is_phone(const ncip::electronic_address& from) {
    const std::string type = ncip::folded(from.electronic_address_type.value);
    return type.starts_with("tel") || type.find("phone") != std::string::npos || type == "sms";
}

/// The home address wins over the first.
void read_addresses(patron_view& view, const ncip::user_optional_fields& from) {
    bool is_home = false;
    for (const auto& each : from.user_address_information) {
        if (const auto& physical = each.physical_address) {
            const bool home = each.user_address_role_type.is("Home");
            if (view.address.empty() || (home && !is_home)) view.address = lines_of(*physical);
            is_home = is_home || home;
        }
        if (const auto& electronic = each.electronic_address) {
            if (view.email.empty() && is_mail(*electronic))
                view.email = electronic->electronic_address_data;
            if (view.phone.empty() && is_phone(*electronic))
                view.phone = electronic->electronic_address_data;
        }
    }
}

void read_privileges(patron_view& view,
                     const ncip::user_optional_fields& from,
                     const relay_settings& by) {
    for (const auto& each : from.user_privilege) {
        const bool is_status = each.agency_user_privilege_type.is("STATUS");
        if (view.category.empty() && !is_status)
            view.category = each.agency_user_privilege_type.value;
        if (!view.expires_on && to_due(each.valid_to_date, by).at)
            view.expires_on = to_day(*each.valid_to_date, by);
    }
}

/// A message stands in the type itself with some; a word of the list is none.
void read_traps(patron_view& view,
                const ncip::user_optional_fields& from,
                const relay_settings& by,
                instant now) {
    if (!by.backend.show_traps) return;
    for (const auto& each : from.block_or_trap) {
        const std::string& text = each.block_or_trap_type.value;
        if (ncip::read_word<ncip::block_or_trap_type>(text)) continue;
        if (!is_in_force(each.valid_from_date, each.valid_to_date, by, now)) continue;
        if (ncip::folded(text).starts_with("block")) continue; // a block in words of its own
        if (std::string line = presentable(text); !line.empty())
            view.messages.push_back(std::move(line));
    }
}

std::optional<int> unless_zero(std::size_t limit) {
    if (limit == 0) return std::nullopt;
    return static_cast<int>(limit);
}

template <class Rows, class Test>
int count(const Rows& rows, const Test& fits) {
    return static_cast<int>(std::count_if(rows.begin(), rows.end(), fits));
}

int charges_in(const ncip::lookup_user_response& from, const relay_settings& by) {
    const auto* account = fiscal_account_in(from, by);
    return account == nullptr ? 0 : count(account->account_details, is_charge);
}

/// A birthday has no hour: midnight in UTC is that day, wherever it is read.
storage::local_date birthday_of(const ncip::date_time& when, const relay_settings& by) {
    const auto* at = std::get_if<ncip::instant>(&when);
    if (at == nullptr) return to_day(when, by);
    const auto day = std::chrono::floor<std::chrono::days>(*at);
    if (*at != day) return to_day(when, by);
    return storage::local_date(day.time_since_epoch());
}

/// Unknown unless the other side counts loans by their status.
std::optional<int> recalled_in(const ncip::lookup_user_response& from) {
    bool counts_by_status = false;
    int sum = 0;
    for (const auto& each : from.loaned_items_count) {
        if (!each.circulation_status) continue;
        counts_by_status = true;
        const auto word = ncip::read_word<ncip::circulation_status>(each.circulation_status->value);
        if (word == ncip::circulation_status::recalled)
            sum += static_cast<int>(each.loaned_item_count_value.value_or(0));
    }
    if (!counts_by_status) return std::nullopt;
    return sum;
}

void read_counts(patron_view& view,
                 const ncip::lookup_user_response& from,
                 const relay_settings& by,
                 instant now) {
    const auto set = [&](list_kind kind, std::optional<int> number) {
        view.counts[static_cast<std::size_t>(kind)] = number;
    };
    set(list_kind::ready_holds, count(from.requested_item, is_ready));
    set(list_kind::overdue_loans,
        count(from.loaned_item, [&](const auto& each) { return is_overdue(each, by, now); }));
    set(list_kind::loans, loans_in(from));
    set(list_kind::fees, charges_in(from, by));
    set(list_kind::recalled_loans, recalled_in(from));
    set(list_kind::waiting_holds, count(from.requested_item, is_waiting));
}

} // namespace

std::string person_name(const ncip::name_information& from, config::ncip_name_order order) {
    std::string name;
    if (const auto& person = from.personal_name_information) {
        join(name, person->unstructured_personal_user_name.value_or(""));
        if (!name.empty()) return name;
        if (const auto& parts = person->structured_personal_user_name) {
            const bool surname_first = order == config::ncip_name_order::surname_first;
            const std::string given = parts->given_name.value_or(parts->initials.value_or(""));
            join(name, surname_first ? parts->surname : given);
            if (surname_first && !name.empty() && !given.empty()) name += ',';
            join(name, surname_first ? given : parts->surname);
        }
        if (!name.empty()) return name;
    }
    for (const auto& each : from.organization_name_information)
        if (name.empty()) join(name, each.organization_name);
    return name;
}

bool is_in_force(const std::optional<ncip::date_time>& from,
                 const std::optional<ncip::date_time>& to,
                 const relay_settings& by,
                 instant now) {
    if (from && to_instant(*from, by) > now) return false;
    const auto end = to_due(to, by).at;
    return !end || *end >= now;
}

bool is_overdue(const ncip::loaned_item& loan, const relay_settings& by, instant now) {
    if (!loan.date_due) return loan.reminder_level.value_or(0) > 0;
    const auto at = to_due(loan.date_due, by).at;
    return at && *at < now;
}

bool is_ready(const ncip::requested_item& request) {
    return ncip::read_word<ncip::request_status>(request.request_status_type.value) ==
           ncip::request_status::available_for_pickup;
}

bool is_waiting(const ncip::requested_item& request) {
    const auto status = ncip::read_word<ncip::request_status>(request.request_status_type.value);
    return status != ncip::request_status::available_for_pickup &&
           status != ncip::request_status::expired &&
           status != ncip::request_status::cannot_fulfill_request;
}

bool is_charge(const ncip::account_details& line) {
    const auto action = ncip::read_word<ncip::fiscal_action>(
        line.fiscal_transaction_information.fiscal_action_type.value);
    return action == ncip::fiscal_action::assess || action == ncip::fiscal_action::penalty;
}

int loans_in(const ncip::lookup_user_response& from) {
    if (!from.loaned_item.empty()) return static_cast<int>(from.loaned_item.size());
    // The same loans may be counted by status and by restriction: one kind is summed.
    const bool by_status =
        std::any_of(from.loaned_items_count.begin(),
                    from.loaned_items_count.end(),
                    [](const auto& each) { return each.circulation_status.has_value(); });
    int sum = 0;
    for (const auto& each : from.loaned_items_count)
        if (each.circulation_status.has_value() == by_status)
            sum += static_cast<int>(std::min(each.loaned_item_count_value.value_or(0), 9999U));
    return std::min(sum, 9999);
}

const ncip::user_fiscal_account* fiscal_account_in(const ncip::lookup_user_response& from,
                                                   const relay_settings& by) {
    for (const auto& each : from.user_fiscal_account)
        if (each.account_balance && each.account_balance->currency == by.money.code) return &each;
    return nullptr; // amounts of different currencies are not added
}

money owed_in(const ncip::lookup_user_response& from, const relay_settings& by) {
    const auto* account = fiscal_account_in(from, by);
    if (account == nullptr) return {};
    const money balance{account->account_balance->minor_units};
    return by.backend.dialect.balance == config::ncip_balance::owed_is_negative ? money{} - balance
                                                                                : balance;
}

patron_view
patron_of(const ncip::lookup_user_response& from, const relay_settings& by, instant now) {
    patron_view view;
    view.known = true;
    view.flags = flags_of(from, by, now);
    read_counts(view, from, by, now);
    view.hold_limit = unless_zero(by.backend.hold_limit);
    view.overdue_limit = unless_zero(by.backend.overdue_limit);
    view.loan_limit = unless_zero(by.backend.loan_limit);
    if (by.backend.fee_limit != 0)
        view.fee_limit = money{static_cast<std::int64_t>(by.backend.fee_limit)};
    view.owed = std::max(owed_in(from, by), money{}); // credit is never shown as a debt
    if (!from.user_optional_fields) return view;
    const auto& told = *from.user_optional_fields;
    if (told.name_information)
        view.name = person_name(*told.name_information, by.backend.name_order);
    if (!told.user_language.empty())
        view.language = ncip::two_letters_of(told.user_language.front().value);
    if (told.date_of_birth) view.birth_date = birthday_of(*told.date_of_birth, by);
    read_addresses(view, told);
    read_privileges(view, told, by);
    read_traps(view, told, by, now);
    return view;
}

} // namespace circ::relay
