#include "server/net/control_socket.hpp"

#include "server/net/thinned.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <deque>
#include <filesystem>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <tuple>
#include <utility>

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/un.h>

namespace circ::net {

namespace asio = boost::asio;
using asio::local::stream_protocol;

namespace {

constexpr auto as_value = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t most_lines_waiting = 1000;
constexpr std::size_t longest_request = 200;
/// After a failed accept (no descriptors left), as the listeners do.
constexpr std::chrono::milliseconds after_failed_accept{100};

/// One connection of the tool. The coroutine that serves it owns it; `waiting` is how the hub's call
/// wakes that coroutine.
struct watcher {
    explicit watcher(stream_protocol::socket from) : socket(std::move(from)), waiting(socket.get_executor()) {
        waiting.expires_at(asio::steady_timer::time_point::max());
    }

    void put(std::string line) {
        if (lines.size() >= most_lines_waiting) {
            ++lost;
            return;
        }
        lines.push_back(std::move(line));
        waiting.cancel();
    }

    void close() {
        closing = true;
        boost::system::error_code ignored; // gone already
        socket.close(ignored);
        waiting.cancel();
    }

    stream_protocol::socket socket;
    asio::steady_timer waiting;
    std::deque<std::string> lines;
    std::size_t lost = 0;
    bool closing = false;
};

/// Which file stands there, whatever else comes to bear its name.
struct made_file {
    dev_t device = 0;
    ino_t number = 0;

    friend bool operator==(const made_file&, const made_file&) = default;
};

std::optional<made_file> file_at(const std::string& path) {
    struct stat of {};
    if (::lstat(path.c_str(), &of) != 0) return std::nullopt;
    return made_file{of.st_dev, of.st_ino};
}

/// Whose socket it is that answers; empty where nobody does: it was left behind, or is none.
std::optional<pid_t> who_answers(const asio::any_io_executor& on, const std::string& path) {
    stream_protocol::socket asking(on);
    boost::system::error_code failed;
    asking.open(stream_protocol(), failed);
    if (!failed) asking.native_non_blocking(true, failed); // somebody too busy to accept is there, too
    if (failed) return std::nullopt;
    const stream_protocol::endpoint there(path);
    if (::connect(asking.native_handle(), there.data(), static_cast<socklen_t>(there.size())) != 0)
        return errno == EAGAIN ? std::optional<pid_t>(0) : std::nullopt;
    ucred other{};
    socklen_t length = sizeof other;
    ::getsockopt(asking.native_handle(), SOL_SOCKET, SO_PEERCRED, &other, &length);
    return other.pid;
}

/// Of a socket's path, in bytes; the kernel's structure has room for no more.
constexpr std::size_t longest_path = sizeof(sockaddr_un::sun_path) - 1;

/// @throws std::runtime_error
void require_short(const std::string& path) {
    if (path.size() > longest_path)
        throw std::runtime_error("the control socket " + path + " cannot be made: its path has " + std::to_string(path.size()) +
                                 " bytes, and a socket's has no more than " + std::to_string(longest_path) +
                                 "; choose a shorter server.data_dir");
}

/// @throws std::runtime_error
void require_free(const asio::any_io_executor& on, const std::string& path) {
    const auto other = who_answers(on, path);
    if (!other) return;
    const std::string which = *other > 0 ? " (process " + std::to_string(*other) + ")" : "";
    throw std::runtime_error("another circdeskd" + which + " answers at " + path + ": one alone works with what lies in " +
                             std::filesystem::path(path).parent_path().string() +
                             "; stop it first, or give this one another server.data_dir");
}

} // namespace

struct control_socket::state {
    state(asio::any_io_executor on, std::string where, watch_hub& from, log::logger& to,
          std::vector<control_request> more)
        : acceptor(std::move(on)), path(std::move(where)), hub(&from), log(&to), others(std::move(more)) {}

    stream_protocol::acceptor acceptor;
    std::string path;
    std::optional<made_file> own; ///< the socket's file, while it is ours to remove
    watch_hub* hub;
    log::logger* log;
    std::vector<control_request> others;
    std::set<std::shared_ptr<watcher>> watchers;
};

namespace {

using state_ptr = std::shared_ptr<control_socket::state>;

/// Writes what comes until the tool goes away; its end is noticed by reading, since it sends nothing more.
asio::awaitable<void> send_lines(std::shared_ptr<watcher> to) {
    while (!to->closing) {
        if (to->lines.empty()) {
            co_await to->waiting.async_wait(as_value);
            to->waiting.expires_at(asio::steady_timer::time_point::max());
            continue;
        }
        std::string line = std::move(to->lines.front());
        to->lines.pop_front();
        if (const auto lost = std::exchange(to->lost, 0); lost > 0)
            line += "\n{\"note\":\"" + std::to_string(lost) + " messages were lost: read faster\"}";
        line += '\n';
        const auto [error, count] = co_await asio::async_write(to->socket, asio::buffer(line), as_value);
        if (error) break;
    }
}

asio::awaitable<void> notice_end(std::shared_ptr<watcher> of) {
    char nothing = 0;
    const auto buffer = asio::buffer(&nothing, 1);
    co_await of->socket.async_read_some(buffer, as_value);
    of->close();
}

asio::awaitable<std::string> answer_to(const control_socket::state& in, const std::string& line) {
    std::string known = "watch LOGIN";
    for (const auto& each : in.others) {
        const bool is_it = line.starts_with(each.words) && (line.size() == each.words.size() || line[each.words.size()] == ' ');
        if (is_it) co_return co_await each.answer(line.substr(std::min(line.size(), each.words.size() + 1)));
        known.append(", ").append(each.words);
    }
    co_return "{\"note\":\"unknown request; there is: " + known + "\"}";
}

asio::awaitable<void> serve(state_ptr in, std::shared_ptr<watcher> who) {
    std::string request;
    auto into = asio::dynamic_buffer(request, longest_request);
    const auto [error, length] = co_await asio::async_read_until(who->socket, into, '\n', as_value);
    if (error) co_return;
    const std::string line = request.substr(0, length - 1);
    if (!line.starts_with("watch ")) {
        std::string answer = co_await answer_to(*in, line);
        answer += '\n';
        co_await asio::async_write(who->socket, asio::buffer(answer), as_value);
        co_return;
    }
    const std::string wanted = line.substr(6);
    in->log->write(log::event::watcher_attached, {{"terminal", wanted}});
    // The hub keeps nobody alive: a watcher's timer must not outlive the loop it waits on.
    watch_hub::listener pass_on = [to = std::weak_ptr(who), wanted](const watched& what) {
        // A device that does not get in has no login yet: everybody who watches is told.
        const bool is_meant = wanted == "*" || what.terminal == wanted || what.terminal.empty();
        if (const auto there = to.lock(); there && is_meant) there->put(to_json_line(what));
    };
    const int number = in->hub->attach(std::move(pass_on));
    asio::co_spawn(who->socket.get_executor(), notice_end(who), asio::detached);
    co_await send_lines(who);
    in->hub->detach(number);
    in->log->write(log::event::watcher_detached, {{"terminal", wanted}});
}

void tell_failed_accept(const control_socket::state& in, const boost::system::error_code& why, thinned& failures) {
    const auto more = failures.turn(std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now()));
    if (!more) return in.log->pass_over(log::event::accept_failed);
    in.log->write(log::event::accept_failed, {{"listener", "control"}, {"cause", why.message()}, {"more", *more}});
}

asio::awaitable<void> accept_watchers(state_ptr in) {
    asio::steady_timer pause(in->acceptor.get_executor());
    thinned failures{1};
    while (in->acceptor.is_open()) {
        auto [error, socket] = co_await in->acceptor.async_accept(as_value);
        if (!in->acceptor.is_open()) co_return; // the daemon stops
        if (error) {
            tell_failed_accept(*in, error, failures);
            pause.expires_after(after_failed_accept);
            co_await pause.async_wait(as_value);
            continue;
        }
        auto who = std::make_shared<watcher>(std::move(socket));
        in->watchers.insert(who);
        auto serving = serve(in, who);
        asio::co_spawn(in->acceptor.get_executor(), std::move(serving), [in, who](std::exception_ptr) {
            // What one watcher trips over (no memory) ends that watcher alone.
            who->close();
            in->watchers.erase(who);
        });
    }
}

} // namespace

control_socket::control_socket(asio::any_io_executor on, const std::string& path, watch_hub& hub,
                               log::logger& log, std::vector<control_request> others)
    : state_(std::make_shared<state>(std::move(on), path, hub, log, std::move(others))) {
    require_short(path);
    require_free(state_->acceptor.get_executor(), path);
    std::filesystem::remove(path);
    const mode_t before = ::umask(0177);
    boost::system::error_code failed;
    state_->acceptor.open(stream_protocol(), failed);
    if (!failed) state_->acceptor.bind(stream_protocol::endpoint(path), failed);
    if (!failed) state_->acceptor.listen(8, failed);
    ::umask(before);
    if (failed) throw std::system_error(failed, "control socket " + path);
    state_->own = file_at(path);
    asio::co_spawn(state_->acceptor.get_executor(), accept_watchers(state_), asio::detached);
}

control_socket::~control_socket() {
    close();
}

void control_socket::close() {
    // Before it is closed: until then no other file can have its number.
    std::error_code unremoved; // somebody was faster
    if (const auto own = std::exchange(state_->own, std::nullopt); own && own == file_at(state_->path))
        std::filesystem::remove(state_->path, unremoved);
    boost::system::error_code ignored; // closed already
    state_->acceptor.close(ignored);
    const auto all = state_->watchers; // closing one may remove it from the set
    for (const auto& each : all) each->close();
}

} // namespace circ::net
