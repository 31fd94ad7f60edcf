#include "server/dispatch/sip2.hpp"

#include "protocol/sip2/any_message.hpp"
#include "protocol/sip2/dictionary.hpp"
#include "protocol/sip2/hide_fields.hpp"
#include "server/dispatch/languages.hpp"
#include "server/dispatch/sip2_receipts.hpp"
#include "server/dispatch/sip2_translations.hpp"

#include <chrono>
#include <type_traits>
#include <utility>

namespace circ::dispatch {

using namespace circulation;

namespace {

/// The session's own: a login is not translated, and a resend never gets here.
template <class Request>
constexpr bool is_sessions_own =
    std::is_same_v<Request, sip2::login_request> || std::is_same_v<Request, sip2::acs_resend_request>;

/// Which outcome answers a request: what its to_operation can come to says it.
template <class Request>
struct outcome_for;
template <class Request>
    requires(!is_sessions_own<Request>)
struct outcome_for<Request> {
    template <class First, class... Others>
    static First first_of(const std::variant<First, Others...>&);
    using operation = decltype(first_of(to_operation(std::declval<const Request&>(), std::declval<const incoming&>())));
    using type = outcome_of<operation>;
};

/// The institution that the request is meant for, where that is another than ours.
template <class Request>
std::string_view other_institution(const Request& asked, const sip2_door& door) {
    if constexpr (requires { asked.institution_id; })
        if (asked.institution_id != institution_for({}, door)) return asked.institution_id;
    return {};
}

/// Whether the request is meant for another institution, where that is not passed over.
template <class Request>
bool is_astray(const Request& asked, const sip2_door& door) {
    return door.profile->ao_policy == config::ao_policy::enforce && !other_institution(asked, door).empty();
}

/// Why this terminal may not send this message now; nullopt when it may.
template <class Request>
std::optional<reason> objection(const Request& asked, const sip2_door& door) {
    if (!door.identity) return reason{.code = reason_code::not_logged_in};
    if (!config::allows(*door.profile, sip2::layout<Request>::code) || is_astray(asked, door))
        return reason{.code = reason_code::not_permitted};
    return std::nullopt;
}

template <class Request>
std::string_view language_of(const Request& asked) {
    if constexpr (requires { asked.language; }) return iso_of(asked.language);
    return {};
}

/// Fields that the profile keeps from this terminal, out of those this answer may have.
std::vector<std::string> hidden_in(const sip2::message_view& answer, const config::profile& by) {
    std::vector<std::string> hidden;
    if (by.hide_fields.empty() && by.allow_fields.empty()) return hidden;
    const auto look_at = [&](std::string_view id) {
        if (!config::shows_field(by, answer.table.code, id)) hidden.emplace_back(id);
    };
    for (const auto& row : answer.table.fields) look_at(row.id);
    for (const auto& each : answer.extensions()) look_at(each.id);
    return hidden;
}

sip2::response finished(sip2::response answer, const sip2_door& door) {
    const auto hidden = hidden_in(sip2::view_of(answer), *door.profile);
    if (!hidden.empty()) sip2::hide_fields(answer, hidden);
    return answer;
}

template <class Request>
sip2::response answer_to(const Request& asked, const any_outcome& from, const sip2_door& door, storage::instant now) {
    using Outcome = typename outcome_for<Request>::type;
    const outgoing to{door, now, language_of(asked)};
    if (const auto* fitting = std::get_if<Outcome>(&from)) return finished(to_answer(asked, *fitting, to), door);
    // A backend that answers with another kind of outcome: what they share is still true.
    Outcome made;
    static_cast<outcome&>(made) = common(from);
    return finished(to_answer(asked, made, to), door);
}

/// A 99 before the login says that the line is up; what is allowed is told after it.
service_outcome status_before_login() { return {}; }

template <class Request>
sip2_translation translate(const Request& asked, const sip2_received& received, const sip2_door& door) {
    constexpr bool is_status = std::is_same_v<Request, sip2::sc_status_request>;
    const auto answered = [&](const any_outcome& from) {
        return sip2_translation{answer_to(asked, from, door, received.at)};
    };
    if (is_status && !door.identity && door.profile->sc_status_before_login)
        return answered(any_outcome{status_before_login()});
    if (auto why = objection(asked, door))
        return answered(any_outcome{refusal_of<typename outcome_for<Request>::type>(std::move(*why))});
    auto made = to_operation(asked, incoming{door, received.once_only_text, received.at, received.faults});
    return std::visit(
        [&](auto& each) -> sip2_translation {
            if constexpr (std::is_same_v<std::decay_t<decltype(each)>, any_outcome>)
                return answered(each);
            else
                return any_operation{std::move(each)};
        },
        made);
}

} // namespace

sip2_translation to_operation(const sip2_received& received, const sip2_door& door) {
    return std::visit(
        [&](const auto& asked) -> sip2_translation {
            using Request = std::decay_t<decltype(asked)>;
            if constexpr (is_sessions_own<Request>)
                return sip2::response{sip2::sc_resend_request{}};
            else
                return translate(asked, received, door);
        },
        received.message);
}

bool may_change_something(const sip2::request& request) {
    return std::visit(
        []<class Request>(const Request&) {
            if constexpr (is_sessions_own<Request>)
                return false;
            else
                return changes_store<typename outcome_for<Request>::operation>;
        },
        request);
}

bool tells_what_happened(const sip2::request& request, const sip2_door& door) {
    const bool says_so = std::visit(
        [](const auto& asked) {
            if constexpr (requires { asked.no_block; }) return asked.no_block == sip2::yes_no::yes;
            return false;
        },
        request);
    return says_so && door.rules->offline_ok;
}

std::string_view other_institution_of(const sip2::request& request, const sip2_door& door) {
    if (!door.identity) return {};
    return std::visit([&](const auto& asked) { return other_institution(asked, door); }, request);
}

sip2::response to_answer(const sip2::request& request, const any_outcome& outcome, const sip2_door& door,
                         storage::instant now) {
    return std::visit(
        [&](const auto& asked) -> sip2::response {
            if constexpr (is_sessions_own<std::decay_t<decltype(asked)>>)
                return sip2::response{sip2::sc_resend_request{}};
            else
                return answer_to(asked, outcome, door, now);
        },
        request);
}

namespace {

bool is_given(const sip2::secret& pin) { return !pin.empty(); }
bool is_given(const std::optional<sip2::secret>& pin) { return pin && !pin->empty(); }

/// A right PIN counts from the moment at which it was given, not from its last use.
template <class Request>
void remember_patron(sip2_door& door, const Request& asked, pin_state pin, storage::instant now) {
    if (const auto wanted = iso_of(asked.language); !wanted.empty()) door.language = wanted;
    if (pin == pin_state::wrong || pin == pin_state::locked) door.proved_card.clear();
    if (pin != pin_state::right || !is_given(asked.patron_password)) return;
    door.proved_card = number_of(asked.patron_identifier, door);
    door.proved_at = now;
}

void remember_reader(session_reader& reader, const outcome& from, const config::profile& profile) {
    if (!from.patron || !from.patron->known) return;
    reader.language = from.patron->language;
    if (profile.receipt_name && !from.patron->name.empty()) reader.name = from.patron->name;
}

/// Returns come without a card: they are of a session only while one is open.
template <class Request>
void remember_done(sip2_door& door, const Request& asked, const any_outcome& from) {
    if constexpr (requires(const typename outcome_for<Request>::type& of) { note(door.slip, asked, of, door); }) {
        const auto* fitting = std::get_if<typename outcome_for<Request>::type>(&from);
        if (fitting != nullptr && !door.reader.card.empty()) note(door.slip, asked, *fitting, door);
    }
}

template <class Request>
void remember_exchange(sip2_door& door, const Request& asked, const any_outcome& from, storage::instant now) {
    if constexpr (std::is_same_v<Request, sip2::end_patron_session_request>) {
        forget_reader(door);
    } else if constexpr (!is_sessions_own<Request>) {
        if constexpr (requires { asked.patron_identifier; }) remember_reader(door.reader, common(from), *door.profile);
        if constexpr (requires { asked.language; }) remember_patron(door, asked, common(from).pin, now);
        remember_done(door, asked, from);
    }
}

} // namespace

void meet(sip2_door& door, const sip2::request& request) {
    std::visit(
        [&](const auto& asked) {
            if constexpr (requires { asked.patron_identifier; }) {
                const std::string card = number_of(asked.patron_identifier, door);
                if (card.empty() || card == door.reader.card) return;
                forget_reader(door);
                door.reader.card = card;
            }
        },
        request);
}

void remember(sip2_door& door, const sip2::request& request, const any_outcome& outcome, storage::instant now) {
    std::visit([&](const auto& asked) { remember_exchange(door, asked, outcome, now); }, request);
}

void forget_reader(sip2_door& door) {
    door.reader = {};
    door.proved_card.clear();
    door.language.clear();
    door.slip = {};
}

} // namespace circ::dispatch
