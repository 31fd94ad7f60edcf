// What holds for each message that there is.
#include "tests/unit/ncip/documents.hpp"
#include "tests/unit/ncip/filling.hpp"
#include "tests/unit/ncip/schema.hpp"

#include "protocol/ncip/messages/check_out_item.hpp"
#include "protocol/ncip/messages/lookup_user.hpp"
#include "protocol/ncip/reference.hpp"

#include <cstdlib>
#include <set>

namespace circ::protocol::ncip::test {
namespace {

std::vector<std::string> message_names() {
    std::vector<std::string> names;
    for (const auto* each : all_messages())
        names.emplace_back(each->name);
    return names;
}

message in_an_envelope(any_message body) {
    message made;
    made.service = body.table()->name;
    initiation_header asks;
    asks.from_agency_id.agency_id = {"KIOSK", "urn:agencies"};
    asks.to_agency_id.agency_id.value = "MAIN";
    asks.from_system_authentication = secret("s&cret");
    if (body.table()->role == service_role::response)
        made.response_header = answer_to(asks);
    else
        made.initiation_header = asks;
    made.body = std::move(body);
    if (made.service.starts_with("LookupVersion")) { // has its agencies in itself
        made.initiation_header.reset();
        made.response_header.reset();
    }
    return made;
}

/// A version as a reader takes it from the document.
message as_read(message made, const std::string& document, const dialect& as = {}) {
    made.version = read(document, as).version;
    made.release = read(document, as).release;
    return made;
}

class each_message : public ::testing::TestWithParam<std::string> {
protected:
    const message_table& table = *message_by_name(GetParam());
    const bool is_version = GetParam().starts_with("LookupVersion");
};
INSTANTIATE_TEST_SUITE_P(ncip, each_message, ::testing::ValuesIn(message_names()), name_of);

TEST_P(each_message, is_read_as_it_was_written) {
    for (const auto which : {beside::data, beside::problem}) {
        if (which == beside::problem && table.problems == nullptr) continue;
        for (std::size_t alternative = 0; alternative < 4; ++alternative) {
            const auto sent = in_an_envelope(filling(alternative).fill(table, which));
            const auto document = serialize(sent);
            const auto got = read(document);
            EXPECT_EQ(got, as_read(sent, document)) << document << shown(got) << "is not\n"
                                                    << shown(sent);
        }
    }
}

TEST_P(each_message, is_read_as_it_was_written_in_every_dialect) {
    std::mt19937 random{20261122};
    for (unsigned round = 0; round < 24; ++round) {
        dialect as;
        as.names = static_cast<name_style>(random() % 3);
        as.attributes = static_cast<attribute_style>(random() % 2);
        as.dates = random() % 2 == 0 ? date_style::utc : date_style::offset;
        as.utc_offset = [](instant) { return std::chrono::minutes{-210}; };
        as.money = static_cast<money_unit>(random() % 2);
        const auto sent = in_an_envelope(filling(random() % 4, random).fill(table, beside::data));
        const auto document = serialize(sent, as);
        const auto got = read(document, as);
        EXPECT_EQ(got, as_read(sent, document, as)) << document << shown(got);
    }
}

TEST_P(each_message, is_valid_in_all_its_parts) {
    if (!schema_folder()) GTEST_SKIP() << "NCIP_SCHEMA_DIR is not set";
    for (const auto which : {beside::data, beside::problem}) {
        if (which == beside::problem && (table.problems == nullptr || is_version)) continue;
        // Of these the first alternative stands alone.
        const bool second = GetParam() == "ItemRequested" || GetParam() == "RenewItemResponse";
        const auto document = serialize(in_an_envelope(filling(second ? 1 : 0).fill(table, which)));
        EXPECT_EQ(complaints_about(document), "") << document;
    }
}

TEST_P(each_message, is_answered_by_a_refusal_of_its_own_type) {
    if (table.role == service_role::response) {
        EXPECT_EQ(table.response, nullptr);
        return;
    }
    message asked = in_an_envelope(any_message(table));
    const auto answer = refusal_of(asked, {problem{.problem_type = {"Unsupported Service"}}});
    EXPECT_EQ(answer.service, GetParam() + "Response");
    const auto got = read(serialize(answer));
    EXPECT_EQ(got.service, answer.service);
    ASSERT_EQ(got.problems().size(), 1U);
    EXPECT_EQ(got.problems()[0].problem_type.value, "Unsupported Service");
    EXPECT_FALSE(got.has(errc::missing_field));
}

TEST(ncip_messages, have_one_name_each) {
    const auto names = message_names();
    EXPECT_EQ(std::set(names.begin(), names.end()).size(), names.size());
    EXPECT_EQ(message_by_name("AuthenticateUser"), nullptr);
}

TEST(ncip_messages, leave_out_what_a_release_does_not_have) {
    lookup_user_response body;
    body.user_id.user_identifier_value = "1";
    body.loaned_item.emplace_back().item_id.item_identifier_value = "2";
    body.loaned_item[0].bibliographic_id.emplace_back();
    const message sent = in_an_envelope(body);
    const auto got = read(serialize(sent, {.release = release::v2_01, .currency = "USD"}));
    const auto& loan = got.body.get_if<lookup_user_response>()->loaned_item.at(0);
    EXPECT_TRUE(loan.bibliographic_id.empty());
    EXPECT_EQ(loan.amount, (money{"USD", 0}));
    EXPECT_EQ(loan.reminder_level, 1U);
    EXPECT_EQ(got.release, release::v2_01);
}

TEST(ncip_messages, show_values_and_no_secrets) {
    check_out_item_request body;
    body.item_id.item_identifier_value = "31000000001";
    for (const auto& [kind, data] : {std::pair{"Barcode Id", "21000000001"}, {"PIN", "4711"}})
        body.authentication_input.push_back(
            {.authentication_input_data = secret(data), .authentication_input_type = {kind}});
    const auto text = describe_in_lines(in_an_envelope(body));
    EXPECT_THAT(text,
                ::testing::HasSubstr("CheckOutItem/ItemId/ItemIdentifierValue: 31000000001\n"));
    EXPECT_THAT(text,
                ::testing::HasSubstr("AuthenticationInput/AuthenticationInputData: 21000000001\n"));
    EXPECT_THAT(text, ::testing::HasSubstr("AuthenticationInput/AuthenticationInputData: ****\n"));
    EXPECT_THAT(text, ::testing::HasSubstr("InitiationHeader/FromSystemAuthentication: ****\n"));
    EXPECT_THAT(text, ::testing::Not(::testing::HasSubstr("4711")));
    EXPECT_THAT(text, ::testing::Not(::testing::HasSubstr("cret\n")));
}

TEST(ncip_messages, have_a_reference_page_that_is_up_to_date) {
    const std::string path = CIRC_TEST_DATA "/../../docs/reference/ncip-messages.md";
    if (std::getenv("CIRC_TEST_ACCEPT") != nullptr) {
        std::ofstream(path) << reference_page();
        GTEST_SKIP() << "recorded";
    }
    EXPECT_EQ(contents_of(path), reference_page())
        << "run with CIRC_TEST_ACCEPT=1 and look at the difference";
}

} // namespace
} // namespace circ::protocol::ncip::test
