#include "server/circulation/trail.hpp"

#include "server/circulation/standing.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace circ::circulation {

namespace {

struct band {
    int up_to;
    const char* name;
};
constexpr std::array bands{band{5, "0-5"},
                           band{11, "6-11"},
                           band{17, "12-17"},
                           band{24, "18-24"},
                           band{64, "25-64"},
                           band{200, "65+"}};

template <class T>
std::optional<std::int64_t> days_of(const std::optional<T>& date) {
    if (!date) return std::nullopt;
    return date->time_since_epoch().count();
}

} // namespace

short_form::short_form(std::string_view text) {
    while (!text.empty()) {
        const auto end = std::min(text.find(' '), text.size());
        const auto word = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        const auto equals = std::min(word.find('='), word.size());
        const auto digits = word.substr(std::min(equals + 1, word.size()));
        std::int64_t value = 0;
        const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value);
        if (read.ec == std::errc{}) values_.emplace(word.substr(0, equals), value);
    }
}

void short_form::put(std::string_view name, std::optional<std::int64_t> value) {
    if (value) values_.insert_or_assign(std::string{name}, *value);
}

void short_form::put(std::string_view name, std::optional<instant> value) {
    if (value) put(name, value->time_since_epoch().count());
}

std::optional<std::int64_t> short_form::number(std::string_view name) const {
    const auto found = values_.find(name);
    return found == values_.end() ? std::nullopt : std::optional{found->second};
}

std::optional<instant> short_form::at(std::string_view name) const {
    const auto value = number(name);
    return value ? std::optional{instant{std::chrono::microseconds{*value}}} : std::nullopt;
}

std::string short_form::text() const {
    std::string line;
    for (const auto& [name, value] : values_) {
        line += (line.empty() ? "" : " ") + name + "=" + std::to_string(value);
    }
    return line;
}

void put_hold(short_form& into, const std::string& as, const storage::hold& before) {
    into.put(as, before.id.value);
    into.put(as + ".state", static_cast<std::int64_t>(before.state));
    if (before.trapped_item) into.put(as + ".item", before.trapped_item.value);
    into.put(as + ".trapped", before.trapped_at);
    into.put(as + ".shelf", days_of(before.shelf_until));
    into.put(as + ".closed", before.closed_at);
}

storage::hold restored(const short_form& from, const std::string& as, storage::hold now) {
    now.state = static_cast<storage::hold_state>(from.number(as + ".state").value_or(0));
    now.trapped_item = storage::item_id{from.number(as + ".item").value_or(0)};
    now.trapped_at = from.at(as + ".trapped");
    now.closed_at = from.at(as + ".closed");
    const auto shelf = from.number(as + ".shelf");
    now.shelf_until.reset();
    if (shelf) now.shelf_until = local_date{std::chrono::days{*shelf}};
    return now;
}

storage::event make_event(storage::unit_of_work& unit,
                          const requester& by,
                          instant now,
                          std::string_view kind,
                          std::string_view why) {
    storage::event made;
    made.id = unit.new_id<storage::event_id>();
    made.institution = by.institution;
    made.at = now;
    made.kind = kind;
    made.branch = by.branch;
    made.terminal = by.terminal;
    made.by = by.operator_name;
    made.reason = why;
    return made;
}

std::string age_band(const storage::patron* who, local_date day) {
    const auto age = who == nullptr ? std::nullopt : age_on(*who, day);
    if (!age) return "unknown";
    const auto found =
        std::ranges::find_if(bands, [&](const band& one) { return *age <= one.up_to; });
    return found == bands.end() ? "unknown" : found->name;
}

void count_event(storage::unit_of_work& unit,
                 const requester& by,
                 const library_facts& of,
                 instant now,
                 counted what,
                 std::string_view kind,
                 std::int64_t how_many) {
    storage::counter_key key;
    key.day = date_in(now, of.branch(by.branch).time_zone);
    key.branch = by.branch;
    if (what.item != nullptr) {
        key.item_type = what.item->item_type;
        key.collection = what.item->collection;
    }
    if (what.patron != nullptr) key.patron_category = what.patron->category;
    key.age_band = age_band(what.patron, key.day);
    key.kind = kind;
    unit.count(key, how_many);
}

storage::review_entry make_review(storage::unit_of_work& unit,
                                  const requester& by,
                                  instant now,
                                  review_kind kind,
                                  std::string_view operation) {
    storage::review_entry row;
    row.id = unit.new_id<storage::review_id>();
    row.institution = by.institution;
    row.kind = about(kind).name;
    row.terminal = by.terminal;
    row.request = operation;
    row.said_at = by.said;
    row.at = now;
    return row;
}

std::string reason_list(const std::vector<reason>& reasons) {
    std::string list;
    for (const auto& one : reasons)
        list += (list.empty() ? "" : " ") + std::string{reason_name(one.code)};
    return list;
}

bool is_posted(const requester& by) {
    return by.when == timing::already_happened && by.rules->offline_ok;
}

void make_posted(requester& by) {
    by.when = timing::already_happened;
    if (by.rules->offline_ok) return;
    auto rules = *by.rules;
    rules.offline_ok = true;
    by.rules = std::make_shared<const device_rules>(std::move(rules));
}

bool is_posted_by_staff(const requester& by) {
    return is_posted(by) && !by.operator_name.empty();
}

instant moment_of(const requester& by, instant now) {
    return is_posted(by) && by.said ? std::min(*by.said, now) : now;
}

} // namespace circ::circulation
