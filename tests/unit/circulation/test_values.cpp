#include "server/circulation/local_time.hpp"
#include "server/circulation/reason.hpp"
#include "server/circulation/trail.hpp"
#include "server/circulation/verifier.hpp"

#include <set>

namespace circ::circulation {
namespace {

using namespace std::chrono;

TEST(reasons, have_a_name_each_that_finds_them_again) {
    std::set<std::string> names;
    for (int i = 0; i < reason_count; ++i) {
        const auto code = static_cast<reason_code>(i);
        EXPECT_EQ(reason_named(reason_name(code)), code);
        names.insert(reason_name(code));
    }
    EXPECT_EQ(names.size(), static_cast<std::size_t>(reason_count));
    EXPECT_STREQ(reason_name(reason_code::request_incomplete), "request_incomplete");
    EXPECT_STREQ(reason_name(reason_code::goodbye), "goodbye");
    EXPECT_EQ(reason_named("no_such_reason"), std::nullopt);
}

struct zone_case {
    std::string name;
    std::string zone;
    sys_seconds utc;
    local_seconds wall;
    bool goes_back = true; ///< the wall time names this very instant

    friend std::ostream& operator<<(std::ostream& out, const zone_case& shown) {
        return out << shown.name;
    }
};

class wall_clock : public testing::TestWithParam<zone_case> {};

TEST_P(wall_clock, shows_the_time_of_the_zone) {
    const auto& row = GetParam();
    EXPECT_EQ(to_wall(row.utc, row.zone), row.wall);
    if (!row.goes_back) return;
    EXPECT_EQ(to_instant(row.wall, row.zone), instant{row.utc});
}

constexpr sys_days march_29 = 2026y / March / 29;
constexpr sys_days october_25 = 2026y / October / 25;
constexpr local_days local(sys_days day) {
    return local_days{day.time_since_epoch()};
}

INSTANTIATE_TEST_SUITE_P(zones,
                         wall_clock,
                         testing::Values(zone_case{"winter",
                                                   "Europe/Berlin",
                                                   sys_days{2026y / March / 2} + 9h,
                                                   local(2026y / March / 2) + 10h},
                                         zone_case{"summer",
                                                   "Europe/Berlin",
                                                   sys_days{2026y / July / 1} + 9h,
                                                   local(2026y / July / 1) + 11h},
                                         zone_case{"before_the_change_to_summer",
                                                   "Europe/Berlin",
                                                   march_29 + 59min,
                                                   local(march_29) + 1h + 59min},
                                         zone_case{"after_the_change_to_summer",
                                                   "Europe/Berlin",
                                                   march_29 + 1h,
                                                   local(march_29) + 3h},
                                         zone_case{"first_of_a_repeated_hour",
                                                   "Europe/Berlin",
                                                   october_25 + 30min,
                                                   local(october_25) + 2h + 30min},
                                         zone_case{"second_of_a_repeated_hour",
                                                   "Europe/Berlin",
                                                   october_25 + 1h + 30min,
                                                   local(october_25) + 2h + 30min,
                                                   false},
                                         zone_case{"behind_utc",
                                                   "America/New_York",
                                                   sys_days{2026y / March / 2} + 2h,
                                                   local(2026y / March / 1) + 21h},
                                         zone_case{"unknown_counts_as_utc",
                                                   "Nowhere/At_All",
                                                   sys_days{2026y / March / 2} + 9h,
                                                   local(2026y / March / 2) + 9h}),
                         [](const auto& row) { return row.param.name; });

TEST(wall_clock_edges, a_left_out_hour_is_the_moment_of_the_change) {
    EXPECT_EQ(to_instant(local(march_29) + 2h + 30min, "Europe/Berlin"), instant{march_29 + 1h});
}

TEST(wall_clock_edges, a_day_ends_a_second_before_the_next) {
    EXPECT_EQ(end_of_day(local(march_29), "Europe/Berlin"), instant{march_29 + 22h - 1s});
    EXPECT_EQ(date_in(instant{march_29 + 22h}, "Europe/Berlin"), local(march_29) + days{1});
}

TEST(zones, are_known_by_their_name) {
    EXPECT_TRUE(is_known_zone("Europe/Berlin"));
    EXPECT_TRUE(is_known_zone("UTC"));
    EXPECT_FALSE(is_known_zone("Europe/Atlantis"));
    EXPECT_FALSE(is_known_zone(""));
}

TEST(verifiers, prove_the_text_they_were_made_of_with_the_same_pepper_alone) {
    const storage::secret pin{"1234"};
    const auto made = make_verifier(pin, "pepper");
    EXPECT_TRUE(made.starts_with("$argon2id$v=19$m=19456,t=2,p=1$")) << made;
    EXPECT_TRUE(proves(pin, made, "pepper"));
    EXPECT_FALSE(proves(pin, made));
    EXPECT_FALSE(proves(storage::secret{"1235"}, made, "pepper"));
}

TEST(verifiers, nothing_is_proved_by_what_is_no_verifier) {
    for (const std::string& bad : {std::string{}, std::string{"1234"}, std::string(500, 'x')}) {
        EXPECT_FALSE(proves(storage::secret{"1234"}, bad)) << bad;
    }
}

TEST(digests, depend_on_text_and_key) {
    const std::string key(32, 'a');
    EXPECT_EQ(digest_of("11YN", key), digest_of("11YN", key));
    EXPECT_NE(digest_of("11YN", key), digest_of("11NN", key));
    EXPECT_NE(digest_of("11YN", key), digest_of("11YN", std::string(32, 'b')));
}

TEST(short_forms, are_read_as_they_were_written) {
    short_form written;
    written.put("loan", 17);
    written.put("none", std::optional<std::int64_t>{});
    written.put("seen", std::optional{instant{march_29}});
    const short_form read{written.text()};
    EXPECT_EQ(read.number("loan"), 17);
    EXPECT_EQ(read.number("none"), std::nullopt);
    EXPECT_EQ(read.at("seen"), instant{march_29});
}

TEST(short_forms, leave_out_what_cannot_be_read) {
    const short_form read{"  a= =3 b=x c c=4"};
    EXPECT_EQ(read.number("a"), std::nullopt);
    EXPECT_EQ(read.number("b"), std::nullopt);
    EXPECT_EQ(read.number("c"), 4);
}

} // namespace
} // namespace circ::circulation
