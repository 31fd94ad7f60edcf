#include "tools/circdesk/command.hpp"
#include "tools/circdesk/commands.hpp"
#include "tools/circdesk/decoded.hpp"
#include "tools/circdesk/encryption.hpp"
#include "tools/circdesk/open_addresses.hpp"
#include "tools/circdesk/sc/message_text.hpp"
#include "tools/circdesk/sc/self_check.hpp"
#include "tools/circdesk/sc/transcript.hpp"
#include "tools/circdesk/secrets.hpp"
#include "tools/circdesk/shared_files.hpp"
#include "tools/circdesk/tool.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <utility>

namespace circ::tool {
namespace {

namespace sip2 = protocol::sip2;

std::string all_of(std::istream& in) { return {std::istreambuf_iterator<char>(in), {}}; }

/// A word is a transcript when there is a file of that name, or a script that ships.
std::optional<transcript> find_transcript(const std::string& word) {
    if (word == "-") return read_transcript(all_of(std::cin), "(standard input)");
    for (const auto& file : {std::filesystem::path(word), shared_file("demo/scripts/" + word + ".txt")}) {
        std::ifstream in(file);
        if (std::filesystem::is_regular_file(file) && in) return read_transcript(all_of(in), file.string());
    }
    return std::nullopt;
}

class sc_command final : public command {
public:
    std::string_view path() const override { return "sc"; }
    std::string_view summary() const override { return "be a self-check kiosk: send requests, show the answers decoded"; }
    std::string_view example() const override {
        return "circdesk sc --as kiosk1 checkout patron_identifier=29012000000010 "
               "item_identifier=39012000000133 patron_password=1001";
    }
    std::vector<option> options() override {
        return {{"words", &words_, "a transcript (file, shipped script, or - for standard input), `raw LINE`, or a "
                                   "message and its fields: checkin item_identifier=..."},
                {"--host", &host_, "where the server is (the daemon of --data, else 127.0.0.1)"},
                {"--port", &port_, "its port (the daemon's, else 6001)"},
                {"--as", &login_, "log in as this terminal and send its status first"},
                {"--password-file", &password_file_, "file with the password (demo-NAME, as the terminals of a demo have)"},
                {"--tls", &encrypted_, "connect by TLS: to a listener of kind tls, without it to one of kind plain"},
                {"--ca", &files_.authorities, "file with the authority of the server's certificate (those of this system)"},
                {"--cert", &files_.certificate, "file with a certificate to show, for a listener that asks for one"},
                {"--key", &files_.key, "file with its key"},
                {"--width", &width_, "print width that the status tells"},
                {"--no-error-detection", &plain_, "without sequence numbers and checksums"},
                {"--raw", &raw_, "show the lines as they went over the wire, too"},
                {"--quiet", &quiet_, "show mismatches only"}};
    }

    int run(tool& with) override {
        find_encryption();
        find_server(with);
        if (words_.empty()) throw complaint("nothing to send: name a transcript or a message", wrong_usage);
        const bool named_script = words_.size() == 1;
        const auto script = named_script ? find_transcript(words_.front()) : std::nullopt;
        return script ? play(*script, with) : say();
    }

private:
    /// Other systems have doors of their own, and some devices log in by lines of text.
    [[nodiscard]] bool speaks_as_asked(const open_door& door, const config::settings& by) const {
        using enum config::listener_kind;
        const auto how = std::ranges::find(by.listeners, door.listener, &config::listener_settings::name);
        return how == by.listeners.end() || how->kind == (encrypted_ ? tls : plain);
    }

    void find_server(tool& with) {
        if (port_ < 0 || port_ > 65'535)
            throw complaint("--port is a number from 1 to 65535, not " + std::to_string(port_), wrong_usage);
        auto doors = read_open_doors(with.data_dir());
        const bool runs = !doors.empty();
        std::erase_if(doors, [&](const open_door& each) { return !speaks_as_asked(each, with.settings()); });
        if (runs && doors.empty() && host_.empty() && port_ == 0)
            throw complaint("the daemon of " + with.data_dir() + " has no listener of kind " +
                                (encrypted_ ? "\"tls\": leave --tls away" : "\"plain\": connect by --tls") +
                                ", or name a place by --host and --port",
                            unavailable);
        if (host_.empty()) host_ = doors.empty() ? "127.0.0.1" : doors.front().address;
        if (port_ == 0) port_ = doors.empty() ? 6001 : doors.front().port;
    }

    void find_encryption() {
        if (encrypted_)
            encryption_ = read_encryption(files_);
        else if (!files_.authorities.empty() || !files_.certificate.empty() || !files_.key.empty())
            throw complaint("--ca, --cert and --key go with --tls", wrong_usage);
    }

    std::unique_ptr<self_check> connect(const std::string& login, storage::instant now) {
        self_check::manner how{.error_detection = !plain_, .dialect = {}};
        auto line = std::make_unique<self_check>(connection(host_, static_cast<std::uint16_t>(port_), encryption_), how);
        if (login.empty()) return line;
        const std::string answer =
            line->ask(make_message({"login", "login_user_id=" + login, "login_password=" + password_of(login, password_file_)}, now));
        show({line->sent(), line->received()});
        if (answer != "941")
            throw complaint("the server does not let " + login + " in" + whose_password(login, password_file_) +
                            "; `circdesk terminal test " + login + " --password-file FILE` says why");
        std::string width = std::to_string(width_);
        width.insert(0, 3 - std::min<std::size_t>(3, width.size()), '0');
        (void)line->ask(make_message({"sc_status", "max_print_width=" + width}, now)); // shown, not judged
        show({line->sent(), line->received()});
        return line;
    }

    void show(const shown_exchange& what) const {
        if (quiet_) return;
        if (raw_) std::cout << "SC>  " << what.sent << '\n';
        print_decoded(std::cout, "SC> ", what.sent, {}, sip2::personal_data::shown);
        if (raw_) std::cout << "ACS< " << what.received << '\n';
        print_decoded(std::cout, "ACS<", what.received, {}, sip2::personal_data::shown);
        std::cout << '\n';
    }

    int play(const transcript& script, tool& with) {
        transcript_stage stage;
        stage.now = [&with] { return with.now(); };
        stage.show = [this](const shown_exchange& what) { show(what); };
        // --as logs in once at the start; `connect as` in the script does the same for others.
        stage.connect = [this, &with](const std::string& login) {
            return connect(login.empty() ? login_ : login, with.now());
        };
        const auto result = run_transcript(script, stage);
        for (const auto& each : result.mismatches) std::cerr << each.text << '\n';
        std::cerr << result.exchanges << " exchanges, " << result.mismatches.size() << " mismatches\n";
        return result.passed() ? done : refused;
    }

    int say() {
        const auto now = std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
        auto line = connect(login_, now);
        if (words_.front() == "raw") {
            if (words_.size() != 2) throw complaint("raw wants one line, in quotes", wrong_usage);
            (void)line->ask_raw(words_[1]); // shown below
        } else {
            (void)line->ask(make_message(words_, now));
        }
        show({line->sent(), line->received()});
        return done;
    }

    std::vector<std::string> words_;
    std::string host_;
    std::int64_t port_ = 0;
    std::string login_;
    std::string password_file_;
    bool encrypted_ = false;
    encryption_files files_;
    std::shared_ptr<const protocol::tls::context> encryption_; ///< nothing: in the open
    std::int64_t width_ = 80;
    bool plain_ = false;
    bool raw_ = false;
    bool quiet_ = false;
};

} // namespace

std::unique_ptr<command> make_sc() { return std::make_unique<sc_command>(); }

} // namespace circ::tool
