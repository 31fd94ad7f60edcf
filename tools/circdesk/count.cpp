#include "server/circulation/shelf_order.hpp"
#include "server/circulation/stocktaking.hpp"
#include "tools/circdesk/command.hpp"
#include "tools/circdesk/commands.hpp"
#include "tools/circdesk/confirm.hpp"
#include "tools/circdesk/counting.hpp"
#include "tools/circdesk/list_page.hpp"
#include "tools/circdesk/rules.hpp"
#include "tools/circdesk/said_line.hpp"
#include "tools/circdesk/table.hpp"
#include "tools/circdesk/tool.hpp"
#include "tools/circdesk/wording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iostream>
#include <string>
#include <tuple>
#include <vector>

// Stocktaking: start, list, review, end.

namespace circ::tool {
namespace {

using storage::scan_finding;
using storage::stock_count;

class count_start final : public command {
public:
    std::string_view path() const override { return "count start"; }
    std::string_view summary() const override {
        return "begin to count what stands on the shelves of a branch: from now on nothing is "
               "expected anew";
    }
    std::string_view example() const override {
        return "circdesk count start fiction-2026 --branch MAIN --location Fiction";
    }
    std::vector<option> options() override {
        return {{"name", &scope_.name, "what you call this count", true},
                {"--branch", &branch_, "code of the branch", true},
                {"--location", &scope_.location, "that shelf or department alone"},
                {"--collection", &scope_.collection, "that collection alone"},
                {"--type", &scope_.item_type, "that type of item alone"},
                {"--from", &scope_.first_call_number, "from this call number on, in shelf order"},
                {"--to",
                 &scope_.last_call_number,
                 "up to this call number, and all that begins with it"}};
    }

    int run(tool& with) override {
        const auto by = operator_at(with, branch_);
        std::optional<stock_count> made;
        storage::write_and_wait(with.store(), [&](storage::unit_of_work& unit) {
            made = circulation::start_count(unit, scope_, by, with.now());
        });
        if (!made)
            throw complaint("there is a count " + scope_.name + " already: choose another name");
        std::int64_t expected = 0;
        with.store().read([&](storage::reader& from) {
            for (storage::item_id after{};;) {
                const auto some = from.shelved_items(*made, false, after, count_rows);
                for (const auto& each : some)
                    expected += circulation::is_on_stretch(each.item.call_number,
                                                           made->first_call_number,
                                                           made->last_call_number)
                                    ? 1
                                    : 0;
                if (static_cast<int>(some.size()) < count_rows) return;
                after = some.back().item.id;
            }
        });
        if (with.how().json) {
            table shown({"count", "expected"});
            shown.add({made->name, std::to_string(expected)});
            shown.print_json(std::cout);
        } else {
            std::cout << "count " << made->name << " is open; " << expected
                      << " items should stand there now\n";
        }
        return done;
    }

private:
    stock_count scope_;
    std::string branch_;
};

class count_list final : public command {
public:
    std::string_view path() const override { return "count list"; }
    std::string_view summary() const override { return "the counts, the newest first"; }
    std::string_view example() const override { return "circdesk count list"; }
    std::vector<option> options() override { return {page_.which()}; }

    int run(tool& with) override {
        const auto of = with.institution();
        table shown({"count", "branch", "location", "since", "by", "ended", "scanned"});
        with.store().read([&](storage::reader& from) {
            for (const auto& each : from.stock_counts(of.id, page_.page())) {
                std::int64_t scanned = 0;
                for (const auto some : from.scan_counts(each.id))
                    scanned += some;
                const auto branch = from.find_branch(each.branch);
                shown.add({each.name,
                           branch ? branch->code : "",
                           each.location,
                           time_cell(each.frozen_at, of.time_zone),
                           each.started_by,
                           each.ended_at ? time_cell(*each.ended_at, of.time_zone) : "",
                           std::to_string(scanned)});
            }
        });
        page_.print(with, shown);
        return done;
    }

private:
    list_page page_;
};

class count_review final : public command {
public:
    std::string_view path() const override { return "count review"; }
    std::string_view summary() const override {
        return "what a count has found so far, in numbers or as lists; nothing is changed";
    }
    std::string_view example() const override {
        return "circdesk count review fiction-2026 --missing";
    }
    std::vector<option> options() override {
        return {{"name", &name_, "the count", true},
                {"--missing", &missing_, "list what nobody has seen, in the order of the shelf"},
                {"--found", &found_, "list what was scanned and is not as it should be"}};
    }

    int run(tool& with) override {
        const auto in = open_count(with, name_, true);
        if (missing_) return list_missing(with, in);
        if (found_) return list_found(with, in);
        table shown({"what", "items", "what to do"});
        with.store().read([&](storage::reader& from) {
            const auto counts = from.scan_counts(in.id);
            for (int i = 0; i < storage::scan_finding_count; ++i) {
                const auto what = static_cast<scan_finding>(i);
                shown.add({std::string(circulation::name_of(what)),
                           std::to_string(counts[static_cast<std::size_t>(i)]),
                           std::string(circulation::advice_for(what))});
            }
            std::int64_t unseen = 0;
            for_each_unseen(from, in, [&](const auto&) { ++unseen; });
            shown.add({"not seen",
                       std::to_string(unseen),
                       in.ended_at
                           ? ""
                           : "look for them; `circdesk count commit` books them as missing"});
        });
        with.how().json ? shown.print_json(std::cout) : shown.print(std::cout);
        return done;
    }

private:
    /// No more of an item than is shown: a whole branch may be missing.
    struct missing_item {
        std::string shelf_key;
        std::string call_number;
        std::string location;
        std::string barcode;
        std::string title;
    };

    static int list_missing(tool& with, const stock_count& in) {
        std::vector<missing_item> all;
        with.store().read([&](storage::reader& from) {
            for_each_unseen(from, in, [&](const storage::item_facts& each) {
                all.push_back({circulation::shelf_key(each.item.call_number),
                               each.item.call_number,
                               each.item.location,
                               each.item.barcode,
                               each.title.text});
            });
        });
        std::ranges::sort(
            all, {}, [](const auto& each) { return std::tie(each.shelf_key, each.barcode); });
        table shown({"call number", "location", "barcode", "title"});
        for (auto& each : all)
            shown.add({std::move(each.call_number),
                       std::move(each.location),
                       std::move(each.barcode),
                       std::move(each.title)});
        with.how().json ? shown.print_json(std::cout) : shown.print(std::cout);
        return done;
    }

    static int list_found(tool& with, const stock_count& in) {
        table shown({"barcode", "what", "what to do", "title"});
        with.store().read([&](storage::reader& from) {
            const auto add = [&](const storage::count_scan& each,
                                 std::string what,
                                 std::string advice) {
                const auto item = from.find_item(each.item);
                const auto title = item ? from.find_title(item->title) : std::nullopt;
                shown.add(
                    {each.barcode, std::move(what), std::move(advice), title ? title->text : ""});
            };
            for (int i = static_cast<int>(scan_finding::expected) + 1;
                 i < storage::scan_finding_count;
                 ++i) {
                const auto kind = static_cast<scan_finding>(i);
                storage::scan_id after{};
                for (auto some = from.scans_of(in.id, kind, after, count_rows); !some.empty();
                     some = from.scans_of(in.id, kind, some.back().id, count_rows))
                    for (const auto& each : some)
                        add(each,
                            std::string(circulation::name_of(kind)),
                            std::string(circulation::advice_for(kind)));
            }
            for (auto some = from.scans_out_of_order(in.id, {}, count_rows); !some.empty();
                 some = from.scans_out_of_order(in.id, some.back().id, count_rows))
                for (const auto& each : some)
                    add(each, "out of order", "put it where its call number belongs");
        });
        with.how().json ? shown.print_json(std::cout) : shown.print(std::cout);
        return done;
    }

    std::string name_;
    bool missing_ = false;
    bool found_ = false;
};

class count_end final : public command {
public:
    std::string_view path() const override { return "count end"; }
    std::string_view summary() const override { return "end a count without booking anything"; }
    std::string_view example() const override { return "circdesk count end fiction-2026 --yes"; }
    std::vector<option> options() override { return {{"name", &name_, "the count", true}, without_asking(yes_)}; }

    int run(tool& with) override {
        const auto in = open_count(with, name_);
        if (!confirm(with, fmt::format("this would end the count {} without booking anything", name_), yes_)) return refused;
        storage::write_and_wait(with.store(),
                                [&](storage::unit_of_work& unit) { end_count(unit, in, with); });
        say_done(with, fmt::format("count {} has ended; nothing is booked", name_), {{"count", name_}});
        return done;
    }

private:
    std::string name_;
    bool yes_ = false;
};

} // namespace

std::unique_ptr<command> make_count_start() {
    return std::make_unique<count_start>();
}
std::unique_ptr<command> make_count_list() {
    return std::make_unique<count_list>();
}
std::unique_ptr<command> make_count_review() {
    return std::make_unique<count_review>();
}
std::unique_ptr<command> make_count_end() {
    return std::make_unique<count_end>();
}

} // namespace circ::tool
