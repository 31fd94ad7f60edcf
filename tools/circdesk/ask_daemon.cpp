#include "tools/circdesk/ask_daemon.hpp"

#include "tools/circdesk/connection.hpp"
#include "tools/circdesk/tool.hpp"

#include <filesystem>
#include <utility>

namespace circ::tool {

std::string ask_daemon(tool& with, const std::string& request) {
    connection line((std::filesystem::path(with.data_dir()) / "circdesk.sock").string());
    line.send(request + '\n');
    auto answer =
        line.receive_line(std::chrono::seconds(70)); // a locked store is waited for up to 60 s
    if (!answer)
        throw complaint("the daemon has closed the connection without an answer", unavailable);
    return *std::move(answer);
}

} // namespace circ::tool
