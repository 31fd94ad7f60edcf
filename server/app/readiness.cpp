#include "server/app/readiness.hpp"

#include <systemd/sd-daemon.h>

#include <fstream>
#include <iomanip>
#include <system_error>

#include <unistd.h>

namespace circ::app {

readiness::readiness(const std::filesystem::path& data_dir, const std::vector<open_address>& open)
    : file_(data_dir / "circdesk.addresses") {
    auto unfinished = file_;
    unfinished += ".new";
    {
        std::ofstream out(unfinished, std::ios::trunc);
        for (const auto& each : open)
            out << std::quoted(each.listener) << ' ' << each.address << ' ' << each.port << ' ' << ::getpid() << '\n';
    }
    std::filesystem::rename(unfinished, file_);
    ::sd_notify(0, "READY=1"); // not under systemd: nobody is told
}

readiness::~readiness() {
    ::sd_notify(0, "STOPPING=1");
    std::error_code ignored; // somebody was faster
    std::filesystem::remove(file_, ignored);
}

} // namespace circ::app
