#include "server/net/open_acceptor.hpp"

#include <system_error>

namespace circ::net {

namespace asio = boost::asio;
using asio::ip::tcp;

void open_acceptor(tcp::acceptor& which, const std::string& address, std::uint16_t port, std::string_view who) {
    boost::system::error_code failed;
    const tcp::endpoint at(asio::ip::make_address(address, failed), port);
    if (!failed) which.open(at.protocol(), failed);
    if (!failed) which.set_option(asio::socket_base::reuse_address(true), failed);
    if (!failed) which.bind(at, failed);
    if (!failed) which.listen(asio::socket_base::max_listen_connections, failed);
    if (!failed) return;
    throw std::system_error(failed, std::string(who).append(" at ").append(address).append(" port ").append(std::to_string(port)));
}

} // namespace circ::net
