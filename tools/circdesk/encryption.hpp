#pragma once

#include "protocol/tls/context.hpp"

#include <memory>
#include <string>

namespace circ::tool {

/// What is trusted and shown where the tool connects by TLS, as PEM files.
struct encryption_files {
    std::string authorities; ///< empty: those that this system trusts
    std::string certificate; ///< empty: none is shown
    std::string key;
};

/// @throws complaint naming the file that is missing or cannot be used
[[nodiscard]] std::shared_ptr<const protocol::tls::context> read_encryption(const encryption_files& from);

} // namespace circ::tool
