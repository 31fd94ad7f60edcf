#include "tools/circdesk/command.hpp"
#include "tools/circdesk/commands.hpp"
#include "tools/circdesk/conformance/checks.hpp"
#include "tools/circdesk/encryption.hpp"
#include "tools/circdesk/secrets.hpp"
#include "tools/circdesk/table.hpp"
#include "tools/circdesk/tool.hpp"

#include <algorithm>
#include <array>
#include <iostream>
#include <utility>

namespace circ::tool {
namespace {

constexpr std::array<std::string_view, 3> verdict_words{"passed", "FAILED", "not tried"};

std::string_view in_words(verdict what) { return verdict_words[static_cast<std::size_t>(what)]; }
std::string_view in_words(severity how) { return how == severity::must ? "must" : "should"; }

class conformance_command final : public command {
public:
    std::string_view path() const override { return "conformance"; }
    std::string_view summary() const override { return "examine how any SIP2 server keeps to the protocol, and report"; }
    std::string_view example() const override {
        return "circdesk conformance 127.0.0.1:6001 --login kiosk1 --password-file kiosk1.pw --patron 29012000000010 "
               "--item 39012000000133";
    }
    std::vector<option> options() override {
        return {{"server", &server_, "HOST:PORT of the server, ours or another's", true},
                {"--login", &subject_.login, "log in as this terminal; without it, as a device that never logs in"},
                {"--password-file", &password_file_, "file with the terminal's password"},
                {"--location", &subject_.location, "the terminal's location (CP, and AP of returns)"},
                {"--patron", &subject_.patron, "a card to ask about"},
                {"--pin-file", &pin_file_, "file with its PIN; a wrong one is tried once, too"},
                {"--item", &subject_.item, "barcode of an item to ask about"},
                {"--changes", &subject_.may_change, "lend the item to the patron, renew, take back, place and cancel a hold, pay nothing, block and enable: a card and an item of tests only"},
                {"--only", &only_, "make this check alone; may be given several times"},
                {"--tls", &encrypted_, "connect by TLS"},
                {"--ca", &files_.authorities, "file with the authority of the server's certificate (those of this system)"},
                {"--patience", &patience_, "seconds to wait for an answer"}};
    }

    int run(tool& with) override {
        find_server(with);
        static_cast<void>(dialogue(subject_.at)); // nobody answers: there is nothing to examine
        const examination on(subject_, with.now());
        std::vector<check_result> all;
        for (const auto& each : all_checks())
            if (only_.empty() || std::ranges::find(only_, each.name) != only_.end()) all.push_back(make_check(each, on));
        if (all.empty()) throw complaint("there is no check '" + only_.front() + "'; without --only all of them are made and named", wrong_usage);
        report(all, with.how().json);
        return std::ranges::none_of(all, [](const check_result& each) { return each.came_out == verdict::failed; }) ? done : refused;
    }

private:
    void find_server(tool& with) {
        subject_.at = typed_door(server_);
        subject_.institution = with.how().institution.value_or(std::string());
        subject_.at.patience = std::chrono::seconds(std::max<std::int64_t>(1, patience_));
        if (!password_file_.empty()) subject_.password = read_secret_file(password_file_);
        if (!pin_file_.empty()) subject_.pin = read_secret_file(pin_file_);
        if (encrypted_) subject_.at.encryption = read_encryption(files_);
    }

    static std::size_t count(const std::vector<check_result>& all, verdict what) {
        return static_cast<std::size_t>(std::ranges::count(all, what, &check_result::came_out));
    }

    void report(const std::vector<check_result>& all, bool json) const {
        table shown({"check", "result", "asked by", "what it shows", "why"});
        for (const auto& each : all)
            shown.add({std::string(each.of->name), std::string(in_words(each.came_out)),
                       std::string(in_words(each.of->how)) + ": " + std::string(each.of->source), std::string(each.of->shows), each.why});
        if (json) return shown.print_json(std::cout);
        print(all);
    }

    /// What failed in full, with what it was about; the others a line each.
    void print(const std::vector<check_result>& all) const {
        table lines({"check", "result", "what it shows"});
        for (const auto& each : all) lines.add({std::string(each.of->name), std::string(in_words(each.came_out)), std::string(each.of->shows)});
        lines.print(std::cout);
        for (const auto& each : all) {
            if (each.came_out == verdict::passed) continue;
            std::cout << '\n' << each.of->name << ": " << in_words(each.came_out) << '\n' << "  " << each.why << '\n';
            if (each.came_out == verdict::failed)
                std::cout << "  " << in_words(each.of->how) << ": " << each.of->source << '\n';
        }
        std::cout << '\n' << server_ << ": " << count(all, verdict::passed) << " passed, " << count(all, verdict::failed) << " failed, "
                  << count(all, verdict::not_tried) << " not tried\n";
    }

    std::string server_;
    examined_server subject_;
    std::string password_file_;
    std::string pin_file_;
    std::vector<std::string> only_;
    bool encrypted_ = false;
    encryption_files files_;
    std::int64_t patience_ = 5;
};

} // namespace

std::unique_ptr<command> make_conformance() {
    return std::make_unique<conformance_command>();
}

} // namespace circ::tool
