#pragma once

#include "protocol/ncip/values.hpp"
#include "server/relay/relay_settings.hpp"
#include "storage/records/time.hpp"

#include <optional>

namespace circ::relay {

/// A date of the other side as an instant; one without a zone is on its agency's clock.
[[nodiscard]] storage::instant to_instant(const protocol::ncip::date_time& when,
                                          const relay_settings& by);

/// The day it names, on that clock.
[[nodiscard]] storage::local_date to_day(const protocol::ncip::date_time& when,
                                         const relay_settings& by);

/// When something is due.
struct due {
    std::optional<storage::instant> at; ///< none: never, as years like 9999 say
    bool hourly = false;                ///< at an hour, not at the end of a day
};

/// A day told as its first moment without a zone is meant to its end.
/// @spec ncip.md 4.10
[[nodiscard]] due to_due(const std::optional<protocol::ncip::date_time>& when,
                         const relay_settings& by);

} // namespace circ::relay
