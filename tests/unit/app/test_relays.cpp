// What is left of library systems that no section names any more.
#include "server/app/relays.hpp"
#include "server/circulation/order_desk.hpp"
#include "tests/unit/net/desk.hpp"

#include <gmock/gmock.h>

namespace circ::test {
namespace {

using storage::order_state;
using testing::HasSubstr;

class relays_without_sections : public testing::Test {
protected:
    std::vector<storage::backend_order> orders(order_state in) {
        std::vector<storage::backend_order> all;
        here.storing.store().end_turn();
        here.storing.read([&](storage::reader& from) { all = from.orders_in(in, {}, 100); });
        return all;
    }

    net::test::desk here;
    app::relays relays{here.io.get_executor(),
                    {here.storing, here.performer, here.clock, *here.log, here.figures}};
};

TEST_F(relays_without_sections, leave_to_a_person_what_was_being_asked_for_when_the_daemon_ended) {
    circulation::checkin asked;
    asked.item = "i1";
    asked.by.institution = here.library.institution;
    const circulation::any_operation what = asked;
    net::order_book gone(here.storing, here.clock, "gone");
    static_cast<void>(net::test::result_of(here.io, gone.begin(what, std::nullopt, {})));
    relays.adopt({}, {});
    relays.start();
    net::test::run_until(here.io, [&] { return orders(order_state::ordering).empty(); });
    const auto left = orders(order_state::in_doubt);
    ASSERT_EQ(left.size(), 1U);
    EXPECT_THAT(relays.status(), HasSubstr("\"in_doubt\":1"));
    auto made = circulation::order_change::under_way;
    storage::write_and_wait(here.library.store(), [&](storage::unit_of_work& unit) {
        made = circulation::drop_order(unit, left[0].id, {}, here.clock.at, "it is gone");
    });
    EXPECT_EQ(made, circulation::order_change::done);
    EXPECT_TRUE(orders(order_state::in_doubt).empty());
}

} // namespace
} // namespace circ::test
