#include "server/circulation/local_time.hpp"
#include "server/circulation/notice.hpp"
#include "server/circulation/terminal_silence.hpp"
#include "tools/circdesk/report/lines.hpp"
#include "tools/circdesk/report/pages.hpp"
#include "tools/circdesk/silent_days.hpp"
#include "tools/circdesk/tool.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace circ::tool::report_lines {

namespace {

/// What is the matter with a device, or nothing.
std::string trouble_of(const circulation::heard_terminal& of, int limit) {
    const bool is_silent = of.silent_days >= limit;
    std::string told = !is_silent ? "" : of.sign ? "silent" : "never heard of";
    if (of.shutting_down && is_silent) told += ", it was shut down";
    if (of.out_of_paper) told.append(told.empty() ? "" : ", ").append("out of paper");
    return told;
}

/// A month or a year on the calendar.
struct period {
    std::string name;
    storage::local_date first;
    storage::local_date last;
};

period month_of(storage::local_date day) {
    const std::chrono::year_month_day date{day};
    const auto month = date.year() / date.month();
    std::array<char, 16> name{};
    std::snprintf(name.data(), name.size(), "%04d-%02u", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()));
    return {name.data(), storage::local_date{month / 1}, storage::local_date{month / std::chrono::last}};
}

period year_of(storage::local_date day) {
    const auto year = std::chrono::year_month_day{day}.year();
    return {std::to_string(static_cast<int>(year)), storage::local_date{year / 1 / 1},
            storage::local_date{year / 12 / 31}};
}

std::int64_t amount_of(const std::vector<storage::counter_sum>& sums, std::string_view kind) {
    const auto found = std::ranges::find(sums, kind, &storage::counter_sum::kind);
    return found == sums.end() ? 0 : found->amount;
}

} // namespace

lines notices_failed(report_source& from, const report_question&) {
    lines made;
    const auto add = [&](const storage::notice& of) {
        if (!circulation::has_failed(of)) return;
        const auto to = of.recipient ? of.recipient : of.patron;
        made.push_back({std::to_string(of.id.value), of.kind, circulation::card_number_of(from.from, to),
                        of.channel == storage::notice_channel::email ? "email" : "post", of.created_at,
                        std::int64_t{of.tries}, of.last_error});
    };
    for (const auto state : {storage::notice_state::failed, storage::notice_state::given_up})
        walk_after(
            storage::notice_id{},
            [&](auto after) {
                return from.from.notices_in(from.library.institution.id, state, after, report_step);
            },
            [](const storage::notice& of) { return of.id; }, add);
    return made;
}

lines terminals_silent(report_source& from, const report_question& asked) {
    lines made;
    for (const auto& each : circulation::heard_terminals(from.from, from.library, asked.now)) {
        const int limit = asked.days > 0 ? asked.days : silent_days_of(from.with.settings_of({"server", "profile"}), each.account);
        const auto trouble = trouble_of(each, limit);
        if (each.account.branch != asked.here.id || trouble.empty()) continue;
        made.push_back({each.account.login, each.account.location, each.account.profile,
                        each.sign ? report_cell(each.sign->heard_at) : report_cell(),
                        std::int64_t{each.silent_days}, trouble});
    }
    return made;
}

lines statistics(report_source& from, const report_question& asked) {
    const auto& library = from.library.institution;
    const storage::counted_part part{library.id, asked.here.id, asked.item_type};
    const auto& zone = asked.here.id ? asked.here.time_zone : library.time_zone;
    const bool of_all = asked.item_type.empty(); // people and money are of no type
    lines made;
    for (auto day = asked.since; day <= asked.until;) {
        auto span = asked.by == "year" ? year_of(day) : month_of(day);
        const auto first = std::max(span.first, asked.since);
        const auto last = std::min(span.last, asked.until);
        const auto after = circulation::end_of_day(first - std::chrono::days{1}, zone);
        const auto until = circulation::end_of_day(last, zone);
        const auto sums = from.from.counted_at(part, first, last);
        const auto only = [&](auto value) { return of_all ? report_cell(value) : report_cell(); };
        made.push_back({std::move(span.name), amount_of(sums, "checkout"), amount_of(sums, "renew"),
                        amount_of(sums, "checkin"), amount_of(sums, "in_house_use"),
                        only(amount_of(sums, "hold_placed")),
                        only(from.from.new_patrons(library.id, asked.here.id, after, until)),
                        only(from.from.charged(library.id, asked.here.id, after, until).amount),
                        only(from.from.paid(library.id, asked.here.id, after, until).amount)});
        day = last + std::chrono::days{1};
    }
    return made;
}

} // namespace circ::tool::report_lines
