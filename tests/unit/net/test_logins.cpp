// Terminals' accounts, as the store has them.
#include "server/circulation/verifier.hpp"
#include "storage/store_error.hpp"
#include "tests/unit/net/desk.hpp"
#include "tests/unit/net/store_over.hpp"

namespace circ::net::test {
namespace {

using outcome = login_result::outcome;

struct login_case {
    std::string_view name;
    const char* login;
    std::string_view password;
    const char* address;
    outcome how;
    std::string_view why;
};

std::ostream& operator<<(std::ostream& out, const login_case& each) { return out << each.name; }

constexpr const char* outside = "192.0.2.7";

login_result try_login(desk& at, const login_case& with, login_limits most = {}) {
    return result_of(at.io, at.logins.log_in(with.login, storage::secret(std::string(with.password)), with.address, most));
}

class accounts : public testing::TestWithParam<login_case> {};

TEST_P(accounts, let_in_who_they_are_for) {
    desk here;
    const auto result = try_login(here, GetParam());
    EXPECT_EQ(result.how, GetParam().how) << result.why;
    EXPECT_EQ(result.why, GetParam().why);
    ASSERT_EQ(result.identity.has_value(), GetParam().how == outcome::accepted);
    if (!result.identity) return;
    EXPECT_EQ(result.identity->terminal.login, GetParam().login);
    EXPECT_EQ(result.identity->institution.code, "RIV");
    EXPECT_EQ(result.identity->branch.code, "RIV-MAIN");
}

constexpr login_case right{"right_password", "kiosk", kiosk_password, outside, outcome::accepted, "let in"};
constexpr login_case wrong{"wrong_password", "kiosk", "guess", outside, outcome::refused, "the password is wrong"};

constexpr login_case cases[] = {
    right,
    wrong,
    {"empty_password", "kiosk", "", outside, outcome::refused, "the password is wrong"},
    {"unknown", "nobody", "guess", outside, outcome::refused, "no terminal has this login"},
    {"unknown_in_other_letters", "KIOSK", kiosk_password, outside, outcome::refused, "no terminal has this login"},
    {"without_password", "open", "", outside, outcome::accepted, "let in"},
    {"any_password_where_there_is_none", "open", "guess", outside, outcome::accepted, "let in"},
    {"disabled", "disabled", "", outside, outcome::refused, "the terminal is disabled"},
    {"from_elsewhere", "inside", "", outside, outcome::refused, "the terminal may not connect from this address"},
    {"from_where_it_stands", "inside", "", "10.1.2.3", outcome::accepted, "let in"},
    {"from_where_it_stands_in_ipv6_form", "inside", "", "::ffff:10.1.2.3", outcome::accepted, "let in"},
    {"from_elsewhere_in_ipv6_form", "inside", "", "::ffff:192.0.2.7", outcome::refused, "the terminal may not connect from this address"},
    {"from_nowhere", "inside", "", "", outcome::refused, "the terminal may not connect from this address"},
};
INSTANTIATE_TEST_SUITE_P(each, accounts, testing::ValuesIn(cases), [](const auto& each) { return std::string(each.param.name); });

TEST(logins, of_one_address_are_refused_for_a_minute_after_too_many_wrong_ones) {
    desk here;
    constexpr login_limits three_by_address{.per_address = 3};
    for (int i = 0; i < 3; ++i) EXPECT_EQ(try_login(here, wrong, three_by_address).how, outcome::refused);
    EXPECT_EQ(try_login(here, right, three_by_address).how, outcome::too_many_tries);
    auto neighbour = right;
    neighbour.address = "192.0.2.8";
    EXPECT_EQ(try_login(here, neighbour, three_by_address).how, outcome::accepted);
    here.clock.at += std::chrono::minutes(1);
    EXPECT_EQ(try_login(here, right, three_by_address).how, outcome::accepted);
}

TEST(logins, of_one_terminal_are_refused_for_a_minute_after_too_many_wrong_ones_from_anywhere) {
    desk here;
    constexpr login_limits three{.per_terminal = 3};
    auto guess = wrong;
    for (const char* from : {"192.0.2.1", "192.0.2.2", "192.0.2.3"}) {
        guess.address = from;
        const auto result = try_login(here, guess, three);
        EXPECT_EQ(result.how, outcome::refused);
        EXPECT_EQ(result.used_up, std::string_view(from) == "192.0.2.3");
    }
    EXPECT_EQ(try_login(here, right, three).how, outcome::too_many_tries);
    here.clock.at += std::chrono::minutes(1);
    EXPECT_EQ(try_login(here, right, three).how, outcome::accepted);
}

TEST(logins, of_a_terminal_that_was_here_before_are_not_kept_out_by_somebody_who_guesses) {
    desk here;
    constexpr login_limits three{.per_terminal = 3};
    EXPECT_EQ(try_login(here, right, three).how, outcome::accepted);
    for (int i = 0; i < 3; ++i) EXPECT_EQ(try_login(here, wrong, three).how, outcome::refused);
    EXPECT_EQ(try_login(here, wrong, three).how, outcome::too_many_tries);
    EXPECT_EQ(try_login(here, right, three).how, outcome::accepted);
}

/// What comes of logins that are all there before the first of them is proved, in the order of their answers.
std::vector<outcome> try_at_once(desk& at, const std::vector<login_case>& all, login_limits most) {
    std::vector<outcome> came;
    for (const auto& each : all)
        boost::asio::co_spawn(at.io, at.logins.log_in(each.login, storage::secret(std::string(each.password)), each.address, most),
                              [&](std::exception_ptr, login_result is) { came.push_back(is.how); });
    run_until(at.io, [&] { return came.size() == all.size(); });
    return came;
}

TEST(logins, that_come_at_once_are_looked_at_no_oftener_than_one_after_the_other) {
    for (const login_limits three : {login_limits{.per_terminal = 3}, login_limits{.per_address = 3}}) {
        desk here;
        EXPECT_THAT(try_at_once(here, {wrong, wrong, wrong, wrong, right}, three),
                    testing::ElementsAre(outcome::refused, outcome::refused, outcome::refused, outcome::too_many_tries,
                                         outcome::too_many_tries));
        EXPECT_EQ(try_login(here, right, three).how, outcome::too_many_tries) << "nor is it known that it was right";
        here.clock.at += std::chrono::minutes(1);
        EXPECT_EQ(try_login(here, right, three).how, outcome::accepted);
    }
}

TEST(logins, that_are_right_use_no_tries_up) {
    desk here;
    constexpr login_limits three{.per_terminal = 3, .per_address = 3};
    EXPECT_THAT(try_at_once(here, {wrong, wrong, right, right, right, right}, three),
                testing::ElementsAre(outcome::refused, outcome::refused, outcome::accepted, outcome::accepted,
                                     outcome::accepted, outcome::accepted));
    EXPECT_EQ(try_login(here, wrong, three).how, outcome::refused);
    EXPECT_EQ(try_login(here, wrong, three).how, outcome::too_many_tries);
}

TEST(logins, from_where_a_terminal_may_not_be_are_not_counted_as_its_own) {
    desk here;
    constexpr login_limits one{.per_terminal = 1};
    auto inside = right;
    inside.login = "inside";
    EXPECT_EQ(try_login(here, inside, one).how, outcome::refused);
    inside.address = "10.1.2.3";
    EXPECT_EQ(try_login(here, inside, one).how, outcome::accepted);
}

struct hashed_case {
    std::string_view name;
    const char* login;
};

std::ostream& operator<<(std::ostream& out, const hashed_case& each) { return out << each.name; }

/// That something had to be hashed is seen by a pool that is full.
class refused_logins : public testing::TestWithParam<hashed_case> {};

TEST_P(refused_logins, cost_as_much_as_a_wrong_password) {
    desk here;
    hashing_pool full(1, 0);
    pin_prover passwords(full, "", {});
    terminal_logins logins(here.storing, passwords, here.clock);
    const auto result = result_of(here.io, logins.log_in(GetParam().login, storage::secret("guess"), outside, {}));
    EXPECT_EQ(result.how, outcome::unavailable);
}

constexpr hashed_case refused[] = {
    {"of_a_known_terminal", "kiosk"}, {"of_nobody", "nobody"}, {"of_a_disabled_one", "disabled"}, {"of_one_that_is_elsewhere", "inside"}};
INSTANTIATE_TEST_SUITE_P(each, refused_logins, testing::ValuesIn(refused), [](const auto& each) { return std::string(each.param.name); });

TEST(logins, are_refused_with_a_password_that_was_right_and_is_remembered_when_there_is_a_new_one) {
    desk here;
    EXPECT_EQ(try_login(here, right).how, outcome::accepted);
    storage::write_and_wait(here.library.store(), [](storage::unit_of_work& unit) {
        auto account = unit.terminal_by_login("kiosk").value();
        account.verifier = circulation::make_verifier(storage::secret("another"));
        unit.change(account);
    });
    EXPECT_EQ(try_login(here, right).why, "the password is wrong");
    EXPECT_EQ(try_login(here, {"new", "kiosk", "another", outside, outcome::accepted, "let in"}).how, outcome::accepted);
}

TEST(logins, are_unavailable_when_too_many_passwords_wait) {
    desk here;
    hashing_pool full(1, 0);
    pin_prover passwords(full, "", {});
    terminal_logins logins(here.storing, passwords, here.clock);
    const auto result = result_of(here.io, logins.log_in("kiosk", storage::secret(std::string(kiosk_password)), outside, {}));
    EXPECT_EQ(result.how, outcome::unavailable);
    EXPECT_FALSE(result.identity);
}

TEST(logins, tell_that_too_many_passwords_wait_but_not_for_each_device_of_a_storm) {
    desk here;
    hashing_pool full(1, 0);
    pin_prover passwords(full, "", {});
    terminal_logins logins(here.storing, passwords, here.clock);
    here.parts.logins = &logins;
    for (int i = 0; i < 12; ++i) {
        if (i == 11) here.clock.at += std::chrono::seconds(1);
        device_script device;
        device.sends = {"9300CNkiosk|COguess|CP|\r"};
        here.serve(device);
        EXPECT_THAT(device.received, testing::ElementsAre("940\r"));
    }
    const auto told = here.lines->of(log::event::hashing_queue_full);
    ASSERT_EQ(told.size(), 11U) << "ten in a second";
    EXPECT_THAT(told.front(), testing::HasSubstr("terminal=kiosk address=192.0.2.7 more=0"));
    EXPECT_THAT(told.back(), testing::HasSubstr("more=1"));
}

struct let_in_case {
    std::string_view name;
    const char* login;
    outcome how;
};

std::ostream& operator<<(std::ostream& out, const let_in_case& each) { return out << each.name; }

class listeners_account : public testing::TestWithParam<let_in_case> {};

TEST_P(listeners_account, needs_no_password) {
    desk here;
    const auto result = here.logins.let_in(GetParam().login, outside);
    EXPECT_EQ(result.how, GetParam().how) << result.why;
    EXPECT_EQ(result.identity.has_value(), GetParam().how == outcome::accepted);
}

constexpr let_in_case let_ins[] = {{"even_where_there_is_one", "kiosk", outcome::accepted},
                                   {"but_has_to_exist", "nobody", outcome::refused},
                                   {"but_has_to_be_enabled", "disabled", outcome::refused},
                                   {"but_keeps_its_addresses", "inside", outcome::refused}};
INSTANTIATE_TEST_SUITE_P(each, listeners_account, testing::ValuesIn(let_ins),
                         [](const auto& each) { return std::string(each.param.name); });

TEST(logins, find_the_branch_that_a_device_names) {
    desk here;
    const auto east = here.logins.branch_named(here.library.institution, "RIV-EAST");
    ASSERT_TRUE(east);
    EXPECT_EQ(east->id, here.library.east);
    EXPECT_FALSE(here.logins.branch_named(here.library.institution, "NOWHERE"));
}

struct put_out_case {
    std::string_view name;
    void (*change)(storage::terminal& account);
    std::string_view why;
};

std::ostream& operator<<(std::ostream& out, const put_out_case& each) { return out << each.name; }

void change_account(desk& at, void (*change)(storage::terminal&)) {
    storage::write_and_wait(at.library.store(), [change](storage::unit_of_work& unit) {
        auto account = unit.terminal_by_login("open").value();
        change(account);
        unit.change(account);
    });
}

/// Four requests of a device whose account changes before the second: the first three come within
/// seconds of its login.
class a_connected_device : public testing::TestWithParam<put_out_case> {};

TEST_P(a_connected_device, is_put_out_within_seconds_when_its_account_is_changed) {
    desk here;
    device_script device;
    device.sends.assign(4, "3520260317    143255AORIV|AA1|\r");
    device.sends.push_front("9300CNopen|CO|CP|\r");
    int reads = 0;
    device.before_read = [&] {
        ++reads;
        if (reads == 3) change_account(here, GetParam().change);
        if (reads == 4) here.clock.at += std::chrono::seconds(4);
        if (reads == 5) here.clock.at += std::chrono::seconds(1);
    };
    here.serve(device);
    EXPECT_EQ(here.performer.asked_by.size(), 3U);
    ASSERT_EQ(device.received.size(), 5U);
    EXPECT_THAT(device.received.back(), testing::AllOf(testing::StartsWith("36Y"), testing::HasSubstr("has not logged in")));
    EXPECT_THAT(here.told(log::event::terminal_put_out),
                testing::AllOf(testing::HasSubstr("terminal=open"), testing::HasSubstr(std::string(GetParam().why))));
}

constexpr put_out_case put_outs[] = {
    {"disabled", [](storage::terminal& account) { account.enabled = false; }, "the terminal is disabled"},
    {"not_for_its_address", [](storage::terminal& account) { account.addresses = "10.0.0.0/8"; }, "may not connect from this address"}};
INSTANTIATE_TEST_SUITE_P(each, a_connected_device, testing::ValuesIn(put_outs), [](const auto& each) { return std::string(each.param.name); });

TEST(connected_devices, come_in_again_when_their_account_is_enabled_again) {
    desk here;
    device_script device;
    device.sends.assign(2, "3520260317    143255AORIV|AA1|\r");
    device.sends.push_front("9300CNopen|CO|CP|\r");
    device.sends.push_back("9300CNopen|CO|CP|\r");
    int reads = 0;
    device.before_read = [&] {
        here.clock.at += std::chrono::seconds(15); // a minute in all: it has thirty seconds since it was put out
        ++reads;
        if (reads == 2) change_account(here, [](storage::terminal& account) { account.enabled = false; });
        if (reads == 4) change_account(here, [](storage::terminal& account) { account.enabled = true; });
    };
    here.serve(device);
    EXPECT_TRUE(here.performer.asked_by.empty());
    EXPECT_EQ(here.lines->of(log::event::terminal_put_out).size(), 1U);
    ASSERT_EQ(device.received.size(), 4U);
    EXPECT_EQ(device.received.back(), "941\r");
}

/// A store that goes away after so many reads.
class leaving_store final : public store_over {
public:
    leaving_store(storage::store& real, int reads) : store_over(real), left_(reads) {}

    void read(const std::function<void(storage::reader&)>& what) override {
        if (--left_ < 0) throw storage::store_error(storage::store_failure::unavailable, "the disk is gone");
        store_over::read(what);
    }

private:
    int left_;
};

/// A store that is away for so many reads, and then there.
class returning_store final : public store_over {
public:
    returning_store(storage::store& real, int reads) : store_over(real), left_(reads) {}

    void read(const std::function<void(storage::reader&)>& what) override {
        if (--left_ >= 0) throw storage::store_error(storage::store_failure::unavailable, "the disk is gone");
        store_over::read(what);
    }

private:
    int left_;
};

/// Devices that come back in a storm wait for the store, not for a new line each.
TEST(logins, that_the_server_could_not_look_at_are_not_counted_against_the_line) {
    for (const auto kind : {config::listener_kind::plain, config::listener_kind::telnet_login}) {
        desk here;
        returning_store returning(here.library.store(), 6);
        async_store storing{returning, here.io.get_executor()};
        terminal_logins logins{storing, here.passwords, here.clock};
        here.parts.logins = &logins;
        device_script device;
        device.sends.assign(7, kind == config::listener_kind::plain ? "9300CNopen|CO|CP|\r" : "open\r\n\r\n");
        sip2_beginning how;
        how.kind = kind;
        here.serve(device, std::move(how));
        EXPECT_EQ(here.lines->of(log::event::login_refused).size(), 6U);
        EXPECT_EQ(here.lines->of(log::event::login_accepted).size(), 1U);
    }
}

TEST(logins, are_refused_in_their_own_type_when_the_branch_that_a_device_names_cannot_be_asked_for) {
    desk here;
    here.settings.profiles["standard"].branch_override_by_cp = true;
    leaving_store leaving(here.library.store(), 1);
    async_store storing{leaving, here.io.get_executor()};
    terminal_logins logins{storing, here.passwords, here.clock};
    here.parts.logins = &logins;
    device_script device;
    device.sends = {"9300CNopen|CO|CPRIV-EAST|\r"};
    here.serve(device);
    EXPECT_THAT(device.received, testing::ElementsAre("940\r"));
    EXPECT_THAT(here.told(log::event::login_refused), testing::HasSubstr("the disk is gone"));
    EXPECT_THAT(here.told(log::event::session_ended), testing::HasSubstr("the terminal closed the connection"));
}

TEST(connected_devices, are_not_put_out_by_a_store_that_is_away) {
    desk here;
    leaving_store leaving(here.library.store(), 1);
    async_store storing{leaving, here.io.get_executor()};
    terminal_logins logins{storing, here.passwords, here.clock};
    here.parts.logins = &logins;
    device_script device;
    device.sends = {"9300CNopen|CO|CP|\r", "3520260317    143255AORIV|AA1|\r"};
    device.before_read = [&] { here.clock.at += std::chrono::seconds(5); };
    here.serve(device);
    EXPECT_EQ(here.performer.asked_by.size(), 1U);
    EXPECT_TRUE(here.lines->of(log::event::terminal_put_out).empty());
}

} // namespace
} // namespace circ::net::test
