#include "storage/store_error.hpp"
#include "tools/circdesk/ask_daemon.hpp"
#include "tools/circdesk/command.hpp"
#include "tools/circdesk/commands.hpp"
#include "tools/circdesk/library_signs.hpp"
#include "tools/circdesk/table.hpp"
#include "tools/circdesk/tool.hpp"
#include "tools/circdesk/wording.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value_to.hpp>

#include <algorithm>
#include <iostream>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// What the running daemon says of itself, and keeping balancers away from it.

namespace circ::tool {
namespace {

namespace json = boost::json;

/// The control socket takes no longer request.
constexpr std::size_t longest_words = 160;

/// Of a library that cannot be looked at; the daemon speaks all the same.
constexpr std::string_view no_zone = "UTC";

class status_command final : public command {
public:
    std::string_view path() const override { return "status"; }
    std::string_view summary() const override {
        return "the daemon and the library on one screen; exit code 1 when somebody has to do something";
    }
    std::string_view example() const override { return "circdesk status"; }

    int run(tool& with) override {
        std::optional<json::object> daemon;
        std::string silence;
        try {
            daemon = json::parse(ask_daemon(with, "status")).as_object();
        } catch (const complaint& about) {
            silence = about.what();
        }
        std::string zone(no_zone);
        std::vector<library_sign> signs;
        try {
            zone = with.institution().time_zone;
            signs = library_signs(with);
        } catch (const storage::store_error& away) {
            signs.push_back({"store", away.what(), false});
        }
        with.how().json ? print_json(daemon, signs) : print(zone, daemon, signs);
        if (!daemon) throw complaint(silence, unavailable);
        const bool well = std::ranges::all_of(signs, &library_sign::well);
        return well && daemon->at("ready").as_bool() && !certificate_ends_soon(*daemon) ? done : refused;
    }

private:
    /// Nothing is told of it where no listener has TLS.
    static bool certificate_ends_soon(const json::object& told) {
        const auto* soon = told.if_contains("certificate_ends_soon");
        return soon != nullptr && soon->as_bool();
    }

    static void print_json(const std::optional<json::object>& daemon, const std::vector<library_sign>& signs) {
        json::object all = daemon.value_or(json::object{});
        json::array library;
        for (const auto& each : signs)
            library.push_back(json::object{{"name", each.name}, {"state", each.state}, {"well", each.well}});
        all["library"] = std::move(library);
        std::cout << json::serialize(all) << '\n';
    }

    static void print(const std::string& zone, const std::optional<json::object>& daemon, const std::vector<library_sign>& signs) {
        daemon ? print_daemon(zone, *daemon) : void(std::cout << "circdeskd does not answer\n");
        for (const auto& each : signs)
            std::cout << (each.well ? "  " : "! ") << each.name << std::string(14 - each.name.size(), ' ') << each.state << '\n';
    }

    static void print_daemon(const std::string& zone, const json::object& told) {
        const auto text = [&](const char* key) { return json::value_to<std::string>(told.at(key)); };
        const auto number = [&](const char* key) { return std::to_string(told.at(key).to_number<std::int64_t>()); };
        const storage::instant since{std::chrono::microseconds(told.at("since").to_number<std::int64_t>())};
        const std::string trouble = text("store_trouble");
        std::cout << "circdeskd " << text("version") << ", process " << number("process") << ", since "
                  << time_text(since, zone) << (zone == no_zone ? " UTC" : "") << '\n'
                  << "  sessions      " << number("sessions") << " of " << number("sessions_limit") << '\n'
                  << (trouble.empty() ? "  " : "! ") << "changes       " << (trouble.empty() ? "are taken" : "are not taken: " + trouble) << '\n'
                  << "  drained       " << (told.at("draining").as_bool() ? "yes" : "no") << '\n'
                  << "  http          " << http_text(text("http_address"), number("http_port")) << '\n'
                  << (told.at("ready").as_bool() ? "  ready         yes" : "! ready         no. " + text("why_not")) << '\n';
        if (!told.contains("certificate_listener")) return;
        const bool is_over = told.at("certificate_days_left").to_number<std::int64_t>() < 0;
        const bool soon = certificate_ends_soon(told);
        std::cout << (soon ? "! " : "  ") << "certificate   of " << text("certificate_listener")
                  << (is_over ? " has ended" : ", " + number("certificate_days_left") + " days left")
                  << (soon ? ": put a new one in its place and reload" : "") << '\n';
    }

    static std::string http_text(const std::string& address, const std::string& port) {
        return port == "0" ? "off" : address + " port " + port;
    }
};

class drain_command final : public command {
public:
    std::string_view path() const override { return "drain"; }
    std::string_view summary() const override {
        return "keep balancers away: /readyz and probes' logins are refused, devices are served on";
    }
    std::string_view example() const override { return "circdesk drain --reason 'new memory'"; }
    std::vector<option> options() override {
        return {{"--off", &off_, "let balancers come back"}, {"--reason", &reason_, "why, for the log"}};
    }

    int run(tool& with) override {
        const std::string words = with.how().operator_name + '\t' + reason_;
        if (words.size() > longest_words || words.find('\n') != std::string::npos)
            throw complaint("the reason is to be one line of at most " + std::to_string(longest_words) + " bytes",
                            wrong_usage);
        const std::string line = ask_daemon(with, (off_ ? "drain off " : "drain on ") + words);
        if (with.how().json) {
            std::cout << line << '\n';
            return done;
        }
        const bool changed = json::parse(line).as_object().at("changed").as_bool();
        std::cout << (off_ ? "the daemon is not drained" : "the daemon is drained") << (changed ? "" : " already") << '\n';
        return done;
    }

private:
    bool off_ = false;
    std::string reason_;
};

} // namespace

std::unique_ptr<command> make_status() { return std::make_unique<status_command>(); }
std::unique_ptr<command> make_drain() { return std::make_unique<drain_command>(); }

} // namespace circ::tool
