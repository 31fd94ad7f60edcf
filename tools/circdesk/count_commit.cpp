#include "server/circulation/stocktaking.hpp"
#include "tools/circdesk/command.hpp"
#include "tools/circdesk/commands.hpp"
#include "tools/circdesk/confirm.hpp"
#include "tools/circdesk/count_files.hpp"
#include "tools/circdesk/counting.hpp"
#include "tools/circdesk/rules.hpp"
#include "tools/circdesk/said_line.hpp"
#include "tools/circdesk/tool.hpp"
#include "tools/circdesk/wording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

// The end of a count, and the way back.

namespace circ::tool {
namespace {

using circulation::settled;
using circulation::settling_of_count;
using storage::scan_finding;
using storage::stock_count;

/// Items in one unit of work: kiosks go on between two.
constexpr std::size_t stride = 100;

class count_commit final : public command {
public:
    std::string_view path() const override { return "count commit"; }
    std::string_view summary() const override {
        return "end a count: what nobody has seen is booked as missing, what was missing and is "
               "there as found";
    }
    std::string_view example() const override {
        return "circdesk count commit fiction-2026 --undo-file fiction-2026.undo --yes";
    }
    std::vector<option> options() override {
        return {{"name", &name_, "the count", true},
                {"--undo-file", &undo_, "file for `circdesk count undo`", true},
                without_asking(yes_)};
    }

    int run(tool& with) override {
        const auto in = open_count(with, name_);
        std::vector<storage::item_id> lost;
        std::vector<storage::item_id> back;
        with.store().read([&](storage::reader& from) {
            for_each_unseen(from, in, [&](const auto& each) { lost.push_back(each.item.id); });
            for (auto some = from.scans_of(in.id, scan_finding::was_missing, {}, count_rows);
                 !some.empty();
                 some = from.scans_of(in.id, scan_finding::was_missing, some.back().id, count_rows))
                for (const auto& each : some)
                    back.push_back(each.item);
        });
        with.store().end_turn();
        const auto would =
            fmt::format("{} would be booked as missing, {} as found",
                        counted(static_cast<std::int64_t>(lost.size()), "item", "items"),
                        grouped(static_cast<std::int64_t>(back.size())));
        if (!confirm(with, would, yes_)) return refused;
        undo_file undo(undo_);
        const auto missing = settle_all(with, in, lost, settling_of_count::missing, undo);
        const auto found = settle_all(with, in, back, settling_of_count::found, undo);
        storage::write_and_wait(with.store(),
                                [&](storage::unit_of_work& unit) { end_count(unit, in, with); });
        say_done(with,
                 fmt::format("{} booked as missing, {} as found; to take it back: `circdesk count undo {} --at BRANCH --reason WHY`",
                             counted(static_cast<std::int64_t>(missing), "item is", "items are"),
                             grouped(static_cast<std::int64_t>(found)), undo_),
                 {{"count", name_}, {"missing", missing}, {"found", found}, {"undo_file", undo_}});
        return done;
    }

private:
    /// The lines of a stride are in the file before it is whole in the store: whatever is booked can
    /// be put back. A line of what was not booked names an event that there is not.
    static std::size_t settle_all(tool& with,
                                  const stock_count& in,
                                  const std::vector<storage::item_id>& ids,
                                  settling_of_count how,
                                  undo_file& undo) {
        const auto rules = policy_of(with);
        std::size_t in_all = 0;
        for (std::size_t first = 0; first < ids.size(); first += stride) {
            std::vector<settled> some;
            storage::write_and_wait(with.store(), [&](storage::unit_of_work& unit) {
                some.clear();
                const auto by = counter_of(with, in);
                const circulation::surroundings around{.rules = rules, .now = with.now()};
                for (std::size_t i = first; i < std::min(first + stride, ids.size()); ++i)
                    if (const auto made = circulation::settle(unit, in, ids[i], how, by, around))
                        some.push_back(*made);
                undo.add(some);
            });
            in_all += some.size();
        }
        return in_all;
    }

    std::string name_;
    std::string undo_;
    bool yes_ = false;
};

class count_undo final : public command {
public:
    std::string_view path() const override { return "count undo"; }
    std::string_view summary() const override {
        return "put back what a count has booked, but for what has changed since";
    }
    std::string_view example() const override {
        return "circdesk count undo fiction-2026.undo --at MAIN --reason 'wrong shelf' --yes";
    }
    std::vector<option> options() override {
        return {{"file", &file_, "what `count commit` has written", true},
                {"--at", &branch_, "code of the branch where you stand", true},
                {"--reason", &reason_, "why, kept with your name", true},
                without_asking(yes_)};
    }

    int run(tool& with) override {
        const auto all = read_undo_file(file_);
        const auto rules = policy_of(with);
        const auto by = operator_at(with, branch_);
        if (!confirm(with, fmt::format("this would put back {} of {}", counted(static_cast<std::int64_t>(all.size()), "item", "items"), file_), yes_)) return refused;
        std::size_t back = 0;
        for (std::size_t first = 0; first < all.size(); first += stride) {
            std::size_t some = 0;
            storage::write_and_wait(with.store(), [&](storage::unit_of_work& unit) {
                some = 0;
                for (std::size_t i = first; i < std::min(first + stride, all.size()); ++i)
                    some += circulation::unsettle(
                                unit, all[i], by, reason_, {.rules = rules, .now = with.now()})
                                ? 1U
                                : 0U;
            });
            back += some;
        }
        say_done(with,
                 fmt::format("{} as before; left alone, as changed since: {}",
                             counted(static_cast<std::int64_t>(back), "item is", "items are"),
                             grouped(static_cast<std::int64_t>(all.size() - back))),
                 {{"as_before", back}, {"left", all.size() - back}});
        return done;
    }

private:
    std::string file_;
    std::string branch_;
    std::string reason_;
    bool yes_ = false;
};

} // namespace

std::unique_ptr<command> make_count_commit() {
    return std::make_unique<count_commit>();
}
std::unique_ptr<command> make_count_undo() {
    return std::make_unique<count_undo>();
}

} // namespace circ::tool
