#include "server/relay/problems.hpp"

#include <cstdlib>
#include <set>

namespace circ::relay {
namespace {

using circulation::reason_code;
using circulation::verdict;
using ncip::problem_class;

constexpr attempt attempts[] = {attempt::account,
                                attempt::item,
                                attempt::loan,
                                attempt::renewal,
                                attempt::checkin,
                                attempt::hold,
                                attempt::payment,
                                attempt::block};

ncip::problem problem_called(std::string type, std::string detail = {}) {
    ncip::problem made;
    made.problem_type = {std::move(type)};
    if (!detail.empty()) made.problem_detail = std::move(detail);
    return made;
}

/// Every word of the standard, whatever was tried: the reader hears a reason that fits a refusal,
/// and only what may pass is called unavailable.
TEST(relay_problems, each_comes_to_a_reason_and_only_what_passes_to_unavailable) {
    const relay_settings settings;
    for (const auto& known : ncip::known_problems())
        for (const auto tried : attempts) {
            const auto made =
                trouble_of(std::vector{problem_called(std::string(known.text))}, tried, settings);
            ASSERT_EQ(made.reasons.size(), 1U) << known.text;
            const bool passes =
                known.means == problem_class::temporary || known.means == problem_class::syntax;
            EXPECT_EQ(made.verdict == verdict::unavailable, passes) << known.text;
            EXPECT_EQ(made.reasons.front().code == reason_code::backend_unavailable, passes)
                << known.text;
        }
}

TEST(relay_problems, every_class_has_a_row_of_its_own) {
    std::set<std::pair<int, int>> told_as_loan;
    for (int each = 0; each <= static_cast<int>(problem_class::other); ++each) {
        const auto what = static_cast<problem_class>(each);
        const auto as = told(what, attempt::account);
        if (what != problem_class::other && what != problem_class::unauthorized &&
            what != problem_class::unsupported) {
            EXPECT_NE(as.code, reason_code::not_permitted) << each;
        }
    }
}

struct sample {
    std::string text;
    attempt tried;
    reason_code code;
};

TEST(relay_problems, the_same_word_means_what_was_tried) {
    const relay_settings settings;
    const sample all[] = {
        {"Maximum Check Outs Exceeded", attempt::loan, reason_code::too_many_loans},
        {"Maximum Check Outs Exceeded", attempt::hold, reason_code::hold_limit},
        {"Item Does Not Circulate", attempt::loan, reason_code::item_not_for_loan},
        {"Item Does Not Circulate", attempt::hold, reason_code::hold_impossible},
        {"Duplicate Request", attempt::hold, reason_code::hold_duplicate},
        {"Duplicate Fiscal Transaction", attempt::payment, reason_code::reference_taken},
        {"Renewal Not Allowed - Item Has Outstanding Requests",
         attempt::renewal,
         reason_code::renewal_queued},
        {"Unkown User", attempt::account, reason_code::patron_unknown},
        {"never seen before", attempt::loan, reason_code::item_not_for_loan},
        {"never seen before", attempt::renewal, reason_code::renewal_not_allowed},
    };
    for (const auto& each : all)
        EXPECT_EQ(trouble_of(std::vector{problem_called(each.text)}, each.tried, settings)
                      .reasons.front()
                      .code,
                  each.code)
            << each.text;
}

TEST(relay_problems, the_element_at_fault_tells_more_than_a_rule_violated) {
    const relay_settings settings;
    const std::pair<std::string, reason_code> all[] = {
        {"AcknowledgedFeeAmount", reason_code::fee_not_agreed},
        {"//RequestItem/PickupLocation", reason_code::pickup_unknown},
        {"NeedBeforeDate", reason_code::hold_expiry_past},
        {"CurrencyCode", reason_code::currency_foreign},
        {"SomethingElse", reason_code::hold_impossible},
    };
    for (const auto& [element, code] : all) {
        auto problem = problem_called("Element Rule Violated");
        problem.problem_element = element;
        const auto made = trouble_of(std::vector{problem}, attempt::hold, settings);
        EXPECT_EQ(made.reasons.front().code, code) << element;
    }
}

TEST(relay_problems, texts_of_the_settings_come_first) {
    relay_settings settings;
    settings.backend.dialect.problems["Unknown Item"] = config::ncip_problem::user_blocked;
    EXPECT_EQ(class_of(problem_called("unknown item!"), settings), problem_class::user_blocked);
    settings.backend.dialect.problems["Borrower expired"] = config::ncip_problem::user_blocked;
    EXPECT_EQ(class_of(problem_called("Error", "The borrower expired."), settings),
              problem_class::user_blocked);
}

TEST(relay_problems, all_of_several_are_told_once) {
    const relay_settings settings;
    const auto made = trouble_of(std::vector{problem_called("User Blocked"),
                                             problem_called("Unknown Item"),
                                             problem_called("UserBlocked")},
                                 attempt::loan,
                                 settings);
    ASSERT_EQ(made.reasons.size(), 2U);
    EXPECT_EQ(made.reasons[0].code, reason_code::patron_blocked);
    EXPECT_EQ(made.reasons[1].code, reason_code::item_unknown);
}

TEST(relay_texts, are_one_line_without_markup_or_program_text) {
    EXPECT_EQ(presentable("  Please \n see\tthe desk "), "Please see the desk");
    EXPECT_EQ(presentable("<b>no</b>"), "");
    EXPECT_EQ(presentable("NullPointerException"), "");
    EXPECT_EQ(presentable("Koha::Patron->find"), "");
    const std::string umlauts(200, 'x');
    EXPECT_EQ(presentable(umlauts).size(), 163U);
    std::string wide;
    for (int i = 0; i < 100; ++i)
        wide += "\xC3\xA4"; // never cut within a letter
    EXPECT_EQ(presentable(wide).size(), 163U);
    EXPECT_EQ(presentable("x" + wide).size(), 162U);
}

} // namespace
} // namespace circ::relay
