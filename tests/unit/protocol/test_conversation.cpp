#include "protocol/sip2/client.hpp"
#include "protocol/sip2/conversation.hpp"
#include "tests/support/vectors.hpp"

#include <random>

namespace circ::protocol::sip2 {
namespace {

using test::vector_message;

/// What a conversation does with a line, as one text: `<handle>`, `<ignore>`, or what it sends,
/// `<close>` behind it when the connection is to end.
std::string reaction(const action& what) {
    if (std::holds_alternative<handle>(what)) return "<handle>";
    if (const auto* bytes = std::get_if<send>(&what)) return std::string{bytes->bytes};
    if (const auto* bytes = std::get_if<close_after>(&what))
        return std::string{bytes->bytes} + "<close>";
    return "<ignore>";
}

std::string reaction(conversation& to, std::string_view line) {
    framer lines;
    lines.feed(std::string{line} + "\r");
    const auto whole = lines.next();
    return whole ? reaction(to.receive(*whole)) : "<no line>";
}

bool observed(const conversation& by, observation_kind kind) {
    return std::ranges::any_of(by.observations(),
                               [&](const observation& each) { return each.kind == kind; });
}

response to_response(std::string_view line) {
    const auto parts = split_tail(line);
    return parse_response(parts.body, {}).value().value;
}

std::string answer_of(conversation& by, std::string_view line) {
    return std::string{by.answer(to_response(line))};
}

conversation_settings strictest() {
    conversation_settings settings;
    settings.wire.on_bad_width = fixed_part::strict;
    settings.checksum = checksum_check::require;
    settings.sequence = sequence_check::strict;
    return settings;
}

const std::string status = "9900802.00AY1AZFCA0", online = vector_message("V2.98.online");
const std::string checkout = vector_message("V2.11.checkout"), lent = vector_message("V2.12.ok");
const std::string damaged_checkout = vector_message("DLG.retry-damaged.3.SC");
const std::string again = "96AZFEF6\r", again_plain = "96\r";

// ---- Every sample ----

class sample : public ::testing::TestWithParam<test::vector_line> {};

constexpr auto label_of = [](const auto& tested) { return test::test_name(tested.param.label); };

bool is_resend(const test::vector_line& line) {
    return line.message.starts_with("97");
}

conversation_settings settings_for(const test::vector_line& line) {
    conversation_settings settings;
    if (line.label.starts_with("ENC.delim09")) settings.wire.delimiter = '\t';
    if (line.label.starts_with("ENC.delim80")) settings.wire.delimiter = '\x80';
    return settings;
}

bool goes(direction where, const test::vector_line& line) {
    const auto code = line.message.substr(0, 2);
    return std::ranges::any_of(message_names, [&](const message_name& name) {
        return name.code == code && name.sent_as == where;
    });
}

bool is_request(const test::vector_line& line) {
    return goes(direction::request, line);
}

bool is_answer(const test::vector_line& line) {
    return goes(direction::response, line);
}

TEST_P(sample, gets_the_reaction_its_remark_names) {
    const auto& line = GetParam();
    conversation talk{settings_for(line)};
    if (is_resend(line) && line.remark.find("-> 96") == std::string::npos) {
        ASSERT_EQ(reaction(talk, status), "<handle>");
        const auto sent = answer_of(talk, online);
        EXPECT_EQ(reaction(talk, line.message), sent);
    } else if (line.remark.find("-> 96") != std::string::npos || is_answer(line)) {
        EXPECT_EQ(reaction(talk, line.message).substr(0, 2), "96");
        EXPECT_FALSE(talk.observations().empty());
    } else {
        EXPECT_EQ(reaction(talk, line.message), "<handle>");
    }
}

INSTANTIATE_TEST_SUITE_P(irregular,
                         sample,
                         ::testing::ValuesIn(test::vectors_labelled({"TOL.", "BAD."})),
                         label_of);

TEST(conversation, reacts_to_samples_strictly_where_told_to) {
    std::size_t seen = 0;
    for (const auto& line : test::vectors_labelled({"TOL.", "BAD."})) {
        if (line.remark.find("strict: 96") != std::string::npos) {
            conversation talk{strictest()};
            EXPECT_EQ(reaction(talk, line.message).substr(0, 2), "96") << line.label;
            ++seen;
        } else if (line.remark.find("strict: no answer") != std::string::npos) {
            conversation_settings settings;
            settings.on_unknown = unknown_command::ignore;
            conversation talk{settings};
            EXPECT_EQ(reaction(talk, line.message), "<ignore>") << line.label;
            ++seen;
        }
    }
    EXPECT_EQ(seen, 17U);
}

TEST(conversation, handles_every_regular_request) {
    std::size_t seen = 0;
    for (const auto& line : test::vectors_labelled({"V1.", "V2.", "ENC.", "EXT."})) {
        if (!is_request(line) || is_resend(line)) continue;
        ++seen;
        conversation talk{settings_for(line)};
        EXPECT_EQ(reaction(talk, line.message), "<handle>") << line.label;
        EXPECT_TRUE(talk.observations().empty()) << line.label;
    }
    EXPECT_GT(seen, 40U);
}

// ---- Dialogues ----

struct turn {
    std::string request;
    std::string answer;
};

struct script {
    std::string name;
    std::vector<turn> turns;
};

std::ostream& operator<<(std::ostream& out, const script& s) {
    return out << s.name;
}

std::vector<script> scripts() {
    std::vector<script> all;
    for (const auto& line : test::vectors_labelled({"DLG."})) {
        const auto name = line.label.substr(4, line.label.find('.', 4) - 4);
        if (all.empty() || all.back().name != name) all.push_back({name, {}});
        if (line.label.ends_with(".SC"))
            all.back().turns.push_back({line.message, {}});
        else
            all.back().turns.back().answer = line.message;
    }
    return all;
}

/// Plays one turn and checks the answer's bytes.
void play(conversation& talk, const turn& next) {
    const auto heard = reaction(talk, next.request);
    const auto sent = heard == "<handle>" ? answer_of(talk, next.answer) : heard;
    EXPECT_EQ(sent, next.answer + "\r");
}

/// A turn that the terminal can repeat as it was: with a right tail, and carried out at first.
bool is_repeatable(const turn& next) {
    const auto parts = split_tail(next.request);
    return parts.state == checksum_state::good && parts.sequence;
}

class dialogue : public ::testing::TestWithParam<script> {};

TEST_P(dialogue, goes_as_written) {
    conversation talk{{}};
    for (const auto& next : GetParam().turns)
        play(talk, next);
}

TEST_P(dialogue, survives_a_damaged_request_at_each_step) {
    conversation talk{{}};
    for (const auto& next : GetParam().turns) {
        if (is_repeatable(next)) {
            auto damaged = next.request;
            damaged[damaged.size() / 2] = static_cast<char>(damaged[damaged.size() / 2] ^ 2);
            EXPECT_EQ(reaction(talk, damaged), again);
        }
        play(talk, next);
    }
}

TEST_P(dialogue, survives_a_lost_answer_at_each_step) {
    conversation talk{{}};
    for (const auto& next : GetParam().turns) {
        play(talk, next);
        if (!is_repeatable(next) || next.request.starts_with("99")) continue;
        EXPECT_EQ(reaction(talk, next.request), next.answer + "\r");
        EXPECT_TRUE(observed(talk, observation_kind::repeated_request));
    }
}

TEST_P(dialogue, survives_a_damaged_answer_at_each_step) {
    conversation talk{{}};
    for (const auto& next : GetParam().turns) {
        play(talk, next);
        const bool sent_96 = next.answer.starts_with("96");
        EXPECT_EQ(reaction(talk, "97AZFEF5"), sent_96 ? again : next.answer + "\r");
        EXPECT_TRUE(observed(talk, observation_kind::resend_requested));
    }
}

INSTANTIATE_TEST_SUITE_P(conversation,
                         dialogue,
                         ::testing::ValuesIn(scripts()),
                         [](const auto& tested) { return test::test_name(tested.param.name); });

// ---- Error detection of answers ----

struct form_case {
    std::string name;
    std::string request;
    error_detection answers;
    std::string answer;
};

TEST(conversation, ends_answers_as_the_settings_say) {
    using enum error_detection;
    const std::vector<form_case> cases = {
        {"mirror_both", "9300CNa|COb|AY3AZF9F1", mirror, "941AY3AZFDFA\r"},
        {"mirror_two_digits", "9300CNa|COb|AY10", mirror, "941AY10\r"},
        {"mirror_sequence_alone", "9300CNa|COb|AY3", mirror, "941AY3\r"},
        {"mirror_nothing", "9300CNa|COb|", mirror, "941\r"},
        {"always", "9300CNa|COb|AY3", always, "941AY3AZFDFA\r"},
        {"always_without_tail", "9300CNa|COb|", always, "941AY0AZFDFD\r"},
        {"never", "9300CNa|COb|AY3", never, "941\r"},
    };
    for (const auto& c : cases) {
        conversation_settings settings;
        settings.answers = c.answers;
        settings.checksum = checksum_check::ignore;
        conversation talk{settings};
        ASSERT_EQ(reaction(talk, c.request), "<handle>") << c.name;
        EXPECT_EQ(answer_of(talk, "941"), c.answer) << c.name;
    }
}

TEST(conversation, mirrors_a_checksum_without_sequence_number) {
    conversation talk{{}};
    ASSERT_EQ(reaction(talk, vector_message("TOL.seq-missing.99")), "<handle>");
    EXPECT_TRUE(
        answer_of(talk, "98YYYYYN05000320260317    1425012.00AORIV|BXYYYYYNYYYYYNNNNN|")
            .starts_with("98YYYYYN05000320260317    1425012.00AORIV|BXYYYYYNYYYYYNNNNN|AZ"));
}

TEST(conversation, asks_again_with_the_checksum_that_the_request_had) {
    conversation talk{{}};
    EXPECT_EQ(reaction(talk, damaged_checkout), again);
    EXPECT_EQ(reaction(talk, "XX"), again_plain);
}

TEST(conversation, ends_lines_in_crlf_where_the_terminal_wants_it) {
    conversation_settings settings;
    settings.terminator = line_end::crlf;
    conversation talk{settings};
    EXPECT_EQ(reaction(talk, "97"), "96\r\n");
    ASSERT_EQ(reaction(talk, "9300CNa|COb|"), "<handle>");
    EXPECT_EQ(talk.answer_raw("941"), "941\r\n");
}

TEST(conversation, cuts_answers_to_the_bytes_a_terminal_reads) {
    conversation_settings settings;
    settings.max_reply = 200;
    conversation talk{settings};
    ASSERT_EQ(reaction(talk, vector_message("V2.63.charged-1-10")), "<handle>");
    patron_information_response answer;
    answer.charged_items.assign(100, "39009000733019");
    const auto sent = talk.answer(answer);
    EXPECT_LE(sent.size(), 200U);
    EXPECT_GT(sent.size(), 180U);
    EXPECT_EQ(split_tail(sent.substr(0, sent.size() - 1)).state, checksum_state::good);
}

// ---- Memories ----

TEST(conversation, does_not_take_a_pushed_98_for_the_answer_of_a_request) {
    conversation talk{{}};
    ASSERT_EQ(reaction(talk, checkout), "<handle>");
    const auto pushed = answer_of(talk, online);
    EXPECT_EQ(reaction(talk, "97AZFEF5"), pushed);
    EXPECT_EQ(reaction(talk, checkout), "<handle>");
    EXPECT_FALSE(observed(talk, observation_kind::sequence_gap));
}

TEST(conversation, handles_a_repetition_whose_first_was_never_answered) {
    conversation talk{{}};
    ASSERT_EQ(reaction(talk, checkout), "<handle>");
    EXPECT_EQ(reaction(talk, checkout), "<handle>");
}

TEST(conversation, handles_a_repetition_that_does_not_follow_directly) {
    conversation talk{{}};
    ASSERT_EQ(reaction(talk, checkout), "<handle>");
    answer_of(talk, lent);
    ASSERT_EQ(reaction(talk, status), "<handle>");
    answer_of(talk, online);
    EXPECT_EQ(reaction(talk, checkout), "<handle>");
}

TEST(conversation, answers_sc_status_afresh_each_time) {
    conversation talk{{}};
    for (int round = 0; round < 3; ++round) {
        EXPECT_EQ(reaction(talk, status), "<handle>");
        EXPECT_FALSE(observed(talk, observation_kind::sequence_gap));
        answer_of(talk, online);
    }
}

TEST(conversation, handles_different_messages_under_one_sequence_number) {
    conversation talk{{}};
    ASSERT_EQ(reaction(talk, vector_message("V2.93.login")), "<handle>");
    answer_of(talk, "941");
    EXPECT_EQ(reaction(talk, "9900802.00AY0AZFCA1"), "<handle>");
    EXPECT_TRUE(observed(talk, observation_kind::sequence_gap));
}

TEST(conversation, handles_repetitions_without_sequence_number_or_when_told_to) {
    conversation_settings settings;
    conversation without_number{settings};
    settings.duplicates = duplicate_resend::off;
    conversation told_to{settings};
    for (int round = 0; round < 2; ++round) {
        EXPECT_EQ(reaction(without_number, vector_message("V2.noED.11.fee-ack")), "<handle>");
        answer_of(without_number, lent);
        EXPECT_EQ(reaction(told_to, checkout), "<handle>");
        answer_of(told_to, lent);
    }
}

TEST(conversation, repeats_what_it_sent_from_memory_when_asked) {
    conversation talk{{}};
    ASSERT_EQ(reaction(talk, checkout), "<handle>");
    const auto sent = answer_of(talk, lent);
    EXPECT_EQ(reaction(talk, damaged_checkout), again);
    EXPECT_EQ(reaction(talk, checkout), sent);
    EXPECT_EQ(reaction(talk, "97AZFEF5"), sent);
    EXPECT_EQ(reaction(talk, "97"), sent);
}

TEST(conversation, repeats_a_short_answer_without_the_end_of_a_longer_one) {
    conversation talk{{}};
    ASSERT_EQ(reaction(talk, vector_message("V2.63.charged-1-10")), "<handle>");
    patron_information_response longer;
    longer.charged_items.assign(100, "39009000733019");
    const auto length = talk.answer(longer).size();
    ASSERT_EQ(reaction(talk, status), "<handle>");
    const auto sent = answer_of(talk, online);
    EXPECT_LT(sent.size(), length);
    EXPECT_EQ(split_tail(sent.substr(0, sent.size() - 1)).state, checksum_state::good);
    EXPECT_EQ(reaction(talk, "97"), sent);
}

TEST(conversation, passes_on_a_resend_request_of_a_relayed_system) {
    conversation talk{{}};
    ASSERT_EQ(reaction(talk, checkout), "<handle>");
    EXPECT_EQ(talk.answer_raw("96"), again);
    EXPECT_EQ(reaction(talk, checkout), "<handle>");
}

// ---- Limits ----

TEST(conversation, closes_after_the_last_resend_request_in_a_row) {
    conversation talk{{.max_resend_requests = 3}};
    EXPECT_EQ(reaction(talk, "230012"), again_plain);
    EXPECT_EQ(reaction(talk, "230012"), again_plain);
    ASSERT_EQ(reaction(talk, "9900802.00"), "<handle>");
    EXPECT_EQ(reaction(talk, "97"), again_plain);
    EXPECT_EQ(reaction(talk, "97"), again_plain);
    EXPECT_EQ(reaction(talk, "97"), "96\r<close>");
    EXPECT_TRUE(observed(talk, observation_kind::too_many_resend_requests));
}

TEST(conversation, closes_for_no_stray_line_and_counts_none) {
    conversation talk{{.max_resend_requests = 3}};
    for (int round = 0; round < 10; ++round)
        EXPECT_EQ(reaction(talk, "XX"), again_plain);
    EXPECT_EQ(reaction(talk, "230012"), again_plain);
    EXPECT_EQ(reaction(talk, vector_message("V2.24.good")).substr(0, 2), "96");
    EXPECT_EQ(reaction(talk, "230012"), again_plain);
    EXPECT_EQ(reaction(talk, "230012"), "96\r<close>");
}

TEST(conversation, passes_over_stray_lines_also_where_a_tail_is_required) {
    auto settings = strictest();
    settings.on_unknown = unknown_command::ignore;
    conversation talk{settings};
    for (const auto* line : {"XX", "9", "24", "unknown command"})
        EXPECT_EQ(reaction(talk, line), "<ignore>") << line;
    EXPECT_EQ(reaction(talk, "9900802.00"), again_plain) << "a request, but without its tail";
    EXPECT_EQ(reaction(talk, "4220260317AY1AZ0000"), again) << "damaged: it may be one";
}

TEST(conversation, closes_on_a_line_too_long) {
    conversation talk{{}};
    EXPECT_EQ(reaction(talk, std::string(9000, '9')), "96\r<close>");
    EXPECT_TRUE(observed(talk, observation_kind::line_too_long));
    EXPECT_EQ(talk.give_up().bytes, again_plain);
}

// ---- Versions and what a 99 tells ----

struct version_case {
    std::string name;
    std::vector<std::string> lines;
    protocol_version agreed;
    version_choice choice = version_choice::negotiated;
    protocol_version configured = protocol_version::v2_00;
};

TEST(conversation, agrees_on_a_version) {
    using enum protocol_version;
    using enum version_choice;
    const std::vector<version_case> cases = {
        {"configured", {}, v2_00},
        {"configured_1_00", {}, v1_00, negotiated, v1_00},
        {"first", {"9900801.00"}, v1_00},
        {"between", {"9900801.50"}, v1_00},
        {"newer", {"9900803.00"}, v2_00},
        {"odd", {"9900302.0E"}, v2_00, negotiated, v1_00},
        {"older", {"9900400.90"}, older},
        {"unreadable", {"990080ABCD"}, v1_00, negotiated, v1_00},
        {"login", {"9300CNa|COb|"}, v2_00, negotiated, v1_00},
        {"changed_again", {"9300CNa|COb|", "9900801.00", "9900802.00", "9900801.00"}, v1_00},
        {"fixed", {"9300CNa|COb|", "9900802.00"}, v1_00, fixed, v1_00},
    };
    for (const auto& c : cases) {
        conversation_settings settings;
        settings.version = c.choice;
        settings.wire.version = c.configured;
        conversation talk{settings};
        for (const auto& line : c.lines)
            EXPECT_EQ(reaction(talk, line), "<handle>") << c.name;
        EXPECT_EQ(talk.version(), c.agreed) << c.name;
        EXPECT_EQ(talk.speaks().version, c.agreed == older ? v1_00 : c.agreed) << c.name;
    }
}

TEST(conversation, remembers_the_print_width) {
    conversation talk{{}};
    EXPECT_EQ(talk.print_width(), std::nullopt);
    for (const auto& [line, width] :
         std::vector<std::pair<std::string, std::optional<std::size_t>>>{
             {"9900402.00", 40}, {"990 802.00", 80}, {"990ABC2.00", std::nullopt}}) {
        EXPECT_EQ(reaction(talk, line), "<handle>");
        EXPECT_EQ(talk.print_width(), width) << line;
    }
}

TEST(conversation, handles_messages_newer_than_the_version_and_says_so) {
    conversation talk{{}};
    ASSERT_EQ(reaction(talk, "9900801.00"), "<handle>");
    ASSERT_EQ(reaction(talk, vector_message("V2.noED.17")), "<handle>");
    EXPECT_TRUE(observed(talk, observation_kind::newer_than_its_version));
}

// ---- Sequence numbers ----

TEST(conversation, watches_the_sequence_numbers) {
    const auto numbered = [](int number) {
        std::string line = "9900802.00";
        append_tail(line, {.sequence = std::to_string(number), .with_checksum = true});
        return line;
    };
    conversation talk{{}};
    for (const int number : {8, 9, 0, 1, 2})
        EXPECT_EQ(reaction(talk, numbered(number)), "<handle>");
    EXPECT_TRUE(talk.observations().empty());
    EXPECT_EQ(reaction(talk, numbered(7)), "<handle>");
    ASSERT_TRUE(observed(talk, observation_kind::sequence_gap));
    EXPECT_EQ(talk.observations().front().detail, "7 after 2");

    conversation strict{strictest()};
    EXPECT_EQ(reaction(strict, numbered(2)), "<handle>");
    EXPECT_EQ(reaction(strict, numbered(7)), again);
    EXPECT_EQ(reaction(strict, numbered(3)), "<handle>");
    EXPECT_EQ(reaction(strict, numbered(10)), again);

    conversation_settings settings;
    settings.sequence = sequence_check::off;
    conversation blind{settings};
    EXPECT_EQ(reaction(blind, numbered(2)), "<handle>");
    EXPECT_EQ(reaction(blind, numbered(7)), "<handle>");
    EXPECT_TRUE(blind.observations().empty());
}

TEST(conversation, ignores_or_requires_checksums_as_told) {
    conversation_settings settings;
    settings.checksum = checksum_check::ignore;
    conversation trusting{settings};
    EXPECT_EQ(reaction(trusting, vector_message("BAD.cs-wrong.23")), "<handle>");
    EXPECT_TRUE(trusting.observations().empty());

    settings.checksum = checksum_check::require;
    conversation demanding{settings};
    EXPECT_EQ(reaction(demanding, vector_message("V2.noED.23")), again_plain);
    EXPECT_TRUE(observed(demanding, observation_kind::checksum_missing));
    EXPECT_EQ(reaction(demanding, vector_message("V2.23.status")), "<handle>");
}

// ---- The rest ----

TEST(conversation, gives_a_request_without_its_passwords) {
    conversation talk{{}};
    const auto what = talk.receive({.text = checkout});
    const auto& handled = std::get<handle>(what);
    EXPECT_TRUE(handled.repeatable.ends_with("|BON|BIN|"));
    EXPECT_EQ(without_passwords(handled, '|'),
              "11YN20260317    142615                  AORIV|AA29009000000137|AB39009000412083|BON|"
              "BIN|");
    const auto sorted = talk.receive({.text = "3520260317    143255AC1|AD2|AA3|AORIV"});
    EXPECT_EQ(without_passwords(std::get<handle>(sorted), '|'), "3520260317    143255AA3|AORIV|");
}

TEST(conversation, takes_any_bytes) {
    std::mt19937 random{3};
    const auto samples = test::vectors_labelled({"V2.", "BAD.", "TOL."});
    for (int round = 0; round < 4000; ++round) {
        auto line = samples[random() % samples.size()].message;
        for (auto changes = random() % 4; changes > 0 && !line.empty(); --changes)
            line[random() % line.size()] = static_cast<char>(random() % 256);
        conversation talk{round % 2 == 0 ? conversation_settings{} : strictest()};
        const auto what = talk.receive({.text = line});
        const auto* const handled = std::get_if<handle>(&what);
        EXPECT_TRUE(handled == nullptr || !without_passwords(*handled, '|').empty());
    }
}

TEST(client, writes_lines_that_a_conversation_takes) {
    EXPECT_EQ(client_line(sc_status_request{.max_print_width = three_digits{80},
                                            .protocol_version = protocol_version::v2_00},
                          11,
                          {}),
              "9900802.00AY1AZFCA0\r");
    EXPECT_EQ(client_line(acs_resend_request{}, 5, {}), "97AZFEF5\r");
    EXPECT_EQ(client_line(acs_resend_request{}, std::nullopt, {}), "97\r");
}

TEST(client, judges_answers) {
    const std::vector<std::tuple<std::string, answer_check, std::string>> cases = {
        {"941AY0AZFDFD", answer_check::good, "941"},
        {"941", answer_check::good, "941"},
        {"941AY0AZFDFE", answer_check::damaged, "941"},
        {"941AY3AZFDFA", answer_check::other_sequence, "941"},
        {"96AZFEF6", answer_check::resend_wanted, "96"},
    };
    for (const auto& [line, verdict, body] : cases) {
        const auto checked = check_answer(line, 10, {});
        EXPECT_EQ(checked.verdict, verdict) << line;
        EXPECT_EQ(checked.body, body) << line;
    }
}

} // namespace
} // namespace circ::protocol::sip2
