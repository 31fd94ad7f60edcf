// Both sides of TLS, face to face without a socket.
#include "protocol/tls/engine.hpp"

#include "tests/support/certificates.hpp"

#include <openssl/pem.h>
#include <openssl/ssl.h>

namespace circ::protocol::tls {
namespace {

using test::certificate_authority;
using test::certified;
using state = engine::state;

const certificate_authority& ours() {
    static const certificate_authority made("Riverton Library Authority");
    return made;
}
const certificate_authority& foreign() {
    static const certificate_authority made("Someone Else");
    return made;
}

certified of_library(std::chrono::days lasts = std::chrono::days(365)) {
    return ours().issue("library.example", "DNS:library.example,IP:127.0.0.1", lasts);
}

std::shared_ptr<const context> server_with(const certified& own, client_certificate clients = client_certificate::none) {
    std::vector<flaw> flaws;
    auto made = make_context(server_identity{.certificate = own.certificate, .key = own.key, .clients = clients,
                                             .client_authorities = ours().certificate()},
                             flaws);
    EXPECT_TRUE(flaws.empty()) << flaws.front().text;
    return made;
}

std::shared_ptr<const context> client_with(const certificate_authority& trusted, const certified& own = {}) {
    std::vector<flaw> flaws;
    auto made = make_context(
        client_identity{.authorities = trusted.certificate(), .certificate = own.certificate, .key = own.key}, flaws);
    EXPECT_TRUE(flaws.empty()) << flaws.front().text;
    return made;
}

struct pair_of_engines {
    engine server;
    engine client;
    state at_server = state::needs_bytes;
    state at_client = state::needs_bytes;

    /// Lets them talk until neither has anything to say.
    void talk() {
        for (;;) {
            if (at_client == state::needs_bytes) at_client = client.handshake();
            const std::string out = client.take_output();
            server.feed(out);
            if (at_server == state::needs_bytes) at_server = server.handshake();
            const std::string back = server.take_output();
            client.feed(back);
            if (out.empty() && back.empty()) return;
        }
    }
};

std::string read_all(engine& from) {
    std::array<char, 1000> some;
    std::string all;
    std::size_t count = 0;
    while (from.read(some, count) == state::done) all.append(some.data(), count);
    return all;
}

TEST(tls, carries_bytes_both_ways_and_a_goodbye) {
    pair_of_engines both{engine(server_with(of_library())), engine(client_with(ours()), "127.0.0.1")};
    both.talk();
    ASSERT_EQ(both.at_server, state::done) << both.server.why();
    ASSERT_EQ(both.at_client, state::done) << both.client.why();
    EXPECT_EQ(both.server.version(), "TLSv1.3");
    EXPECT_EQ(both.client.peer_subject(), "CN=library.example");
    EXPECT_EQ(both.server.peer_subject(), "");

    const std::string long_list(70'000, 'x'); // of several records
    ASSERT_EQ(both.client.write(long_list), state::done);
    both.server.feed(both.client.take_output());
    EXPECT_EQ(read_all(both.server), long_list);
    ASSERT_EQ(both.server.write("941\r"), state::done);
    both.server.say_goodbye();
    both.client.feed(both.server.take_output());
    EXPECT_EQ(read_all(both.client), "941\r");
    std::array<char, 10> room;
    std::size_t count = 0;
    EXPECT_EQ(both.client.read(room, count), state::ended);
}

struct version_case {
    std::string name;
    int version;
    bool agreed;
};

class tls_version : public testing::TestWithParam<version_case> {};

TEST_P(tls_version, is_1_2_or_later) {
    const auto client = client_with(ours());
    SSL_CTX_set_min_proto_version(client->handle(), GetParam().version);
    SSL_CTX_set_max_proto_version(client->handle(), GetParam().version);
    SSL_CTX_set_cipher_list(client->handle(), "ALL:@SECLEVEL=0"); // what an old device would offer
    pair_of_engines both{engine(server_with(of_library())), engine(client, "library.example")};
    both.talk();
    EXPECT_EQ(both.at_server, GetParam().agreed ? state::done : state::failed);
    EXPECT_EQ(both.server.why(), GetParam().agreed ? "" : "unsupported protocol");
    EXPECT_EQ(both.at_client, GetParam().agreed ? state::done : state::failed) << "it must be told";
}

INSTANTIATE_TEST_SUITE_P(each, tls_version,
                         testing::Values(version_case{"tls_1_1", TLS1_1_VERSION, false}, version_case{"tls_1_2", TLS1_2_VERSION, true},
                                         version_case{"tls_1_3", TLS1_3_VERSION, true}),
                         [](const auto& each) { return each.param.name; });

struct server_case {
    std::string name;
    std::function<certified()> shows;
    std::string asked_for;
    std::string why; ///< in the client's words; empty: it is trusted
};

class servers_certificate : public testing::TestWithParam<server_case> {};

TEST_P(servers_certificate, is_trusted_by_a_client_or_not) {
    pair_of_engines both{engine(server_with(GetParam().shows())), engine(client_with(ours()), GetParam().asked_for)};
    both.talk();
    EXPECT_EQ(both.client.why(), GetParam().why);
    EXPECT_EQ(both.at_client, GetParam().why.empty() ? state::done : state::failed);
    EXPECT_EQ(both.at_server, GetParam().why.empty() ? state::done : state::failed) << "it must be told";
}

const server_case servers[] = {
    {"good_by_name", [] { return of_library(); }, "library.example", ""},
    {"good_by_address", [] { return of_library(); }, "127.0.0.1", ""},
    {"for_another_name", [] { return of_library(); }, "town.example", "hostname mismatch"},
    {"for_another_address", [] { return of_library(); }, "127.0.0.2", "IP address mismatch"},
    {"ended", [] { return of_library(std::chrono::days(-1)); }, "library.example", "certificate has expired"},
    {"of_another_authority", [] { return foreign().issue("library.example", "DNS:library.example"); }, "library.example",
     "unable to get local issuer certificate"},
};
INSTANTIATE_TEST_SUITE_P(each, servers_certificate, testing::ValuesIn(servers), [](const auto& each) { return each.param.name; });

struct device_case {
    std::string name;
    client_certificate asked;
    std::function<certified()> shows;
    std::string why; ///< in the server's words; empty: it is let in
    std::string peer; ///< of whom it knows then
};

class devices_certificate : public testing::TestWithParam<device_case> {};

TEST_P(devices_certificate, is_asked_for_and_judged) {
    pair_of_engines both{engine(server_with(of_library(), GetParam().asked)),
                         engine(client_with(ours(), GetParam().shows()), "library.example")};
    both.talk();
    EXPECT_EQ(both.server.why(), GetParam().why);
    EXPECT_EQ(both.at_server, GetParam().why.empty() ? state::done : state::failed);
    EXPECT_EQ(both.server.peer_subject(), GetParam().peer);
}

certified nothing() { return {}; }
certified good() { return ours().issue("kiosk1"); }
certified from_elsewhere() { return foreign().issue("kiosk1"); }
certified ended() { return ours().issue("kiosk1", "", std::chrono::days(-1)); }

const device_case devices[] = {
    {"not_asked_for", client_certificate::none, good, "", ""},
    {"optional_and_none", client_certificate::optional, nothing, "", ""},
    {"optional_and_good", client_certificate::optional, good, "", "CN=kiosk1"},
    {"optional_and_foreign", client_certificate::optional, from_elsewhere, "unable to get local issuer certificate", ""},
    {"required_and_none", client_certificate::required, nothing, "peer did not return a certificate", ""},
    {"required_and_good", client_certificate::required, good, "", "CN=kiosk1"},
    {"required_and_foreign", client_certificate::required, from_elsewhere, "unable to get local issuer certificate", ""},
    {"required_and_ended", client_certificate::required, ended, "certificate has expired", ""},
};
INSTANTIATE_TEST_SUITE_P(each, devices_certificate, testing::ValuesIn(devices), [](const auto& each) { return each.param.name; });

TEST(tls, waits_for_the_rest_of_a_handshake_cut_at_any_byte) {
    const auto server = server_with(of_library());
    engine client(client_with(ours()), "library.example");
    ASSERT_EQ(client.handshake(), state::needs_bytes);
    const std::string hello = client.take_output();
    for (std::size_t cut = 0; cut < hello.size(); ++cut) {
        engine begun(server);
        begun.feed(hello.substr(0, cut));
        EXPECT_EQ(begun.handshake(), state::needs_bytes) << cut << begun.why();
        begun.feed(hello.substr(cut));
        EXPECT_EQ(begun.handshake(), state::needs_bytes) << "for the client's last words";
        EXPECT_FALSE(begun.take_output().empty());
    }
}

TEST(tls, does_not_believe_a_changed_record) {
    pair_of_engines both{engine(server_with(of_library())), engine(client_with(ours()), "library.example")};
    both.talk();
    ASSERT_EQ(both.client.write("9300CNkiosk1|COsecret|\r"), state::done);
    std::string record = both.client.take_output();
    record.back() = static_cast<char>(record.back() ^ 1);
    both.server.feed(record);
    std::array<char, 100> room;
    std::size_t count = 0;
    EXPECT_EQ(both.server.read(room, count), state::failed);
    EXPECT_EQ(count, 0U);
    EXPECT_FALSE(both.server.why().empty());
}

struct flaw_case {
    std::string name;
    std::function<server_identity()> with;
    flaw::part of;
    std::string text;
};

class identity : public testing::TestWithParam<flaw_case> {};

TEST_P(identity, is_refused_with_what_is_wrong) {
    std::vector<flaw> flaws;
    EXPECT_EQ(make_context(GetParam().with(), flaws), nullptr);
    ASSERT_EQ(flaws.size(), 1U);
    EXPECT_EQ(flaws[0].of, GetParam().of);
    EXPECT_EQ(flaws[0].text, GetParam().text);
}

server_identity usable() {
    const auto own = of_library();
    return {.certificate = own.certificate, .key = own.key, .clients = client_certificate::none, .client_authorities = ""};
}

/// The same key behind a passphrase: nobody types it when the machine starts at night.
std::string locked(const std::string& key) {
    const std::unique_ptr<BIO, decltype(&BIO_free_all)> from(BIO_new_mem_buf(key.data(), -1), &BIO_free_all);
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> read(PEM_read_bio_PrivateKey(from.get(), nullptr, nullptr, nullptr),
                                                                   &EVP_PKEY_free);
    const std::unique_ptr<BIO, decltype(&BIO_free_all)> to(BIO_new(BIO_s_mem()), &BIO_free_all);
    EXPECT_EQ(PEM_write_bio_PKCS8PrivateKey(to.get(), read.get(), EVP_aes_256_cbc(), "open sesame", 11, nullptr, nullptr), 1);
    char* text = nullptr;
    const long size = BIO_get_mem_data(to.get(), &text);
    return {text, static_cast<std::size_t>(size)};
}

const flaw_case flawed[] = {
    {"no_certificate", [] { auto made = usable(); made.certificate = "nonsense"; return made; }, flaw::part::certificate,
     "holds no certificate (PEM, BEGIN CERTIFICATE)"},
    {"no_key", [] { auto made = usable(); made.key = made.certificate; return made; }, flaw::part::key,
     "holds no private key without a passphrase (PEM, BEGIN PRIVATE KEY)"},
    {"key_with_a_passphrase", [] { auto made = usable(); made.key = locked(made.key); return made; }, flaw::part::key,
     "holds no private key without a passphrase (PEM, BEGIN PRIVATE KEY)"},
    {"key_of_another", [] { auto made = usable(); made.key = of_library().key; return made; }, flaw::part::key,
     "is not the key of the certificate"},
    {"no_authorities", [] { auto made = usable(); made.clients = client_certificate::required; return made; }, flaw::part::authorities,
     "holds no certificate (PEM, BEGIN CERTIFICATE)"},
};
INSTANTIATE_TEST_SUITE_P(each, identity, testing::ValuesIn(flawed), [](const auto& each) { return each.param.name; });

TEST(tls, knows_when_its_certificate_ends) {
    const auto made = server_with(of_library(std::chrono::days(10)));
    const auto left = made->certificate_ends() - std::chrono::system_clock::now();
    EXPECT_GT(left, std::chrono::hours(239));
    EXPECT_LE(left, std::chrono::hours(240));
    EXPECT_EQ(made->certificate_subject(), "CN=library.example");
}

} // namespace
} // namespace circ::protocol::tls
