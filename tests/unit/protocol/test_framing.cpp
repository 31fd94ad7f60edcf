#include "protocol/sip2/framer.hpp"
#include "protocol/sip2/other_protocol.hpp"
#include "protocol/sip2/telnet_login.hpp"
#include "tests/support/vectors.hpp"

#include <random>

namespace circ::protocol::sip2 {
namespace {

using namespace std::string_literals;
using namespace std::string_view_literals;

constexpr std::string_view too_long_mark = "<too long>", nul_mark = "<nul removed>";

void drain(framer& from, std::vector<std::string>& into) {
    while (const auto next = from.next()) {
        std::string text{next->too_long ? too_long_mark : next->text};
        if (next->nul_removed) text += nul_mark;
        into.push_back(std::move(text));
    }
}

/// The frames of a stream that comes in pieces of the given sizes, the last size repeated.
std::vector<std::string> frames_of(std::string_view stream,
                                   const std::vector<std::size_t>& pieces,
                                   std::size_t limit = framer::default_limit) {
    framer from{limit};
    std::vector<std::string> frames;
    for (std::size_t i = 0; !stream.empty(); ++i) {

        const std::string_view piece = stream.substr(0, pieces[std::min(i, pieces.size() - 1)]);
        from.feed(std::vector<char>(piece.begin(), piece.end()).empty() ? "" : std::string{piece});
        stream.remove_prefix(piece.size());
        drain(from, frames);
    }
    return frames;
}

struct stream_case {
    std::string name;
    std::string stream;
    std::vector<std::string> frames;
    std::size_t limit = framer::default_limit;
};

std::ostream& operator<<(std::ostream& out, const stream_case& c) {
    return out << c.name;
}

std::vector<stream_case> streams() {
    const std::string status = "9900802.00AY1AZFCA0";
    const std::string patron = "2300120260317    142530AORIV|AA29009000000137|AC|AD4471|AY2AZF1D4";
    const auto raw = [](std::string_view label) { return test::vector_message(label); };
    return {
        {"one", raw("RAW.one"), {status}},
        {"two_in_one_segment", raw("RAW.two-in-one-segment"), {status, patron}},
        {"crlf", raw("RAW.crlf"), {status, patron}},
        {"lf", raw("RAW.lf"), {status, patron}},
        {"leading_lf", raw("RAW.leading-lf"), {status}},
        {"empty_lines", raw("RAW.empty-lines"), {status}},
        {"leading_blanks", raw("RAW.leading-blanks"), {status}},
        {"unterminated", raw("RAW.unterminated"), {status}},
        {"glued",
         raw("RAW.glued"),
         {"9900802.002300120260317    142530AORIV|AA29009000000137|AC|AD4471|"}},
        {"cr_inside_value",
         raw("RAW.cr-inside-value"),
         {"2300120260317    142530AORIV|AA2900", "9000000137|AC|AD|"}},
        {"nothing", "", {}},
        {"line_of_blanks", "   \r\n9\r", {"9"}},
        {"doubled_crlf", "97\r\n\r\n97\r\r", {"97", "97"}},
        {"telnet_commands_in_front", raw("TOL.telnet-iac.99") + "\r", {"9900802.00"}},
        {"telnet_commands_between",
         "97\r\n\xFF\xFD\r\xFF\xF1\xFF\xFA\x18\r\x01\xFF\xF0"s + "97\r",
         {"97", "97"}},
        {"nul_inside",
         raw("BAD.nul.17") + "\r",
         {"1720260317    143005AORIV|AB39009000412083|<nul removed>"}},
        {"nul_after_cr", "97\r\0"s + "97\r\0"s, {"97", "97"}},
        {"longest_line", std::string(20, '9') + "\r97\r", {std::string(20, '9'), "97"}, 20},
        {"line_too_long", std::string(21, '9') + "\r97\r", {"<too long>", "97"}, 20},
        {"line_much_too_long", std::string(99, '9') + "\n97\n", {"<too long>", "97"}, 20},
        {"too_long_without_end", std::string(99, '9'), {"<too long>"}, 20},
        {"blanks_count_for_nothing", std::string(50, ' ') + "97\r", {"97"}, 20},
        {"telnet_command_without_end", "\xFF\xFA" + std::string(50, 'x'), {"<too long>"}, 20},
        {"telnet_command_too_long",
         "\xFF\xFA" + std::string(50, 'x') + "\xFF\xF0" + "97\r97\r",
         {"<too long>", "97"},
         20},
    };
}

class stream : public ::testing::TestWithParam<stream_case> {};

TEST_P(stream, gives_its_frames_in_one_piece) {
    const auto& [name, bytes, frames, limit] = GetParam();
    EXPECT_EQ(frames_of(bytes, {bytes.size() + 1}, limit), frames);
}

TEST_P(stream, gives_the_same_frames_byte_by_byte) {
    const auto& [name, bytes, frames, limit] = GetParam();
    EXPECT_EQ(frames_of(bytes, {1}, limit), frames);
}

TEST_P(stream, gives_the_same_frames_cut_anywhere) {
    const auto& [name, bytes, frames, limit] = GetParam();
    for (std::size_t cut = 1; cut < bytes.size(); ++cut)
        EXPECT_EQ(frames_of(bytes, {cut, bytes.size()}, limit), frames) << "cut at " << cut;
}

INSTANTIATE_TEST_SUITE_P(framer, stream, ::testing::ValuesIn(streams()), [](const auto& tested) {
    return tested.param.name;
});

TEST(framer, keeps_an_unfinished_line) {
    framer from;
    from.feed("97\r2300");
    EXPECT_EQ(from.next()->text, "97");
    EXPECT_FALSE(from.next());
    EXPECT_EQ(from.pending(), "2300");
}

TEST(framer, takes_any_bytes_in_any_pieces_alike) {
    std::mt19937 random{20260317};
    const std::string_view alphabet = "9\r\n \0|\xFF\xFD\xFA\xF0x"sv;
    for (int round = 0; round < 500; ++round) {
        std::string bytes(random() % 120, ' ');
        for (auto& byte : bytes)
            byte = alphabet[random() % alphabet.size()];
        EXPECT_EQ(frames_of(bytes, {1}, 16), frames_of(bytes, {random() % 7 + 1}, 16));
    }
}

struct opening_case {
    std::string_view name;
    std::string_view bytes;
    std::optional<other_protocol> protocol;
};

TEST(other_protocol, is_known_by_its_first_bytes) {
    const std::vector<opening_case> cases = {
        {"http", "GET / HTTP/1.1\r\nHost: x\r\n", other_protocol::http},
        {"http_options", "OPTIONS * HTTP/1.1\r\n", other_protocol::http},
        {"http2", "PRI * HTTP/2.0\r\n\r\n", other_protocol::http},
        {"tls", "\x16\x03\x01\x02\x00\x01"sv, other_protocol::tls},
        {"telephone_invite", "INVITE sip:bob@example.org SIP/2.0\r\n", other_protocol::sip},
        {"telephone_options", "OPTIONS sip:100@192.0.2.1 SIP/2.0\r\n", other_protocol::sip},
        {"telephone_register", "REGISTER sip:example.org SIP/2.0\r\n", other_protocol::sip},
        {"ssh", "SSH-2.0-OpenSSH_9.2\r\n", other_protocol::ssh},
        {"proxy_1", "PROXY TCP4 192.0.2.1 192.0.2.2 5 6\r\n", other_protocol::proxy_header},
        {"proxy_2", "\r\n\r\n\0\r\nQUIT\n\x21\x11"sv, other_protocol::proxy_header},
        {"login", "9300CNkiosk02|COsecret|", std::nullopt},
        {"empty_lines", "\r\n\r\n9900802.00\r", std::nullopt},
        {"telnet", "\xFF\xFD\x03"sv, std::nullopt},
        {"too_little", "GE", std::nullopt},
        {"nothing", "", std::nullopt},
    };
    for (const auto& c : cases)
        EXPECT_EQ(recognise_other_protocol(c.bytes), c.protocol) << c.name;
    EXPECT_EQ(name_of(other_protocol::sip), "SIP (Session Initiation Protocol)");
}

/// What a login dialogue says for what is typed, as one text: `<user/password>` stands for a try.
std::string
dialogue(std::string_view typed, std::size_t piece_size, std::string_view right_password) {
    telnet_login login{3};
    std::string heard{telnet_login::greeting};
    while (!typed.empty()) {
        std::string_view piece = typed.substr(0, piece_size);
        typed.remove_prefix(piece.size());
        while (!piece.empty()) {
            auto step = login.take(piece);
            if (const auto* given = std::get_if<telnet_login::credentials>(&step)) {
                heard += "<" + given->user + "/" + std::string{given->password.reveal()} + ">";
                if (given->password.reveal() == right_password)
                    return heard + telnet_login::accepted() + std::string{piece} +
                           std::string{typed};
                step = login.refused();
            }
            if (const auto* end = std::get_if<telnet_login::hang_up>(&step))
                return heard + end->text + "<closed>";
            heard += std::get<telnet_login::prompt>(step).text;
        }
    }
    return heard;
}

struct login_case {
    std::string name;
    std::string typed;
    std::string heard;
};

std::ostream& operator<<(std::ostream& out, const login_case& c) {
    return out << c.name;
}

class login_dialogue : public ::testing::TestWithParam<login_case> {};

TEST_P(login_dialogue, goes_the_same_way_however_it_is_cut) {
    const auto& [name, typed, heard] = GetParam();
    for (std::size_t size = 1; size <= typed.size(); ++size)
        EXPECT_EQ(dialogue(typed, size, "s0rt"), heard) << "in pieces of " << size;
}

INSTANTIATE_TEST_SUITE_P(
    telnet_login,
    login_dialogue,
    ::testing::Values(
        login_case{"accepts", "kiosk\rs0rt\r", "login: Password: <kiosk/s0rt>Login OK.\r\n"},
        login_case{"leaves_the_rest_to_the_framer",
                   "kiosk\rs0rt\r9900802.00\r",
                   "login: Password: <kiosk/s0rt>Login OK.\r\n9900802.00\r"},
        login_case{"takes_lf", "kiosk\ns0rt\n", "login: Password: <kiosk/s0rt>Login OK.\r\n"},
        login_case{"takes_crlf_and_cr_nul",
                   "kiosk\r\ns0rt\r\0"s,
                   "login: Password: <kiosk/s0rt>Login OK.\r\n\0"s},
        login_case{"asks_again_for_an_empty_name", "\r\n\r\n", "login: login: login: "},
        login_case{"takes_an_empty_password",
                   "kiosk\r\n\r\n",
                   "login: Password: <kiosk/>Login failed.\r\nlogin: "},
        login_case{"skips_telnet_commands",
                   "\xFF\xFD\x03ki\xFF\xFB\x01osk\rs0\xFF\xFA\x18xy\xFF\xF0rt\r",
                   "login: Password: <kiosk/s0rt>Login OK.\r\n"},
        login_case{"closes_after_three_failures",
                   "a\rb\rc\rd\re\rf\rg\r",
                   "login: Password: <a/b>Login failed.\r\nlogin: Password: <c/d>Login failed.\r\n"
                   "login: Password: <e/f>Login failed.\r\n<closed>"},
        login_case{"succeeds_after_a_failure",
                   "a\rb\rkiosk\rs0rt\r",
                   "login: Password: <a/b>Login failed.\r\nlogin: Password: <kiosk/s0rt>"
                   "Login OK.\r\n"},
        login_case{"closes_on_an_endless_line",
                   std::string(300, 'x'),
                   "login: Line too long.\r\n<closed>"}),
    [](const auto& tested) { return tested.param.name; });

} // namespace
} // namespace circ::protocol::sip2
