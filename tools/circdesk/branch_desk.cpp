#include "server/circulation/desk_library.hpp"
#include "tools/circdesk/calendar_words.hpp"
#include "tools/circdesk/commands.hpp"
#include "tools/circdesk/confirm.hpp"
#include "tools/circdesk/desk_verb.hpp"
#include "tools/circdesk/said_line.hpp"
#include "tools/circdesk/table.hpp"
#include "tools/circdesk/wording.hpp"

#include <boost/json/array.hpp>
#include <fmt/format.h>

#include <algorithm>

// The verbs for branches: add, list, show, edit, close, open.

namespace circ::tool {
namespace {

using circulation::branch_state;

void add_words(std::vector<option>& options, circulation::branch_data& into) {
    for (option each : {
             option{"--name", &into.name, "its name, as readers know it", false, blank::is_wrong},
             option{"--address", &into.address, "postal address"},
             option{"--zone", &into.time_zone, "its time zone (the institution's)"},
         })
        options.push_back(each);
}

std::string state_text(const storage::branch& of) {
    return of.closed_at ? "closed since " + time_text(*of.closed_at, of.time_zone) : "open";
}

class branch_add final : public command {
public:
    std::string_view path() const override { return "branch add"; }
    std::string_view summary() const override { return "a new branch; open all day until `calendar hours` says when"; }
    std::string_view example() const override {
        return "circdesk branch add SOUTH --name 'South Branch' --address '3 Mill Lane'";
    }
    std::vector<option> options() override {
        std::vector<option> all{{"code", &asked_.code, "its code, a word of your settings", true}};
        add_words(all, asked_.data);
        return all;
    }

    int run(tool& with) override {
        if (!asked_.data.name) throw complaint("a new branch needs more: --name", wrong_usage);
        static_cast<void>(perform_at_desk(with, asked_, {})); // a refusal has thrown
        say_done(with, "branch " + asked_.code + " is there", {{"branch", asked_.code}});
        return done;
    }

private:
    circulation::open_branch asked_;
};

class branch_list final : public command {
public:
    std::string_view path() const override { return "branch list"; }
    std::string_view summary() const override { return "the branches of the institution, closed ones too"; }
    std::string_view example() const override { return "circdesk branch list"; }

    int run(tool& with) override {
        table shown({"code", "name", "address", "zone", "state"});
        const auto of = with.institution().id;
        with.store().read([&](storage::reader& from) {
            for (const auto& each : from.branches(of))
                shown.add({each.code, each.name, each.address, each.time_zone, state_text(each)});
        });
        with.how().json ? shown.print_json(std::cout) : shown.print(std::cout);
        return done;
    }
};

class branch_show final : public command {
public:
    std::string_view path() const override { return "branch show"; }
    std::string_view summary() const override {
        return "what is said of a branch, its week, and what counts on it (walks through all items)";
    }
    std::string_view example() const override { return "circdesk branch show NORTH"; }
    std::vector<option> options() override { return {{"code", &code_, "its code", true}}; }

    int run(tool& with) override {
        const auto of = with.institution().id;
        storage::branch what;
        storage::calendar week;
        std::vector<std::pair<std::string, std::int64_t>> uses;
        with.store().read([&](storage::reader& from) {
            const auto all = from.branches(of);
            const auto found = std::ranges::find(all, code_, &storage::branch::code);
            if (found == all.end()) throw complaint("there is no branch " + code_ + "; `branch list` shows them", not_found);
            what = *found;
            week = from.calendar_of(what.id, circulation::date_in(with.now(), what.time_zone));
            uses = from.uses_of(what.id);
        });
        with.how().json ? print_json(what, week, uses) : print(what, week, uses);
        return done;
    }

private:
    static std::string week_text(const storage::calendar& of) {
        if (of.hours.empty()) return "all day, every day";
        std::string all;
        for (const auto& each : of.hours)
            all.append(all.empty() ? "" : ", ").append(weekday_text(each.weekday)).append(" ").append(
                opening_text({each.opens, each.closes}));
        return all;
    }

    static void print(const storage::branch& what,
                      const storage::calendar& week,
                      const std::vector<std::pair<std::string, std::int64_t>>& uses) {
        std::cout << what.code << "  " << what.name << '\n';
        if (!what.address.empty()) std::cout << "  address  " << what.address << '\n';
        std::cout << "  zone     " << what.time_zone << '\n'
                  << "  state    " << state_text(what) << '\n'
                  << "  open     " << week_text(week) << "\n\n";
        table shown({"what counts on it", "number"});
        for (const auto& [of, number] : uses) shown.add({of, std::to_string(number)});
        shown.print(std::cout);
    }

    static void print_json(const storage::branch& what,
                           const storage::calendar& week,
                           const std::vector<std::pair<std::string, std::int64_t>>& uses) {
        boost::json::object counted;
        for (const auto& [of, number] : uses) counted[of] = number;
        std::cout << boost::json::serialize(boost::json::object{{"code", what.code},
                                                                {"name", what.name},
                                                                {"address", what.address},
                                                                {"zone", what.time_zone},
                                                                {"state", what.closed_at ? "closed" : "open"},
                                                                {"open", week_text(week)},
                                                                {"uses", std::move(counted)}})
                  << '\n';
    }

    std::string code_;
};

class branch_edit final : public command {
public:
    std::string_view path() const override { return "branch edit"; }
    std::string_view summary() const override { return "what is said of a branch, anew"; }
    std::string_view example() const override {
        return "circdesk branch edit NORTH --address '12 Quay Street' --reason 'has moved'";
    }
    std::vector<option> options() override {
        std::vector<option> all{{"code", &asked_.code, "its code", true}};
        add_words(all, asked_.data);
        all.push_back(words_.why());
        return all;
    }

    int run(tool& with) override {
        asked_.why = words_.reason;
        static_cast<void>(perform_at_desk(with, asked_, words_)); // a refusal has thrown
        say_done(with, "branch " + asked_.code + " is changed", {{"branch", asked_.code}});
        return done;
    }

private:
    circulation::change_branch asked_;
    desk_words words_;
};

/// close and open are one verb with two names.
class branch_switch final : public command {
public:
    explicit branch_switch(branch_state to) { asked_.to = to; }

    std::string_view path() const override { return closes() ? "branch close" : "branch open"; }
    std::string_view summary() const override {
        return closes() ? "close a branch for good, once nothing counts on it (for a day: `calendar close`)"
                        : "open a branch again that was closed for good";
    }
    std::string_view example() const override {
        return closes() ? "circdesk branch close NORTH --reason 'sold' --yes" : "circdesk branch open NORTH --reason 'bought back'";
    }
    std::vector<option> options() override {
        std::vector<option> all{{"code", &asked_.code, "its code", true}, words_.why()};
        if (closes()) all.push_back(without_asking(yes_));
        return all;
    }

    int run(tool& with) override {
        if (closes() && !confirm(with, fmt::format("this would close branch {}", asked_.code), yes_)) return refused;
        asked_.why = words_.reason;
        static_cast<void>(perform_at_desk(with, asked_, words_)); // a refusal has thrown
        say_done(with, "branch " + asked_.code + (closes() ? " is closed" : " is open again"), {{"branch", asked_.code}});
        return done;
    }

private:
    [[nodiscard]] bool closes() const { return asked_.to == branch_state::closed; }

    circulation::set_branch_state asked_;
    bool yes_ = false;
    desk_words words_;
};

} // namespace

std::unique_ptr<command> make_branch_add() {
    return std::make_unique<branch_add>();
}
std::unique_ptr<command> make_branch_list() {
    return std::make_unique<branch_list>();
}
std::unique_ptr<command> make_branch_show() {
    return std::make_unique<branch_show>();
}
std::unique_ptr<command> make_branch_edit() {
    return std::make_unique<branch_edit>();
}
std::unique_ptr<command> make_branch_close() {
    return std::make_unique<branch_switch>(branch_state::closed);
}
std::unique_ptr<command> make_branch_open() {
    return std::make_unique<branch_switch>(branch_state::open);
}

} // namespace circ::tool
