#include "server/circulation/local_time.hpp"
#include "server/shadow/ledger.hpp"
#include "storage/shadow_book.hpp"
#include "tools/circdesk/command.hpp"
#include "tools/circdesk/commands.hpp"
#include "tools/circdesk/list_page.hpp"
#include "tools/circdesk/shadow_summary.hpp"
#include "tools/circdesk/table.hpp"
#include "tools/circdesk/tool.hpp"
#include "tools/circdesk/wording.hpp"

#include <charconv>
#include <iostream>
#include <map>

// The differences between our answers and a library system's, and what a person decides of them.

namespace circ::tool {
namespace {

using shadow::acceptance;

std::int64_t to_number(const std::string& text) {
    std::int64_t number = 0;
    const auto* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, number);
    if (text.empty() || read.ec != std::errc{} || read.ptr != end || number < 1)
        throw complaint("'" + text +
                            "' is no number of a difference; `circdesk shadow list` shows them",
                        wrong_usage);
    return number;
}

/// A kind over all its terminals.
struct seen_kind {
    storage::shadow_line sum;
    std::string terminals;
};

std::map<std::int64_t, seen_kind> by_kind(storage::reader& from,
                                          const std::vector<storage::shadow_line>& lines) {
    std::map<std::int64_t, seen_kind> all;
    for (const auto& each : lines) {
        const auto terminal = from.find_terminal(each.terminal);
        const auto [at, is_new] = all.try_emplace(each.kind.number, seen_kind{each, {}});
        seen_kind& of = at->second;
        of.terminals.append(is_new ? "" : ", ").append(terminal ? terminal->login : "");
        if (is_new) continue;
        of.sum.count += each.count;
        of.sum.first_at = std::min(of.sum.first_at, each.first_at);
        of.sum.last_at = std::max(of.sum.last_at, each.last_at);
    }
    return all;
}

class shadow_list final : public command {
public:
    std::string_view path() const override { return "shadow list"; }
    std::string_view summary() const override {
        return "in what a library system would have answered otherwise, a line for each kind of "
               "difference";
    }
    std::string_view example() const override { return "circdesk shadow list --days 14"; }
    std::vector<option> options() override {
        return {{"--days", &days_, "seen within so many days, today included (14)"},
                {"--cause", &cause_, "state, rule or form alone"},
                {"--accepted", &accepted_, "the tolerances, whenever they were seen"},
                page_.which()};
    }

    int run(tool& with) override {
        if (!cause_.empty() && cause_ != "state" && cause_ != "rule" && cause_ != "form")
            throw complaint("'" + cause_ + "' is no cause: say state, rule or form", wrong_usage);
        if (days_ < 1 || days_ > 36'500)
            throw complaint("--days is a number from 1 to 36500, not " + std::to_string(days_), wrong_usage);
        page_.print(with, accepted_ ? tolerances(with) : differences(with));
        return done;
    }

private:
    [[nodiscard]] bool is_wanted(const storage::shadow_kind& of) const {
        return cause_.empty() || cause_ == storage::name_of(of.cause);
    }

    table differences(tool& with) const {
        const auto library = with.institution();
        const auto first = circulation::date_in(with.now(), library.time_zone) -
                           std::chrono::days(days_ - 1);
        const auto page = page_.page();
        table shown({"number", "times", "last seen", "backend", "message", "what", "cause", "here",
                     "there", "example", "terminals"});
        int passed = 0;
        with.store().read([&](storage::reader& from) {
            for (const auto& [number, of] : by_kind(from, storage::shadow_reader(from).lines(library.id, first))) {
                const auto& kind = of.sum.kind;
                if (kind.accepted_at || !is_wanted(kind) || passed++ < page.first ||
                    shown.size() >= static_cast<std::size_t>(page.count))
                    continue;
                shown.add({std::to_string(number),
                           std::to_string(of.sum.count),
                           time_cell(of.sum.last_at, library.time_zone),
                           kind.backend,
                           std::string(message_in_words(kind.operation)),
                           std::string(shadow::field_in_words(kind.field)),
                           std::string(cause_in_words(kind.cause)),
                           kind.ours,
                           kind.theirs,
                           of.sum.example,
                           of.terminals});
            }
        });
        return shown;
    }

    table tolerances(tool& with) const {
        const auto library = with.institution();
        table shown({"number", "accepted", "by", "why", "backend", "message", "what", "cause",
                     "here", "there"});
        with.store().read([&](storage::reader& from) {
            for (const auto& each : storage::shadow_reader(from).accepted_kinds(library.id, page_.page())) {
                if (!is_wanted(each)) continue;
                shown.add({std::to_string(each.number),
                           time_cell(*each.accepted_at, library.time_zone),
                           each.accepted_by,
                           each.why,
                           each.backend,
                           std::string(message_in_words(each.operation)),
                           std::string(shadow::field_in_words(each.field)),
                           std::string(cause_in_words(each.cause)),
                           each.ours,
                           each.theirs});
            }
        });
        return shown;
    }

    std::int64_t days_ = 14;
    std::string cause_;
    bool accepted_ = false;
    list_page page_;
};

/// accept and forget are one verb with two names.
class shadow_decision final : public command {
public:
    explicit shadow_decision(bool accepts) : accepts_(accepts) {}

    std::string_view path() const override { return accepts_ ? "shadow accept" : "shadow forget"; }
    std::string_view summary() const override {
        return accepts_ ? "make a tolerance of a difference: from now on it counts as tolerable"
                        : "end a tolerance: from now on it counts as a difference again";
    }
    std::string_view example() const override {
        return accepts_ ? "circdesk shadow accept 3 --reason \"DVDs go out for a week there, as "
                          "decided in March\""
                        : "circdesk shadow forget 3 --reason \"their rule is set right\"";
    }
    std::vector<option> options() override {
        return {{"difference", &number_, "its number", true},
                {"--reason", &reason_, "why, kept with your name", true}};
    }

    int run(tool& with) override {
        const auto number = to_number(number_);
        circulation::requester by;
        by.operator_name = with.how().operator_name;
        by.institution = with.institution().id;
        auto made = acceptance::done;
        storage::write_and_wait(with.store(), [&](storage::unit_of_work& unit) {
            made = accepts_ ? shadow::accept(unit, number, by, with.now(), reason_)
                            : shadow::forget(unit, number, by, with.now(), reason_);
        });
        tell(made);
        std::cout << "difference " << number_
                  << (accepts_ ? " counts as tolerable from now on\n"
                               : " counts as a difference again\n");
        return done;
    }

private:
    /// @throws complaint when it came to nothing
    void tell(acceptance made) const {
        switch (made) {
        case acceptance::done:
            return;
        case acceptance::not_there:
            throw complaint("there is no difference " + number_ +
                                "; `circdesk shadow list` shows them",
                            not_found);
        case acceptance::already_so:
            throw complaint("difference " + number_ +
                            (accepts_ ? " is a tolerance already; `circdesk shadow list --accepted` "
                                        "shows why"
                                      : " is no tolerance; `circdesk shadow list --accepted` shows "
                                        "those there are"));
        }
    }

    bool accepts_;
    std::string number_;
    std::string reason_;
};

} // namespace

std::unique_ptr<command> make_shadow_list() {
    return std::make_unique<shadow_list>();
}
std::unique_ptr<command> make_shadow_accept() {
    return std::make_unique<shadow_decision>(true);
}
std::unique_ptr<command> make_shadow_forget() {
    return std::make_unique<shadow_decision>(false);
}

} // namespace circ::tool
