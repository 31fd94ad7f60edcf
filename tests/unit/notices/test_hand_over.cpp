// Each notice is handed over once, whatever fails between.

#include "server/notices/hand_over.hpp"
#include "server/circulation/notice.hpp"
#include "storage/open_store.hpp"
#include "tests/unit/storage/scratch_folder.hpp"

#include <boost/json/parse.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace circ::notices {
namespace {

using storage::notice_state;

class set_clock final : public circulation::clock {
public:
    [[nodiscard]] storage::instant now() const override { return at; }
    storage::instant at{std::chrono::hours{500'000}};
};

/// A library with one reader and three notices.
class handing_over : public testing::Test {
protected:
    handing_over() : store_(storage::open_store({.path = folder_.file("library.sqlite"), .create = true})) {
        storage::write_and_wait(*store_, [this](storage::unit_of_work& in) { fill(in); });
        by_.operator_name = "test";
        by_.institution = library_.id;
    }

    void fill(storage::unit_of_work& in) {
        library_ = {.id = in.new_id<storage::institution_id>(), .code = "TOWN", .name = "Town", .currency = "EUR",
                    .decimals = 2, .language = "en", .time_zone = "UTC"};
        in.add(library_);
        const storage::branch main{.id = in.new_id<storage::branch_id>(), .institution = library_.id, .code = "MAIN",
                                   .name = "Main", .address = {}, .time_zone = "UTC"};
        in.add(main);
        storage::patron who;
        who.id = in.new_id<storage::patron_id>();
        who.institution = library_.id;
        who.branch = main.id;
        in.add(who);
        for (const char* cause : {"a", "b", "c"}) {
            storage::notice each;
            each.id = in.new_id<storage::notice_id>();
            each.patron = each.recipient = who.id;
            each.kind = "card_expiring";
            each.cause = cause;
            in.add(each);
            ids_.push_back(each.id);
        }
    }

    /// A program that takes all but these.
    program_runner refusing(std::vector<std::size_t> these) {
        return [this, these](const auto&, std::string_view input, auto) -> program_failure {
            const auto letter = boost::json::parse(std::string(input));
            const auto id = std::stoll(std::string(letter.at("id").as_string()));
            for (std::size_t i = 0; i < ids_.size(); ++i)
                if (ids_[i].value == id) tried_.push_back(static_cast<int>(i));
            for (const auto each : these)
                if (ids_[each].value == id) return "it ended with exit code 1";
            return "";
        };
    }

    hand_over_tally run(const program_runner& program, which_notices which = which_notices::failed_too,
                        const std::function<bool()>& goes_on = {}) {
        tried_.clear();
        return hand_over(*store_, library_, {.command = {"/a/program"}, .tries = 3}, by_, clock_, which, goes_on,
                         program);
    }

    storage::notice notice(std::size_t which) {
        storage::notice found;
        store_->read([&](storage::reader& from) { found = from.find_notice(ids_[which]).value(); });
        store_->end_turn();
        return found;
    }
    std::vector<notice_state> states() {
        return {notice(0).state, notice(1).state, notice(2).state};
    }

    circ::test::scratch_folder folder_;
    std::unique_ptr<storage::store> store_;
    storage::institution library_;
    circulation::requester by_;
    std::vector<storage::notice_id> ids_;
    std::vector<int> tried_;
    set_clock clock_;
};

using testing::ElementsAre;

TEST_F(handing_over, gives_each_once_when_one_in_the_middle_fails) {
    const auto tally = run(refusing({1}));
    EXPECT_EQ(tally.handed_over, 2);
    EXPECT_EQ(tally.failed, 1);
    EXPECT_THAT(tried_, ElementsAre(0, 1, 2));
    EXPECT_THAT(states(), ElementsAre(notice_state::handed_over, notice_state::failed, notice_state::handed_over));
    EXPECT_EQ(notice(1).last_error, "it ended with exit code 1");
    EXPECT_EQ(notice(0).done_at, clock_.now());

    run(refusing({}), which_notices::new_ones);
    EXPECT_TRUE(tried_.empty());
    run(refusing({}));
    EXPECT_THAT(tried_, ElementsAre(1));
    EXPECT_EQ(notice(1).state, notice_state::handed_over);
    run(refusing({}));
    EXPECT_TRUE(tried_.empty());
}

TEST_F(handing_over, gives_up_after_its_tries_and_goes_on_when_asked_to) {
    for (int i = 0; i < 4; ++i)
        run(refusing({1}));
    EXPECT_TRUE(tried_.empty()) << "three times are enough";
    EXPECT_EQ(notice(1).state, notice_state::given_up);
    EXPECT_EQ(notice(1).tries, 3);
    storage::write_and_wait(*store_, [&](storage::unit_of_work& in) {
        EXPECT_EQ(circulation::retry_notice(in, ids_[1], by_, clock_.now(), "mended"),
                  circulation::notice_change::done);
    });
    run(refusing({}));
    EXPECT_THAT(tried_, ElementsAre(1));
}

TEST_F(handing_over, gives_none_again_when_it_breaks_down_between_two) {
    const auto takes = refusing({});
    const program_runner breaks_down = [&](const auto& command, std::string_view input, auto patience) {
        if (tried_.size() == 1) throw std::runtime_error("the power has failed");
        return takes(command, input, patience);
    };
    EXPECT_THROW(run(breaks_down), std::runtime_error);
    EXPECT_THAT(tried_, ElementsAre(0));
    run(refusing({}));
    EXPECT_THAT(tried_, ElementsAre(2)) << "nobody knows yet what came of the one it was at";
}

TEST_F(handing_over, frees_what_somebody_began_who_is_gone_and_lists_it) {
    const program_runner breaks_down = [](const auto&, std::string_view, auto) -> program_failure {
        throw std::runtime_error("the power has failed");
    };
    EXPECT_THROW(run(breaks_down), std::runtime_error);
    EXPECT_TRUE(circulation::is_claimed(notice(0), clock_.now()));
    clock_.at += std::chrono::minutes{2};
    run(refusing({}), which_notices::new_ones);
    EXPECT_THAT(tried_, ElementsAre(1, 2));
    EXPECT_EQ(notice(0).state, notice_state::failed);
    EXPECT_EQ(notice(0).last_error, "test has not said what came of it");
    EXPECT_FALSE(notice(0).claimed_until);
    run(refusing({}));
    EXPECT_THAT(tried_, ElementsAre(0));
}

TEST_F(handing_over, gives_each_once_when_two_hand_over_at_the_same_time) {
    std::vector<int> all;
    const auto takes = refusing({});
    const program_runner meets_another = [&](const auto& command, std::string_view input, auto patience) {
        auto failure = takes(command, input, patience);
        all.insert(all.end(), tried_.begin(), tried_.end());
        if (all.size() == 1) { // while the first is at it
            run(takes);
            all.insert(all.end(), tried_.begin(), tried_.end());
        }
        tried_.clear();
        return failure;
    };
    EXPECT_EQ(run(meets_another).handed_over, 1);
    EXPECT_THAT(all, ElementsAre(0, 1, 2));
    EXPECT_THAT(states(), testing::Each(notice_state::handed_over));
}

TEST_F(handing_over, is_not_disturbed_by_staff_who_wants_it_to_wait_again) {
    using circulation::notice_change;
    storage::write_and_wait(*store_, [&](storage::unit_of_work& in) {
        const auto now = clock_.now();
        const auto claim = [&] {
            return circulation::claim_notice(in, ids_[0], notice_state::waiting, by_, now + std::chrono::minutes{1});
        };
        EXPECT_EQ(claim(), notice_change::done);
        EXPECT_EQ(claim(), notice_change::being_handed_over);
        EXPECT_EQ(circulation::retry_notice(in, ids_[0], by_, now, "mended"), notice_change::being_handed_over);
        EXPECT_EQ(circulation::take_over_notice(in, ids_[0], by_, now), notice_change::done);
        EXPECT_EQ(claim(), notice_change::already_so);
    });
}

TEST_F(handing_over, ends_its_claim_on_what_was_called_off_meanwhile_and_not_taken) {
    const program_runner too_late = [&](const auto&, std::string_view, auto) -> program_failure {
        storage::write_and_wait(*store_, [&](storage::unit_of_work& in) {
            static_cast<void>(circulation::call_off_notice(in, "card_expiring", "a", clock_.now()));
        });
        return "it ended with exit code 1";
    };
    run(too_late);
    EXPECT_EQ(notice(0).state, notice_state::given_up);
    EXPECT_EQ(notice(0).tries, 0);
    EXPECT_FALSE(notice(0).claimed_until);
    EXPECT_EQ(notice(0).claimed_by, "");
}

TEST_F(handing_over, leaves_the_notices_of_another_institution_alone) {
    auto other = by_;
    other.institution = {1};
    storage::write_and_wait(*store_, [&](storage::unit_of_work& in) {
        EXPECT_EQ(circulation::give_up_notice(in, ids_[0], other, clock_.now(), "mine?"), circulation::notice_change::not_there);
    });
    library_.id = {1};
    run(refusing({}));
    EXPECT_TRUE(tried_.empty());
}

TEST_F(handing_over, stops_between_two_when_told_to) {
    run(refusing({}), which_notices::failed_too, [this] { return tried_.empty(); });
    EXPECT_THAT(tried_, ElementsAre(0));
}

TEST_F(handing_over, does_nothing_without_a_program) {
    const auto tally = hand_over(*store_, library_, {}, by_, clock_, which_notices::failed_too, {}, refusing({}));
    EXPECT_EQ(tally.handed_over + tally.failed, 0);
    EXPECT_TRUE(tried_.empty());
}

TEST_F(handing_over, lets_staff_settle_a_notice_once_and_keeps_why) {
    using circulation::notice_change;
    storage::write_and_wait(*store_, [&](storage::unit_of_work& in) {
        const auto now = clock_.now();
        EXPECT_EQ(circulation::give_up_notice(in, ids_[0], by_, now, "told in person"), notice_change::done);
        EXPECT_EQ(circulation::give_up_notice(in, ids_[0], by_, now, "again"), notice_change::already_so);
        EXPECT_EQ(circulation::take_over_notice(in, ids_[1], by_, now), notice_change::done);
        EXPECT_EQ(circulation::give_up_notice(in, ids_[1], by_, now, "too late"), notice_change::already_so);
        EXPECT_EQ(circulation::retry_notice(in, ids_[2], by_, now, "waits"), notice_change::already_so);
        EXPECT_EQ(circulation::retry_notice(in, {1}, by_, now, "none"), notice_change::not_there);
        const auto events = in.events_of_patron(notice(0).patron, 10);
        ASSERT_EQ(events.size(), 2U);
        EXPECT_EQ(events.back().kind, "notice_given_up");
        EXPECT_EQ(events.back().by, "test");
        EXPECT_EQ(events.back().reason, "told in person");
    });
}

} // namespace
} // namespace circ::notices
