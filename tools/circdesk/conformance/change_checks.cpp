#include "protocol/sip2/checksum.hpp"
#include "tools/circdesk/conformance/answers.hpp"
#include "tools/circdesk/conformance/checks.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cstddef>

// Requests that change something at the server: for a card nobody has, for the patron and the item, and
// twice. Whether a library grants one is its own affair; that the answer is whole, says what came of it
// and is the same when it is asked again is the protocol's. What was granted is taken back where the
// protocol has a request for that.

namespace circ::tool::checks {
namespace {

namespace sip2 = protocol::sip2;

using words = std::vector<std::string>;

/// One kind of request.
struct change_kind {
    std::string_view answer;  ///< the code of its answer
    std::string_view about;   ///< the field that comes back as it was sent; empty: there is none
    std::string_view outcome; ///< the fixed field that says what came of it; empty: the patron's status does
    std::string_view granted; ///< its value for yes
    std::string (*message)(const examination& on, std::string_view patron, std::string_view item);
    /// What a granted one must have besides; null: nothing.
    std::string (*looks)(const std::string& answer);
    /// What takes a granted one back; null: nothing can, or there is nothing to take back.
    std::string (*take_back)(const examination& on);
};

std::string message_of(const examination& on, words asked) {
    if (!on.server().pin.empty()) asked.push_back(named("patron_password", on.server().pin));
    return on.message(std::move(asked));
}

std::string block(const examination& on, std::string_view patron, std::string_view /*item*/) {
    return on.message({"block_patron", named("patron_identifier", patron), "blocked_card_msg=circdesk conformance", "AC="});
}

std::string enable(const examination& on, std::string_view patron, std::string_view /*item*/) {
    return message_of(on, {"patron_enable", named("patron_identifier", patron)});
}

std::string enable_patron(const examination& on) {
    return enable(on, on.server().patron, {});
}

std::string hold(const examination& on, std::string_view mode, std::string_view patron, std::string_view item) {
    return message_of(on, {"hold", named("hold_mode", mode), named("patron_identifier", patron), named("item_identifier", item)});
}

std::string place_hold(const examination& on, std::string_view patron, std::string_view item) {
    return hold(on, "+", patron, item);
}

std::string cancel_hold(const examination& on) {
    return hold(on, "-", on.server().patron, on.server().item);
}

/// The properties that the item has are said again, so that they stay.
std::string update_item(const examination& on, std::string_view /*patron*/, std::string_view item) {
    const std::string answer = on.log_in().ask(on.message({"item_information", named("item_identifier", item)}));
    return on.message({"item_status_update", named("item_identifier", item), named("item_properties", value_of(answer, "CH"))});
}

std::string renew(const examination& on, std::string_view patron, std::string_view item) {
    return message_of(on, {"renew", named("patron_identifier", patron), named("item_identifier", item)});
}

std::string renew_all(const examination& on, std::string_view patron, std::string_view /*item*/) {
    return message_of(on, {"renew_all", named("patron_identifier", patron)});
}

/// Nothing is paid, in the currency in which the server counts where it says so.
std::string pay_nothing(const examination& on, std::string_view patron, std::string_view /*item*/) {
    const std::string known = on.log_in().ask(message_of(on, {"patron_information", named("patron_identifier", patron)}));
    words asked{"fee_paid", named("patron_identifier", patron), "fee_amount=0.00", "transaction_id=circdesk-conformance"};
    if (const std::string currency = value_of(known, "BH"); !currency.empty()) asked.push_back(named("currency_type", currency));
    return message_of(on, std::move(asked));
}

std::string has_due_date(const std::string& answer) {
    return value_of(answer, "AH").empty() ? "there is no due date: " + got(answer) : std::string();
}

/// A list may be cut where it does not fit, its count may not.
std::string has_right_counts(const std::string& answer) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 2> lists{
        std::pair{"renewed_count", "BM"}, std::pair{"unrenewed_count", "BN"}};
    for (const auto& [count, list] : lists) {
        const std::string said = value_of(answer, count);
        std::size_t number = 0;
        std::from_chars(said.data(), said.data() + said.size(), number);
        if (values_of(answer, list).size() > number) return fmt::format("{} is less than there are {}: {}", count, list, got(answer));
    }
    return {};
}

/// By `changing`.
constexpr change_kind kinds[] = {
    {"24", "AA", "", "", &block, nullptr, &enable_patron},
    {"26", "AA", "", "", &enable, nullptr, nullptr},
    {"16", "AA", "ok", "1", &place_hold, nullptr, &cancel_hold},
    {"20", "AB", "item_properties_ok", "1", &update_item, nullptr, nullptr},
    {"30", "AB", "ok", "1", &renew, &has_due_date, nullptr},
    {"66", "", "ok", "1", &renew_all, &has_right_counts, nullptr},
    {"38", "AA", "payment_accepted", "Y", &pay_nothing, nullptr, nullptr},
};

const change_kind& kind_of(changing what) {
    return kinds[static_cast<std::size_t>(what)];
}

/// What is wrong with an answer as such; with its sequence number too, which is the request's.
std::string faults_of_last(const dialogue& line, const std::string& answer, std::string_view code) {
    if (auto wrong = faults_of(answer, code); !wrong.empty()) return wrong;
    const std::string_view sent = line.sent();
    const auto asked = sip2::split_tail(sent.substr(0, sent.find_last_not_of("\r\n") + 1)).sequence;
    return sip2::split_tail(answer).sequence == asked ? std::string() : "the sequence number is another: " + got(answer);
}

bool is_granted(const change_kind& what, const std::string& answer) {
    return what.outcome.empty() || value_of(answer, what.outcome) == what.granted;
}

void take_back(const change_kind& what, const examination& on, const std::string& answer) {
    if (what.take_back != nullptr && is_granted(what, answer)) static_cast<void>(on.log_in().ask(what.take_back(on)));
}

std::string judge(const change_kind& what, const examination& on, const dialogue& line, const std::string& answer) {
    if (auto wrong = faults_of_last(line, answer, what.answer); !wrong.empty()) return wrong;
    const std::string& sent = what.about == "AB" ? on.server().item : on.server().patron;
    if (!what.about.empty() && value_of(answer, what.about) != sent)
        return fmt::format("{} is not '{}': {}", what.about, sent, got(answer));
    if (is_granted(what, answer)) return what.looks != nullptr ? what.looks(answer) : std::string();
    return value_of(answer, "AF").empty() ? "it is refused without a screen message: " + got(answer) : std::string();
}

} // namespace

template <changing What>
std::string refuses(const examination& on) {
    const auto& what = kind_of(What);
    dialogue line = on.log_in();
    const std::string answer = line.ask(what.message(on, nobody, nobody));
    if (what.outcome.empty()) return is_unknown_patron(answer, what.answer);
    if (auto wrong = faults_of_last(line, answer, what.answer); !wrong.empty()) return wrong;
    return is_granted(what, answer) ? fmt::format("{} is {}: {}", what.outcome, what.granted, got(answer)) : std::string();
}

template <changing What>
std::string answers(const examination& on) {
    const auto& what = kind_of(What);
    dialogue line = on.log_in();
    const std::string answer = line.ask(what.message(on, on.server().patron, on.server().item));
    std::string wrong = judge(what, on, line, answer);
    take_back(what, on, answer);
    return wrong;
}

template <changing What>
std::string answers_again(const examination& on) {
    const auto& what = kind_of(What);
    dialogue line = on.log_in();
    const std::string first = line.ask(what.message(on, on.server().patron, on.server().item));
    line.send(line.sent());
    const auto second = line.hear();
    const std::string again = second ? second->text : std::string();
    take_back(what, on, first);
    return first == again && !first.empty() ? std::string() : fmt::format("first {}, then {}", got(first), got(again));
}

std::string cancels_hold(const examination& on) {
    const auto& what = kind_of(changing::hold);
    dialogue line = on.log_in();
    const std::string placed = line.ask(place_hold(on, on.server().patron, on.server().item));
    if (auto wrong = judge(what, on, line, placed); !wrong.empty() || !is_granted(what, placed)) return wrong;
    const std::string cancelled = line.ask(cancel_hold(on));
    if (auto wrong = judge(what, on, line, cancelled); !wrong.empty()) return wrong;
    return needs_value(cancelled, what.outcome, what.granted);
}

template std::string refuses<changing::block>(const examination&);
template std::string refuses<changing::enable>(const examination&);
template std::string refuses<changing::hold>(const examination&);
template std::string refuses<changing::item_update>(const examination&);
template std::string refuses<changing::renew>(const examination&);
template std::string refuses<changing::renew_all>(const examination&);
template std::string refuses<changing::fee_paid>(const examination&);
template std::string answers<changing::block>(const examination&);
template std::string answers<changing::enable>(const examination&);
template std::string answers<changing::hold>(const examination&);
template std::string answers<changing::item_update>(const examination&);
template std::string answers<changing::renew>(const examination&);
template std::string answers<changing::renew_all>(const examination&);
template std::string answers<changing::fee_paid>(const examination&);
template std::string answers_again<changing::block>(const examination&);
template std::string answers_again<changing::enable>(const examination&);
template std::string answers_again<changing::hold>(const examination&);
template std::string answers_again<changing::item_update>(const examination&);
template std::string answers_again<changing::renew>(const examination&);
template std::string answers_again<changing::renew_all>(const examination&);
template std::string answers_again<changing::fee_paid>(const examination&);

} // namespace circ::tool::checks
