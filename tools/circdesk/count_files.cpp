#include "tools/circdesk/count_files.hpp"

#include "tools/circdesk/tool.hpp"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value_to.hpp>

#include <filesystem>
#include <utility>

namespace circ::tool {

namespace json = boost::json;
using circulation::settled;

// What is wrong with the file is known before anything is booked.
undo_file::undo_file(std::string path) : path_(std::move(path)) {
    if (std::filesystem::is_regular_file(path_)) static_cast<void>(read_undo_file(path_));
    to_.open(path_, std::ios::app);
    add({});
}

void undo_file::add(const std::vector<settled>& some) {
    for (const auto& each : some)
        to_ << json::serialize(json::object{{"item", each.barcode},
                                            {"before", static_cast<int>(each.before)},
                                            {"after", static_cast<int>(each.after)},
                                            {"event", each.event.value}})
            << '\n';
    to_.flush();
    if (!to_)
        throw complaint("cannot write " + path_ +
                            "; the items are listed by `circdesk item list --state missing`",
                        unavailable);
}

std::vector<settled> read_undo_file(const std::string& path) {
    std::ifstream from(path);
    if (!from) throw complaint("cannot read " + path, not_found);
    std::vector<settled> all;
    int number = 0;
    for (std::string line; std::getline(from, line);) {
        ++number;
        try {
            const auto row = json::parse(line).as_object();
            all.push_back(
                {.barcode = json::value_to<std::string>(row.at("item")),
                 .before = static_cast<storage::item_state>(row.at("before").to_number<int>()),
                 .after = static_cast<storage::item_state>(row.at("after").to_number<int>()),
                 .event = {row.at("event").to_number<std::int64_t>()}});
        } catch (const std::exception&) {
            throw complaint(path + ", line " + std::to_string(number) +
                                ": this is no line of an undo file",
                            wrong_usage);
        }
    }
    return all;
}

} // namespace circ::tool
