#include "server/net/watch_hub.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <utility>

namespace circ::net {

std::string to_json_line(const watched& what) {
    namespace json = boost::json;
    json::array fields;
    for (const auto& each : what.fields)
        fields.push_back(json::object{{"id", each.id}, {"name", each.name}, {"value", each.value}});
    return json::serialize(json::object{
        {"at", what.at.time_since_epoch().count()},
        {"terminal", what.terminal},
        {"address", what.address},
        {"from", what.from_device ? "SC" : "ACS"},
        {"code", what.code},
        {"title", what.title},
        {"fields", std::move(fields)},
        {"note", what.note},
    });
}

void watch_hub::tell(const watched& what) const {
    for (const auto& [number, call] : listeners_) call(what);
}

int watch_hub::attach(listener who) {
    listeners_.emplace(++last_, std::move(who));
    return last_;
}

void watch_hub::detach(int number) { listeners_.erase(number); }

} // namespace circ::net
