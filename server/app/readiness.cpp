#include "server/app/readiness.hpp"

#include <systemd/sd-daemon.h>

#include <cerrno>
#include <fstream>
#include <iomanip>
#include <string_view>
#include <system_error>

#include <unistd.h>

namespace circ::app {

namespace {

/// @throws std::system_error, and what has found no room does not take the place of the file
void put_in_place(const std::filesystem::path& file, const std::vector<open_address>& open) {
    auto unfinished = file;
    unfinished += ".new";
    std::ofstream out(unfinished, std::ios::trunc);
    for (const auto& each : open)
        out << std::quoted(each.listener) << ' ' << each.address << ' ' << each.port << ' ' << ::getpid() << '\n';
    if (!out.flush()) throw std::system_error(errno, std::generic_category(), unfinished.string());
    std::filesystem::rename(unfinished, file);
}

} // namespace

readiness::readiness(const std::filesystem::path& data_dir, const std::vector<open_address>& open, log::logger& log)
    : file_(data_dir / "circdesk.addresses") {
    try {
        put_in_place(file_, open);
    } catch (const std::system_error& failed) {
        log.write(log::event::addresses_not_written, {{"cause", std::string_view(failed.what())}});
    }
    ::sd_notify(0, "READY=1"); // not under systemd: nobody is told
}

readiness::~readiness() {
    ::sd_notify(0, "STOPPING=1");
    std::error_code ignored; // somebody was faster
    std::filesystem::remove(file_, ignored);
}

} // namespace circ::app
