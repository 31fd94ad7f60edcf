// What other systems ask for goes the way of what devices ask for: through the one list of operations.
#include "config/default_policy.hpp"
#include "server/net/local_backend.hpp"
#include "tests/unit/net/desk.hpp"

namespace circ::net::test {
namespace {

using circulation::verdict;

/// A system that asks the backend, for a reader with the card P1.
class other_systems : public testing::Test {
protected:
    other_systems() {
        performer.set_rules(std::make_shared<const circulation::policy>(
                                circulation::policy::compile(config::default_policy()).rules),
                            {});
        by.institution = here.library.institution;
        by.branch = here.library.main;
        circulation::create_patron reader{.by = by, .card = "P1", .data = {.family_name = "Noor", .category = "adult"}, .blocks = {}};
        EXPECT_EQ(ask(std::move(reader)).result, verdict::done);
    }

    template <class Operation>
    circulation::outcome_of<Operation> ask(Operation what) {
        circulation::any_operation asked = std::move(what);
        return std::get<circulation::outcome_of<Operation>>(result_of(here.io, performer.perform(std::move(asked))));
    }

    desk here;
    seen_items seen{here.storing, here.io.get_executor(), here.clock, *here.log, std::chrono::seconds(5)};
    local_backend performer{here.storing, here.passwords, seen, here.clock, *here.log};
    circulation::requester by;
};

TEST_F(other_systems, read_what_they_have_changed) {
    circulation::accept_item arrived{.by = by, .request = {"STATE", "r-17"}, .card = "P1", .item = "S1", .lender = {}};
    arrived.about.text = "Fugues";
    EXPECT_EQ(ask(arrived).result, verdict::done);
    EXPECT_TRUE(ask(arrived).repeated);
    const auto hold = ask(circulation::hold_details{.by = by, .which = {.id = {}, .request = arrived.request}, .card = {}, .what = {}});
    EXPECT_EQ(hold.state, storage::hold_state::on_shelf);
    const auto items = ask(circulation::title_items{.by = by, .what = {{.item = "S1", .title = {}}}, .from = {}});
    EXPECT_EQ(items.lines.at(0).item.title, "Fugues");
    EXPECT_EQ(ask(circulation::agency_details{.by = by}).branches.size(), 2U);
}

} // namespace
} // namespace circ::net::test
