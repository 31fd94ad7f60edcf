// When the stages of a library system may be changed.
#include "config/load.hpp"
#include "server/app/stage_gate.hpp"
#include "server/circulation/order_desk.hpp"
#include "server/circulation/reconcile_desk.hpp"
#include "server/log/capture.hpp"
#include "tests/unit/net/desk.hpp"

#include <optional>

namespace circ::test {
namespace {

using namespace std::chrono_literals;
using log::event;

class a_stage_gate : public testing::Test {
protected:
    a_stage_gate() { by.institution = here.library.institution; }

    /// @param more what the rule names
    [[nodiscard]] config::settings settings(const std::string& stage, const std::string& more = {}) const {
        std::string text = "[[ncip_backend]]\nname = \"main\"\n";
        text.append(section);
        if (!stage.empty())
            text.append("[[relay]]\nbackend = \"main\"\nstage = \"").append(stage).append("\"\n").append(more);
        return config::load_text(text, "f.toml").settings;
    }
    void enter(const std::string& stage) {
        now = settings(stage);
        net::test::finish(here.io, gate.entered(now));
    }
    std::string told() {
        std::optional<std::string> noted;
        here.storing.store().end_turn();
        here.storing.read([&](storage::reader& from) { noted = circulation::noted_stages(from, "main"); });
        return noted.value_or("");
    }
    bool keeps_from(const std::string& stage, const std::string& more = {}) {
        here.storing.store().end_turn();
        return gate.keeps_from(now, settings(stage, more));
    }
    void write(const std::function<void(storage::unit_of_work&)>& work) {
        storage::write_and_wait(here.library.store(), work);
    }
    void compared(std::vector<storage::backend_difference> found = {}) {
        write([&](storage::unit_of_work& in) {
            circulation::keep_differences(in, settings("").ncip_backends.front(), by, here.clock.at, found);
        });
    }
    std::size_t lines(event what) { return here.lines->of(what).size(); }

    net::test::desk here;
    app::stage_gate gate{here.storing, here.clock, *here.log};
    circulation::requester by;
    config::settings now;
    std::string section = "url = \"http://127.0.0.1/\"\n"; ///< keys of the library system
};

TEST_F(a_stage_gate, lets_the_first_stage_pass_and_says_that_nobody_has_looked) {
    EXPECT_FALSE(keeps_from("canary"));
    enter("canary");
    EXPECT_EQ(lines(event::stages_unreconciled), 1U);
    EXPECT_EQ(told(), "canary | at http://127.0.0.1/ | our book");
}

TEST_F(a_stage_gate, says_nothing_of_a_system_that_is_only_named) {
    enter("");
    EXPECT_EQ(lines(event::stages_changed), 0U);
    EXPECT_EQ(told(), "local");
    EXPECT_TRUE(keeps_from("canary")) << "from now on a comparison is wanted";
    EXPECT_EQ(lines(event::stages_kept), 1U);
}

TEST_F(a_stage_gate, keeps_a_stage_until_both_books_say_the_same) {
    enter("canary");
    EXPECT_FALSE(keeps_from("canary")) << "nothing is changed";
    EXPECT_TRUE(keeps_from("relay"));
    EXPECT_TRUE(keeps_from("")) << "leaving is a change too";
    storage::backend_difference row;
    row.card = "p1";
    compared({row});
    EXPECT_TRUE(keeps_from("relay"));
    compared();
    EXPECT_FALSE(keeps_from("relay"));
    here.clock.at += 25h;
    EXPECT_TRUE(keeps_from("relay"));
    write([&](storage::unit_of_work& in) { circulation::allow_stages(in, "main", by, here.clock.at, "no other way"); });
    EXPECT_FALSE(keeps_from("relay"));
    enter("relay");
    EXPECT_TRUE(keeps_from("canary"));
}

TEST_F(a_stage_gate, keeps_the_book_of_record_and_the_address_as_it_keeps_a_stage) {
    enter("canary");
    section.append("book_of_record = \"backend\"\n");
    EXPECT_TRUE(keeps_from("canary"));
    compared();
    EXPECT_FALSE(keeps_from("canary"));
    enter("canary");
    section = "url = \"http://127.0.0.2/\"\nbook_of_record = \"backend\"\n";
    EXPECT_TRUE(keeps_from("canary")) << "the comparison was with another system";
    compared();
    EXPECT_FALSE(keeps_from("canary"));
    EXPECT_EQ(lines(event::stages_kept), 2U);
}

TEST_F(a_stage_gate, keeps_a_library_system_for_which_changes_wait) {
    enter("");
    write([&](storage::unit_of_work& in) {
        storage::backend_order waiting;
        waiting.id = in.new_id<storage::order_id>();
        waiting.institution = here.library.institution;
        waiting.backend = "main";
        waiting.operation = "checkin";
        waiting.at = here.clock.at;
        waiting.state = storage::order_state::waiting;
        in.add(waiting);
    });
    EXPECT_FALSE(keeps_from("")) << "it stays";
    EXPECT_TRUE(gate.keeps_from(now, config::settings{}));
    EXPECT_THAT(here.told(event::stages_kept), testing::HasSubstr("1 rows of `circdesk outbox list` wait for it"));
    write([&](storage::unit_of_work& in) {
        const auto waiting = in.orders_in(storage::order_state::waiting, {}, 1).front();
        ASSERT_EQ(circulation::drop_order(in, waiting.id, by, here.clock.at, "posted by hand"),
                  circulation::order_change::done);
    });
    here.storing.store().end_turn();
    EXPECT_FALSE(gate.keeps_from(now, config::settings{}));
}

TEST_F(a_stage_gate, asks_for_the_books_of_those_whose_devices_are_named) {
    write([](storage::unit_of_work& in) {
        storage::institution neighbour;
        neighbour.id = in.new_id<storage::institution_id>();
        neighbour.code = "MILLBROOK";
        neighbour.name = "Millbrook Town Library";
        neighbour.currency = "EUR";
        neighbour.language = "en";
        neighbour.time_zone = "Europe/Berlin";
        in.add(neighbour);
    });
    enter("");
    compared();
    EXPECT_TRUE(keeps_from("canary")) << "the neighbour's has not been looked at";
    EXPECT_TRUE(keeps_from("canary", "institutions = [\"MILLBROOK\"]\n"));
    EXPECT_FALSE(keeps_from("canary", "terminals = [\"open\"]\n"));
    by.institution = {};
    write([&](storage::unit_of_work& in) {
        circulation::allow_stages(in, "main", by, here.clock.at, "nobody lends there");
    });
    EXPECT_FALSE(keeps_from("canary")) << "a word for all institutions";
}

} // namespace
} // namespace circ::test
