#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <thread>

namespace circ::test {

/// One answer on its way: the tests of the tool change it to be as bad as a server can be.
struct scripted_exchange {
    std::size_t connection;   ///< from 1
    std::string_view segment; ///< all that came with the end of the request
    std::string_view request; ///< with its tail, without its end
    std::string& answer;      ///< as it will go over the wire; empty: nothing will
};

/// A SIP2 server on loopback with one patron, P1 with the PIN 1234, and one item, I1, at the library
/// LIB; the terminal `kiosk` has the password `right`. It keeps to the protocol, and then `spoils`
/// changes what it says.
class scripted_acs {
public:
    using spoiling = std::function<void(const scripted_exchange&)>;

    explicit scripted_acs(spoiling spoils = {});
    ~scripted_acs();
    scripted_acs(const scripted_acs&) = delete;
    scripted_acs& operator=(const scripted_acs&) = delete;

    [[nodiscard]] std::uint16_t port() const noexcept { return port_; }

private:
    void serve() const;

    spoiling spoils_;
    int listening_ = -1;
    int stop_read_ = -1;
    int stop_write_ = -1;
    std::uint16_t port_ = 0;
    std::thread thread_;
};

/// The answer with another message in it: same sequence number, a checksum that is right.
[[nodiscard]] std::string with_body(const std::string& answer, const std::function<std::string(std::string)>& change);

} // namespace circ::test
