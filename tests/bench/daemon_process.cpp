#include "tests/bench/daemon_process.hpp"

#include "tools/circdesk/open_addresses.hpp"

#include <chrono>
#include <csignal>
#include <fstream>
#include <stdexcept>
#include <thread>

#include <sys/wait.h>
#include <unistd.h>

namespace circ::bench {

daemon_process::daemon_process(const std::filesystem::path& data_dir, const std::string& more_settings) {
    const std::string settings = (data_dir / "bench.toml").string();
    std::ofstream(settings) << "[server]\ndata_dir = \"" << data_dir.string() << "\"\n[log]\nfile = \""
                            << (data_dir / "bench.log").string() << "\"\n" << more_settings
                            << "\n[http]\nport = 0\n[[listener]]\nname = \"bench\"\naddress = \"127.0.0.1\"\nport = 0\n";
    std::filesystem::remove(data_dir / "circdesk.addresses");
    process_ = ::fork();
    if (process_ == 0) {
        ::execl(CIRC_DAEMON, CIRC_DAEMON, "--config", settings.c_str(), nullptr);
        ::_exit(127);
    }
    while (port_ == 0) {
        for (const auto& door : tool::read_open_doors(data_dir.string()))
            if (door.process == process_) port_ = door.port;
        if (::waitpid(process_, nullptr, WNOHANG) == process_) throw std::runtime_error("the daemon did not come up");
        std::this_thread::sleep_for(std::chrono::milliseconds(5)); // until it says so in a file
    }
}

daemon_process::~daemon_process() {
    ::kill(process_, SIGTERM);
    ::waitpid(process_, nullptr, 0);
}

} // namespace circ::bench
