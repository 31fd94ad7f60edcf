#include "tests/support/vectors.hpp"
#include "tests/unit/protocol/table_tools.hpp"

#include "protocol/sip2/any_message.hpp"
#include "protocol/sip2/checksum.hpp"
#include "protocol/sip2/serialize.hpp"

#include <random>
#include <set>

namespace circ::protocol::sip2 {
namespace {

using test::vector_line;

dialect dialect_of(std::string_view label) {
    dialect as;
    const auto starts = [label](std::string_view prefix) { return label.starts_with(prefix); };
    as.version = starts("V1.") ? protocol_version::v1_00 : protocol_version::v2_00;
    as.encoding = starts("ENC.cp850")    ? charset::cp850
                  : starts("ENC.latin1") ? charset::iso_8859_1
                  : starts("ENC.cp1252") ? charset::windows_1252
                  : starts("ENC.ascii")  ? charset::ascii
                                         : charset::utf8;
    as.delimiter = starts("ENC.delim09") ? '\x09' : starts("ENC.delim80") ? '\x80' : '|';
    return as;
}

/// What reading a frame brings, whichever side sends it.
struct read_frame {
    boost::system::error_code error;
    std::vector<described_field> fields;
    std::vector<fault> faults;
    std::string again;
};

template <class Any>
read_frame outcome_of(const boost::system::result<parsed<Any>>& read, const dialect& as) {
    if (!read) {
        return {read.error(), {}, {}, {}};
    }
    read_frame outcome{{}, describe(view_of(read->value), personal_data::shown), read->faults, {}};
    serialize(outcome.again, view_of(read->value), as);
    return outcome;
}

read_frame read(std::string_view body, const dialect& as) {
    auto outcome = outcome_of(parse_request(body, as), as);
    if (outcome.error == errc::wrong_direction) {
        outcome = outcome_of(parse_response(body, as), as);
    }
    return outcome;
}

std::string label_of(const testing::TestParamInfo<vector_line>& info) {
    return test::test_name(info.param.label);
}

class valid_message : public testing::TestWithParam<vector_line> {};

TEST_P(valid_message, reads_clean_and_comes_back) {
    const auto& [label, message, remark] = GetParam();
    const auto as = dialect_of(label);
    const auto body = split_tail(message, as.delimiter, as.encoding).body;
    const auto outcome = read(body, as);
    EXPECT_FALSE(outcome.error);
    EXPECT_EQ(outcome.faults, std::vector<fault>{});
    const auto& table = table_with_code(body.substr(0, 2));
    EXPECT_EQ(outcome.again, as_we_write_it(table, body, as.delimiter));
}

INSTANTIATE_TEST_SUITE_P(vectors,
                         valid_message,
                         testing::ValuesIn(test::vectors_labelled({"V1.", "V2.", "ENC.", "EXT."})),
                         label_of);

TEST(encoded_text, is_utf8_inside_whatever_the_wire_speaks) {
    for (const auto* label : {"ENC.cp850.24", "ENC.latin1.24", "ENC.utf8.24"}) {
        const auto as = dialect_of(label);
        const auto message = test::vector_message(label);
        const auto received = parse<patron_status_response>(split_tail(message).body, as).value;
        EXPECT_EQ(received.personal_name, "Müller, Åsa") << label;
        EXPECT_EQ(received.screen_message, std::vector<std::string>{"Gebühr offen"}) << label;
    }
}

TEST(vendors_fields, keep_the_order_they_came_in) {
    const auto message = test::vector_message("EXT.64.gossip-fees");
    const auto received = parse<patron_information_response>(split_tail(message).body, {}).value;
    std::string ids;
    for (const auto& each : received.extensions) {
        ids += each.id;
    }
    EXPECT_EQ(ids, "CGFAFBFCFDFEFFCGFAFBFCFDFEFF");
}

/// What of a deviating message is read, and what is complained of.
struct deviation {
    std::string label;
    errc error{}; ///< when nothing could be read
    std::vector<std::string> values;
    std::vector<fault> faults;
};
void PrintTo(const deviation& c, std::ostream* out) {
    *out << c.label;
}

const std::vector<fault> no_passwords{{errc::missing_field, "AC", ""},
                                      {errc::missing_field, "AD", ""}};

// clang-format off
const std::vector<deviation> deviations{
    {"TOL.delim-before-AY.99", {}, {"max_print_width=080", "protocol_version=2.00"}, {}},
    {"TOL.delim-before-AY.94", {}, {"ok=1"}, {}},
    {"TOL.empty-segments.23", {}, {"patron_identifier=29009000000137"}, {}},
    {"TOL.no-last-delim.17", {}, {"item_identifier=39009000412083"}, {}},
    {"TOL.no-AC-AD.23", {}, {"patron_identifier=29009000000137"}, no_passwords},
    {"TOL.width-blank.99", {}, {"max_print_width=080", "protocol_version=2.00"}, {}},
    {"TOL.version-2.0E.99", {}, {"protocol_version=2.00"}, {{errc::bad_value, "protocol_version", "2.0E"}}},
    {"TOL.version-3.00.99", {}, {"protocol_version=2.00"}, {}},
    {"TOL.zone-0000.23", {}, {"transaction_date=20260317    142530"}, {}},
    {"TOL.blank-dates.29", {}, {"transaction_date=", "nb_due_date=", "item_identifier=39009000650021"}, {}},
    {"TOL.no-date.65", {}, {"transaction_date=", "institution_id=RIV", "patron_identifier=29009000000137"}, {{errc::bad_fixed_width, "", ""}}},
    {"TOL.BP-zero.63", {}, {"start_item=0", "end_item=5"}, {}},
    {"TOL.summary-two-Y.63", {}, {"summary=YYY       "}, {}},
    {"TOL.dup-AA.23", {}, {"patron_identifier=29009000000137"}, {{errc::repeated_field, "AA", "29009000000244"}}},
    {"TOL.AO-other.17", {}, {"institution_id=OTHERLIB"}, {}},
    {"TOL.language-999.23", {}, {"language=000"}, {{errc::bad_value, "language", "999"}}},
    {"TOL.comma-amount.37", {}, {"fee_amount=3,50"}, {}},
    {"TOL.BV-no-decimals.37", {}, {"fee_amount=3"}, {}},
    {"TOL.CN-empty.93", {}, {"login_user_id="}, {}},
    {"TOL.AY-swallowed.23", {}, {"patron_identifier=29009000000137"}, {}},
    {"TOL.cs-codepoints.23", {}, {"patron_identifier=29009000000137"}, {}},
    {"TOL.no-algorithms.93", {}, {"uid_algorithm=0", "pwd_algorithm=0", "login_user_id=kiosk02", "location_code=RIV-MAIN-HALL"}, {{errc::bad_fixed_width, "", ""}}},
    {"TOL.two-dates.65", {}, {"transaction_date=20260317    142720", "institution_id=RIV"}, {{errc::bad_fixed_width, "", ""}}},
    {"TOL.language.17", {}, {"transaction_date=", "item_identifier=39009000412083"}, {{errc::bad_fixed_width, "", ""}, {errc::bad_value, "transaction_date", "00120260317    143"}}},
    {"TOL.no-nb-due-date.11", {}, {"sc_renewal_policy=Y", "transaction_date=20260317    142615", "nb_due_date=", "institution_id=RIV", "fee_acknowledged=N"}, {{errc::bad_fixed_width, "", ""}}},
    {"TOL.delim-before-AO.15", {}, {"hold_mode=+", "institution_id=RIV"}, {}},
    {"BAD.code-unknown.42", errc::unknown_message, {}, {}},
    {"BAD.code-letters.XX", errc::unknown_message, {}, {}},
    {"BAD.code-lower.9b", errc::unknown_message, {}, {}},
    {"BAD.one-char", errc::unknown_message, {}, {}},
    {"BAD.fixed-short.23", errc::unreadable_message, {}, {}},
    {"BAD.fixed-short.99", {}, {"status_code=0", "max_print_width=000", "protocol_version="}, {{errc::bad_fixed_width, "", ""}}},
    {"BAD.date-17.23", {}, {"transaction_date=", "institution_id=RIV", "language=001"}, {{errc::bad_fixed_width, "", ""}}},
    {"BAD.date-month-13.17", {}, {"transaction_date=", "item_identifier=39009000412083"}, {{errc::bad_value, "transaction_date", "20261317    143005"}}},
    {"BAD.date-zone.17", {}, {"transaction_date=20260317    143005"}, {{errc::bad_value, "transaction_date", "20260317ABCD143005"}}},
    {"BAD.date-letters.17", {}, {"transaction_date="}, {{errc::bad_value, "transaction_date", "today             "}}},
    {"BAD.noblock-X.11", {}, {"no_block=N"}, {{errc::bad_value, "no_block", "X"}}},
    {"BAD.noblock-lower.09", {}, {"no_block=N"}, {{errc::bad_value, "no_block", "n"}}},
    {"BAD.status-9.99", {}, {"status_code=0"}, {{errc::bad_value, "status_code", "9"}}},
    {"BAD.width-text.99", {}, {"max_print_width=000", "protocol_version=2.00"}, {{errc::bad_value, "max_print_width", "ABC"}}},
    {"BAD.version-0.50.99", {}, {"protocol_version=0.00"}, {}},
    {"BAD.version-text.99", {}, {"protocol_version="}, {{errc::bad_value, "protocol_version", "ABCD"}}},
    {"BAD.fee-type-00.37", {}, {"fee_type=01", "fee_amount=3.50"}, {{errc::bad_value, "fee_type", "00"}}},
    {"BAD.currency-lower.37", {}, {"currency_type="}, {{errc::bad_value, "currency_type", "eur"}}},
    {"BAD.currency-other.37", {}, {"currency_type=JPY", "fee_amount=350"}, {}},
    {"BAD.amount-text.37", {}, {"fee_amount=three"}, {}},
    {"BAD.amount-negative.37", {}, {"fee_amount=-3.50"}, {}},
    {"BAD.amount-missing.37", {}, {"fee_amount="}, {{errc::missing_field, "BV", ""}}},
    {"BAD.holdmode.15", {}, {"hold_mode="}, {{errc::bad_value, "hold_mode", "?"}}},
    {"BAD.hold-no-target.15", {}, {"patron_identifier=29009000000137"}, {}},
    {"BAD.renew-no-target.29", {}, {"patron_identifier=29009000000137"}, {}},
    {"BAD.holdtype-x.15", {}, {"item_identifier=39009000587710"}, {{errc::bad_value, "BY", "x"}}},
    {"BAD.BI-X.11", {}, {"item_identifier=39009000412083"}, {{errc::bad_value, "BI", "X"}}},
    {"BAD.BO-empty.11", {}, {"item_identifier=39009000412083"}, {}},
    {"BAD.BP-after-BQ.63", {}, {"start_item=10", "end_item=5"}, {}},
    {"BAD.BP-text.63", {}, {"start_item=first"}, {}},
    {"BAD.summary-N.63", {}, {"summary=  Y       "}, {{errc::bad_value, "summary", "NNYNNNNNNN"}}},
    {"BAD.no-AA.23", {}, {"patron_identifier="}, {{errc::missing_field, "AA", ""}}},
    {"BAD.AA-empty.63", {}, {"patron_identifier="}, {}},
    {"BAD.no-AB.09", {}, {"item_identifier=", "current_location="}, {{errc::missing_field, "AB", ""}}},
    {"BAD.no-AA.11", {}, {"patron_identifier="}, {{errc::missing_field, "AA", ""}}},
    {"BAD.no-CO.93", {}, {"login_user_id=kiosk02"}, {{errc::missing_field, "CO", ""}}},
    {"BAD.alg-1.93", {}, {"uid_algorithm=1", "pwd_algorithm=1"}, {}},
    {"BAD.nul.17", {}, {R"(item_identifier=3900\x009000412083)"}, {{errc::control_character, "AB", std::string_view("3900\0" "9000412083", 15)}}},
    {"BAD.control.23", {}, {R"(patron_identifier=2900\x1B[2J9000000137)"}, {{errc::control_character, "AA", "2900\x1B[2J9000000137"}}},
    {"BAD.utf8-broken.23", {}, {"patron_identifier=29\uFFFD("}, {}},
    {"BAD.one-char-segment.17", {}, {"item_identifier=39009000412083"}, {{errc::short_segment, "", "A"}}},
    {"BAD.lower-id.17", {}, {"item_identifier=", "unknown=39009000412083"}, {{errc::missing_field, "AB", ""}}},
    {"BAD.extra-text.97", {}, {"institution_id=RIV"}, {}},
};
// clang-format on

/// Those that deviate in their tail or before the code only: other tests are about them.
const std::set<std::string, std::less<>> not_about_fields{"TOL.cs-lowercase.23",
                                                          "TOL.telnet-iac.99",
                                                          "TOL.seq-gap.99",
                                                          "TOL.seq-two-digits.99",
                                                          "TOL.seq-missing.99",
                                                          "TOL.cs-missing.99",
                                                          "BAD.cs-wrong.23",
                                                          "BAD.cs-excludes-AZ.23",
                                                          "BAD.cs-includes-CR.23",
                                                          "BAD.cs-ones-complement.23",
                                                          "BAD.cs-not-complemented.23",
                                                          "BAD.cs-not-hex.23",
                                                          "BAD.cs-short.23",
                                                          "BAD.cs-long.23",
                                                          "BAD.damaged-byte.11",
                                                          "BAD.seq-letter.99",
                                                          "BAD.AZ-before-AY.99",
                                                          "BAD.97-with-AY",
                                                          "BAD.97-cs-wrong",
                                                          "BAD.field-after-tail.17",
                                                          "BAD.direction.24",
                                                          "BAD.direction.96",
                                                          "BAD.field-256.23"};

class deviating_message : public testing::TestWithParam<deviation> {};

TEST_P(deviating_message, is_read_as_far_as_it_makes_sense) {
    const auto& c = GetParam();
    const auto message = test::vector_message(c.label);
    const auto outcome = read(split_tail(message).body, {});
    if (c.error != errc{}) {
        EXPECT_EQ(outcome.error, c.error);
        return;
    }
    ASSERT_FALSE(outcome.error) << outcome.error.message();
    EXPECT_EQ(outcome.faults, c.faults);
    std::vector<std::string> values;
    for (const auto& row : outcome.fields) {
        values.push_back(std::string(row.name) + "=" + row.value);
    }
    for (const auto& expected : c.values) {
        EXPECT_THAT(values, testing::Contains(expected));
    }
}

INSTANTIATE_TEST_SUITE_P(vectors,
                         deviating_message,
                         testing::ValuesIn(deviations),
                         [](const auto& each) { return test::test_name(each.param.label); });

TEST(deviating_messages, are_all_accounted_for) {
    for (const auto& line : test::vectors_labelled({"TOL.", "BAD."})) {
        const bool listed = std::ranges::count(deviations, line.label, &deviation::label) == 1;
        EXPECT_NE(listed, not_about_fields.contains(line.label)) << line.label;
    }
}

TEST(deviating_messages, from_the_wrong_side_are_told_apart_from_unknown_ones) {
    EXPECT_EQ(parse_request("24", {}).error(), errc::wrong_direction);
    EXPECT_EQ(parse_request("96", {}).error(), errc::wrong_direction);
    EXPECT_EQ(parse_response("99", {}).error(), errc::wrong_direction);
    EXPECT_EQ(parse_request("", {}).error(), errc::unknown_message);
}

TEST(deviating_messages, keep_a_value_that_is_too_long_but_say_so) {
    const auto message = test::vector_message("BAD.field-256.23");
    const auto received = parse<patron_status_request>(message, {});
    EXPECT_EQ(received.value.patron_identifier, std::string(256, '7'));
    EXPECT_TRUE(received.has(errc::value_too_long));
}

TEST(deviating_messages, with_nine_summary_flags_and_a_delimiter_are_served_all_nine) {
    const auto received = parse<patron_information_request>(
        "6300120260317    142544YYYYYYYYY|AORIV|AA29009000000137|", {});
    EXPECT_TRUE(received.value.summary.test(summary_list::fee_details));
    EXPECT_EQ(received.value.institution_id, "RIV");
    EXPECT_EQ(received.value.transaction_date, (date_time{2026, 3, 17, ' ', 14, 25, 44}));
}

TEST(deviating_messages, are_refused_by_a_strict_terminal) {
    const dialect strict{.on_bad_width = fixed_part::strict};
    for (const auto* label : {"TOL.no-date.65",
                              "TOL.two-dates.65",
                              "TOL.language.17",
                              "TOL.no-nb-due-date.11",
                              "TOL.no-algorithms.93",
                              "BAD.date-17.23",
                              "BAD.fixed-short.99"}) {
        const auto message = test::vector_message(label);
        EXPECT_EQ(parse_request(split_tail(message).body, strict).error(), errc::unreadable_message)
            << label;
    }
}

/// A fault that outlives nothing: it points into the frame or at text that stands for ever.
bool points_into(std::string_view frame, std::string_view value) {
    return value.empty() || (value.data() >= frame.data() &&
                             value.data() + value.size() <= frame.data() + frame.size());
}

TEST(damaged_messages, never_lead_to_a_frame_with_a_control_character_in_it) {
    std::minstd_rand random(4711);
    const auto below = [&random](std::size_t limit) { return random() % limit; };
    for (const auto& line : test::read_vectors()) {
        for (int round = 0; round < 50; ++round) {
            std::string frame = line.message;
            for (auto changes = 1 + below(4); changes > 0; --changes) {
                const auto where = frame.begin() + static_cast<std::ptrdiff_t>(below(frame.size()));
                switch (below(3)) {
                case 0:
                    *where = static_cast<char>(below(256));
                    break;
                case 1:
                    frame.insert(where, static_cast<char>(below(256)));
                    break;
                default:
                    frame.erase(where, frame.end());
                    frame += '|';
                    break;
                }
            }
            const auto outcome = read(frame, {});
            EXPECT_TRUE(std::ranges::none_of(outcome.again, [](char c) {
                return static_cast<unsigned char>(c) < ' ';
            })) << line.label;
            for (const auto& each : outcome.faults) {
                EXPECT_TRUE(points_into(frame, each.value)) << line.label;
            }
        }
    }
}

} // namespace
} // namespace circ::protocol::sip2
