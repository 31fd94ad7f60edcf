#include "tests/bench/kiosks.hpp"

#include "protocol/sip2/checksum.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <stdexcept>
#include <system_error>
#include <vector>

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace circ::bench {
namespace {

using clock = std::chrono::steady_clock;

[[noreturn]] void fail(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

int connect_to(std::uint16_t port) {
    const int made = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (made < 0 || ::connect(made, reinterpret_cast<sockaddr*>(&to), sizeof to) != 0) fail("connect");
    const int yes = 1;
    ::setsockopt(made, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    return made;
}

struct kiosk {
    int socket = -1;
    unsigned sequence = 0;
    std::string unread;
    clock::time_point asked{};
};

std::string with_tail(std::string message, unsigned sequence) {
    const std::string digit = std::to_string(sequence % 10);
    protocol::sip2::append_tail(message, {.sequence = std::string_view(digit), .with_checksum = true});
    return message + '\r';
}

class crowd {
public:
    crowd(std::uint16_t port, std::size_t count, const dialogue& what) : what_(what), all_(count) {
        poll_ = ::epoll_create1(0);
        for (std::size_t i = 0; i < count; ++i) {
            all_[i].socket = connect_to(port);
            epoll_event event{.events = EPOLLIN, .data = {.u64 = i}};
            if (::epoll_ctl(poll_, EPOLL_CTL_ADD, all_[i].socket, &event) != 0) fail("epoll_ctl");
        }
    }
    ~crowd() {
        for (const auto& each : all_) ::close(each.socket);
        ::close(poll_);
    }

    void log_in(const std::string& login) {
        for (auto& each : all_) {
            send(each, with_tail(login, each.sequence++));
            while (each.unread.find('\r') == std::string::npos) receive(each);
            if (!each.unread.starts_with("941")) throw std::runtime_error("login refused: " + each.unread);
            each.unread.clear();
        }
    }

    measured run(std::chrono::milliseconds span) {
        const auto begin = clock::now();
        const auto end = begin + span;
        for (std::size_t i = 0; i < all_.size(); ++i) ask(i);
        std::size_t outstanding = all_.size();
        std::array<epoll_event, 256> ready{};
        while (outstanding > 0) {
            const int count = ::epoll_wait(poll_, ready.data(), static_cast<int>(ready.size()), 10'000);
            if (count <= 0) throw std::runtime_error("no answer within ten seconds");
            for (int i = 0; i < count; ++i) {
                const std::size_t who = ready[static_cast<std::size_t>(i)].data.u64;
                receive(all_[who]);
                if (!take_answer(who)) continue;
                if (clock::now() < end || (what_.is_at_rest && !what_.is_at_rest(who)))
                    ask(who);
                else
                    --outstanding;
            }
        }
        const std::chrono::duration<double> took = clock::now() - begin;
        result_.per_second = static_cast<double>(result_.answers) / took.count();
        std::sort(latencies_.begin(), latencies_.end());
        result_.median = latencies_[latencies_.size() / 2];
        result_.p99 = latencies_[latencies_.size() * 99 / 100];
        return result_;
    }

private:
    void ask(std::size_t who) {
        kiosk& each = all_[who];
        const std::string line = what_.checks_tail ? with_tail(what_.next(who), each.sequence) : what_.next(who) + '\r';
        each.asked = clock::now();
        result_.request_bytes = line.size();
        send(each, line);
    }

    bool take_answer(std::size_t who) {
        kiosk& each = all_[who];
        const auto end = each.unread.find('\r');
        if (end == std::string::npos) return false;
        latencies_.emplace_back(clock::now() - each.asked);
        const std::string_view line(each.unread.data(), end);
        const auto parts = protocol::sip2::split_tail(line);
        const bool tail_fits = !what_.checks_tail || (parts.state == protocol::sip2::checksum_state::good &&
                                                      parts.sequence == std::to_string(each.sequence % 10));
        if (!tail_fits || !what_.verify(who, parts.body)) ++result_.mismatches;
        ++result_.answers;
        result_.answer_bytes = end + 1;
        ++each.sequence;
        each.unread.clear();
        return true;
    }

    static void send(kiosk& from, const std::string& line) {
        if (::send(from.socket, line.data(), line.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(line.size())) fail("send");
    }

    static void receive(kiosk& into) {
        std::array<char, 4096> buffer; // filled by recv
        const auto count = ::recv(into.socket, buffer.data(), buffer.size(), 0);
        if (count <= 0) throw std::runtime_error("the server closed a connection");
        into.unread.append(buffer.data(), static_cast<std::size_t>(count));
    }

    const dialogue& what_;
    std::vector<kiosk> all_;
    std::vector<std::chrono::duration<double, std::micro>> latencies_;
    measured result_;
    int poll_ = -1;
};

} // namespace

measured drive(std::uint16_t port, std::size_t kiosks, std::chrono::milliseconds span, const std::string& login,
               const dialogue& what) {
    crowd all(port, kiosks, what);
    if (!login.empty()) all.log_in(login);
    return all.run(span);
}

} // namespace circ::bench
