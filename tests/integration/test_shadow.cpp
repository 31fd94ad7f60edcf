// A kiosk that is served by ourselves, and another library whose answers are laid beside ours: two
// built daemons over the same demo library, and the tool's report on them.
#include "server/circulation/clock.hpp"
#include "tests/integration/shipped_policy.hpp"
#include "tests/support/running_daemon.hpp"
#include "tools/circdesk/open_addresses.hpp"
#include "tools/circdesk/sc/message_text.hpp"
#include "tools/circdesk/sc/self_check.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value_to.hpp>

#include <gmock/gmock.h>

#include <chrono>
#include <fstream>
#include <functional>
#include <set>
#include <stdexcept>

namespace {

using namespace circ;
using testing::HasSubstr;
using testing::Not;

const std::string reader = "29012000000010"; // PIN 1001, with three loans
const std::string item = "39012000000133";

std::uint16_t ncip_port_in(const std::filesystem::path& data, int process) {
    for (const auto& door : tool::read_open_doors(data.string()))
        if (door.process == process && door.listener == "ncip") return door.port;
    throw std::runtime_error("the other library does not answer NCIP");
}

class a_library_beside_another : public testing::Test {
protected:
    void begin(const std::string& their_policy = "", const std::string& stage = "shadow_decide") {
        there.emplace(their_data,
                      test::running_daemon::manner{.more_settings =
                                                       test::demo_settings() + their_policy});
        const auto secret = our_data / "state.secret";
        std::ofstream(secret) << "demo-state-ncip\n";
        std::string settings = "[tool]\ninstitution = \"RIVERBEND\"\n[[ncip_backend]]\nname = "
                               "\"main\"\nurl = \"http://127.0.0.1:";
        settings.append(std::to_string(ncip_port_in(their_data, there->process())));
        settings.append("/ncip\"\nfrom_agency = \"STATE\"\nto_agency = \"RIVERBEND\"\n");
        settings.append("system_secret_file = \"").append(secret.string()).append("\"\n");
        settings.append("[[relay]]\nbackend = \"main\"\nshadow_per_second = 1000\nshadow_queue = 1000\nstage = \"");
        settings.append(stage).append("\"\n");
        here.emplace(our_data, test::running_daemon::manner{.more_settings = settings});
        line.emplace(tool::connection("127.0.0.1", here->port()), tool::self_check::manner{});
        EXPECT_EQ(line->ask("9300CNkiosk1|COdemo-kiosk1|"), "941");
    }
    std::string kiosk(const std::vector<std::string>& words) {
        ++asked;
        return line->ask(tool::make_message(words, circulation::system_clock().now()));
    }
    /// The same at a kiosk of the other library.
    std::string kiosk_there(const std::vector<std::string>& words) {
        tool::self_check other(tool::connection("127.0.0.1", there->port()), {});
        EXPECT_EQ(other.ask("9300CNkiosk1|COdemo-kiosk1|"), "941");
        return other.ask(tool::make_message(words, circulation::system_clock().now()));
    }
    static std::vector<std::string> checkout() {
        return {"11", "AA=" + reader, "AD=1001", "AB=" + item};
    }
    void visit() {
        EXPECT_THAT(kiosk({"63", "AA=" + reader, "AD=1001"}), testing::StartsWith("64"));
        EXPECT_THAT(kiosk({"17", "AB=" + item}), testing::StartsWith("18"));
        EXPECT_THAT(kiosk(checkout()), testing::StartsWith("121"));
        EXPECT_THAT(kiosk({"63", "AA=" + reader, "AD=1001"}), testing::StartsWith("64"));
        EXPECT_THAT(kiosk({"29", "AA=" + reader, "AD=1001", "AB=" + item}),
                    testing::StartsWith("30"));
        EXPECT_THAT(kiosk({"09", "AB=" + item}), testing::StartsWith("101"));
    }

    boost::json::object report(const std::string& by = "field") {
        const auto told = test::circdesk(our_data, {"--json", "shadow", "report", "--by", by});
        return boost::json::parse(told.output).as_object();
    }
    std::int64_t number(const char* key) { return report().at(key).to_number<std::int64_t>(); }
    /// What the other library keeps, but for when it last heard of whom.
    std::vector<std::string> all_kept_there() {
        auto rows = test::all_rows(their_data);
        std::erase_if(rows,
                      [](const std::string& each) { return each.starts_with("terminal_sign "); });
        return rows;
    }
    /// Waits until all that was asked has been compared.
    void settle() {
        const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(60);
        while (number("requests") + number("unanswered") + number("skipped") < asked)
            ASSERT_LT(std::chrono::steady_clock::now(), end) << "not all was compared";
        EXPECT_EQ(number("requests"), asked);
    }
    /// "due: another rule" ...
    std::set<std::string> found() {
        std::set<std::string> all;
        const auto told = report();
        for (const auto& each : told.at("lines").as_array())
            all.insert(boost::json::value_to<std::string>(each.as_object().at("field")) + ": " +
                       boost::json::value_to<std::string>(each.as_object().at("cause")));
        return all;
    }

    std::filesystem::path our_data = test::fresh_demo_library();
    std::filesystem::path their_data = test::fresh_demo_library();
    std::optional<test::running_daemon> there;
    std::optional<test::running_daemon> here;
    std::optional<tool::self_check> line;
    std::int64_t asked = 0;
};

TEST_F(a_library_beside_another, with_the_same_rules_finds_nothing_that_is_not_explained) {
    begin();
    const auto before = all_kept_there();
    visit();
    settle();
    EXPECT_EQ(all_kept_there(), before) << "nothing is changed there";
    EXPECT_THAT(found(), testing::IsEmpty());
    EXPECT_EQ(number("decided_otherwise"), 0);
    const auto told = test::circdesk(our_data, {"shadow", "report"});
    EXPECT_EQ(told.exit_code, 0) << told.output;
    EXPECT_THAT(told.output, HasSubstr("100.00 % the same decision, no differences"));
    EXPECT_THAT(here->log(), Not(HasSubstr("CIRC-2020")));
}

/// Of the items, those that are not just on their shelf.
TEST_F(a_library_beside_another, tells_of_every_reader_and_item_what_the_other_tells) {
    begin();
    for (const auto& card : test::column_of(our_data, "SELECT number FROM card ORDER BY number"))
        EXPECT_THAT(kiosk({"63", "AA=" + card}), testing::StartsWith("64"));
    for (const auto& barcode : test::column_of(
             our_data,
             "SELECT barcode FROM item WHERE state > 0 OR id IN (SELECT trapped_item FROM hold) OR "
             "id IN (SELECT item FROM transit) OR "
             "id IN (SELECT item FROM loan WHERE closed_at IS NULL)"))
        EXPECT_THAT(kiosk({"17", "AB=" + barcode}), testing::StartsWith("18"));
    EXPECT_GT(asked, 100);
    settle();
    EXPECT_THAT(found(), testing::IsEmpty())
        << test::circdesk(our_data, {"shadow", "list"}).output;
}

TEST_F(a_library_beside_another, with_a_lower_limit_there_finds_that_and_nothing_else) {
    begin(test::shipped_policy({{"max_loans = 20", "max_loans = 2"}}));
    visit();
    settle();
    EXPECT_THAT(found(),
                testing::UnorderedElementsAre("whether the reader may borrow: another rule",
                                              "whether it is done: another rule"));
    const auto told = test::circdesk(our_data, {"shadow", "report"});
    EXPECT_EQ(told.exit_code, 1) << "a rule differs";
    const auto listed = test::circdesk(our_data, {"shadow", "list"});
    EXPECT_THAT(listed.output, HasSubstr("refused: patron blocked"));
    EXPECT_THAT(listed.output, Not(HasSubstr(reader)));
}

TEST_F(a_library_beside_another, with_fewer_holds_there_finds_that_and_nothing_else) {
    begin(test::shipped_policy({{"max_holds = 10", "max_holds = 0"}}));
    const std::string waiting = "29012000000069"; // PIN 1006
    EXPECT_THAT(kiosk({"63", "AA=" + waiting, "AD=1006"}), testing::StartsWith("64"));
    EXPECT_THAT(kiosk({"15", "AA=" + waiting, "AD=1006", "AB=39012000002535", "BY=2"}), testing::StartsWith("161"));
    settle();
    EXPECT_THAT(found(),
                testing::UnorderedElementsAre("whether the reader may place holds: another rule",
                                              "whether it is done: another rule"));
}

/// How often a loan may be renewed is in no answer: whoever looks only cannot know it.
TEST_F(a_library_beside_another, with_fewer_renewals_there_leaves_that_open) {
    begin(test::shipped_policy({{"max_renewals = 2", "max_renewals = 0"}}));
    EXPECT_THAT(kiosk({"29", "AA=" + reader, "AD=1001", "AB=39012000003020"}), testing::StartsWith("301"));
    settle();
    EXPECT_THAT(found(), testing::IsEmpty());
}

TEST_F(a_library_beside_another, with_shorter_loans_there_finds_that_where_both_are_kept_in_step) {
    begin(test::shipped_policy({{"loan_days = 28", "loan_days = 21"}}));
    EXPECT_THAT(kiosk_there(checkout()), testing::StartsWith("121"));
    EXPECT_THAT(kiosk(checkout()), testing::StartsWith("121"));
    settle();
    EXPECT_THAT(found(), testing::ElementsAre("until when it is lent: another rule"));
    const auto rules = test::circdesk(our_data, {"shadow", "list", "--cause", "rule"});
    EXPECT_THAT(rules.output, HasSubstr("in 28 days"));
    EXPECT_THAT(rules.output, HasSubstr("in 21 days"));
}

TEST_F(a_library_beside_another, takes_an_accepted_difference_for_tolerable) {
    begin(test::shipped_policy({{"max_loans = 20", "max_loans = 2"}}));
    kiosk({"63", "AA=" + reader, "AD=1001"});
    settle();
    EXPECT_EQ(number("rules"), 1);
    EXPECT_EQ(test::circdesk(our_data, {"shadow", "accept", "1", "--reason", "as decided"}).exit_code,
              0);
    kiosk({"63", "AA=" + reader, "AD=1001"});
    settle();
    EXPECT_EQ(number("rules"), 0);
    EXPECT_EQ(number("tolerable"), 1);
    EXPECT_EQ(test::circdesk(our_data, {"shadow", "report"}).exit_code, 0);
    EXPECT_THAT(test::circdesk(our_data, {"shadow", "list", "--accepted"}).output,
                HasSubstr("as decided"));
}

TEST_F(a_library_beside_another, serves_devices_while_it_is_away) {
    begin("", "shadow_read");
    there->kill();
    EXPECT_THAT(kiosk({"63", "AA=" + reader, "AD=1001"}), testing::StartsWith("64"));
    EXPECT_THAT(kiosk(checkout()), testing::StartsWith("121"));
    EXPECT_THAT(kiosk({"99"}), testing::StartsWith("98Y"));
}

} // namespace
