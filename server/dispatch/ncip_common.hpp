#pragma once

#include "protocol/ncip/message.hpp"
#include "protocol/ncip/problem_types.hpp"
#include "protocol/ncip/structures/fiscal.hpp"
#include "protocol/ncip/structures/header.hpp"
#include "protocol/ncip/structures/identifiers.hpp"
#include "protocol/ncip/structures/item_fields.hpp"
#include "protocol/ncip/structures/problem.hpp"
#include "protocol/ncip/structures/user_fields.hpp"
#include "server/circulation/any_operation.hpp"
#include "server/dispatch/ncip_door.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

// What the translations of all NCIP services have in common.

namespace circ::dispatch {

namespace ncip = protocol::ncip;

/// A request on its way in, with what else its translation looks at.
struct ncip_incoming {
    const ncip_door& door;
    const ncip::message& message;
    std::string_view once_only_text;
    storage::instant at{};
};

/// An outcome on its way out.
struct ncip_outgoing {
    const ncip_door& door;
    const ncip::message& message;
    storage::instant now{};
};

using ncip_problems = std::vector<ncip::problem>;

/// What a request comes to: an operation, the reasons why it comes to none, or an answer that needs
/// none.
using ncip_request = std::variant<circulation::any_operation, ncip_problems, ncip::any_message>;

template <class Operation>
[[nodiscard]] ncip_request ask_for(Operation what) {
    return circulation::any_operation{std::move(what)};
}

/// Who asks. With MandatedAction it has happened already, at the moment that this says.
[[nodiscard]] circulation::requester
requester_of(const ncip_incoming& in, const std::optional<ncip::mandated_action>& mandated = {});

// Reasons of our own, with the scheme that this service has for them.

[[nodiscard]] ncip::problem make_problem(const ncip::message& asked,
                                         ncip::problem_type type,
                                         std::string_view element = {},
                                         std::string_view value = {},
                                         std::string_view detail = {});
[[nodiscard]] ncip_problems lacking(const ncip::message& asked, std::string_view element);
/// Money that a message says was taken has a service of its own, so that none is lost on the way.
/// @return nothing where none was
[[nodiscard]] ncip_problems paid_elsewhere(const ncip::message& asked,
                                           const std::optional<ncip::money>& paid);

/// What an outcome's reasons are in NCIP, each once; those of the patron first.
[[nodiscard]] ncip_problems problems_of(const circulation::outcome& from, const ncip_outgoing& to);

// Numbers, as they come and as we write them.

/// The reader whom a request names: a UserId names, an AuthenticationInput names or proves.
struct named_reader {
    std::string card; ///< empty where none is named
    std::optional<storage::secret> pin;
    ncip_problems wrong; ///< what is wrong with how the reader is named
};
[[nodiscard]] named_reader reader_of(const ncip_incoming& in,
                                     const std::optional<ncip::user_id>& named,
                                     const std::vector<ncip::authentication_input>& shown);
/// The same, where a reader must be named.
[[nodiscard]] named_reader needed_reader(const ncip_incoming& in,
                                         const std::optional<ncip::user_id>& named,
                                         const std::vector<ncip::authentication_input>& shown);
/// The same reader, where nobody proves a PIN: one that is shown is refused, and not passed over.
[[nodiscard]] named_reader without_pin(named_reader shown, const ncip_incoming& in);

[[nodiscard]] std::string number_in(const ncip::item_id& from);
[[nodiscard]] std::string number_in(const std::optional<ncip::item_id>& from);
/// A number of another system, and whose it is: the agency's that stands with it, where the peer
/// speaks for that one. With our agency or none it is that of the agency that asks; another's is
/// told apart from it, and is never the number which that other one gives itself.
[[nodiscard]] storage::external_id
external_of(std::string_view agency, std::string_view number, const ncip_incoming& in);
[[nodiscard]] storage::external_id external_of(const ncip::request_id& from,
                                               const ncip_incoming& in);
/// Our own hold, where the number says so; else the one that the other system gave this number.
[[nodiscard]] circulation::hold_key hold_of(const ncip::request_id& from, const ncip_incoming& in);
/// What the header says of who asks; empty without one.
[[nodiscard]] std::string asking_agency(const ncip::message& asked, const ncip_door& door);
[[nodiscard]] bool is_our_agency(std::string_view agency, const ncip_door& door);
[[nodiscard]] std::string our_agency(const ncip_door& door);

[[nodiscard]] ncip::scheme_value agency_value(const ncip_outgoing& to);
[[nodiscard]] ncip::user_id user_id_of(std::string card, const ncip_outgoing& to);
[[nodiscard]] ncip::item_id item_id_of(std::string barcode, const ncip_outgoing& to);
/// @param theirs as it came; told again where the peer wants that, or where there is no other
[[nodiscard]] ncip::request_id request_id_of(storage::hold_id ours,
                                             const std::optional<ncip::request_id>& theirs,
                                             const ncip_outgoing& to);

// Dates, amounts, words.

[[nodiscard]] std::optional<storage::instant> instant_of(const std::optional<ncip::date_time>& when,
                                                         const ncip_door& door);
[[nodiscard]] std::optional<storage::local_date> date_of(const std::optional<ncip::date_time>& when,
                                                         const ncip_door& door);
/// Midnight of a day on the clock that the peer's dates are written by: a date has no time of its own.
[[nodiscard]] ncip::date_time to_date_time(storage::local_date day, const ncip_door& door);
[[nodiscard]] std::string_view zone_of(const ncip_door& door);

[[nodiscard]] ncip::money to_money(storage::money amount, const ncip_door& door);
/// nullopt for an amount in another currency than the institution's.
[[nodiscard]] std::optional<storage::money> amount_of(const ncip::money& from,
                                                      const ncip_door& door);
[[nodiscard]] circulation::fee_agreement
agreement_of(const std::optional<ncip::money>& acknowledged, const ncip_door& door);

[[nodiscard]] ncip::scheme_value word(std::string_view text);
[[nodiscard]] std::string trimmed(std::string_view text);

/// Whether an element was asked for by its name in a list, in any spelling.
[[nodiscard]] bool asks_for(const std::vector<ncip::scheme_value>& list, std::string_view name);

[[nodiscard]] inline bool is_done(const circulation::outcome& of) {
    return of.result == circulation::verdict::done;
}

} // namespace circ::dispatch
