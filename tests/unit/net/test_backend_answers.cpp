// How the address of another library system is read, and what it answers over HTTP.
#include "server/net/backend_pool.hpp"
#include "server/net/backend_reply.hpp"

namespace circ::net::test {
namespace {

// Addresses

struct url_case {
    std::string_view url;
    std::string_view host;
    unsigned port;
    std::string_view path;
    std::string_view authority;
};

TEST(backend_addresses, are_read) {
    const url_case good[] = {
        {"http://ils.example/ncip", "ils.example", 80, "/ncip", "ils.example"},
        {"http://ils.example", "ils.example", 80, "/", "ils.example"},
        {"https://ils.example:8443/a/b?c=d", "ils.example", 8443, "/a/b?c=d", "ils.example:8443"},
        {"https://[2001:db8::7]/", "2001:db8::7", 443, "/", "[2001:db8::7]"},
        {"http://[::1]:8080?x", "::1", 8080, "/?x", "[::1]:8080"},
        {"ncip-tcp://127.0.0.1:5551", "127.0.0.1", 5551, "/", "127.0.0.1:5551"},
        {"ncip-tls://ils.example:5552", "ils.example", 5552, "/", "ils.example:5552"},
    };
    for (const auto& each : good) {
        const auto read = parse_backend_url(each.url);
        ASSERT_TRUE(read) << each.url;
        EXPECT_EQ(read->host, each.host);
        EXPECT_EQ(read->port, each.port) << each.url;
        EXPECT_EQ(read->path, each.path) << each.url;
        EXPECT_EQ(read->authority(), each.authority);
        EXPECT_EQ(read->encrypted,
                  each.url.starts_with("https") || each.url.starts_with("ncip-tls"))
            << each.url;
    }
}

TEST(backend_addresses, that_could_mean_something_else_are_none) {
    for (const std::string_view bad : {"",
                                       "ils.example",
                                       "ftp://ils.example/",
                                       "http://",
                                       "http:///ncip",
                                       "http://:80/",
                                       "http://a:/x",
                                       "http://a:0/",
                                       "http://a:99999/",
                                       "http://a:8x/",
                                       "http://[::1/",
                                       "http://[::1]x/",
                                       "http://user:word@a/",
                                       "http://a/#part",
                                       "http://a/b c",
                                       "http://a/\r\nX: y",
                                       "ncip-tcp://a",
                                       "HTTP://a/"})
        EXPECT_FALSE(parse_backend_url(bad)) << bad;
}

// Answers

using reading = backend_reply_reader::state;

reading read_in_pieces(backend_reply_reader& reader, const std::string& bytes, std::size_t of) {
    reading last = reading::needs_more;
    for (std::size_t at = 0; at < bytes.size() && last == reading::needs_more; at += of)
        last = reader.feed(std::string_view(bytes).substr(at, of));
    return last == reading::needs_more ? reader.ended() : last;
}

struct reply_case {
    std::string_view name;
    std::string bytes;
    reading how;
    std::string_view body;
    bool stays = false;
};

std::ostream& operator<<(std::ostream& out, const reply_case& each) {
    return out << each.name;
}

std::string many_fields() {
    std::string all;
    while (all.size() < 20'000)
        all += "X: 1\r\n";
    return all;
}

const reply_case replies[] = {
    {"with_a_length",
     "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n<a/>",
     reading::whole,
     "<a/>",
     true},
    {"in_chunks",
     "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n<a\r\n2\r\n/>\r\n0\r\n\r\n",
     reading::whole,
     "<a/>",
     true},
    {"to_the_end", "HTTP/1.1 200 OK\r\n\r\n<a/>", reading::whole, "<a/>", false},
    {"of_an_old_server",
     "HTTP/1.0 200 OK\r\nContent-Length: 4\r\n\r\n<a/>",
     reading::whole,
     "<a/>",
     false},
    {"that_closes",
     "HTTP/1.1 500 Oh\r\nContent-Length: 4\r\nConnection: close\r\n\r\n<a/>",
     reading::whole,
     "<a/>",
     false},
    {"after_a_word_before",
     "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n<a/>",
     reading::whole,
     "<a/>",
     true},
    {"without_a_body", "HTTP/1.1 204 No Content\r\n\r\n", reading::whole, "", true},
    {"cut_in_the_body",
     "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n<a/>",
     reading::unreadable,
     ""},
    {"cut_in_the_head", "HTTP/1.1 200 OK\r\nContent-Le", reading::unreadable, ""},
    {"cut_in_a_chunk",
     "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<a",
     reading::unreadable,
     ""},
    {"only_a_word_before", "HTTP/1.1 100 Continue\r\n\r\n", reading::unreadable, ""},
    {"free_text", "we are closed\r\n", reading::unreadable, ""},
    {"nothing", "", reading::unreadable, ""},
    {"too_long",
     "HTTP/1.1 200 OK\r\nContent-Length: 2000\r\n\r\n" + std::string(2000, 'x'),
     reading::too_long,
     ""},
    {"too_long_a_head",
     "HTTP/1.1 200 OK\r\nX: " + std::string(40'000, 'x') + "\r\n\r\n",
     reading::too_long,
     ""},
    {"a_head_of_too_many_fields", "HTTP/1.1 200 OK\r\n" + many_fields(), reading::too_long, ""},
    {"a_chunk_whose_line_has_no_end",
     "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;" + std::string(20'000, 'x'),
     reading::too_long,
     ""},
};

class backend_answer : public testing::TestWithParam<reply_case> {};

TEST_P(backend_answer, is_read_the_same_whole_and_byte_by_byte) {
    for (const std::size_t size : {std::size_t{100'000}, std::size_t{7}, std::size_t{1}}) {
        backend_reply_reader reader(1000);
        ASSERT_EQ(read_in_pieces(reader, GetParam().bytes, size), GetParam().how) << size;
        if (GetParam().how != reading::whole) continue;
        const auto reply = reader.take();
        EXPECT_EQ(reply.body, GetParam().body);
        EXPECT_EQ(reply.stays, GetParam().stays) << size;
    }
}

INSTANTIATE_TEST_SUITE_P(each, backend_answer, testing::ValuesIn(replies), [](const auto& each) {
    return std::string(each.param.name);
});

TEST(backend_answers, with_something_behind_them_end_the_connection) {
    backend_reply_reader reader(1000);
    ASSERT_EQ(reader.feed("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n<a/>HTTP/1.1 200 OK\r\n"),
              reading::whole);
    EXPECT_FALSE(reader.take().stays);
}

} // namespace
} // namespace circ::net::test
