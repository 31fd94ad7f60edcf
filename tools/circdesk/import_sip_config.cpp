#include "config/load.hpp"
#include "server/circulation/desk_terminals.hpp"
#include "server/circulation/verifier.hpp"
#include "tools/circdesk/command.hpp"
#include "tools/circdesk/commands.hpp"
#include "tools/circdesk/desk_verb.hpp"
#include "tools/circdesk/import/branches.hpp"
#include "tools/circdesk/import/sip_config.hpp"
#include "tools/circdesk/import/verifiers.hpp"
#include "tools/circdesk/secrets.hpp"
#include "tools/circdesk/table.hpp"
#include "tools/circdesk/tool.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <future>
#include <iostream>
#include <iterator>
#include <sstream>
#include <system_error>
#include <utility>

namespace circ::tool {
namespace {

std::string_view in_words(sip_fate fate) {
    switch (fate) {
    case sip_fate::taken: return "taken over";
    case sip_fate::usual: return "is so here";
    case sip_fate::elsewhere: return "say it by hand";
    case sip_fate::absent: return "has no counterpart";
    case sip_fate::unknown: return "NOT KNOWN";
    }
    return {};
}

/// Of what many accounts say alike: who does, and where the first one stands.
struct gathered {
    const sip_remark* what;
    std::string whose;
    std::size_t count;
};

std::vector<gathered> gather(const std::vector<sip_remark>& all) {
    constexpr std::size_t most_named = 3;
    std::vector<gathered> rows;
    for (const auto& each : all) {
        const auto alike = std::ranges::find_if(rows, [&](const gathered& row) {
            return row.what->name == each.name && row.what->value == each.value && row.what->becomes == each.becomes &&
                   row.what->sentence == each.sentence;
        });
        if (alike == rows.end()) {
            rows.push_back({&each, each.where, 1});
        } else if (++alike->count <= most_named) {
            alike->whose.append(", ").append(each.where);
        }
    }
    for (auto& row : rows)
        if (row.count > most_named) row.whose += fmt::format(" and {} more", row.count - most_named);
    return rows;
}

/// A value as it fits into a column; templates are long.
std::string shortened(const std::string& value) {
    constexpr std::size_t most = 40;
    return value.size() <= most ? value : value.substr(0, most) + "...";
}

/// Settings beside their place, whole on the disk before the accounts are made that go with them.
class unfinished_settings {
public:
    /// @throws complaint when they cannot be written
    unfinished_settings(std::string place, const std::string& text) : place_(std::move(place)), beside_(place_ + ".unfinished") {
        std::ofstream to(beside_, std::ios::binary | std::ios::trunc);
        to << text;
        to.close();
        if (!to) {
            take_away();
            throw complaint(place_ + " cannot be written: nothing was taken over", unavailable);
        }
        let_daemon_read();
    }
    unfinished_settings(const unfinished_settings&) = delete;
    unfinished_settings& operator=(const unfinished_settings&) = delete;
    ~unfinished_settings() {
        if (!beside_.empty()) take_away();
    }

    /// @throws complaint
    void finish() {
        std::error_code failed;
        const std::string beside = std::exchange(beside_, {});
        std::filesystem::rename(beside, place_, failed);
        if (failed)
            throw complaint(fmt::format("the accounts are taken over, but {} cannot be given its name ({}): move it to {}", beside, failed.message(), place_),
                            unavailable);
    }

private:
    /// Which is another user than root. What is secret is in no settings.
    void let_daemon_read() const {
        using std::filesystem::perms;
        std::error_code ignored; // a file system without modes
        std::filesystem::permissions(beside_, perms::group_read | perms::others_read, std::filesystem::perm_options::add, ignored);
    }

    void take_away() const {
        std::error_code ignored;
        std::filesystem::remove(beside_, ignored);
    }

    std::string place_;
    std::string beside_; ///< empty: it has its name
};

class import_sip_config final : public command {
public:
    std::string_view path() const override { return "import sip-config"; }
    std::string_view summary() const override {
        return "take over the accounts and listeners of Koha's SIPconfig.xml, or of SIPServer's (Evergreen)";
    }
    std::string_view example() const override {
        return "circdesk import sip-config SIPconfig.xml --out circdesk.toml --branch-map branches.toml";
    }
    std::vector<option> options() override {
        return {{"file", &file_, "the configuration", true},
                {"--out", &out_, "file for the settings that follow from it: listeners, profiles, limits; must not be there yet"},
                {"--branch", &branches_.fallback, "code of the branch for institutions that are none of our branches"},
                {"--branch-map", &branches_.map_file, "TOML file with a line for each institution's code: CPL = \"MAIN\""},
                {"--dry-run", &is_trial_, "show what becomes of each attribute, and the settings, and write nothing"}};
    }

    int run(tool& with) override {
        std::ifstream in(file_, std::ios::binary);
        if (!in) throw complaint(file_ + " cannot be read", not_found);
        what_ = read_sip_config(std::string(std::istreambuf_iterator<char>(in), {}), std::filesystem::path(file_).filename().string());
        find_places(with);
        const std::string settings = settings_for(with);
        if (!is_trial_) {
            if (out_.empty()) throw complaint("where shall the settings go? Name a file with --out, or try with --dry-run", wrong_usage);
            if (std::filesystem::exists(out_))
                throw complaint(out_ + " is there already, and is not written over: name another file, and move what you want by hand");
            unfinished_settings beside(out_, settings);
            add_accounts(with);
            beside.finish();
        }
        with.how().json ? tell_json() : tell(settings);
        const bool is_whole = what_.left_out.empty() && std::ranges::none_of(what_.remarks, [](const auto& each) {
            return each.fate == sip_fate::unknown;
        });
        return is_whole ? done : refused;
    }

private:
    /// The branch of each account; an account that cannot come in is left out, with the reason.
    void find_places(tool& with) {
        const auto library = with.institution();
        import_report ignored; // tells of codes what is told here of the account
        with.store().read([&](storage::reader& from) {
            const branch_codes branches(from, library.id, branches_);
            std::erase_if(what_.accounts, [&](const sip_account& each) {
                const auto branch = branches.find(each.institution, ignored);
                const std::string why = why_not(each, from, branch.has_value(), branches);
                if (why.empty()) branch_of_.emplace(each.login, *branch);
                if (!why.empty()) what_.left_out.push_back(fmt::format("line {}: account {}: {}", each.line, each.login, why));
                return !why.empty();
            });
        });
        with.store().end_turn();
    }

    static std::string why_not(const sip_account& of, storage::reader& from, bool has_branch, const branch_codes& branches) {
        if (!has_branch) return fmt::format("institution '{}': {}", of.institution, branches.unknown());
        if (from.terminal_by_login(of.login)) return "there is a terminal of this name; it is left as it is";
        if (!of.password)
            return fmt::format("it has no password, so anyone could be it: `circdesk terminal add {} --no-password --addresses ...`", of.login);
        const auto text = of.password->reveal();
        if (text.starts_with('$') && !circulation::is_verifier(text) && std::ranges::count(text, '$') >= 3)
            return fmt::format("its password is a hash that cannot be proved here: `circdesk terminal add {}` gives it a new one", of.login);
        return {};
    }

    std::string settings_for(tool& with) const {
        const std::string text = settings_text(what_, file_, with.data_dir(), with.institution().code);
        const auto loaded = config::load_text(text, out_.empty() ? "(the settings)" : out_);
        std::string all;
        for (const auto& each : loaded.mistakes) all += config::to_string(each) + '\n';
        if (!all.empty()) throw complaint(all + "the settings that follow from " + file_ + " would not be right: change it there, or by hand here");
        return text;
    }

    /// All or none.
    void add_accounts(tool& with) {
        const verifier_maker maker(pepper(with));
        const auto library = with.institution();
        std::vector<std::shared_future<std::string>> verifiers;
        for (const auto& each : what_.accounts)
            verifiers.push_back(circulation::is_verifier(each.password->reveal()) ? ready(std::string(each.password->reveal()))
                                                                                  : maker.make(*each.password));
        for (const auto& each : verifiers) each.wait(); // outside of the unit of work, where the daemon waits too
        storage::write_and_wait(with.store(), [&](storage::unit_of_work& unit) {
            for (std::size_t i = 0; i < what_.accounts.size(); ++i) {
                const auto& from = what_.accounts[i];
                storage::terminal made{.id = unit.new_id<storage::terminal_id>(), .institution = library.id, .login = from.login,
                                       .verifier = verifiers[i].get(), .branch = branch_of_.at(from.login),
                                       .location = from.location.empty() ? from.institution : from.location,
                                       .profile = from.profile, .addresses = {}, .enabled = true, .created_at = with.now()};
                expect_done(circulation::add_terminal(unit, made, operator_of(with, {}), with.now(), "taken over from " + file_), library);
            }
        });
    }

    static std::shared_future<std::string> ready(std::string verifier) {
        std::promise<std::string> made;
        made.set_value(std::move(verifier));
        return made.get_future().share();
    }

    table attributes(bool in_full) const {
        table shown({"line", "for", "attribute", "value", "what becomes of it", "setting", "note"});
        for (const auto& each : gather(what_.remarks))
            shown.add({each.what->line == 0 ? "-" : std::to_string(each.what->line), each.whose, each.what->name,
                       in_full ? each.what->value : shortened(each.what->value), std::string(in_words(each.what->fate)), each.what->becomes, each.what->sentence});
        return shown;
    }

    table accounts() const {
        table shown({"terminal", "institution", "location", "profile"});
        for (const auto& each : what_.accounts)
            shown.add({each.login, each.institution, each.location.empty() ? each.institution : each.location, each.profile});
        return shown;
    }

    table left_out() const {
        table shown({"not taken over"});
        for (const auto& each : what_.left_out) shown.add({each});
        return shown;
    }

    void tell(const std::string& settings) const {
        if (is_trial_) std::cout << "Nothing was written; this is what would happen:\n";
        attributes(false).print(std::cout);
        std::cout << '\n';
        accounts().print(std::cout);
        if (!what_.left_out.empty()) left_out().print(std::cout << '\n');
        if (is_trial_)
            std::cout << "\nThe settings:\n\n" << settings;
        else
            std::cout << '\n' << what_.accounts.size() << " terminals are there, with the passwords that they had. The settings are in " << out_
                      << ": `circdeskd --config " << out_ << " --check-config`\n";
    }

    void tell_json() const {
        std::cout << R"({"attributes": )";
        attributes(true).print_json(std::cout);
        std::cout << R"(, "terminals": )";
        accounts().print_json(std::cout);
        std::cout << R"(, "left_out": )";
        left_out().print_json(std::cout);
        std::cout << "}\n";
    }

    std::string file_;
    std::string out_;
    branch_codes::stand_ins branches_;
    bool is_trial_ = false;
    sip_config what_;
    std::map<std::string, storage::branch_id> branch_of_; ///< by login
};

} // namespace

std::unique_ptr<command> make_import_sip_config() {
    return std::make_unique<import_sip_config>();
}

} // namespace circ::tool
