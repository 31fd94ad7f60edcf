#include "server/relay/dialogue.hpp"

#include "protocol/ncip/languages.hpp"
#include "protocol/ncip/messages/lookup_agency.hpp"
#include "server/circulation/trail.hpp"
#include "server/relay/problems.hpp"
#include "server/relay/scripts.hpp"

#include <cassert>
#include <concepts>
#include <utility>

namespace circ::relay {

namespace {

using namespace circulation;

template <class Operation>
concept has_script = requires(conversation& talk, const Operation& what) {
    { run(talk, what) } -> std::same_as<finished>;
};

/// What other systems ask for is theirs to ask at the other side themselves.
template <class Operation>
finished run_script(conversation& talk, const Operation& what) {
    if constexpr (has_script<Operation>)
        return run(talk, what);
    else
        return stopped(trouble_of(reason{.code = reason_code::not_permitted}),
                       outcome_of<Operation>{});
}

/// Scripts never see a claim that is worth nothing.
requester asked_by(const any_operation& what) {
    return std::visit(
        [](const auto& each) {
            requester by = each.by;
            by.when = judged_as(each);
            return by;
        },
        what);
}

bool changes(const any_operation& what) {
    return std::visit([]<class Operation>(const Operation&) { return changes_store<Operation>; },
                      what);
}

/// A text about a loan, a hold or money is in the reader's language wherever that has been told.
void tell_language(const conversation& talk, const any_operation& what, any_outcome& of) {
    const auto card = std::visit(
        [](const auto& each) -> std::string {
            if constexpr (requires { each.card; }) return each.card;
            return {};
        },
        what);
    const auto* account = talk.known_account(card);
    if (account == nullptr || !account->user_optional_fields || account->user_optional_fields->user_language.empty()) return;
    const auto language = ncip::two_letters_of(account->user_optional_fields->user_language.front().value);
    std::visit(
        [&](auto& made) {
            if constexpr (!std::is_same_v<std::decay_t<decltype(made)>, outcome>)
                if (!made.patron && !language.empty()) {
                    made.patron = patron_view{};
                    made.patron->known = true;
                    made.patron->language = language;
                }
        },
        of);
}

} // namespace

struct dialogue::state {
    state(any_operation operation, const circumstances& with)
        : what(std::move(operation)), talk(with, asked_by(what)), session(with.session) {}

    /// Cut off in the middle of a change: what the session has kept may be out of date.
    ~state() {
        const bool was_cut = !now || std::holds_alternative<call>(*now);
        if (was_cut && changes(what)) session->changed();
    }
    state(const state&) = delete;
    state& operator=(const state&) = delete;

    void go_on() {
        talk.begin_run();
        try {
            finished end = std::visit([this](const auto& each) { return run_script(talk, each); }, what);
            tell_language(talk, what, end.outcome);
            now = std::move(end);
        } catch (const unanswered&) {
            now = talk.take_call();
            return;
        }
        talk.end();
    }

    any_operation what;
    conversation talk;
    session_cache* session;
    std::optional<step> now;
};

dialogue::dialogue(any_operation what, const circumstances& with)
    : state_(std::make_unique<state>(std::move(what), with)) {}
dialogue::~dialogue() = default;
dialogue::dialogue(dialogue&&) noexcept = default;
dialogue& dialogue::operator=(dialogue&&) noexcept = default;

const step& dialogue::next() {
    if (!state_->now) state_->go_on();
    return *state_->now;
}

void dialogue::answered(ncip::message answer) {
    assert(std::holds_alternative<call>(next()));
    state_->talk.hear(std::move(answer));
    state_->now.reset();
}

void dialogue::failed(failure why) {
    assert(std::holds_alternative<call>(next()));
    state_->talk.hear(why);
    state_->now.reset();
}

call probe(const relay_settings& settings) {
    ncip::lookup_agency_request asked;
    asked.agency_id = {settings.backend.to_agency, settings.backend.dialect.agency_scheme};
    asked.agency_element_type.push_back({"Organization Name Information"});
    call made;
    made.service = "LookupAgency";
    made.message.service = made.service;
    made.message.body = std::move(asked);
    if (settings.backend.header)
        made.message.initiation_header = header_of(settings, agencies_for(settings, nullptr));
    return made;
}

} // namespace circ::relay
