// No dead ends: each state that something can be in has a verb that ends it and a list that shows it,
// or says why it needs none.
#include "server/circulation/desk_library.hpp"
#include "storage/records/bookkeeping.hpp"
#include "storage/records/circulation.hpp"
#include "storage/records/inventory.hpp"
#include "storage/records/outbox.hpp"
#include "storage/records/people.hpp"
#include "tools/circdesk/command.hpp"

#include <set>

namespace circ::test {
namespace {

using namespace storage;

/// A state with the verb that ends it and the one that lists it; instead of a verb, in brackets, why
/// there is none.
struct state_row {
    const char* name;
    int state;
    const char* ended_by;
    const char* shown_by;
};

template <class State>
constexpr state_row of(const char* name, State state, const char* ended_by, const char* shown_by) {
    return {name, static_cast<int>(state), ended_by, shown_by};
}

constexpr const char* for_good = "(for good)";
constexpr const char* as_it_should_be = "(as it should be)";
constexpr const char* by_the_daemon = "(by the daemon, within the budget)";

// clang-format off
constexpr std::array item_states{
    of("usable", item_state::usable, "item state", as_it_should_be),
    of("on_order", item_state::on_order, "item state", "item list"),
    of("in_process", item_state::in_process, "item state", "item list"),
    of("missing", item_state::missing, "item state", "item list"),
    of("damaged", item_state::damaged, "item state", "item list"),
    of("in_repair", item_state::in_repair, "item state", "item list"),
    of("withdrawn", item_state::withdrawn, "item state", "item list")};

constexpr std::array loan_states{
    of("open", loan_state::open, "loan lost", "loan list"),
    of("lost", loan_state::lost, "fee pay", "loan list"),
    of("claimed_returned", loan_state::claimed_returned, "loan unclaim", "loan list"),
    of("returned", loan_state::returned, for_good, "(by the item's events)"),
    of("paid_for", loan_state::paid_for, "item state", "item list")};

constexpr std::array hold_states{
    of("queued", hold_state::queued, "hold cancel", "hold list"),
    of("suspended", hold_state::suspended, "hold wake", "hold list"),
    of("in_transit", hold_state::in_transit, "hold cancel", "hold list"),
    of("on_shelf", hold_state::on_shelf, "hold cancel", "hold list"),
    of("filled", hold_state::filled, for_good, "(by its loan)"),
    of("cancelled", hold_state::cancelled, "hold clear", "hold list"),
    of("lapsed", hold_state::lapsed, "hold clear", "hold list")};

constexpr std::array card_states{
    of("good", card_state::good, "card lost", "card list"),
    of("lost", card_state::lost, "card found", "card list"),
    of("stolen", card_state::stolen, "card found", "card list"),
    of("replaced", card_state::replaced, for_good, "card list"),
    of("retained", card_state::retained, "card found", "card list")};

constexpr std::array block_kinds{
    of("block", block_kind::block, "patron unblock", "patron show"),
    of("note", block_kind::note, "patron unblock", "patron show")};

constexpr std::array notice_states{
    of("waiting", notice_state::waiting, "notice export", "notice list"),
    of("handed_over", notice_state::handed_over, for_good, "notice list"),
    of("failed", notice_state::failed, "notice retry", "notice list"),
    of("given_up", notice_state::given_up, "notice retry", "notice list")};

constexpr std::array payment_states{
    of("accepted", payment_state::accepted, "fee refund", "payment list"),
    of("refused", payment_state::refused, "payment dismiss", "payment list")};

constexpr std::array order_states{
    of("ordering", order_state::ordering, by_the_daemon, "outbox list"),
    of("done", order_state::done, for_good, "outbox list"),
    of("refused", order_state::refused, for_good, "outbox list"),
    of("in_doubt", order_state::in_doubt, "outbox drop", "outbox list"),
    of("waiting", order_state::waiting, "outbox drop", "outbox list"),
    of("stuck", order_state::stuck, "outbox retry", "outbox list"),
    of("conflict", order_state::conflict, "outbox drop", "outbox list"),
    of("dropped", order_state::dropped, for_good, "outbox list")};

using circulation::branch_state;
constexpr std::array branch_states{
    of("open", branch_state::open, "branch close", "branch list"),
    of("closed", branch_state::closed, "branch open", "branch list")};

// The table has a row for each enumerator, in their order; the last one says how many there are.
constexpr bool is_complete(std::span<const state_row> rows, int last) {
    for (std::size_t i = 0; i < rows.size(); ++i)
        if (rows[i].state != static_cast<int>(i)) return false;
    return static_cast<int>(rows.size()) == last + 1;
}
static_assert(is_complete(item_states, static_cast<int>(item_state::withdrawn)));
static_assert(is_complete(loan_states, static_cast<int>(loan_state::paid_for)));
static_assert(is_complete(hold_states, static_cast<int>(hold_state::lapsed)));
static_assert(is_complete(card_states, static_cast<int>(card_state::retained)));
static_assert(is_complete(block_kinds, static_cast<int>(block_kind::note)));
static_assert(is_complete(notice_states, static_cast<int>(notice_state::given_up)));
static_assert(is_complete(payment_states, static_cast<int>(payment_state::refused)));
static_assert(is_complete(order_states, static_cast<int>(order_state::dropped)));
static_assert(is_complete(branch_states, static_cast<int>(branch_state::closed)));

// clang-format on

struct states_of_something {
    const char* of_what;
    std::span<const state_row> rows;

    friend std::ostream& operator<<(std::ostream& out, const states_of_something& shown) {
        return out << shown.of_what;
    }
};

std::set<std::string, std::less<>> verbs() {
    std::set<std::string, std::less<>> all;
    for (const auto& each : tool::all_commands())
        all.emplace(each->path());
    return all;
}

class every_state : public testing::TestWithParam<states_of_something> {};

TEST_P(every_state, has_a_verb_that_ends_it_and_a_list_that_shows_it) {
    const auto known = verbs();
    const auto is_there = [&](std::string_view verb) {
        return verb.starts_with('(') || known.contains(verb);
    };
    for (const auto& row : GetParam().rows) {
        EXPECT_TRUE(is_there(row.ended_by)) << row.name << ": there is no verb " << row.ended_by;
        EXPECT_TRUE(is_there(row.shown_by)) << row.name << ": there is no verb " << row.shown_by;
    }
}

INSTANTIATE_TEST_SUITE_P(of,
                         every_state,
                         testing::Values(states_of_something{"item", item_states},
                                         states_of_something{"loan", loan_states},
                                         states_of_something{"hold", hold_states},
                                         states_of_something{"card", card_states},
                                         states_of_something{"block", block_kinds},
                                         states_of_something{"notice", notice_states},
                                         states_of_something{"payment", payment_states},
                                         states_of_something{"order", order_states},
                                         states_of_something{"branch", branch_states}),
                         [](const auto& row) { return row.param.of_what; });

} // namespace
} // namespace circ::test
