// The order in which call numbers stand on the shelf.

#include "server/circulation/shelf_order.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace circ::circulation {
namespace {

/// Each list stands in the order of the shelf.
struct shelf {
    const char* name;
    std::vector<std::string> call_numbers;

    friend std::ostream& operator<<(std::ostream& out, const shelf& which) { return out << which.name; }
};

class shelf_order : public testing::TestWithParam<shelf> {};

TEST_P(shelf_order, sorts_call_numbers_as_they_stand) {
    auto mixed = GetParam().call_numbers;
    std::mt19937 order(7);
    std::ranges::shuffle(mixed, order);
    std::ranges::stable_sort(mixed, {}, shelf_key);
    EXPECT_EQ(mixed, GetParam().call_numbers);
    for (std::size_t i = 1; i < mixed.size(); ++i) EXPECT_LT(shelf_key(mixed[i - 1]), shelf_key(mixed[i])) << mixed[i];
}

INSTANTIATE_TEST_SUITE_P(
    of,
    shelf_order,
    testing::Values(
        shelf{"dewey", {"005.1 KNU", "025.04 BAT", "025.1 AAR", "300 SMI", "330.9 ADA", "500", "813.54 LEG", "813.54 TOL", "813.6 ABC", "823.9 TOL", "823.912 TOL", "823.914 ISH"}},
        shelf{"congress",
              {"A1 .B2", "B9 .C1", "BF76.5 .A3 2001", "BF76.7 .C14", "BF76.7 .C2", "BF173 .F62", "E98 .F6", "PR9 .A1", "PR6039.O32 L6 1991",
               "PR6039.O32 L6 2004", "PR6039.O4 A1", "QA76.73.C153 S77", "QA76.9 .D3", "QA184 .L5", "Z7 .A2"}},
        shelf{"words_and_numbers", {"Fantasy Moss", "Fantasy Tolkien 2", "Fantasy Tolkien 10", "Krimi Adler", "krimi Berg"}}),
    [](const auto& of) { return std::string(of.param.name); });

TEST(shelf_keys, are_the_same_however_a_call_number_is_typed) {
    EXPECT_EQ(shelf_key("823.914  tol"), shelf_key("823.914 TOL"));
    EXPECT_EQ(shelf_key(" QA76.9 .D3"), shelf_key("QA 76.9 D3"));
    EXPECT_EQ(shelf_key("Märchen"), shelf_key("MARCHEN"));
    EXPECT_EQ(shelf_key(""), "");
}

TEST(shelf_stretch, holds_its_ends_and_all_that_begins_with_the_last) {
    EXPECT_TRUE(is_on_stretch("813.54 LEG", "800", "823"));
    EXPECT_TRUE(is_on_stretch("823.914 ISH", "800", "823"));
    EXPECT_TRUE(is_on_stretch("800", "800", "823"));
    EXPECT_FALSE(is_on_stretch("824", "800", "823"));
    EXPECT_FALSE(is_on_stretch("799.9", "800", "823"));
    EXPECT_TRUE(is_on_stretch("anything", "", ""));
    EXPECT_TRUE(is_on_stretch("900", "800", ""));
}

} // namespace
} // namespace circ::circulation
