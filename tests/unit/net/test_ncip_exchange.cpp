// Who asks over NCIP, whether that is proved, and what comes back: every document is answered by
// one.
#include "tests/unit/net/ncip_peers.hpp"

namespace circ::net::test {

namespace asio = boost::asio;

namespace {

using testing::HasSubstr;
using testing::Not;

const std::string reader = "<UserId><UserIdentifierValue>P1</UserIdentifierValue></UserId>";

class ncip_exchanges : public testing::Test {
protected:
    ncip_exchanges() {
        here.settings.ncip_peers = {state_library()};
        here.ncip.know(here.settings.ncip_peers);
    }

    std::string asks(const std::string& document) {
        ncip_exchange exchange(here.parts, from);
        return problems_of(result_of(here.io, exchange.respond(document)).text);
    }
    config::ncip_peer& state() { return here.settings.ncip_peers.front(); }
    [[nodiscard]] std::string counted(const std::string& outcome) const {
        const std::string line =
            "circdesk_ncip_requests_total{outcome=\"" + outcome + "\",peer=\"state\"} ";
        const auto text = here.figures.text();
        const auto at = text.find(line);
        return at == std::string::npos
                   ? "none"
                   : text.substr(at + line.size(), text.find('\n', at) - at - line.size());
    }

    desk here;
    ncip_caller from{.listener = "ncip", .address = "192.0.2.7", .certificate = {}};
};

TEST_F(ncip_exchanges, are_done_for_a_peer_that_shows_the_password_of_its_account) {
    EXPECT_EQ(asks(ncip_request("LookupUser", reader)), "done");
    ASSERT_EQ(here.performer.asked_by.size(), 1U);
    EXPECT_EQ(here.performer.asked_by[0].terminal_login, "kiosk");
    EXPECT_EQ(here.performer.asked_by[0].institution, here.library.institution);
    EXPECT_EQ(here.performer.asked_by[0].address, "192.0.2.7");
    EXPECT_THAT(here.told(log::event::ncip_answered), HasSubstr("peer=state service=LookupUser"));
    EXPECT_EQ(counted("done"), "1");
}

TEST_F(ncip_exchanges, are_refused_where_the_proof_is_wrong_or_missing) {
    for (const std::string secret : {"", "wrong"})
        EXPECT_EQ(asks(ncip_request("LookupUser", reader, secret)), "System Authentication Failed");
    EXPECT_TRUE(here.performer.asked_by.empty());
    EXPECT_THAT(here.told(log::event::ncip_proof_refused), HasSubstr("the password is wrong"));
    EXPECT_EQ(counted("unauthorized"), "2");
}

TEST_F(ncip_exchanges, take_the_agencys_secret_where_there_is_none_of_the_system) {
    std::string document = ncip_request("LookupUser", reader, "");
    const std::string before = "<ToAgencyId>";
    document.insert(document.find(before),
                    "<FromAgencyAuthentication>" + std::string(kiosk_password) +
                        "</FromAgencyAuthentication>");
    EXPECT_EQ(asks(document), "done");
}

TEST_F(ncip_exchanges, never_put_a_secret_into_the_log) {
    asks(ncip_request("LookupUser", reader, "very-wrong-word"));
    asks(ncip_request("LookupUser", reader));
    for (const auto& line : here.lines->all()) {
        EXPECT_THAT(line, Not(HasSubstr("very-wrong-word")));
        EXPECT_THAT(line, Not(HasSubstr(std::string(kiosk_password))));
    }
}

TEST_F(ncip_exchanges, look_at_so_many_wrong_secrets_in_a_minute_alone) {
    here.settings.limits.login_tries_per_terminal_minute = 4;
    for (int i = 0; i < 4; ++i)
        asks(ncip_request("LookupUser", reader, "wrong"));
    EXPECT_EQ(asks(ncip_request("LookupUser", reader)), "System Authentication Failed")
        << "one that was never proved before";
    here.clock.at += std::chrono::minutes(2);
    EXPECT_EQ(asks(ncip_request("LookupUser", reader)), "done");
}

TEST_F(ncip_exchanges, are_to_come_again_where_too_many_secrets_wait) {
    hashing_pool full(1, 0);
    pin_prover passwords(full, "", {});
    terminal_logins logins(here.storing, passwords, here.clock);
    here.parts.logins = &logins;
    EXPECT_EQ(asks(ncip_request("LookupUser", reader)), "Temporary Processing Failure");
    EXPECT_THAT(here.told(log::event::hashing_queue_full), HasSubstr("terminal=kiosk"));
}

struct way_case {
    std::string name;
    void (*differs)(config::ncip_peer& peer);
    bool awaited;

    friend std::ostream& operator<<(std::ostream& out, const way_case& row) {
        return out << row.name;
    }
};

const way_case ways[] = {
    {"from_anywhere", [](auto&) {}, true},
    {"from_its_address",
     [](auto& peer) { peer.allow = {*config::parse_address_range("192.0.2.0/24")}; },
     true},
    {"not_from_another_address",
     [](auto& peer) { peer.allow = {*config::parse_address_range("198.51.100.1")}; },
     false},
    {"by_its_listener",
     [](auto& peer) {
         peer.listeners = {"other", "ncip"};
     },
     true},
    {"not_by_another_listener", [](auto& peer) { peer.listeners = {"other"}; }, false},
    {"not_without_its_certificate", [](auto& peer) { peer.certificate = "CN=broker"; }, false},
};

TEST_F(ncip_exchanges, await_a_peer_the_way_that_the_settings_say) {
    for (const auto& row : ways) {
        SCOPED_TRACE(row.name);
        here.settings.ncip_peers = {state_library()};
        row.differs(state());
        EXPECT_EQ(ncip_exchange(here.parts, from).is_awaited(), row.awaited);
        EXPECT_EQ(asks(ncip_request("LookupUser", reader)),
                  row.awaited ? "done" : "Unknown System");
    }
}

TEST_F(ncip_exchanges, know_a_peer_by_its_certificate) {
    state().certificate = "CN=broker,O=State";
    from.certificate = "CN=broker,O=State";
    EXPECT_EQ(asks(ncip_request("LookupUser", reader)), "done");
    from.certificate = "CN=broker,O=Other";
    EXPECT_EQ(asks(ncip_request("LookupUser", reader)), "Unknown System");
}

TEST_F(ncip_exchanges, tell_peers_apart_by_their_agency) {
    auto other = state_library();
    other.name = "city";
    other.agencies = {"CITY"};
    other.services.clear();
    here.settings.ncip_peers.push_back(other);
    EXPECT_EQ(asks(ncip_request("LookupUser", reader, std::string(kiosk_password), " state ")),
              "done");
    EXPECT_EQ(asks(ncip_request("LookupUser", reader, std::string(kiosk_password), "CITY")),
              "Unauthorized Service For System");
    EXPECT_EQ(asks(ncip_request("LookupUser", reader, std::string(kiosk_password), "ELSEWHERE")),
              "Unknown Agency");
    EXPECT_EQ(asks(ncip_request("LookupUser", reader, "", "")), "Unknown Agency")
        << "no header: it may be either";
}

TEST_F(ncip_exchanges, need_no_header_where_one_peer_alone_may_come) {
    state().terminal = "open"; // without a password
    state().allow = {*config::parse_address_range("192.0.2.7")};
    EXPECT_EQ(asks(ncip_request("LookupUser", reader, "", "")), "done");
}

/// An account without password and addresses proves nothing; nor does a peer that may come from
/// anywhere.
TEST_F(ncip_exchanges, are_refused_where_nothing_proves_anything) {
    state().terminal = "open";
    EXPECT_EQ(asks(ncip_request("LookupUser", reader)), "System Authentication Failed");
    EXPECT_THAT(here.told(log::event::ncip_proof_refused), HasSubstr("nothing proves who it is"));
    state().terminal = "disabled";
    state().allow = {*config::parse_address_range("192.0.2.7")};
    EXPECT_EQ(asks(ncip_request("LookupUser", reader)), "System Authentication Failed");
    state().terminal = "nobody";
    EXPECT_EQ(asks(ncip_request("LookupUser", reader)), "System Authentication Failed");
}

TEST_F(ncip_exchanges, of_one_peer_are_so_many_at_the_same_time) {
    state().exchanges = 1;
    here.performer.holds_back = true;
    ncip_exchange exchange(here.parts, from);
    std::optional<ncip_document> first;
    asio::co_spawn(here.io,
                   exchange.respond(ncip_request("LookupUser", reader)),
                   [&](std::exception_ptr failure, ncip_document got) {
                       EXPECT_FALSE(failure);
                       first = std::move(got);
                   });
    run_until(here.io, [&] { return here.performer.asked_by.size() == 1; });
    EXPECT_EQ(asks(ncip_request("LookupUser", reader)), "Temporary Processing Failure");
    EXPECT_THAT(here.told(log::event::ncip_peer_busy), HasSubstr("peer=state"));
    here.performer.holds_back = false;
    here.performer.release();
    run_until(here.io, [&] { return first.has_value(); });
    EXPECT_EQ(problems_of(first->text), "done");
    EXPECT_EQ(asks(ncip_request("LookupUser", reader)), "done") << "its place is free again";
}

struct document_case {
    std::string name;
    std::string document;
    std::string problem;

    friend std::ostream& operator<<(std::ostream& out, const document_case& row) {
        return out << row.name;
    }
};

const document_case documents[] = {
    {"nothing", "", "Invalid Message Syntax Error"},
    {"no_xml", "9300CNkiosk|COx|", "Invalid Message Syntax Error"},
    {"cut", "<NCIPMessage><LookupUser>", "Invalid Message Syntax Error"},
    {"other_root", "<html><body/></html>", "Invalid Message Syntax Error"},
    {"no_service", "<NCIPMessage/>", "Invalid Message Syntax Error"},
    {"entity",
     "<!DOCTYPE x [<!ENTITY a SYSTEM "
     "\"file:///etc/passwd\">]><NCIPMessage><LookupUser>&a;</LookupUser></NCIPMessage>",
     "Invalid Message Syntax Error"},
    {"deep",
     [] {
         std::string text = "<NCIPMessage>";
         for (int i = 0; i < 100; ++i)
             text += "<a>";
         return text;
     }(),
     "Invalid Message Syntax Error"},
};

TEST_F(ncip_exchanges, answer_what_is_no_document) {
    for (const auto& row : documents)
        EXPECT_EQ(asks(row.document), row.problem) << row.name;
    EXPECT_THAT(here.told(log::event::ncip_unreadable), HasSubstr("address=192.0.2.7"));
    EXPECT_TRUE(here.performer.asked_by.empty());
}

TEST_F(ncip_exchanges, answer_the_first_release_in_its_own_words) {
    ncip_exchange exchange(here.parts, from);
    std::string old = "<NCIPMessage "
                      "version=\"http://www.niso.org/ncip/v1_0/imp1/dtd/"
                      "ncip_v1_0.dtd\"><LookupUser><InitiationHeader>"
                      "<FromSystemAuthentication>" +
                      std::string(kiosk_password) +
                      "</FromSystemAuthentication>"
                      "<FromAgencyId><UniqueAgencyId><Scheme>x</Scheme><Value>STATE</Value></"
                      "UniqueAgencyId></FromAgencyId><ToAgencyId><UniqueAgencyId>"
                      "<Scheme>x</Scheme><Value>RIV</Value></UniqueAgencyId></ToAgencyId></"
                      "InitiationHeader><UniqueUserId><UniqueAgencyId><Scheme>x</Scheme>"
                      "<Value>RIV</Value></UniqueAgencyId><UserIdentifierValue>P1</"
                      "UserIdentifierValue></UniqueUserId></LookupUser></NCIPMessage>";
    const auto answer = result_of(here.io, exchange.respond(old)).text;
    EXPECT_THAT(answer, HasSubstr("<ProcessingError>"));
    EXPECT_THAT(answer, HasSubstr("Unsupported Service"));
    EXPECT_THAT(answer, Not(HasSubstr("http://www.niso.org/2008/ncip")));
}

TEST_F(ncip_exchanges, write_as_the_peer_reads) {
    state().dialect.names = config::ncip_names::prefixed;
    state().dialect.prefix = "ns1";
    state().dialect.content_type = "text/xml";
    ncip_exchange exchange(here.parts, from);
    const auto answer = result_of(here.io, exchange.respond(ncip_request("LookupUser", reader)));
    EXPECT_THAT(answer.text, HasSubstr("<ns1:LookupUserResponse>"));
    EXPECT_EQ(answer.content_type, "text/xml");
}

} // namespace
} // namespace circ::net::test
