#pragma once

#include "server/circulation/operations.hpp"
#include "server/relay/account.hpp"

#include <string>

namespace circ::relay {

/// The request of a reader for an item, or else for a title; null unless exactly one fits.
[[nodiscard]] const ncip::requested_item* find_request(const ncip::lookup_user_response& account,
                                                       const circulation::target& what);
/// By its number.
[[nodiscard]] const ncip::requested_item* find_request(const ncip::lookup_user_response& account,
                                                       const std::string& number);

/// The number of a title's record, from an item by LookupItem or as the settings take a title.
struct record {
    std::string number;
    std::optional<trouble> why_not; ///< the other side cannot be asked, or knows no such item
};
[[nodiscard]] record
record_of(conversation& talk, const std::string& card, const circulation::target& what);

[[nodiscard]] ncip::bibliographic_id title_id(const conversation& talk, const std::string& number);

/// What a refused request wants paid, beside the reasons.
[[nodiscard]] finished
hold_refused(const conversation& talk, trouble why, circulation::hold_outcome made);

} // namespace circ::relay
