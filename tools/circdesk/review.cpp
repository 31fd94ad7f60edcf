#include "server/circulation/review_desk.hpp"
#include "server/dispatch/sip2_door.hpp"
#include "tools/circdesk/commands.hpp"
#include "tools/circdesk/desk_verb.hpp"
#include "tools/circdesk/list_page.hpp"
#include "tools/circdesk/stored_reasons.hpp"
#include "tools/circdesk/table.hpp"
#include "tools/circdesk/wording.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <iostream>

// The review list: list, show, post, resolve.

namespace circ::tool {
namespace {

using circulation::review_end;
using storage::review_entry;

/// A row with what its ids stand for.
struct told_review {
    review_entry row;
    std::string terminal;
    std::string card; ///< as sent, or of the reader it is about
    std::string item;
};

told_review tell_of(storage::reader& from, review_entry row) {
    told_review told;
    const auto terminal = from.find_terminal(row.terminal);
    const auto item = row.item ? from.find_item(row.item) : std::nullopt;
    told.terminal = terminal ? terminal->login : "";
    told.card = row.card.empty() && row.patron ? circulation::card_number_of(from, row.patron) : row.card;
    told.item = row.barcode.empty() && item ? item->barcode : row.barcode;
    if (told.item.empty() && !row.control_number.empty()) told.item = "a copy of " + row.control_number;
    told.row = std::move(row);
    return told;
}

/// What an earlier or later version may have left has its name for words.
std::string meaning_of(const review_entry& row) {
    const auto* kind = circulation::review_named(row.kind);
    return std::string(kind != nullptr ? kind->meaning : row.kind);
}

std::string age_text(storage::instant since, storage::instant now) {
    const auto age = std::chrono::floor<std::chrono::hours>(now - since).count();
    return age < 48 ? std::to_string(age) + " h" : std::to_string(age / 24) + " days";
}

class review_list final : public command {
public:
    std::string_view path() const override { return "review list"; }
    std::string_view summary() const override { return "what devices have left for staff to look at, the oldest first"; }
    std::string_view example() const override { return "circdesk review list"; }
    std::vector<option> options() override {
        return {{"--kind", &kind_, help_of_kind()}, page_.which()};
    }

    int run(tool& with) override {
        if (!kind_.empty() && circulation::review_named(kind_) == nullptr)
            throw complaint("'" + kind_ + "' is no kind of the review list: " + known_kinds(), wrong_usage);
        const auto of = with.institution();
        table shown({"entry", "age", "kind", "what", "terminal", "card", "item", "reasons"});
        with.store().read([&](storage::reader& from) {
            const auto rows = kind_.empty() ? from.open_reviews(of.id, page_.page())
                                            : from.open_reviews_of_kind(of.id, kind_, page_.page());
            for (const auto& each : rows) {
                const auto told = tell_of(from, each);
                shown.add({std::to_string(each.id.value), age_text(each.at, with.now()), each.kind, meaning_of(each),
                           told.terminal, told.card, told.item, reasons_in_words(each.reasons)});
            }
        });
        page_.print(with, shown);
        return done;
    }

private:
    /// Options only look at their help: it has to outlive them.
    static const std::string& help_of_kind() {
        static const std::string all = "only these: " + known_kinds();
        return all;
    }

    static const std::string& known_kinds() {
        static const std::string all = [] {
            std::string text;
            for (const auto& each : circulation::review_rows()) text += (text.empty() ? "" : ", ") + std::string(each.name);
            return text;
        }();
        return all;
    }

    std::string kind_;
    list_page page_;
};

class review_show final : public command {
public:
    std::string_view path() const override { return "review show"; }
    std::string_view summary() const override { return "one entry of the review list, and what to do about it"; }
    std::string_view example() const override { return "circdesk review show 123456789"; }
    std::vector<option> options() override { return {{"entry", &entry_, "its number, as `review list` shows it", true}}; }

    int run(tool& with) override {
        const auto of = with.institution();
        const storage::review_id id{typed_number(entry_, "review entry")};
        told_review told;
        with.store().read([&](storage::reader& from) {
            auto found = from.find_review(id);
            if (!found || found->institution != of.id)
                throw complaint("there is no review entry " + entry_, not_found);
            told = tell_of(from, std::move(*found));
        });
        with.how().json ? print_json(told) : print(told, of);
        return done;
    }

private:
    static void print(const told_review& told, const storage::institution& of) {
        const auto& row = told.row;
        const auto* kind = circulation::review_named(row.kind);
        const auto line = [](std::string_view name, const std::string& value) {
            if (!value.empty()) print_fact(std::cout, name, value);
        };
        const auto at = [&](const std::optional<storage::instant>& when) {
            return when ? time_text(*when, of.time_zone) : std::string();
        };
        std::cout << row.id.value << "  " << meaning_of(row) << '\n';
        line("request", row.request);
        line("terminal", told.terminal);
        line("card", told.card);
        line("item", told.item);
        line("happened", at(row.said_at));
        line("told", at(row.at));
        line("due given", at(row.due_at));
        line("returned", at(row.returned_at));
        line("reasons", reasons_in_words(row.reasons));
        if (row.resolved_at) line("ended", at(row.resolved_at) + " by " + row.resolved_by + ": " + row.resolution);
        else if (kind != nullptr) line("next", std::string(kind->what_next));
    }

    static void print_json(const told_review& told) {
        const auto& row = told.row;
        const auto* kind = circulation::review_named(row.kind);
        boost::json::object all{{"entry", std::to_string(row.id.value)}, {"kind", row.kind},
                                {"meaning", meaning_of(row)}, {"request", row.request},
                                {"terminal", told.terminal}, {"card", told.card}, {"item", told.item},
                                {"reasons", row.reasons}, {"at", machine_time(row.at)},
                                {"open", !row.resolved_at.has_value()}};
        const auto add_time = [&](std::string_view name, const std::optional<storage::instant>& when) {
            if (when) all[name] = machine_time(*when);
        };
        add_time("said_at", row.said_at);
        add_time("due_at", row.due_at);
        add_time("returned_at", row.returned_at);
        add_time("resolved_at", row.resolved_at);
        if (row.resolved_at) {
            all["resolved_by"] = row.resolved_by;
            all["resolution"] = row.resolution;
        } else if (kind != nullptr) {
            all["next"] = kind->what_next;
        }
        std::cout << boost::json::serialize(all) << '\n';
    }

    std::string entry_;
};

/// The rules of the device that left the entry: of its profile, as far as settings still have it.
std::shared_ptr<const circulation::device_rules> rules_of(tool& with, storage::review_id id) {
    std::string profile;
    with.store().read([&](storage::reader& from) {
        const auto row = from.find_review(id);
        const auto terminal = row ? from.find_terminal(row->terminal) : std::nullopt;
        if (terminal) profile = terminal->profile;
    });
    with.store().end_turn();
    const auto& all = with.settings_of({"profile"}).profiles;
    const auto found = all.find(profile);
    return found == all.end() ? circulation::default_device_rules() : dispatch::device_rules_of(found->second);
}

/// post and resolve are one verb with two names.
class review_ending final : public command {
public:
    explicit review_ending(review_end how) : how_(how) {}

    std::string_view path() const override { return posts() ? "review post" : "review resolve"; }
    std::string_view summary() const override {
        return posts() ? "do now what could not be posted, at its own date" : "end an entry of which nothing more is to be done";
    }
    std::string_view example() const override {
        return posts() ? "circdesk review post 123456789 --reason 'the card is imported now'"
                       : "circdesk review resolve 123456789 --reason 'the reader was told'";
    }
    std::vector<option> options() override {
        return {{"entry", &entry_, "its number, as `review list` shows it", true}, words_.why()};
    }

    int run(tool& with) override {
        const storage::review_id id{typed_number(entry_, "review entry")};
        if (posts()) post(with, id);
        else
            static_cast<void>(perform_at_desk(
                with, circulation::resolve_review{.by = {}, .entry = id, .why = words_.reason}, words_));
        if (with.how().json) std::cout << R"({"result":"done"})" << '\n';
        else std::cout << (posts() ? "posted at its own date; the entry is ended\n" : "the entry is ended\n");
        return done;
    }

private:
    bool posts() const { return how_ == review_end::post; }

    /// The operator answers for it, under the rules of the device that did it.
    void post(tool& with, storage::review_id id) const {
        circulation::post_review asked{.by = operator_of(with, words_), .entry = id, .why = words_.reason};
        asked.by.rules = rules_of(with, id);
        const auto policy = policy_of(with);
        circulation::outcome made;
        storage::write_and_wait(with.store(), [&](storage::unit_of_work& unit) {
            made = circulation::perform(unit, asked, {.rules = policy, .now = with.now()});
        });
        expect_done(made, with.institution());
    }

    review_end how_;
    std::string entry_;
    desk_words words_;
};

} // namespace

std::unique_ptr<command> make_review_list() { return std::make_unique<review_list>(); }
std::unique_ptr<command> make_review_show() { return std::make_unique<review_show>(); }
std::unique_ptr<command> make_review_post() { return std::make_unique<review_ending>(review_end::post); }
std::unique_ptr<command> make_review_resolve() { return std::make_unique<review_ending>(review_end::resolve); }

} // namespace circ::tool
