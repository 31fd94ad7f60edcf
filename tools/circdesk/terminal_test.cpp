#include "config/texts.hpp"
#include "protocol/sip2/any_message.hpp"
#include "protocol/sip2/serialize.hpp"
#include "server/circulation/terminal_access.hpp"
#include "server/circulation/verifier.hpp"
#include "server/dispatch/sip2.hpp"
#include "tools/circdesk/command.hpp"
#include "tools/circdesk/commands.hpp"
#include "tools/circdesk/decoded.hpp"
#include "tools/circdesk/secrets.hpp"
#include "tools/circdesk/terminals.hpp"
#include "tools/circdesk/tool.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace circ::tool {
namespace {

namespace sip2 = protocol::sip2;
using circulation::access;

class terminal_test final : public command {
public:
    std::string_view path() const override { return "terminal test"; }
    std::string_view summary() const override {
        return "would this login from this address be let in, and what would its 98 say";
    }
    std::string_view example() const override { return "circdesk terminal test kiosk1 --address 10.1.2.3"; }
    std::vector<option> options() override {
        return {{"login", &login_, "the device's login", true},
                {"--address", &address_, "from where it would connect"},
                {"--listener", &listener_, "the listener that it would connect to, by its name in the settings; the first for devices"},
                {"--location", &location_, "the location code that its login would name (CP)"},
                {"--password-file", &password_file_, "file with the password to try; without it the password is taken for right"}};
    }

    int run(tool& with) override {
        find_listener(with.settings().listeners);
        dispatch::terminal_identity who;
        who.institution = with.institution();
        with.store().read([&](storage::reader& from) {
            who.terminal = find_terminal(from, who.institution.id, login_);
            const auto branch = from.find_branch(who.terminal.branch);
            if (!branch) throw complaint("terminal " + login_ + " has no branch: run `circdesk check`");
            who.branch = *branch;
        });
        const access decided = circulation::decide_access(who.terminal, password_is_right(who.terminal, with), address_);
        finding found;
        found.decided = in_words(decided);
        if (decided == access::granted) fill(found, std::move(who), with);
        with.how().json ? print_json(found) : print(found);
        return decided == access::granted ? done : refused;
    }

private:
    /// Other systems have listeners of their own.
    void find_listener(const std::vector<config::listener_settings>& all) {
        std::string known;
        for (const auto& each : all) {
            if (config::speaks_ncip(each.kind)) continue;
            if (listener_.empty()) listener_ = each.name;
            if (listener_ == each.name) return;
            known += (known.empty() ? "" : ", ") + each.name;
        }
        if (listener_.empty()) return; // there is none yet, and what its account says holds all the same
        throw complaint("there is no listener '" + listener_ + "' for devices; there are " + (known.empty() ? "none yet" : known), not_found);
    }

    bool password_is_right(const storage::terminal& account, tool& with) const {
        if (password_file_.empty() || account.verifier.empty()) return true;
        return circulation::proves(storage::secret(read_secret_file(password_file_)), account.verifier, pepper(with));
    }

    struct finding {
        std::string decided;
        std::string profile;   ///< that it would have there; empty: it is not let in
        std::string chosen_by; ///< "its account"
        bool is_known = true;  ///< the profile is in the settings
        std::string status;    ///< the 98 that the daemon would send
    };

    void fill(finding& found, dispatch::terminal_identity who, tool& with) const {
        const auto& settings = with.settings();
        const auto* rule = config::first_match(
            settings.matches, {.listener = listener_, .address = address_, .login = who.terminal.login, .location = location_});
        const bool by_rule = rule != nullptr && !rule->profile.empty();
        if (by_rule) who.terminal.profile = rule->profile;
        found.profile = who.terminal.profile;
        found.chosen_by = by_rule ? "the [[match]] in line " + std::to_string(rule->at.line) : std::string("its account");
        found.is_known = settings.profiles.contains(found.profile);
        found.status = status_of(std::move(who), with, found.is_known ? found.profile : std::string("standard"));
    }

    /// Made by the same translation as the daemon's.
    static std::string status_of(dispatch::terminal_identity who, tool& with, const std::string& profile) {
        dispatch::sip2_door door;
        door.profile = std::make_shared<config::profile>(with.settings().profiles.at(profile));
        door.rules = dispatch::device_rules_of(*door.profile);
        auto texts = config::load_texts(with.settings().texts);
        door.words = std::make_shared<dispatch::texts>(std::move(texts.by_language), with.settings().texts.language);
        const circulation::service_outcome status;
        door.identity = std::move(who);
        const sip2::request asked{sip2::sc_status_request{}};
        const sip2::response answer = dispatch::to_answer(asked, circulation::any_outcome{status}, door, with.now());
        std::string line;
        sip2::serialize(line, sip2::view_of(answer), {});
        return line;
    }

    void print(const finding& found) const {
        std::cout << login_ << " from " << address_ << ": " << found.decided
                  << (password_file_.empty() ? " (if its password is right)" : "") << '\n';
        if (found.profile.empty()) return;
        std::cout << "profile " << found.profile << ", of " << found.chosen_by << '\n';
        if (!found.is_known)
            std::cout << "its profile '" << found.profile << "' is not in the settings: standard stands in\n";
        print_decoded(std::cout, "ACS<", found.status, {}, sip2::personal_data::shown);
    }

    void print_json(const finding& found) const {
        boost::json::object told{{"terminal", login_},
                                 {"address", address_},
                                 {"access", found.decided},
                                 {"password_tried", !password_file_.empty()}};
        if (!found.profile.empty()) {
            told["profile"] = found.profile;
            told["chosen_by"] = found.chosen_by;
            told["profile_known"] = found.is_known;
            told["status"] = decoded(found.status, {}, sip2::personal_data::shown);
        }
        std::cout << boost::json::serialize(told) << '\n';
    }

    std::string login_;
    std::string address_ = "127.0.0.1";
    std::string listener_;
    std::string location_;
    std::string password_file_;
};

} // namespace

std::unique_ptr<command> make_terminal_test() { return std::make_unique<terminal_test>(); }

} // namespace circ::tool
