// Renew All (65): LookupUser, and a RenewItem for each loan, one after the other.
// @spec ncip.md 4.7
#include "protocol/ncip/messages/renew_item.hpp"
#include "server/relay/dates.hpp"
#include "server/relay/item_forms.hpp"
#include "server/relay/lending.hpp"
#include "server/relay/scripts.hpp"

#include <algorithm>

namespace circ::relay {

using namespace circulation;
using code = reason_code;
using config::ncip_service;

namespace {

using line = renew_all_outcome::line;

line line_of(const ncip::loaned_item& loan, const relay_settings& by) {
    const due back = to_due(loan.date_due, by);
    line made;
    made.barcode = loan.item_id.item_identifier_value;
    made.title = loan.title.value_or("");
    made.due_at = back.at;
    made.due_hourly = back.hourly;
    return made;
}

/// After these nothing else would be renewed either.
bool ends_all(const reply<ncip::renew_item_response>& answer, const relay_settings& by) {
    using ncip::problem_class;
    for (const auto each : {problem_class::user_blocked,
                            problem_class::unknown_user,
                            problem_class::unsupported,
                            problem_class::unauthorized})
        if (has_class(answer.problems, each, by)) return true;
    return answer.failed && !may_have_happened(*answer.failed);
}

ncip::renew_item_request
request_of(const conversation& talk, const renew_all& what, const std::string& barcode) {
    ncip::renew_item_request asked;
    asked.user_id = user_for_order(talk, what.card);
    asked.item_id = talk.item(barcode);
    asked.acknowledged_fee_amount = agreed_fee(talk, what.card, barcode, what.agreed);
    return asked;
}

class renewals {
public:
    renewals(conversation& talk, const renew_all& what) : talk_(talk), what_(what) {}

    void renew(const ncip::loaned_item& loan) {
        line row = line_of(loan, talk_.settings());
        if (why_all_ || done_ == talk_.backend().renew_all_most) {
            row.why_not = why_all_.value_or(reason{.code = code::backend_unavailable});
            return put(made.unrenewed, std::move(row));
        }
        ++done_;
        const auto answer = talk_.order(request_of(talk_, what_, row.barcode));
        const auto back = answer ? to_due(answer.data->date_due, talk_.settings()) : due{};
        if (answer && !answer.data->pending) {
            if (back.at) {
                row.due_at = back.at;
                row.due_hourly = back.hourly;
            }
            return put(made.renewed, std::move(row));
        }
        if (answer.failed && may_have_happened(*answer.failed)) {
            lost_.push_back(std::move(row));
            return;
        }
        row.why_not = answer
                          ? reason{.code = code::renewal_not_allowed}
                          : trouble_of(answer, attempt::renewal, talk_.settings()).reasons.front();
        if (ends_all(answer, talk_.settings())) why_all_ = row.why_not;
        put(made.unrenewed, std::move(row));
    }

    /// One look at the account tells of all whose answer was lost.
    /// @return whether one stays open
    bool settle() {
        if (lost_.empty()) return false;
        const auto* account = fresh_account_of(talk_, what_.card);
        bool is_open = false;
        for (auto& row : lost_) {
            const auto* loan = account == nullptr ? nullptr : loan_in(*account, row.barcode);
            const due back = loan == nullptr ? due{} : to_due(loan->date_due, talk_.settings());
            const bool is_known = back.at && row.due_at;
            is_open = is_open || !is_known;
            if (is_known && *back.at > *row.due_at) {
                row.due_at = back.at;
                put(made.renewed, std::move(row));
            } else {
                row.why_not = reason{.code = code::backend_unavailable};
                put(made.unrenewed, std::move(row));
            }
        }
        return is_open;
    }

    renew_all_outcome made;

private:
    static void put(std::vector<line>& to, line row) { to.push_back(std::move(row)); }

    conversation& talk_;
    const renew_all& what_;
    std::vector<line> lost_;
    std::optional<reason> why_all_;
    std::size_t done_ = 0;
};

/// Said before, and not all of what became of it is known: of each loan its due date of then tells.
/// What has not been renewed is not asked for again.
finished look_again(conversation& talk, const renew_all& what, renew_all_outcome made) {
    const auto before = talk.before_doubt();
    const auto* account = before.empty() ? nullptr : fresh_account_of(talk, what.card);
    if (account == nullptr) return in_doubt(failure::no_answer, std::move(made));
    for (const auto& stood : before) {
        const auto* loan = loan_in(*account, stood.barcode);
        if (loan == nullptr) continue; // it has come back since
        line row = line_of(*loan, talk.settings());
        if (!row.due_at) return in_doubt(failure::no_answer, std::move(made));
        const bool is_later = *row.due_at > stood.due_at;
        if (!is_later) row.why_not = reason{.code = code::backend_unavailable};
        (is_later ? made.renewed : made.unrenewed).push_back(std::move(row));
    }
    made.notices.push_back({.code = code::renewed_and_not,
                            .number = std::ssize(made.renewed),
                            .limit = std::ssize(made.unrenewed)});
    talk.at_end([](session_cache& session, backend_memory&) { session.changed(); });
    return {.outcome = std::move(made)};
}

} // namespace

finished run(conversation& talk, const renew_all& what) {
    const auto gate = admit(talk, what.card, what.pin, attempt::renewal);
    renew_all_outcome refused_outcome;
    refused_outcome.pin = gate.pin;
    if (gate.why_not) return stopped(*gate.why_not, std::move(refused_outcome));
    if (!talk.offers(ncip_service::renew_item))
        return stopped(trouble_of(reason{.code = code::renewal_not_allowed}),
                       std::move(refused_outcome));
    if (talk.is_after_doubt()) return look_again(talk, what, std::move(refused_outcome));
    const auto account = account_of(talk, what.card, std::nullopt); // the PIN has been seen to
    if (account.data == nullptr) return stopped(account.why_not, std::move(refused_outcome));
    renewals all(talk, what);
    all.made.pin = gate.pin;
    for (const auto& loan : account.data->loaned_item)
        if (const auto stands = to_due(loan.date_due, talk.settings()).at)
            talk.stood_before({what.card, loan.item_id.item_identifier_value, *stands});
    for (const auto& loan : account.data->loaned_item)
        all.renew(loan);
    finished end;
    if (all.settle()) end.sure = certainty::in_doubt;
    all.made.notices.push_back({.code = code::renewed_and_not,
                                .number = std::ssize(all.made.renewed),
                                .limit = std::ssize(all.made.unrenewed)});
    talk.at_end([](session_cache& session, backend_memory&) { session.changed(); });
    end.outcome = std::move(all.made);
    return end;
}

} // namespace circ::relay
