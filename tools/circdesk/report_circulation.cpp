#include "server/circulation/local_time.hpp"
#include "tools/circdesk/calendar_words.hpp"
#include "tools/circdesk/command.hpp"
#include "tools/circdesk/commands.hpp"
#include "tools/circdesk/table.hpp"
#include "tools/circdesk/tool.hpp"

#include <algorithm>
#include <array>
#include <iostream>
#include <map>
#include <set>

namespace circ::tool {
namespace {

constexpr std::array<std::string_view, 6> parts{"", "branch", "type", "collection", "category", "age"};

class report_circulation final : public command {
public:
    std::string_view path() const override { return "report circulation"; }
    std::string_view summary() const override {
        return "what was lent, renewed, returned ... between two days, from the counters that outlive the loans";
    }
    std::string_view example() const override {
        return "circdesk report circulation --from 2026-01-01 --to today --by branch";
    }
    std::vector<option> options() override {
        return {{"--from", &from_, "first day", true},
                {"--to", &to_, "last day, or today"},
                {"--by", &by_, "a line for each branch, type, collection, category or age"}};
    }

    int run(tool& with) override {
        if (std::ranges::find(parts, by_) == parts.end())
            throw complaint("'" + by_ + "' is nothing that is counted by: say branch, type, collection, category or age",
                            wrong_usage);
        const auto library = with.institution();
        const auto today = circulation::date_in(with.now(), library.time_zone);
        const auto first = to_day(from_, today);
        const auto last = to_day(to_, today);
        if (last < first) throw complaint("--to lies before --from", wrong_usage);
        std::vector<storage::counter_sum> sums;
        with.store().read([&](storage::reader& from) { sums = from.counted(library.id, first, last, by_); });
        if (sums.empty() && !with.how().json) {
            std::cout << "nothing was counted between " << from_ << " and " << to_ << '\n';
            return done;
        }
        const table shown = make_table(sums);
        with.how().json ? shown.print_json(std::cout) : shown.print(std::cout);
        return done;
    }

private:
    /// Lines are what is counted by, columns are what happened.
    [[nodiscard]] table make_table(const std::vector<storage::counter_sum>& sums) const {
        std::set<std::string> kinds;
        std::map<std::string, std::map<std::string, std::int64_t>> lines;
        for (const auto& each : sums) {
            kinds.insert(each.kind);
            lines[each.part][each.kind] = each.amount;
        }
        std::vector<std::string> columns{by_.empty() ? "of" : by_};
        columns.insert(columns.end(), kinds.begin(), kinds.end());
        table shown(std::move(columns));
        for (auto& [part, amounts] : lines) {
            std::vector<std::string> cells{by_.empty() ? "all" : part.empty() ? "-" : part};
            for (const auto& kind : kinds) cells.push_back(std::to_string(amounts[kind]));
            shown.add(std::move(cells));
        }
        return shown;
    }

    std::string from_;
    std::string to_ = "today";
    std::string by_;
};

} // namespace

std::unique_ptr<command> make_report_circulation() { return std::make_unique<report_circulation>(); }

} // namespace circ::tool
