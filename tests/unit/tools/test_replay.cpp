// A trace sent again: what is read of it, how answers are held against each other, and the verb.
#include "tests/unit/tools/run_verb.hpp"
#include "tests/unit/storage/scratch_folder.hpp"
#include "tests/unit/tools/scripted_acs.hpp"
#include "tools/circdesk/replay/compare.hpp"
#include "tools/circdesk/replay/trace.hpp"

#include <atomic>
#include <fstream>

namespace circ::test {
namespace {

using testing::HasSubstr;
namespace sip2 = protocol::sip2;

std::vector<tool::difference_rule> rules_of(std::initializer_list<const char*> typed) {
    std::vector<tool::difference_rule> made;
    for (const auto each : tool::usual_rules()) made.push_back(tool::typed_rule(std::string(each)));
    for (const char* each : typed) made.push_back(tool::typed_rule(each));
    return made;
}

struct pair_case {
    std::string name, left, right, differs; ///< the fields that do, joined
    std::initializer_list<const char*> rules = {};
};

class two_answers : public testing::TestWithParam<pair_case> {};

TEST_P(two_answers, differ_in_the_fields_that_rules_do_not_let_through) {
    const auto& asked = GetParam();
    std::string fields;
    for (const auto& each : tool::compare_answers(asked.left, asked.right, rules_of(asked.rules), sip2::personal_data::shown))
        fields += (fields.empty() ? "" : ", ") + each.field;
    EXPECT_EQ(fields, asked.differs);
}

const std::string lent = "121NNY20260317    142615AOMAIN|AA1|AB2|AJEmma|AH2026-04-14|";
const pair_case pair_cases[] = {
    {"the_same", lent, lent, ""},
    {"another_moment", lent, "121NNY20260317    142616AOMAIN|AA1|AB2|AJEmma|AH2026-04-14|", ""},
    {"another_order", lent, "121NNY20260317    142615AB2|AA1|AOMAIN|AH2026-04-14|AJEmma|", ""},
    {"another_message", lent, "121NNY20260317    142615AOMAIN|AA1|AB2|AJEmma|AH2026-04-14|AFEnjoy it.|", ""},
    {"a_date_written_otherwise", lent, "121NNY20260317    142615AOMAIN|AA1|AB2|AJEmma|AH20260414    235900|", ""},
    {"another_day", lent, "121NNY20260317    142615AOMAIN|AA1|AB2|AJEmma|AH2026-04-15|", "AH due_date"},
    {"another_title", lent, "121NNY20260317    142615AOMAIN|AA1|AB2|AJEmma / Austen|AH2026-04-14|", "AJ title_identifier"},
    {"a_title_that_goes_on", lent, "121NNY20260317    142615AOMAIN|AA1|AB2|AJEmma / Austen|AH2026-04-14|", "", {"AJ begins"}},
    {"a_flag_of_the_fixed_part", lent, "121YNY20260317    142615AOMAIN|AA1|AB2|AJEmma|AH2026-04-14|", "renewal_ok"},
    {"a_flag_let_through", lent, "121YNY20260317    142615AOMAIN|AA1|AB2|AJEmma|AH2026-04-14|", "", {"12.renewal_ok any"}},
    {"a_rule_of_another_answer", lent, "121YNY20260317    142615AOMAIN|AA1|AB2|AJEmma|AH2026-04-14|", "renewal_ok", {"30.renewal_ok any"}},
    {"an_empty_field_is_none", lent, lent + "CH|", ""},
    {"a_field_more", lent, lent + "CK001|", "CK media_type"},
    {"a_field_less", lent + "CK001|", lent, "CK media_type"},
    {"a_field_that_both_have", lent + "CK001|", lent + "CK005|", "", {"CK there"}},
    {"an_amount_written_otherwise", lent + "BV1.5|", lent + "BV1.50|", ""},
    {"an_amount_asked_for_letter_by_letter", lent + "BV1.5|", lent + "BV1.50|", "BV fee_amount", {"BV same"}},
    {"a_list_in_another_order", lent + "ZXa|ZXb|", lent + "ZXb|ZXa|", ""},
    {"a_list_whose_order_counts", lent + "ZXa|ZXb|", lent + "ZXb|ZXa|", "ZX unknown", {"ZX same"}},
    {"capitals", lent + "ZXAb|", lent + "ZXaB|", "", {"ZX case"}},
    {"no_answer", lent, "", "(message)"},
    {"another_kind", lent, "96", "(message)"},
};
INSTANTIATE_TEST_SUITE_P(each, two_answers, testing::ValuesIn(pair_cases), [](const auto& each) { return each.param.name; });

TEST(difference_rules, name_what_they_do_not_understand) {
    for (const char* each : {"AH nearly", "", " any", "12. any"}) {
        EXPECT_THROW(static_cast<void>(tool::typed_rule(each)), tool::complaint) << each;
    }
}

TEST(traces, are_read_of_lines_with_and_without_answers) {
    const auto got = tool::read_trace("# Monday\n9300CNa|COb|AY0AZF7A5\n941AY0AZFDFC\n\n9900802.00\nkiosk1 SC> 1720260317    142615AO|AB2|AC|\n"
                                      "kiosk1 ACS< 18030201Z\n9300CNa|COb|\n2300020260317    142615AO|AA1|AC|AD|\n",
                                      "t", {});
    ASSERT_EQ(got.size(), 5U);
    EXPECT_EQ(got[0].request, "9300CNa|COb|");
    EXPECT_EQ(got[0].answer, "941");
    EXPECT_EQ(got[0].session, got[1].session);
    EXPECT_EQ(got[1].answer, std::nullopt);
    EXPECT_EQ(got[2].session, "kiosk1");
    EXPECT_EQ(got[2].answer, "18030201Z");
    EXPECT_NE(got[3].session, got[0].session);
    EXPECT_EQ(got[4].line, 9U);
}

/// What `terminal watch --json` prints.
std::string watched(const std::string& from, const std::string& code, const std::string& fields) {
    return R"({"at":1,"terminal":"kiosk1","address":"10.1.2.3","from":")" + from + R"(","code":")" + code + R"(","title":"","fields":[)" + fields +
           R"(],"note":""})" + '\n';
}

const std::string asked_63 = R"({"id":"","name":"language","value":"001"},{"id":"","name":"transaction_date","value":"20260317    142615"},)"
                             R"({"id":"","name":"summary","value":"Y"},{"id":"AO","name":"","value":"LIB"},{"id":"AA","name":"","value":"…0010"},)"
                             R"({"id":"AD","name":"","value":"****"})";

TEST(traces, are_filled_with_the_cards_that_a_watch_masks) {
    const auto cards = tool::read_known_cards("29012000000010 1001\n# another\n29012000000028 1002\n", "cards");
    const auto got = tool::read_trace(watched("SC", "63", asked_63), "t", cards);
    ASSERT_EQ(got.size(), 1U);
    EXPECT_EQ(got[0].request, "6300120260317    142615Y         AOLIB|AA29012000000010|AD1001|");
    EXPECT_TRUE(got[0].is_complete);
    EXPECT_EQ(got[0].session, "kiosk1 10.1.2.3");
    EXPECT_FALSE(tool::read_trace(watched("SC", "63", asked_63), "t", {}).front().is_complete);
    const auto two = tool::read_known_cards("110010 1\n220010 2\n", "cards");
    EXPECT_FALSE(tool::read_trace(watched("SC", "63", asked_63), "t", two).front().is_complete);
}

TEST(traces, of_a_watch_begin_a_session_with_each_login) {
    const std::string login = R"({"id":"","name":"uid_algorithm","value":"0"},{"id":"","name":"pwd_algorithm","value":"0"},{"id":"CN","name":"","value":"kiosk1"})";
    const auto got = tool::read_trace(watched("SC", "93", login) + watched("SC", "99", "") + watched("SC", "93", login) + watched("SC", "99", ""), "t", {});
    ASSERT_EQ(got.size(), 4U);
    EXPECT_EQ(got[0].session, "kiosk1 10.1.2.3");
    EXPECT_EQ(got[1].session, got[0].session);
    EXPECT_EQ(got[2].session, "kiosk1 10.1.2.3 (2)");
    EXPECT_EQ(got[3].session, got[2].session);
}

struct bad_trace {
    std::string name, text, why;
};

class unreadable_trace : public testing::TestWithParam<bad_trace> {};

TEST_P(unreadable_trace, is_told_with_its_line) {
    try {
        static_cast<void>(tool::read_trace(GetParam().text, "t", {}));
        ADD_FAILURE() << "it was read";
    } catch (const tool::complaint& about) {
        EXPECT_THAT(about.what(), HasSubstr(GetParam().why));
    }
}

const bad_trace bad_traces[] = {
    {"prose", "9900802.00\nhello\n", "t:2: 'hello' is no message of SIP2"},
    {"answer_first", "941\n", "t:1: an answer without a request before it"},
    {"broken_json", "{\"code\":\n", "t:1: "},
};
INSTANTIATE_TEST_SUITE_P(each, unreadable_trace, testing::ValuesIn(bad_traces), [](const auto& each) { return each.param.name; });

class replay : public testing::Test {
protected:
    ran run(const std::string& text, std::vector<std::string> words) {
        std::ofstream(folder_.file("trace")) << text;
        words.insert(words.begin(), folder_.file("trace"));
        const auto verb = find_verb("replay");
        give_all(verb->options(), words);
        return run_verb(*verb, {});
    }
    static std::string at(const scripted_acs& server) { return "127.0.0.1:" + std::to_string(server.port()); }

    scratch_folder folder_;
};

const std::string item_asked = "1720260317    142615AOLIB|ABI1|AC|\n";
const std::string item_told = "1803020120260317    142615ABI1|AJEmma|\n";

TEST_F(replay, finds_the_same_answers) {
    const scripted_acs server;
    const auto got = run("9300CNkiosk|COright|\n941\n" + item_asked + item_told, {"--against", at(server)});
    EXPECT_EQ(got.code, tool::done) << got.wrong;
    EXPECT_EQ(got.out, "2 answers compared, 0 differ\n");
}

TEST_F(replay, tells_each_field_that_differs) {
    const scripted_acs server([](const scripted_exchange& each) {
        if (each.request.starts_with("17")) each.answer = with_body(each.answer, [](const std::string& body) { return body + "CK005|"; });
    });
    const auto got = run(item_asked + item_told, {"--against", at(server)});
    EXPECT_EQ(got.code, tool::refused);
    EXPECT_THAT(got.out, testing::ContainsRegex("1 +0 +17 Item Information +CK media_type + +005"));
    EXPECT_THAT(got.out, HasSubstr("1 answers compared, 1 differ\n"));
}

TEST_F(replay, compares_two_servers) {
    const scripted_acs right;
    const scripted_acs wrong([](const scripted_exchange& each) {
        if (each.request.starts_with("17")) each.answer.clear();
    });
    const auto same = run(item_asked, {"--against", at(right), "--other", at(right)});
    EXPECT_EQ(same.code, tool::done) << same.wrong;
    const auto differs = run(item_asked, {"--against", at(wrong), "--other", at(right), "--patience", "1"});
    EXPECT_EQ(differs.code, tool::refused);
    EXPECT_THAT(differs.out, HasSubstr("(nothing)"));
}

TEST_F(replay, logs_in_where_it_is_told_to) {
    const scripted_acs server;
    std::ofstream(folder_.file("password")) << "right\n";
    const auto got = run("9300CNelse|COelse|\n940\n" + item_asked + item_told,
                         {"--against", at(server), "--login", "kiosk", "--password-file", folder_.file("password")});
    EXPECT_EQ(got.code, tool::done) << got.wrong;
    EXPECT_THAT(got.out, HasSubstr("1 answers compared"));
    std::ofstream(folder_.file("password")) << "wrong\n";
    const auto shut = run(item_asked + item_told, {"--against", at(server), "--login", "kiosk", "--password-file", folder_.file("password")});
    EXPECT_THAT(shut.wrong, HasSubstr("does not let the terminal in"));
}

TEST_F(replay, says_which_password_a_kiosk_has_sent_when_it_is_shut_out) {
    const scripted_acs server;
    std::ofstream(folder_.file("password")) << "wrong\n";
    const auto be_kiosk = [&](const std::vector<std::string>& more) {
        std::vector<std::string> words{"item_information", "item_identifier=I1"};
        words.insert(words.begin(), more.begin(), more.end());
        words.insert(words.begin(), {"--host", "127.0.0.1", "--port", std::to_string(server.port()), "--as", "kiosk", "--quiet"});
        const auto verb = find_verb("sc");
        give_all(verb->options(), words);
        return run_verb(*verb, {.data_dir = folder_.file("nothing")});
    };
    const auto by_demo = be_kiosk({});
    EXPECT_EQ(by_demo.code, tool::refused);
    EXPECT_EQ(by_demo.wrong, "the server does not let kiosk in: the password of the demo was sent, demo-kiosk; --password-file names "
                             "a file with its own; `circdesk terminal test kiosk --password-file FILE` says why");
    EXPECT_EQ(be_kiosk({"--password-file", folder_.file("password")}).wrong,
              "the server does not let kiosk in; `circdesk terminal test kiosk --password-file FILE` says why");
    std::ofstream(folder_.file("password")) << "right\r\n";
    EXPECT_EQ(be_kiosk({"--password-file", folder_.file("password")}).code, tool::done);
}

TEST_F(replay, goes_to_no_port_that_is_none) {
    for (const std::string port : {"70000", "-1"}) {
        const auto verb = find_verb("sc");
        give_all(verb->options(), {"--host", "127.0.0.1", "--port", port, "item_information", "item_identifier=I1"});
        const auto got = run_verb(*verb, {.data_dir = folder_.file("nothing")});
        EXPECT_EQ(got.code, tool::wrong_usage);
        EXPECT_EQ(got.wrong, "--port is a number from 1 to 65535, not " + port);
    }
}

TEST_F(replay, sends_what_changes_something_only_where_it_may) {
    std::atomic<int> lent_times = 0;
    const scripted_acs server([&](const scripted_exchange& each) {
        if (each.request.starts_with("11")) ++lent_times;
    });
    const std::string text = item_asked + item_told + "11YN20260317    142615                  AOLIB|AAP1|ABI1|AC|\n" +
                             "121NNY20260317    142615AOLIB|AAP1|ABI1|AJEmma|AH2030-01-31|\n";
    const auto kept = run(text, {"--against", at(server)});
    EXPECT_EQ(kept.code, tool::done) << kept.wrong;
    EXPECT_THAT(kept.out, HasSubstr("1 would change something (--changes sends them)"));
    EXPECT_EQ(lent_times, 0);
    EXPECT_EQ(run(text, {"--against", at(server), "--changes"}).out, "2 answers compared, 0 differ\n");
    EXPECT_EQ(lent_times, 1);
}

TEST_F(replay, holds_a_masked_trace_against_a_masked_answer) {
    const scripted_acs server;
    std::ofstream(folder_.file("cards")) << "P1 1234\n";
    const std::string told = R"({"id":"","name":"patron_status","value":"              "},{"id":"","name":"language","value":"000"},)"
                             R"({"id":"","name":"transaction_date","value":"20260317    142615"},{"id":"AO","name":"","value":"LIB"},)"
                             R"({"id":"AA","name":"","value":"…"},{"id":"AE","name":"","value":"…"},{"id":"BL","name":"","value":"Y"},)"
                             R"({"id":"CQ","name":"","value":"Y"})";
    const std::string asked = R"({"id":"","name":"language","value":"000"},{"id":"","name":"transaction_date","value":"20260317    142615"},)"
                              R"({"id":"AO","name":"","value":"LIB"},{"id":"AA","name":"","value":"…P1"},{"id":"AC","name":"","value":"****"},)"
                              R"({"id":"AD","name":"","value":"****"})";
    const auto got = run(watched("SC", "23", asked) + watched("ACS", "24", told), {"--against", at(server), "--cards", folder_.file("cards")});
    EXPECT_EQ(got.code, tool::done) << got.wrong << got.out;
    const auto blind = run(watched("SC", "23", asked) + watched("ACS", "24", told), {"--against", at(server)});
    EXPECT_EQ(blind.code, tool::wrong_usage);
    EXPECT_THAT(blind.wrong, HasSubstr("1 are masked (--cards says what is behind)"));
}

TEST_F(replay, says_what_it_cannot_do) {
    const scripted_acs server;
    EXPECT_THAT(run(item_asked, {"--against", at(server)}).wrong, HasSubstr("holds no answers to compare with"));
    EXPECT_EQ(run(item_asked + item_told, {"--against", "127.0.0.1"}).code, tool::wrong_usage);
    EXPECT_EQ(run(item_asked + item_told, {"--against", at(server), "--rule", "AH nearly"}).code, tool::wrong_usage);
    EXPECT_EQ(run(item_asked + item_told, {"--against", at(server), "--rules", "nowhere"}).code, tool::not_found);
}

} // namespace
} // namespace circ::test
