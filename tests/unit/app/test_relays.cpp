// The library systems behind us: settings that are followed whole or not at all, and what is left of
// systems that no section names any more.
#include "config/load.hpp"
#include "server/app/relays.hpp"
#include "server/circulation/order_desk.hpp"
#include "storage/store_error.hpp"
#include "tests/unit/net/desk.hpp"
#include "tests/unit/net/store_over.hpp"

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
    net::test::run_until(here.io, [&] { return !here.lines->of(log::event::orders_in_doubt).empty(); });
    const auto left = orders(order_state::in_doubt);
    ASSERT_EQ(left.size(), 1U);
    EXPECT_THAT(relays.status(), HasSubstr("\"in_doubt\":1"));
    auto made = circulation::order_change::under_way;
    storage::write_and_wait(here.library.store(), [&](storage::unit_of_work& unit) {
        made = circulation::drop_order(unit, left[0].id, asked.by, here.clock.at, "it is gone");
    });
    EXPECT_EQ(made, circulation::order_change::done);
    EXPECT_TRUE(orders(order_state::in_doubt).empty());
}

/// Is away after so many reads.
class failing_store final : public net::test::store_over {
public:
    using store_over::store_over;
    void read(const std::function<void(storage::reader&)>& what) override {
        if (reads_left && (*reads_left)-- == 0)
            throw storage::store_error(storage::store_failure::unavailable, "the disk is gone");
        store_over::read(what);
    }
    std::optional<int> reads_left; ///< nothing: any number
};

TEST(relays_of_new_settings, are_followed_whole_or_not_at_all) {
    net::test::desk here;
    failing_store failing(here.library.store());
    net::async_store storing(failing, here.io.get_executor());
    app::relays relays(here.io.get_executor(), {storing, here.performer, here.clock, *here.log, here.figures});
    const std::string before = relays.status();
    const auto wanted = config::load_text("[[ncip_backend]]\nname = \"main\"\nurl = \"http://127.0.0.1/\"\n"
                                          "[[ncip_backend]]\nname = \"other\"\nurl = \"http://127.0.0.2/\"\n"
                                          "[[relay]]\nbackend = \"main\"\nstage = \"relay\"\ninstitutions = [\"RIV\"]\n"
                                          "[[relay]]\nbackend = \"other\"\nstage = \"relay\"\nterminals = [\"open\"]\n",
                                          "f.toml")
                            .settings;
    bool is_followed = false;
    for (int reads = 0; !is_followed; ++reads) {
        failing.reads_left = reads;
        try {
            relays.adopt(wanted, {{"main", {}}, {"other", {}}});
            is_followed = true;
        } catch (const storage::store_error&) {
            failing.reads_left.reset();
            EXPECT_EQ(relays.status(), before) << "after " << reads << " reads";
        }
    }
    failing.reads_left.reset();
    EXPECT_THAT(relays.status(), testing::AllOf(HasSubstr("\"main\""), HasSubstr("\"other\"")));
}

} // namespace
} // namespace circ::test
