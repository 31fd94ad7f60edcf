// Every check passes at a server that keeps to the protocol, and fails at one that does not.
#include "protocol/sip2/checksum.hpp"
#include "tests/unit/tools/run_verb.hpp"
#include "tests/unit/tools/scripted_acs.hpp"
#include "tools/circdesk/conformance/checks.hpp"


#include <chrono>
#include <memory>

namespace circ::test {
namespace {

using tool::verdict;

tool::examination examine(const scripted_acs& server) {
    tool::examined_server of;
    of.at = {.host = "127.0.0.1", .port = server.port(), .encryption = nullptr, .patience = std::chrono::seconds(1)};
    of.login = "kiosk";
    of.password = "right";
    of.institution = "LIB";
    of.patron = "P1";
    of.pin = "1234";
    of.item = "I1";
    of.may_change = true;
    return {of, std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now())};
}

const tool::check& check_called(std::string_view name) {
    const auto all = tool::all_checks();
    const auto found = std::ranges::find(all, name, &tool::check::name);
    if (found == all.end()) throw std::runtime_error("no check " + std::string(name));
    return *found;
}

/// A way of being bad.
struct bad_case {
    std::string check;
    scripted_acs::spoiling spoils;
};

bool is(const scripted_exchange& what, std::string_view code) { return what.request.starts_with(code); }

void replace(std::string& in, std::string_view what, std::string_view by) {
    if (const auto at = in.find(what); at != std::string::npos) in.replace(at, what.size(), by);
}

/// Says something else in the answers to requests of a kind.
scripted_acs::spoiling says(std::string_view code, std::string what, std::string by) {
    return [=](const scripted_exchange& each) {
        if (!is(each, code)) return;
        each.answer = with_body(each.answer, [&](std::string body) {
            replace(body, what, by);
            return body;
        });
    };
}

scripted_acs::spoiling is_silent_to(std::string code) {
    return [=](const scripted_exchange& each) {
        if (is(each, code)) each.answer.clear();
    };
}

/// Does again what it is asked again: no answer is like another.
scripted_acs::spoiling forgets(std::string_view code) {
    return [=, times = std::make_shared<int>(0)](const scripted_exchange& each) {
        if (!is(each, code)) return;
        each.answer = with_body(each.answer, [&](const std::string& body) { return body + "AF" + std::to_string(++*times) + '|'; });
    };
}

const bad_case bad_cases[] = {
    {"login", says("93", "941", "940")},
    {"login_refused", says("93", "940", "941")},
    {"status", says("99", "98YYYYNN", "98YYYYN")},
    {"status_retries", says("99", "100003", "100000")},
    {"status_version", says("99", "2.00", "1.00")},
    {"status_supported", says("99", "BXYYYY", "BXY Y")},
    {"status_date", [](const scripted_exchange& each) {
         if (is(each, "99")) each.answer = with_body(each.answer, [](std::string body) { return body.replace(14, 4, "1999"); });
     }},
    {"terminator", [](const scripted_exchange& each) { each.answer += '\n'; }},
    {"quick", is_silent_to("99")},
    {"segments", is_silent_to("99")},
    {"crlf", [](const scripted_exchange& each) {
         if (each.segment.ends_with("\r\n")) each.answer += each.answer;
     }},
    {"lf", [](const scripted_exchange& each) {
         if (!each.segment.ends_with('\r')) each.answer.clear();
     }},
    {"empty_lines", [](const scripted_exchange& each) {
         if (each.segment.starts_with('\r')) each.answer.insert(0, "96\r");
     }},
    {"sequence", [](const scripted_exchange& each) {
         const auto at = each.answer.rfind("AY");
         if (at == std::string::npos) return;
         each.answer.erase(at);
         protocol::sip2::append_tail(each.answer, {.sequence = "5", .with_checksum = true});
         each.answer += '\r';
     }},
    {"checksum", [](const scripted_exchange& each) {
         if (const auto at = each.answer.rfind("AZ"); at != std::string::npos && is(each, "99")) each.answer.replace(at + 2, 4, "0000");
     }},
    {"no_tail", [](const scripted_exchange& each) {
         if (each.answer.find("AY") == std::string::npos) each.answer.insert(each.answer.size() - 1, "AY0AZ0000");
     }},
    {"checksum_wrong", [](const scripted_exchange& each) {
         if (each.answer.starts_with("96")) each.answer = "98YYYYNN1000032.00|\r";
     }},
    {"resend", says("97", "98YYYY", "98YYYN")},
    {"resend_first", is_silent_to("97")},
    {"repeated", forgets("17")},
    {"unknown_message", is_silent_to("")},
    {"wrong_direction", is_silent_to("")},
    {"long_message", [](const scripted_exchange& each) {
         if (each.request.size() > 800) each.answer.clear();
     }},
    {"second_connection", [](const scripted_exchange& each) {
         if (each.connection > 1) says("93", "941", "940")(each);
     }},
    {"empty_message", is_silent_to("63")},
    {"missing_field", is_silent_to("17")},
    {"field_order", says("17", "ABI1", "AB")},
    {"foreign_field", says("17", "ABI1", "ABfirst")},
    {"unknown_patron", says("63", "BLN", "BLY")},
    {"unknown_patron_status", says("23", "AE|", "AESomebody|")},
    {"unknown_item", says("17", "AJ|", "AJSomething|")},
    {"patron_status", says("23", "AAP1", "AAP2")},
    {"patron_information", says("63", "BLY", "BLN")},
    {"hold_items", says("63", "ASI1|", "ASI1|ATI1|")},
    {"overdue_items", says("63", "ATI1|", "ATI1|AUI1|")},
    {"charged_items", says("63", "AUI1|", "AUI1|AVI1|")},
    {"fine_items", says("63", "AVI1|", "AVI1|BUI1|")},
    {"recall_items", says("63", "BUI1|", "BUI1|CDI1|")},
    {"unavailable_holds", says("63", "CDI1|", "CDI1|ASI1|")},
    {"institution", says("63", "AOLIB", "AOOTHER")},
    {"pin_wrong", says("63", "CQN", "CQY")},
    {"pin_right", says("63", "CQY", "CQN")},
    {"item_information", says("17", "AJEmma", "AJ")},
    {"end_session", says("35", "AAP1|", "")},
    {"checkout_refused", says("11", "120NNN", "121NNN")},
    {"checkin_refused", says("09", "100NNN", "101NNN")},
    {"checkout", says("11", "AH2030-01-31", "AH")},
    {"checkout_repeated", forgets("11")},
    {"checkin", says("09", "101YNN", "100YNN")},
};

class conformance_check : public testing::TestWithParam<bad_case> {};

TEST_P(conformance_check, passes_at_a_good_server) {
    const scripted_acs server;
    const auto result = tool::make_check(check_called(GetParam().check), examine(server));
    EXPECT_EQ(result.came_out, verdict::passed) << result.why;
}

TEST_P(conformance_check, fails_at_a_bad_one_and_says_why) {
    const scripted_acs server(GetParam().spoils);
    const auto result = tool::make_check(check_called(GetParam().check), examine(server));
    EXPECT_EQ(result.came_out, verdict::failed);
    EXPECT_NE(result.why, "");
}

INSTANTIATE_TEST_SUITE_P(each, conformance_check, testing::ValuesIn(bad_cases), [](const auto& each) { return each.param.check; });

TEST(conformance_checks, each_have_a_bad_server_and_say_what_they_show) {
    EXPECT_EQ(std::size(bad_cases), tool::all_checks().size());
    for (const auto& each : tool::all_checks()) {
        EXPECT_EQ(std::ranges::count(bad_cases, each.name, &bad_case::check), 1) << each.name;
        EXPECT_FALSE(each.shows.empty() || each.source.empty()) << each.name;
    }
}

TEST(conformance_checks, are_not_tried_without_what_they_need) {
    const scripted_acs server;
    tool::examined_server of;
    of.at = {.host = "127.0.0.1", .port = server.port(), .encryption = nullptr, .patience = std::chrono::seconds(1)};
    const tool::examination on(of, storage::instant{});
    const auto result = tool::make_check(check_called("checkout"), on);
    EXPECT_EQ(result.came_out, verdict::not_tried);
    EXPECT_EQ(result.why, "needs --patron and --item and --changes");
    EXPECT_EQ(tool::make_check(check_called("status"), on).came_out, verdict::passed);
}

} // namespace
} // namespace circ::test
