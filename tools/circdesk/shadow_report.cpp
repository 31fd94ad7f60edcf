#include "protocol/csv/writer.hpp"
#include "server/circulation/local_time.hpp"
#include "server/shadow/fields.hpp"
#include "storage/shadow_book.hpp"
#include "tools/circdesk/command.hpp"
#include "tools/circdesk/commands.hpp"
#include "tools/circdesk/shadow_summary.hpp"
#include "tools/circdesk/table.hpp"
#include "tools/circdesk/tool.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <array>
#include <iostream>
#include <map>
#include <set>

// How far a library system would have answered as we did.

namespace circ::tool {
namespace {

using storage::shadow_cause;

/// What was counted since a day, with the terminals' names.
struct findings {
    std::vector<storage::shadow_sum> sums;
    std::vector<storage::shadow_line> lines;
    std::map<storage::terminal_id, std::string> logins;
};

/// Columns and lines, however they are printed.
struct grid {
    std::vector<std::string> columns;
    std::vector<std::vector<std::string>> rows;
};

std::string text_of(std::int64_t number) {
    return std::to_string(number);
}

/// Requests by what `name` makes of each, with their differences by cause.
template <class NameOfSum, class NameOfLine>
grid by_requests(std::string_view title,
                 const findings& all,
                 NameOfSum name_of_sum,
                 NameOfLine name_of_line) {
    struct line {
        storage::shadow_tally counted;
        std::array<std::int64_t, 3> by_cause{};
    };
    std::map<std::string, line> lines;
    for (const auto& each : all.sums)
        lines[name_of_sum(each)].counted += each.counted;
    for (const auto& each : all.lines)
        if (!each.kind.accepted_at)
            lines[name_of_line(each)].by_cause.at(static_cast<std::size_t>(each.kind.cause)) +=
                each.count;
    grid made{{std::string(title),
               "requests",
               "same decision %",
               "same",
               "tolerable",
               "different",
               "other facts",
               "another rule",
               "other words",
               "unanswered",
               "skipped"},
              {}};
    for (const auto& [name, of] : lines)
        made.rows.push_back({name,
                             text_of(of.counted.compared()),
                             of.counted.compared() == 0 ? "" : same_decisions(of.counted),
                             text_of(of.counted.same),
                             text_of(of.counted.tolerable),
                             text_of(of.counted.different),
                             text_of(of.by_cause[0]),
                             text_of(of.by_cause[1]),
                             text_of(of.by_cause[2]),
                             text_of(of.counted.unanswered),
                             text_of(of.counted.skipped)});
    return made;
}

grid by_terminal(const findings& all) {
    const auto login = [&](const auto& each) { return all.logins.at(each.terminal); };
    return by_requests("terminal", all, login, login);
}

grid by_message(const findings& all) {
    return by_requests(
        "message",
        all,
        [](const auto& each) { return std::string(message_in_words(each.operation)); },
        [](const auto& each) { return std::string(message_in_words(each.kind.operation)); });
}

/// Differences by what `name` makes of each, most frequent first.
template <class Name>
grid by_differences(std::vector<std::string> columns, const findings& all, Name name) {
    struct line {
        std::set<std::int64_t> kinds;
        std::set<storage::terminal_id> terminals;
        std::int64_t times = 0;
    };
    std::map<std::vector<std::string>, line> lines;
    for (const auto& each : all.lines) {
        if (each.kind.accepted_at) continue;
        line& of = lines[name(each.kind)];
        of.kinds.insert(each.kind.number);
        of.terminals.insert(each.terminal);
        of.times += each.count;
    }
    grid made{std::move(columns), {}};
    for (const auto* more : {"kinds", "times", "terminals"})
        made.columns.emplace_back(more);
    std::vector<std::pair<std::vector<std::string>, line>> sorted(lines.begin(), lines.end());
    std::ranges::stable_sort(
        sorted, [](const auto& one, const auto& other) { return one.second.times > other.second.times; });
    for (auto& [cells, of] : sorted) {
        cells.push_back(std::to_string(of.kinds.size()));
        cells.push_back(text_of(of.times));
        cells.push_back(std::to_string(of.terminals.size()));
        made.rows.push_back(std::move(cells));
    }
    return made;
}

grid by_field(const findings& all) {
    return by_differences({"field", "cause"}, all, [](const storage::shadow_kind& of) {
        return std::vector<std::string>{std::string(shadow::field_in_words(of.field)),
                                        std::string(cause_in_words(of.cause))};
    });
}

grid by_cause(const findings& all) {
    return by_differences({"cause"}, all, [](const storage::shadow_kind& of) {
        return std::vector<std::string>{std::string(cause_in_words(of.cause))};
    });
}

struct view {
    std::string_view by;
    grid (*make)(const findings&);
};
constexpr std::array views{view{"message", &by_message},
                           view{"terminal", &by_terminal},
                           view{"field", &by_field},
                           view{"cause", &by_cause}};

table table_of(const grid& from) {
    table shown(from.columns);
    for (const auto& each : from.rows)
        shown.add(each);
    return shown;
}

boost::json::object json_of(const shadow_summary& of, const grid& lines) {
    boost::json::object made;
    made["sentence"] = sentence(of);
    made["days"] = of.days;
    made["requests"] = of.counted.compared();
    made["decided_otherwise"] = of.counted.decided_otherwise;
    made["same"] = of.counted.same;
    made["tolerable"] = of.counted.tolerable;
    made["different"] = of.counted.different;
    made["unanswered"] = of.counted.unanswered;
    made["skipped"] = of.counted.skipped;
    made["differences"] = of.differences;
    made["kinds"] = of.kinds;
    made["rules"] = of.rules;
    boost::json::array rows;
    for (const auto& each : lines.rows) {
        boost::json::object one;
        for (std::size_t i = 0; i < each.size(); ++i)
            one[lines.columns[i]] = each[i];
        rows.push_back(std::move(one));
    }
    made["lines"] = std::move(rows);
    return made;
}

class shadow_report final : public command {
public:
    std::string_view path() const override { return "shadow report"; }
    std::string_view summary() const override {
        return "how far a library system would have answered as we did; exit code 1 while a rule "
               "differs that is no tolerance";
    }
    std::string_view example() const override { return "circdesk shadow report --days 14"; }
    std::vector<option> options() override {
        return {{"--days", &days_, "of how many days, today included (14)"},
                {"--by", &by_, "a line for each message, terminal, field or cause (message)"},
                {"--csv", &csv_, "for a spreadsheet, without the sentence"}};
    }

    int run(tool& with) override {
        const auto chosen = std::ranges::find(views, by_, &view::by);
        if (chosen == views.end())
            throw complaint("'" + by_ +
                                "' is nothing that is reported by: say message, terminal, field or "
                                "cause",
                            wrong_usage);
        if (days_ < 1 || days_ > 36'500)
            throw complaint("--days is a number from 1 to 36500, not " + std::to_string(days_), wrong_usage);
        const findings all = gather(with);
        const auto summed = summary_of(days_, all.sums, all.lines);
        const grid lines = chosen->make(all);
        if (with.how().json)
            std::cout << boost::json::serialize(json_of(summed, lines)) << '\n';
        else if (csv_)
            print_csv(lines);
        else
            print(summed, lines);
        return summed.rules == 0 ? done : refused;
    }

private:
    [[nodiscard]] findings gather(tool& with) const {
        const auto library = with.institution();
        const auto first = circulation::date_in(with.now(), library.time_zone) -
                           std::chrono::days(days_ - 1);
        findings all;
        with.store().read([&](storage::reader& from) {
            all.sums = storage::shadow_reader(from).sums(library.id, first);
            all.lines = storage::shadow_reader(from).lines(library.id, first);
            for (const auto& each : from.terminals())
                all.logins[each.id] = each.login;
        });
        return all;
    }

    static void print(const shadow_summary& of, const grid& lines) {
        std::cout << sentence(of) << '\n';
        if (lines.rows.empty()) return;
        std::cout << '\n';
        table_of(lines).print(std::cout);
    }

    static void print_csv(const grid& lines) {
        const protocol::csv::dialect as{.at_front = protocol::csv::formulas::guarded};
        std::cout << protocol::csv::to_row(lines.columns, as);
        for (const auto& each : lines.rows)
            std::cout << protocol::csv::to_row(each, as);
    }

    std::int64_t days_ = 14;
    std::string by_ = "message";
    bool csv_ = false;
};

} // namespace

std::unique_ptr<command> make_shadow_report() {
    return std::make_unique<shadow_report>();
}

} // namespace circ::tool
