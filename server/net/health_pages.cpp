#include "server/net/health_pages.hpp"

#include <utility>

namespace circ::net {

namespace asio = boost::asio;

namespace {

asio::awaitable<http_answer> alive() {
    http_answer made;
    made.body = "alive\n";
    co_return made;
}

asio::awaitable<http_answer> ready(vitals& of) {
    const vital_signs signs = co_await of.examine();
    const auto objection = objection_of(signs);
    http_answer made;
    made.status = objection ? 503 : 200;
    made.body = objection.value_or("ready") + '\n';
    co_return made;
}

asio::awaitable<http_answer> shown(const std::function<std::string()>& figures) {
    http_answer made;
    made.type = "text/plain; version=0.0.4; charset=utf-8";
    made.body = figures();
    co_return made;
}

} // namespace

std::vector<http_page> health_pages(vitals& of, std::function<std::string()> figures) {
    const auto kept = std::make_shared<const std::function<std::string()>>(std::move(figures));
    return {{"/metrics", [kept] { return shown(*kept); }},
            {"/healthz", [] { return alive(); }},
            {"/readyz", [&of] { return ready(of); }}};
}

} // namespace circ::net
