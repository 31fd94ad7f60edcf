#include "server/circulation/hold_lists.hpp"
#include "server/circulation/hold_queue.hpp"
#include "server/circulation/local_time.hpp"
#include "tools/circdesk/commands.hpp"
#include "tools/circdesk/desk_verb.hpp"
#include "tools/circdesk/list_page.hpp"
#include "tools/circdesk/table.hpp"
#include "tools/circdesk/wording.hpp"

#include <array>
#include <functional>
#include <optional>
#include <utility>

// `hold list`: the holds of a reader or of a title, and what the hold shelf and its ways hold; and `hold pull`, the
// list that staff fetches from the shelves.

namespace circ::tool {
namespace {

using circulation::library_facts;
using storage::hold_state;

/// What a list is made from.
struct list_source {
    storage::reader& from;
    tool& with;
    library_facts library;
    storage::branch here; ///< of a list that a branch has
    storage::local_date today{};
    storage::page page;
};

std::string id_text(storage::hold_id id) { return std::to_string(id.value); }

std::string until_text(const std::optional<storage::local_date>& day) { return day ? date_text(*day) : ""; }

/// Waiting, ready, or over by its dates whether or not the night has said so.
std::string state_text(const storage::hold& one, storage::local_date today) {
    if (storage::is_open(one.state) && circulation::has_lapsed(one, today)) return "its time is over";
    return std::string(in_words(one.state));
}

table list_of_patron(const list_source& of, const std::string& card) {
    table shown({"hold", "title", "state", "pickup", "place", "item", "until"});
    const auto who = find_reader(of.from, of.library.institution, card, of.with.now());
    auto lines = of.from.ready_holds_of(who.patron.id, of.page);
    for (auto& each : of.from.waiting_holds_of(who.patron.id, of.page)) lines.push_back(std::move(each));
    for (const auto& each : lines) {
        const bool waits = !storage::is_trapping(each.hold.state);
        const auto until = each.hold.state == hold_state::suspended ? each.hold.suspended_until
                           : waits                                  ? each.hold.expires_on
                                                                    : each.hold.shelf_until;
        shown.add({id_text(each.hold.id), each.title, state_text(each.hold, of.today), each.pickup,
                   waits ? std::to_string(of.from.queue_position(each.hold, of.today)) : "", each.barcode, until_text(until)});
    }
    return shown;
}

table list_of_title(const list_source& of, const std::string& number) {
    table shown({"place", "hold", "card", "state", "pickup", "placed", "until"});
    const auto title = of.from.title_by_control_number(of.library.institution.id, number);
    if (!title) throw complaint("there is no title " + number, not_found);
    int place = of.page.first;
    for (const auto& each : of.from.queue_of(title->id, of.page))
        shown.add({std::to_string(++place), id_text(each.id), circulation::card_number_of(of.from, each.patron),
                   state_text(each, of.today), of.library.branch(each.pickup).code,
                   time_cell(each.placed_at, of.library.branch(each.pickup).time_zone), until_text(each.expires_on)});
    return shown;
}

table list_shelf(const list_source& of) {
    table shown({"hold", "item", "title", "card", "until", "state"});
    for (const auto& each : of.from.holds_on_shelf(of.here.id, of.page))
        shown.add({id_text(each.hold.id), each.barcode, each.title,
                   circulation::card_number_of(of.from, each.hold.patron), until_text(each.hold.shelf_until),
                   each.hold.pickup == of.here.id ? state_text(each.hold, of.today) : "to be fetched at " + each.pickup});
    return shown;
}

table list_to_clear(const list_source& of) {
    table shown({"hold", "item", "title", "card", "why"});
    for (const auto& each : of.from.holds_to_clear(of.here.id, of.today, of.page)) {
        const bool moved = each.hold.state == hold_state::on_shelf && circulation::keeps_its_item(each.hold, of.today);
        shown.add({id_text(each.hold.id), each.barcode, each.title,
                   circulation::card_number_of(of.from, each.hold.patron),
                   moved ? "to be fetched at " + each.pickup : state_text(each.hold, of.today)});
    }
    return shown;
}

table list_to_pull(const list_source& of) {
    table shown({"location", "call number", "item", "title", "for", "waiting"});
    const auto lines = circulation::pull_list(of.from, of.library, policy_of(of.with), of.here.id, of.today, of.page);
    for (const auto& each : lines) {
        const bool is_more = each.waiting == circulation::most_waiting_counted;
        shown.add({location_on(each.item.item, of.today), each.item.item.call_number, each.item.item.barcode, each.item.title.text,
                   of.library.branch(each.next.pickup).code, std::to_string(each.waiting) + (is_more ? " or more" : "")});
    }
    return shown;
}

table list_under_way(const list_source& of) {
    table shown({"item", "title", "from", "sent", "days", "for card"});
    for (const auto& each : of.from.transits_to(of.here.id, of.page)) {
        const auto hold = each.transit.hold ? of.from.find_hold(each.transit.hold) : std::nullopt;
        const auto since = of.today - circulation::date_in(each.transit.sent_at, of.here.time_zone);
        shown.add({each.barcode, each.title, of.library.branch(each.transit.from).code,
                   time_cell(each.transit.sent_at, of.here.time_zone), std::to_string(since.count()),
                   hold && storage::is_open(hold->state) ? circulation::card_number_of(of.from, hold->patron) : ""});
    }
    return shown;
}

table list_suspended(const list_source& of) {
    table shown({"hold", "title", "card", "pickup", "until"});
    for (const auto& each : of.from.suspended_holds(of.library.institution.id, of.page))
        shown.add({id_text(each.hold.id), each.title, circulation::card_number_of(of.from, each.hold.patron),
                   each.pickup, each.hold.suspended_until ? date_text(*each.hold.suspended_until) : "it is woken"});
    return shown;
}

/// A list of the institution or of one branch, by the option that asks for it.
struct walk {
    std::string_view option;
    std::string_view help;
    bool has_branch;
    table (*make)(const list_source&);
};
constexpr std::array walks{
    walk{"--shelf", "what stands on the hold shelf of the branch", true, list_shelf},
    walk{"--clear", "what is to be taken off the hold shelf of the branch", true, list_to_clear},
    walk{"--transit", "what is on its way to the branch, the oldest first", true, list_under_way},
    walk{"--suspended", "what is not to be served for now", false, list_suspended}};

/// Makes one list of the institution, or of its branch where a code is given (else nullptr).
/// @throws complaint (not_found) when there is no such branch
table list_made(tool& with, const storage::page& page, const std::string* branch, const std::function<table(const list_source&)>& make) {
    const auto institution = with.institution();
    std::optional<table> shown;
    with.store().read([&](storage::reader& from) {
        list_source of{from, with, *circulation::load_library(from, institution.id), {}, {}, page};
        if (branch != nullptr) {
            const auto here = from.branch_by_code(institution.id, *branch);
            if (!here) throw complaint("there is no branch " + *branch, not_found);
            of.here = *here;
        }
        const auto& zone = of.here.id ? of.here.time_zone : institution.time_zone;
        of.today = circulation::date_in(with.now(), zone);
        shown = make(of);
    });
    return *std::move(shown);
}

class hold_list final : public command {
public:
    std::string_view path() const override { return "hold list"; }
    std::string_view summary() const override { return "holds of a reader or a title, or a list to walk with"; }
    std::string_view example() const override { return "circdesk hold list --clear --branch MAIN"; }
    std::vector<option> options() override {
        std::vector<option> all{{"card", &card_, "the number of any of the reader's cards"},
                                {"--title", &title_, "the control number of a title: its queue"}};
        for (std::size_t i = 0; i < walks.size(); ++i) all.push_back({walks[i].option, &chosen_[i], walks[i].help});
        all.push_back({"--branch", &branch_, "code of the branch"});
        all.push_back(page_.which());
        return all;
    }

    int run(tool& with) override {
        const walk* chosen = check_choice();
        const bool is_of_branch = chosen != nullptr && chosen->has_branch;
        page_.print(with, list_made(with, page_.page(), is_of_branch ? &branch_ : nullptr, [&](const list_source& of) {
            if (chosen != nullptr) return chosen->make(of);
            return title_.empty() ? list_of_patron(of, card_) : list_of_title(of, title_);
        }));
        return done;
    }

private:
    /// The list that is asked for; nullptr for that of a reader or a title.
    const walk* check_choice() const {
        const walk* found = nullptr;
        int asked = (card_.empty() ? 0 : 1) + (title_.empty() ? 0 : 1);
        for (std::size_t i = 0; i < walks.size(); ++i) {
            if (!chosen_[i]) continue;
            found = &walks[i];
            ++asked;
        }
        if (asked != 1)
            throw complaint("name one list: a card, --title, --shelf, --clear, --transit or --suspended", wrong_usage);
        if (found != nullptr && found->has_branch && branch_.empty())
            throw complaint("name the branch of the list with --branch", wrong_usage);
        return found;
    }

    std::string card_;
    std::string title_;
    std::string branch_;
    std::array<bool, walks.size()> chosen_{};
    list_page page_;
};

class hold_pull final : public command {
public:
    std::string_view path() const override { return "hold pull"; }
    std::string_view summary() const override { return "what is to be fetched from the shelves of a branch for readers who wait"; }
    std::string_view example() const override { return "circdesk hold pull --branch MAIN"; }
    std::vector<option> options() override { return {{"--branch", &branch_, "code of the branch", true}, page_.which()}; }

    int run(tool& with) override {
        page_.print(with, list_made(with, page_.page(), &branch_, list_to_pull));
        return done;
    }

private:
    std::string branch_;
    list_page page_;
};

} // namespace

std::unique_ptr<command> make_hold_list() { return std::make_unique<hold_list>(); }
std::unique_ptr<command> make_hold_pull() { return std::make_unique<hold_pull>(); }

} // namespace circ::tool
