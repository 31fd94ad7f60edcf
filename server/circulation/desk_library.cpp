#include "server/circulation/desk_library.hpp"

#include "server/circulation/change_list.hpp"
#include "server/circulation/desk_request.hpp"
#include "server/circulation/local_time.hpp"
#include "server/circulation/trail.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace circ::circulation {

namespace {

using code = reason_code;

constexpr std::string_view shipped_language = "en";

// ISO 4217: what has no minor units, and what has thousandths.
constexpr std::array<std::string_view, 16> whole_currencies{
    "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF"};
constexpr std::array<std::string_view, 7> fine_currencies{"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"};

// ISO 639-1, each with a blank behind it.
constexpr std::string_view languages =
    "aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo es et eu "
    "fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km "
    "kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om "
    "or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr "
    "ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu ";

bool is_language(std::string_view said) {
    return said.size() == 2 && said.find(' ') == std::string_view::npos && languages.find(std::string(said) + ' ') != std::string_view::npos;
}

bool is_written_in(std::string_view text, std::size_t length, char first, char last) {
    return text.size() == length &&
           std::ranges::all_of(text, [&](char each) { return each >= first && each <= last; });
}

void refuse_field(std::vector<reason>& found, std::string field) {
    found.push_back({.code = code::request_incomplete, .field = std::move(field)});
}

void judge_zone(std::vector<reason>& found, const std::optional<std::string>& said) {
    if (said && !is_known_zone(*said)) refuse_field(found, "time zone '" + *said + "' (a name as Europe/Berlin)");
}

/// Codes go over the wire and stand in settings: letters, digits and what joins them.
void judge_code(std::vector<reason>& found, std::string_view said) {
    const auto fits = [](char each) {
        return (each >= '0' && each <= '9') || (each >= 'A' && each <= 'Z') || (each >= 'a' && each <= 'z') ||
               each == '-' || each == '_' || each == '.';
    };
    if (said.empty() || !std::ranges::all_of(said, fits))
        refuse_field(found, "code (letters, digits, and - _ . between them)");
}

/// Codes that differ in their case alone are one for whoever types them, and two for a store: the second is a mistake.
bool is_same_code(std::string_view left, std::string_view right) {
    const auto small = [](char each) { return each >= 'A' && each <= 'Z' ? static_cast<char>(each - 'A' + 'a') : each; };
    return std::ranges::equal(left, right, {}, small, small);
}

void judge_name(std::vector<reason>& found, const std::string& name) {
    demand(found, name, "name");
}

} // namespace

int decimals_of(std::string_view currency) noexcept {
    if (std::ranges::find(whole_currencies, currency) != whole_currencies.end()) return 0;
    return std::ranges::find(fine_currencies, currency) != fine_currencies.end() ? 3 : 2;
}

int fewest_decimals(storage::reader& from) {
    int fewest = most_decimals;
    for (const auto& each : from.institutions()) fewest = std::min(fewest, each.decimals);
    return fewest;
}

std::vector<reason> decide_institution(const institution_data& said) {
    std::vector<reason> found;
    if (said.currency && !is_written_in(*said.currency, 3, 'A', 'Z'))
        refuse_field(found, "currency '" + *said.currency + "' (three letters, as EUR)");
    if (said.language && !is_language(*said.language))
        refuse_field(found, "language '" + *said.language + "' (two letters of ISO 639-1, as en)");
    judge_zone(found, said.time_zone);
    return found;
}

namespace {

/// Writes what is said. @return what it changed
change_list describe(storage::institution& what, const institution_data& said) {
    change_list changed;
    changed.set(what.name, said.name, "name");
    changed.set(what.currency, said.currency, "currency");
    changed.set(what.language, said.language, "language");
    changed.set(what.time_zone, said.time_zone, "time zone");
    what.decimals = decimals_of(what.currency);
    return changed;
}

change_list describe(storage::branch& what, const branch_data& said) {
    change_list changed;
    changed.set(what.name, said.name, "name");
    changed.set(what.address, said.address, "address");
    changed.set(what.time_zone, said.time_zone, "time zone");
    return changed;
}

void leave_trail(storage::unit_of_work& unit,
                 const requester& by,
                 instant now,
                 std::string_view kind,
                 std::string_view why,
                 std::string detail,
                 storage::branch_id where = {}) {
    storage::event event = make_event(unit, by, now, kind, why);
    event.branch = where;
    event.detail = std::move(detail);
    unit.add(event);
}

struct use_name {
    std::string_view many;
    std::string_view one;
};
constexpr std::array use_names{use_name{"items", "item"},
                               use_name{"readers", "reader"},
                               use_name{"holds to be fetched there", "hold to be fetched there"},
                               use_name{"items on their way there", "item on its way there"},
                               use_name{"enabled terminals", "enabled terminal"},
                               use_name{"branches", "branch"},
                               use_name{"titles", "title"},
                               use_name{"terminals", "terminal"},
                               use_name{"partners", "partner"},
                               use_name{"imports", "import"}};

/// "12 items, 1 reader"; empty when nothing counts on the branch, or hangs on the institution, any more.
template <class Id>
std::string uses_text(storage::reader& from, Id of) {
    std::string all;
    for (const auto& [what, number] : from.uses_of(of)) {
        if (number == 0) continue;
        const auto one = std::ranges::find(use_names, what, &use_name::many);
        all.append(all.empty() ? "" : ", ").append(std::to_string(number)).append(" ");
        all.append(number == 1 && one != use_names.end() ? one->one : what);
    }
    return all;
}

/// Of an institution's branches, closed ones too.
std::optional<storage::branch> find_branch(storage::reader& from, const requester& by, const std::string& named) {
    auto all = from.branches(by.institution);
    const auto found = std::ranges::find(all, named, &storage::branch::code);
    return found == all.end() ? std::nullopt : std::optional(std::move(*found));
}

} // namespace

outcome perform(storage::unit_of_work& unit, const open_institution& asked, const surroundings& with) {
    storage::institution made;
    made.code = asked.code;
    made.language = shipped_language;
    static_cast<void>(describe(made, asked.data)); // all of it is new
    auto against = decide_institution(asked.data);
    judge_code(against, made.code);
    judge_name(against, made.name);
    demand(against, made.currency, "currency");
    demand(against, made.time_zone, "time zone");
    for (const auto& each : unit.institutions())
        if (is_same_code(each.code, made.code))
            against.push_back({.code = code::code_taken, .field = "an institution " + each.code});
    if (!against.empty()) return refused_with<outcome>(std::move(against));
    made.id = unit.new_id<storage::institution_id>();
    unit.add(made);
    requester by = asked.by;
    by.institution = made.id;
    leave_trail(unit, by, with.now, "institution_added", {}, made.code);
    return {};
}

outcome perform(storage::unit_of_work& unit, const remove_institution& asked, const surroundings& with) {
    std::vector<reason> against;
    demand(against, asked.why, "reason");
    const auto what = unit.institution_by_code(asked.code);
    if (!what)
        refuse_field(against, "institution '" + asked.code + "' (`institution list` shows them)");
    else if (const auto uses = uses_text(unit, what->id); !uses.empty())
        against.push_back({.code = code::not_permitted, .field = "the institution still has " + uses});
    if (!against.empty()) return refused_with<outcome>(std::move(against));
    unit.remove(*what);
    if (const auto left = unit.institutions(); !left.empty()) {
        requester by = asked.by;
        by.institution = left.front().id;
        leave_trail(unit, by, with.now, "institution_removed", asked.why, what->code);
    }
    return {};
}

outcome perform(storage::unit_of_work& unit, const change_institution& asked, const surroundings& with) {
    auto against = decide_institution(asked.data);
    demand(against, asked.why, "reason");
    auto what = unit.find_institution(asked.by.institution);
    if (!what) return refused_with<outcome>({{.code = code::request_incomplete, .field = "institution"}});
    const std::string currency = what->currency;
    const auto changed = describe(*what, asked.data);
    judge_name(against, what->name);
    if (against.empty() && what->currency != currency && unit.knows_money(what->id))
        against.push_back({.code = code::not_permitted,
                           .field = "prices, fees or payments are kept in " + currency +
                                    " already; what is in " + what->currency +
                                    " needs another institution (`institution add`)"});
    if (against.empty() && changed.text().empty()) against.push_back({.code = code::already_so});
    if (!against.empty()) return refused_with<outcome>(std::move(against));
    unit.change(*what);
    leave_trail(unit, asked.by, with.now, "institution_changed", asked.why, changed.text());
    return {};
}

outcome perform(storage::unit_of_work& unit, const open_branch& asked, const surroundings& with) {
    const auto of = unit.find_institution(asked.by.institution);
    if (!of) return refused_with<outcome>({{.code = code::request_incomplete, .field = "institution"}});
    storage::branch made;
    made.institution = of->id;
    made.code = asked.code;
    made.time_zone = of->time_zone;
    static_cast<void>(describe(made, asked.data)); // all of it is new
    std::vector<reason> against;
    judge_code(against, made.code);
    judge_name(against, made.name);
    judge_zone(against, asked.data.time_zone);
    for (const auto& each : unit.branches(of->id))
        if (is_same_code(each.code, made.code))
            against.push_back({.code = code::code_taken, .field = "a branch " + each.code});
    if (!against.empty()) return refused_with<outcome>(std::move(against));
    made.id = unit.new_id<storage::branch_id>();
    unit.add(made);
    leave_trail(unit, asked.by, with.now, "branch_added", {}, made.code, made.id);
    return {};
}

outcome perform(storage::unit_of_work& unit, const change_branch& asked, const surroundings& with) {
    std::vector<reason> against;
    demand(against, asked.why, "reason");
    judge_zone(against, asked.data.time_zone);
    auto what = find_branch(unit, asked.by, asked.code);
    if (!what) {
        against.push_back({.code = code::branch_unknown, .field = asked.code});
        return refused_with<outcome>(std::move(against));
    }
    const auto changed = describe(*what, asked.data);
    judge_name(against, what->name);
    if (against.empty() && changed.text().empty()) against.push_back({.code = code::already_so});
    if (!against.empty()) return refused_with<outcome>(std::move(against));
    unit.change(*what);
    leave_trail(unit, asked.by, with.now, "branch_changed", asked.why, changed.text(), what->id);
    return {};
}

outcome perform(storage::unit_of_work& unit, const set_branch_state& asked, const surroundings& with) {
    std::vector<reason> against;
    demand(against, asked.why, "reason");
    auto what = find_branch(unit, asked.by, asked.code);
    const bool closes = asked.to == branch_state::closed;
    if (!what)
        against.push_back({.code = code::branch_unknown, .field = asked.code});
    else if (what->closed_at.has_value() == closes)
        against.push_back({.code = code::already_so});
    else if (const auto uses = closes ? uses_text(unit, what->id) : std::string(); !uses.empty())
        against.push_back({.code = code::branch_in_use, .field = uses});
    if (!against.empty()) return refused_with<outcome>(std::move(against));
    what->closed_at = closes ? std::optional(with.now) : std::nullopt;
    unit.change(*what);
    leave_trail(unit, asked.by, with.now, closes ? "branch_closed" : "branch_opened", asked.why, {}, what->id);
    return {};
}

} // namespace circ::circulation
