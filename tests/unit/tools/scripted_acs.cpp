#include "tests/unit/tools/scripted_acs.hpp"

#include "protocol/sip2/checksum.hpp"
#include "protocol/sip2/conversation.hpp"
#include "protocol/sip2/framer.hpp"
#include "tools/circdesk/sc/message_text.hpp"

#include <array>
#include <chrono>
#include <map>
#include <memory>
#include <stdexcept>
#include <utility>
#include <vector>

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace circ::test {

namespace sip2 = protocol::sip2;

namespace {

std::string now_text() {
    return tool::sip2_date(std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now()));
}

/// The value behind an id that follows a bar, or the fixed part of this length.
std::string value_in(std::string_view body, std::string_view id, std::size_t fixed) {
    for (std::size_t at = fixed; at < body.size();) {
        const auto end = std::min(body.find('|', at), body.size());
        if (body.substr(at, 2) == id) return std::string(body.substr(at + 2, end - at - 2));
        at = end + 1;
    }
    return {};
}

std::string patron_part(std::string_view body, std::size_t fixed) {
    const std::string card = value_in(body, "AA", fixed);
    const std::string pin = value_in(body, "AD", fixed);
    const std::string about = "AOLIB|AA" + card + '|';
    if (card != "P1") return about + "AE|BLN|CQN|";
    return about + "AEAnna|BLY|CQ" + (pin == "1234" ? "Y|" : "N|");
}

std::string flags(std::string_view body, std::size_t fixed) {
    return value_in(body, "AA", fixed) == "P1" ? std::string(14, ' ') : "YYYY" + std::string(10, ' ');
}

std::string patron_information(std::string_view body) {
    constexpr std::size_t fixed = 33;
    constexpr std::array<const char*, 6> lists{"AS", "AT", "AU", "AV", "BU", "CD"};
    std::string answer = "64" + flags(body, fixed) + "000" + now_text() + "000100010001000100010001" + patron_part(body, fixed);
    for (std::size_t at = 0; at < lists.size() && body.size() >= fixed; ++at)
        if (body[23 + at] == 'Y') answer += lists[at] + std::string("I1|");
    return answer;
}

std::string item_information(std::string_view body) {
    const std::string item = value_in(body, "AB", 20);
    return "18030201" + now_text() + "AB" + item + (item == "I1" ? "|AJEmma|" : "|AJ|");
}

std::string checkout(std::string_view body) {
    constexpr std::size_t fixed = 40;
    const std::string card = value_in(body, "AA", fixed);
    const std::string item = value_in(body, "AB", fixed);
    const std::string about = now_text() + "AOLIB|AA" + card + "|AB" + item;
    return card == "P1" && item == "I1" ? "121NNY" + about + "|AJEmma|AH2030-01-31|" : "120NNN" + about + "|AJ|AH|AFNo.|";
}

std::string checkin(std::string_view body) {
    const std::string item = value_in(body, "AB", 39);
    return (item == "I1" ? "101YNN" : "100NNN") + now_text() + "AOLIB|AB" + item + "|AQMAIN|";
}

bool is_known(std::string_view body, std::size_t fixed) {
    return value_in(body, "AA", fixed) == "P1";
}

std::string renewal(std::string_view body) {
    const std::string about = now_text() + "AOLIB|AA" + value_in(body, "AA", 40) + "|AB" + value_in(body, "AB", 40);
    return is_known(body, 40) ? "301YNY" + about + "|AJEmma|AH2030-01-31|" : "300NNN" + about + "|AJ|AH|AFNo.|";
}

std::string renewal_of_all(std::string_view body) {
    return is_known(body, 20) ? "66100010000" + now_text() + "AOLIB|BMI1|" : "66000000000" + now_text() + "AOLIB|AFNo.|";
}

std::string hold(std::string_view body) {
    const std::string about = now_text() + "AOLIB|AA" + value_in(body, "AA", 21) + "|AB" + value_in(body, "AB", 21) + '|';
    return is_known(body, 21) ? "161N" + about : "160N" + about + "AFNo.|";
}

std::string item_update(std::string_view body) {
    const std::string item = value_in(body, "AB", 20);
    return (item == "I1" ? "201" : "200") + now_text() + "AB" + item + '|';
}

std::string payment(std::string_view body) {
    const std::string about = now_text() + "AOLIB|AA" + value_in(body, "AA", 27) + '|';
    return is_known(body, 27) ? "38Y" + about : "38N" + about + "AFNo.|";
}

std::string good_answer(std::string_view body) {
    const auto code = body.substr(0, 2);
    if (code == "93") return value_in(body, "CO", 4) == "right" ? "941" : "940";
    if (code == "99") return "98YYYYNN100003" + now_text() + "2.00AOLIB|BXYYYYYYYYYYYYYYYY|";
    if (code == "23") return "24" + flags(body, 23) + "000" + now_text() + patron_part(body, 23);
    if (code == "63") return patron_information(body);
    if (code == "17") return item_information(body);
    if (code == "11") return checkout(body);
    if (code == "09") return checkin(body);
    if (code == "29") return renewal(body);
    if (code == "65") return renewal_of_all(body);
    if (code == "15") return hold(body);
    if (code == "19") return item_update(body);
    if (code == "37") return payment(body);
    if (code == "25") return "26" + flags(body, 20) + "000" + now_text() + patron_part(body, 20);
    if (code == "01") return "24YYYY" + std::string(10, ' ') + "000" + now_text() + patron_part(body, 21);
    return "36Y" + now_text() + "AOLIB|AA" + value_in(body, "AA", 20) + '|';
}

/// One connection: the product's own machine leads the dialogue.
struct guest {
    std::size_t number;
    sip2::framer lines{8192};
    sip2::conversation talk{sip2::conversation_settings{}};

    std::string answer_to(const sip2::frame& line) {
        const auto next = talk.receive(line);
        if (const auto* asked = std::get_if<sip2::handle>(&next)) return std::string(talk.answer_raw(good_answer(asked->repeatable)));
        if (const auto* said = std::get_if<sip2::send>(&next)) return std::string(said->bytes);
        return {};
    }
};

int listen_on_loopback(std::uint16_t& port) {
    const int made = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* const any = reinterpret_cast<sockaddr*>(&address);
    if (made < 0 || ::bind(made, any, size) != 0 || ::listen(made, 16) != 0 || ::getsockname(made, any, &size) != 0)
        throw std::runtime_error("no port on loopback");
    port = ntohs(address.sin_port);
    return made;
}

} // namespace

scripted_acs::scripted_acs(spoiling spoils) : spoils_(std::move(spoils)) {
    listening_ = listen_on_loopback(port_);
    std::array<int, 2> ends{};
    if (::pipe(ends.data()) != 0) throw std::runtime_error("no pipe");
    stop_read_ = ends[0];
    stop_write_ = ends[1];
    thread_ = std::thread([this] { serve(); });
}

scripted_acs::~scripted_acs() {
    ::close(stop_write_);
    thread_.join();
    ::close(stop_read_);
    ::close(listening_);
}

void scripted_acs::serve() const {
    std::map<int, std::unique_ptr<guest>> guests;
    std::size_t connections = 0;
    for (;;) {
        std::vector<pollfd> all{{stop_read_, POLLIN, 0}, {listening_, POLLIN, 0}};
        for (const auto& each : guests) all.push_back({each.first, POLLIN, 0});
        ::poll(all.data(), all.size(), -1);
        if (all[0].revents != 0) break;
        if (all[1].revents != 0) guests.emplace(::accept(listening_, nullptr, nullptr), std::make_unique<guest>(guest{++connections}));
        for (std::size_t at = 2; at < all.size(); ++at) {
            if (all[at].revents == 0) continue;
            std::array<char, 4096> bytes{};
            const auto count = ::recv(all[at].fd, bytes.data(), bytes.size(), 0);
            if (count <= 0) {
                ::close(all[at].fd);
                guests.erase(all[at].fd);
                continue;
            }
            auto& one = *guests.at(all[at].fd);
            const std::string segment(bytes.data(), static_cast<std::size_t>(count));
            one.lines.feed(segment);
            while (const auto line = one.lines.next()) {
                const std::string request(line->text);
                std::string answer = one.answer_to(*line);
                if (spoils_) spoils_({one.number, segment, request, answer});
                ::send(all[at].fd, answer.data(), answer.size(), MSG_NOSIGNAL);
            }
        }
    }
    for (const auto& each : guests) ::close(each.first);
}

std::string with_body(const std::string& answer, const std::function<std::string(std::string)>& change) {
    const auto end = answer.find_last_not_of("\r\n") + 1;
    const auto parts = sip2::split_tail(std::string_view(answer).substr(0, end));
    std::string made = change(std::string(parts.body));
    sip2::append_tail(made, {.sequence = parts.sequence, .with_checksum = parts.checksum.has_value()});
    return made + answer.substr(end);
}

} // namespace circ::test
