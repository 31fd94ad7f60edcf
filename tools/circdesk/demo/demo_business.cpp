#include "server/circulation/calendar.hpp"
#include "server/circulation/facts.hpp"
#include "server/circulation/lending.hpp"
#include "server/circulation/local_time.hpp"
#include "tools/circdesk/demo/demo.hpp"
#include "tools/circdesk/import/codes.hpp"
#include "tools/circdesk/tool.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>
#include <map>
#include <utility>
#include <vector>

namespace circ::tool {
namespace {

using namespace storage;
using std::chrono::days;

template <class Value>
using words = std::map<std::string_view, Value>;

const words<fee_kind> fee_kinds{{"overdue", fee_kind::overdue}, {"replacement", fee_kind::replacement},
                                {"processing", fee_kind::processing}, {"rental", fee_kind::rental}, {"hold", fee_kind::hold},
                                {"card", fee_kind::card}, {"damage", fee_kind::damage}, {"other", fee_kind::other}};
const words<hold_level> hold_levels{{"title", hold_level::title}, {"item", hold_level::item}, {"branch", hold_level::branch}};
const words<hold_state> hold_states{{"queued", hold_state::queued}, {"suspended", hold_state::suspended},
                                    {"in_transit", hold_state::in_transit}, {"on_shelf", hold_state::on_shelf},
                                    {"lapsed", hold_state::lapsed}};

template <class Value>
Value meaning_of(const words<Value>& all, const toml_row& row, std::string_view key) {
    const std::string word = row.text(key);
    const auto found = all.find(word);
    if (found == all.end()) throw complaint(row.where() + ": '" + word + "' is no " + std::string(key));
    return found->second;
}

money amount_of(const toml_row& row) {
    const std::string text = row.text("amount");
    const auto point = text.find('.');
    std::string digits = text;
    if (point != std::string::npos) digits.erase(point, 1);
    std::int64_t minor = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), minor);
    if (point == std::string::npos || text.size() - point != 3 || read.ptr != digits.data() + digits.size())
        throw complaint(row.where() + ": '" + text + "' is not an amount such as 3.50");
    return {minor};
}

/// What is kept in the order of its ids, as fees are, is loaded in the order of its days.
std::vector<toml_row> oldest_first(std::vector<toml_row> rows) {
    std::ranges::stable_sort(rows, std::greater{}, [](const toml_row& row) { return row.number_if("days_ago").value_or(0); });
    return rows;
}

/// Loads one kind of row after the other, each into the same unit of work.
class business {
public:
    business(unit_of_work& unit, const institution& of, const demo_setting& with)
        : unit_(unit), of_(of), with_(with), library_(*circulation::load_library(unit, of.id)),
          today_(circulation::date_in(with.now, of.time_zone)) {}

    void add_loan(const toml_row& row) {
        const item_facts what = item_of(row, "item");
        const patron who = patron_of(row);
        const auto subject = circulation::subject_of(&who, &what.item, what.item.branch, library_, today_);
        const auto terms = with_.policy.find(subject);
        loan made;
        made.id = unit_.new_id<loan_id>();
        made.item = what.item.id;
        made.patron = who.id;
        made.branch = what.item.branch;
        made.lent_at = ago(row.number("lent_days_ago"));
        made.due_at = due_of(row.number("due_in_days"), what.item.branch);
        made.renewals = static_cast<int>(row.number("renewals"));
        made.terms = circulation::make_loan_terms(terms, what.item, with_.policy.loan_rule(subject));
        if (made.renewals > 0) {
            made.due_before_renewal = made.due_at - days(terms.loan_days);
            made.renewed_at = std::max(made.lent_at, *made.due_before_renewal - days(2));
        }
        if (const auto recalled = row.number_if("recalled_days_ago")) {
            made.recalled_at = ago(*recalled);
            made.recall_due_at = made.due_at;
            made.due_before_recall = due_of(terms.loan_days - row.number("lent_days_ago"), what.item.branch);
        }
        unit_.add(made);
        add_event("checkout", made.lent_at, what.item, who.id, made.id, {});
    }

    void add_hold(const toml_row& row) {
        hold made;
        made.id = unit_.new_id<hold_id>();
        made.institution = of_.id;
        made.level = meaning_of(hold_levels, row, "level");
        made.state = meaning_of(hold_states, row, "state");
        made.patron = patron_of(row).id;
        made.pickup = branch_of(row, "pickup");
        made.placed_at = ago(row.number("placed_days_ago"));
        made.rank = made.placed_at.time_since_epoch().count();
        if (made.level == hold_level::branch) made.branch = made.pickup;
        std::optional<item_facts> what;
        if (row.text_if("item")) what = item_of(row, "item");
        if (made.level == hold_level::item) made.item = what->item.id;
        made.title = what ? what->title.id : title_of(row);
        if (const auto wakes = row.number_if("wakes_in_days")) made.suspended_until = today_ + days(*wakes);
        if (const auto shelf = row.number_if("shelf_until_days")) made.shelf_until = today_ + days(*shelf);
        const bool has_item = what && (is_trapping(made.state) || made.state == hold_state::lapsed);
        if (has_item) {
            made.trapped_item = what->item.id;
            made.trapped_at = made.placed_at + days(1);
        }
        if (made.state == hold_state::lapsed) made.closed_at = with_.now - days(1);
        unit_.add(made);
        if (has_item) move_to(*what, made);
        if (row.flag_if("recall").value_or(false)) recall_for(made, row);
    }

    void add_fee(const toml_row& row) {
        fee made;
        made.id = unit_.new_id<fee_id>();
        made.patron = patron_of(row).id;
        made.kind = meaning_of(fee_kinds, row, "kind");
        made.amount = amount_of(row);
        made.assessed_at = ago(row.number("days_ago"));
        if (row.text_if("item")) {
            const auto what = item_of(row, "item");
            made.item = what.item.id;
            if (what.open_loan && what.open_loan->patron == made.patron) made.loan = what.open_loan->id;
        }
        unit_.add(made);
    }

    void add_payment(const toml_row& row) {
        payment made;
        made.id = unit_.new_id<payment_id>();
        made.institution = of_.id;
        made.patron = patron_of(row).id;
        made.amount = amount_of(row);
        made.payment_type = row.text("method") == "card" ? 2 : 0;
        made.at = ago(row.number("days_ago"));
        const auto open = unit_.open_fees_of(made.patron, {.first = 0, .count = 100});
        money owed;
        for (const auto& line : open) owed += line.open;
        made.credited = std::max(made.amount - owed, money{});
        unit_.add(made);
        money rest = made.amount - made.credited;
        for (const auto& line : open) {
            const money part = std::min(rest, line.open);
            if (part == money{}) break;
            unit_.add(fee_entry{.id = unit_.new_id<fee_entry_id>(), .fee = line.fee.id, .kind = fee_entry_kind::payment,
                                .amount = part, .payment = made.id, .at = made.at, .by = "demo", .reason = {}});
            rest -= part;
        }
    }

    void add_block(const toml_row& row) {
        unit_.add(block{.id = unit_.new_id<block_id>(), .patron = patron_of(row).id,
                        .kind = row.text("kind") == "note" ? block_kind::note : block_kind::block,
                        .reason = row.text("reason"), .placed_at = ago(5), .placed_by = "demo"});
    }

    void add_message(const toml_row& row) {
        unit_.add(message{.id = unit_.new_id<message_id>(), .patron = patron_of(row).id,
                          .shown_to = row.text("to") == "staff" ? audience::staff : audience::reader, .text = row.text("text"),
                          .until = with_.now + days(row.number("ends_in_days")), .created_at = ago(2)});
    }

    void add_review(const toml_row& row) {
        const auto where = unit_.terminal_by_login(row.text("terminal"));
        if (!where) throw complaint(row.where() + ": there is no terminal " + row.text("terminal"));
        review_entry made;
        made.id = unit_.new_id<review_id>();
        made.institution = of_.id;
        made.kind = row.text("kind");
        made.terminal = where->id;
        made.barcode = row.text("barcode");
        made.request = "checkin";
        made.at = ago(row.number("days_ago"));
        unit_.add(made);
    }

    void set_item_state(const toml_row& row) {
        item_facts what = item_of(row, "item");
        const std::string state = row.text("state");
        const instant since = ago(row.number("since_days_ago"));
        if (state == "lost" || state == "claimed_returned") {
            if (!what.open_loan) throw complaint(row.where() + ": item " + what.item.barcode + " is not on loan");
            loan after = *what.open_loan;
            after.state = state == "lost" ? loan_state::lost : loan_state::claimed_returned;
            (state == "lost" ? after.lost_at : after.claimed_at) = since;
            unit_.change(*what.open_loan, after);
        } else if (state == "in_transit") {
            send(what.item, branch_of(row, "to"), since, {});
        } else {
            const auto named = state_named(state);
            if (!named) throw complaint(row.where() + ": '" + state + "' is no state");
            what.item.state = *named;
            unit_.change(what.item);
        }
    }

private:
    [[nodiscard]] instant ago(std::int64_t how_many_days) const { return with_.now - days(how_many_days); }

    /// A due day moves off closed days: ahead as in life, back where the loan is to be overdue.
    [[nodiscard]] instant due_of(std::int64_t in_days, branch_id where) {
        const auto calendar = circulation::load_calendar(unit_, library_, where, ago(60));
        const local_date day = today_ + days(in_days);
        if (in_days >= 0 || circulation::is_open_on(calendar, day)) return circulation::due_on(calendar, day);
        return circulation::end_of_day(circulation::last_open_day_before(calendar, day), calendar.time_zone);
    }

    [[nodiscard]] item_facts item_of(const toml_row& row, std::string_view key) {
        auto found = unit_.item_by_barcode(of_.id, row.text(key));
        if (!found) throw complaint(row.where() + ": there is no item " + row.text(key));
        return *found;
    }
    [[nodiscard]] patron patron_of(const toml_row& row) {
        const auto own = unit_.find_card(of_.id, row.text("card"));
        const auto who = own ? unit_.find_patron(own->patron) : std::nullopt;
        if (!who) throw complaint(row.where() + ": nobody has the card " + row.text("card"));
        return *who;
    }
    [[nodiscard]] title_id title_of(const toml_row& row) {
        const auto found = unit_.title_by_control_number(of_.id, row.text("control_number"));
        if (!found) throw complaint(row.where() + ": there is no title " + row.text("control_number"));
        return found->id;
    }
    [[nodiscard]] branch_id branch_of(const toml_row& row, std::string_view key) {
        const auto found = unit_.branch_by_code(of_.id, row.text(key));
        if (!found) throw complaint(row.where() + ": there is no branch " + row.text(key));
        return found->id;
    }

    /// The loan that was recalled is the one of the title's that is: the demo has one of each.
    void recall_for(const hold& made, const toml_row& row) {
        for (const auto& copy : unit_.items_of(made.title, {.first = 0, .count = 100})) {
            const auto what = unit_.item_with_facts(copy.id);
            if (!what || !what->open_loan || !what->open_loan->recalled_at) continue;
            loan after = *what->open_loan;
            after.recalled_for = made.id;
            unit_.change(*what->open_loan, after);
            return;
        }
        throw complaint(row.where() + ": no copy of the title is recalled");
    }

    /// A trapped item stands at the pickup branch, or is on its way there from its own.
    void move_to(item_facts what, const hold& made) {
        if (made.state == hold_state::in_transit) {
            send(what.item, made.pickup, *made.trapped_at, made.id);
        } else {
            what.item.place = made.pickup;
            unit_.change(what.item);
        }
        add_event("hold_trapped", *made.trapped_at, what.item, made.patron, {}, made.id);
    }

    /// Puts an item on its way from where it is; one that is there already was returned elsewhere.
    void send(item what, branch_id to, instant since, hold_id hold) {
        for (const auto& each : library_.branches)
            if (what.place == to && each.id != to) what.place = each.id;
        unit_.change(what);
        unit_.add(transit{.id = unit_.new_id<transit_id>(), .item = what.id, .from = what.place, .to = to, .hold = hold,
                          .sent_at = since});
    }

    void add_event(const char* kind, instant at, const item& what, patron_id who, loan_id loan, hold_id hold) {
        unit_.add(event{.id = unit_.new_id<event_id>(), .institution = of_.id, .at = at, .kind = kind, .branch = what.branch,
                        .terminal = {}, .by = "demo", .patron = who, .item = what.id, .loan = loan, .hold = hold});
    }

    unit_of_work& unit_;
    const institution& of_;
    const demo_setting& with_;
    circulation::library_facts library_;
    local_date today_;
};

} // namespace

void load_demo_business(const toml_file& from, const institution& of, const demo_setting& with) {
    using loader = void (business::*)(const toml_row&);
    struct kind {
        std::string_view name;
        loader load;
    };
    // Fees of an item belong to its loan, payments answer fees, states are said of loans: so in this order.
    constexpr std::array kinds{kind{"loan", &business::add_loan},       kind{"hold", &business::add_hold},
                               kind{"fee", &business::add_fee},         kind{"payment", &business::add_payment},
                               kind{"block", &business::add_block},     kind{"message", &business::add_message},
                               kind{"item_state", &business::set_item_state},
                               kind{"review", &business::add_review}};
    write_and_wait(with.store, [&](unit_of_work& unit) {
        business all(unit, of, with);
        for (const auto& each : kinds)
            for (const auto& row : oldest_first(from.rows(each.name))) (all.*each.load)(row);
    });
}

} // namespace circ::tool
