// Messages of two kinds in one dialogue are told apart by their codes.
#include "tests/bench/timed_apart.hpp"

#include <string>
#include <vector>

namespace {

using circ::bench::dialogue;
using circ::bench::timed_apart;

/// Says 11 and 09 in turn, each kiosk for itself, and takes no answer that begins with 96.
class in_turn final : public dialogue {
public:
    explicit in_turn(std::size_t kiosks) : lends_(kiosks) {}

    std::string next(std::size_t kiosk) override {
        lends_[kiosk] = !lends_[kiosk];
        return lends_[kiosk] ? "11YN" : "09N";
    }
    bool verify(std::size_t, std::string_view answer) override { return !answer.starts_with("96"); }
    bool is_at_rest(std::size_t kiosk) const override { return !lends_[kiosk]; }

private:
    std::vector<bool> lends_;
};

TEST(timed_apart, counts_answers_by_the_code_of_what_was_asked) {
    in_turn says(2);
    timed_apart timed(says, 2);
    EXPECT_EQ(timed.next(0), "11YN");
    EXPECT_EQ(timed.next(1), "11YN");
    EXPECT_TRUE(timed.verify(1, "121N"));
    EXPECT_TRUE(timed.verify(0, "121N"));
    EXPECT_FALSE(timed.is_at_rest(1));
    EXPECT_EQ(timed.next(1), "09N");
    EXPECT_TRUE(timed.verify(1, "101Y"));
    EXPECT_TRUE(timed.is_at_rest(1));

    const auto lent = timed.of("11");
    const auto returned = timed.of("09");
    EXPECT_EQ(lent.answers, 2U);
    EXPECT_EQ(returned.answers, 1U);
    EXPECT_EQ(lent.mismatches + returned.mismatches, 0U);
    EXPECT_LE(lent.median, lent.p99);
    EXPECT_EQ(timed.of("17").answers, 0U);
}

TEST(timed_apart, lays_a_wrong_answer_to_what_was_asked_and_passes_it_on) {
    in_turn says(1);
    timed_apart timed(says, 1);
    static_cast<void>(timed.next(0));
    EXPECT_TRUE(timed.verify(0, "121N"));
    static_cast<void>(timed.next(0));
    EXPECT_FALSE(timed.verify(0, "96"));

    EXPECT_EQ(timed.of("11").mismatches, 0U);
    const auto returned = timed.of("09");
    EXPECT_EQ(returned.mismatches, 1U);
    EXPECT_EQ(returned.first_mismatch, "96");
    EXPECT_EQ(returned.answers, 1U);
}

} // namespace
