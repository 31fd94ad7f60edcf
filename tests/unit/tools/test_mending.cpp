// What makes a difference between two books go, at either side.
#include "tests/unit/tools/demo_desk.hpp"
#include "tools/circdesk/relay/mending.hpp"

#include <functional>
#include <ostream>

namespace circ::test {
namespace {

using namespace circulation;
using relay::found_difference;
using storage::difference_kind;
using tool::reader_difference;
using tool::side_to_mend;

constexpr const char* anna = "29012000000010";

struct words {
    std::string operator()(const checkout& of) const { return "checkout " + of.item + (of.due_given ? " due" : ""); }
    std::string operator()(const checkin& of) const { return "checkin " + of.item; }
    std::string operator()(const renew& of) const { return "renew " + of.what.item + (of.due_given ? " due" : ""); }
    std::string operator()(const place_hold& of) const { return "place_hold " + of.what.item; }
    std::string operator()(const cancel_hold& of) const {
        return "cancel_hold " + (of.what.item.empty() ? of.what.title : of.what.item);
    }
    std::string operator()(const charge_fee& of) const {
        return "charge " + std::to_string(of.amount->minor) + ' ' + of.currency + ' ' + of.reference.value;
    }
    std::string operator()(const answer_fee& of) const {
        return "waive " + std::to_string(of.amount->minor) + " of " + of.fee.ours + of.fee.theirs.value + ' ' +
               of.reference.value;
    }
    std::string operator()(const block_patron&) const { return "block"; }
    std::string operator()(const enable_patron&) const { return "enable"; }
    template <class Operation>
    std::string operator()(const Operation&) const {
        return "something else";
    }
};

std::string text_of(const any_operation& of) {
    return std::visit(words{}, of);
}

struct mending_case {
    const char* name;
    found_difference what;
    std::string there; ///< what is done where ours is the book of record
    std::string here;

    friend std::ostream& operator<<(std::ostream& out, const mending_case& of) { return out << of.name; }
};

found_difference difference(difference_kind kind, std::string ours, std::string theirs) {
    found_difference made;
    made.kind = kind;
    made.subject = "i1";
    made.ours = std::move(ours);
    made.theirs = std::move(theirs);
    return made;
}

found_difference loan(std::string ours, std::string theirs) {
    auto made = difference(difference_kind::loan, std::move(ours), std::move(theirs));
    if (made.ours != "-") made.our_due = instant(std::chrono::hours(1));
    if (made.theirs != "-") made.their_due = instant(std::chrono::hours(1));
    return made;
}

found_difference due_date() {
    auto made = loan("due 2026-03-17", "due 2026-03-24");
    made.kind = difference_kind::due_date;
    return made;
}

found_difference hold_there(std::string barcode) {
    auto made = difference(difference_kind::hold, "-", "waits");
    made.hold = hold_entry{.barcode = std::move(barcode), .title = "Tidal Engines", .pickup = {}};
    return made;
}

found_difference fees(std::vector<std::int64_t> ours, std::vector<std::int64_t> theirs) {
    auto made = difference(difference_kind::fees, "", "");
    const auto put = [](std::vector<fee_entry_view>& into, const std::vector<std::int64_t>& amounts, const char* side) {
        for (const auto each : amounts)
            into.push_back({.fee_identifier = side + std::to_string(into.size() + 1),
                            .open = storage::money{each},
                            .barcode = {},
                            .title = {}});
    };
    put(made.our_fees, ours, "o");
    put(made.their_fees, theirs, "t");
    return made;
}

class differences : public demo_desk, public testing::WithParamInterface<mending_case> {
protected:
    static std::string orders(const found_difference& what, side_to_mend at) {
        return ask([&](storage::reader& from, const storage::institution& library) {
            tool::mender as{.by = {}, .of = library, .reference = "m"};
            std::string all;
            for (const auto& each : tool::orders_to_mend({anna, what}, at, as, from))
                all.append(all.empty() ? "" : ", ").append(text_of(each));
            return all;
        });
    }
};

TEST_P(differences, go_by_what_the_book_of_record_says) {
    EXPECT_EQ(orders(GetParam().what, side_to_mend::theirs), GetParam().there);
    EXPECT_EQ(orders(GetParam().what, side_to_mend::ours), GetParam().here);
}

INSTANTIATE_TEST_SUITE_P(
    each, differences,
    testing::Values(
        mending_case{"a_loan_here", loan("due", "-"), "checkout i1 due", "checkin i1"},
        mending_case{"a_loan_there", loan("-", "due"), "checkin i1", "checkout i1 due"},
        mending_case{"a_due_date", due_date(), "renew i1 due", "renew i1 due"},
        mending_case{"a_hold_there_on_an_item", hold_there("i2"), "cancel_hold i2", "place_hold i2"},
        mending_case{"a_hold_there_on_a_title", hold_there(""), "cancel_hold Tidal Engines", ""},
        mending_case{"a_fee_here", fees({150, 300}, {150}), "charge 300 EUR m", "waive 150 of o1 m-1, waive 150 of o2 m-2"},
        mending_case{"fees_there", fees({}, {100, 200}), "waive 100 of t1 m-1, waive 200 of t2 m-2", "charge 300 EUR m"},
        mending_case{"a_block_here", difference(difference_kind::block, "may not borrow", "may borrow"), "block", "enable"},
        mending_case{"a_block_there", difference(difference_kind::block, "may borrow", "may not borrow"), "enable", "block"}),
    [](const auto& each) { return std::string(each.param.name); });

TEST(ways_out, name_the_command_that_ends_a_row) {
    const reader_difference fee{anna, fees({150}, {})};
    EXPECT_THAT(tool::way_out(fee, side_to_mend::ours, "7"),
                testing::AllOf(testing::HasSubstr("circdesk fee list 29012000000010"),
                               testing::HasSubstr("--accept 7 --reason")));
    EXPECT_THAT(tool::way_out(fee, side_to_mend::theirs, "7"), testing::HasSubstr("--accept 7 --reason"));
}

} // namespace
} // namespace circ::test
