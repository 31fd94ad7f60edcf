// What it costs that another library system does the work: the same at that system by NCIP, and at a kiosk
// whose daemon asks it.
#include "tests/bench/ncip_dialogues.hpp"
#include "tests/bench/library_rows.hpp"
#include "tests/bench/rounds.hpp"
#include "tests/bench/scenario.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <filesystem>
#include <fstream>

namespace circ::bench {
namespace {

constexpr std::array kiosk_counts{1U, 8U, 64U};

constexpr const char* answering = R"([[listener]]
name = "ncip"
address = "127.0.0.1"
port = 0
kind = "ncip-http"
[[ncip_peer]]
name = "relay"
terminal = "kiosk0"
allow = ["127.0.0.1"]
agencies = ["KIOSKS"]
services = ["LookupUser", "LookupItem", "CheckOutItem", "CheckInItem"]
tells = ["name", "loans", "requests", "account"]
exchanges = 1000
)";

/// One message for each request, so that a hop is measured and not a dialogue.
std::string relaying_to(std::uint16_t port, const std::filesystem::path& data_dir) {
    const std::string secret = (data_dir / "theirs.secret").string();
    std::ofstream(secret) << library_rows::terminal_password << '\n';
    return "[[ncip_backend]]\nname = \"theirs\"\nurl = \"http://127.0.0.1:" + std::to_string(port) +
           "/ncip\"\nfrom_agency = \"KIOSKS\"\nto_agency = \"BENCH\"\nconnections = 64\nqueue = 1000\n"
           "system_secret_file = \"" + secret + "\"\n"
           "pin_check = \"none\"\nunchecked_pin = \"valid\"\nlook_before_return = false\n"
           "[[relay]]\nstage = \"relay\"\nbackend = \"theirs\"\n";
}

using dialogue_maker = dialogue_ptr (*)(const made_library&, std::size_t);

/// A request in both languages.
struct both_ways {
    dialogue_maker by_sip2;
    dialogue_maker by_ncip;
};
constexpr std::array requests{both_ways{item_dialogue, ncip_item_dialogue},
                              both_ways{circulation_dialogue, ncip_circulation_dialogue}};

class two_libraries {
public:
    explicit two_libraries(const options& how)
        : how_(how), theirs_(usual_library(how)), ours_(make_library(how.data, {.items = 100, .patrons = 40})),
          their_daemon_(theirs_.data_dir(), {.more_settings = answering}), ncip_port_(their_daemon_.port_of(theirs_.data_dir(), "ncip")),
          our_daemon_(ours_.data_dir(), {.more_settings = relaying_to(ncip_port_, ours_.data_dir())}) {}

    /// @param per_second beside the limit @param added microseconds at the median
    void measure(const both_ways& what, std::size_t kiosks, series& per_second, series& added) const {
        const auto asked = what.by_sip2(theirs_, kiosks);
        const auto direct = what.by_ncip(theirs_, kiosks);
        (void)at_kiosks(*asked, kiosks, how_.span() / 4); // connections stand, caches are warm
        for (std::size_t round = 0; round < how_.rounds; ++round) {
            const auto relayed = at_kiosks(*asked, kiosks, how_.span());
            const auto limit = drive_http(ncip_port_, {direct.get(), kiosks}, how_.span());
            per_second.note(relayed);
            per_second.count(limit);
            per_second.add(relayed.per_second, limit.per_second);
            added.add((relayed.median - limit.median).count());
        }
    }

private:
    measured at_kiosks(dialogue& what, std::size_t kiosks, std::chrono::milliseconds span) const {
        return drive(our_daemon_.port(), made_library::login(), {{&what, kiosks}}, span).front();
    }

    const options& how_;
    made_library theirs_;
    made_library ours_;
    daemon_process their_daemon_;
    std::uint16_t ncip_port_;
    daemon_process our_daemon_;
};

} // namespace

void run_relay(const options& how, std::span<series> into) {
    assert(into.size() == 2 * requests.size() * kiosk_counts.size());
    const two_libraries both(how);
    for (const auto& each : requests)
        for (const std::size_t kiosks : kiosk_counts) {
            both.measure(each, std::min<std::size_t>(kiosks, how.kiosks), into[0], into[1]);
            into = into.subspan(2);
        }
}

} // namespace circ::bench
