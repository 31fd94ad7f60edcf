#include "server/relay/conversation.hpp"

#include "config/ncip_backend_reader.hpp"
#include "server/circulation/trail.hpp"
#include "server/relay/problems.hpp"

#include <algorithm>

namespace circ::relay {

namespace {

/// A script that would not end is wrong; the device gets an answer all the same.
constexpr std::size_t most_calls = 1200;

std::string_view name_of(config::ncip_service service) {
    return config::choices<config::ncip_service>[static_cast<std::size_t>(service)];
}

bool has(const conversation::heard& answer, ncip::problem_class what, const relay_settings& by) {
    const auto* message = std::get_if<ncip::message>(&answer);
    if (message == nullptr) return false;
    const auto problems = message->problems();
    return std::any_of(problems.begin(), problems.end(), [&](const ncip::problem& each) {
        return class_of(each, by) == what;
    });
}

/// Where a terminal stands, as the other side calls it; empty: not told.
std::string agency_of_terminal(const config::ncip_backend& backend, const std::string& login) {
    for (const std::string& each : backend.terminal_agencies) {
        const auto parts = config::parse_named_agencies(each);
        if (parts && parts->name == login) return parts->from;
    }
    return {};
}

ncip::scheme_value agency(const std::string& name, const config::ncip_backend& backend) {
    return {name, backend.dialect.agency_scheme};
}

std::optional<ncip::scheme_value> unless_empty(const std::string& text) {
    if (text.empty()) return std::nullopt;
    return ncip::scheme_value{text};
}

} // namespace

agencies agencies_for(const relay_settings& settings, const circulation::requester* by) {
    agencies both{settings.backend.from_agency, settings.backend.to_agency};
    if (by == nullptr) return both;
    if (const auto found = settings.agency_of.find(by->institution);
        found != settings.agency_of.end())
        both = found->second;
    if (auto here = agency_of_terminal(settings.backend, by->terminal_login); !here.empty())
        both.from = std::move(here);
    return both;
}

ncip::initiation_header header_of(const relay_settings& settings, const agencies& both) {
    const auto& backend = settings.backend;
    ncip::initiation_header made;
    made.from_system_id = unless_empty(backend.from_system);
    made.from_system_authentication = settings.system_secret;
    made.from_agency_id = {agency(both.from, backend)};
    made.from_agency_authentication = settings.agency_secret;
    made.to_system_id = unless_empty(backend.to_system);
    made.to_agency_id = {agency(both.to, backend)};
    made.application_profile_type = unless_empty(backend.application_profile);
    return made;
}

conversation::conversation(const circumstances& with, circulation::requester by)
    : with_(with), by_(std::move(by)) {
    for (const auto name : config::choices<config::ncip_service>)
        if (with_.memory->is_lowered(name, with_.now)) lowered_before_.emplace(name);
}

bool conversation::offers(config::ncip_service service) const {
    const auto name = name_of(service);
    return backend().offers(service) && !lowered_before_.contains(name) &&
           !lowered_now_.contains(name);
}

std::optional<instant> conversation::pin_locked_until(const std::string& card) {
    return locks_.try_emplace(card, with_.memory->locked_until(card, with_.now)).first->second;
}

bool conversation::is_blocked_here(const std::string& card) {
    return blocks_.try_emplace(card, with_.memory->block_of(card) != nullptr).first->second;
}

void conversation::begin_run() {
    position_ = 0;
    lowered_now_.clear();
    to_instead_.clear();
    before_.clear();
    accounts_.clear();
    items_.clear();
    at_end_.clear();
}

const ncip::lookup_user_response* conversation::known_account(const std::string& card) const {
    if (const auto now = accounts_.find(card); now != accounts_.end()) return now->second;
    const auto* kept = session().account_of(card, with_.now, backend().account_seconds);
    return kept == nullptr ? nullptr : &kept->answer;
}

const ncip::item_optional_fields* conversation::known_item(const std::string& barcode) const {
    if (const auto now = items_.find(barcode); now != items_.end()) return now->second;
    return session().description_of(barcode);
}

void conversation::heard_account(const std::string& card, const ncip::lookup_user_response& what) {
    accounts_.insert_or_assign(card, &what);
    at_end([card, kept = session_cache::account{what, with_.now}](
               session_cache& session, backend_memory&) { session.keep(card, kept); });
}

void conversation::heard_item(const std::string& barcode, const ncip::item_optional_fields& what) {
    items_.insert_or_assign(barcode, &what);
    at_end(
        [barcode, what](session_cache& session, backend_memory&) { session.keep(barcode, what); });
}

void conversation::end() {
    for (const auto& change : at_end_)
        change(*with_.session, *with_.memory);
    for (const auto& service : lowered_now_)
        with_.memory->lower(service, with_.now + backend().service_retry);
    at_end_.clear();
}

const conversation::heard& conversation::exchange(call_kind kind, ncip::any_message body) {
    const heard* answer = &next_in_record(kind, body);
    // Only what the other side calls temporary is worth another try, and only where nothing can
    // happen twice; whether there is time for it is the sender's to say.
    if (kind == call_kind::look_up && has(*answer, ncip::problem_class::temporary, settings()))
        answer = &next_in_record(kind, body);
    note_missing(*answer, body.table()->name);
    to_instead_.clear();
    return *answer;
}

const conversation::heard& conversation::next_in_record(call_kind kind,
                                                        const ncip::any_message& body) {
    static const heard no_more = failure::out_of_time;
    if (position_ < record_.size()) return record_[position_++];
    if (position_ >= most_calls) return no_more;
    pending_ = {};
    pending_.service = body.table()->name;
    pending_.kind = kind;
    if (kind == call_kind::order) pending_.before = before_;
    pending_.message.service = pending_.service;
    pending_.message.body = body;
    if (backend().header) {
        agencies both = agencies_for(settings(), &by_);
        if (!to_instead_.empty()) both.to = to_instead_;
        pending_.message.initiation_header = header_of(settings(), both);
    }
    throw unanswered{};
}

void conversation::note_missing(const heard& answer, std::string_view service) {
    // A reader who may not have something is told so as "unsupported" by some; only the general
    // reasons say it of the service.
    const auto* message = std::get_if<ncip::message>(&answer);
    if (message == nullptr) return;
    for (const auto& each : message->problems()) {
        const auto type = ncip::folded(each.problem_type.value);
        if (type == "unsupportedservice" || type == "unknownservice" || type == "serviceisnotknown")
            lowered_now_.emplace(service);
    }
}

ncip::scheme_value conversation::our_agency() const {
    return agency(agencies_for(settings(), &by_).from, backend());
}

ncip::scheme_value conversation::their_agency() const {
    return agency(agencies_for(settings(), &by_).to, backend());
}

std::optional<ncip::scheme_value> conversation::agency_in_ids() const {
    switch (backend().dialect.id_agency) {
    case config::ncip_id_agency::ours:
        return our_agency();
    case config::ncip_id_agency::theirs:
        return their_agency();
    case config::ncip_id_agency::none:
        break;
    }
    return std::nullopt;
}

ncip::user_id conversation::user(const std::string& card) const {
    return {agency_in_ids(), unless_empty(backend().dialect.user_id_type), card};
}

ncip::item_id conversation::item(const std::string& barcode) const {
    return {agency_in_ids(), unless_empty(backend().dialect.item_id_type), barcode};
}

ncip::request_id conversation::request(const std::string& number) const {
    return {agency_in_ids(), unless_empty(backend().dialect.request_id_type), number};
}

std::optional<ncip::mandated_action> conversation::mandate(std::optional<instant> at) const {
    if (!is_told() || !backend().mandated_action) return std::nullopt;
    // A return is believed of any device, but not its date: a wrong clock would forgive fees.
    if (!circulation::is_posted(by_)) return ncip::mandated_action{ncip::date_time{by_.received}};
    const instant happened = at ? *at : by_.said.value_or(by_.received);
    return ncip::mandated_action{ncip::date_time{happened}};
}

std::vector<ncip::scheme_value> conversation::wanted_of_item() const {
    if (!backend().bibliographic_elements) return {};
    return {{"Bibliographic Description"}, {"Security Marker"}, {"Sensitization Flag"}};
}

} // namespace circ::relay
