// The PIN of what a device says has happened already: no block = Y, in 11 and 29.
#include "tests/unit/net/pins.hpp"

namespace circ::net::test {
namespace {

/// What comes of no block = Y in 11 and 29.
struct claim_case {
    std::string name;
    circulation::pin_rule pin;
    bool offline_ok; ///< whether the device may do without us what it says has happened
    const char* given;
    bool locked;
    std::optional<reason_code> refused;
};

std::ostream& operator<<(std::ostream& to, const claim_case& of) {
    return to << of.name;
}

constexpr auto each_request = circulation::pin_rule::each_request;
constexpr auto in_session = circulation::pin_rule::in_session;
constexpr const char* no_pin = nullptr;

// clang-format off
const claim_case claims[] = {
    {"none_each_time",              each_request, false, no_pin, false, reason_code::pin_missing},
    {"wrong_each_time",             each_request, false, "0000", false, reason_code::pin_wrong},
    {"locked_each_time",            each_request, false, "4471", true,  reason_code::pin_locked},
    {"right_each_time",             each_request, false, "4471", false, {}},
    {"none_in_session",             in_session,   false, no_pin, false, reason_code::pin_missing},
    {"wrong_in_session",            in_session,   false, "0000", false, reason_code::pin_wrong},
    {"locked_in_session",           in_session,   false, "4471", true,  reason_code::pin_locked},
    {"right_in_session",            in_session,   false, "4471", false, {}},
    {"none_each_time_and_it_may",   each_request, true,  no_pin, false, {}},
    {"wrong_each_time_and_it_may",  each_request, true,  "0000", false, {}},
    {"locked_each_time_and_it_may", each_request, true,  "4471", true,  {}},
    {"none_in_session_and_it_may",  in_session,   true,  no_pin, false, {}},
    {"wrong_in_session_and_it_may", in_session,   true,  "0000", false, {}},
    {"locked_in_session_and_it_may", in_session,  true,  "4471", true,  {}},
};
// clang-format on

/// No PIN is asked for what a device has done that may; any other that says so is asked as always.
class pins_of_what_has_happened : public pins, public testing::WithParamInterface<claim_case> {
protected:
    pins_of_what_has_happened() { add_book("i1"); }

    template <class Operation>
    [[nodiscard]] circulation::loan_outcome claim(Operation what) {
        rules.pin = GetParam().pin;
        rules.offline_ok = GetParam().offline_ok;
        if (GetParam().locked) lock("P1");
        return tell(std::move(what), GetParam().given, circulation::timing::already_happened);
    }
    void expect_as_told(const circulation::loan_outcome& made) {
        const claim_case& of = GetParam();
        EXPECT_EQ(made.result, of.refused ? verdict::refused : verdict::done);
        EXPECT_EQ(made.pin == pin_state::not_needed, of.offline_ok);
        EXPECT_EQ(failures("P1"), of.refused == reason_code::pin_wrong ? 1 : 0);
        if (!of.refused) return;
        ASSERT_FALSE(made.reasons.empty());
        EXPECT_EQ(made.reasons.front().code, *of.refused);
    }
};

TEST_P(pins_of_what_has_happened, at_a_checkout) {
    expect_as_told(claim(lending("P1", "i1")));
    EXPECT_EQ(loan_of("i1").has_value(), !GetParam().refused);
}

TEST_P(pins_of_what_has_happened, at_a_renewal) {
    ASSERT_EQ(tell(lending("P1", "i1"), no_pin, circulation::timing::asked_now).result, verdict::done);
    here.clock.at += std::chrono::days(27);
    expect_as_told(claim(renewing("P1", "i1")));
    EXPECT_EQ(loan_of("i1").value().renewals, GetParam().refused ? 0 : 1);
}

INSTANTIATE_TEST_SUITE_P(each, pins_of_what_has_happened, testing::ValuesIn(claims),
                         [](const auto& one) { return one.param.name; });

} // namespace
} // namespace circ::net::test
