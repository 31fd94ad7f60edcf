#include "protocol/ncip/problem_types.hpp"

#include <set>

namespace circ::protocol::ncip::test {
namespace {

TEST(problem_types, stand_in_the_order_of_their_enum) {
    std::size_t expected = 0;
    std::set<std::string_view> texts;
    for (const auto& each : known_problems()) {
        EXPECT_EQ(static_cast<std::size_t>(each.type), expected++) << each.text;
        EXPECT_TRUE(texts.insert(each.text).second) << each.text;
        EXPECT_EQ(class_of_type(each.text), each.means);
    }
    EXPECT_EQ(text_of(problem_type::user_ineligible_to_request_this_item),
              "User Ineligible To Request This Item");
}

TEST(problem_types, come_with_the_list_that_they_are_from) {
    EXPECT_EQ(make_problem(problem_type::unknown_item, "CheckOutItem").problem_type.scheme,
              "http://www.niso.org/ncip/v1_0/schemes/processingerrortype/"
              "checkoutitemprocessingerror.scm");
    EXPECT_EQ(
        make_problem(problem_type::needed_data_missing, "CheckOutItem").problem_type.scheme,
        "http://www.niso.org/ncip/v1_0/schemes/processingerrortype/generalprocessingerror.scm");
    EXPECT_EQ(make_problem(problem_type::unknown_service, "").problem_type.scheme,
              "http://www.niso.org/ncip/v1_0/schemes/messagingerrortype/messagingerrortype.scm");
    EXPECT_EQ(make_problem(problem_type::unknown_item, "DeleteItem").problem_type.scheme, "");
}

struct reason_case {
    std::string name;
    std::string type;
    std::string detail;
    std::string element;
    problem_class means;
};

class reasons : public ::testing::TestWithParam<reason_case> {};

TEST_P(reasons, come_to_a_class) {
    const auto& c = GetParam();
    EXPECT_EQ(classify({{c.type}, c.detail, c.element, {}}), c.means);
}

using enum problem_class;

INSTANTIATE_TEST_SUITE_P(
    ncip,
    reasons,
    ::testing::Values(
        reason_case{"standard", "Unknown User", "", "", unknown_user},
        reason_case{"in_other_case", "user BLOCKED", "", "", user_blocked},
        reason_case{
            "without_blanks", "UserBlocked", "PATRON_REQUIRES_MEMBERSHIP", "", user_blocked},
        reason_case{"misspelled", "Unkown User", "", "", unknown_user},
        reason_case{"hyphen", "Non-Unique User", "", "", unknown_user},
        reason_case{"others_wait",
                    "Renewal Not Allowed - Item Has Outstanding Requests",
                    "",
                    "",
                    has_requests},
        reason_case{"out_already", "Item Already Checked Out", "", "", already_loaned},
        reason_case{"empty_type", "", "", "", other},
        reason_case{"by_detail", "", "Patron authentication failed: invalid PIN", "", auth_failed},
        reason_case{"vague_type",
                    "Check Out Failed",
                    "Item is not found: item not found",
                    "",
                    unknown_item},
        reason_case{"rule_by_detail",
                    "Element Rule Violated",
                    "A fee is required: FEE_REQUIRED",
                    "",
                    fee_required},
        reason_case{
            "by_code", "Problem performing request", "NO_HOLDABLE_ITEMS", "", item_restricted},
        reason_case{"by_element", "Lookup User Failed", "", "UserIdentifierValue", unknown_user},
        reason_case{"by_path", "", "", "//CheckInItem/ItemId/ItemIdentifierValue", unknown_item},
        reason_case{"by_old_element", "", "", "UniqueItemIdentifier", unknown_item},
        reason_case{"type_before_element", "User Blocked", "", "UserIdentifierValue", user_blocked},
        reason_case{"rule_and_element", "Element Rule Violated", "", "UserIdentifierValue", other},
        reason_case{"busy", "Temporary Processing Failure", "", "", temporary},
        reason_case{"service", "", "Service is not known", "", unsupported},
        reason_case{"nonsense", "Something Else", "whatever", "Thing", other}),
    [](const auto& each) { return each.param.name; });

} // namespace
} // namespace circ::protocol::ncip::test
