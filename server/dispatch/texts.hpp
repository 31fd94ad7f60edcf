#pragma once

#include "server/circulation/reason.hpp"
#include "server/circulation/views.hpp"

#include <map>
#include <string>
#include <string_view>

namespace circ::dispatch {

/// What a sentence needs besides its reason.
struct text_setting {
    circulation::currency money;
    std::string time_zone;   ///< of the branch
    std::string date_format; ///< strftime pattern
};

/// A date on the wall of a branch. @param pattern strftime's
[[nodiscard]] std::string format_date(storage::instant at, const std::string& pattern, std::string_view time_zone);

/// "12.50 EUR"
[[nodiscard]] std::string format_money(storage::money amount, const circulation::currency& in);

/// The message catalogue: a sentence per reason and language.
class texts {
public:
    /// Sentences of one language by reason name, as read from its file.
    using table = std::map<std::string, std::string, std::less<>>;

    explicit texts(std::map<std::string, table, std::less<>> by_language, std::string fallback);

    /// The sentence for a reason in this language, else in the fallback, else in English, which has
    /// all of them. Placeholders are filled in; at most 255 bytes.
    [[nodiscard]] std::string sentence(const circulation::reason& why, std::string_view language,
                                       const text_setting& with) const;

    [[nodiscard]] bool speaks(std::string_view language) const;

private:
    std::map<std::string, table, std::less<>> by_language_;
    std::string fallback_;
};

} // namespace circ::dispatch
