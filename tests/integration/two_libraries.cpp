#include "tests/integration/two_libraries.hpp"

#include "tools/circdesk/open_addresses.hpp"

#include <fstream>
#include <stdexcept>

namespace circ::test {

namespace {

std::uint16_t ncip_port_in(const std::filesystem::path& data, int process) {
    for (const auto& door : tool::read_open_doors(data.string()))
        if (door.process == process && door.listener == "ncip") return door.port;
    throw std::runtime_error("the demo library does not answer NCIP");
}

/// Between two of us: what NCIP leaves open is set so that as much as possible is told and done.
std::string backend_settings(const std::filesystem::path& data,
                             const std::string& url,
                             const std::string& more,
                             const std::string& rule) {
    const auto secret = data / "state.secret";
    std::ofstream(secret) << "demo-state-ncip\n";
    std::string text = "[[ncip_backend]]\nname = \"main\"\nurl = \"";
    text.append(url).append("\"\nfrom_agency = \"STATE\"\nto_agency = \"RIVERBEND\"\nsystem_secret_file = \"");
    text.append(secret.string()).append("\"\n");
    return text.append(more).append("[[relay]]\nbackend = \"main\"\n").append(rule);
}

} // namespace

answering_library::answering_library(const std::string& more)
    : daemon(data, {.more_settings = demo_settings() + more}), ncip_port(ncip_port_in(data, daemon.process())) {}

std::string answering_library::url() const { return "http://127.0.0.1:" + std::to_string(ncip_port) + "/ncip"; }

relaying_library::relaying_library(const std::string& url, const std::string& more, const std::string& rule)
    : settings(backend_settings(data, url, more, rule)) {
    start_again();
}

void relaying_library::start_again() {
    daemon.reset();
    daemon.emplace(data, running_daemon::manner{.more_settings = settings});
}

} // namespace circ::test
