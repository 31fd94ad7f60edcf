#include "server/relay/account.hpp"

#include "server/circulation/pin_tries.hpp"
#include "server/relay/patron_forms.hpp"

#include <algorithm>
#include <array>

namespace circ::relay {

namespace {

using namespace circulation;
using config::ncip_pin_check;

/// A visit is over sooner.
constexpr std::chrono::minutes proof_lasts{5};

/// What is known of a PIN before anybody is asked; nothing: ask.
std::optional<pin_state>
presumed(conversation& talk, const std::string& card, const std::optional<secret>& pin) {
    const requester& by = talk.by();
    if (by.rules->pin == pin_rule::none || talk.is_told()) return pin_state::not_needed;
    const bool counts_on = by.rules->pin != pin_rule::each_request;
    if (counts_on && by.pin_proved_before && (!pin || pin->empty())) return pin_state::right;
    if (!pin) return pin_state::not_given;
    if (pin->empty()) return pin_state::empty;
    if (talk.backend().pin_check == ncip_pin_check::none)
        return talk.backend().unchecked_pin == config::ncip_unchecked_pin::valid
                   ? pin_state::right
                   : pin_state::not_needed;
    if (talk.pin_locked_until(card)) return pin_state::locked;
    if (talk.session().is_proved(card, *pin, talk.now(), proof_lasts)) return pin_state::right;
    return std::nullopt;
}

ncip::lookup_user_request everything() {
    ncip::lookup_user_request asked;
    for (const auto* each : {"Name Information",
                             "User Address Information",
                             "User Language",
                             "User Privilege",
                             "Block Or Trap",
                             "User Id",
                             "Date Of Birth"})
        asked.user_element_type.push_back({each});
    asked.loaned_items_desired = true;
    asked.requested_items_desired = true;
    asked.user_fiscal_account_desired = true;
    return asked;
}

ncip::lookup_user_request by_card(const conversation& talk, const std::string& card) {
    auto asked = everything();
    asked.user_id = talk.user(card);
    return asked;
}

ncip::authentication_input
input(const conversation& talk, const std::string& type, std::string_view text) {
    return {protocol::secret(text), {talk.backend().pin_data_format}, {type}};
}

ncip::lookup_user_request
by_pin(const conversation& talk, const std::string& card, const secret& pin) {
    auto asked = everything();
    const auto how = talk.backend().pin_check;
    if (how != ncip_pin_check::auth_inputs) asked.user_id = talk.user(card);
    if (how != ncip_pin_check::user_id_and_pin)
        asked.authentication_input.push_back(input(talk, talk.backend().card_input_type, card));
    asked.authentication_input.push_back(input(talk, talk.backend().pin_input_type, pin.reveal()));
    return asked;
}

/// An answer that tells nothing of anybody is none.
bool is_usable(const ncip::lookup_user_response& from) {
    return !from.user_id.user_identifier_value.empty() || from.user_optional_fields ||
           !from.loaned_item.empty() || !from.user_fiscal_account.empty();
}

using reply_of_user = reply<ncip::lookup_user_response>;

void take(conversation& talk,
          account_answer& into,
          const reply_of_user& from,
          const std::string& card) {
    if (from && is_usable(*from.data)) {
        into.data = from.data;
        talk.heard_account(card, *from.data);
        return;
    }
    into.why_not =
        from ? trouble_of(failure::no_ncip) : trouble_of(from, attempt::account, talk.settings());
}

/// Whether the problems speak of the PIN: some say so, and some call an unknown reader so, or say
/// nothing at all.
bool may_be_the_pin(const conversation& talk, const reply_of_user& from) {
    if (!from.has_problems()) return false;
    if (talk.backend().pin_check == ncip_pin_check::user_id_and_pin) return true;
    const auto& settings = talk.settings();
    return has_class(from.problems, ncip::problem_class::auth_failed, settings) ||
           has_class(from.problems, ncip::problem_class::other, settings);
}

account_answer check(conversation& talk, const std::string& card, const secret& pin) {
    account_answer made;
    const auto proved = talk.ask(by_pin(talk, card, pin));
    if (!may_be_the_pin(talk, proved)) {
        take(talk, made, proved, card);
        // Nobody to whom the PIN could belong, or nobody who could say.
        made.pin = made.data != nullptr ? pin_state::right : pin_state::wrong;
        if (made.data != nullptr)
            talk.at_end(
                [card, pin, now = talk.now()](session_cache& session, backend_memory& memory) {
                    session.keep_proof(card, pin, now);
                    memory.forget_wrong_pins(card);
                });
        return made;
    }
    // Name and flags are wanted all the same, and whether there is such a reader at all.
    take(talk, made, talk.ask(by_card(talk, card)), card);
    made.pin = pin_state::wrong;
    if (made.data != nullptr) {
        const auto& by = talk.backend();
        talk.at_end([card, &by, now = talk.now()](session_cache&, backend_memory& memory) {
            memory.count_wrong_pin(card, by.pin_tries, by.pin_lock, now);
        });
    }
    return made;
}

} // namespace

account_answer
account_of(conversation& talk, const std::string& card, const std::optional<secret>& pin) {
    const auto known = presumed(talk, card, pin);
    if (!known) return check(talk, card, *pin);
    account_answer made;
    made.pin = *known;
    made.locked_until = *known == pin_state::locked ? talk.pin_locked_until(card) : std::nullopt;
    made.data = talk.known_account(card);
    if (made.data == nullptr) take(talk, made, talk.ask(by_card(talk, card)), card);
    return made;
}

const ncip::lookup_user_response* fresh_account_of(conversation& talk, const std::string& card) {
    account_answer made;
    take(talk, made, talk.ask(by_card(talk, card)), card);
    return made.data;
}

admission admit(conversation& talk,
                const std::string& card,
                const std::optional<secret>& pin,
                attempt tried) {
    admission made;
    std::optional<instant> locked_until;
    std::optional<trouble> nobody; ///< the other side knows no such reader
    if (const auto known = presumed(talk, card, pin)) {
        made.pin = *known;
        if (made.pin == pin_state::locked) locked_until = talk.pin_locked_until(card);
    } else {
        const auto account = check(talk, card, *pin);
        made.pin = account.pin;
        if (account.data == nullptr) nobody = account.why_not;
    }
    const requester& by = talk.by();
    if (nobody && nobody->verdict == verdict::unavailable) {
        made.why_not = nobody;
    } else if (auto hidden = unproved_card_refusal(made.pin, *by.rules)) {
        made.why_not = trouble_of(std::move(*hidden)); // whether there is such a card or not
    } else if (nobody) {
        made.why_not = nobody;
    } else if (auto refused =
                   pin_refusal(made.pin, *by.rules, by.pin_proved_before, locked_until)) {
        made.why_not = trouble_of(std::move(*refused));
    } else if (tried != attempt::payment && !talk.is_told() && talk.is_blocked_here(card)) {
        made.why_not = trouble_of(reason{.code = reason_code::patron_blocked});
    }
    return made;
}

ncip::user_id user_for_order(const conversation& talk, const std::string& card) {
    const auto* account = talk.known_account(card);
    if (account == nullptr || account->user_id.user_identifier_value.empty() ||
        account->user_id.user_identifier_value == card)
        return talk.user(card);
    return account->user_id;
}

bool is_user(const conversation& talk, const ncip::user_id& told, const std::string& card) {
    if (told.user_identifier_value == card) return true;
    const auto* account = talk.known_account(card);
    return account != nullptr && !told.user_identifier_value.empty() &&
           told.user_identifier_value == account->user_id.user_identifier_value;
}

patron_view named_patron(const conversation& talk,
                         const ncip::lookup_user_response& account,
                         const std::string& card) {
    patron_view view = patron_of(account, talk.settings(), talk.now());
    if (view.name.empty()) view.name = card;
    return view;
}

patron_view shown_patron(conversation& talk,
                         const ncip::lookup_user_response& account,
                         const std::string& card) {
    patron_view view = named_patron(talk, account, card);
    if (!talk.is_blocked_here(card)) return view;
    constexpr std::array denied{0, 1, 3}; // charge, renewal, hold
    for (const auto flag : denied)
        view.flags[static_cast<std::size_t>(flag)] = true;
    return view;
}

const ncip::loaned_item* loan_in(const ncip::lookup_user_response& account,
                                 const std::string& barcode) {
    const auto found =
        std::find_if(account.loaned_item.begin(), account.loaned_item.end(), [&](const auto& each) {
            return each.item_id.item_identifier_value == barcode;
        });
    return found == account.loaned_item.end() ? nullptr : &*found;
}

} // namespace circ::relay
