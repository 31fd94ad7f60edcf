#pragma once

#include "config/ncip_backend.hpp"
#include "protocol/ncip/dialect.hpp"
#include "server/circulation/any_operation.hpp"
#include "server/relay/backend_memory.hpp"
#include "server/relay/relay_settings.hpp"
#include "server/relay/session_cache.hpp"
#include "tools/circdesk/connection.hpp"
#include "tools/circdesk/ncip/target.hpp"

#include <memory>
#include <string>

namespace circ::tool {

class tool;

/// A library system behind the daemon, asked by the tool itself: the same dialogues, over
/// connections of its own, one message after the other.
class other_side {
public:
    /// @throws complaint when its files cannot be read
    other_side(tool& with, const config::ncip_backend& which);

    /// @throws complaint (unavailable) when it does not answer
    [[nodiscard]] circulation::any_outcome perform(circulation::any_operation what);

private:
    [[nodiscard]] std::string exchange(const std::string& document) const;

    tool* with_;
    ncip_target target_;
    std::shared_ptr<const protocol::tls::context> encrypted_;
    std::shared_ptr<const relay::relay_settings> settings_;
    protocol::ncip::dialect dialect_;
    relay::backend_memory memory_;
    relay::session_cache session_;
};

/// The section of the settings that is named, or the only one there is.
/// @throws complaint when there is none, or none is named of several
[[nodiscard]] const config::ncip_backend& backend_named(tool& with, const std::string& name);

} // namespace circ::tool
