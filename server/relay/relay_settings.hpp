#pragma once

#include "config/ncip_backend.hpp"
#include "protocol/secret.hpp"
#include "server/circulation/views.hpp"
#include "storage/records/ids.hpp"

#include <map>
#include <optional>
#include <string>

namespace circ::relay {

/// Who speaks to whom, as the other side knows it.
struct agencies {
    std::string from; ///< us
    std::string to;   ///< them
};

/// What the dialogues with one NCIP system go by: its section of the settings file, and what only
/// the store and the secrets' files know.
struct relay_settings {
    config::ncip_backend backend;
    /// By institution; one that is missing has backend.from_agency and backend.to_agency.
    std::map<storage::institution_id, agencies> agency_of;
    std::optional<protocol::secret> system_secret; ///< FromSystemAuthentication
    std::optional<protocol::secret> agency_secret; ///< FromAgencyAuthentication
    std::string time_zone = "UTC";                 ///< of dates without a zone
    circulation::currency money{"EUR", 2};
};

} // namespace circ::relay
