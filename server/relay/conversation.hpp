#pragma once

// What a script talks through. A script is an ordinary function of an operation, written as if
// every answer were there at once:
//
//     const auto found = talk.ask(ncip::lookup_item_request{...});
//     if (!found) return ...;
//     const auto lent = talk.order(ncip::check_out_item_request{...});
//
// It is run from its beginning after each answer and gets the earlier ones from the record; the
// first that has not come ends the run (`unanswered`, caught by the dialogue alone). So a script
// depends on nothing but its operation, the answers and what was known at the beginning: it changes
// neither session nor memory, but says what is to be changed when it has come to its end
// (`at_end`).
//
// To add an operation: a script in a file of its own, its line in scripts.hpp.

#include "protocol/ncip/problem_types.hpp"
#include "server/relay/dialogue.hpp"

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace circ::relay {

/// Ends a run: an answer has not come yet.
struct unanswered {};

/// What came of a message. At most one of `data`, `refused` and `failed` is there; problems without
/// `refused` stood in the place of an answer.
/// @note points into the record: good until the script's run is over
template <class Response>
struct reply {
    const Response* data = nullptr;    ///< an answer without problems
    const Response* refused = nullptr; ///< one with problems
    std::span<const ncip::problem> problems;
    std::optional<failure> failed;

    [[nodiscard]] explicit operator bool() const noexcept { return data != nullptr; }
    [[nodiscard]] bool has_problems() const noexcept { return !problems.empty(); }
};

/// Who speaks to whom, of this requester; for none, as the settings say.
[[nodiscard]] agencies agencies_for(const relay_settings& settings,
                                    const circulation::requester* by);
/// @param both what stands in FromAgencyId and ToAgencyId
[[nodiscard]] ncip::initiation_header header_of(const relay_settings& settings,
                                                const agencies& both);

class conversation {
public:
    conversation(const circumstances& with, circulation::requester by);

    // what the script goes by

    [[nodiscard]] const relay_settings& settings() const { return *with_.settings; }
    [[nodiscard]] const config::ncip_backend& backend() const { return with_.settings->backend; }
    [[nodiscard]] const circulation::requester& by() const { return by_; }
    [[nodiscard]] instant now() const { return with_.now; }
    /// As it was when the dialogue began.
    [[nodiscard]] const session_cache& session() const { return *with_.session; }
    [[nodiscard]] bool is_after_doubt() const { return with_.from == beginning::after_doubt; }
    /// The loans as they stood before the order of which nobody knows what became.
    [[nodiscard]] std::span<const loan_before> before_doubt() const { return with_.before; }
    /// It has happened already, and is told: by a device that may do so, or from the other book. A
    /// return also by any other device, as its book is here.
    [[nodiscard]] bool is_told() const { return by_.when == circulation::timing::already_happened; }
    /// Whether the service is offered, and has not turned out to be missing.
    [[nodiscard]] bool offers(config::ncip_service service) const;
    /// As it was when it was first asked for.
    [[nodiscard]] std::optional<instant> pin_locked_until(const std::string& card);
    [[nodiscard]] bool is_blocked_here(const std::string& card);

    // what it says

    template <class Request>
    [[nodiscard]] reply<ncip::response_to<Request>> ask(Request what) {
        return reply_in<ncip::response_to<Request>>(exchange(call_kind::look_up, std::move(what)));
    }
    template <class Request>
    [[nodiscard]] reply<ncip::response_to<Request>> order(Request what) {
        return reply_in<ncip::response_to<Request>>(exchange(call_kind::order, std::move(what)));
    }
    /// As order, with another place in ToAgencyId.
    template <class Request>
    [[nodiscard]] reply<ncip::response_to<Request>> order(Request what, const std::string& to) {
        to_instead_ = to;
        return order(std::move(what));
    }

    /// What the next orders would change, to be written down with the first of them: found again as
    /// before_doubt().
    void stood_before(loan_before loan) { before_.push_back(std::move(loan)); }

    // what it has heard, without another message: in this dialogue, else earlier in the session

    [[nodiscard]] const ncip::lookup_user_response* known_account(const std::string& card) const;
    [[nodiscard]] const ncip::item_optional_fields* known_item(const std::string& barcode) const;
    void heard_account(const std::string& card, const ncip::lookup_user_response& what);
    void heard_item(const std::string& barcode, const ncip::item_optional_fields& what);

    /// Done once, when the script has come to its end.
    void at_end(std::function<void(session_cache&, backend_memory&)> what) {
        at_end_.push_back(std::move(what));
    }

    // the forms of things

    [[nodiscard]] ncip::user_id user(const std::string& card) const;
    [[nodiscard]] ncip::item_id item(const std::string& barcode) const;
    [[nodiscard]] ncip::request_id request(const std::string& number) const;
    [[nodiscard]] ncip::scheme_value our_agency() const;
    [[nodiscard]] ncip::scheme_value their_agency() const;
    /// Of an order about something that has happened already; nothing of any other.
    [[nodiscard]] std::optional<ncip::mandated_action>
    mandate(std::optional<instant> at = {}) const;
    /// What is asked of an item beside an order; nothing where the other side stumbles over it.
    [[nodiscard]] std::vector<ncip::scheme_value> wanted_of_item() const;

    // for the dialogue

    using heard = std::variant<ncip::message, failure>;
    void begin_run();
    void hear(heard answer) { record_.push_back(std::move(answer)); }
    /// @pre a run has ended with `unanswered`
    [[nodiscard]] call take_call() { return std::move(pending_); }
    /// @pre a run has come to its end
    void end();

private:
    const heard& exchange(call_kind kind, ncip::any_message body);
    const heard& next_in_record(call_kind kind, const ncip::any_message& body);
    void note_missing(const heard& answer, std::string_view service);
    [[nodiscard]] std::optional<ncip::scheme_value> agency_in_ids() const;

    template <class Response>
    [[nodiscard]] static reply<Response> reply_in(const heard& answer) {
        reply<Response> made;
        if (const auto* why = std::get_if<failure>(&answer)) {
            made.failed = *why;
            return made;
        }
        const auto& message = std::get<ncip::message>(answer);
        const auto* body = message.body.template get_if<Response>();
        made.problems = message.problems();
        if (!made.problems.empty())
            made.refused = body;
        else if (body != nullptr)
            made.data = body;
        else
            made.failed = failure::no_ncip; // an answer to something else, or to nothing
        return made;
    }

    circumstances with_;
    circulation::requester by_;
    std::set<std::string, std::less<>> lowered_before_; ///< others may change the memory meanwhile
    std::map<std::string, std::optional<instant>, std::less<>> locks_;
    std::map<std::string, bool, std::less<>> blocks_;

    std::vector<heard> record_;
    call pending_;

    // of the run
    std::size_t position_ = 0;
    std::set<std::string, std::less<>> lowered_now_;
    std::string to_instead_;
    std::vector<loan_before> before_;
    std::map<std::string, const ncip::lookup_user_response*, std::less<>> accounts_;
    std::map<std::string, const ncip::item_optional_fields*, std::less<>> items_;
    std::vector<std::function<void(session_cache&, backend_memory&)>> at_end_;
};

} // namespace circ::relay
