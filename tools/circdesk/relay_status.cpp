#include "tools/circdesk/ask_daemon.hpp"
#include "tools/circdesk/command.hpp"
#include "tools/circdesk/commands.hpp"
#include "tools/circdesk/table.hpp"
#include "tools/circdesk/tool.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value_to.hpp>

#include <iostream>

// How the library systems behind the daemon are, as it sees them now.

namespace circ::tool {
namespace {

namespace json = boost::json;

class relay_status final : public command {
public:
    std::string_view path() const override { return "relay status"; }
    std::string_view summary() const override {
        return "how the library systems behind the daemon are; exit code 1 when one is away, or an "
               "order waits for a person or for a system that is not named any more";
    }
    std::string_view example() const override { return "circdesk relay status"; }

    int run(tool& with) override {
        const std::string line = ask_daemon(with, "relay status");
        const json::value told = json::parse(line);
        if (told.is_object()) // the store cannot be read
            throw complaint("the daemon cannot say: " +
                                json::value_to<std::string>(told.as_object().at("trouble")),
                            unavailable);
        bool good = true;
        table shown({"backend",
                     "is",
                     "connections",
                     "answered",
                     "failed",
                     "refused here",
                     "waiting",
                     "stuck",
                     "in doubt",
                     "given up",
                     "conflict"});
        for (const auto& each : told.as_array()) {
            const auto& of = each.as_object();
            // Of a system that no section names any more there are the orders alone.
            const bool named = of.at("named").as_bool();
            const auto number = [&](const char* key) {
                return of.at(key).to_number<std::int64_t>();
            };
            const auto text = [&](const char* key) {
                return of.contains(key) ? std::to_string(number(key)) : "-";
            };
            const bool up = named && of.at("up").as_bool();
            good = good && up && number("stuck") == 0 && number("given_up") == 0 &&
                   number("conflict") == 0;
            shown.add({json::value_to<std::string>(of.at("name")),
                       !named ? "not named" : up ? "there" : "away",
                       named ? text("in_use") + " used, " + text("idle") + " idle" : "-",
                       text("answered"),
                       text("failed"),
                       text("refused_here"),
                       text("waiting"),
                       text("stuck"),
                       text("in_doubt"),
                       text("given_up"),
                       text("conflict")});
        }
        if (with.how().json)
            std::cout << line << '\n';
        else if (told.as_array().empty())
            std::cout << "no library system is asked: the settings have no [[ncip_backend]]\n";
        else
            shown.print(std::cout);
        return good ? done : refused;
    }
};

} // namespace

std::unique_ptr<command> make_relay_status() {
    return std::make_unique<relay_status>();
}

} // namespace circ::tool
