#include "storage/sql/library_cache.hpp"

#include "storage/sql/row_mapping.hpp"

#include <algorithm>
#include <bit>
#include <utility>

namespace circ::storage::sql {
namespace {

constexpr std::string_view mark_key = "library_mark";

std::shared_ptr<const library> load_library(session& over, institution_id id) {
    auto found = find_one<institution>(over, query::find_institution, with("id", id));
    if (!found) return nullptr;
    return std::make_shared<const library>(
        library{std::move(*found), find_all<branch>(over, query::branches, with("institution", id))});
}

calendar load_calendar(session& over, branch_id of, local_date since) {
    return {.hours = find_all<opening_hours>(over, query::hours_of, with("branch", of)),
            .closed = find_values<local_date>(over, query::closed_days_of, with("branch", of), with("since", since))};
}

} // namespace

void library_cache::changed(session& over) {
    const auto fresh = std::bit_cast<mark>(over.next_id());
    static_cast<void>(execute(over, query::put_setting, with("key", mark_key), with("value", fresh)));
    forget();
    state_ = state::changing;
}

std::shared_ptr<const library> library_cache::find(session& over, institution_id id) {
    if (state_ == state::unknown) look(over);
    if (state_ == state::changing) return load_library(over, id);
    auto& place = libraries_[id];
    if (!place) place = load_library(over, id);
    return place;
}

calendar library_cache::days_of(session& over, branch_id of, local_date since) {
    if (state_ == state::unknown) look(over);
    if (state_ == state::changing) return load_calendar(over, of, since);
    auto found = calendars_.find(of);
    if (found == calendars_.end() || found->second.since > since)
        found = calendars_.insert_or_assign(of, kept_calendar{load_calendar(over, of, since), since}).first;
    const auto& kept = found->second.days;
    return {.hours = kept.hours,
            .closed = {std::ranges::lower_bound(kept.closed, since), kept.closed.end()}};
}

void library_cache::look(session& over) {
    auto found = run(over, query::find_setting, with("key", mark_key));
    const auto stored = found.next() ? found.get<mark>(0) : mark{};
    if (stored != mark_) forget();
    mark_ = stored;
    state_ = state::as_stored;
}

void library_cache::forget() {
    libraries_.clear();
    calendars_.clear();
}

} // namespace circ::storage::sql
