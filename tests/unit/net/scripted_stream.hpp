#pragma once

#include "server/net/byte_stream.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <deque>
#include <functional>
#include <limits>
#include <memory>
#include <string>
#include <vector>

namespace circ::net::test {

/// The device at the far end of a scripted stream: how it behaves, and what it saw.
struct device_script {
    std::deque<std::string> sends; ///< what each read gets
    bool stays = false;            ///< says nothing more after that, instead of closing
    bool takes_answers = true;     ///< else writing to it never comes to an end
    bool is_lost = false;          ///< it is the system that gave it up
    std::string address = "192.0.2.7";
    int breaks_at = std::numeric_limits<int>::max(); ///< which read or write, from 0, finds it gone

    std::size_t takes_at_once = 0;  ///< so many bytes of an answer; the rest is written after it

    std::function<void()> before_read = {};     ///< called as the session begins to wait
    std::function<void()> while_answering = {}; ///< called as it takes what it takes at once

    std::string left_behind;           ///< what stood in the session's buffer when it last read
    int steps = 0;                     ///< reads and writes so far
    std::vector<std::string> received; ///< a text for each write
    bool told_the_end = false;
    bool closed = false;
};

/// @param device outlives the stream
[[nodiscard]] std::unique_ptr<byte_stream> make_scripted_stream(boost::asio::any_io_executor on, device_script& device);

} // namespace circ::net::test
