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
    {"renew_refused", says("29", "300N", "301N")},
    {"renew", says("29", "AH2030-01-31", "AH")},
    {"renew_repeated", forgets("29")},
    {"renew_all_refused", says("65", "660", "661")},
    {"renew_all", says("65", "66100010000", "66100000000")},
    {"renew_all_repeated", forgets("65")},
    {"hold_refused", says("15", "160N", "161N")},
    {"hold", says("15+", "161N", "160N")},
    {"hold_repeated", forgets("15")},
    {"hold_cancelled", says("15-", "161N", "160N")},
    {"item_update_refused", says("19", "200", "201")},
    {"item_update", says("19", "ABI1", "AB")},
    {"item_update_repeated", forgets("19")},
    {"fee_paid_refused", says("37", "38N", "38Y")},
    {"fee_paid", says("37", "38Y", "38N")},
    {"fee_paid_repeated", forgets("37")},
    {"block_refused", says("01", "BLN", "BLY")},
    {"block", says("01", "AAP1", "AAP2")},
    {"block_repeated", forgets("01")},
    {"enable_refused", says("25", "AE|", "AESomebody|")},
    {"enable", says("25", "AAP1", "AAP2")},
    {"enable_repeated", forgets("25")},
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

/// The requests that change something, by the check of the patron and the item.
constexpr std::pair<std::string_view, std::string_view> changing[] = {
    {"renew", "29"}, {"renew_all", "65"}, {"hold", "15"}, {"item_update", "19"}, {"fee_paid", "37"}, {"block", "01"}, {"enable", "25"}};

TEST(conformance_checks, of_what_changes_something_look_at_the_tail_and_at_all_that_must_be_there) {
    for (const auto& [name, code] : changing) {
        const scripted_acs other_number([code = code](const scripted_exchange& each) {
            const auto at = each.answer.rfind("AY");
            if (!is(each, code) || at == std::string::npos) return;
            each.answer.erase(at);
            protocol::sip2::append_tail(each.answer, {.sequence = "8", .with_checksum = true});
            each.answer += '\r';
        });
        EXPECT_THAT(tool::make_check(check_called(name), examine(other_number)).why, testing::HasSubstr("the sequence number is another"));
        const scripted_acs wrong_sum([code = code](const scripted_exchange& each) {
            if (const auto at = each.answer.rfind("AZ"); at != std::string::npos && is(each, code)) each.answer.replace(at + 2, 4, "0000");
        });
        EXPECT_THAT(tool::make_check(check_called(name), examine(wrong_sum)).why, testing::HasSubstr("the checksum is wrong"));
        const scripted_acs other_kind([code = code](const scripted_exchange& each) {
            if (is(each, code)) each.answer = with_body(each.answer, [](std::string body) { return body.replace(0, 2, "94"); });
        });
        EXPECT_EQ(tool::make_check(check_called(name), examine(other_kind)).came_out, verdict::failed) << name;
        const std::string required = code == "19" ? "ABI1|" : "AOLIB|";
        const scripted_acs lacking([code = code, required](const scripted_exchange& each) { says(code, required, "")(each); });
        EXPECT_EQ(tool::make_check(check_called(name), examine(lacking)).came_out, verdict::failed) << name;
    }
}

TEST(conformance_checks, take_back_what_was_granted_and_nothing_else) {
    std::string asked;
    const auto listen = [&asked](const scripted_exchange& each) {
        if (is(each, "15") || is(each, "01") || is(each, "25")) asked.append(each.request.substr(0, 3)).append(" ");
    };
    {
        const scripted_acs server(listen);
        for (const char* name : {"hold", "hold_repeated", "block"})
            EXPECT_EQ(tool::make_check(check_called(name), examine(server)).came_out, verdict::passed) << name;
    }
    EXPECT_EQ(asked, "15+ 15- 15+ 15+ 15- 01N 252 ");
    asked.clear();
    {
        const scripted_acs refusing([&](const scripted_exchange& each) {
            listen(each);
            says("15", "161N", "160N")(each);
        });
        static_cast<void>(tool::make_check(check_called("hold"), examine(refusing)));
        static_cast<void>(tool::make_check(check_called("hold_cancelled"), examine(refusing)));
    }
    EXPECT_EQ(asked, "15+ 15+ ") << "a hold that the reader had before stays";
}

TEST(conformance_checks, leave_alone_what_a_server_does_not_offer) {
    bool has_blocked = false;
    const scripted_acs server([&](const scripted_exchange& each) {
        says("99", "BXYYYYYYYYYYYYYYYY", "BXYYYYYYYYYYYYNYYY")(each);
        has_blocked = has_blocked || is(each, "01");
    });
    const auto result = tool::make_check(check_called("block"), examine(server));
    EXPECT_EQ(result.came_out, verdict::not_tried) << "a patron who was blocked could not be enabled again";
    EXPECT_THAT(result.why, testing::HasSubstr("BX"));
    EXPECT_FALSE(has_blocked);
    EXPECT_EQ(tool::make_check(check_called("hold"), examine(server)).came_out, verdict::passed);
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
