#include "protocol/sip2/all_tables.hpp"
#include "protocol/sip2/checksum.hpp"
#include "tools/circdesk/command.hpp"
#include "tools/circdesk/commands.hpp"
#include "tools/circdesk/replay/compare.hpp"
#include "tools/circdesk/replay/trace.hpp"
#include "tools/circdesk/sc/dialogue.hpp"
#include "tools/circdesk/sc/message_text.hpp"
#include "tools/circdesk/secrets.hpp"
#include "tools/circdesk/table.hpp"
#include "tools/circdesk/tool.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <utility>

namespace circ::tool {
namespace {

namespace sip2 = protocol::sip2;

/// Requests that change what a library keeps.
constexpr std::array<std::string_view, 9> changing{"01", "09", "11", "15", "19", "25", "29", "37", "65"};

bool changes_something(std::string_view request) {
    return std::ranges::find(changing, request.substr(0, 2)) != changing.end();
}

std::string text_of(const std::string& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) throw complaint(file + " cannot be read", not_found);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// The connections to one server, one for each session of the trace.
class replayed_server {
public:
    replayed_server(sip2_door at, std::string login) : at_(std::move(at)), login_(std::move(login)) {}

    /// @return the answer without its tail; empty when none came
    std::string ask(const std::string& session, const std::string& request) {
        try {
            auto line = lines_.find(session);
            if (line == lines_.end()) line = begin(session, request.starts_with("93"));
            const std::string answer = line->second.ask(request);
            return std::string(sip2::split_tail(answer).body);
        } catch (const complaint&) { // it has closed this one: that is its answer, and the next request begins anew
            const bool is_away = !lines_.contains(session);
            lines_.erase(session);
            if (is_away) throw;
            return {};
        }
    }

    [[nodiscard]] std::string name() const { return at_.text(); }

private:
    std::map<std::string, dialogue>::iterator begin(const std::string& session, bool logs_in_itself) {
        dialogue made(at_);
        if (!login_.empty() && !logs_in_itself && !made.ask(login_).starts_with("941"))
            throw complaint(at_.text() + " does not let the terminal in", refused);
        return lines_.emplace(session, std::move(made)).first;
    }

    sip2_door at_;
    std::string login_; ///< the 93 that every session begins with; empty: the trace has its own
    std::map<std::string, dialogue> lines_;
};

class replay_command final : public command {
public:
    std::string_view path() const override { return "replay"; }
    std::string_view summary() const override {
        return "send a recorded trace to a server, and compare its answers with the recorded ones or another server's";
    }
    std::string_view example() const override {
        return "circdesk replay monday.trace --against 127.0.0.1:6001 --other old.example:6001 --login kiosk1 --password-file kiosk1.pw";
    }
    std::vector<option> options() override {
        return {{"trace", &trace_, "what `terminal watch --json` wrote, or lines as they went over the wire", true},
                {"--against", &against_, "HOST:PORT of the server that is tried", true},
                {"--other", &other_, "HOST:PORT of a server that is right, in place of the answers in the trace"},
                {"--login", &login_, "log in as this terminal, in place of the logins in the trace"},
                {"--password-file", &password_file_, "file with its password"},
                {"--cards", &cards_file_, "file with a card and its PIN a line, for what a watched trace masks"},
                {"--changes", &may_change_, "send requests that change something, too: lend, return, pay"},
                {"--rule", &typed_rules_, rules_help_},
                {"--rules", &rules_file_, "file with such rules, one a line"},
                {"--exact", &is_exact_, "without the usual rules (dates of answers, AF, AG, AM, BK any; AH date; BV, CC number)"},
                {"--keep-dates", &keeps_dates_, "send the dates of the trace; else those of now"},
                {"--patience", &patience_, "seconds to wait for an answer"}};
    }

    int run(tool& with) override {
        const auto cards = cards_file_.empty() ? known_cards() : read_known_cards(text_of(cards_file_), cards_file_);
        const auto trace = read_trace(text_of(trace_), trace_, cards);
        read_rules();
        replayed_server tried(door(against_), login_line());
        std::optional<replayed_server> right;
        if (!other_.empty()) right.emplace(door(other_), login_line());
        if (!right && std::ranges::none_of(trace, [](const auto& each) { return each.answer.has_value(); }))
            throw complaint(trace_ + " holds no answers to compare with: name a server that is right with --other", wrong_usage);
        for (const auto& each : trace) play(each, tried, right ? &*right : nullptr, with.now());
        if (compared_ == 0) throw complaint("nothing was compared: " + skipped_text(), wrong_usage);
        report(with.how().json, tried.name(), right ? right->name() : "recorded");
        return different_ == 0 ? done : refused;
    }

private:
    sip2_door door(const std::string& typed) const {
        auto made = typed_door(typed);
        made.patience = std::chrono::seconds(std::max<std::int64_t>(1, patience_));
        return made;
    }

    std::string login_line() const {
        if (login_.empty()) return {};
        return "9300CN" + login_ + "|CO" + (password_file_.empty() ? std::string() : read_secret_file(password_file_)) + '|';
    }

    void read_rules() {
        if (!is_exact_)
            for (const auto each : usual_rules()) rules_.push_back(typed_rule(std::string(each)));
        if (!rules_file_.empty()) {
            std::ifstream in(rules_file_);
            if (!in) throw complaint(rules_file_ + " cannot be read", not_found);
            for (std::string line; std::getline(in, line);)
                if (!line.empty() && line[0] != '#') rules_.push_back(typed_rule(line));
        }
        for (const auto& each : typed_rules_) rules_.push_back(typed_rule(each));
    }

    void play(const traced_exchange& what, replayed_server& tried, replayed_server* right, storage::instant now) {
        if (!login_.empty() && what.request.starts_with("93")) return; // ours stands in for it
        if (!may_change_ && changes_something(what.request)) return static_cast<void>(++changing_);
        if (!what.is_complete) return static_cast<void>(++masked_);
        const std::string request = keeps_dates_ ? what.request : dated(what.request, now);
        const std::string wanted = right != nullptr ? right->ask(what.session, request) : what.answer.value_or(std::string());
        const std::string came = tried.ask(what.session, request);
        if (right == nullptr && !what.answer) return static_cast<void>(++unanswered_);
        const bool is_masked = right == nullptr && what.is_masked;
        compare(what, wanted, came, is_masked ? sip2::personal_data::masked : sip2::personal_data::shown);
    }

    void compare(const traced_exchange& what, const std::string& wanted, const std::string& came, sip2::personal_data people) {
        ++compared_;
        const auto found = compare_answers(wanted, came, rules_, people);
        if (!found.empty()) ++different_;
        const auto* table = sip2::table_by_code(what.request.substr(0, 2));
        const std::string title = what.request.substr(0, 2) + (table != nullptr ? ' ' + std::string(table->title) : std::string());
        for (const auto& each : found) rows_.push_back({std::to_string(what.line), what.session, title, each.field, each.left, each.right});
    }

    /// The request as it would be made now.
    static std::string dated(std::string request, storage::instant now) {
        const auto* table = sip2::table_by_code(std::string_view(request).substr(0, 2));
        std::size_t at = 2;
        for (const auto& row : table->fixed) {
            const bool is_whole = at + row.value->width <= request.size();
            if (is_whole && row.name == "transaction_date") request.replace(at, row.value->width, sip2_date(now));
            at += row.value->width;
        }
        return request;
    }

    std::string skipped_text() const {
        std::string text;
        const auto add = [&](std::size_t count, const char* why) {
            if (count > 0) text += (text.empty() ? "" : ", ") + std::to_string(count) + why;
        };
        add(changing_, " would change something (--changes sends them)");
        add(masked_, " are masked (--cards says what is behind)");
        add(unanswered_, " have no answer in the trace");
        return text.empty() ? "the trace holds no request" : text;
    }

    void report(bool json, const std::string& tried, const std::string& right) const {
        table shown({"line", "session", "request", "field", right, tried});
        for (const auto& each : rows_) shown.add(each);
        if (json) return shown.print_json(std::cout);
        if (!shown.empty()) shown.print(std::cout);
        std::cout << compared_ << " answers compared, " << different_ << " differ";
        if (changing_ + masked_ + unanswered_ > 0) std::cout << "; not compared: " << skipped_text();
        std::cout << '\n';
    }

    std::string trace_, against_, other_;
    std::string login_, password_file_, cards_file_;
    std::vector<std::string> typed_rules_;
    std::string rules_file_;
    bool may_change_ = false;
    bool is_exact_ = false;
    bool keeps_dates_ = false;
    std::int64_t patience_ = 5;
    const std::string rules_help_ = "FIELD HOW, as '12.AH date': how a field is compared; " + ways_of_comparing();

    std::vector<difference_rule> rules_;
    std::vector<std::vector<std::string>> rows_;
    std::size_t compared_ = 0;
    std::size_t different_ = 0;
    std::size_t changing_ = 0;
    std::size_t masked_ = 0;
    std::size_t unanswered_ = 0;
};

} // namespace

std::unique_ptr<command> make_replay() {
    return std::make_unique<replay_command>();
}

} // namespace circ::tool
