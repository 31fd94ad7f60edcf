#include "tests/unit/protocol/table_tools.hpp"

#include "protocol/sip2/describe.hpp"
#include "protocol/sip2/hide_fields.hpp"
#include "protocol/sip2/parse.hpp"
#include "protocol/sip2/serialize.hpp"

namespace circ::protocol::sip2 {
namespace {

/// A frame in a buffer of exactly its size, so that a sanitizer sees one byte too far.
class exact_frame {
public:
    explicit exact_frame(std::string_view text)
        : bytes_(std::make_unique<char[]>(text.size())), size_(text.size()) {
        std::ranges::copy(text, bytes_.get());
    }
    [[nodiscard]] std::string_view view() const { return {bytes_.get(), size_}; }

private:
    std::unique_ptr<char[]> bytes_;
    std::size_t size_;
};

template <message M>
std::string wire_of(const M& value, const dialect& as = {}) {
    std::string out;
    serialize(out, value, as);
    return out;
}

template <class M>
class every_message : public testing::Test {};

template <class... Requests, class... Responses>
auto all_of(message_types<Requests...>, message_types<Responses...>)
    -> testing::Types<Requests..., Responses...>;
TYPED_TEST_SUITE(every_message, decltype(all_of(request_types{}, response_types{})));

TYPED_TEST(every_message, comes_back_as_it_was_sent) {
    for (const auto& sent : {filled<TypeParam>(), TypeParam{}}) {
        const exact_frame frame(wire_of(sent));
        const auto received = parse<TypeParam>(frame.view(), {});
        EXPECT_EQ(received.faults, std::vector<fault>{}) << frame.view();
        EXPECT_TRUE(received.value == sent) << frame.view();
    }
}

TYPED_TEST(every_message, cut_at_any_byte_reads_to_something_that_comes_back_too) {
    const auto whole = wire_of(filled<TypeParam>());
    for (std::size_t length = 2; length < whole.size(); ++length) {
        const exact_frame frame(whole.substr(0, length));
        const auto cut = parse<TypeParam>(frame.view(), {});
        const auto again = parse<TypeParam>(wire_of(cut.value), {});
        EXPECT_TRUE(again.value == cut.value) << frame.view();
    }
}

TYPED_TEST(every_message, is_read_with_one_byte_too_many_at_its_end) {
    const auto sent = filled<TypeParam>();
    const exact_frame frame(wire_of(sent) + "X");
    const auto received = parse<TypeParam>(frame.view(), {});
    EXPECT_TRUE(received.has(errc::short_segment));
    EXPECT_TRUE(received.value == sent);
}

TYPED_TEST(every_message, finds_its_fields_behind_a_fixed_part_of_the_wrong_length) {
    const auto& table = table_of<TypeParam>();
    const auto whole = wire_of(filled<TypeParam>());
    const auto fields = whole.substr(table.fixed_end());
    for (std::size_t length = 2; length < table.fixed_end(); ++length) {
        const auto received = parse<TypeParam>(whole.substr(0, length) + fields, {});
        EXPECT_TRUE(received.has(errc::bad_fixed_width)) << length;
        EXPECT_EQ(wire_of(received.value).substr(table.fixed_end()), fields) << length;
    }
    const auto longer = parse<TypeParam>(whole.substr(0, table.fixed_end()) + "0" + fields, {});
    EXPECT_TRUE(longer.has(errc::bad_fixed_width));
    EXPECT_TRUE(longer.value == filled<TypeParam>());

    const dialect strict{.on_bad_width = fixed_part::strict};
    const auto damaged = table.fixed.empty() ? whole + "0" : whole.substr(0, 2) + fields;
    const auto refused = parse<TypeParam>(damaged, strict);
    EXPECT_EQ(refused.faults, (std::vector<fault>{{errc::unreadable_message, {}, {}}}));
    EXPECT_TRUE(refused.value == TypeParam{});
}

TYPED_TEST(every_message, keeps_unknown_fields_and_the_first_of_repeated_ones) {
    auto sent = filled<TypeParam>();
    auto frame = wire_of(sent);
    std::vector<fault> expected;
    for (const auto& row : table_of<TypeParam>().fields) {
        if (row.occurs != repeated) {
            frame += std::string(row.id) + "again|";
            const bool hidden = row.id == "AC" || row.id == "AD" || row.id == "CO";
            expected.push_back({errc::repeated_field, row.id, hidden ? "" : "again"});
        }
    }
    frame += "||QZ|zzlower case|";
    sent.extensions.push_back({"QZ", ""});
    sent.extensions.push_back({"zz", "lower case"});

    const auto received = parse<TypeParam>(frame, {});
    EXPECT_TRUE(received.value == sent) << frame;
    if (!table_of<TypeParam>().fields.empty()) {
        EXPECT_EQ(received.faults, expected);
    }
}

TYPED_TEST(every_message, never_writes_what_would_break_the_frame) {
    TypeParam message;
    const auto& table = table_of<TypeParam>();
    for (const auto& row : table.fields) {
        if (row.value->width == 0) {
            static_cast<void>(row.value->take(row.member(&message),
                                              "a|b\rc\x7F"
                                              "d\n"));
        }
    }
    message.extensions = {{"Z|", "x"}, {"ZZZ", "x"}, {"Z\r", "x"}, {"ZZ", "x|y\r"}};
    const auto out = wire_of(message);
    EXPECT_TRUE(std::ranges::all_of(out, [](char c) { return c >= ' ' && c <= '~'; })) << out;
    EXPECT_TRUE(out.ends_with("ZZx y |")) << out;
    const auto first = out.find("a b c d ");
    EXPECT_TRUE(table.fields.empty() || first != std::string::npos) << out;
}

TYPED_TEST(every_message, shows_no_password_and_no_name) {
    auto message = filled<TypeParam>();
    message.extensions.push_back({"CY", "29009000000244"});
    message.extensions.push_back({"PB", "19870209"});
    const auto line = describe_in_line(message);
    for (const std::string_view hidden : {"some ac",
                                          "some ad",
                                          "some ae",
                                          "some aa",
                                          "some bd",
                                          "some be",
                                          "some bf",
                                          "some co",
                                          "19870209",
                                          "29009000000244",
                                          "vendor's"}) {
        EXPECT_EQ(line.find(hidden), std::string::npos) << line;
    }
    EXPECT_NE(line.find("hold_patron_id=…0244"), std::string::npos) << line;
    const auto open = describe_in_line(message, personal_data::shown);
    EXPECT_NE(open.find("19870209"), std::string::npos);
    EXPECT_EQ(open.find("some ac"), std::string::npos);
    EXPECT_EQ(open.find("some ad"), std::string::npos);
}

TEST(serialize, cuts_a_value_at_255_bytes_and_never_inside_a_character) {
    item_information_request message{.item_identifier = std::string(254, 'x') + "é" + "tail"};
    const auto field_of = [&](charset encoding) {
        const auto out = wire_of(message, {.encoding = encoding});
        const auto start = out.find("|AB") + 3;
        return out.substr(start, out.find('|', start) - start);
    };
    EXPECT_EQ(field_of(charset::utf8), std::string(254, 'x'));
    EXPECT_EQ(field_of(charset::cp850), std::string(254, 'x') + "\x82");
}

TEST(serialize, leaves_optional_fields_out_that_have_no_content) {
    const item_information_request message{.institution_id = "RIV", .terminal_password = secret{}};
    EXPECT_EQ(wire_of(message), "17                  AORIV|AB|");
}

TEST(serialize, hides_later_fields_from_a_terminal_of_the_first_release) {
    const auto message = filled<checkin_response>();
    EXPECT_EQ(wire_of(message, {.version = protocol_version::v1_00}),
              "10"
              "1YYY20260317   Z142530"
              "AOsome ao für|ABsome ab für|AQsome aq für|AJsome aj für|AFsome af für|AFsecond af|"
              "AGsome ag für|AGsecond ag|");
}

struct trimming {
    std::string name;
    std::size_t max_bytes;
    std::vector<std::size_t> left; ///< entries of AS, AU, AG, AF
};
void PrintTo(const trimming& c, std::ostream* out) {
    *out << c.name;
}

class reply_size : public testing::TestWithParam<trimming> {
protected:
    static patron_information_response message() {
        patron_information_response all;
        all.hold_items = {"h1", "h2"};
        all.charged_items = {"c1", "c2", "c3"};
        all.screen_message = {"s1", "s2"};
        all.print_line = {"p1"};
        return all;
    }
};

TEST_P(reply_size, gives_up_lists_then_print_lines_then_messages_but_never_required_fields) {
    const auto& c = GetParam();
    std::string out = "before";
    serialize_within(out, message(), {}, c.max_bytes);
    ASSERT_TRUE(out.starts_with("before64"));
    const auto received = parse<patron_information_response>(out.substr(6), {}).value;
    EXPECT_EQ((std::vector{received.hold_items.size(),
                           received.charged_items.size(),
                           received.print_line.size(),
                           received.screen_message.size()}),
              c.left);
    EXPECT_EQ(parse<patron_information_response>(out.substr(6), {}).faults, std::vector<fault>{});
}

// Without any list it has 61 + 9 bytes; each entry takes 5.
INSTANTIATE_TEST_SUITE_P(protocol,
                         reply_size,
                         testing::Values(trimming{"all_fits", 110, {2, 3, 1, 2}},
                                         trimming{"one_byte_short", 109, {2, 2, 1, 2}},
                                         trimming{"loans_gone", 95, {2, 0, 1, 2}},
                                         trimming{"holds_begin", 94, {1, 0, 1, 2}},
                                         trimming{"print_line_gone", 80, {0, 0, 0, 2}},
                                         trimming{"one_message", 75, {0, 0, 0, 1}},
                                         trimming{"nothing_but_required", 0, {0, 0, 0, 0}}),
                         [](const auto& each) { return each.param.name; });

TEST(hide_fields, empties_what_a_terminal_must_not_have_but_nothing_required) {
    response answer = filled<patron_information_response>();
    std::get<patron_information_response>(answer).extensions = {{"PB", "1987"}, {"PC", "adult"}};
    const std::vector<std::string> ids{"BD", "AU", "BL", "AE", "PB", "XX"};
    hide_fields(answer, ids);

    auto expected = filled<patron_information_response>();
    expected.home_address.reset();
    expected.charged_items.clear();
    expected.valid_patron.reset();
    expected.extensions = {{"PC", "adult"}};
    EXPECT_TRUE(std::get<patron_information_response>(answer) == expected);
}

TEST(describe, escapes_what_no_terminal_should_see) {
    const auto received =
        parse<item_information_request>("1720260317    142530AORIV|ABx\x1B[2J\\\n|", {});
    const auto rows = describe(received.value);
    EXPECT_EQ(rows.back().name, "item_identifier");
    EXPECT_EQ(rows.back().id, "AB");
    EXPECT_EQ(rows.back().value, R"(x\x1B[2J\\\x0A)");
}

TEST(parse, looks_at_every_byte_wherever_it_stands) {
    const std::string front = "1720260317    142530AOriver|AB";
    for (std::size_t place = 0; place < 16; ++place) {
        for (int any = 0; any < 256; ++any) {
            std::string value(16, 'x');
            value[place] = static_cast<char>(any);
            if (value[place] == '|') continue;
            const exact_frame frame(front + value + '|');
            const auto message = parse<item_information_request>(frame.view(), {});
            const bool is_control = any < 0x20 || any == 0x7F;
            EXPECT_EQ(message.has(errc::control_character), is_control) << any << " at " << place;
            if (any >= 0x80) value.replace(place, 1, "\xEF\xBF\xBD");
            EXPECT_EQ(message.value.item_identifier, value) << any << " at " << place;
        }
    }
}

TEST(describe, says_what_is_wrong_without_telling_who_it_is_about) {
    const auto in_line = [](const fault& each) { return describe_in_line(each); };
    EXPECT_EQ(in_line({errc::bad_fixed_width, {}, {}}), "the fixed part has the wrong length");
    EXPECT_EQ(in_line({errc::missing_field, "AB", {}}), "a required field is missing: AB");
    EXPECT_EQ(in_line({errc::bad_value, "no_block", "\x1B"}),
              R"(the value is not allowed here: no_block "\x1B")");
    EXPECT_EQ(in_line({errc::repeated_field, "AA", "29009000000137"}),
              "a single field came more than once: AA \"…0137\"");
    EXPECT_EQ(in_line({errc::short_segment, {}, "A"}),
              "the segment is too short to be a field: \"A\"");
}

TEST(describe, shows_a_message_in_one_line) {
    const auto received =
        parse<patron_status_request>("2300120260317    142530AO|AA29009000000137|AC|AD4471|", {});
    EXPECT_EQ(describe_in_line(received.value),
              "23 Patron Status Request language=001 transaction_date=\"20260317    142530\" "
              "institution_id=\"\" patron_identifier=…0137 terminal_password=**** "
              "patron_password=****");
}

} // namespace
} // namespace circ::protocol::sip2
