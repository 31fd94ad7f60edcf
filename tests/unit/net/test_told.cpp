// What the log says of requests that were performed, by the rules of the library and the terms of the
// device: which event, and nothing of a reader.
#include "tests/unit/net/riverton.hpp"

namespace circ::net::test {
namespace {

using config::profile;
using log::event;
using testing::HasSubstr;
using testing::Not;

const std::string maren = "AORIV|AA29009000000137|";
const std::string asa = "AORIV|AA29009000000351|"; // blocked
const std::string today = "20260317    142530";
const std::string no_date = std::string(18, ' ');
const std::string orchard = "AB39009000412083|";

std::string checkout(const std::string& no_block, const std::string& whom, const std::string& item = orchard) {
    return "11Y" + no_block + today + no_date + whom + item + "AC|AD4471|";
}
std::string pay(const std::string& amount) { return "3720260317    1425300402EURBV" + amount + "|" + maren + "AD4471|BK1|"; }
std::string look_up(const std::string& institution) { return "17" + today + institution + orchard; }

void works_off_line(profile& as) { as.offline_ok = true; }
void enforces(profile& as) { as.ao_policy = config::ao_policy::enforce; }
void is_called_else(profile& as) { as.institution_id = "ELSE"; }

/// One of these is told of each request.
constexpr event by_outcome[] = {event::request_handled, event::request_refused, event::repeat_answered_from_journal,
                                event::no_block_recorded, event::no_block_exception, event::payment_refused};

struct telling {
    std::string name;
    void (*differs)(profile&);
    words said;
    event told;
    std::string line; ///< a pattern of the last one
};

std::ostream& operator<<(std::ostream& out, const telling& each) { return out << each.name; }

const auto name_of = [](const auto& tested) { return tested.param.name; };

class a_performed_request : public testing::TestWithParam<telling> {};

TEST_P(a_performed_request, is_told_by_what_came_of_it) {
    const auto& each = GetParam();
    profile as;
    if (each.differs != nullptr) each.differs(as);
    riverton here(as);
    for (const auto& line : each.said) static_cast<void>(here.hears({line})); // each on a connection of its own
    const auto lines = here.lines->of(each.told);
    ASSERT_FALSE(lines.empty());
    EXPECT_TRUE(is_like(lines.back(), each.line)) << lines.back() << "\n  wanted: " << each.line;
    std::size_t all = 0;
    for (const event one : by_outcome) all += here.lines->of(one).size();
    EXPECT_EQ(all, each.said.size());
    for (const auto& line : here.lines->all())
        for (const char* personal : {"29009000000137", "29009000000351", "4471", "Lindqvist"}) EXPECT_THAT(line, Not(HasSubstr(personal)));
}

const std::vector<telling> tellings = {
    {"done", nullptr, {checkout("N", maren)}, event::request_handled, "*CIRC-1401 * terminal=kiosk02 code=11 took_us=*"},
    {"refused", nullptr, {checkout("N", maren, "AB1|")}, event::request_refused, "*CIRC-1402 * code=11 * reasons=item_unknown"},
    {"come_again", nullptr, {checkout("N", maren), checkout("N", maren)}, event::repeat_answered_from_journal, "*CIRC-1403 * code=11 *"},
    {"done_off_line", works_off_line, {checkout("Y", maren)}, event::no_block_recorded, "*CIRC-1405 * terminal=kiosk02 code=11 took_us=*"},
    {"done_off_line_and_told_again", works_off_line, {checkout("Y", maren), checkout("Y", maren)}, event::repeat_answered_from_journal, "*CIRC-1403 *"},
    {"done_off_line_against_the_rules", works_off_line, {checkout("Y", asa)}, event::no_block_exception, "*CIRC-1406 * terminal=kiosk02 code=11 took_us=*"},
    {"done_off_line_with_a_strange_item", works_off_line, {checkout("Y", maren, "AB1|")}, event::no_block_exception, "*CIRC-1406 * reasons=item_unknown"},
    {"done_off_line_by_a_device_that_may_not", nullptr, {checkout("Y", maren)}, event::request_handled, "*CIRC-1401 *"},
    {"paid", nullptr, {pay("1.00")}, event::request_handled, "*CIRC-1401 * code=37 *"},
    {"not_paid", nullptr, {pay("5.00")}, event::payment_refused, "*CIRC-1407 * terminal=kiosk02 code=37 took_us=* reasons=overpayment"},
};
INSTANTIATE_TEST_SUITE_P(each, a_performed_request, testing::ValuesIn(tellings), name_of);

struct naming {
    std::string name;
    void (*differs)(profile&);
    std::string institution; ///< as sent
    std::string line;        ///< a pattern, to its end; empty: none
};

std::ostream& operator<<(std::ostream& out, const naming& each) { return out << each.name; }

class a_named_institution : public testing::TestWithParam<naming> {};

TEST_P(a_named_institution, is_told_where_it_is_another) {
    profile as;
    if (GetParam().differs != nullptr) GetParam().differs(as);
    riverton here(as);
    static_cast<void>(here.hears({look_up(GetParam().institution)}));
    const auto told = here.told(event::institution_differs);
    EXPECT_EQ(here.lines->of(event::institution_differs).size(), GetParam().line.empty() ? 0U : 1U);
    EXPECT_TRUE(is_like(told, GetParam().line)) << told;
}

const std::vector<naming> namings = {
    {"ours", nullptr, "AORIV|", ""},
    {"none", nullptr, "", ""},
    {"empty", nullptr, "AO|", ""},
    {"another_that_is_taken", nullptr, "AOELSE|", "*CIRC-1408 * terminal=kiosk02 code=17 institution=ELSE\n"},
    {"another_that_is_refused", enforces, "AOELSE|", "*CIRC-1408 * institution=ELSE\n"},
    {"what_the_profile_calls_us", is_called_else, "AOELSE|", ""},
    {"not_what_the_profile_calls_us", is_called_else, "AORIV|", "*CIRC-1408 * institution=RIV\n"},
};
INSTANTIATE_TEST_SUITE_P(each, a_named_institution, testing::ValuesIn(namings), name_of);

struct waiting_case {
    std::string name;
    std::uint16_t tenths;
    std::chrono::milliseconds took;
    std::size_t told;
};

std::ostream& operator<<(std::ostream& out, const waiting_case& each) { return out << each.name; }

class an_answer : public testing::TestWithParam<waiting_case> {};

TEST_P(an_answer, that_comes_later_than_the_device_waits_is_told) {
    desk here;
    here.settings.profiles["standard"].timeout_tenths = GetParam().tenths;
    here.performer.holds_back = true;
    device_script device;
    device.sends = {"9300CNopen|CO|CP|\r", "35" + today + maren + "\r"};
    here.begin(device);
    run_until(here.io, [&] { return here.performer.asked_by.size() == 1; });
    here.clock.at += GetParam().took;
    here.performer.release();
    run_until(here.io, [&] { return here.ended == 1; });
    EXPECT_EQ(here.lines->of(event::deadline_passed).size(), GetParam().told) << here.told(event::deadline_passed);
    EXPECT_EQ(here.lines->of(event::request_handled).size(), 1U);
}

const std::vector<waiting_case> waits = {
    {"in_time", 50, std::chrono::milliseconds(5'000), 0},
    {"too_late", 50, std::chrono::milliseconds(5'001), 1},
    {"where_nothing_is_said_of_time", 0, std::chrono::minutes(5), 0},
};
INSTANTIATE_TEST_SUITE_P(each, an_answer, testing::ValuesIn(waits), name_of);

} // namespace
} // namespace circ::net::test
