#pragma once

#include <chrono>
#include <string>

namespace circ::test {

/// A certificate with its key, as PEM text.
struct certified {
    std::string certificate;
    std::string key;
};

/// Makes certificates for tests; nothing of it is kept anywhere.
class certificate_authority {
public:
    explicit certificate_authority(const std::string& name);

    /// @param names what it is good for: "DNS:library.example,IP:127.0.0.1"; empty for a device
    [[nodiscard]] certified issue(const std::string& name, const std::string& names = {},
                                  std::chrono::days lasts = std::chrono::days(365)) const;

    [[nodiscard]] const std::string& certificate() const noexcept { return own_.certificate; }

private:
    certified own_;
};

} // namespace circ::test
