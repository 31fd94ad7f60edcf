#pragma once

#include "server/circulation/reason.hpp"
#include "server/circulation/views.hpp"

#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace circ::dispatch {

/// What a sentence needs besides its reason.
struct text_setting {
    circulation::currency money;
    std::string time_zone; ///< of the branch
};

/// A date on the wall of a branch.
/// @param pattern of %Y %y %m %b %d %e %H %M, which mean what they do to strftime, %% and other text
/// @param months  twelve words with a blank between, for %b; empty: English ones
[[nodiscard]] std::string format_date(storage::instant at, std::string_view pattern, std::string_view time_zone,
                                      std::string_view months = {});

/// Puts values in place of {names}; what a value holds is not looked at again.
[[nodiscard]] std::string fill(std::string_view pattern,
                               const std::function<std::string(std::string_view name)>& value_of);

/// The message catalogue: sentences by reason, the forms of dates and amounts, and the lines of
/// receipts, in each language.
class texts {
public:
    /// Texts of one language by name, as read from its file; of several lines with line ends between.
    using table = std::map<std::string, std::string, std::less<>>;

    explicit texts(std::map<std::string, table, std::less<>> by_language, std::string fallback);

    /// The sentence for a reason in this language, else in the fallback, else in English, which has
    /// all of them. Placeholders are filled in.
    [[nodiscard]] std::string sentence(const circulation::reason& why, std::string_view language,
                                       const text_setting& with) const;

    /// "24 Nov 2026" or "24.11.2026": as the language writes it.
    [[nodiscard]] std::string date(storage::instant at, std::string_view language, std::string_view time_zone) const;
    [[nodiscard]] std::string date_time(storage::instant at, std::string_view language, std::string_view time_zone) const;

    /// "12.50 EUR" or "12,50 EUR"
    [[nodiscard]] std::string amount(storage::money of, std::string_view language,
                                     const circulation::currency& in) const;

    /// A text as it stands, found as a sentence is; empty when no language has it.
    /// @note valid as long as this
    [[nodiscard]] std::string_view text(std::string_view name, std::string_view language) const;

    [[nodiscard]] bool speaks(std::string_view language) const;

private:
    [[nodiscard]] std::string value_of(std::string_view placeholder, const circulation::reason& why,
                                       std::string_view language, const text_setting& with) const;

    std::map<std::string, table, std::less<>> by_language_;
    std::string fallback_;
};

} // namespace circ::dispatch
