// NCIP over HTTP and over a bare line: what is cut out of the bytes, and what is said where it is
// not.
#include "server/net/http_request_body.hpp"
#include "tests/unit/net/ncip_peers.hpp"

namespace circ::net::test {

namespace asio = boost::asio;

namespace {

using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

const std::string lookup =
    ncip_request("LookupUser", "<UserId><UserIdentifierValue>P1</UserIdentifierValue></UserId>");

class ncip_sessions : public testing::Test {
protected:
    ncip_sessions() { here.settings.ncip_peers = {state_library()}; }

    using serving = boost::asio::awaitable<void> (*)(std::unique_ptr<byte_stream>,
                                                     std::string,
                                                     session_parts&,
                                                     session_list&);

    void begin(device_script& device, serving serve) {
        asio::co_spawn(here.io,
                       serve(make_scripted_stream(here.io.get_executor(), device),
                             "ncip",
                             here.parts,
                             here.sessions),
                       [this](std::exception_ptr failure) {
                           ++ended;
                           EXPECT_FALSE(failure);
                       });
    }
    std::vector<std::string> hears(std::vector<std::string> sends, serving serve) {
        device_script device;
        device.sends.assign(sends.begin(), sends.end());
        const int before = ended;
        begin(device, serve);
        run_until(here.io, [&] { return ended > before; });
        return device.received;
    }

    desk here;
    int ended = 0;
};

TEST_F(ncip_sessions, answer_a_post_with_a_document) {
    const auto heard = hears({posted(lookup)}, serve_ncip_http);
    ASSERT_EQ(heard.size(), 1U) << "in one write";
    EXPECT_THAT(heard[0],
                StartsWith("HTTP/1.1 200 OK\r\nContent-Type: application/xml; charset=utf-8\r\n"));
    EXPECT_EQ(problems_of(body_of(heard[0])), "done");
    EXPECT_THAT(here.told(log::event::session_ended), HasSubstr("listener=ncip"));
}

TEST_F(ncip_sessions, answer_problems_with_status_200_too) {
    const auto heard = hears({posted("<html/>")}, serve_ncip_http);
    EXPECT_THAT(heard, ElementsAre(StartsWith("HTTP/1.1 200 OK")));
    EXPECT_EQ(problems_of(body_of(heard[0])), "Invalid Message Syntax Error");
}

TEST_F(ncip_sessions, serve_one_request_after_the_other_on_a_line) {
    const std::string both = posted(lookup) + posted(lookup);
    for (const std::size_t size : {both.size(), both.size() / 3, std::size_t{7}}) {
        std::vector<std::string> pieces;
        for (std::size_t at = 0; at < both.size(); at += size)
            pieces.push_back(both.substr(at, size));
        const auto heard = hears(pieces, serve_ncip_http);
        ASSERT_EQ(heard.size(), 2U) << size;
        for (const auto& each : heard)
            EXPECT_THAT(each, HasSubstr("Connection: keep-alive"));
    }
    EXPECT_EQ(
        hears({posted(lookup, "Connection: close\r\n") + posted(lookup)}, serve_ncip_http).size(),
        1U);
}

TEST_F(ncip_sessions, take_an_empty_line_behind_a_body_for_no_request) {
    const auto heard =
        hears({posted(lookup) + "\r\n", posted(lookup) + "\r\n", "\r\n"}, serve_ncip_http);
    ASSERT_EQ(heard.size(), 2U);
    for (const auto& each : heard)
        EXPECT_THAT(each, StartsWith("HTTP/1.1 200 OK"));
}

TEST_F(ncip_sessions, let_a_peer_go_on_that_asks_first) {
    const std::string whole = posted(lookup, "Expect: 100-continue\r\n");
    const auto head = whole.find("\r\n\r\n") + 4;
    const auto heard = hears({whole.substr(0, head), whole.substr(head)}, serve_ncip_http);
    EXPECT_THAT(heard, ElementsAre("HTTP/1.1 100 Continue\r\n\r\n", StartsWith("HTTP/1.1 200 OK")));
}

struct http_case {
    std::string name;
    std::string bytes;
    std::string begins;

    friend std::ostream& operator<<(std::ostream& out, const http_case& row) {
        return out << row.name;
    }
};

const http_case refusals[] = {
    {"get", "GET /ncip HTTP/1.1\r\nHost: x\r\n\r\n", "HTTP/1.1 405 Method Not Allowed"},
    {"other_method", "DELETE / HTTP/1.1\r\nHost: x\r\n\r\n", "HTTP/1.1 405 Method Not Allowed"},
    {"too_long",
     "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1048577\r\n\r\n",
     "HTTP/1.1 413 Content Too Large"},
    {"long_head",
     "POST / HTTP/1.1\r\nX: " + std::string(17'000, 'x') + "\r\n\r\n",
     "HTTP/1.1 431 Request Header Fields Too Large"},
    {"self_check", "9300CNkiosk|COsecret|CP|\r\n\r\n", "HTTP/1.1 400 Bad Request"},
    {"bare_document", lookup, "HTTP/1.1 400 Bad Request"},
};

TEST_F(ncip_sessions, refuse_over_http_what_is_no_post) {
    for (const auto& row : refusals) {
        SCOPED_TRACE(row.name);
        const auto heard = hears({row.bytes}, serve_ncip_http);
        EXPECT_THAT(heard, ElementsAre(StartsWith(row.begins)));
    }
    EXPECT_TRUE(here.performer.asked_by.empty());
}

TEST_F(ncip_sessions, answer_a_head_without_a_body) {
    const auto heard = hears({"HEAD / HTTP/1.1\r\nHost: x\r\n\r\n"}, serve_ncip_http);
    EXPECT_THAT(heard, ElementsAre(testing::AllOf(StartsWith("HTTP/1.1 405"), EndsWith("\r\n\r\n"))));
}

TEST_F(ncip_sessions, turn_strangers_away_before_anything_is_read) {
    here.settings.ncip_peers.front().allow = {*config::parse_address_range("198.51.100.1")};
    EXPECT_THAT(hears({posted(lookup)}, serve_ncip_http),
                ElementsAre(StartsWith("HTTP/1.1 403 Forbidden")));
    const auto bare = hears({lookup}, serve_ncip_bare);
    ASSERT_EQ(bare.size(), 1U);
    EXPECT_EQ(problems_of(bare[0]), "Unknown System");
    EXPECT_THAT(here.told(log::event::ncip_peer_unknown), HasSubstr("address=192.0.2.7"));
}

TEST_F(ncip_sessions, answer_a_request_that_is_not_whole_in_time) {
    here.settings.limits.message = std::chrono::seconds(1);
    device_script device;
    device.sends = {posted(lookup).substr(0, 40)};
    device.stays = true;
    begin(device, serve_ncip_http);
    run_until(here.io, [&] { return ended > 0; });
    EXPECT_THAT(device.received, ElementsAre(StartsWith("HTTP/1.1 408 Request Timeout")));
    EXPECT_FALSE(here.told(log::event::slow_sender).empty());
}

TEST_F(ncip_sessions, answer_408_to_a_peer_that_never_pauses_when_its_time_is_over) {
    device_script device;
    for (const char each : posted(lookup)) device.sends.emplace_back(1, each);
    device.before_read = [&] { here.clock.at += std::chrono::seconds(1); };
    begin(device, serve_ncip_http);
    run_until(here.io, [&] { return ended > 0; });
    EXPECT_THAT(device.received, ElementsAre(StartsWith("HTTP/1.1 408 Request Timeout")));
    EXPECT_FALSE(here.told(log::event::slow_sender).empty());
}

TEST_F(ncip_sessions, say_in_the_log_why_they_ended) {
    const auto end_of = [this](device_script& device) {
        const int before = ended;
        begin(device, serve_ncip_http);
        run_until(here.io, [&] { return ended > before; });
        return here.lines->of(log::event::session_ended).back();
    };
    device_script leaves;
    EXPECT_THAT(end_of(leaves), HasSubstr("the peer closed the connection"));
    device_script lost;
    lost.is_lost = true;
    EXPECT_THAT(end_of(lost), HasSubstr("the peer no longer answers"));
    device_script slow;
    slow.sends = {"POST /", "nci", "p"};
    slow.before_read = [this] { here.clock.at += std::chrono::seconds(20); };
    EXPECT_THAT(end_of(slow), HasSubstr("a request was not finished in time"));
    device_script full;
    full.sends = {posted(lookup)};
    full.takes_answers = false;
    here.settings.limits.write = std::chrono::seconds(0);
    EXPECT_THAT(end_of(full), HasSubstr("the peer does not read its answers"));
}

TEST_F(ncip_sessions, give_no_more_time_when_the_clock_is_set_back) {
    const std::string whole = posted(lookup);
    device_script device;
    device.sends = {whole.substr(0, 40), whole.substr(40, 40)};
    device.stays = true;
    device.before_read = [&] {
        if (device.sends.size() != 1) return;
        here.clock.at -= std::chrono::hours(1);
        here.settings.limits.message = std::chrono::seconds(0); // all of it is over
    };
    begin(device, serve_ncip_http);
    run_until(here.io, [&] { return ended > 0; });
    EXPECT_THAT(device.received, ElementsAre(StartsWith("HTTP/1.1 408 Request Timeout")));
}

TEST_F(ncip_sessions, say_503_to_a_request_that_the_stop_cuts_short) {
    device_script device;
    device.sends = {posted(lookup).substr(0, 40)};
    device.stays = true;
    begin(device, serve_ncip_http);
    run_until(here.io, [&] { return device.sends.empty() && here.sessions.size() == 1; });
    here.sessions.finish_all([] {});
    run_until(here.io, [&] { return ended > 0; });
    EXPECT_THAT(device.received, ElementsAre(StartsWith("HTTP/1.1 503 Service Unavailable")));
}

TEST_F(ncip_sessions, finish_what_was_read_before_they_stop) {
    here.performer.holds_back = true;
    device_script device;
    device.sends = {posted(lookup)};
    device.stays = true;
    begin(device, serve_ncip_http);
    run_until(here.io, [&] { return here.performer.asked_by.size() == 1; });
    here.sessions.finish_all([] {});
    here.performer.release();
    run_until(here.io, [&] { return ended > 0; });
    ASSERT_EQ(device.received.size(), 1U);
    EXPECT_THAT(device.received[0], HasSubstr("Connection: close"));
    EXPECT_EQ(problems_of(body_of(device.received[0])), "done");
}

TEST_F(ncip_sessions, answer_documents_on_a_bare_line) {
    const auto heard = hears(
        {"\n" + lookup + "\n" + lookup.substr(0, 100), lookup.substr(100) + "\n"}, serve_ncip_bare);
    ASSERT_EQ(heard.size(), 2U);
    for (const auto& each : heard) {
        EXPECT_EQ(problems_of(each), "done");
        EXPECT_THAT(each, EndsWith("</NCIPMessage>\n"));
    }
}

TEST_F(ncip_sessions, end_a_bare_line_on_which_no_document_can_come_any_more) {
    const auto heard = hears({"<NCIPMessage><a", " <b></NCIPMessage>" + std::string(70'000, 'x')},
                             serve_ncip_bare);
    ASSERT_EQ(heard.size(), 1U);
    EXPECT_EQ(problems_of(heard[0]), "Invalid Message Syntax Error");
}

TEST_F(ncip_sessions, answer_who_closes_behind_a_cut_document) {
    const auto heard = hears({lookup.substr(0, lookup.size() - 5)}, serve_ncip_bare);
    ASSERT_EQ(heard.size(), 1U);
    EXPECT_EQ(problems_of(heard[0]), "Invalid Message Syntax Error");
}

TEST_F(ncip_sessions, say_nothing_to_who_says_nothing) {
    EXPECT_THAT(hears({}, serve_ncip_http), IsEmpty());
    EXPECT_THAT(hears({"\r\n"}, serve_ncip_bare), IsEmpty());
}

/// How a request is cut out of bytes, whole and byte by byte.
struct body_case {
    std::string name;
    std::string bytes;
    unsigned refused_with;
    std::string body;
    bool keeps_line;

    friend std::ostream& operator<<(std::ostream& out, const body_case& row) {
        return out << row.name;
    }
};

const body_case bodies[] = {
    {"length", "POST /a?b HTTP/1.1\r\nContent-Length: 2\r\n\r\nab", 0, "ab", true},
    {"empty_line_in_front",
     "\r\nPOST /a HTTP/1.1\r\nContent-Length: 2\r\n\r\nab",
     0,
     "ab",
     true},
    {"nothing", "POST /a HTTP/1.1\r\nContent-Length: 0\r\n\r\n", 0, "", true},
    {"chunks",
     "POST /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n1\r\nb\r\n0\r\n\r\n",
     0,
     "ab",
     true},
    {"old_release", "POST /a HTTP/1.0\r\nContent-Length: 2\r\n\r\nab", 0, "ab", false},
    {"last_one",
     "POST /a HTTP/1.1\r\nConnection: close\r\nContent-Length: 2\r\n\r\nab",
     0,
     "ab",
     false},
    {"too_long", "POST /a HTTP/1.1\r\nContent-Length: 101\r\n\r\n", 413, "", false},
    {"chunks_that_become_too_long",
     "POST /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n65\r\n" + std::string(101, 'x') +
         "\r\n",
     413,
     "",
     false},
    {"chunk_whose_line_has_no_end",
     "POST /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1;" + std::string(400, 'x'),
     413,
     "",
     false},
    {"field_behind_the_last_chunk",
     "POST /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\nX: " +
         std::string(400, 'x') + "\r\n\r\n",
     413,
     "",
     false},
    {"two_lengths",
     "POST /a HTTP/1.1\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nab",
     400,
     "",
     false},
    {"length_that_is_none", "POST /a HTTP/1.1\r\nContent-Length: x\r\n\r\n", 400, "", false},
    {"long_head", "POST /a HTTP/1.1\r\nX: " + std::string(300, 'x') + "\r\n\r\n", 431, "", false},
};

TEST(http_body, is_read_the_same_whole_and_byte_by_byte) {
    for (const auto& row : bodies)
        for (const std::size_t size : {std::size_t{1000}, std::size_t{7}, std::size_t{1}}) {
            SCOPED_TRACE(row.name + " by " + std::to_string(size));
            http_request_body_reader reader({.head_bytes = 200, .body_bytes = 100});
            std::optional<http_whole_request> asked;
            for (std::size_t at = 0; at < row.bytes.size() && !asked; at += size)
                asked = reader.feed(std::string_view(row.bytes).substr(at, size));
            ASSERT_TRUE(asked);
            EXPECT_EQ(asked->refused_with, row.refused_with);
            EXPECT_EQ(asked->body, row.body);
            EXPECT_EQ(asked->keeps_line, row.keeps_line);
            if (row.refused_with == 0) {
                EXPECT_EQ(asked->path, "/a");
                EXPECT_FALSE(reader.has_begun());
            }
        }
}

/// A device that comes without TLS where it is asked for gets an answer of its own kind.
TEST(ncip_farewell_words, are_of_the_kind_that_the_peer_speaks) {
    EXPECT_THAT(ncip_farewell(config::listener_kind::ncip_https),
                StartsWith("HTTP/1.1 403 Forbidden"));
    EXPECT_EQ(problems_of(ncip_farewell(config::listener_kind::ncip_tls)),
              "System Authentication Failed");
}

} // namespace
} // namespace circ::net::test
