#include "server/net/ncip_exchange.hpp"

#include "config/address_range.hpp"
#include "protocol/ncip/describe.hpp"
#include "protocol/ncip/messages/lookup_version.hpp"
#include "protocol/ncip/parse.hpp"
#include "protocol/ncip/problem_types.hpp"
#include "protocol/ncip/serialize.hpp"
#include "server/dispatch/ncip.hpp"
#include "server/dispatch/ncip_dialect.hpp"
#include "server/net/life_signs.hpp"

#include <algorithm>
#include <span>
#include <utility>
#include <variant>

#include <string.h>

namespace circ::net {

namespace asio = boost::asio;
namespace ncip = protocol::ncip;
using circulation::any_operation;
using circulation::any_outcome;
using circulation::verdict;
using ncip::problem_type;

namespace {

ncip::problem reason_for(problem_type type,
                         std::string_view service,
                         std::string_view detail,
                         std::string_view element = {},
                         std::string_view value = {}) {
    ncip::problem made = ncip::make_problem(type, service);
    if (!detail.empty()) made.problem_detail = detail;
    if (!element.empty()) made.problem_element = element;
    if (!value.empty()) made.problem_value = value;
    return made;
}

ncip::message refused(const ncip::message& asked,
                      problem_type type,
                      std::string_view detail,
                      std::string_view element = {},
                      std::string_view value = {}) {
    std::vector<ncip::problem> reasons;
    reasons.push_back(reason_for(type, asked.service, detail, element, value));
    return ncip::refusal_of(asked, std::move(reasons));
}

std::string agency_in(const ncip::message& asked) {
    // Version discovery has its agencies in the request itself.
    const auto* discovery = asked.body.get_if<ncip::lookup_version_request>();
    if (!asked.initiation_header && discovery != nullptr)
        return std::string(ncip::trimmed(discovery->from_agency_id.agency_id.value));
    if (!asked.initiation_header) return {};
    return std::string(ncip::trimmed(asked.initiation_header->from_agency_id.agency_id.value));
}

/// The secret that a header shows, the system's before the agency's.
storage::secret secret_in(const ncip::message& asked) {
    if (!asked.initiation_header) return {};
    const auto& header = *asked.initiation_header;
    const auto& shown = header.from_system_authentication ? header.from_system_authentication
                                                          : header.from_agency_authentication;
    return shown ? storage::secret(std::string(shown->reveal())) : storage::secret();
}

bool speaks_for(const config::ncip_peer& peer, std::string_view agency) {
    const auto wanted = ncip::folded(agency);
    return std::ranges::any_of(peer.agencies,
                               [&](const auto& each) { return ncip::folded(each) == wanted; });
}

/// Which of those who come this way it is, by the agency that it says; the only one, where it says
/// none.
std::shared_ptr<const config::ncip_peer>
chosen(const std::vector<std::shared_ptr<const config::ncip_peer>>& among,
       const std::string& agency) {
    for (const auto& each : among)
        if (!agency.empty() && speaks_for(*each, agency)) return each;
    for (const auto& each : among)
        if (each->agencies.empty()) return each;
    const bool only_one = agency.empty() && among.size() == 1;
    return only_one ? among.front() : nullptr;
}

std::string names_of(std::span<const ncip::problem> problems) {
    std::string names;
    for (const auto& each : problems) {
        if (!names.empty()) names += ", ";
        names += each.problem_type.value;
    }
    return names;
}

bool only_looks(std::string_view service) {
    return service.starts_with("Lookup");
}

/// Whether nothing at all says that it is who it says.
bool proves_nothing(const config::ncip_peer& peer, const storage::terminal& account) {
    return account.verifier.empty() && account.addresses.empty() && peer.allow.empty() &&
           peer.certificate.empty();
}

} // namespace

ncip_exchange::ncip_exchange(session_parts& parts, ncip_caller from)
    : parts_(&parts), from_(std::move(from)) {}

std::vector<ncip_exchange::peer_ptr> ncip_exchange::candidates() const {
    const auto settings = parts_->settings();
    std::vector<peer_ptr> found;
    for (const auto& each : settings->ncip_peers) {
        const bool by_listener =
            each->listeners.empty() ||
            std::ranges::find(each->listeners, from_.listener) != each->listeners.end();
        const bool by_address =
            each->allow.empty() || config::is_in(each->allow, from_.address);
        const bool by_certificate =
            each->certificate.empty() || each->certificate == from_.certificate;
        if (by_listener && by_address && by_certificate) found.push_back(each);
    }
    return found;
}

bool ncip_exchange::is_awaited() const {
    if (!candidates().empty()) return true;
    parts_->log->write(log::event::ncip_peer_unknown,
                       {{"listener", from_.listener},
                        {"address", from_.address},
                        {"certificate", from_.certificate}});
    return false;
}

ncip_document ncip_exchange::written(const ncip::message& what,
                                     const config::ncip_peer* to,
                                     std::string_view zone) const {
    static const config::ncip_dialect usual;
    const config::ncip_dialect& dialect = to != nullptr ? to->dialect : usual;
    const auto as =
        dispatch::answering(dispatch::dialect_of(dialect, zone, {}), dialect, what.release);
    return {ncip::serialize(what, as), dialect.content_type};
}

ncip_document ncip_exchange::unreadable(protocol::errc why, int line) const {
    const auto code = protocol::make_error_code(why);
    parts_->log->write(log::event::ncip_unreadable,
                       {{"listener", from_.listener},
                        {"address", from_.address},
                        {"what", code.message()},
                        {"line", line}});
    std::string detail = code.message();
    if (line > 0) detail += ", in line " + std::to_string(line);
    ncip::message made;
    made.problem.push_back(reason_for(problem_type::invalid_message_syntax_error, {}, detail));
    return written(made, nullptr, zone_);
}

ncip_document ncip_exchange::stranger() const {
    ncip::message made;
    made.problem.push_back(
        reason_for(problem_type::unknown_system, {}, "Nobody is awaited from here."));
    return written(made, nullptr, zone_);
}

asio::awaitable<ncip_document> ncip_exchange::respond(std::string document) {
    work on;
    on.began = parts_->clock->now();
    const auto among = candidates();
    if (among.empty()) co_return stranger();
    const auto dialect = dispatch::dialect_of(among.front()->dialect, zone_, {});
    auto read = ncip::parse(document, dialect);
    if (const auto* failed = std::get_if<ncip::unreadable>(&read))
        co_return unreadable(failed->error, failed->line);
    on.peer = chosen(among, agency_in(std::get<ncip::message>(read)));
    if (on.peer && on.peer != among.front() && on.peer->dialect != among.front()->dialect) {
        const auto its = dispatch::dialect_of(on.peer->dialect, zone_, {});
        read = ncip::parse(document, its);
    }
    on.asked = std::get<ncip::message>(std::move(read));
    explicit_bzero(document.data(), document.size()); // there may be a password in it
    const ncip::message answered = co_await answer(on);
    co_return written(answered, on.peer.get(), zone_);
}

asio::awaitable<ncip::message> ncip_exchange::answer(work& on) {
    if (!on.peer) {
        const std::string agency = agency_in(on.asked);
        parts_->log->write(
            log::event::ncip_peer_unknown,
            {{"listener", from_.listener}, {"address", from_.address}, {"agency", agency}});
        co_return refused(on.asked,
                          problem_type::unknown_agency,
                          "This agency is not awaited from here.",
                          "FromAgencyId",
                          agency);
    }
    const ncip_meters::turn turn(*parts_->ncip, on.peer->name, on.peer->exchanges);
    ncip::message made;
    if (!turn.is_taken()) {
        parts_->log->write(log::event::ncip_peer_busy,
                           {{"peer", on.peer->name}, {"most", on.peer->exchanges}});
        made = refused(on.asked,
                       problem_type::temporary_processing_failure,
                       "Too many requests at the same time.");
        tell_end(on, made, ncip_ending::unavailable);
        co_return made;
    }
    auto who = co_await prove(on, made);
    if (!who) {
        tell_end(on, made, ncip_ending::unauthorized);
        co_return made;
    }
    zone_ = who->branch.time_zone;
    co_return co_await perform(on, std::move(*who));
}

asio::awaitable<std::optional<dispatch::terminal_identity>>
ncip_exchange::prove(const work& on, ncip::message& refusal) {
    const auto limits = parts_->settings()->limits;
    const login_limits most{.per_terminal = limits.login_tries_per_terminal_minute,
                            .per_address = limits.login_tries_per_address_minute};
    storage::secret secret = secret_in(on.asked);
    login_result result =
        co_await parts_->logins->log_in(on.peer->terminal, std::move(secret), from_.address, most);
    if (result.identity && proves_nothing(*on.peer, result.identity->terminal)) {
        result.identity.reset();
        result.why = "nothing proves who it is: give the account a password or addresses, or the "
                     "peer addresses or a certificate";
    }
    if (result.identity) co_return std::move(result.identity);
    if (result.queue_full)
        parts_->log->write(log::event::hashing_queue_full,
                           {{"terminal", on.peer->terminal},
                            {"address", from_.address},
                            {"more", *result.queue_full}});
    const bool away = result.how == login_result::outcome::unavailable;
    parts_->log->write(log::event::ncip_proof_refused,
                       {{"peer", on.peer->name}, {"address", from_.address}, {"why", result.why}});
    refusal =
        away ? refused(on.asked, problem_type::temporary_processing_failure, "Please try again.")
             : refused(on.asked,
                       problem_type::system_authentication_failed,
                       {},
                       "FromSystemAuthentication");
    co_return std::nullopt;
}

asio::awaitable<ncip::message> ncip_exchange::perform(work& on, dispatch::terminal_identity as) {
    const auto settings = parts_->settings();
    const auto& used = settings->profile(as.terminal.profile);
    parts_->heard->note(as.terminal.id);
    const dispatch::ncip_door door{.peer = on.peer,
                                   .who = std::move(as),
                                   .rules = used.rules,
                                   .words = settings->words,
                                   .address = from_.address};
    std::string once_only;
    if (!only_looks(on.asked.service))
        once_only = ncip::describe_in_lines(on.asked); // tells no secret
    const dispatch::ncip_received received{
        .message = on.asked, .once_only_text = once_only, .at = parts_->clock->now()};
    auto next = dispatch::to_operation(received, door);
    if (auto* at_door = std::get_if<ncip::message>(&next)) {
        tell_end(on, *at_door, ncip_ending::door);
        co_return std::move(*at_door);
    }
    auto& operation = std::get<any_operation>(next);
    const any_outcome outcome = co_await parts_->performer->perform(std::move(operation));
    auto made = dispatch::to_answer(on.asked, outcome, door, parts_->clock->now());
    const auto& shared = circulation::common(outcome);
    const bool is_done = shared.result == verdict::done && made.problems().empty();
    const auto how = shared.result == verdict::unavailable ? ncip_ending::unavailable
                     : !is_done                            ? ncip_ending::refused
                     : shared.repeated                     ? ncip_ending::repeated
                                                           : ncip_ending::done;
    tell_end(on, made, how);
    co_return made;
}

void ncip_exchange::tell_end(const work& on, const ncip::message& answer, ncip_ending how) const {
    const auto took = parts_->clock->now() - on.began;
    parts_->ncip->ended(on.peer->name, how, took);
    const std::string problems = names_of(answer.problems());
    if (problems.empty())
        parts_->log->write(
            log::event::ncip_answered,
            {{"peer", on.peer->name}, {"service", on.asked.service}, {"took", took}});
    else
        parts_->log->write(log::event::ncip_refused,
                           {{"peer", on.peer->name},
                            {"service", on.asked.service},
                            {"problems", problems},
                            {"took", took}});
}

} // namespace circ::net
