// What becomes of the configuration of another system's SIP server.
#include "config/load.hpp"
#include "server/circulation/verifier.hpp"
#include "tests/unit/tools/run_verb.hpp"
#include "tests/unit/tools/scratch_library.hpp"
#include "tools/circdesk/import/sip_config.hpp"
#include "tools/circdesk/import/sip_config_table.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include <sys/stat.h>

namespace circ::test {
namespace {

using testing::HasSubstr;
using tool::sip_fate;

std::string data_file(const char* name) { return std::string(CIRC_TEST_DATA) + "/elsewhere/" + name; }

std::string text_of(const std::string& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// A file with one account of an institution, and what else is asked.
std::string one_account(const std::string& login, const std::string& policy = {}, const std::string& server = "ILS", const std::string& config = {}) {
    return R"(<acsconfig><accounts><login id="a" password="p" institution="I" )" + login +
           R"( /></accounts><institutions><institution id="I" implementation=")" + server + R"("><policy )" + policy + " />" + config +
           "</institution></institutions></acsconfig>";
}

struct key_case {
    std::string name, login, policy, config, key, value; ///< empty: the key is not set
    std::string server = "ILS";
};

class sip_attribute : public testing::TestWithParam<key_case> {};

TEST_P(sip_attribute, becomes_a_key_that_the_settings_know) {
    const auto& asked = GetParam();
    const auto made = tool::read_sip_config(one_account(asked.login, asked.policy, asked.server, asked.config), "f.xml");
    ASSERT_EQ(made.accounts.size(), 1U);
    const auto& keys = made.accounts.front().keys;
    const auto found = keys.find(asked.key);
    EXPECT_EQ(found == keys.end() ? "" : found->second, asked.value);
    const auto loaded = config::load_text(tool::settings_text(made, "f.xml", "/var/lib/circdesk", "I"), "made.toml");
    for (const auto& each : loaded.mistakes) ADD_FAILURE() << config::to_string(each);
    for (const auto& each : made.remarks) EXPECT_NE(each.fate, sip_fate::unknown) << each.name << ' ' << each.sentence;
}

std::string option_of(const char* name, const char* value) {
    return std::string("<implementation_config><options><option name='") + name + "' value='" + value + "'/></options></implementation_config>";
}
std::string support_of(const char* name, const char* value) {
    return std::string("<implementation_config><supports><item name='") + name + "' value='" + value + "'/></supports></implementation_config>";
}

const std::string evergreen = "OpenILS::SIP";
const key_case key_cases[] = {
    {"institution", "", "", "", "institution_id", "\"I\""},
    {"delimiter", "delimiter='^'", "", "", "delimiter", "\"^\""},
    {"delimiter_as_usual", "delimiter='|'", "", "", "delimiter", ""},
    {"terminator_cr", "terminator='CR'", "", "", "terminator", ""},
    {"terminator_unsaid", "", "", "", "terminator", "\"CRLF\""},
    {"terminator_of_evergreen", "", "", "", "terminator", "", evergreen},
    {"encoding_latin1", "encoding='latin1'", "", "", "encoding", "\"iso-8859-1\""},
    {"encoding_ascii", "encoding='ASCII'", "", "", "encoding", "\"ascii\""},
    {"encoding_unsaid", "", "", "", "encoding", ""},
    {"encoding_of_evergreen_unsaid", "", "", "", "encoding", "\"ascii\"", evergreen},
    {"encoding_of_evergreen", "", "", "<implementation_config><encoding>utf-8</encoding></implementation_config>", "encoding", "", evergreen},
    {"empty_passwords", "allow_empty_passwords='1'", "", "", "empty_pin", "\"not_checked\""},
    {"no_empty_passwords", "allow_empty_passwords='0'", "", "", "empty_pin", ""},
    {"checked_in_ok", "checked_in_ok='1'", "", "", "checkin_not_on_loan_ok", ""},
    {"checked_in_ok_unsaid", "", "", "", "checkin_not_on_loan_ok", "false"},
    {"plain_alert", "cv_send_00_on_success='1'", "", "", "plain_alert_00", "true"},
    {"alert_by_type", "cv_triggers_alert='1'", "", "", "alert_policy", R"(["hold", "transit"])"},
    {"fee_template", "av_field_template=\"[% accountline.description %]: [% accountline.amountoutstanding | format('%.2f') %]\"", "", "",
     "av_format", "\"<type>: <amount>\""},
    {"hidden", "hide_fields='BD,BE'", "", "", "hide_fields", R"(["BD", "BE"])"},
    {"hidden_unsaid", "", "", "", "hide_fields", ""},
    {"allowed", "allow_fields='AF,CQ'", "", "", "allow_fields", R"(["AF", "CQ"])"},
    {"holds_block", "holds_block_checkin='1'", "", "", "holds", "\"refuse\""},
    {"holds_not_captured", "holds_get_captured='0'", "", "", "holds", "\"tell_only\""},
    {"write_off", "payment_type_writeoff='06'", "", "", "write_off_payment_type", "\"06\""},
    {"no_overpayment", "disallow_overpayment='1'", "", "", "overpayment", ""},
    {"overpayment_unsaid", "", "", "", "overpayment", "\"credit\""},
    {"due_date_for_people", "format_due_date='1'", "", "", "due_date_format", ""},
    {"due_date_unsaid", "", "", "", "due_date_format", "\"sip\""},
    {"seen", "seen_on_item_information='mark_found'", "", "", "seen_by_17", "true"},
    {"types", "blocked_item_types='MAP|GAME'", "", "", "refuse_item_types", R"(["MAP", "GAME"])"},
    {"extensions", "", "", "", "extensions", R"(["BL", "CL", "CR", "CS", "CT", "CV", "CY", "DA", "PC"])"},
    {"no_checkin", "", "checkin='false' checkout='true'", "", "flags98", "\"YNYY\""},
    {"no_checkout_and_renewal", "", "checkout='false' renewal='false'", "", "flags98", "\"YYNN\""},
    {"no_status_update", "", "status_update='false'", "", "status_update", "false"},
    {"offline", "", "offline='true'", "", "offline_ok", "true"},
    {"timeout", "", "timeout='25'", "", "timeout_tenths", "25"},
    {"retries", "", "retries='0'", "", "retries", "1"},
    {"titles_unsaid", "", "", "", "item_lists", "\"title\"", evergreen},
    {"barcodes", "", "", option_of("msg64_summary_datatype", "barcode"), "item_lists", "", evergreen},
    {"holds_unsaid", "", "", "", "hold_count", "\"all\"", evergreen},
    {"holds_available", "", "", option_of("msg64_hold_items_available", "true"), "hold_count", "", evergreen},
    {"sip_dates", "", "", option_of("due_date_use_sip_date_format", "true"), "due_date_format", "\"sip\"", evergreen},
    {"no_holds", "", "", support_of("hold", "false"), "supported", "\"YYYYYYYYYYYYYNYY\"", evergreen},
    {"no_checkout_support", "", "", support_of("checkout", "false"), "supported", "\"YNYYYYYYYYYYYYYY\"", evergreen},
    {"no_magnetic", "", "", support_of("magnetic media", "false"), "magnetic_desensitize", "false", evergreen},
};
INSTANTIATE_TEST_SUITE_P(each, sip_attribute, testing::ValuesIn(key_cases), [](const auto& each) { return each.param.name; });

TEST(sip_table, has_a_key_of_the_profile_and_a_sentence_in_each_row) {
    std::set<std::pair<std::string_view, std::string_view>> seen;
    for (const auto& each : tool::sip_rows()) {
        EXPECT_TRUE(seen.insert({each.element, each.name}).second) << each.element << ' ' << each.name;
        EXPECT_THAT(std::string(each.sentence), testing::EndsWith(".")) << each.element << ' ' << each.name;
        EXPECT_EQ(each.key.empty(), each.translate == nullptr) << each.name;
        if (!each.key.empty()) {
            EXPECT_EQ(each.fate, sip_fate::taken) << each.name;
            EXPECT_NE(config::reference_page().find('`' + std::string(each.key) + '`'), std::string::npos) << each.key;
        }
    }
}

TEST(sip_config, tells_of_what_it_does_not_know_where_it_stands) {
    const auto made = tool::read_sip_config("<acsconfig>\n<accounts>\n<login id='a' password='p' institution='I'\n shouts='1' encoding='koi8-r' />"
                                            "</accounts><institutions><institution id='I'/></institutions><drums/></acsconfig>", "f.xml");
    std::vector<std::string> unknown;
    for (const auto& each : made.remarks)
        if (each.fate == sip_fate::unknown) unknown.push_back(std::to_string(each.line) + ' ' + each.where + ' ' + each.name + '=' + each.value);
    EXPECT_THAT(unknown, testing::UnorderedElementsAre("4 a shouts=1", "4 a encoding=koi8-r", "4 the server drums="));
}

TEST(sip_config, shows_no_password) {
    const auto made = tool::read_sip_config(text_of(data_file("SIPconfig.xml")), "f.xml");
    for (const auto& each : made.remarks) EXPECT_EQ(each.value.find("Xenia7"), std::string::npos) << each.name;
    EXPECT_EQ(tool::settings_text(made, "f.xml", "d", "i").find("Xenia7"), std::string::npos);
}

struct refused_file {
    std::string name, text, why;
};

class refused_sip_config : public testing::TestWithParam<refused_file> {};

TEST_P(refused_sip_config, is_told_with_file_and_line) {
    try {
        static_cast<void>(tool::read_sip_config(GetParam().text, "f.xml"));
        ADD_FAILURE() << "it was read";
    } catch (const tool::complaint& about) {
        EXPECT_THAT(about.what(), HasSubstr(GetParam().why));
    }
}

const refused_file refused_files[] = {
    {"empty", "", "f.xml:"},
    {"not_xml", "<acsconfig>\n<accounts>", "f.xml:2: the document is not well-formed XML"},
    {"another_document", "<koha/>", "f.xml: begins with <koha>"},
    {"entities", "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><acsconfig>&x;</acsconfig>", "the document declares or uses entities"},
};
INSTANTIATE_TEST_SUITE_P(each, refused_sip_config, testing::ValuesIn(refused_files), [](const auto& each) { return each.param.name; });

class sip_import : public testing::Test {
protected:
    sip_import() {
        std::ofstream(here.file("circdesk.toml")) << "[server]\ndata_dir = \"" << here.file("") << "\"\n[store]\nfile = \"library.sqlite\"\n";
        std::ofstream(here.file("branches.toml")) << "HALL = \"MAIN\"\npines = \"MAIN\"\n";
    }

    ran run(const std::string& line) {
        tool::tool::common_options how;
        how.settings_file = here.file("circdesk.toml");
        how.operator_name = "jo";
        return run_verb("circdesk import sip-config " + line, std::move(how));
    }
    ran take(const char* name, const std::string& more = {}) {
        return run(data_file(name) + " --out " + here.file("new.toml") + " --branch-map " + here.file("branches.toml") + more);
    }
    std::optional<storage::terminal> account(const std::string& login) {
        return here.ask([&](storage::reader& from) { return from.terminal_by_login(login); });
    }

    scratch_library here;
};

TEST_F(sip_import, makes_a_terminal_of_each_account_with_its_own_password) {
    const auto got = take("SIPconfig.xml");
    EXPECT_EQ(got.code, tool::refused); // some are left out, and told
    const std::pair<const char*, const char*> passwords[] = {
        {"hall-1", "Xenia7"}, {"hall-2", "Yucca8"}, {"sorter", "Zinnia9"}, {"pay", "Aster10"}, {"ebooks", "Begonia11"}};
    for (const auto& [login, password] : passwords) {
        const auto made = account(login);
        ASSERT_TRUE(made) << login;
        EXPECT_TRUE(circulation::proves(storage::secret(password), made->verifier)) << login;
        EXPECT_THAT(got.out, Not(HasSubstr(password)));
    }
    EXPECT_EQ(account("hall-1")->profile, "as-hall-1");
    EXPECT_EQ(account("hall-2")->profile, "as-hall-1");
    EXPECT_EQ(account("sorter")->profile, "as-sorter");
    EXPECT_EQ(account("sorter")->location, "HALL");
    for (const char* left_out : {"hashed", "open", "stray"}) EXPECT_FALSE(account(left_out)) << left_out;
    EXPECT_THAT(got.out, HasSubstr("line 40: account hashed: its password is a hash that cannot be proved here"));
    EXPECT_THAT(got.out, HasSubstr("line 41: account open: it has no password"));
    EXPECT_THAT(got.out, HasSubstr("line 42: account stray: the file has no institution 'NOWHERE'"));
    EXPECT_THAT(got.out, HasSubstr("line 14: listener 0:8080/tcp: it speaks NCIP/1.0"));
    const auto settings = config::load(here.file("new.toml"));
    for (const auto& each : settings.mistakes) ADD_FAILURE() << config::to_string(each);
    ASSERT_EQ(settings.settings.listeners.size(), 2U);
    EXPECT_EQ(settings.settings.listeners[0].kind, config::listener_kind::telnet_login);
    EXPECT_EQ(settings.settings.listeners[1].port, 6001);
    EXPECT_EQ(settings.settings.limits.login, std::chrono::seconds(90));
    EXPECT_EQ(settings.settings.limits.idle, std::chrono::seconds(600));
}

TEST_F(sip_import, takes_over_what_stands_before_evergreen) {
    const auto got = take("oils_sip.xml");
    EXPECT_EQ(got.code, tool::refused); // a listener and an account are left out, one support is not known
    EXPECT_EQ(account("scclient")->location, "FRONT");
    EXPECT_THAT(got.out, HasSubstr("account scclient: it stands there twice"));
    EXPECT_THAT(got.out, HasSubstr("the transport carrier-pigeon is not known"));
    EXPECT_THAT(got.out, testing::ContainsRegex("institution pines +time travel +true +NOT KNOWN"));
    const auto settings = config::load(here.file("new.toml"));
    for (const auto& each : settings.mistakes) ADD_FAILURE() << config::to_string(each);
    ASSERT_EQ(settings.settings.listeners.size(), 1U);
    EXPECT_EQ(settings.settings.listeners[0].address, "::1");
}

TEST_F(sip_import, writes_settings_that_the_daemon_can_read_as_its_own_user) {
    const mode_t before = ::umask(0027); // the tool's
    static_cast<void>(take("SIPconfig.xml"));
    ::umask(before);
    const auto mode = std::filesystem::status(here.file("new.toml")).permissions();
    EXPECT_NE(mode & std::filesystem::perms::others_read, std::filesystem::perms::none);
}

TEST_F(sip_import, tries_without_writing) {
    const auto before = here.rows();
    const auto got = take("SIPconfig.xml", " --dry-run");
    EXPECT_THAT(got.out, HasSubstr("[profile.as-hall-1]"));
    EXPECT_THAT(got.out, HasSubstr("Nothing was written"));
    EXPECT_EQ(here.rows(), before);
    EXPECT_FALSE(std::filesystem::exists(here.file("new.toml")));
}

TEST_F(sip_import, leaves_terminals_that_are_there_as_they_are) {
    static_cast<void>(take("SIPconfig.xml"));
    const auto before = account("hall-1")->verifier;
    std::filesystem::remove(here.file("new.toml"));
    const auto again = take("SIPconfig.xml");
    EXPECT_THAT(again.out, HasSubstr("account hall-1: there is a terminal of this name"));
    EXPECT_EQ(account("hall-1")->verifier, before);
}

TEST_F(sip_import, writes_over_no_settings) {
    std::ofstream(here.file("new.toml")) << "# mine\n";
    const auto before = here.rows();
    EXPECT_THAT(take("SIPconfig.xml").wrong, HasSubstr("is there already"));
    EXPECT_EQ(text_of(here.file("new.toml")), "# mine\n");
    EXPECT_EQ(here.rows(), before);
}

TEST_F(sip_import, makes_no_account_whose_settings_cannot_be_written) {
    const auto before = here.rows();
    const auto got = run(data_file("SIPconfig.xml") + " --out " + here.file("no/such/folder.toml") + " --branch-map " + here.file("branches.toml"));
    EXPECT_EQ(got.code, tool::unavailable);
    EXPECT_THAT(got.wrong, HasSubstr("cannot be written: nothing was taken over"));
    EXPECT_EQ(here.rows(), before);
    EXPECT_EQ(take("SIPconfig.xml").code, tool::refused);
    EXPECT_FALSE(std::filesystem::exists(here.file("new.toml.unfinished")));
}

TEST_F(sip_import, asks_where_the_settings_shall_go) {
    EXPECT_EQ(run(data_file("SIPconfig.xml") + " --branch MAIN").code, tool::wrong_usage);
    EXPECT_EQ(run("nowhere.xml --dry-run").code, tool::not_found);
}

} // namespace
} // namespace circ::test
