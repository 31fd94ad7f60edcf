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

bool lends(const any_operation& what) {
    return std::holds_alternative<checkout>(what) || std::holds_alternative<undo_checkin>(what) ||
           std::holds_alternative<renew>(what);
}
bool takes_back(const any_operation& what) {
    return std::holds_alternative<checkin>(what) || std::holds_alternative<undo_checkout>(what);
}

/// The item of which it was told: the device may have named its title alone.
std::string item_of(const any_operation& what, const any_outcome& told) {
    const auto& item = common(told).item;
    return item && !item->barcode.empty() ? item->barcode : subject_of(what).item;
}

any_operation question_about_item(const any_operation& what, const any_outcome& told) {
    auto made = asked_for_us<item_details>(who_asks(what));
    made.item = item_of(what, told);
    return made;
}
any_operation question_about_reader(const any_operation& what) {
    auto made = asked_for_us<patron_account>(who_asks(what));
    made.card = subject_of(what).card;
    made.parts.lists = {list_kind::loans};
    return made;
}

enum class standing { stands, overtaken, untold };

/// Until when it is lent, if it was renewed.
std::optional<instant> renewed_until(const any_operation& what, const any_outcome& told) {
    const auto* const lent = std::get_if<loan_outcome>(&told);
    if (lent == nullptr || !(lent->renewed || std::holds_alternative<renew>(what)))
        return std::nullopt;
    return lent->due_at;
}

/// Answers tell the same due date to the day or to the second.
constexpr std::chrono::days same_day{1};

/// A loan that is due sooner than its renewal said is another one.
bool is_another_loan(std::optional<instant> due, std::optional<instant> renewed_until) {
    return due && renewed_until && *due + same_day <= *renewed_until;
}

/// @param told what the device was told then @param now what the other side says of the item
standing by_item(const any_operation& what, const any_outcome& told, const any_outcome& now) {
    const auto& item = common(now).item;
    if (common(now).result != verdict::done || !item) return standing::untold;
    if (item->status == circulation_status::other) return standing::untold;
    const bool is_out = item->status == circulation_status::charged ||
                        item->status == circulation_status::recalled;
    if (takes_back(what)) return is_out ? standing::overtaken : standing::stands;
    const auto until = renewed_until(what, told);
    if (!is_out || is_another_loan(item->due_at, until)) return standing::overtaken;
    return until && item->due_at ? standing::stands : standing::untold;
}

/// The same of the reader's loans: many systems do not say who has an item. None at all may be an
/// answer without them.
standing by_reader(const any_operation& what, const any_outcome& told, const any_outcome& now) {
    const auto& who = common(now).patron;
    if (common(now).result != verdict::done || !who || who->lists.loans.empty())
        return standing::untold;
    const auto& loans = who->lists.loans;
    const auto loan = std::ranges::find(loans, item_of(what, told), &loan_entry::barcode);
    if (loan != loans.end())
        return is_another_loan(loan->due_at, renewed_until(what, told)) ? standing::overtaken
                                                                         : standing::stands;
    // One that was renewed in the name of whoever has it is not among them.
    const auto* const longer = std::get_if<renew>(&what);
    return longer != nullptr && longer->third_party ? standing::untold : standing::overtaken;
}

} // namespace

/// It is asked for as it was: a payment without a number of its own is known by the moment in which it
/// came first.
void relay_backend::take_up(talk& of) {
    of.from = relay::beginning::after_doubt;
    of.before = read_loans_before(of.row->what);
    const auto first = read_order(of.row->operation, of.row->what);
    if (first) bear_number_of(*first, of.what);
}

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
        if (is_open(*of.row)) take_up(of);
        co_return none;
    }
    bool is_overtaken = false;
    if (of.row->state == order_state::waiting)
        is_overtaken = book_.is_followed(*of.row);
    else if (of.row->state == order_state::done)
        is_overtaken = co_await has_been_undone(of.what, *kept, within);
    if (!is_overtaken) co_return kept;
    of.row.reset();
    co_return none;
}

/// Asks the other side whether what was done has been undone since. What nobody tells stands; and so
/// does what cannot be overtaken within the second that its words tell: a hold, a payment.
asio::awaitable<bool> relay_backend::has_been_undone(const any_operation& what,
                                                     const any_outcome& told,
                                                     time_budget within) {
    if (!lends(what) && !takes_back(what)) co_return false;
    any_operation about_item = question_about_item(what, told);
    const any_outcome item = co_await ask_aside(std::move(about_item), within);
    standing found = by_item(what, told, item);
    if (found == standing::untold && lends(what)) {
        any_operation about_reader = question_about_reader(what);
        const any_outcome account = co_await ask_aside(std::move(about_reader), within);
        found = by_reader(what, told, account);
    }
    co_return found == standing::overtaken;
}

} // namespace circ::net
