// Once and only once: the process is killed at each step between receiving and answering, started
// again, and the device repeats what it got no answer to.
#include "tests/support/running_daemon.hpp"
#include "server/circulation/clock.hpp"
#include "tools/circdesk/connection.hpp"
#include "tools/circdesk/sc/message_text.hpp"
#include "tools/circdesk/sc/words.hpp"
#include "tools/circdesk/tool.hpp"

namespace {

using namespace circ;

struct changing_request {
    std::string name;
    std::string message; ///< by name and field
    std::string terminal = "kiosk1";
    std::string accepted; ///< how the answer begins when it is done
    std::string before;   ///< what the same terminal has done before, if anything
};

std::string line_of(const std::string& message) {
    return tool::make_message(tool::split_words(message), circulation::system_clock().now());
}

std::string ask(const test::running_daemon& daemon, const std::string& terminal, const std::string& line) {
    tool::connection to("127.0.0.1", daemon.port());
    to.send("9300CN" + terminal + "|COdemo-" + terminal + "|\r");
    EXPECT_EQ(to.receive_line(), "941");
    to.send(line + '\r');
    return to.receive_line().value_or("");
}

struct step_and_request {
    std::string step;
    changing_request what;
};

const std::string block = "block_patron patron_identifier=29012000000028 blocked_card_msg=found";

/// A desk whose word about cards counts, in both directions.
const std::string desk_may_block = "[profile.standard]\nblock_patron_policy = \"block\"\npatron_enable = true\n";

const std::vector<changing_request> requests{
    {"checkout", "checkout patron_identifier=29012000000010 item_identifier=39012000000133 patron_password=1001", "kiosk1", "121NN"},
    {"checkin", "checkin item_identifier=39012000001131", "kiosk1", "101Y"},
    {"checkin_that_traps", "checkin item_identifier=39012000000778", "kiosk1", "101Y"},
    {"item_status_update", "item_status_update item_identifier=39012000000133 item_properties=weight-412", "kiosk1", "201"},
    {"renew", "renew patron_identifier=29012000000010 item_identifier=39012000003020 patron_password=1001", "kiosk1", "301"},
    {"renew_all", "renew_all patron_identifier=29012000000010 patron_password=1001", "kiosk1", "661"},
    {"place_hold", "hold hold_mode=+ patron_identifier=29012000000069 item_identifier=39012000002535 patron_password=1006 hold_type=2 pickup_location=MAIN",
     "kiosk1", "161"},
    {"cancel_hold", "hold hold_mode=- patron_identifier=29012000000390 item_identifier=39012000000521 patron_password=1039", "kiosk1", "161"},
    {"fee_paid", "fee_paid patron_identifier=29012000000325 fee_amount=1.00 payment_type=00 patron_password=1032", "pay1", "38Y"},
    {"block_patron", block, "desk1", "24Y"},
    {"patron_enable", "patron_enable patron_identifier=29012000000028 patron_password=1002", "desk1", "26 ", block},
};

std::vector<step_and_request> all_cuts() {
    std::vector<step_and_request> all;
    for (const auto& request : requests)
        for (const char* step : {"before_work", "before_commit", "after_commit"}) all.push_back({step, request});
    return all;
}

class killed_between_receiving_and_answering : public testing::TestWithParam<step_and_request> {};

/// What the store tells of the item, without the times that two runs cannot share.
std::string story_of(const std::filesystem::path& data) {
    std::string story;
    for (const char* item : {"39012000000133", "39012000001131", "39012000000778"}) {
        const auto shown = test::circdesk(data, {"--json", "item", "show", item});
        EXPECT_EQ(shown.exit_code, 0) << shown.output;
        std::string text = shown.output;
        for (const std::string_view key : {"\"due_at\":\"", "\"lent_at\":\"", "\"seen_at\":\"", "\"since\":\"", "\"at\":\""})
            for (auto at = text.find(key); at != std::string::npos; at = text.find(key, at)) text.erase(at, text.find(',', at) - at);
        story += text;
    }
    return story;
}

/// A demo library in which the terminal has done what comes before the request.
std::filesystem::path library_for(const changing_request& request) {
    auto data = test::fresh_demo_library();
    if (request.before.empty()) return data;
    const test::running_daemon daemon(data, {.more_settings = desk_may_block});
    EXPECT_NE(ask(daemon, request.terminal, line_of(request.before)), "");
    return data;
}

TEST_P(killed_between_receiving_and_answering, is_done_once) {
    const auto& [step, request] = GetParam();
    const std::string line = line_of(request.message);

    const auto data = library_for(request);
    {
        // The login leaves the terminal's sign of life, and a PIN that was never wrong nothing: the
        // request's unit of work is the second.
        test::running_daemon faulty(data, {.program = CIRC_FAULTY_DAEMON,
                                           .more_settings = desk_may_block,
                                           .environment = "CIRC_DIE=" + step + " 2"});
        EXPECT_EQ(ask(faulty, request.terminal, line), "") << "killed before it could answer";
        EXPECT_EQ(faulty.wait(), -1);
    }
    const test::running_daemon again(data, {.more_settings = desk_may_block});
    const std::string answer = ask(again, request.terminal, line);
    EXPECT_TRUE(answer.starts_with(request.accepted)) << answer;
    const auto rows = test::all_rows(data);
    const std::string twice = ask(again, request.terminal, line);
    EXPECT_TRUE(twice.starts_with(request.accepted)) << twice;
    EXPECT_EQ(test::all_rows(data), rows) << "the repeat has changed something";

    const auto untroubled = library_for(request);
    const test::running_daemon calm(untroubled, {.more_settings = desk_may_block});
    EXPECT_TRUE(ask(calm, request.terminal, line).starts_with(request.accepted));
    EXPECT_EQ(test::row_counts(data), test::row_counts(untroubled));
    EXPECT_EQ(story_of(data), story_of(untroubled));
    const auto checked = test::circdesk(data, {"check"});
    EXPECT_EQ(checked.exit_code, 0) << checked.output;
}

INSTANTIATE_TEST_SUITE_P(steps, killed_between_receiving_and_answering, testing::ValuesIn(all_cuts()),
                         [](const auto& one) { return one.param.what.name + "_" + one.param.step; });

} // namespace
