// A peer that proves itself by its certificate, within TLS: over HTTP and on a bare line.
#include "tests/support/certificates.hpp"
#include "tests/support/running_daemon.hpp"

#include <filesystem>
#include <fstream>

namespace {

using namespace circ;
namespace fs = std::filesystem;
using testing::HasSubstr;

class certified_peer : public testing::TestWithParam<const char*> {
protected:
    certified_peer() {
        write("ca.pem", authority.certificate());
        const auto own = authority.issue("library.example", "IP:127.0.0.1");
        write("own.pem", own.certificate);
        write("own.key", own.key);
        for (const std::string name : {"broker", "stranger"}) {
            const auto made = authority.issue(name);
            write(name + ".pem", made.certificate);
            write(name + ".key", made.key);
        }
    }

    void write(const std::string& name, const std::string& text) const {
        std::ofstream(data / name, std::ios::binary) << text;
    }
    [[nodiscard]] std::string file(const std::string& name) const { return (data / name).string(); }

    /// The demo's peer, by TLS alone, with this certificate.
    [[nodiscard]] std::string settings() const {
        std::string text = test::demo_settings();
        const std::string kind = "kind = \"ncip-http\"\n";
        text.replace(text.find(kind),
                     kind.size(),
                     std::string("kind = \"") + GetParam() + "\"\ncertificate_file = \"" +
                         file("own.pem") + "\"\nkey_file = \"" + file("own.key") +
                         "\"\nclient_certificate = \"optional\"\nclient_ca_file = \"" +
                         file("ca.pem") + "\"\n");
        const std::string peer = "terminal = \"state-ncip\"\n";
        text.insert(text.find(peer), "certificate = \"CN=broker\"\n");
        return text;
    }

    [[nodiscard]] test::program_result look_up(const std::string& shown) const {
        std::vector<std::string> words{
            "ncip", "send", "--as", "state-ncip", "--ca", file("ca.pem")};
        if (!shown.empty())
            words.insert(words.end(),
                         {"--cert", file(shown + ".pem"), "--key", file(shown + ".key")});
        words.insert(words.end(),
                     {"LookupUser", "--field", "UserId/UserIdentifierValue=29012000000010"});
        return test::circdesk(data, words);
    }

    fs::path data = test::fresh_demo_library();
    test::certificate_authority authority{"Riverbend Authority"};
};

TEST_P(certified_peer, is_answered_with_its_own_certificate_and_no_other) {
    test::running_daemon running(data, {.more_settings = settings()});
    const auto own = look_up("broker");
    EXPECT_EQ(own.exit_code, 0) << own.output;
    EXPECT_THAT(own.output,
                HasSubstr("LookupUserResponse/UserId/UserIdentifierValue: 29012000000010"));
    for (const std::string other : {"stranger", ""}) {
        const auto refused = look_up(other);
        EXPECT_EQ(refused.exit_code, 1) << refused.output;
        EXPECT_THAT(refused.output,
                    testing::AnyOf(HasSubstr("HTTP status 403"), HasSubstr("Unknown System")));
    }
    EXPECT_EQ(running.stop(), 0);
    EXPECT_THAT(running.log(), HasSubstr("certificate=\"CN=stranger\""));
}

INSTANTIATE_TEST_SUITE_P(ways,
                         certified_peer,
                         testing::Values("ncip-https", "ncip-tls"),
                         [](const auto& row) {
                             std::string name = row.param;
                             name[name.find('-')] = '_';
                             return name;
                         });

} // namespace
