#include "server/net/sip2_exchange.hpp"

#include "server/net/life_signs.hpp"
#include "storage/store_error.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <variant>
#include <vector>

namespace circ::net {

namespace sip2 = protocol::sip2;
namespace asio = boost::asio;
using circulation::any_operation;
using circulation::any_outcome;
using circulation::verdict;

namespace {

/// How long a device that is connected may go on after its account was disabled.
constexpr std::chrono::seconds between_looks{5};

/// The line's part of a profile, in the protocol's own words. Both lists are in the same order, which
/// the assertions hold.
sip2::conversation_settings line_settings(const config::profile& from) {
    sip2::conversation_settings to;
    to.wire.delimiter = from.delimiter;
    to.wire.encoding = static_cast<sip2::charset>(from.encoding);
    to.wire.on_bad_width = static_cast<sip2::fixed_part>(from.fixed_part);
    to.wire.version = from.protocol_version == config::protocol_version::v1_00
                          ? sip2::protocol_version::v1_00
                          : sip2::protocol_version::v2_00;
    to.version = from.protocol_version == config::protocol_version::automatic
                     ? sip2::version_choice::negotiated
                     : sip2::version_choice::fixed;
    to.terminator = static_cast<sip2::line_end>(from.terminator);
    to.checksum = static_cast<sip2::checksum_check>(from.checksum);
    to.answers = static_cast<sip2::error_detection>(from.error_detection);
    to.sequence = static_cast<sip2::sequence_check>(from.sequence_check);
    to.on_unknown = static_cast<sip2::unknown_command>(from.unknown_command);
    to.duplicates = from.duplicate_resend ? sip2::duplicate_resend::on : sip2::duplicate_resend::off;
    to.max_reply = from.max_reply;
    return to;
}

template <class Ours, class Theirs>
constexpr bool same(Ours a, Theirs b) {
    return static_cast<int>(a) == static_cast<int>(b);
}
static_assert(same(config::encoding::utf_8, sip2::charset::utf8) &&
              same(config::encoding::cp850, sip2::charset::cp850) &&
              same(config::encoding::iso_8859_1, sip2::charset::iso_8859_1) &&
              same(config::encoding::windows_1252, sip2::charset::windows_1252) &&
              same(config::encoding::ascii, sip2::charset::ascii));
static_assert(same(config::fixed_part::resync, sip2::fixed_part::resync) &&
              same(config::fixed_part::strict, sip2::fixed_part::strict));
static_assert(same(config::terminator::cr, sip2::line_end::cr) &&
              same(config::terminator::crlf, sip2::line_end::crlf));
static_assert(same(config::checksum_rule::check, sip2::checksum_check::check) &&
              same(config::checksum_rule::require, sip2::checksum_check::require) &&
              same(config::checksum_rule::ignore, sip2::checksum_check::ignore));
static_assert(same(config::error_detection::mirror, sip2::error_detection::mirror) &&
              same(config::error_detection::always, sip2::error_detection::always) &&
              same(config::error_detection::never, sip2::error_detection::never));
static_assert(same(config::sequence_check::log, sip2::sequence_check::log) &&
              same(config::sequence_check::strict, sip2::sequence_check::strict) &&
              same(config::sequence_check::off, sip2::sequence_check::off));
static_assert(same(config::unknown_command::answer_96, sip2::unknown_command::ask_again) &&
              same(config::unknown_command::ignore, sip2::unknown_command::ignore));

/// Whether a login that failed counts as a try: not where the fault is ours.
bool is_guess(login_result::outcome how) {
    return how == login_result::outcome::refused || how == login_result::outcome::too_many_tries;
}

std::string_view code_of(const sip2::request& message) { return sip2::view_of(message).table.code; }

/// What a device says of itself with its 99; nothing in any other message.
std::optional<storage::device_state> state_in(const sip2::request& message) {
    const auto* status = std::get_if<sip2::sc_status_request>(&message);
    if (status == nullptr) return std::nullopt;
    switch (status->status_code) {
    case sip2::status_code::out_of_paper: return storage::device_state::out_of_paper;
    case sip2::status_code::shutting_down: return storage::device_state::shutting_down;
    default: return storage::device_state::ready;
    }
}

std::string reason_names(const circulation::outcome& of) {
    std::string names;
    for (const auto& each : of.reasons) {
        if (!names.empty()) names += ' ';
        names += circulation::reason_name(each.code);
    }
    return names;
}

bool is_put_right(const sip2::fault& each) { return each.error == protocol::errc::bad_fixed_width; }

/// A message may have as many faults as fields, and costs one line all the same: the first that could not
/// be put right, if there is one.
const sip2::fault& fault_to_tell(const std::vector<sip2::fault>& faults) {
    const auto found = std::ranges::find_if_not(faults, is_put_right);
    return found == faults.end() ? faults.front() : *found;
}

/// What the log says of a request that the backend has performed.
log::event event_of(const sip2::request& asked, const circulation::outcome& done, const dispatch::sip2_door& door) {
    const bool is_done = done.result == verdict::done;
    if (is_done && done.repeated) return log::event::repeat_answered_from_journal;
    if (done.result != verdict::unavailable && dispatch::tells_what_happened(asked, door))
        return is_done && !done.for_review ? log::event::no_block_recorded : log::event::no_block_exception;
    if (is_done) return log::event::request_handled;
    const bool is_money = done.result == verdict::refused && std::holds_alternative<sip2::fee_paid_request>(asked);
    return is_money ? log::event::payment_refused : log::event::request_refused;
}

/// How long the device is told to wait for an answer (98); zero: it is told nothing.
std::chrono::milliseconds waits_for_answer(const config::profile& as) {
    return std::chrono::milliseconds(100) * as.timeout_tenths;
}

} // namespace

sip2_exchange::sip2_exchange(session_parts& parts, std::string_view profile, std::string address,
                             std::string listener)
    : parts_(&parts), address_(std::move(address)), listener_(std::move(listener)) {
    const auto settings = parts_->settings();
    const auto* rule = config::first_match(settings->matches, {.listener = listener_, .address = address_});
    const auto& used = settings->profile(rule != nullptr && !rule->profile.empty() ? rule->profile : profile);
    door_.profile = used.how;
    door_.rules = used.rules;
    door_.words = settings->words;
    door_.address = address_;
}

sip2::conversation_settings sip2_exchange::conversation_settings() const {
    auto made = line_settings(*door_.profile);
    made.wire.most_fields = parts_->settings()->limits.fields;
    return made;
}

std::size_t sip2_exchange::message_bytes() const {
    const std::size_t by_profile = door_.profile->message_bytes;
    return by_profile > 0 ? by_profile : parts_->settings()->limits.message_bytes;
}

std::string_view sip2_exchange::terminal() const noexcept {
    return door_.identity ? std::string_view(door_.identity->terminal.login) : std::string_view();
}

bool sip2_exchange::login_tries_used_up() const noexcept {
    return !logged_in() && login_tries_ >= door_.profile->login_attempts;
}

asio::awaitable<sip2_result> sip2_exchange::perform(const sip2::handle& what,
                                                    const sip2::conversation& in) {
    const sip2::request& message = what.message.value;
    sip2_result came;
    tell_faults(what.message);
    door_.words = parts_->settings()->words; // as they are now
    door_.speaks_1_00 = in.version() == sip2::protocol_version::v1_00;
    door_.print_width = in.print_width();
    if (logged_in()) look_at_account_again();
    if (logged_in()) parts_->heard->note(door_.identity->terminal.id, state_in(message));

    if (const auto* login = std::get_if<sip2::login_request>(&message)) {
        const auto began = parts_->clock->now();
        came.answer = co_await respond_to_login(*login);
        const bool accepted = std::get<sip2::login_response>(*came.answer).ok == sip2::zero_one::yes;
        parts_->meters->login_answered(code_of(message), accepted, parts_->clock->now() - began);
        co_return came;
    }

    if (may_push_status(message)) {
        came.answer = co_await status_to_push();
        if (came.answer) co_return came;
    }

    std::string once_only;
    if (dispatch::may_change_something(message)) once_only = sip2::without_passwords(what, door_.profile->delimiter);
    const dispatch::sip2_received received{
        .message = message, .once_only_text = once_only, .at = parts_->clock->now(), .faults = what.message.faults};
    dispatch::meet(door_, message);
    tell_institution(message);
    dispatch::sip2_translation translated = dispatch::to_operation(received, door_);
    if (auto* answer = std::get_if<sip2::response>(&translated)) {
        parts_->meters->answered_at_door(code_of(message));
        came.answer = std::move(*answer);
        // Refused or not, its reader has gone: the next one begins without that PIN.
        if (std::holds_alternative<sip2::end_patron_session_request>(message)) dispatch::forget_reader(door_);
        co_return came;
    }
    came.began = received.at;
    came.outcome = co_await parts_->performer->perform(std::get<any_operation>(std::move(translated)));
    came.ended = parts_->clock->now();
    auto* const status = std::get_if<circulation::service_outcome>(&came.outcome);
    if (status != nullptr && is_to_go_elsewhere()) status->online = false;
    parts_->meters->handled(code_of(message), circulation::common(came.outcome), came.ended - came.began, terminal());
    co_return came;
}

sip2::response sip2_exchange::answer_to(const sip2::request& asked, sip2_result&& came) {
    if (came.answer) return std::move(*came.answer);
    tell_handled(asked, circulation::common(came.outcome), came.ended - came.began);
    sip2::response answer = dispatch::to_answer(asked, came.outcome, door_, came.ended);
    dispatch::remember(door_, asked, came.outcome, came.ended);
    const auto* status = std::get_if<sip2::acs_status_response>(&answer);
    if (status != nullptr && door_.profile->status98_push) told_status_ = *status;
    return answer;
}

bool sip2_exchange::may_push_status(const sip2::request& asked) {
    const bool may = door_.profile->status98_push && logged_in() && told_status_ && !pushed_last_;
    pushed_last_ = false;
    return may && !std::holds_alternative<sip2::sc_status_request>(asked);
}

asio::awaitable<std::optional<sip2::response>> sip2_exchange::status_to_push() {
    const sip2::request question = sip2::sc_status_request{.protocol_version = told_status_->protocol_version};
    const dispatch::sip2_received received{.message = question, .once_only_text = {}, .at = parts_->clock->now()};
    dispatch::sip2_translation translated = dispatch::to_operation(received, door_);
    auto* operation = std::get_if<any_operation>(&translated);
    if (operation == nullptr) co_return std::nullopt;
    const any_outcome outcome = co_await parts_->performer->perform(std::move(*operation));
    sip2::response answer = dispatch::to_answer(question, outcome, door_, parts_->clock->now());
    const auto& status = std::get<sip2::acs_status_response>(answer);
    if (dispatch::allows_the_same(*told_status_, status)) co_return std::nullopt;
    told_status_ = status;
    pushed_last_ = true;
    co_return answer;
}

asio::awaitable<sip2::response> sip2_exchange::respond_to_login(const sip2::login_request& asked) {
    sip2::login_response answer;
    const bool plain = asked.uid_algorithm == sip2::algorithm::plain && asked.pwd_algorithm == sip2::algorithm::plain;
    if (plain) {
        storage::secret password{std::string(asked.login_password.reveal())};
        const bool accepted = co_await log_in(asked.login_user_id, std::move(password),
                                              asked.location_code.value_or(""));
        if (accepted) answer.ok = sip2::zero_one::yes;
    } else {
        login_result refused;
        refused.why = "it asks for an encryption that is not agreed upon";
        settle(std::move(refused), asked.login_user_id, {});
    }
    co_return sip2::response{answer};
}

asio::awaitable<bool> sip2_exchange::log_in(std::string login, storage::secret password, std::string location) {
    door_.identity.reset(); // a login that fails leaves nobody logged in
    const auto limits = parts_->settings()->limits;
    const login_limits most{.per_terminal = limits.login_tries_per_terminal_minute,
                            .per_address = limits.login_tries_per_address_minute};
    login_result result = co_await parts_->logins->log_in(login, std::move(password), address_, most);
    settle(std::move(result), login, location);
    co_return logged_in();
}

std::string sip2_exchange::account_without_login(const std::string& of_listener) {
    const auto settings = parts_->settings();
    const auto* rule = config::first_match(settings->matches, {.listener = listener_, .address = address_});
    if (rule != nullptr && !rule->terminal.empty()) return rule->terminal;
    if (!of_listener.empty() || door_.profile->login != config::login_rule::by_address) return of_listener;
    return parts_->logins->account_at(address_);
}

std::string sip2_exchange::profile_for(const storage::terminal& account, std::string_view location) const {
    const auto settings = parts_->settings();
    const auto* rule = config::first_match(
        settings->matches,
        {.listener = listener_, .address = address_, .login = account.login, .location = location});
    return rule != nullptr && !rule->profile.empty() ? rule->profile : account.profile;
}

bool sip2_exchange::let_in(const std::string& login) {
    settle(parts_->logins->let_in(login, address_), login, {});
    return logged_in();
}

void sip2_exchange::look_at_account_again() {
    const auto now = parts_->clock->now();
    if (account_seen_ <= now && now < account_seen_ + between_looks) return;
    account_seen_ = now;
    const login_result result = parts_->logins->let_in(door_.identity->terminal.login, address_);
    if (result.how != login_result::outcome::refused) return; // a store that is away puts nobody out
    parts_->log->write(log::event::terminal_put_out, {{"terminal", terminal()}, {"address", address_}, {"why", result.why}});
    show_note(std::string("is logged in no longer: ").append(result.why));
    door_.identity.reset();
    dispatch::forget_reader(door_);
    told_status_.reset();
}

bool sip2_exchange::has_no_place(const login_result& result, std::string_view location) const {
    if (!probes_only_ || !result.identity) return false;
    return !config::is_for_probes(*parts_->settings()->profile(profile_for(result.identity->terminal, location)).how);
}

bool sip2_exchange::is_to_go_elsewhere() const {
    return logged_in() && parts_->health->draining() && config::is_for_probes(*door_.profile);
}

void sip2_exchange::turn_probe_away(login_result& result, std::string_view location) const {
    if (!result.identity || !parts_->health->draining()) return;
    if (!config::is_for_probes(*parts_->settings()->profile(profile_for(result.identity->terminal, location)).how)) return;
    result = {.how = login_result::outcome::draining, .identity = std::nullopt, .why = "the daemon is drained"};
}

void sip2_exchange::settle(login_result result, std::string_view login, std::string_view location) {
    turn_probe_away(result, location);
    const bool too_many = has_no_place(result, location);
    if (!too_many) place(result, location);
    parts_->meters->logged_in(too_many ? login_result::outcome::unavailable : result.how);
    if (too_many) {
        turned_away_ = true;
        parts_->log->write(log::event::connection_refused_by_limit,
                           {{"listener", listener_}, {"terminal", login}, {"address", address_}});
        return;
    }
    if (!result.identity) {
        if (is_guess(result.how)) ++login_tries_;
        parts_->log->write(log::event::login_refused,
                           {{"login", shown(login)}, {"address", address_}, {"why", result.why}});
        if (result.used_up)
            parts_->log->write(log::event::login_tries_exceeded, {{"login", shown(login)}, {"address", address_}});
        if (result.queue_full)
            parts_->log->write(log::event::hashing_queue_full,
                               {{"terminal", shown(login)}, {"address", address_}, {"more", *result.queue_full}});
        show_note("login '" + std::string(shown(login)) + "' is refused: " + result.why);
        return;
    }
    const auto settings = parts_->settings();
    const auto& used = settings->profile(result.identity->terminal.profile);
    door_.profile = used.how;
    door_.rules = used.rules;
    door_.words = settings->words;
    dispatch::forget_reader(door_);
    told_status_.reset(); // it was another terminal's, or of another profile
    door_.identity = std::move(result.identity);
    login_tries_ = 0;
    account_seen_ = parts_->clock->now();
    parts_->heard->note(door_.identity->terminal.id);
    parts_->log->write(log::event::login_accepted,
                       {{"terminal", terminal()}, {"address", address_},
                        {"profile", door_.identity->terminal.profile}});
}

/// Gives an account its profile and its branch; one whose branch cannot be asked for is not let in.
void sip2_exchange::place(login_result& result, std::string_view location) const {
    if (!result.identity) return;
    auto& terminal = result.identity->terminal;
    terminal.profile = profile_for(terminal, location);
    try {
        place(*result.identity, *parts_->settings()->profile(terminal.profile).how, location);
    } catch (const storage::store_error& away) {
        result = {.how = login_result::outcome::unavailable, .identity = std::nullopt, .why = away.what()};
    }
}

void sip2_exchange::place(dispatch::terminal_identity& who, const config::profile& profile, std::string_view location) const {
    const auto named = [&](std::string_view code) -> std::optional<storage::branch> {
        if (code.empty()) return std::nullopt;
        return parts_->logins->branch_named(who.institution.id, code);
    };
    auto branch = profile.branch_override_by_cp ? named(location) : std::nullopt;
    if (!branch) branch = named(profile.location);
    if (branch) {
        who.branch = std::move(*branch);
    } else if (!profile.location.empty()) {
        parts_->log->write(log::event::location_unknown,
                           {{"terminal", who.terminal.login}, {"profile", who.terminal.profile}, {"location", profile.location}});
    }
}

/// A login as others may see it. Who sends messages to a door that asks for names sends a PIN or a password
/// in the place of one.
std::string_view sip2_exchange::shown(std::string_view login) const noexcept {
    constexpr std::size_t longest_name = 64;
    const std::array delimiters{'|', door_.profile->delimiter};
    const bool is_name = login.size() <= longest_name &&
                         login.find_first_of(std::string_view(delimiters.data(), delimiters.size())) == std::string_view::npos;
    return is_name ? login : "(a message, no name)";
}

void sip2_exchange::tell_faults(const sip2::parsed<sip2::request>& message) {
    if (message.faults.empty()) return;
    const sip2::fault& first = fault_to_tell(message.faults);
    const auto told = is_put_right(first) ? log::event::fixed_part_resynchronised : log::event::message_unreadable;
    const auto passed_over = faults_told_.turn(parts_->clock->now());
    if (!passed_over) return parts_->log->pass_over(told);
    const std::string what = sip2::describe_in_line(first); // masks cards and PINs
    const std::size_t more = message.faults.size() - 1 + static_cast<std::size_t>(*passed_over);
    if (more == 0)
        parts_->log->write(told, {{"terminal", terminal()}, {"code", code_of(message.value)}, {"what", what}});
    else
        parts_->log->write(told, {{"terminal", terminal()}, {"code", code_of(message.value)}, {"what", what},
                                  {"more", more}});
}

void sip2_exchange::tell_institution(const sip2::request& asked) const {
    const std::string_view other = dispatch::other_institution_of(asked, door_);
    if (other.empty()) return;
    parts_->log->write(log::event::institution_differs,
                       {{"terminal", terminal()}, {"code", code_of(asked)}, {"institution", other}});
}

void sip2_exchange::tell_handled(const sip2::request& asked, const circulation::outcome& done,
                                 storage::instant::duration took) const {
    const auto told = event_of(asked, done, door_);
    if (done.result == verdict::done)
        parts_->log->write(told, {{"terminal", terminal()}, {"code", code_of(asked)}, {"took", took}});
    else
        parts_->log->write(told, {{"terminal", terminal()}, {"code", code_of(asked)}, {"took", took},
                                  {"reasons", reason_names(done)}});
    const auto limit = waits_for_answer(*door_.profile);
    if (limit.count() > 0 && took > limit)
        parts_->log->write(log::event::deadline_passed,
                           {{"terminal", terminal()}, {"code", code_of(asked)}, {"took", took}, {"limit", limit}});
    const auto* status = std::get_if<sip2::sc_status_request>(&asked);
    if (status != nullptr && status->status_code != sip2::status_code::ready)
        parts_->log->write(log::event::terminal_in_trouble,
                           {{"terminal", terminal()},
                            {"status", status->status_code == sip2::status_code::out_of_paper ? "out of paper" : "about to shut down"}});
}

void sip2_exchange::show(sip2::message_view message, bool from_device) const {
    if (!parts_->watchers->anyone()) return;
    watched what{.at = parts_->clock->now(), .terminal = std::string(terminal()), .address = address_,
                 .from_device = from_device, .code = std::string(message.table.code),
                 .title = std::string(message.table.title), .fields = {}, .note = {}};
    for (auto& field : sip2::describe(message))
        what.fields.push_back({std::move(field.id), std::string(field.name), std::move(field.value)});
    parts_->watchers->tell(what);
}

void sip2_exchange::show_note(std::string note) const {
    if (!parts_->watchers->anyone()) return;
    parts_->watchers->tell({.at = parts_->clock->now(), .terminal = std::string(terminal()),
                            .address = address_, .from_device = true, .code = {}, .title = {},
                            .fields = {}, .note = std::move(note)});
}

} // namespace circ::net
