// Which profile a device gets, and as whom it is let in without a login.
#include "config/load.hpp"
#include "tests/unit/net/desk.hpp"

namespace circ::net::test {
namespace {

/// Profile "lines" ends its answers by CR LF, which shows which one is in force.
constexpr std::string_view carriage_return = "\r";
constexpr std::string_view crlf = "\r\n";

struct match_case {
    std::string name;
    std::string rules; ///< of the settings file
    std::string address;
    std::string_view before; ///< the end of an answer before the login
    std::string login;       ///< what it sends
    std::string_view after;
};

std::ostream& operator<<(std::ostream& out, const match_case& each) { return out << each.name; }

config::settings settings_with(const std::string& rules) {
    auto loaded = config::load_text("[profile.lines]\nterminator = \"CRLF\"\n"
                                    "[profile.known]\nlogin = \"by_address\"\n" + rules, "test.toml");
    for (const auto& each : loaded.mistakes) ADD_FAILURE() << config::to_string(each);
    return std::move(loaded.settings);
}

class matching : public testing::TestWithParam<match_case> {};

TEST_P(matching, takes_the_first_rule_that_fits) {
    desk here;
    here.settings = settings_with(GetParam().rules);
    device_script device;
    device.address = GetParam().address;
    device.sends = {"9900802.00\r", GetParam().login + '\r', "9900802.00\r"};
    here.serve(device);
    ASSERT_EQ(device.received.size(), 3U);
    const auto ends_with = [](const std::string& line) { return line.ends_with(crlf) ? crlf : carriage_return; };
    EXPECT_EQ(ends_with(device.received[0]), GetParam().before);
    EXPECT_THAT(device.received[1], testing::StartsWith("941"));
    EXPECT_EQ(ends_with(device.received[2]), GetParam().after);
}

const std::string everyone = "[[match]]\nprofile = \"lines\"\n";
const std::string at_the_hall = "[[match]]\nwhen = { listener = [\"sip2\"] }\nprofile = \"lines\"\n";
const std::string from_inside = "[[match]]\nwhen = { address = [\"10.0.0.0/8\"] }\nprofile = \"lines\"\n";
const std::string by_login = "[[match]]\nwhen = { login = [\"open\"] }\nprofile = \"lines\"\n";
const std::string by_location = "[[match]]\nwhen = { location = [\"CELLAR\"] }\nprofile = \"lines\"\n";
const std::string inside_and_login = "[[match]]\nwhen = { address = [\"10.0.0.0/8\"], login = [\"open\"] }\nprofile = \"lines\"\n";
const std::string standard_inside = "[[match]]\nwhen = { address = [\"10.0.0.0/8\"] }\nprofile = \"standard\"\n";
const std::string plain_login = "9300CNopen|CO|";
const std::string login_of_lines = "9300CNlines|CO|";
const std::string from_the_cellar = "9300CNopen|CO|CPCELLAR|";

const match_case cases[] = {
    {"no_rule", "", "10.1.2.3", carriage_return, plain_login, carriage_return},
    {"no_rule_goes_by_the_account", "", "10.1.2.3", carriage_return, login_of_lines, crlf},
    {"everyone", everyone, "192.0.2.7", crlf, plain_login, crlf},
    {"listener", at_the_hall, "192.0.2.7", crlf, plain_login, crlf},
    {"address", from_inside, "10.1.2.3", crlf, plain_login, crlf},
    {"another_address", from_inside, "192.0.2.7", carriage_return, plain_login, carriage_return},
    {"ipv4_over_ipv6", from_inside, "::ffff:10.1.2.3", crlf, plain_login, crlf},
    {"login", by_login, "192.0.2.7", carriage_return, plain_login, crlf},
    {"location", by_location, "192.0.2.7", carriage_return, from_the_cellar, crlf},
    {"another_location", by_location, "192.0.2.7", carriage_return, "9300CNopen|CO|CPATTIC|", carriage_return},
    {"all_conditions_hold", inside_and_login, "10.1.2.3", carriage_return, plain_login, crlf},
    {"one_condition_does_not", inside_and_login, "192.0.2.7", carriage_return, plain_login, carriage_return},
    {"the_first_wins", standard_inside + everyone, "10.1.2.3", carriage_return, plain_login, carriage_return},
    {"the_first_wins_over_the_account", standard_inside + everyone, "10.1.2.3", carriage_return, login_of_lines, carriage_return},
    {"the_next_where_the_first_does_not_fit", standard_inside + everyone, "192.0.2.7", crlf, plain_login, crlf},
};
INSTANTIATE_TEST_SUITE_P(each, matching, testing::ValuesIn(cases), [](const auto& each) { return each.param.name; });

struct account_case {
    std::string name;
    std::string rules;
    std::string profile; ///< the listener's
    std::string terminal; ///< the listener's
    std::string address;
    std::string who; ///< as whom it is let in; empty: it must log in
};

std::ostream& operator<<(std::ostream& out, const account_case& each) { return out << each.name; }

class without_login : public testing::TestWithParam<account_case> {};

TEST_P(without_login, is_who_rule_listener_or_address_says) {
    desk here;
    here.settings = settings_with(GetParam().rules);
    device_script device;
    device.address = GetParam().address;
    device.sends = {"1720260317    142530AOR|AB1|AC|\r"};
    here.serve(device, {.profile = GetParam().profile, .terminal = GetParam().terminal});
    ASSERT_EQ(device.received.size(), 1U) << "an answer in any case";
    EXPECT_EQ(here.performer.asked_by.size(), GetParam().who.empty() ? 0U : 1U);
    const auto accepted = here.told(log::event::login_accepted);
    if (GetParam().who.empty())
        EXPECT_EQ(accepted, "");
    else
        EXPECT_THAT(accepted, testing::HasSubstr("terminal=" + GetParam().who + ' '));
}

const std::string gate_inside = "[[match]]\nwhen = { address = [\"10.0.0.0/8\"] }\nterminal = \"inside\"\n";

const account_case accounts[] = {
    {"nobody", "", "standard", "", "10.1.2.3", ""},
    {"listener", "", "standard", "open", "192.0.2.7", "open"},
    {"rule", gate_inside, "standard", "", "10.1.2.3", "inside"},
    {"rule_before_listener", gate_inside, "standard", "open", "10.1.2.3", "inside"},
    {"rule_that_does_not_fit", gate_inside, "standard", "", "192.0.2.7", ""},
    {"account_that_is_for_another_address", "[[match]]\nterminal = \"inside\"\n", "standard", "", "192.0.2.7", ""},
    {"account_that_is_not_there", "[[match]]\nterminal = \"ghost\"\n", "standard", "", "192.0.2.7", ""},
    {"address", "", "known", "", "10.1.2.3", "inside"},
    {"address_of_nobody", "", "known", "", "192.0.2.7", ""},
    {"address_where_the_profile_wants_a_login", "", "standard", "", "10.1.2.3", ""},
};
INSTANTIATE_TEST_SUITE_P(each, without_login, testing::ValuesIn(accounts), [](const auto& each) { return each.param.name; });

} // namespace
} // namespace circ::net::test
