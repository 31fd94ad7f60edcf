#include "server/circulation/clock.hpp"
#include "tools/circdesk/conformance/answers.hpp"
#include "tools/circdesk/conformance/checks.hpp"
#include "tools/circdesk/sc/message_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>

namespace circ::tool::checks {
namespace {

using words = std::vector<std::string>;

std::string checkout_of(const examination& on, std::string_view patron, std::string_view item) {
    words asked{"checkout", "sc_renewal_policy=N", named("patron_identifier", patron), named("item_identifier", item)};
    if (!on.server().pin.empty()) asked.push_back(named("patron_password", on.server().pin));
    return on.message(std::move(asked));
}

std::string patron_information(const examination& on, std::string_view pin, std::string_view summary = "          ") {
    words asked{"patron_information", named("summary", summary), named("patron_identifier", on.server().patron)};
    if (!pin.empty()) asked.push_back(named("patron_password", pin));
    return on.message(std::move(asked));
}

std::string checkin_of(const examination& on, std::string_view item) {
    return on.message({"checkin", named("item_identifier", item), named("current_location", on.server().location)});
}

} // namespace

std::string lets_in(const examination& on) {
    const std::string answer = on.connect().ask(on.login_message(on.server().password));
    return body_of(answer) == "941" ? std::string() : got(answer);
}

std::string refuses_wrong_password(const examination& on) {
    dialogue line = on.connect();
    const std::string refused = line.ask(on.login_message("not the password"));
    if (body_of(refused) != "940") return got(refused);
    const std::string granted = line.ask(on.login_message(on.server().password));
    return body_of(granted) == "941" ? std::string() : "after it, the right one: " + got(granted);
}

std::string says_status(const examination& on) {
    return faults_of(on.log_in().ask(status_message), "98");
}

std::string says_retries(const examination& on) {
    const std::string answer = on.log_in().ask(status_message);
    const std::string retries = value_of(answer, "retries_allowed");
    return retries > "000" ? std::string() : fmt::format("retries_allowed is {}: {}", retries, got(answer));
}

std::string says_version(const examination& on) {
    return needs_value(on.log_in().ask(status_message), "protocol_version", "2.00");
}

std::string says_supported(const examination& on) {
    constexpr std::size_t pairs = 16;
    constexpr std::size_t status_pair = 4;
    constexpr std::size_t login_pair = 6;
    const std::string answer = on.log_in().ask(status_message);
    const std::string letters = value_of(answer, "BX");
    if (auto wrong = faults_of(answer, "98"); !wrong.empty()) return wrong;
    if (letters.size() < pairs || letters.find_first_not_of("YN") != std::string::npos) return "BX is not that: " + got(answer);
    return letters[status_pair] == 'Y' || letters[login_pair] == 'Y' ? std::string() : "both are N: " + got(answer);
}

std::string knows_the_date(const examination& on) {
    const std::string answer = on.log_in().ask(status_message);
    const std::string date = value_of(answer, "date_time_sync").substr(0, 8);
    for (const auto off : {-1, 0, 1}) // it may be another day where the server stands
        if (date == sip2_date(on.now() + std::chrono::days(off)).substr(0, 8)) return {};
    return fmt::format("'{}' is another day: {}", date, got(answer));
}

std::string takes_missing_field(const examination& on) {
    return is_answered(on.log_in().ask("17" + sip2_date(on.now()) + "AO" + on.server().institution + '|'), "18");
}

std::string takes_empty_message(const examination& on) {
    return is_answered(on.log_in().ask("63"), "64");
}

std::string takes_any_order(const examination& on) {
    const std::string& item = on.server().item;
    const std::string message = fmt::format("17{}AC|AB{}|AO{}|", sip2_date(on.now()), item, on.server().institution);
    return is_about(on.log_in().ask(message), "18", "AB", item);
}

std::string takes_foreign_field(const examination& on) {
    const std::string& item = on.server().item;
    const std::string message =
        fmt::format("17{}ZYfirst|AO{}|ZYsecond|AB{}|", sip2_date(on.now()), on.server().institution, item);
    return is_about(on.log_in().ask(message), "18", "AB", item);
}

std::string does_not_know_patron(const examination& on) {
    return is_unknown_patron(on.log_in().ask(on.message({"patron_information", named("patron_identifier", nobody)})), "64");
}

std::string does_not_know_patron_status(const examination& on) {
    return is_unknown_patron(on.log_in().ask(on.message({"patron_status_request", named("patron_identifier", nobody)})), "24");
}

std::string does_not_know_item(const examination& on) {
    const std::string answer = on.log_in().ask(on.message({"item_information", named("item_identifier", nobody)}));
    if (auto wrong = is_about(answer, "18", "AB", nobody); !wrong.empty()) return wrong;
    return value_of(answer, "AJ").empty() ? std::string() : "there is a title: " + got(answer);
}

std::string says_patron_status(const examination& on) {
    words asked{"patron_status_request", named("patron_identifier", on.server().patron)};
    if (!on.server().pin.empty()) asked.push_back(named("patron_password", on.server().pin));
    const std::string answer = on.log_in().ask(on.message(asked));
    const auto wrong = is_about(answer, "24", "AA", on.server().patron);
    return wrong.empty() ? needs_value(answer, "BL", "Y") : wrong;
}

std::string says_patron_information(const examination& on) {
    const std::string answer = on.log_in().ask(patron_information(on, on.server().pin));
    const auto wrong = is_about(answer, "64", "AA", on.server().patron);
    return wrong.empty() ? needs_value(answer, "BL", "Y") : wrong;
}

/// The lists of 64, by their position in the summary.
constexpr std::array<std::string_view, 6> list_fields{"AS", "AT", "AU", "AV", "BU", "CD"};

template <std::size_t Position>
std::string lists(const examination& on) {
    std::string summary(10, ' ');
    summary[Position] = 'Y';
    const std::string answer = on.log_in().ask(patron_information(on, on.server().pin, summary));
    if (auto wrong = is_about(answer, "64", "AA", on.server().patron); !wrong.empty()) return wrong;
    for (std::size_t other = 0; other < list_fields.size(); ++other)
        if (other != Position && !values_of(answer, list_fields[other]).empty())
            return fmt::format("there is {}, too: {}", list_fields[other], got(answer));
    return {};
}
template std::string lists<0>(const examination&);
template std::string lists<1>(const examination&);
template std::string lists<2>(const examination&);
template std::string lists<3>(const examination&);
template std::string lists<4>(const examination&);
template std::string lists<5>(const examination&);

std::string echoes_institution(const examination& on) {
    const std::string answer = on.log_in().ask(patron_information(on, on.server().pin));
    return on.server().institution.empty() ? faults_of(answer, "64") : needs_value(answer, "AO", on.server().institution);
}

std::string refuses_wrong_pin(const examination& on) {
    return needs_value(on.log_in().ask(patron_information(on, "not the PIN")), "CQ", "N");
}

std::string takes_right_pin(const examination& on) {
    return needs_value(on.log_in().ask(patron_information(on, on.server().pin)), "CQ", "Y");
}

std::string says_item(const examination& on) {
    const std::string answer = on.log_in().ask(on.message({"item_information", named("item_identifier", on.server().item)}));
    if (auto wrong = is_about(answer, "18", "AB", on.server().item); !wrong.empty()) return wrong;
    return value_of(answer, "AJ").empty() ? "there is no title: " + got(answer) : std::string();
}

std::string ends_session(const examination& on) {
    const std::string answer = on.log_in().ask(on.message({"end_patron_session", named("patron_identifier", on.server().patron)}));
    return is_about(answer, "36", "AA", on.server().patron);
}

std::string refuses_checkout(const examination& on) {
    const std::string answer = on.log_in().ask(checkout_of(on, nobody, nobody));
    if (auto wrong = faults_of(answer, "12"); !wrong.empty()) return wrong;
    if (value_of(answer, "AF").empty()) return "there is no screen message: " + got(answer);
    return needs_value(answer, "ok", "0");
}

std::string refuses_checkin(const examination& on) {
    const std::string answer = on.log_in().ask(checkin_of(on, nobody));
    if (auto wrong = faults_of(answer, "10"); !wrong.empty()) return wrong;
    return needs_value(answer, "ok", "0");
}

std::string lends(const examination& on) {
    const std::string answer = on.log_in().ask(checkout_of(on, on.server().patron, on.server().item));
    if (auto wrong = is_about(answer, "12", "AB", on.server().item); !wrong.empty()) return wrong;
    if (value_of(answer, "AH").empty()) return "there is no due date: " + got(answer);
    return needs_value(answer, "ok", "1");
}

std::string lends_once(const examination& on) {
    dialogue line = on.log_in();
    const std::string first = line.ask(checkout_of(on, on.server().patron, on.server().item));
    line.send(line.sent());
    const auto second = line.hear();
    const std::string again = second ? second->text : std::string();
    return first == again && !first.empty() ? std::string() : fmt::format("first {}, then {}", got(first), got(again));
}

std::string takes_back(const examination& on) {
    const std::string answer = on.log_in().ask(checkin_of(on, on.server().item));
    if (auto wrong = is_about(answer, "10", "AB", on.server().item); !wrong.empty()) return wrong;
    return needs_value(answer, "ok", "1");
}

} // namespace circ::tool::checks
