#include "server/app/control_requests.hpp"

#include "server/app/certificates.hpp"
#include "storage/store_error.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <memory>
#include <string>
#include <utility>

#include <unistd.h>

namespace circ::app {

namespace asio = boost::asio;
namespace json = boost::json;

namespace {

/// What stands whenever the daemon is asked.
struct subjects {
    control_subjects over;
    storage::instant since;
};

asio::awaitable<std::string> status(std::shared_ptr<const subjects> of) {
    const net::vital_signs signs = co_await of->over.health.examine();
    const auto objection = net::objection_of(signs);
    json::object line;
    line["version"] = CIRC_VERSION;
    line["process"] = ::getpid();
    line["since"] = of->since.time_since_epoch().count();
    line["sessions"] = of->over.sessions.size();
    line["sessions_limit"] = of->over.settings.server.max_connections;
    line["draining"] = signs.draining;
    line["stopping"] = signs.stopping;
    line["store_trouble"] = signs.store_trouble;
    line["ready"] = !objection;
    line["why_not"] = objection.value_or("");
    line["http_address"] = of->over.settings.http.address;
    line["http_port"] = of->over.http_port();
    if (const auto first = first_to_end(of->over.certificates, of->over.clock.now())) {
        line["certificate_listener"] = first->listener;
        line["certificate_days_left"] = first->days;
        line["certificate_ends_soon"] = first->ends_soon;
    }
    co_return json::serialize(line);
}

asio::awaitable<std::string> relay_status(relays& of) {
    json::object trouble;
    try {
        co_return of.status();
    } catch (const storage::store_error& away) {
        trouble["trouble"] = away.what();
    }
    co_return json::serialize(trouble);
}

/// @param words the operator, a tab, the reason
asio::awaitable<std::string> drain(net::vitals& of, net::vitals::drain to, std::string words) {
    const auto tab = words.find('\t');
    const std::string why = tab == std::string::npos ? std::string() : words.substr(tab + 1);
    const bool before = of.draining();
    of.set(to, words.substr(0, tab), why);
    json::object line;
    line["draining"] = of.draining();
    line["changed"] = before != of.draining();
    co_return json::serialize(line);
}

} // namespace

std::vector<net::control_request> control_requests(const control_subjects& over) {
    const auto of = std::make_shared<const subjects>(subjects{over, over.clock.now()});
    net::vitals* const health = &over.health;
    relays* const behind = &over.behind;
    return {{"status", [of](std::string) { return status(of); }},
            {"relay status", [behind](std::string) { return relay_status(*behind); }},
            {"drain on", [health](std::string by) { return drain(*health, net::vitals::drain::on, std::move(by)); }},
            {"drain off", [health](std::string by) { return drain(*health, net::vitals::drain::off, std::move(by)); }}};
}

} // namespace circ::app
