#include "server/relay/backend_memory.hpp"
#include "server/relay/dates.hpp"
#include "server/relay/session_cache.hpp"

#include <chrono>

namespace circ::relay {
namespace {

using namespace std::chrono_literals;
constexpr instant noon{std::chrono::sys_days(std::chrono::year(2026) / 11 / 22) + 12h};

TEST(relay_session, keeps_an_account_for_its_reader_and_its_time) {
    session_cache session;
    session.keep("2100", {.answer = {}, .at = noon});
    EXPECT_NE(session.account_of("2100", noon + 29s, 30s), nullptr);
    EXPECT_EQ(session.account_of("2100", noon + 30s, 30s), nullptr);
    EXPECT_EQ(session.account_of("2101", noon, 30s), nullptr);
    session.changed();
    EXPECT_EQ(session.account_of("2100", noon, 30s), nullptr);
}

TEST(relay_session, forgets_the_reader_before_with_all_that_belonged_to_him) {
    session_cache session;
    session.keep("2100", {.answer = {}, .at = noon});
    session.keep_proof("2100", circulation::secret("1234"), noon);
    session.keep_required_fee("2100", "3100", {"USD", 150});
    session.serve("2101");
    EXPECT_EQ(session.account_of("2100", noon, 30s), nullptr);
    EXPECT_FALSE(session.is_proved("2100", circulation::secret("1234"), noon, 300s));
    EXPECT_FALSE(session.required_fee("2100", "3100"));
}

TEST(relay_session, proves_no_other_pin_and_none_for_ever) {
    session_cache session;
    session.keep_proof("2100", circulation::secret("1234"), noon);
    EXPECT_TRUE(session.is_proved("2100", circulation::secret("1234"), noon + 299s, 300s));
    EXPECT_FALSE(session.is_proved("2100", circulation::secret("1235"), noon, 300s));
    EXPECT_FALSE(session.is_proved("2100", circulation::secret("1234"), noon + 300s, 300s));
    session.clear();
    EXPECT_FALSE(session.is_proved("2100", circulation::secret("1234"), noon, 300s));
}

TEST(relay_session, keeps_what_an_item_is_and_never_its_state) {
    session_cache session;
    session_cache::description about;
    about.circulation_status = protocol::ncip::scheme_value{"On Loan"};
    about.date_due = protocol::ncip::date_time{noon};
    about.item_description = protocol::ncip::item_description{.call_number = "FIC"};
    session.keep("3100", about);
    const auto* kept = session.description_of("3100");
    ASSERT_NE(kept, nullptr);
    EXPECT_FALSE(kept->circulation_status);
    EXPECT_FALSE(kept->date_due);
    EXPECT_EQ(kept->item_description->call_number, "FIC");
}

TEST(relay_session, does_not_grow_without_end) {
    session_cache session;
    for (int i = 0; i < 2000; ++i)
        session.keep(std::to_string(i), session_cache::description{});
    int kept = 0;
    for (int i = 0; i < 2000; ++i)
        kept += session.description_of(std::to_string(i)) != nullptr ? 1 : 0;
    EXPECT_LE(kept, 500);
    EXPECT_NE(session.description_of("1999"), nullptr);
}

TEST(backend_memory, lowers_a_service_until_then) {
    backend_memory memory;
    memory.lower("RenewItem", noon + 1h);
    EXPECT_TRUE(memory.is_lowered("RenewItem", noon));
    EXPECT_FALSE(memory.is_lowered("RenewItem", noon + 1h));
    EXPECT_FALSE(memory.is_lowered("CheckOutItem", noon));
    memory.raise_all();
    EXPECT_FALSE(memory.is_lowered("RenewItem", noon));
}

TEST(backend_memory, locks_a_card_after_so_many_and_opens_it_by_itself) {
    backend_memory memory;
    EXPECT_FALSE(memory.count_wrong_pin("2100", 3, 15min, noon));
    EXPECT_FALSE(memory.count_wrong_pin("2100", 3, 15min, noon));
    memory.forget_wrong_pins("2100");
    EXPECT_FALSE(memory.count_wrong_pin("2100", 3, 15min, noon));
    EXPECT_FALSE(memory.count_wrong_pin("2100", 3, 15min, noon));
    EXPECT_TRUE(memory.count_wrong_pin("2100", 3, 15min, noon));
    EXPECT_EQ(memory.locked_until("2100", noon), noon + 15min);
    EXPECT_FALSE(memory.locked_until("2101", noon));
    EXPECT_FALSE(memory.locked_until("2100", noon + 15min));
    EXPECT_FALSE(memory.count_wrong_pin("2100", 3, 15min, noon + 16min)) << "it begins anew";
}

TEST(backend_memory, does_not_grow_without_end_and_keeps_its_locks) {
    backend_memory memory;
    memory.count_wrong_pin("locked", 1, 15min, noon);
    for (int i = 0; i < 30'000; ++i)
        memory.count_wrong_pin(std::to_string(i), 3, 15min, noon);
    EXPECT_TRUE(memory.locked_until("locked", noon));
    int kept = 0;
    for (int i = 0; i < 30'000; ++i)
        kept += memory.keep_block(std::to_string(i), {}) ? 1 : 0;
    EXPECT_EQ(kept, 10'000);
    EXPECT_TRUE(memory.keep_block("5", {.reason = "again"})) << "one that is there is changed";
    EXPECT_TRUE(memory.lift_block("5"));
    EXPECT_FALSE(memory.lift_block("5"));
    EXPECT_EQ(memory.block_of("5"), nullptr);
}

TEST(relay_dates, are_read_on_the_clock_of_the_agency) {
    relay_settings by;
    by.time_zone = "America/New_York";
    const instant end_of_first{std::chrono::sys_days(std::chrono::year(2026) / 11 / 2) + 4h +
                               59min + 59s};
    EXPECT_EQ(to_day(protocol::ncip::date_time{end_of_first}, by),
              std::chrono::local_days(std::chrono::year(2026) / 11 / 1));
    EXPECT_FALSE(to_due(protocol::ncip::date_time{end_of_first}, by).hourly);
    const protocol::ncip::wall_time midnight{
        std::chrono::local_days(std::chrono::year(2026) / 7 / 1)};
    const due day = to_due(protocol::ncip::date_time{midnight}, by);
    EXPECT_EQ(day.at,
              instant(std::chrono::sys_days(std::chrono::year(2026) / 7 / 2) + 3h + 59min + 59s));
    EXPECT_FALSE(day.hourly);
    EXPECT_FALSE(to_due(std::nullopt, by).at);
}

} // namespace
} // namespace circ::relay
