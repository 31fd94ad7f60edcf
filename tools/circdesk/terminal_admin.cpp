#include "config/address_range.hpp"
#include "server/circulation/desk_terminals.hpp"
#include "server/circulation/verifier.hpp"
#include "tools/circdesk/command.hpp"
#include "tools/circdesk/commands.hpp"
#include "tools/circdesk/desk_verb.hpp"
#include "tools/circdesk/said_line.hpp"
#include "tools/circdesk/secrets.hpp"
#include "tools/circdesk/table.hpp"
#include "tools/circdesk/terminals.hpp"
#include "tools/circdesk/tool.hpp"
#include "tools/circdesk/wording.hpp"

#include <iostream>
#include <utility>

// The verbs that keep the accounts of terminals: add, list, show, change, disable, enable.

namespace circ::tool {
namespace {

void check_profile(const std::string& name, tool& with) {
    if (!with.settings_of({"profile"}).profiles.contains(name))
        throw complaint("there is no profile '" + name + "' in the settings", not_found);
}

void check_addresses(std::string_view list) {
    while (!list.empty()) {
        const auto end = list.find(' ');
        const auto one = list.substr(0, end);
        list.remove_prefix(end == std::string_view::npos ? list.size() : end + 1);
        if (!one.empty() && !config::parse_address_range(one))
            throw complaint("'" + std::string(one) + "' is no address and no block such as 10.1.0.0/16", wrong_usage);
    }
}

storage::branch_id branch_named(storage::reader& from, storage::institution_id of, const std::string& code) {
    const auto branch = from.branch_by_code(of, code);
    if (!branch) throw complaint("there is no branch " + code, not_found);
    return branch->id;
}

class terminal_add final : public command {
public:
    std::string_view path() const override { return "terminal add"; }
    std::string_view summary() const override { return "make an account for a device; it works at once"; }
    std::string_view example() const override { return "circdesk terminal add kiosk5 --branch MAIN --profile kiosk-3m"; }
    std::vector<option> options() override {
        return {{"login", &made_.login, "the device's login", true},
                {"--branch", &branch_, "code of the branch where it stands", true},
                {"--profile", &made_.profile, "profile of circdesk.toml"},
                {"--location", &made_.location, "what the device is told about where it stands (AN); the branch's code"},
                {"--addresses", &made_.addresses, "from where it may connect: addresses or blocks, blank separated"},
                {"--password-file", &password_file_, "file with its password, - for standard input; else one is made and shown once"},
                {"--no-password", &without_password_, "none is asked: the addresses alone say that it is this device"},
                {"--reason", &reason_, "why, kept with your name"}};
    }

    int run(tool& with) override {
        check(with);
        std::string password;
        if (!without_password_) {
            password = new_password(password_file_);
            made_.verifier = circulation::make_verifier(storage::secret(password), pepper(with));
        }
        made_.created_at = with.now();
        circulation::outcome added;
        storage::write_and_wait(with.store(), [&](storage::unit_of_work& unit) {
            made_.id = unit.new_id<storage::terminal_id>();
            added = circulation::add_terminal(unit, made_, operator_of(with, {}), with.now(), reason_);
        });
        expect_done(added, with.institution());
        std::string sentence = "terminal " + made_.login + " is there";
        boost::json::object about{{"terminal", made_.login}};
        if (!without_password_ && password_file_.empty()) {
            sentence.append("\nits password, shown this once: ").append(password);
            about["password"] = password;
        }
        say_done(with, sentence, std::move(about));
        return done;
    }

private:
    void check(tool& with) {
        const auto library = with.institution();
        made_.institution = library.id;
        check_profile(made_.profile, with);
        check_addresses(made_.addresses);
        if (without_password_ && made_.addresses.find_first_not_of(' ') == std::string::npos)
            throw complaint("without a password anyone could be " + made_.login + ": name its addresses, too", wrong_usage);
        if (without_password_ && !password_file_.empty())
            throw complaint("--no-password and --password-file contradict each other", wrong_usage);
        with.store().read([&](storage::reader& from) {
            if (from.terminal_by_login(made_.login))
                throw complaint("there is a terminal " + made_.login + " already");
            made_.branch = branch_named(from, library.id, branch_);
        });
        if (made_.location.empty()) made_.location = branch_;
    }

    storage::terminal made_{.profile = "standard"};
    std::string branch_;
    std::string password_file_;
    bool without_password_ = false;
    std::string reason_;
};

class terminal_change final : public command {
public:
    std::string_view path() const override { return "terminal change"; }
    std::string_view summary() const override { return "give a device another profile, branch, location or list of addresses"; }
    std::string_view example() const override {
        return "circdesk terminal change kiosk2 --profile kiosk-printer --reason 'prints its receipts now'";
    }
    std::vector<option> options() override {
        return {{"login", &asked_.login, "the device's login", true},
                {"--branch", &branch_, "code of the branch where it stands"},
                {"--profile", &profile_, "profile of circdesk.toml"},
                {"--location", &location_, "what the device is told about where it stands (AN)"},
                {"--addresses", &addresses_, "from where it may connect: addresses or blocks, blank separated; any"},
                words_.why()};
    }

    int run(tool& with) override {
        if (branch_.empty() && profile_.empty() && location_.empty() && addresses_.empty())
            throw complaint("nothing to change: name a profile, branch, location or addresses", wrong_usage);
        if (!profile_.empty()) check_profile(profile_, with);
        if (addresses_ != any_address) check_addresses(addresses_);
        asked_.branch = named(branch_);
        asked_.profile = named(profile_);
        asked_.location = named(location_);
        asked_.addresses = addresses_ == any_address ? std::string() : named(addresses_);
        asked_.why = words_.reason;
        static_cast<void>(perform_at_desk(with, asked_, words_));
        say_done(with, "terminal " + asked_.login + " is changed, from its next login on", {{"terminal", asked_.login}});
        return done;
    }

private:
    static constexpr std::string_view any_address = "any";

    static std::optional<std::string> named(const std::string& word) {
        return word.empty() ? std::nullopt : std::optional(word);
    }

    circulation::change_terminal asked_;
    std::string branch_;
    std::string profile_;
    std::string location_;
    std::string addresses_;
    desk_words words_;
};

std::string state_text(const storage::terminal& of) { return of.enabled ? "enabled" : "disabled"; }
std::string addresses_text(const storage::terminal& of) { return of.addresses.empty() ? "any" : of.addresses; }

class terminal_list final : public command {
public:
    std::string_view path() const override { return "terminal list"; }
    std::string_view summary() const override { return "all accounts of devices"; }
    std::string_view example() const override { return "circdesk terminal list"; }

    int run(tool& with) override {
        table shown({"login", "branch", "location", "profile", "addresses", "state"});
        const auto of = with.institution().id;
        with.store().read([&](storage::reader& from) {
            for (const auto& each : from.terminals()) {
                if (each.institution != of) continue;
                const auto branch = from.find_branch(each.branch);
                shown.add({each.login, branch ? branch->code : "?", each.location, each.profile, addresses_text(each),
                           state_text(each)});
            }
        });
        with.how().json ? shown.print_json(std::cout) : shown.print(std::cout);
        return done;
    }
};

class terminal_show final : public command {
public:
    std::string_view path() const override { return "terminal show"; }
    std::string_view summary() const override { return "what was done to the account of a device, by whom and why"; }
    std::string_view example() const override { return "circdesk terminal show kiosk2"; }
    std::vector<option> options() override { return {{"login", &login_, "the device's login", true}}; }

    int run(tool& with) override {
        const auto of = with.institution();
        table shown({"when", "what", "by", "why"});
        with.store().read([&](storage::reader& from) {
            const auto account = find_terminal(from, of.id, login_);
            for (const auto& each : from.events_of_account(account.id, most_shown))
                shown.add({time_cell(each.at, of.time_zone),
                           event_in_words(each.kind) + (each.detail.empty() ? "" : ": " + each.detail), each.by, each.reason});
        });
        with.how().json ? shown.print_json(std::cout) : shown.print(std::cout);
        return done;
    }

private:
    static constexpr int most_shown = 1000;

    std::string login_;
};

/// disable and enable are one verb with two names.
class terminal_switch final : public command {
public:
    explicit terminal_switch(circulation::account_state to) { asked_.state = to; }

    std::string_view path() const override { return enables() ? "terminal enable" : "terminal disable"; }
    std::string_view summary() const override {
        return enables() ? "let a device in again" : "let a device in no more, from its next login on";
    }
    std::string_view example() const override {
        return enables() ? "circdesk terminal enable kiosk2 --reason 'is back from repair'"
                         : "circdesk terminal disable kiosk2 --reason 'was stolen'";
    }
    std::vector<option> options() override { return {{"login", &asked_.login, "the device's login", true}, words_.why()}; }

    int run(tool& with) override {
        asked_.why = words_.reason;
        static_cast<void>(perform_at_desk(with, asked_, words_));
        const std::string state = enables() ? "enabled" : "disabled";
        say_done(with, "terminal " + asked_.login + " is " + state, {{"terminal", asked_.login}, {"state", state}});
        return done;
    }

private:
    [[nodiscard]] bool enables() const { return asked_.state == circulation::account_state::enabled; }

    circulation::change_terminal asked_;
    desk_words words_;
};

} // namespace

using circulation::account_state;

std::unique_ptr<command> make_terminal_add() { return std::make_unique<terminal_add>(); }
std::unique_ptr<command> make_terminal_change() { return std::make_unique<terminal_change>(); }
std::unique_ptr<command> make_terminal_list() { return std::make_unique<terminal_list>(); }
std::unique_ptr<command> make_terminal_show() { return std::make_unique<terminal_show>(); }
std::unique_ptr<command> make_terminal_disable() { return std::make_unique<terminal_switch>(account_state::disabled); }
std::unique_ptr<command> make_terminal_enable() { return std::make_unique<terminal_switch>(account_state::enabled); }

} // namespace circ::tool
