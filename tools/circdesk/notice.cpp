#include "server/circulation/clock.hpp"
#include "server/circulation/facts.hpp"
#include "server/circulation/make_views.hpp"
#include "server/circulation/notice.hpp"
#include "server/circulation/trail.hpp"
#include "server/notices/hand_over.hpp"
#include "server/notices/letter.hpp"
#include "tools/circdesk/command.hpp"
#include "tools/circdesk/commands.hpp"
#include "tools/circdesk/list_page.hpp"
#include "tools/circdesk/table.hpp"
#include "tools/circdesk/tool.hpp"
#include "tools/circdesk/wording.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <iostream>

// The verbs of notices: what waits, and what becomes of it.

namespace circ::tool {
namespace {

using storage::notice_state;

constexpr std::array<std::string_view, 4> states{"waiting", "handed_over", "failed", "given_up"};
constexpr int most_shown = 1000;

circulation::requester operator_of(tool& with) {
    circulation::requester by;
    by.operator_name = with.how().operator_name;
    by.institution = with.institution().id;
    by.received = with.now();
    return by;
}

storage::notice_id to_id(const std::string& text) {
    std::int64_t number = 0;
    const auto* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, number);
    if (text.empty() || read.ec != std::errc{} || read.ptr != end)
        throw complaint("'" + text + "' is no number of a notice; `circdesk notice list` shows them", wrong_usage);
    return {number};
}

/// @throws complaint when it came to nothing
void expect_done(circulation::notice_change made, const std::string& id, std::string_view otherwise) {
    if (made == circulation::notice_change::not_there) throw complaint("there is no notice " + id, not_found);
    if (made == circulation::notice_change::being_handed_over)
        throw complaint("notice " + id + " is being handed over just now: see in a minute what came of it");
    if (made == circulation::notice_change::already_so) throw complaint("notice " + id + " " + std::string(otherwise));
}

class notice_list final : public command {
public:
    std::string_view path() const override { return "notice list"; }
    std::string_view summary() const override { return "notices in one state, the oldest first"; }
    std::string_view example() const override { return "circdesk notice list --state waiting"; }
    std::vector<option> options() override {
        return {{"--state", &state_, "waiting, failed, given_up or handed_over"},
                {"--after", &after_, "only those after this number: the next page"}};
    }

    int run(tool& with) override {
        const auto found = std::ranges::find(states, state_);
        if (found == states.end())
            throw complaint("'" + state_ + "' is no state of a notice: say waiting, failed, given_up or handed_over", wrong_usage);
        const auto of = with.institution();
        table shown({"notice", "kind", "to", "by", "made", "tries", "about", "last error"});
        with.store().read([&](storage::reader& from) {
            const auto after = after_.empty() ? storage::notice_id{} : to_id(after_);
            for (const auto& each : from.notices_in(of.id, static_cast<notice_state>(found - states.begin()), after, most_shown))
                shown.add(line_of(from, each, of.time_zone));
        });
        print_list(with, shown);
        return done;
    }

private:
    /// The item, the title that a hold waits for, or the card and until when it is good.
    static std::string about(storage::reader& from, const storage::notice& what) {
        if (const auto item = from.item_with_facts(what.item)) return item->item.barcode + " " + item->title.text;
        const auto hold = from.find_hold(what.hold);
        if (const auto title = hold ? from.find_title(hold->title) : std::nullopt) return title->text;
        const auto until = circulation::short_form(what.facts).number("until");
        if (!until) return what.cause;
        return std::string("card ")
            .append(circulation::card_number_of(from, what.patron))
            .append(" until ")
            .append(date_text(storage::local_date{std::chrono::days{*until}}));
    }

    static std::vector<cell> line_of(storage::reader& from, const storage::notice& what, const std::string& zone) {
        const std::string claim = "being handed over by " + what.claimed_by;
        const auto to = from.find_patron(what.recipient ? what.recipient : what.patron);
        return {std::to_string(what.id.value), what.kind, to ? circulation::display_name(*to) : "",
                what.channel == storage::notice_channel::email ? "email" : "post", time_cell(what.created_at, zone),
                std::to_string(what.tries), about(from, what),
                what.claimed_until ? claim : what.last_error};
    }

    std::string state_ = "waiting";
    std::string after_;
};

class notice_export final : public command {
public:
    std::string_view path() const override { return "notice export"; }
    std::string_view summary() const override { return "waiting notices with all that a letter needs, as a JSON list"; }
    std::string_view example() const override { return "circdesk --json notice export"; }

    int run(tool& with) override {
        const auto institution = with.institution();
        boost::json::array letters;
        with.store().read([&](storage::reader& from) {
            for (const auto& each : from.notices_in(institution.id, notice_state::waiting, {}, most_shown))
                if (!circulation::is_claimed(each, with.now())) letters.push_back(notices::letter_of(from, institution, each));
        });
        std::cout << boost::json::serialize(letters) << '\n';
        return done;
    }
};

class notice_acknowledge final : public command {
public:
    std::string_view path() const override { return "notice acknowledge"; }
    std::string_view summary() const override { return "say that exported notices have been taken over"; }
    std::string_view example() const override { return "circdesk notice acknowledge --through 9223372036854775807"; }
    std::vector<option> options() override {
        return {{"notices", &ids_, "numbers of notices"},
                {"--through", &through_, "instead: all that wait, up to this number"}};
    }

    int run(tool& with) override {
        if (ids_.empty() == through_.empty())
            throw complaint("name the notices, or give --through with the last number of an export", wrong_usage);
        const auto by = operator_of(with);
        std::vector<storage::notice_id> ids;
        for (const auto& each : ids_) ids.push_back(to_id(each));
        if (!through_.empty()) ids = waiting_through(with, to_id(through_));
        int taken = 0;
        for (const auto id : ids) {
            auto made = circulation::notice_change::done;
            storage::write_and_wait(with.store(), [&](storage::unit_of_work& unit) {
                made = circulation::take_over_notice(unit, id, by, with.now());
            });
            if (made == circulation::notice_change::not_there)
                throw complaint("there is no notice " + std::to_string(id.value), not_found);
            taken += made == circulation::notice_change::done ? 1 : 0;
        }
        std::cout << taken << (taken == 1 ? " notice has" : " notices have") << " been taken over\n";
        return done;
    }

private:
    static std::vector<storage::notice_id> waiting_through(tool& with, storage::notice_id last) {
        std::vector<storage::notice_id> ids;
        const auto of = with.institution().id;
        with.store().read([&](storage::reader& from) {
            for (storage::notice_id after;;) {
                const auto page = from.notices_in(of, notice_state::waiting, after, most_shown);
                for (const auto& each : page)
                    if (each.id <= last && !circulation::is_claimed(each, with.now())) ids.push_back(each.id);
                if (static_cast<int>(page.size()) < most_shown || page.back().id > last) return;
                after = page.back().id;
            }
        });
        return ids;
    }

    std::vector<std::string> ids_;
    std::string through_;
};

class notice_hand_over final : public command {
public:
    std::string_view path() const override { return "notice hand-over"; }
    std::string_view summary() const override { return "give waiting and failed notices to the program of notices.command"; }
    std::string_view example() const override { return "circdesk --config circdesk.toml notice hand-over"; }

    int run(tool& with) override {
        const auto& how = with.settings_of({"notices"}).notices;
        if (how.command.empty())
            throw complaint("no program is set that takes notices: set notices.command, or use `circdesk notice export`", wrong_usage);
        const auto tally = notices::hand_over(with.store(), with.institution(), how, operator_of(with),
                                              circulation::system_clock{}, notices::which_notices::failed_too);
        std::cout << tally.handed_over << " handed over, " << tally.failed << " failed\n";
        if (tally.failed > 0) throw complaint("the last failure: " + tally.last_error);
        return done;
    }
};

/// retry and give-up are one verb with two names.
class notice_decision final : public command {
public:
    explicit notice_decision(bool again) : again_(again) {}

    std::string_view path() const override { return again_ ? "notice retry" : "notice give-up"; }
    std::string_view summary() const override {
        return again_ ? "let a notice wait again, also one that was handed over and got lost" : "let nobody get a notice";
    }
    std::string_view example() const override {
        return again_ ? "circdesk notice retry 17 --reason \"the mail server was down\""
                      : "circdesk notice give-up 17 --reason \"the reader has been told\"";
    }
    std::vector<option> options() override {
        return {{"notice", &id_, "its number", true}, {"--reason", &reason_, "why, kept with your name", true}};
    }

    int run(tool& with) override {
        const auto id = to_id(id_);
        const auto by = operator_of(with);
        auto made = circulation::notice_change::done;
        storage::write_and_wait(with.store(), [&](storage::unit_of_work& unit) {
            made = again_ ? circulation::retry_notice(unit, id, by, with.now(), reason_)
                          : circulation::give_up_notice(unit, id, by, with.now(), reason_);
        });
        expect_done(made, id_, again_ ? "waits already" : "is done already: `circdesk notice list` shows what waits");
        std::cout << "notice " << id_ << (again_ ? " waits again\n" : " is given up\n");
        return done;
    }

private:
    bool again_;
    std::string id_;
    std::string reason_;
};

} // namespace

std::unique_ptr<command> make_notice_list() { return std::make_unique<notice_list>(); }
std::unique_ptr<command> make_notice_export() { return std::make_unique<notice_export>(); }
std::unique_ptr<command> make_notice_acknowledge() { return std::make_unique<notice_acknowledge>(); }
std::unique_ptr<command> make_notice_hand_over() { return std::make_unique<notice_hand_over>(); }
std::unique_ptr<command> make_notice_retry() { return std::make_unique<notice_decision>(true); }
std::unique_ptr<command> make_notice_give_up() { return std::make_unique<notice_decision>(false); }

} // namespace circ::tool
