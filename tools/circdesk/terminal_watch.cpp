#include "tools/circdesk/command.hpp"
#include "tools/circdesk/commands.hpp"
#include "tools/circdesk/connection.hpp"
#include "tools/circdesk/terminals.hpp"
#include "tools/circdesk/tool.hpp"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value_to.hpp>

#include <chrono>
#include <filesystem>
#include <iomanip>
#include <iostream>

namespace circ::tool {
namespace {

namespace json = boost::json;

std::string text_of(const json::object& of, std::string_view key) {
    const auto* found = of.if_contains(key);
    return found != nullptr && found->is_string() ? json::value_to<std::string>(*found) : std::string();
}

void print_time(std::ostream& to, const json::object& what) {
    const auto* at = what.if_contains("at");
    if (at == nullptr || !at->is_int64()) return;
    const std::chrono::hh_mm_ss time(std::chrono::milliseconds(at->as_int64() / 1000) % std::chrono::days(1));
    to << std::setfill('0') << std::setw(2) << time.hours().count() << ':' << std::setw(2) << time.minutes().count()
       << ':' << std::setw(2) << time.seconds().count() << '.' << std::setw(3) << time.subseconds().count()
       << std::setfill(' ') << " UTC  ";
}

void print(std::ostream& to, const json::object& what) {
    print_time(to, what);
    const std::string terminal = text_of(what, "terminal");
    to << (terminal.empty() ? "(nobody logged in)" : terminal) << ' ' << text_of(what, "address") << "  ";
    if (const std::string note = text_of(what, "note"); !note.empty()) {
        to << note << std::endl;
        return;
    }
    const bool from_device = text_of(what, "from") == "SC";
    to << (from_device ? "SC>  " : "ACS< ") << text_of(what, "code") << ' ' << text_of(what, "title") << '\n';
    const auto* fields = what.if_contains("fields");
    if (fields != nullptr && fields->is_array())
        for (const auto& each : fields->as_array())
            to << "    " << std::left << std::setw(2) << text_of(each.as_object(), "id") << "  " << std::setw(24)
               << text_of(each.as_object(), "name") << "  " << text_of(each.as_object(), "value") << std::right << '\n';
    to << std::flush;
}

class terminal_watch final : public command {
public:
    std::string_view path() const override { return "terminal watch"; }
    std::string_view summary() const override {
        return "follow a device's messages, decoded and masked, and why a device does not get in";
    }
    std::string_view example() const override { return "circdesk terminal watch kiosk1"; }
    std::vector<option> options() override {
        return {{"login", &login_, "the device's login; * or nothing: all of them"},
                {"--most", &most_, "stop after so many messages (0: go on until Ctrl-C)"}};
    }

    int run(tool& with) override {
        connection line((std::filesystem::path(with.data_dir()) / "circdesk.sock").string());
        warn(with);
        line.send("watch " + login_ + '\n');
        std::cerr << "watching " << (login_ == "*" ? "all terminals" : login_) << "; Ctrl-C ends it\n";
        for (std::int64_t shown = 0; most_ == 0 || shown < most_; ++shown) {
            const auto next = line.receive_line(std::chrono::seconds(0));
            if (!next) {
                std::cerr << "the daemon has stopped\n";
                return done;
            }
            with.how().json ? std::cout << *next << std::endl : (print(std::cout, json::parse(*next).as_object()), std::cout);
        }
        return done;
    }

private:
    void warn(tool& with) const {
        std::string said;
        with.store().read([&](storage::reader& from) { said = watch_warning(from, login_); });
        with.store().end_turn(); // it may be watched for hours
        if (!said.empty()) std::cerr << said << '\n';
    }

    std::string login_ = "*";
    std::int64_t most_ = 0;
};

} // namespace

std::unique_ptr<command> make_terminal_watch() { return std::make_unique<terminal_watch>(); }

} // namespace circ::tool
