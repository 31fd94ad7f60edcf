#include "server/circulation/trail.hpp"
#include "server/relay/dialogue.hpp"

#include <chrono>

namespace circ::relay {
namespace {

using namespace circulation;
using namespace std::chrono_literals;

constexpr instant noon{std::chrono::sys_days(std::chrono::year(2026) / 11 / 22) + 12h};

checkout lent() {
    checkout made;
    made.by.received = noon;
    made.card = "2100";
    made.item = "3100";
    made.pin = secret("1234");
    return made;
}

loan_outcome done_until(instant due) {
    loan_outcome made;
    made.due_at = due;
    return made;
}

TEST(mirrored_changes, tell_a_loan_with_its_dates_and_without_its_pin) {
    const auto told = mirrored(lent(), done_until(noon + 24h));
    ASSERT_TRUE(told);
    const auto& as = std::get<checkout>(*told);
    EXPECT_EQ(as.by.when, timing::already_happened);
    EXPECT_TRUE(is_posted(as.by)) << "whatever its device may do";
    EXPECT_EQ(as.by.said, noon);
    EXPECT_EQ(as.due_given, noon + 24h);
    EXPECT_FALSE(as.pin);
}

TEST(mirrored_changes, tell_a_checkout_that_renewed_as_a_renewal) {
    auto as = done_until(noon + 24h);
    as.renewed = true;
    const auto told = mirrored(lent(), as);
    ASSERT_TRUE(told);
    EXPECT_EQ(std::get<renew>(*told).what.item, "3100");
    EXPECT_EQ(std::get<renew>(*told).due_given, noon + 24h);
}

TEST(mirrored_changes, tell_a_return_of_the_moment_it_was_made) {
    checkin what;
    what.by.received = noon;
    what.item = "3100";
    const auto told = mirrored(what, checkin_outcome{});
    ASSERT_TRUE(told);
    EXPECT_EQ(std::get<checkin>(*told).returned, noon);
}

TEST(mirrored_changes, tell_a_hold_with_the_place_that_was_decided) {
    place_hold what;
    what.by.received = noon;
    what.card = "2100";
    what.what.item = "3100";
    hold_outcome as;
    as.pickup = "MAIN";
    auto told = mirrored(what, as);
    ASSERT_TRUE(told);
    EXPECT_EQ(std::get<place_hold>(*told).pickup, "MAIN");
    what.pickup = "EAST";
    told = mirrored(what, as);
    ASSERT_TRUE(told);
    EXPECT_EQ(std::get<place_hold>(*told).pickup, "EAST") << "as the device said";
}

TEST(mirrored_changes, tell_a_loan_that_stands_again_with_its_old_date) {
    undo_checkin what;
    what.by.received = noon;
    what.card = "2100";
    what.item = "3100";
    auto as = done_until(noon + 5h);
    as.restored = true;
    const auto told = mirrored(what, as);
    ASSERT_TRUE(told);
    EXPECT_EQ(std::get<checkout>(*told).due_given, noon + 5h);
}

TEST(mirrored_changes, tell_of_money_that_was_paid_alone) {
    pay_fee what;
    what.by.received = noon;
    what.amount = storage::money{250};
    const auto told = mirrored(what, payment_outcome{});
    ASSERT_TRUE(told);
    EXPECT_EQ(std::get<pay_fee>(*told).by.when, timing::already_happened);
    EXPECT_EQ(std::get<pay_fee>(*told).by.said, noon);
    what.payment_type = 6;
    EXPECT_FALSE(mirrored(what, payment_outcome{})) << "written off";
}

TEST(mirrored_changes, tell_of_a_card_that_is_blocked_and_not_of_a_note) {
    block_patron what;
    what.by.received = noon;
    outcome noted;
    noted.notices.push_back({.code = reason_code::card_noted});
    EXPECT_FALSE(mirrored(what, noted));
    outcome blocked;
    blocked.notices.push_back({.code = reason_code::patron_blocked});
    EXPECT_TRUE(mirrored(what, blocked));
    EXPECT_TRUE(mirrored(enable_patron{}, outcome{}));
}

TEST(mirrored_changes, tell_each_loan_that_one_request_renewed) {
    renew_all what;
    what.by.received = noon;
    what.card = "2100";
    renew_all_outcome as;
    as.renewed.push_back({.barcode = "1", .title = {}, .why_not = {}, .due_at = noon + 1h});
    as.renewed.push_back({.barcode = "2", .title = {}, .why_not = {}, .due_at = noon + 2h});
    as.unrenewed.push_back({.barcode = "3", .title = {}, .why_not = {}});
    const auto told = mirrored_renewals(what, as);
    ASSERT_EQ(told.size(), 2U);
    EXPECT_EQ(std::get<renew>(told[1]).what.item, "2");
    EXPECT_EQ(std::get<renew>(told[1]).due_given, noon + 2h);
    EXPECT_EQ(std::get<renew>(told[1]).by.when, timing::already_happened);
}

TEST(mirrored_changes, tell_nothing_that_was_refused_or_only_looked_up) {
    auto no = done_until(noon);
    no.result = verdict::refused;
    EXPECT_FALSE(mirrored(lent(), no));
    EXPECT_FALSE(mirrored(patron_account{}, outcome{}));
    EXPECT_FALSE(mirrored(item_details{}, outcome{}));
    EXPECT_FALSE(mirrored(end_patron_session{}, outcome{}));
}

TEST(mirrored_changes, are_said_as_mandated_with_the_dates_they_have) {
    const auto settings = std::make_shared<const relay_settings>();
    backend_memory memory;
    session_cache session;
    const auto told = mirrored(lent(), done_until(noon + 24h));
    dialogue talk(*told,
                  {.settings = settings, .memory = &memory, .session = &session, .now = noon + 1h});
    const auto& said = std::get<call>(talk.next());
    EXPECT_EQ(said.service, "CheckOutItem");
    EXPECT_EQ(said.kind, call_kind::order);
}

TEST(services, are_named_of_every_operation_that_needs_one) {
    EXPECT_EQ(services_of(checkout{}), std::vector<std::string_view>{"CheckOutItem"});
    EXPECT_EQ(services_of(renew_all{}), (std::vector<std::string_view>{"LookupUser", "RenewItem"}));
    EXPECT_TRUE(services_of(service_status{}).empty());
}

TEST(probe, is_a_look_up_that_any_answer_will_do_for) {
    relay_settings settings;
    settings.backend.to_agency = "MAIN";
    const call asked = probe(settings);
    EXPECT_EQ(asked.service, "LookupAgency");
    EXPECT_EQ(asked.kind, call_kind::look_up);
    EXPECT_EQ(asked.message.initiation_header->to_agency_id.agency_id.value, "MAIN");
}

} // namespace
} // namespace circ::relay
