// What a connection costs that says nothing.
#include "tests/bench/rounds.hpp"
#include "tests/bench/scenario.hpp"
#include "tests/support/certificates.hpp"
#include "tools/circdesk/connection.hpp"
#include "tools/circdesk/encryption.hpp"

#include <fstream>

namespace circ::bench {
namespace {

constexpr std::size_t first_ones = 50; ///< pay for what is made once

using encryption_ptr = std::shared_ptr<const protocol::tls::context>;

/// Logs in and asks for the status, as every kiosk does; then says no more.
void connect_one(std::uint16_t port, const encryption_ptr& by, std::vector<tool::connection>& into, measured& counted) {
    auto& line = into.emplace_back("127.0.0.1", port, by);
    for (const auto& [message, answer] : {std::pair{made_library::login(), "941"}, std::pair{std::string("9900802.00"), "98YYY"}}) {
        line.send(message + '\r');
        const auto heard = line.receive_line();
        ++counted.answers;
        if (heard && heard->starts_with(answer)) continue;
        ++counted.mismatches;
        counted.first_mismatch = heard.value_or("(closed)");
    }
}

void measure(const options& how, const daemon_process& daemon, const encryption_ptr& by, series& into) {
    std::vector<tool::connection> all;
    measured counted;
    while (all.size() < first_ones) connect_one(daemon.port(), by, all, counted);
    const double before = daemon.resident_bytes();
    while (all.size() < first_ones + how.idle) connect_one(daemon.port(), by, all, counted);
    into.add((daemon.resident_bytes() - before) / static_cast<double>(how.idle) / 1000);
    into.count(counted);
}

/// A door with a certificate of its own.
struct tls_door {
    explicit tls_door(const std::filesystem::path& folder) {
        const test::certificate_authority authority("Bench Authority");
        const auto own = authority.issue("bench", "IP:127.0.0.1");
        const auto written = [&](const char* name, const std::string& text) {
            std::ofstream(folder / name) << text;
            return (folder / name).string();
        };
        settings = "kind = \"tls\"\ncertificate_file = \"" + written("bench.pem", own.certificate) + "\"\nkey_file = \"" +
                   written("bench.key", own.key) + "\"\n";
        encryption = tool::read_encryption({.authorities = written("bench-ca.pem", authority.certificate())});
    }
    std::string settings;
    encryption_ptr encryption;
};

} // namespace

void run_memory(const options& how, std::span<series> into) {
    const auto library = usual_library(how);
    measure(how, daemon_process(library.data_dir()), nullptr, into[0]);
    const tls_door door(library.data_dir());
    measure(how, daemon_process(library.data_dir(), {.listener_settings = door.settings}), door.encryption, into[1]);
}

} // namespace circ::bench
