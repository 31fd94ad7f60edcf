// Fee Paid (37): CreateUserFiscalTransaction with a reference of ours, which keeps it from being
// booked twice. It is never said to be accepted unless the other side has said so.
// @spec ncip.md 4.7, 7.2
#include "protocol/ncip/messages/create_user_fiscal_transaction.hpp"
#include "protocol/ncip/vocabulary.hpp"
#include "server/circulation/local_time.hpp"
#include "server/relay/dates.hpp"
#include "server/relay/item_forms.hpp"
#include "server/relay/lending.hpp"
#include "server/relay/patron_forms.hpp"
#include "server/relay/scripts.hpp"
#include "server/relay/words.hpp"

#include <algorithm>

namespace circ::relay {

using namespace circulation;
using code = reason_code;
using config::ncip_service;

namespace {

/// One message: so much of this fee, or of the account.
struct part {
    money amount;
    std::vector<std::string> fees; ///< the other side's numbers of them; none: the account
};

bool is_number(const std::string& bk) {
    return std::any_of(bk.begin(), bk.end(), [](char c) { return c != '0' && c != ' '; });
}

/// A number that no other payment bears, and the same however often this one is said: the terminal, as
/// two of them count alike, and its own number as far as that can be trusted to be used once, else the moment.
std::string number_of(const conversation& talk, const pay_fee& what) {
    const requester& by = talk.by();
    const std::string terminal = by.terminal_login + '-';
    const auto scope = is_number(what.transaction_id) ? by.rules->payment_id_scope : id_scope::none;
    switch (scope) {
    case id_scope::ever:
        return terminal + what.transaction_id;
    case id_scope::day:
        return terminal + what.transaction_id + '-' +
               iso_date(date_in(by.said.value_or(by.received), talk.settings().time_zone));
    case id_scope::none:
        break;
    }
    return terminal + std::to_string(by.received.time_since_epoch().count());
}

ncip::fiscal_transaction_reference_id
reference_of(const conversation& talk, const pay_fee& what, std::size_t part) {
    ncip::fiscal_transaction_reference_id made;
    made.agency_id = talk.our_agency();
    if (what.reference && !what.reference.agency.empty())
        made.agency_id.value = what.reference.agency;
    std::string& text = made.fiscal_transaction_identifier_value;
    text = what.reference ? what.reference.value : number_of(talk, what);
    if (part > 0) text += '-' + std::to_string(part + 1);
    return made;
}

ncip::create_user_fiscal_transaction_request
request_of(const conversation& talk, const pay_fee& what, const part& of, std::size_t number) {
    ncip::create_user_fiscal_transaction_request asked;
    asked.mandated_action = talk.mandate();
    asked.user_id = user_for_order(talk, what.card);
    auto& about = asked.fiscal_transaction_information;
    const auto action = is_write_off(what) ? ncip::fiscal_action::write_off : ncip::fiscal_action::payment;
    about.fiscal_action_type = {std::string(ncip::word_of(action))};
    about.fiscal_transaction_reference_id = reference_of(talk, what, number);
    for (const auto& each : of.fees)
        about.related_fiscal_transaction_reference_id.push_back({talk.their_agency(), each});
    about.fiscal_transaction_type = {
        std::string(ncip::word_of(transaction_of(what.kind.value_or(storage::fee_kind::other))))};
    about.amount = to_ncip(of.amount, talk.settings());
    about.payment_method_type =
        ncip::scheme_value{std::string(ncip::word_of(method_of(what.payment_type)))};
    return asked;
}

/// What the whole is divided into: the fees that are named, or the oldest first where the settings
/// say so, or nothing: the other side divides it itself.
std::vector<part> parts_of(conversation& talk, const pay_fee& what) {
    part whole{*what.amount, {}};
    if (!what.fee_identifier.empty()) whole.fees.push_back(what.fee_identifier);
    for (const auto& each : what.fees)
        whole.fees.push_back(each.theirs ? each.theirs.value : each.ours);
    if (!whole.fees.empty() || !talk.backend().pay_oldest_first) return {std::move(whole)};
    const auto account = account_of(talk, what.card, std::nullopt); // the PIN has been seen to
    const auto* lines =
        account.data == nullptr ? nullptr : fiscal_account_in(*account.data, talk.settings());
    if (lines == nullptr) return {std::move(whole)};
    std::vector<ncip::account_details> charges;
    std::copy_if(lines->account_details.begin(),
                 lines->account_details.end(),
                 std::back_inserter(charges),
                 is_charge);
    std::stable_sort(charges.begin(), charges.end(), [&](const auto& left, const auto& right) {
        const auto at = [&](const auto& each) {
            return each.accrual_date ? to_instant(*each.accrual_date, talk.settings()) : instant{};
        };
        return at(left) < at(right);
    });
    std::vector<part> parts;
    money rest = *what.amount;
    for (const auto& each : charges) {
        const auto& about = each.fiscal_transaction_information;
        const money open = amount_of(about.amount, talk.settings()).value_or(money{});
        if (rest.minor <= 0 || open.minor <= 0 || !about.fiscal_transaction_reference_id) continue;
        parts.push_back(
            {std::min(open, rest),
             {about.fiscal_transaction_reference_id->fiscal_transaction_identifier_value}});
        rest -= parts.back().amount;
    }
    if (rest.minor > 0) parts.push_back({rest, {}});
    return parts;
}

std::optional<trouble> unreadable(const conversation& talk, const pay_fee& what) {
    const std::string& ours = talk.settings().money.code;
    if (!what.amount || what.amount->minor <= 0)
        return trouble_of(reason{.code = code::amount_unreadable});
    if (!what.currency.empty() && what.currency != ours)
        return trouble_of(reason{.code = code::currency_foreign, .field = ours});
    if (is_write_off(what) && what.by.rules->write_off_payment_type != what.payment_type)
        return trouble_of(reason{.code = code::write_off_not_allowed});
    if (!talk.offers(ncip_service::create_user_fiscal_transaction))
        return trouble_of(reason{.code = code::not_permitted});
    return std::nullopt;
}

template <class Test>
bool has_line(const ncip::lookup_user_response& account, const Test& fits) {
    return std::ranges::any_of(account.user_fiscal_account, [&](const auto& each) {
        return std::ranges::any_of(each.account_details, fits);
    });
}

bool lists_reference(const ncip::lookup_user_response& account, const std::string& number) {
    return has_line(account, [&](const ncip::account_details& line) {
        const auto& id = line.fiscal_transaction_information.fiscal_transaction_reference_id;
        return id && id->fiscal_transaction_identifier_value == number;
    });
}

/// Whether payments are told with the numbers under which they were booked.
bool lists_payments(const ncip::lookup_user_response& account) {
    return has_line(account, [](const ncip::account_details& line) {
        return !is_charge(line) &&
               line.fiscal_transaction_information.fiscal_transaction_reference_id.has_value();
    });
}

std::optional<money> owed_before(const conversation& talk, const pay_fee& what) {
    const auto* account = talk.known_account(what.card);
    if (account == nullptr || fiscal_account_in(*account, talk.settings()) == nullptr)
        return std::nullopt;
    return owed_in(*account, talk.settings());
}

finished
accepted(conversation& talk, const pay_fee& what, std::optional<money> owed, payment_outcome made) {
    if (owed) {
        made.owed_after = std::max(*owed - *what.amount, money{});
    } else if (const auto* account = fresh_account_of(talk, what.card)) {
        made.owed_after = std::max(owed_in(*account, talk.settings()), money{});
    }
    talk.at_end([](session_cache& session, backend_memory&) { session.changed(); });
    return {.outcome = std::move(made)};
}

finished no(trouble why, payment_outcome made, bool some_done) {
    const bool is_no = why.verdict == verdict::refused;
    finished end = stopped(std::move(why), std::move(made));
    // The coins have fallen: what the other side does not book is for staff, as is half of a
    // payment.
    end.conflict = is_no || some_done;
    return end;
}

finished left_open(conversation& talk, failure why, payment_outcome made) {
    talk.at_end([](session_cache& session, backend_memory&) { session.changed(); });
    if (!talk.backend().accept_payment_on_journal) return in_doubt(why, std::move(made));
    finished end;
    end.outcome = std::move(made);
    end.sure = certainty::in_doubt;
    end.why = why;
    return end;
}

/// The messages of one payment, one after the other.
class payment {
public:
    payment(conversation& talk, const pay_fee& what, payment_outcome begun)
        : made_(std::move(begun)), talk_(talk), what_(what), owed_before_(owed_before(talk, what)),
          owed_(owed_before_) {}

    finished make() {
        const auto parts = parts_of(talk_, what_);
        for (std::size_t number = 0; number < parts.size(); ++number) {
            if (talk_.is_after_doubt() && stands_in_account(number)) continue;
            if (auto end = pay(parts[number], number)) return std::move(*end);
            if (owed_) *owed_ -= parts[number].amount;
        }
        return accepted(talk_, what_, owed_before_, std::move(made_));
    }

private:
    /// @return nothing when it was booked
    std::optional<finished> pay(const part& each, std::size_t number) {
        const auto answer = talk_.order(request_of(talk_, what_, each, number));
        const std::string own =
            reference_of(talk_, what_, number).fiscal_transaction_identifier_value;
        if (answer) {
            const auto& theirs =
                answer.data->fiscal_transaction_reference_id.fiscal_transaction_identifier_value;
            return booked(theirs.empty() ? own : theirs);
        }
        // Our own number again: it was booked when it was said first.
        if (has_class(answer.problems, ncip::problem_class::duplicate, talk_.settings()))
            return booked(own);
        if (answer.has_problems())
            return no(trouble_of(answer, attempt::payment, talk_.settings()),
                      std::move(made_),
                      number > 0);
        // Said before with an open end, it is not surely undone because it could not be said again.
        if (!may_have_happened(*answer.failed) && talk_.is_after_doubt())
            return left_open(talk_, *answer.failed, std::move(made_));
        if (!may_have_happened(*answer.failed))
            return no(trouble_of(*answer.failed), std::move(made_), number > 0);
        if (was_booked(each, number)) return booked(own);
        return left_open(talk_, *answer.failed, std::move(made_));
    }

    std::optional<finished> booked(const std::string& receipt) {
        if (made_.receipt.empty()) made_.receipt = receipt;
        return std::nullopt;
    }

    bool stands_in_account(std::size_t number) {
        const auto* account = fresh_account_of(talk_, what_.card);
        const std::string own =
            reference_of(talk_, what_, number).fiscal_transaction_identifier_value;
        if (account == nullptr || !lists_reference(*account, own)) return false;
        booked(own);
        return true;
    }

    /// After a lost answer: our number stands in the account, or, where no payment is told by its
    /// number, as much less is owed as before, which somebody else may have paid meanwhile.
    /// Anything else stays open, and is not said again from here.
    bool was_booked(const part& each, std::size_t number) {
        const auto* account = fresh_account_of(talk_, what_.card);
        if (account == nullptr) return false;
        const std::string own =
            reference_of(talk_, what_, number).fiscal_transaction_identifier_value;
        if (lists_reference(*account, own)) return true;
        if (lists_payments(*account)) return false;
        return owed_ && owed_in(*account, talk_.settings()) == *owed_ - each.amount;
    }

    payment_outcome made_;
    conversation& talk_;
    const pay_fee& what_;
    std::optional<money> owed_before_;
    std::optional<money> owed_; ///< after what has been booked so far
};

} // namespace

bool is_write_off(const pay_fee& what) {
    constexpr int usual = 6; // what some clients send for it, whatever the profile says
    return what.payment_type == usual || what.by.rules->write_off_payment_type == what.payment_type;
}

finished run(conversation& talk, const pay_fee& what) {
    payment_outcome made;
    const auto gate = admit(talk, what.card, what.pin, attempt::payment);
    made.pin = gate.pin;
    if (gate.why_not) return no(*gate.why_not, std::move(made), false);
    if (auto why = unreadable(talk, what)) return no(std::move(*why), std::move(made), false);
    return payment(talk, what, std::move(made)).make();
}

} // namespace circ::relay
