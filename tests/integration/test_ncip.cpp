// Other libraries' systems at the running daemon: what they borrow from us and lend us, with a
// kiosk and a sorter that speak SIP2 beside them; and what is not answered to whom.
#include "server/circulation/clock.hpp"
#include "tests/support/running_daemon.hpp"
#include "tools/circdesk/sc/message_text.hpp"
#include "tools/circdesk/sc/self_check.hpp"

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace {

using namespace circ;
namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

const std::string reader = "29012000000010"; // Maren, PIN 1001
const std::string school = "29012000000515"; // an institution

/// "2026-12-20T00:00:00Z", so many days from now.
std::string in_days(int days) {
    const auto day = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now()) +
                     std::chrono::days(days);
    const std::chrono::year_month_day date(day);
    char text[32];
    std::snprintf(text,
                  sizeof text,
                  "%04d-%02u-%02uT12:00:00Z",
                  static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()),
                  static_cast<unsigned>(date.day()));
    return text;
}

/// The value behind `path: ` in decoded lines; empty when it is not there.
std::string value_of(const std::string& lines, const std::string& path) {
    const auto at = lines.find(path + ": ");
    if (at == std::string::npos) return {};
    const auto begin = at + path.size() + 2;
    return lines.substr(begin, lines.find('\n', begin) - begin);
}

class other_libraries : public testing::Test {
protected:
    /// Sends as the State Library; fields as they are typed.
    test::program_result send(const std::string& service,
                              const std::vector<std::string>& fields,
                              const std::vector<std::string>& more = {}) {
        std::vector<std::string> words{"ncip", "send", "--as", "state-ncip", service};
        for (const auto& each : fields)
            words.insert(words.end(), {"--field", each});
        words.insert(words.end(), more.begin(), more.end());
        return test::circdesk(data, words);
    }
    /// The same, which must be done. @return the answer decoded
    std::string asks(const std::string& service, const std::vector<std::string>& fields) {
        const auto answered = send(service, fields);
        EXPECT_EQ(answered.exit_code, 0) << service << '\n' << answered.output;
        return answered.output;
    }
    /// The same, which must be refused. @return the type of its first problem
    std::string is_refused(const std::string& service, const std::vector<std::string>& fields) {
        const auto answered = send(service, fields);
        EXPECT_EQ(answered.exit_code, 1) << service << '\n' << answered.output;
        return value_of(answered.output, service + "Response/Problem/ProblemType");
    }
    std::string status_of(const std::string& barcode) {
        return value_of(
            asks("LookupItem",
                 {"ItemId/ItemIdentifierValue=" + barcode, "ItemElementType=Circulation Status"}),
            "LookupItemResponse/ItemOptionalFields/CirculationStatus");
    }
    /// A device sends one request. @return its answer
    std::string device(const std::string& login, const std::vector<std::string>& words) {
        tool::self_check line(tool::connection("127.0.0.1", running->port()), {});
        EXPECT_EQ(line.ask("9300CN" + login + "|COdemo-" + login + "|"), "941");
        return line.ask(tool::make_message(words, circulation::system_clock().now()));
    }
    std::string kiosk(const std::vector<std::string>& words) { return device("kiosk1", words); }
    std::string sorter(const std::string& barcode) {
        return device("sorter1", {"09", "AB=" + barcode});
    }

    void start(const std::string& more = {}) {
        running.emplace(
            data, test::running_daemon::manner{.more_settings = test::demo_settings() + more});
    }
    void change_store(const std::string& sql) {
        running.reset();
        test::change_rows(data, sql);
        start();
    }
    std::string file_with(const std::string& text) {
        const fs::path file = data / "document.xml";
        std::ofstream(file, std::ios::binary) << text;
        return file.string();
    }

    fs::path data = test::fresh_demo_library();
    std::optional<test::running_daemon> running;
};

TEST_F(other_libraries, lend_us_an_item_that_a_reader_takes_at_a_kiosk_and_returns_at_a_sorter) {
    const auto rows_before = test::row_counts(data);
    start("[returns]\ninterlibrary_desk = \"MAIN\"\n[[bin]]\nwhen = { alert = [\"interlibrary\"] "
          "}\nbin = \"ILL\"\n[[bin]]\nbin = \"9\"\n");
    const std::vector<std::string> arrival{
        "RequestId/AgencyId=STATE",
        "RequestId/RequestIdentifierValue=r-4711",
        "RequestedActionType=Hold For Pickup And Notify",
        "UserId/UserIdentifierValue=" + reader,
        "ItemId/AgencyId=STATE",
        "ItemId/ItemIdentifierValue=S-4711",
        "DateForReturn=" + in_days(10),
        "ItemOptionalFields/BibliographicDescription/Author=Lindqvist, P.",
        "ItemOptionalFields/BibliographicDescription/Title=Alpine Flora",
        "PickupLocation=MAIN"};
    EXPECT_EQ(
        value_of(asks("AcceptItem", arrival), "AcceptItemResponse/ItemId/ItemIdentifierValue"),
        "S-4711");
    const auto notices = test::circdesk(data, {"notice", "list"});
    EXPECT_THAT(notices.output, HasSubstr("Alpine Flora")) << "the reader is told";
    const auto rows_accepted = test::row_counts(data);
    EXPECT_EQ(
        value_of(asks("AcceptItem", arrival), "AcceptItemResponse/ItemId/ItemIdentifierValue"),
        "S-4711");
    EXPECT_EQ(test::row_counts(data), rows_accepted) << "the same again changes nothing";

    EXPECT_EQ(value_of(asks("LookupRequest",
                            {"RequestId/AgencyId=STATE",
                             "RequestId/RequestIdentifierValue=r-4711",
                             "RequestElementType=Request Status Type"}),
                       "LookupRequestResponse/RequestStatusType"),
              "Available For Pickup");

    const auto lent = kiosk({"11", "AA=" + reader, "AD=1001", "AB=S-4711"});
    EXPECT_EQ(lent.substr(0, 3), "121") << lent;
    EXPECT_THAT(lent, HasSubstr("|AJAlpine Flora"));
    EXPECT_EQ(status_of("S-4711"), "On Loan");
    const auto renewed = kiosk({"29", "AA=" + reader, "AD=1001", "AB=S-4711"});
    EXPECT_EQ(renewed.substr(0, 3), "300")
        << "it is due when its lender wants it back: " << renewed;
    EXPECT_EQ(
        is_refused("RenewItem",
                   {"UserId/UserIdentifierValue=" + reader, "ItemId/ItemIdentifierValue=S-4711"}),
        "Item Not Renewable");
    EXPECT_EQ(is_refused("DeleteItem", {"ItemId/ItemIdentifierValue=S-4711"}),
              "Element Rule Violated")
        << "while it is on loan";

    const auto returned = sorter("S-4711");
    EXPECT_EQ(returned.substr(0, 3), "101") << returned;
    EXPECT_THAT(returned, HasSubstr("|CV03|"));
    EXPECT_THAT(returned, HasSubstr("|CLILL|"));

    asks("ItemShipped",
         {"ItemId/ItemIdentifierValue=S-4711",
          "DateShipped=" + in_days(0),
          "ShippingInformation/ElectronicAddress/ElectronicAddressType=mailto",
          "ShippingInformation/ElectronicAddress/ElectronicAddressData=ill@state.example.org"});
    asks("DeleteItem", {"ItemId/ItemIdentifierValue=S-4711"});
    EXPECT_EQ(is_refused("LookupItem", {"ItemId/ItemIdentifierValue=S-4711"}), "Unknown Item");
    const auto of_catalogue = [](const std::vector<std::string>& rows) {
        std::vector<std::string> kept;
        for (const auto& each : rows)
            if (each.starts_with("item ") || each.starts_with("title ")) kept.push_back(each);
        return kept;
    };
    EXPECT_EQ(of_catalogue(test::row_counts(data)), of_catalogue(rows_before))
        << "it has left the catalogue with its title";
    EXPECT_EQ(test::circdesk(data, {"check"}).exit_code, 0);
}

TEST_F(other_libraries, borrow_a_copy_of_ours_as_an_institution) {
    const std::string copy = "39012000000133";
    ASSERT_EQ(test::circdesk(data, {"partner", "change", "STATE", "--card", school}).exit_code, 0);
    start();
    const std::vector<std::string> ours{"RequestId/AgencyId=STATE",
                                        "RequestId/RequestIdentifierValue=l-1",
                                        "ItemId/ItemIdentifierValue=" + copy,
                                        "RequestType=Hold",
                                        "RequestScopeType=Item",
                                        "PickupLocation=MAIN"};
    EXPECT_FALSE(
        value_of(asks("RequestItem", ours), "RequestItemResponse/RequestId/RequestIdentifierValue")
            .empty());
    const auto request_status = [&] {
        return value_of(asks("LookupRequest",
                             {"RequestId/AgencyId=STATE",
                              "RequestId/RequestIdentifierValue=l-1",
                              "RequestElementType=Request Status Type"}),
                        "LookupRequestResponse/RequestStatusType");
    };
    EXPECT_EQ(request_status(), "In Process");
    EXPECT_THAT(sorter(copy), HasSubstr("|CV01|")) << "pulled: it is for the hold shelf";
    EXPECT_EQ(request_status(), "Available For Pickup");

    const std::vector<std::string> loan{"UserId/UserIdentifierValue=" + school,
                                        "ItemId/ItemIdentifierValue=" + copy};
    const auto due = value_of(asks("CheckOutItem", loan), "CheckOutItemResponse/DateDue");
    EXPECT_GT(due, in_days(50)) << "eight weeks";
    EXPECT_EQ(status_of(copy), "On Loan");
    EXPECT_EQ(
        is_refused("CheckOutItem",
                   {"UserId/UserIdentifierValue=" + reader, "ItemId/ItemIdentifierValue=" + copy}),
        "Resource Cannot Be Provided");

    change_store("UPDATE loan SET due_at = (unixepoch() - 86400) * 1000000 WHERE closed_at IS NULL "
                 "AND item = (SELECT id FROM item WHERE barcode = '" +
                 copy + "')");
    const auto account =
        asks("LookupUser", {"UserId/UserIdentifierValue=" + school, "LoanedItemsDesired"});
    const auto late = account.find("ItemIdentifierValue: " + copy);
    ASSERT_NE(late, std::string::npos) << account;
    EXPECT_LT(value_of(account.substr(late), "LookupUserResponse/LoanedItem/DateDue"), in_days(0))
        << "overdue";

    const auto renewed = value_of(asks("RenewItem", loan), "RenewItemResponse/DateDue");
    EXPECT_GT(renewed, in_days(20));
    const auto returned =
        asks("CheckInItem",
             {"ItemId/ItemIdentifierValue=" + copy, "ItemElementType=Circulation Status"});
    EXPECT_EQ(value_of(returned, "CheckInItemResponse/UserId/UserIdentifierValue"), school);
    EXPECT_EQ(status_of(copy), "Available On Shelf");
    EXPECT_EQ(test::circdesk(data, {"check"}).exit_code, 0);
}

TEST_F(other_libraries, are_refused_without_the_right_proof) {
    start();
    const std::vector<std::string> look{"UserId/UserIdentifierValue=" + reader};
    std::ofstream(data / "wrong") << "guessed\n";
    const auto wrong = send("LookupUser", look, {"--password-file", (data / "wrong").string()});
    EXPECT_EQ(wrong.exit_code, 1);
    EXPECT_THAT(wrong.output, HasSubstr("ProblemType: System Authentication Failed"));
    const auto other = send("LookupUser", look, {"--from-agency", "ELSEWHERE"});
    EXPECT_THAT(other.output, HasSubstr("ProblemType: Unknown Agency"));
    EXPECT_EQ(running->stop(), 0); // and the log is whole
    EXPECT_THAT(running->log(), HasSubstr("CIRC-1904"));
    EXPECT_THAT(running->log(), Not(HasSubstr("guessed")));
}

TEST_F(other_libraries, need_the_new_password_from_the_next_request_on) {
    start();
    const std::vector<std::string> look{"UserId/UserIdentifierValue=" + reader};
    asks("LookupUser", look); // the daemon remembers what was right
    const auto file = (data / "new").string();
    std::ofstream(file) << "another\n";
    const auto changed = test::circdesk(
        data, {"terminal", "password", "state-ncip", "--password-file", file, "--reason", "lost"});
    EXPECT_EQ(changed.exit_code, 0) << changed.output;
    const auto old = send("LookupUser", look);
    EXPECT_EQ(old.exit_code, 1);
    EXPECT_THAT(old.output, HasSubstr("ProblemType: System Authentication Failed"));
    EXPECT_THAT(old.output, HasSubstr("the password of the demo was sent, demo-state-ncip; --password-file names"));
    EXPECT_EQ(send("LookupUser", look, {"--password-file", file}).exit_code, 0);
}

TEST_F(other_libraries, are_not_awaited_from_everywhere) {
    std::string settings = test::demo_settings();
    const std::string peer = "terminal = \"state-ncip\"\n";
    settings.insert(settings.find(peer), "allow = [\"192.0.2.7\"]\n");
    running.emplace(data, test::running_daemon::manner{.more_settings = settings});
    const auto turned_away = send("LookupUser", {"UserId/UserIdentifierValue=" + reader});
    EXPECT_EQ(turned_away.exit_code, 1) << turned_away.output;
    EXPECT_THAT(turned_away.output, HasSubstr("HTTP status 403"));
    EXPECT_EQ(running->stop(), 0);
    EXPECT_THAT(running->log(), HasSubstr("CIRC-1903"));
}

TEST_F(other_libraries, may_do_what_the_settings_name_and_a_reload_follows) {
    start();
    const std::vector<std::string> look{"UserId/UserIdentifierValue=" + reader};
    asks("LookupUser", look);
    const fs::path file = data / "circdesk.toml";
    std::ifstream in(file);
    std::string text{std::istreambuf_iterator<char>(in), {}};
    const std::string all = "\"LookupUser\", ";
    text.erase(text.find(all), all.size());
    std::ofstream(file) << text;
    running->signal(SIGHUP);
    ASSERT_TRUE(running->comes_to_log("CIRC-1007")) << running->log();
    EXPECT_EQ(is_refused("LookupUser", look), "Unauthorized Service For System");
}

TEST_F(other_libraries, get_an_answer_whatever_they_send) {
    start();
    const auto malformed = send(file_with("<NCIPMessage><LookupUser></NCIPMessage>"), {});
    EXPECT_EQ(malformed.exit_code, 1);
    EXPECT_THAT(malformed.output, HasSubstr("ProblemType: Invalid Message Syntax Error"));
    const auto unknown =
        send(file_with("<NCIPMessage "
                       "xmlns=\"http://www.niso.org/2008/"
                       "ncip\"><MakeTea><InitiationHeader><FromSystemAuthentication>demo-state-ncip"
                       "</FromSystemAuthentication><FromAgencyId><AgencyId>STATE</AgencyId></"
                       "FromAgencyId><ToAgencyId><AgencyId>RIVERBEND</AgencyId>"
                       "</ToAgencyId></InitiationHeader></MakeTea></NCIPMessage>"),
             {});
    EXPECT_THAT(unknown.output, HasSubstr("ProblemType: Unknown Service"));
    const auto old = send(
        file_with(
            "<!DOCTYPE NCIPMessage PUBLIC \"-//NISO//NCIP DTD Version 1//EN\" "
            "\"http://www.niso.org/ncip/v1_0/imp1/dtd/ncip_v1_0.dtd\">"
            "<NCIPMessage "
            "version=\"http://www.niso.org/ncip/v1_0/imp1/dtd/"
            "ncip_v1_0.dtd\"><LookupUser><InitiationHeader>"
            "<FromSystemAuthentication>demo-state-ncip</"
            "FromSystemAuthentication><FromAgencyId><UniqueAgencyId><Scheme>x</Scheme><Value>STATE"
            "</Value></UniqueAgencyId></FromAgencyId><ToAgencyId><UniqueAgencyId><Scheme>x</"
            "Scheme><Value>RIVERBEND</Value></UniqueAgencyId>"
            "</ToAgencyId></InitiationHeader></LookupUser></NCIPMessage>"),
        {},
        {"--xml"});
    EXPECT_THAT(old.output, HasSubstr("<ProcessingError>"));
    asks("LookupVersion", {});
    EXPECT_EQ(running->stop(), 0);
    EXPECT_THAT(running->log(), HasSubstr("CIRC-1905"));
}

TEST_F(other_libraries, may_speak_over_a_bare_line) {
    std::string settings = test::demo_settings();
    const std::string kind = "kind = \"ncip-http\"";
    settings.replace(settings.find(kind), kind.size(), "kind = \"ncip-tcp\"");
    running.emplace(data, test::running_daemon::manner{.more_settings = settings});
    EXPECT_THAT(asks("LookupUser",
                     {"UserId/UserIdentifierValue=" + reader, "UserElementType=Name Information"}),
                HasSubstr("NameInformation"));
}

} // namespace
