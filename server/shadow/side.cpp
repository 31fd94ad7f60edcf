#include "server/shadow/side.hpp"

#include "storage/fold.hpp"

#include <algorithm>
#include <array>

namespace circ::shadow {

using namespace circulation;

namespace {

/// As many lines of a list as are laid side by side.
constexpr int most_lines = 500;

/// The rules of a device that is shown everything.
std::shared_ptr<const device_rules> all_is_shown() {
    static const auto rules = [] {
        auto made = *default_device_rules();
        made.pin = pin_rule::none;
        made.seen_by_look_up = false;
        return std::make_shared<const device_rules>(made);
    }();
    return rules;
}

const requester& who_asks(const any_operation& what) {
    return std::visit([](const auto& each) -> const requester& { return each.by; }, what);
}

requester onlooker(const requester& by) {
    requester made = by;
    made.rules = all_is_shown();
    made.when = timing::asked_now;
    made.once_only_text.clear();
    return made;
}

bool is_out(circulation_status status) {
    return status == circulation_status::charged || status == circulation_status::recalled;
}

bool is_inside(circulation_status status) {
    return status == circulation_status::available ||
           status == circulation_status::on_hold_shelf || status == circulation_status::in_transit;
}

const loan_entry* loan_in(const side& of) {
    if (!of.reader || !of.item) return nullptr;
    const auto& loans = of.reader->lists.loans;
    const auto found = std::ranges::find(loans, of.item->barcode, &loan_entry::barcode);
    return found == loans.end() ? nullptr : &*found;
}

} // namespace

bool is_read(const any_operation& what) {
    return std::visit([]<class Operation>(const Operation&) { return !changes_store<Operation>; },
                      what);
}

std::string card_of(const any_operation& what) {
    return std::visit(
        [](const auto& each) {
            if constexpr (requires { each.card; })
                return std::string(each.card);
            else
                return std::string();
        },
        what);
}

std::string item_of(const any_operation& what) {
    return std::visit(
        [](const auto& each) {
            if constexpr (requires { std::string(each.item); })
                return std::string(each.item);
            else if constexpr (requires { std::string(each.what.item); })
                return std::string(each.what.item);
            else
                return std::string();
        },
        what);
}

std::vector<any_operation> questions_about(const any_operation& what) {
    std::vector<any_operation> all;
    const requester by = onlooker(who_asks(what));
    if (std::holds_alternative<service_status>(what)) {
        // What a device may do is told of its own rules.
        all.emplace_back(what);
        return all;
    }
    if (const auto card = card_of(what); !card.empty()) {
        patron_account about;
        about.by = by;
        about.card = card;
        about.parts.lists = {list_kind::loans, list_kind::ready_holds, list_kind::waiting_holds};
        about.parts.last = most_lines;
        all.emplace_back(std::move(about));
    }
    if (const auto item = item_of(what); !item.empty()) {
        item_details about;
        about.by = by;
        about.item = item;
        all.emplace_back(std::move(about));
    }
    return all;
}

bool take(side& into, const any_operation& question, const any_outcome& answer) {
    const outcome& told = common(answer);
    if (told.result == verdict::unavailable) return false;
    const bool is_there = told.result == verdict::done;
    if (const auto* const service = std::get_if<service_outcome>(&answer)) into.service = *service;
    if (std::holds_alternative<patron_account>(question))
        into.reader = is_there ? told.patron.value_or(patron_view{}) : patron_view{};
    if (std::holds_alternative<item_details>(question))
        into.item = is_there ? told.item.value_or(item_view{}) : item_view{};
    return true;
}

std::optional<holder> holder_of(const side& of) {
    if (!of.item || !of.reader || of.item->barcode.empty() || !of.reader->known)
        return std::nullopt;
    if (loan_in(of) != nullptr) return holder::this_reader;
    if (is_out(of.item->status)) return holder::somebody_else;
    if (is_inside(of.item->status)) return holder::nobody;
    return std::nullopt;
}

std::optional<instant> due_of(const side& of) {
    const auto* const loan = loan_in(of);
    if (loan == nullptr || loan->due_at == instant{}) return std::nullopt;
    return loan->due_at;
}

bool is_held(const side& of) {
    if (!of.reader || !of.item || of.item->barcode.empty()) return false;
    const auto title = storage::folded_words(of.item->title);
    const auto is_it = [&](const hold_entry& each) {
        if (!each.barcode.empty()) return each.barcode == of.item->barcode;
        return !title.empty() && storage::folded_words(each.title) == title;
    };
    return std::ranges::any_of(of.reader->lists.ready_holds, is_it) ||
           std::ranges::any_of(of.reader->lists.waiting_holds, is_it);
}

bool may_not_borrow(const patron_view& who) {
    constexpr std::array<std::size_t, 8> denying{0, 4, 5, 6, 8, 9, 10, 11};
    return std::ranges::any_of(denying, [&](std::size_t flag) { return who.flags[flag]; });
}

decision decided_by(const any_outcome& with) {
    decision made;
    const outcome& told = common(with);
    made.result = told.result;
    for (const auto& each : told.reasons)
        made.reasons.push_back(each.code);
    if (told.result != verdict::done) return made;
    if (const auto* const lent = std::get_if<loan_outcome>(&with)) made.due_at = lent->due_at;
    if (const auto* const back = std::get_if<checkin_outcome>(&with))
        made.for_a_reader = back->alert == alert_kind::hold_here ||
                            back->alert == alert_kind::hold_elsewhere; // not for its lender
    return made;
}

} // namespace circ::shadow
