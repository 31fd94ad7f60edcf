#include "server/circulation/desk_library.hpp"
#include "tools/circdesk/commands.hpp"
#include "tools/circdesk/desk_verb.hpp"
#include "tools/circdesk/said_line.hpp"
#include "tools/circdesk/table.hpp"

#include <optional>
#include <string>
#include <utility>

// The verbs for institutions: add, which opens a library where there is none; list, edit, remove.

namespace circ::tool {
namespace {

void add_words(std::vector<option>& options, circulation::institution_data& into) {
    for (option each : {
             option{"--name", &into.name, "its name, as readers know it", false, blank::is_wrong},
             option{"--currency", &into.currency, "three letters (ISO 4217): EUR, USD, JPY ...", false, blank::is_wrong},
             option{"--zone", &into.time_zone, "its time zone: Europe/Berlin, America/Chicago ...", false, blank::is_wrong},
             option{"--language", &into.language, "two letters of ISO 639-1: en, de, fr, es ... (en)"},
         })
        options.push_back(each);
}

/// Policy is one for all institutions of a store. Whether it fits the money of this one too is told now: a daemon that
/// is started the next time would refuse it.
void tell_of_policy(tool& with) {
    int decimals = 0;
    with.store().read([&](storage::reader& from) { decimals = circulation::fewest_decimals(from); });
    if (circulation::policy::compile(with.settings_of({}).policy, decimals).mistakes.empty()) return;
    std::cerr << "circdesk: the daemon does not start by the policy as it is: `circdesk policy check` says what to correct\n";
}

class institution_add final : public command {
public:
    std::string_view path() const override { return "institution add"; }
    std::string_view summary() const override {
        return "open a library: makes the store where there is none, and an institution in it";
    }
    std::string_view example() const override {
        return "circdesk institution add MILLTOWN --name 'Milltown Library' --currency EUR --zone Europe/Berlin";
    }
    std::vector<option> options() override {
        std::vector<option> all{{"code", &asked_.code, "its code, which devices send in AO", true}};
        add_words(all, asked_.data);
        return all;
    }

    int run(tool& with) override {
        expect_all_said();
        const auto rules = circulation::policy::compile({}).rules; // there is no money yet to read one in
        asked_.by.operator_name = with.how().operator_name;
        asked_.by.received = with.now();
        circulation::outcome made;
        storage::write_and_wait(with.store(true), [&](storage::unit_of_work& unit) {
            made = circulation::perform(unit, asked_, {.rules = rules, .now = with.now()});
        });
        expect_done(made, {});
        say_done(with,
                 "institution " + asked_.code + " is there; `circdesk branch add` gives it its first branch",
                 {{"institution", asked_.code}});
        tell_of_policy(with);
        return done;
    }

private:
    void expect_all_said() const {
        std::string lacking;
        const auto look = [&](const std::optional<std::string>& said, const char* word) {
            if (!said) lacking.append(lacking.empty() ? "" : ", ").append(word);
        };
        look(asked_.data.name, "--name");
        look(asked_.data.currency, "--currency");
        look(asked_.data.time_zone, "--zone");
        if (!lacking.empty()) throw complaint("a new institution needs more: " + lacking, wrong_usage);
    }

    circulation::open_institution asked_;
};

class institution_list final : public command {
public:
    std::string_view path() const override { return "institution list"; }
    std::string_view summary() const override { return "the institutions of the store"; }
    std::string_view example() const override { return "circdesk institution list"; }

    int run(tool& with) override {
        table shown({"code", "name", "currency", "language", "zone", "branches"});
        with.store().read([&](storage::reader& from) {
            for (const auto& each : from.institutions())
                shown.add({each.code, each.name, each.currency, each.language, each.time_zone,
                           std::to_string(from.branches(each.id).size())});
        });
        with.how().json ? shown.print_json(std::cout) : shown.print(std::cout);
        return done;
    }
};

class institution_edit final : public command {
public:
    std::string_view path() const override { return "institution edit"; }
    std::string_view summary() const override {
        return "what is said of an institution, anew; its currency only while nothing is priced in it";
    }
    std::string_view example() const override {
        return "circdesk institution edit --name 'Riverbend Libraries' --reason 'council of May'";
    }
    std::vector<option> options() override {
        std::vector<option> all;
        add_words(all, asked_.data);
        all.push_back(words_.why());
        return all;
    }

    int run(tool& with) override {
        asked_.why = words_.reason;
        const auto code = with.institution().code;
        static_cast<void>(perform_at_desk(with, asked_, words_)); // a refusal has thrown
        say_done(with, "institution " + code + " is changed", {{"institution", code}});
        if (asked_.data.currency) tell_of_policy(with);
        return done;
    }

private:
    circulation::change_institution asked_;
    desk_words words_;
};

/// It works for no institution: two of which one is a mistake are told apart by the code alone.
class institution_remove final : public command {
public:
    std::string_view path() const override { return "institution remove"; }
    std::string_view summary() const override {
        return "take back an institution that was opened by mistake, while nothing hangs on it";
    }
    std::string_view example() const override { return "circdesk institution remove milltown --reason 'MILLTOWN, mistyped'"; }
    std::vector<option> options() override { return {{"code", &asked_.code, "its code", true}, words_.why()}; }

    int run(tool& with) override {
        const auto rules = circulation::policy::compile({}).rules; // nothing hangs on it that they are about
        asked_.why = words_.reason;
        asked_.by.operator_name = with.how().operator_name;
        asked_.by.received = with.now();
        circulation::outcome made;
        storage::write_and_wait(with.store(), [&](storage::unit_of_work& unit) {
            made = circulation::perform(unit, asked_, {.rules = rules, .now = with.now()});
        });
        expect_done(made, {});
        say_done(with, "institution " + asked_.code + " is removed", {{"institution", asked_.code}});
        return done;
    }

private:
    circulation::remove_institution asked_;
    desk_words words_;
};

} // namespace

std::unique_ptr<command> make_institution_add() {
    return std::make_unique<institution_add>();
}
std::unique_ptr<command> make_institution_list() {
    return std::make_unique<institution_list>();
}
std::unique_ptr<command> make_institution_remove() {
    return std::make_unique<institution_remove>();
}
std::unique_ptr<command> make_institution_edit() {
    return std::make_unique<institution_edit>();
}

} // namespace circ::tool
