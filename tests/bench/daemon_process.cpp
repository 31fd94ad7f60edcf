#include "tests/bench/daemon_process.hpp"

#include "tools/circdesk/connection.hpp"
#include "tools/circdesk/open_addresses.hpp"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

#include <chrono>
#include <fstream>
#include <stdexcept>
#include <thread>

#include <unistd.h>

namespace circ::bench {

namespace fs = std::filesystem;

namespace {

constexpr const char* usual_settings = R"(max_connections = 30000
max_connections_per_address = 30000
[limits]
pin_tries_per_terminal_minute = 100000
pin_tries_per_address_minute = 100000
[day]
run_by = "timer" # nothing happens by itself
[http]
port = 0
)";

fs::path write_settings(const fs::path& data_dir, const daemon_process::manner& how) {
    const fs::path log = data_dir / "bench.log";
    fs::remove(log);
    const fs::path file = data_dir / "bench.toml";
    std::ofstream(file) << "[server]\ndata_dir = \"" << data_dir.string() << "\"\n" << usual_settings
                        << "[log]\nfile = \"" << log.string() << "\"\n" << how.more_settings
                        << "[[listener]]\nname = \"bench\"\naddress = \"127.0.0.1\"\nport = 0\n" << how.listener_settings;
    return file;
}

std::uint16_t http_port_of(const fs::path& data_dir) {
    tool::connection line((data_dir / "circdesk.sock").string());
    line.send("status\n");
    const auto told = boost::json::parse(line.receive_line().value_or("{}")).as_object();
    return static_cast<std::uint16_t>(told.at("http_port").to_number<int>());
}

} // namespace

daemon_process::daemon_process(const fs::path& data_dir, const manner& how) : process_(SIGTERM) {
    if (process_.id() == 0) {
        const std::string settings = write_settings(data_dir, how).string();
        ::execl(CIRC_DAEMON, CIRC_DAEMON, "--config", settings.c_str(), nullptr);
        ::_exit(127);
    }
    wait_until_ready(data_dir);
    http_port_ = http_port_of(data_dir);
}

void daemon_process::wait_until_ready(const fs::path& data_dir) {
    while (port_ == 0) {
        for (const auto& door : tool::read_open_doors(data_dir.string()))
            if (door.process == process_.id() && door.listener == "bench") port_ = door.port;
        if (process_.has_ended()) throw std::runtime_error("the daemon did not come up");
        std::this_thread::sleep_for(std::chrono::milliseconds(5)); // until it says so in a file
    }
}

std::uint16_t daemon_process::port_of(const fs::path& data_dir, std::string_view listener) const {
    for (const auto& door : tool::read_open_doors(data_dir.string()))
        if (door.process == process_.id() && door.listener == listener) return door.port;
    throw std::runtime_error("the daemon does not listen as " + std::string(listener));
}

double daemon_process::figure(std::string_view name) const {
    tool::connection line("127.0.0.1", http_port_);
    line.send("GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n");
    const std::string wanted = std::string(name) + ' ';
    while (const auto next = line.receive_line())
        if (next->starts_with(wanted)) return std::stod(next->substr(wanted.size()));
    throw std::runtime_error("the daemon shows no " + std::string(name));
}

double daemon_process::resident_bytes() const {
    std::ifstream in("/proc/" + std::to_string(process_.id()) + "/statm");
    double whole = 0;
    double resident = 0;
    in >> whole >> resident;
    return resident * static_cast<double>(::sysconf(_SC_PAGESIZE));
}

} // namespace circ::bench
