#pragma once

#include "server/circulation/desk.hpp"
#include "tools/circdesk/command.hpp"
#include "tools/circdesk/rules.hpp"
#include "tools/circdesk/tool.hpp"

#include <string>
#include <utility>
#include <vector>

namespace circ::tool {

// What the verbs of the desk share: each performs one operation of the rules with the operator's
// name, prints what came of it, and ends with a sentence for staff when it is refused.

/// Options of all that change something.
struct desk_words {
    std::string reason;
    std::string at; ///< code of the branch; empty: the loan's or the patron's

    [[nodiscard]] option why() { return {"--reason", &reason, "why, kept with your name", true}; }
    [[nodiscard]] option where() {
        return {"--at", &at, "code of the branch where you stand (the loan's or the reader's)"};
    }
};

/// The operator, at the branch that is named; without one the rules say which.
[[nodiscard]] circulation::requester operator_of(tool& with, const desk_words& said);

/// What a line named. The rules leave it out of their reasons: a device or a peer reads it in its own request.
struct named_things {
    std::string card;
    std::string item;
    std::string title;
};

template <class Operation>
[[nodiscard]] named_things named_in(const Operation& asked) {
    named_things all;
    if constexpr (requires { all.card = asked.card; }) all.card = asked.card;
    if constexpr (requires { all.item = asked.item; }) all.item = asked.item;
    if constexpr (requires { all.title = asked.title; }) all.title = asked.title;
    if constexpr (requires { all.item = asked.what.item; }) all.item = asked.what.item;
    if constexpr (requires { all.title = asked.what.title; }) all.title = asked.what.title;
    return all;
}

/// @throws complaint with the sentences for staff when it is refused
void expect_done(const circulation::outcome& made, const storage::institution& of, const named_things& named = {});

/// Performs an operation, durable when this returns, for a verb that has its own words for a refusal.
/// @throws storage::store_error
template <class Operation>
circulation::outcome_of<Operation>
outcome_at_desk(tool& with, Operation asked, const desk_words& said) {
    asked.by = operator_of(with, said);
    const auto rules = policy_of(with);
    circulation::outcome_of<Operation> made;
    storage::write_and_wait(with.store(), [&](storage::unit_of_work& unit) {
        made = circulation::perform(
            unit, asked, circulation::surroundings{.rules = rules, .now = with.now()});
    });
    return made;
}

/// The same, for all others.
/// @throws complaint when it is refused; storage::store_error
template <class Operation>
circulation::outcome_of<Operation>
perform_at_desk(tool& with, Operation asked, const desk_words& said) {
    const auto named = named_in(asked);
    auto made = outcome_at_desk(with, std::move(asked), said);
    expect_done(made, with.institution(), named);
    return made;
}

/// Prints the sentence, or for machines what came of it.
void tell(tool& with, const circulation::desk_outcome& made, const std::string& sentence);

/// "replacement 25.00 EUR (fee 17), processing 5.00 EUR (fee 18)"; "nothing" without any.
[[nodiscard]] std::string charges_text(const std::vector<storage::fee>& charged,
                                       const storage::institution& of);

// What was typed. @throws complaint (wrong_usage) that says what would be right
/// Digits, with one decimal sign and at most the decimals of the currency: 4.500 may be a slip for
/// 4.50 or mean thousands, and so is refused. A file's prices are read more kindly (price_in).
[[nodiscard]] storage::money typed_amount(const std::string& text, const storage::institution& of);
[[nodiscard]] std::int64_t typed_number(const std::string& text, const char* of_what);

/// The patron behind a card. @throws complaint (not_found) when nobody has it
[[nodiscard]] storage::patron_facts find_reader(storage::reader& from,
                                                const storage::institution& of,
                                                const std::string& card,
                                                storage::instant now);

} // namespace circ::tool
