#include "server/circulation/order_desk.hpp"
#include "tools/circdesk/command.hpp"
#include "tools/circdesk/commands.hpp"
#include "tools/circdesk/confirm.hpp"
#include "tools/circdesk/list_page.hpp"
#include "tools/circdesk/table.hpp"
#include "tools/circdesk/tool.hpp"
#include "tools/circdesk/wording.hpp"

#include <fmt/format.h>

#include <charconv>
#include <iostream>
#include <optional>
#include <string>
#include <vector>

// Changes that a library system behind us still has to make: what waits, and what a person decides.

namespace circ::tool {
namespace {

using circulation::order_change;
using storage::order_state;

constexpr int most_shown = 1000;

storage::order_id to_order(const std::string& text) {
    std::int64_t number = 0;
    const auto* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, number);
    if (text.empty() || read.ec != std::errc{} || read.ptr != end)
        throw complaint("'" + text +
                            "' is no number of an order; `circdesk outbox list` shows them",
                        wrong_usage);
    return {number};
}

class outbox_list final : public command {
public:
    std::string_view path() const override { return "outbox list"; }
    std::string_view summary() const override {
        return "changes that a library system still has to make, in the order they are delivered";
    }
    std::string_view example() const override { return "circdesk outbox list"; }
    std::vector<option> options() override {
        return {{"--state",
                 &state_,
                 "waiting, stuck, in_doubt, conflict, ordering, done, refused or dropped; without "
                 "it, all that have not ended"},
                {"--after", &after_, "only those after this number: the next page"}};
    }

    int run(tool& with) override {
        std::vector<order_state> wanted(storage::unended_orders.begin(),
                                        storage::unended_orders.end());
        if (!state_.empty()) {
            const auto one = circulation::order_state_named(state_);
            if (!one)
                throw complaint(
                    "'" + state_ +
                        "' is no state of an order: say waiting, stuck, in_doubt, conflict, "
                        "ordering, done, refused or dropped",
                    wrong_usage);
            wanted = {*one};
        }
        const auto after = after_.empty() ? storage::order_id{} : to_order(after_);
        const auto of = with.institution();
        table shown({"order",
                     "state",
                     "backend",
                     "what",
                     "card",
                     "item",
                     "accepted",
                     "tries",
                     "next try",
                     "last error"});
        with.store().read([&](storage::reader& from) {
            for (const auto state : wanted)
                add_lines(from, state, after, of, shown);
        });
        print_list(with, shown);
        return done;
    }

private:
    /// Those of other institutions stand between them.
    static void add_lines(storage::reader& from,
                          order_state state,
                          storage::order_id after,
                          const storage::institution& of,
                          table& into) {
        int added = 0;
        for (bool more = true; more;) {
            const auto some = from.orders_in(state, after, most_shown);
            for (const auto& each : some) {
                after = each.id;
                if (each.institution != of.id || added == most_shown) continue;
                into.add(line_of(each, of.time_zone));
                ++added;
            }
            more = static_cast<int>(some.size()) == most_shown && added < most_shown;
        }
    }

    static std::vector<cell> line_of(const storage::backend_order& what,
                                     const std::string& zone) {
        return {std::to_string(what.id.value),
                std::string(circulation::name_of(what.state)),
                what.backend,
                what.operation,
                what.card,
                what.barcode,
                time_cell(what.at, zone),
                std::to_string(what.tries),
                what.next_try ? time_cell(*what.next_try, zone) : "",
                what.last_error};
    }

    std::string state_;
    std::string after_;
};

/// retry and drop are one verb with two names.
class outbox_decision final : public command {
public:
    explicit outbox_decision(bool again) : again_(again) {}

    std::string_view path() const override { return again_ ? "outbox retry" : "outbox drop"; }
    std::string_view summary() const override {
        return again_ ? "let the daemon try an order again that is stuck, in conflict or in doubt"
                      : "decide that an order is not to be delivered";
    }
    std::string_view example() const override {
        return again_
                   ? "circdesk outbox retry 9223372036854775807 --reason \"the card is known there "
                     "now\""
                   : "circdesk outbox drop 9223372036854775807 --reason \"posted there by hand\" --yes";
    }
    std::vector<option> options() override {
        std::vector<option> all{{"order", &id_, "its number", true},
                                {"--reason", &reason_, "why, kept with your name", true}};
        if (!again_) all.push_back(without_asking(yes_));
        return all;
    }

    int run(tool& with) override {
        const auto id = to_order(id_);
        if (!again_ && !yes_ && !confirm(with, would(with, id), yes_)) return refused;
        circulation::requester by;
        by.operator_name = with.how().operator_name;
        by.institution = with.institution().id;
        auto made = order_change::done;
        storage::write_and_wait(with.store(), [&](storage::unit_of_work& unit) {
            made = again_ ? circulation::retry_order(unit, id, by, with.now(), reason_)
                          : circulation::drop_order(unit, id, by, with.now(), reason_);
        });
        tell(made);
        std::cout << "order " << id_
                  << (again_ ? " is tried again\n" : " is not delivered any more\n");
        return done;
    }

private:
    std::string would(tool& with, storage::order_id id) const {
        const auto of = with.institution().id;
        std::optional<storage::backend_order> what;
        with.store().read([&](storage::reader& from) { what = from.find_order(id); });
        with.store().end_turn();
        if (!what || what->institution != of) tell(order_change::not_there);
        return fmt::format("this would never deliver order {} to {}: {}{}{}{}{}", id_, what->backend, what->operation,
                           what->card.empty() ? "" : ", card ", what->card,
                           what->barcode.empty() ? "" : ", item ", what->barcode);
    }

    /// @throws complaint when it came to nothing
    void tell(order_change made) const {
        switch (made) {
        case order_change::done:
            return;
        case order_change::not_there:
            throw complaint("there is no order " + id_ + "; `circdesk outbox list` shows them",
                            not_found);
        case order_change::under_way:
            throw complaint("order " + id_ +
                            " is being asked for just now: see in a minute what came of it");
        case order_change::not_decided:
            throw complaint("order " + id_ +
                            (again_ ? " waits for nobody: it is done, or is tried by itself"
                                    : " has ended already"));
        }
    }

    bool again_;
    std::string id_;
    std::string reason_;
    bool yes_ = false;
};

} // namespace

std::unique_ptr<command> make_outbox_list() {
    return std::make_unique<outbox_list>();
}
std::unique_ptr<command> make_outbox_retry() {
    return std::make_unique<outbox_decision>(true);
}
std::unique_ptr<command> make_outbox_drop() {
    return std::make_unique<outbox_decision>(false);
}

} // namespace circ::tool
