#include "server/circulation/reconcile_desk.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace circ::circulation {

using storage::backend_difference;
using storage::backend_mark;
using storage::mark_kind;

namespace {

constexpr int most_at_once = 500;

bool is_same(const backend_difference& one, const backend_difference& other) {
    return one.kind == other.kind && one.card == other.card && one.subject == other.subject &&
           one.ours == other.ours && one.theirs == other.theirs;
}

void add_mark(storage::unit_of_work& unit,
              std::string_view backend,
              storage::institution_id of,
              mark_kind kind,
              instant now,
              std::string_view by,
              std::string_view what,
              int last_number = 0) {
    backend_mark mark;
    mark.id = unit.new_id<storage::mark_id>();
    mark.backend = backend;
    mark.institution = of;
    mark.kind = kind;
    mark.at = now;
    mark.by = by;
    mark.what = what;
    mark.last_number = last_number;
    unit.add(mark);
}

/// An operator's word for the next change: spent by it.
bool is_allowed(storage::reader& from,
                std::string_view backend,
                storage::institution_id of,
                const std::optional<backend_mark>& compared) {
    const auto allowed = from.last_mark(backend, mark_kind::allowed, of);
    if (!allowed) return false;
    const auto changed = from.last_mark(backend, mark_kind::stages, of);
    const bool is_spent = changed && changed->id > allowed->id;
    const bool is_overtaken = compared && compared->id > allowed->id;
    return !is_spent && !is_overtaken;
}

} // namespace

std::vector<backend_difference>
differences_with(storage::reader& from, std::string_view backend, storage::institution_id of) {
    std::vector<backend_difference> all;
    for (bool more = true; more;) {
        auto some = from.differences_with(
            backend, of, all.empty() ? 0 : all.back().number, most_at_once);
        more = static_cast<int>(some.size()) == most_at_once;
        std::ranges::move(some, std::back_inserter(all));
    }
    return all;
}

void keep_differences(storage::unit_of_work& unit,
                      const config::ncip_backend& there,
                      const requester& by,
                      instant now,
                      const std::vector<backend_difference>& found) {
    auto before = differences_with(unit, there.name, by.institution);
    const auto compared = unit.last_mark(there.name, mark_kind::reconciled, by.institution);
    int number = compared ? compared->last_number : 0;
    for (backend_difference each : found) {
        const auto known = std::ranges::find_if(
            before, [&](const auto& one) { return is_same(one, each); });
        if (known != before.end()) {
            known->seen_at = now;
            if (is_mended(*known)) known->why.clear(); // it is back
            unit.change(*known);
            before.erase(known);
            continue;
        }
        each.id = unit.new_id<storage::difference_id>();
        each.backend = there.name;
        each.institution = by.institution;
        each.number = ++number;
        each.at = each.seen_at = now;
        unit.add(each);
    }
    for (const auto& gone : before)
        unit.remove(gone);
    add_mark(unit,
             there.name,
             by.institution,
             mark_kind::reconciled,
             now,
             by.operator_name,
             there.url,
             number);
}

acceptance accept_difference(storage::unit_of_work& unit,
                             std::string_view backend,
                             int number,
                             const requester& by,
                             instant now,
                             std::string_view why) {
    auto row = unit.find_difference(backend, by.institution, number);
    if (!row) return acceptance::no_such_row;
    if (is_mended(*row)) return acceptance::mended;
    row->accepted_at = now;
    row->accepted_by = by.operator_name;
    row->why = why;
    unit.change(*row);
    return acceptance::accepted;
}

void note_mended(storage::unit_of_work& unit,
                 std::string_view backend,
                 int number,
                 const requester& by,
                 std::string_view where) {
    auto row = unit.find_difference(backend, by.institution, number);
    if (!row) return; // a comparison has found it gone
    row->accepted_at.reset();
    row->accepted_by.clear();
    row->why = "mended at ";
    row->why.append(where);
    unit.change(*row);
}

bool is_mended(const backend_difference& row) {
    return !row.accepted_at && !row.why.empty();
}

void allow_stages(storage::unit_of_work& unit,
                  std::string_view backend,
                  const requester& by,
                  instant now,
                  std::string_view why) {
    add_mark(unit, backend, by.institution, mark_kind::allowed, now, by.operator_name, why);
}

void note_stages(storage::unit_of_work& unit,
                 std::string_view backend,
                 std::string_view stages,
                 instant now) {
    add_mark(unit, backend, {}, mark_kind::stages, now, {}, stages);
}

std::optional<std::string> noted_stages(storage::reader& from, std::string_view backend) {
    auto last = from.last_mark(backend, mark_kind::stages, {});
    if (!last) return std::nullopt;
    return std::move(last->what);
}

std::optional<std::string> objection_to_stages(storage::reader& from,
                                               const config::ncip_backend& there,
                                               const storage::institution& of,
                                               instant now) {
    const auto oldest = there.reconcile;
    const auto compared = from.last_mark(there.name, mark_kind::reconciled, of.id);
    if (oldest == std::chrono::hours{0} || is_allowed(from, there.name, of.id, compared))
        return std::nullopt;
    const std::string where = " (" + of.code + ")";
    if (!compared) return "both books have never been compared" + where;
    if (compared->what != there.url) return "both books were compared at another address" + where;
    if (now - compared->at > oldest)
        return "both books were compared more than " + std::to_string(oldest.count()) +
               " hours ago" + where;
    const auto all = differences_with(from, there.name, of.id);
    const auto open =
        std::ranges::count_if(all, [](const auto& each) { return !each.accepted_at; });
    if (open == 0) return std::nullopt;
    return std::to_string(open) + " rows of `circdesk relay reconcile` are open" + where;
}

} // namespace circ::circulation
