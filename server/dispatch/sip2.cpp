#include "server/dispatch/sip2.hpp"

#include "protocol/sip2/any_message.hpp"
#include "protocol/sip2/dictionary.hpp"
#include "protocol/sip2/hide_fields.hpp"
#include "server/dispatch/languages.hpp"
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
    static auto first_of(const std::variant<First, Others...>&) -> outcome_of<First>;
    using type = decltype(first_of(to_operation(std::declval<const Request&>(), std::declval<const incoming&>())));
};

/// Why this terminal may not send this message now; nullopt when it may.
std::optional<reason> objection(std::string_view code, const sip2_door& door) {
    if (!door.identity) return reason{.code = reason_code::not_logged_in};
    if (!config::allows(*door.profile, code)) return reason{.code = reason_code::not_permitted};
    return std::nullopt;
}

/// Fields that the profile keeps from this terminal, out of those this answer may have.
std::vector<std::string> hidden_in(const sip2::message_table& table, const config::profile& by) {
    std::vector<std::string> hidden;
    for (const auto& row : table.fields)
        if (!config::shows_field(by, table.code, row.id)) hidden.emplace_back(row.id);
    return hidden;
}

sip2::response finished(sip2::response answer, const sip2_door& door) {
    const auto hidden = hidden_in(sip2::view_of(answer).table, *door.profile);
    if (!hidden.empty()) sip2::hide_fields(answer, hidden);
    return answer;
}

template <class Request>
sip2::response answer_to(const Request& asked, const any_outcome& from, const sip2_door& door, storage::instant now) {
    using Outcome = typename outcome_for<Request>::type;
    const outgoing to{door, now};
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
    if (auto why = objection(sip2::layout<Request>::code, door))
        return answered(any_outcome{refusal_of<typename outcome_for<Request>::type>(std::move(*why))});
    auto made = to_operation(asked, incoming{door, received.once_only_text, received.at});
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

void remember_patron(sip2_door& door, std::string_view card, sip2::language language, pin_state pin, storage::instant now) {
    if (const auto iso = iso_of(language); !iso.empty()) door.language = iso;
    const std::string number = number_of(card, door);
    const bool still_counts = door.proved_card == number && now - door.proved_at <= proved_for;
    if (pin == pin_state::right && !still_counts) {
        door.proved_card = number;
        door.proved_at = now;
    } else if (door.proved_card != number) {
        door.proved_card.clear(); // another reader stands here now
    }
}

} // namespace

void remember(sip2_door& door, const sip2::request& request, const any_outcome& outcome, storage::instant now) {
    const pin_state pin = common(outcome).pin;
    if (const auto* status = std::get_if<sip2::patron_status_request>(&request))
        remember_patron(door, status->patron_identifier, status->language, pin, now);
    else if (const auto* account = std::get_if<sip2::patron_information_request>(&request))
        remember_patron(door, account->patron_identifier, account->language, pin, now);
    else if (std::holds_alternative<sip2::end_patron_session_request>(request)) {
        door.proved_card.clear();
        door.language.clear();
    }
}

} // namespace circ::dispatch
