// What the dialogues say is valid by NISO's schema, and reads back as what was meant.
#include "protocol/ncip/parse.hpp"
#include "protocol/ncip/serialize.hpp"
#include "tests/unit/ncip/schema.hpp"
#include "tests/unit/relay/dialogue_case.hpp"

namespace circ::test {
namespace {

namespace ncip = protocol::ncip;

/// All messages of a case.
std::vector<ncip::message> said_in(const dialogue_case& of) {
    const auto settings = settings_of(of);
    relay::backend_memory memory;
    relay::session_cache session;
    auto now = noon();
    std::vector<ncip::message> said;
    for (const act& each : of.acts) {
        if (!each.wait.empty()) now += std::chrono::seconds(std::stoi(each.wait));
        relay::dialogue talk(
            operation_of(each, of, now),
            {.settings = settings, .memory = &memory, .session = &session, .now = now});
        for (const exchange& one : each.exchanges) {
            const auto* call = std::get_if<relay::call>(&talk.next());
            if (call == nullptr) break; // begun after a doubt, in the case
            said.push_back(call->message);
            auto answer = reaction_of(one.answer, *call);
            if (const auto* why = std::get_if<relay::failure>(&answer))
                talk.failed(*why);
            else
                talk.answered(std::get<ncip::message>(std::move(answer)));
        }
        now += std::chrono::seconds(1);
    }
    return said;
}

/// The form that one system wants although no schema knows it.
bool is_knowingly_invalid(const dialogue_case& of) {
    const auto how = settings_of(of)->backend.pin_check;
    return how == config::ncip_pin_check::user_id_and_pin ||
           how == config::ncip_pin_check::user_id_and_login;
}

TEST(what_is_said, reads_back_as_it_was_meant) {
    for (const auto& of : read_cases())
        for (const auto& each : said_in(of)) {
            const auto read = ncip::parse(ncip::serialize(each));
            ASSERT_TRUE(std::holds_alternative<ncip::message>(read)) << of;
            EXPECT_EQ(std::get<ncip::message>(read).body, each.body) << of;
            EXPECT_TRUE(std::get<ncip::message>(read).faults.empty() || is_knowingly_invalid(of))
                << of;
        }
}

TEST(what_is_said, is_valid) {
    if (!ncip::test::schema_folder()) GTEST_SKIP() << "NCIP_SCHEMA_DIR is not set";
    std::size_t messages = 0;
    for (const auto& of : read_cases())
        for (const auto& each : said_in(of)) {
            if (is_knowingly_invalid(of)) continue;
            const std::string document = ncip::serialize(each);
            EXPECT_EQ(ncip::test::complaints_about(document), "") << of << '\n' << document;
            ++messages;
        }
    EXPECT_GT(messages, 200U);
}

} // namespace
} // namespace circ::test
