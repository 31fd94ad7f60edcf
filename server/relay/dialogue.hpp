#pragma once

// One operation carried out at an NCIP system far away: which messages are sent, in which order,
// and what their answers come to. Nothing here waits, opens or measures anything: whoever has the
// connection asks for the next step, sends it or not, and says what became of it.
//
//     relay::dialogue talk(operation, relay::circumstances{...});
//     for (;;) {
//         const relay::step& step = talk.next();
//         if (const auto* end = std::get_if<relay::finished>(&step)) return end->outcome;
//         ... send std::get<relay::call>(step).message ...
//         talk.answered(answer)   or   talk.failed(relay::failure::no_answer)
//     }
//
// Every way through ends: with any failure, at any step, next() comes to `finished` after a bounded
// number of calls. How the scripts of the operations are written is told in conversation.hpp.

#include "protocol/ncip/message.hpp"
#include "server/circulation/any_operation.hpp"
#include "server/relay/backend_memory.hpp"
#include "server/relay/relay_settings.hpp"
#include "server/relay/session_cache.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace circ::relay {

namespace ncip = protocol::ncip;

/// look_up: changes nothing, and may be sent again whenever its answer did not come.
/// order: changes something; its answer lost, the dialogue finds out itself what became of it, so
/// it is never sent again by anybody else.
enum class call_kind { look_up, order };

/// A loan as it stood before it was asked to be renewed: what tells later whether it was, when
/// nothing else does.
struct loan_before {
    std::string card;
    std::string barcode;
    circulation::instant due_at{};

    friend bool operator==(const loan_before&, const loan_before&) = default;
};

/// A message to send, with its header.
struct call {
    ncip::message message;
    std::string_view service; ///< its element: "CheckOutItem"
    call_kind kind = call_kind::look_up;
    std::vector<loan_before> before{}; ///< of an order: what is to be written down beside it
};

/// Why there is no answer.
enum class failure {
    not_sent,    ///< no connection, TLS failed: the other side has seen nothing
    no_answer,   ///< sent; what became of it is not known
    no_ncip,     ///< an answer that cannot be read (a web page, an HTTP error), or says so of ours
    refused_now, ///< not sent: the breaker is open, too many wait
    out_of_time, ///< not sent: the time of the operation is used up
};

/// Whether the other side may have done what it was asked for, although it did not say so.
[[nodiscard]] constexpr bool may_have_happened(failure why) noexcept {
    return why == failure::no_answer || why == failure::no_ncip;
}

/// How sure the outcome is. in_doubt: an order was sent and nobody could be asked what became of
/// it.
enum class certainty { sure, in_doubt };

struct finished {
    circulation::any_outcome outcome;
    certainty sure = certainty::sure;
    /// The failure behind verdict::unavailable; what did not happen for want of a connection alone
    /// may be sent later.
    std::optional<failure> why;
    /// The order was about something that has happened already and was refused: nothing will make
    /// it happen, staff has to know.
    bool conflict = false;
};

using step = std::variant<call, finished>;

/// afresh: it has not been asked for yet. after_doubt: an earlier dialogue ended in doubt, so that
/// what can be looked up is looked up before anything is ordered.
enum class beginning { afresh, after_doubt };

/// What a dialogue goes by, besides its operation.
/// @note settings are kept by the dialogue; memory and session must outlive it, and no two
/// dialogues
///       of one session run at the same time (SIP2 is half duplex)
struct circumstances {
    std::shared_ptr<const relay_settings> settings;
    backend_memory* memory = nullptr;
    session_cache* session = nullptr;
    circulation::instant now{};
    beginning from = beginning::afresh;
    std::vector<loan_before> before{}; ///< after doubt: what was written down of the order
};

class dialogue {
public:
    dialogue(circulation::any_operation what, const circumstances& with);
    ~dialogue();
    dialogue(dialogue&&) noexcept;
    dialogue& operator=(dialogue&&) noexcept;

    /// What to do now; the same again until answered() or failed() is called.
    [[nodiscard]] const step& next();

    /// @pre next() is a call
    void answered(ncip::message answer);
    /// @pre next() is a call
    void failed(failure why);

private:
    struct state;
    std::unique_ptr<state> state_;
};

/// What is asked to see whether the other side is there at all: any answer in NCIP says that it is.
[[nodiscard]] call probe(const relay_settings& settings);

/// A change that has been made elsewhere, as an operation for a dialogue: it is posted as already
/// happened, with the dates that it has there.
/// @return nothing for what changes nothing, was refused, or has no NCIP order of its own
[[nodiscard]] std::optional<circulation::any_operation>
mirrored(const circulation::any_operation& what, const circulation::any_outcome& as);

/// No money at all: what nobody has paid must not be booked as paid.
[[nodiscard]] bool is_write_off(const circulation::pay_fee& what);

/// The same of all loans that one request has renewed.
[[nodiscard]] std::vector<circulation::any_operation>
mirrored_renewals(const circulation::renew_all& what, const circulation::renew_all_outcome& as);

/// The services that an operation may need, for what is told at a start and for metrics.
[[nodiscard]] std::vector<std::string_view> services_of(const circulation::any_operation& what);

} // namespace circ::relay
