#pragma once

#include "server/circulation/any_operation.hpp"
#include "server/relay/dialogue.hpp"
#include "storage/records/outbox.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace circ::net {

// How changes that a backend is asked for, and what was answered, are kept in the store: as one
// line of JSON. PINs are never written, nor what is known of the reader besides the card's number.

/// "checkout" ...; empty for what is not kept: it changes nothing, or nothing that both sides have.
[[nodiscard]] std::string_view order_name(const circulation::any_operation& what);

/// @pre    order_name() is not empty
/// @param  before of a renewal: how the loans stood, as far as is known
[[nodiscard]] std::string order_text(const circulation::any_operation& what,
                                     const std::vector<relay::loan_before>& before = {});

/// @return nullopt for a text that is none of ours
[[nodiscard]] std::optional<circulation::any_operation> read_order(std::string_view name,
                                                                   std::string_view text);

/// How the loans stood before; empty: it is not known.
[[nodiscard]] std::vector<relay::loan_before> read_loans_before(std::string_view text);

[[nodiscard]] storage::order_subject subject_of(const circulation::any_operation& what);

/// @pre done
[[nodiscard]] std::string answer_text(const circulation::any_outcome& what);

/// The same outcome again, marked as repeated. @return nullopt for a text that is none of ours, and of
/// an operation whose repeat is done again
[[nodiscard]] std::optional<circulation::any_outcome> read_answer(std::string_view operation,
                                                                  std::string_view text);

} // namespace circ::net
