// The verbs that keep the accounts of terminals, and what a device would get.
#include "server/circulation/verifier.hpp"
#include "tests/unit/tools/run_verb.hpp"
#include "tests/unit/tools/scratch_library.hpp"
#include "tools/circdesk/terminals.hpp"

#include <boost/json/parse.hpp>

#include <fstream>

namespace circ::test {
namespace {

using testing::HasSubstr;

class accounts : public testing::Test {
protected:
    accounts() {
        std::ofstream(here.file("circdesk.toml"))
            << "[server]\ndata_dir = \"" << here.file("") << "\"\n[store]\nfile = \"library.sqlite\"\n"
            << "[[listener]]\nname = \"ncip\"\nkind = \"ncip-http\"\nport = 6003\n"
            << "[[listener]]\nname = \"hall\"\n[[listener]]\nname = \"cellar\"\nport = 6002\n"
            << "[[match]]\nwhen = { listener = [\"cellar\"], address = [\"10.1.0.0/16\"] }\nprofile = \"sorter\"\n"
            << "[[match]]\nwhen = { location = [\"YARD\"] }\nprofile = \"return-bin\"\n"
            << "[[match]]\nwhen = { listener = [\"hall\"], location = [\"LOBBY\"] }\nprofile = \"gate\"\n";
        EXPECT_EQ(run("terminal add kiosk1 --branch MAIN --profile kiosk-3m").code, tool::done);
    }

    ran run(const std::string& line, bool json = false) {
        tool::tool::common_options how;
        how.json = json;
        how.settings_file = here.file("circdesk.toml");
        how.operator_name = "jo";
        return run_verb("circdesk " + line, std::move(how));
    }
    storage::terminal account(const std::string& login) {
        return here.ask([&](storage::reader& from) { return from.terminal_by_login(login).value(); });
    }
    std::string branch_of(const std::string& login) {
        return here.ask([&](storage::reader& from) { return from.find_branch(from.terminal_by_login(login).value().branch).value().code; });
    }

    scratch_library here;
};

TEST_F(accounts, are_made_with_a_password_that_is_shown_once) {
    EXPECT_NE(account("kiosk1").verifier, "");
    const auto made = run("terminal add kiosk2 --branch NORTH");
    EXPECT_THAT(made.out, HasSubstr("its password, shown this once: "));
    EXPECT_EQ(account("kiosk2").profile, "standard");
    EXPECT_EQ(branch_of("kiosk2"), "NORTH");
}

TEST_F(accounts, are_made_and_switched_for_machines_too) {
    const auto made = boost::json::parse(run("terminal add kiosk2 --branch NORTH", true).out).as_object();
    EXPECT_EQ(made.at("result"), "done");
    EXPECT_EQ(made.at("terminal"), "kiosk2");
    EXPECT_FALSE(made.at("password").as_string().empty());
    const std::pair<const char*, const char*> lines[] = {
        {"terminal add gate1 --branch MAIN --no-password --addresses 10.1.7.9", R"({"terminal":"gate1","result":"done"})"},
        {"terminal disable kiosk2 --reason stolen", R"({"terminal":"kiosk2","state":"disabled","result":"done"})"},
        {"terminal enable kiosk2 --reason found", R"({"terminal":"kiosk2","state":"enabled","result":"done"})"},
        {"terminal change kiosk2 --profile sorter --reason moved", R"({"terminal":"kiosk2","result":"done"})"},
    };
    for (const auto& [line, told] : lines) EXPECT_EQ(run(line, true).out, std::string(told) + '\n') << line;
}

TEST_F(accounts, without_a_password_are_for_addresses_alone) {
    const auto made = run("terminal add gate1 --branch MAIN --profile gate --no-password --addresses '10.1.7.9 10.1.8.0/24'");
    EXPECT_EQ(made.out, "terminal gate1 is there\n");
    EXPECT_EQ(account("gate1").verifier, "");
    EXPECT_EQ(account("gate1").addresses, "10.1.7.9 10.1.8.0/24");
    const auto freed = run("terminal change gate1 --addresses any --reason tidy");
    EXPECT_EQ(freed.code, tool::refused);
    EXPECT_THAT(freed.wrong, HasSubstr("which alone says who a terminal without a password is"));
    EXPECT_EQ(account("gate1").addresses, "10.1.7.9 10.1.8.0/24");
}

TEST_F(accounts, get_another_password) {
    const auto proves = [&](const std::string& password) {
        return circulation::proves(storage::secret(password), account("kiosk1").verifier);
    };
    const std::string line = "terminal password kiosk1 --reason 'the paper is lost'";
    const auto before = account("kiosk1");
    const auto made = run(line);
    const std::string told = "terminal kiosk1 has a new password, from its next login on\nits password, shown this once: ";
    ASSERT_THAT(made.out, testing::StartsWith(told));
    const std::string password = made.out.substr(told.size(), made.out.size() - told.size() - 1);
    EXPECT_TRUE(proves(password));
    EXPECT_NE(account("kiosk1").verifier, before.verifier);
    EXPECT_EQ(account("kiosk1").profile, before.profile);
    EXPECT_TRUE(account("kiosk1").enabled);

    std::ofstream(here.file("password")) << "of our own\r\n";
    EXPECT_EQ(run(line + " --password-file " + here.file("password")).out,
              "terminal kiosk1 has a new password, from its next login on\n");
    EXPECT_TRUE(proves("of our own"));
    EXPECT_FALSE(proves(password));
    const auto shown = run("terminal show kiosk1").out;
    EXPECT_THAT(shown, testing::ContainsRegex("given a new password +jo +the paper is lost"));
    EXPECT_THAT(shown, testing::Not(testing::HasSubstr("of our own")));
    EXPECT_THAT(run(line, true).out, HasSubstr(R"({"result":"done","login":"kiosk1","password":")"));
    EXPECT_EQ(run(line + " --password-file " + here.file("password"), true).out,
              "{\"result\":\"done\",\"login\":\"kiosk1\"}\n");
}

TEST_F(accounts, get_no_password_that_no_device_can_send) {
    const auto verifier = account("kiosk1").verifier;
    const auto rows = here.rows();
    for (const char* password : {"a|b", "a\tb", "a\x7f"}) {
        std::ofstream(here.file("password")) << password << '\n';
        for (const char* line : {"terminal add kiosk2 --branch MAIN", "terminal password kiosk1 --reason new"}) {
            const auto got = run(std::string(line) + " --password-file " + here.file("password"));
            EXPECT_EQ(got.code, tool::wrong_usage) << line << ' ' << password;
            EXPECT_EQ(got.wrong, "no device could send this password: it has a |, a line end or another control character in it");
        }
    }
    EXPECT_EQ(account("kiosk1").verifier, verifier);
    EXPECT_EQ(here.rows(), rows);
}

TEST_F(accounts, are_changed_in_what_is_named_alone) {
    const auto before = account("kiosk1");
    EXPECT_EQ(run("terminal change kiosk1 --profile sorter --branch NORTH --reason moved").out, "terminal kiosk1 is changed, from its next login on\n");
    auto now = account("kiosk1");
    EXPECT_EQ(now.profile, "sorter");
    EXPECT_EQ(branch_of("kiosk1"), "NORTH");
    EXPECT_EQ(now.location, before.location);
    EXPECT_EQ(now.verifier, before.verifier);
    EXPECT_EQ(run("terminal change kiosk1 --addresses 10.1.0.0/16 --location HALL --reason moved").code, tool::done);
    now = account("kiosk1");
    EXPECT_EQ(now.addresses, "10.1.0.0/16");
    EXPECT_EQ(now.location, "HALL");
    EXPECT_EQ(now.profile, "sorter");
    EXPECT_EQ(run("terminal change kiosk1 --addresses any --reason moved").code, tool::done);
    EXPECT_EQ(account("kiosk1").addresses, "");
}

TEST_F(accounts, tell_what_was_done_to_them_by_whom_and_why) {
    EXPECT_EQ(run("terminal change kiosk1 --profile sorter --branch NORTH --reason 'moved to North'").code, tool::done);
    EXPECT_EQ(run("terminal disable kiosk1 --reason 'was stolen'").out, "terminal kiosk1 is disabled\n");
    EXPECT_FALSE(account("kiosk1").enabled);
    EXPECT_EQ(run("terminal enable kiosk1 --reason 'was found'").out, "terminal kiosk1 is enabled\n");
    EXPECT_TRUE(account("kiosk1").enabled);
    const auto shown = run("terminal show kiosk1").out;
    EXPECT_THAT(shown, testing::ContainsRegex("let in again +jo +was found"));
    EXPECT_THAT(shown, testing::ContainsRegex("shut out +jo +was stolen"));
    EXPECT_THAT(shown, testing::ContainsRegex("changed: branch MAIN > NORTH, profile kiosk-3m > sorter +jo +moved to North"));
    EXPECT_THAT(shown, testing::ContainsRegex("made: profile kiosk-3m +jo"));
    EXPECT_EQ(run("terminal show kiosk9").code, tool::not_found);
}

struct refused_case {
    std::string name, line;
    tool::exit_code code;
    std::string why;
};

class refused_account : public accounts, public testing::WithParamInterface<refused_case> {};

TEST_P(refused_account, is_told_with_the_way_out_and_changes_nothing) {
    const auto before = here.rows();
    const auto profile = account("kiosk1").profile;
    const auto got = run(GetParam().line);
    EXPECT_EQ(got.code, GetParam().code);
    EXPECT_EQ(got.wrong, GetParam().why);
    EXPECT_EQ(here.rows(), before);
    EXPECT_EQ(account("kiosk1").profile, profile);
}

const refused_case refused[] = {
    {"add_twice", "terminal add kiosk1 --branch MAIN", tool::refused, "there is a terminal kiosk1 already"},
    {"add_unknown_branch", "terminal add kiosk2 --branch SOUTH", tool::not_found, "there is no branch SOUTH"},
    {"add_with_a_bar", "terminal add 'kiosk 3|x' --branch MAIN", tool::refused,
     "that is not done here: the login 'kiosk 3|x' has a |, a line end or a control character, which no device can send"},
    {"add_with_a_line_end", "terminal add 'kiosk\r3' --branch MAIN", tool::refused,
     "that is not done here: the login 'kiosk?3' has a |, a line end or a control character, which no device can send"},
    {"add_with_a_control_character", "terminal add 'kiosk\x7f' --branch MAIN", tool::refused,
     "that is not done here: the login 'kiosk?' has a |, a line end or a control character, which no device can send"},
    {"add_without_a_name", "terminal add '' --branch MAIN", tool::wrong_usage, "login is blank: it needs a value"},
    {"try_at_no_listener", "terminal test kiosk1 --listener nope", tool::not_found, "there is no listener 'nope' for devices; there are hall, cellar"},
    {"try_at_another_system_s_listener", "terminal test kiosk1 --listener ncip", tool::not_found,
     "there is no listener 'ncip' for devices; there are hall, cellar"},
    {"add_unknown_profile", "terminal add kiosk2 --branch MAIN --profile kiosk", tool::not_found, "there is no profile 'kiosk' in the settings"},
    {"add_wrong_address", "terminal add kiosk2 --branch MAIN --addresses '10.1.2.3/16'", tool::wrong_usage,
     "'10.1.2.3/16' is no address and no block such as 10.1.0.0/16"},
    {"add_open_to_everyone", "terminal add gate1 --branch MAIN --no-password", tool::wrong_usage,
     "without a password anyone could be gate1: name its addresses, too"},
    {"add_with_and_without_password", "terminal add gate1 --branch MAIN --no-password --addresses 10.1.7.9 --password-file x", tool::wrong_usage,
     "--no-password and --password-file contradict each other"},
    {"change_nothing", "terminal change kiosk1 --reason x", tool::wrong_usage, "nothing to change: name a profile, branch, location or addresses"},
    {"change_to_unknown_profile", "terminal change kiosk1 --profile kiosk --reason x", tool::not_found, "there is no profile 'kiosk' in the settings"},
    {"change_to_unknown_branch", "terminal change kiosk1 --branch SOUTH --reason x", tool::not_found,
     "there is no branch SOUTH; `branch list` shows them"},
    {"change_to_wrong_address", "terminal change kiosk1 --addresses here --reason x", tool::wrong_usage, "'here' is no address and no block such as 10.1.0.0/16"},
    {"change_without_a_reason", "terminal change kiosk1 --profile sorter --reason ''", tool::wrong_usage, "--reason is blank: it needs a value"},
    {"change_to_what_it_is", "terminal change kiosk1 --profile kiosk-3m --reason x", tool::refused, "it is so already; nothing was changed"},
    {"enable_an_enabled_one", "terminal enable kiosk1 --reason x", tool::refused, "it is so already; nothing was changed"},
    {"password_of_nobody", "terminal password kiosk9 --reason x", tool::not_found, "there is no terminal kiosk9; `terminal list` shows them"},
    {"password_without_a_reason", "terminal password kiosk1 --reason ' '", tool::wrong_usage, "--reason is blank: it needs a value"},
    {"password_out_of_nowhere", "terminal password kiosk1 --password-file /nowhere/x --reason x", tool::not_found,
     "/nowhere/x cannot be read or is empty"},
    {"disable_nobody", "terminal disable kiosk9 --reason x", tool::not_found, "there is no terminal kiosk9; `terminal list` shows them"},
};
INSTANTIATE_TEST_SUITE_P(each, refused_account, testing::ValuesIn(refused), [](const auto& each) { return each.param.name; });

TEST_F(accounts, are_tried_with_the_profile_that_they_would_get) {
    const std::pair<const char*, const char*> tries[] = {
        {"terminal test kiosk1", "profile kiosk-3m, of its account\n"},
        {"terminal test kiosk1 --address 10.1.2.3", "profile kiosk-3m, of its account\n"},
        {"terminal test kiosk1 --address 10.1.2.3 --listener cellar", "profile sorter, of the [[match]] in line 14\n"},
        {"terminal test kiosk1 --listener cellar", "profile kiosk-3m, of its account\n"},
        {"terminal test kiosk1 --location YARD", "profile return-bin, of the [[match]] in line 17\n"},
        {"terminal test kiosk1 --location LOBBY", "profile gate, of the [[match]] in line 20\n"},
    };
    for (const auto& [line, told] : tries) {
        const auto got = run(line);
        EXPECT_EQ(got.code, tool::done) << line << got.wrong;
        EXPECT_THAT(got.out, HasSubstr(told)) << line;
    }
}

TEST_F(accounts, that_are_not_there_are_told_to_whoever_watches_them) {
    const auto said = [this](const std::string& login) {
        return here.ask([&](storage::reader& from) { return tool::watch_warning(from, login); });
    };
    EXPECT_EQ(said("kiosk1"), "");
    EXPECT_EQ(said("*"), "");
    EXPECT_THAT(said("nope"), testing::StartsWith("there is no terminal 'nope'; there are kiosk1."));
}

TEST_F(accounts, are_tried_for_machines_too) {
    const auto let_in = run("terminal test kiosk1", true);
    EXPECT_EQ(let_in.code, tool::done);
    EXPECT_THAT(let_in.out, testing::AllOf(HasSubstr(R"("access":)"), HasSubstr(R"("profile":"kiosk-3m")"), HasSubstr(R"("code":"98")")));
}

TEST(decode, takes_a_line_apart_for_machines) {
    const auto verb = find_verb("decode");
    give_all(verb->options(), {"9900802.00AY1AZFCA0", "9900802.00AY1AZFFFF"});
    tool::tool::common_options how;
    how.json = true;
    const auto told = run_verb(*verb, how);
    EXPECT_EQ(told.code, tool::refused) << "the second is damaged";
    EXPECT_THAT(told.out, testing::AllOf(HasSubstr(R"("sound":true,"checksum":"right","sequence":"1","code":"99")"),
                                         HasSubstr(R"("sound":false,"checksum":"wrong")")));
}

} // namespace
} // namespace circ::test
