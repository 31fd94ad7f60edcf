#pragma once

#include "protocol/ncip/problem_types.hpp"
#include "server/circulation/operations.hpp"
#include "server/relay/dialogue.hpp"

#include <span>
#include <string>
#include <vector>

namespace circ::relay {

template <class Response>
struct reply;

/// What was tried: the same word of the other side means different things to a reader.
enum class attempt { account, item, loan, renewal, checkin, hold, payment, block };

/// What a reason comes to, by the texts of this backend first.
[[nodiscard]] ncip::problem_class class_of(const ncip::problem& what, const relay_settings& by);

/// The row of a class: what the reader is told when this was tried.
struct told_as {
    circulation::reason_code code;
    circulation::verdict verdict; ///< refused, or unavailable where the other side cannot just now
};
[[nodiscard]] told_as told(ncip::problem_class what, attempt tried) noexcept;

/// What stands in the way: reasons for the reader, the verdict, the other side's words.
struct trouble {
    std::vector<circulation::reason> reasons;
    circulation::verdict verdict = circulation::verdict::refused;
    std::string words;
    std::optional<failure> why;
};

[[nodiscard]] trouble
trouble_of(std::span<const ncip::problem> problems, attempt tried, const relay_settings& by);
[[nodiscard]] trouble trouble_of(failure why);
[[nodiscard]] trouble trouble_of(circulation::reason why);

/// Of a reply without data.
template <class Response>
[[nodiscard]] trouble
trouble_of(const reply<Response>& from, attempt tried, const relay_settings& by) {
    if (from.failed) return trouble_of(*from.failed);
    return trouble_of(from.problems, tried, by);
}

/// Whether one of the problems is of this class.
[[nodiscard]] bool has_class(std::span<const ncip::problem> problems,
                             ncip::problem_class what,
                             const relay_settings& by);

/// A text of the other side for a reader's screen: one line, without markup, not long.
/// @return empty for what holds markup or looks like program text
[[nodiscard]] std::string presentable(std::string_view text);

/// An outcome that says why not.
template <class Outcome>
[[nodiscard]] finished stopped(trouble by, Outcome made = {}) {
    finished end;
    made.result = by.verdict;
    made.reasons.insert(made.reasons.end(), by.reasons.begin(), by.reasons.end());
    made.remote_words = std::move(by.words);
    end.why = by.why;
    end.outcome = std::move(made);
    return end;
}

} // namespace circ::relay
