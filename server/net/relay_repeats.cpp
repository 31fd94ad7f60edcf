// What a request is answered that came before: as then, where what it did still stands.
#include "server/net/order_text.hpp"
#include "server/net/relay_backend.hpp"
#include "server/net/requests.hpp"

#include <algorithm>
#include <utility>

namespace circ::net {

namespace asio = boost::asio;
using namespace circulation;
using storage::backend_order;
using storage::order_state;

namespace {

bool is_open(const backend_order& of) {
    return of.state == order_state::ordering || of.state == order_state::in_doubt;
}

/// What was told before, of an order that is done or has been accepted here.
std::optional<any_outcome> kept_answer(const backend_order& of) {
    if (is_open(of) || of.state == order_state::refused) return std::nullopt;
    return read_answer(of.operation, of.answer);
}

/// Nothing of it is anybody's secret: it is asked for us alone.
template <class Operation>
Operation asked_for_us(const requester& by) {
    auto rules = *by.rules;
    rules.pin = pin_rule::none;
    Operation made;
    made.by = by;
    made.by.when = timing::asked_now;
    made.by.rules = std::make_shared<const device_rules>(std::move(rules));
    return made;
}

/// What tells at the other side whether it still stands; nothing for what cannot be overtaken within
/// the second that its words tell: a hold, a payment.
std::optional<any_operation> question_about(const any_operation& what) {
    const auto subject = subject_of(what);
    const bool lends = std::holds_alternative<checkout>(what) ||
                       std::holds_alternative<undo_checkin>(what) ||
                       std::holds_alternative<renew>(what);
    const bool takes_back =
        std::holds_alternative<checkin>(what) || std::holds_alternative<undo_checkout>(what);
    if (lends) {
        auto made = asked_for_us<patron_account>(who_asks(what));
        made.card = subject.card;
        made.parts.lists = {list_kind::loans};
        return made;
    }
    if (takes_back) {
        auto made = asked_for_us<item_details>(who_asks(what));
        made.item = subject.item;
        return made;
    }
    return std::nullopt;
}

/// Answers tell the same due date to the day or to the second.
constexpr std::chrono::days same_day{1};

/// A loan that is due sooner than its renewal said is another one.
bool has_loan(const std::vector<loan_entry>& loans,
              const std::string& barcode,
              std::optional<instant> renewed_until) {
    const auto loan = std::ranges::find(loans, barcode, &loan_entry::barcode);
    return loan != loans.end() && (!renewed_until || loan->due_at > *renewed_until - same_day);
}

/// @param told what the device was told then @param now the answer to the question
bool stands(const any_operation& what, const any_outcome& told, const any_outcome& now) {
    if (common(now).result != verdict::done) return true; // nobody says otherwise
    const auto& account = common(now).patron;
    if (const auto* const lent = std::get_if<loan_outcome>(&told); lent != nullptr && account) {
        const auto barcode = lent->item ? lent->item->barcode : subject_of(what).item;
        const bool renews = std::holds_alternative<renew>(what) || lent->renewed;
        return has_loan(account->lists.loans, barcode, renews ? lent->due_at : std::nullopt);
    }
    const auto& item = common(now).item;
    return !item || (item->status != circulation_status::charged &&
                     item->status != circulation_status::recalled);
}

} // namespace

/// Some devices send a constant date, and a sorter may see an item twice in a second: the same words
/// are the same request only as long as nothing has overtaken what it did, as in our own store
/// (circulation/journal.hpp).
/// @return nothing where it is to be ordered
asio::awaitable<std::optional<any_outcome>> relay_backend::answer_of_repeat(talk& of,
                                                                            time_budget within) {
    std::optional<any_outcome> none;
    if (!of.row) co_return none;
    auto kept = kept_answer(*of.row);
    if (!kept) {
        if (is_open(*of.row)) {
            of.from = relay::beginning::after_doubt;
            of.before = read_loans_before(of.row->what);
        }
        co_return none;
    }
    bool is_overtaken = false;
    if (of.row->state == order_state::waiting) {
        is_overtaken = book_.is_followed(*of.row);
    } else if (of.row->state == order_state::done) {
        auto question = question_about(of.what);
        if (!question) co_return kept;
        talk look(std::move(*question));
        look.may = orders::none;
        look.is_aside = true;
        const relay::finished now = co_await converse(look, within);
        is_overtaken = !stands(of.what, *kept, now.outcome);
    }
    if (!is_overtaken) co_return kept;
    of.row.reset();
    co_return none;
}

} // namespace circ::net
