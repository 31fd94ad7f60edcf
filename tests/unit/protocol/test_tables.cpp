#include "tests/unit/protocol/table_tools.hpp"

#include "protocol/sip2/any_message.hpp"
#include "protocol/sip2/checksum.hpp"
#include "protocol/sip2/dictionary.hpp"
#include "protocol/sip2/reference.hpp"
#include "protocol/sip2/serialize.hpp"

#include <boost/json.hpp>

#include <cstdlib>
#include <fstream>
#include <sstream>

namespace circ::protocol::sip2 {
namespace {

namespace json = boost::json;

std::string contents_of(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return (std::ostringstream() << file.rdbuf()).str();
}

/// The tables as they were gathered from the standard, independent of ours.
const json::object& standard() {
    static const json::value page =
        json::parse(contents_of(CIRC_TEST_DATA "/sip2/sip2_messages.json"));
    return page.as_object();
}

std::string_view text_of(const json::value& value) {
    return {value.as_string().data(), value.as_string().size()};
}

/// The standard's spelling of a name as ours: "on-line status" is online_status.
std::string spelled_as_ours(std::string_view name) {
    std::string ours;
    for (const char c : name) {
        if (c != '-') {
            ours += c == ' ' || c == '/' ? '_' : static_cast<char>(std::tolower(c));
        }
    }
    return ours;
}

class standard_message : public testing::TestWithParam<std::size_t> {
protected:
    const json::object& expected = standard().at("messages").as_array().at(GetParam()).as_object();
    const message_table& ours = table_with_code(text_of(expected.at("code")));
};

std::string name_of(const testing::TestParamInfo<std::size_t>& info) {
    const auto& message = standard().at("messages").as_array().at(info.param).as_object();
    return "message_" + std::string(text_of(message.at("code")));
}

INSTANTIATE_TEST_SUITE_P(tables, standard_message, testing::Range<std::size_t>(0, 31), name_of);

TEST(standard_messages, are_all_here) {
    EXPECT_EQ(standard().at("messages").as_array().size(), all_tables().size());
    EXPECT_EQ(message_names.size(), all_tables().size());
}

TEST_P(standard_message, has_our_title_direction_and_release) {
    EXPECT_EQ(ours.title, text_of(expected.at("name")));
    EXPECT_EQ(ours.sent_as == direction::request, text_of(expected.at("direction")) == "SC->ACS");
    EXPECT_EQ(ours.introduced == protocol_version::v2_00,
              text_of(expected.at("version")) == "2.00");
}

TEST_P(standard_message, has_our_fixed_part) {
    const auto& fixed = expected.at("fixed").as_array();
    ASSERT_EQ(ours.fixed.size(), fixed.size());
    std::size_t offset = 2;
    for (std::size_t i = 0; i < fixed.size(); ++i) {
        const auto& field = fixed[i].as_object();
        EXPECT_EQ(ours.fixed[i].name, spelled_as_ours(text_of(field.at("name"))));
        EXPECT_EQ(offset, field.at("offset").to_number<std::size_t>());
        EXPECT_EQ(ours.fixed[i].value->width, field.at("length").to_number<std::size_t>());
        offset += ours.fixed[i].value->width;
    }
    EXPECT_EQ(ours.fixed_end(), expected.at("id_fields_offset").to_number<std::size_t>());
}

TEST_P(standard_message, has_our_fields_in_our_order) {
    const auto& fields = expected.at("fields").as_array();
    ASSERT_EQ(ours.fields.size(), fields.size());
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const auto& field = fields[i].as_object();
        const auto& row = ours.fields[i];
        EXPECT_EQ(row.id, text_of(field.at("id")));
        EXPECT_EQ(look_up(row.id).name, spelled_as_ours(text_of(field.at("name")))) << row.id;
        EXPECT_EQ(row.occurs == required, field.at("required").as_bool()) << row.id;
        EXPECT_EQ(row.occurs == repeated, field.at("repeatable").as_bool()) << row.id;
        const bool later = row.added == since::v2_00 || ours.introduced == protocol_version::v2_00;
        EXPECT_EQ(later, text_of(field.at("version")) == "2.00") << row.id;
        const auto longest = field.at("max_length").to_number<std::size_t>();
        EXPECT_TRUE(row.value->width == longest || longest == 255) << row.id;
    }
}

void expect_clean_and_written_back(const message_table& table,
                                   std::string_view sample,
                                   const dialect& as) {
    const auto body = split_tail(sample).body;
    std::vector<fault> faults;
    std::string again;
    if (table.sent_as == direction::request) {
        const auto received = parse_request(body, as);
        ASSERT_TRUE(received) << sample;
        faults = received->faults;
        serialize(again, view_of(received->value), as);
    } else {
        const auto received = parse_response(body, as);
        ASSERT_TRUE(received) << sample;
        faults = received->faults;
        serialize(again, view_of(received->value), as);
    }
    EXPECT_EQ(faults, std::vector<fault>{}) << sample;
    EXPECT_EQ(again, as_we_write_it(table, body));
}

TEST_P(standard_message, has_samples_that_read_clean_and_are_written_back) {
    for (const auto& sample : expected.at("samples").as_array()) {
        expect_clean_and_written_back(ours, text_of(sample), {});
    }
    if (const auto* samples = expected.if_contains("samples_v1")) {
        for (const auto& sample : samples->as_array()) {
            expect_clean_and_written_back(
                ours, text_of(sample), {.version = protocol_version::v1_00});
        }
    }
}

TEST(dictionary, names_every_id_of_the_standard_as_the_standard_does) {
    for (const auto& field : standard().at("fields").as_object()) {
        const std::string_view id{field.key().data(), field.key().size()};
        EXPECT_EQ(look_up(id).name, spelled_as_ours(text_of(field.value().as_object().at("name"))));
        EXPECT_FALSE(look_up(id).extension) << id;
    }
}

TEST(dictionary, takes_an_unknown_id_for_personal) {
    EXPECT_EQ(look_up("QZ").shown, privacy::personal);
    EXPECT_EQ(look_up("aa").shown, privacy::personal);
    EXPECT_EQ(look_up("").shown, privacy::personal);
}

TEST(reference, is_what_the_manual_shows) {
    const std::string path = CIRC_TEST_DATA "/../../docs/reference/sip2-messages.md";
    if (std::getenv("CIRC_TEST_ACCEPT") != nullptr) {
        std::ofstream(path, std::ios::binary) << reference_page();
        GTEST_SKIP() << "recorded again";
    }
    EXPECT_EQ(contents_of(path), reference_page());
}

} // namespace
} // namespace circ::protocol::sip2
