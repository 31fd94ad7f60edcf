#include "protocol/csv/reader.hpp"
#include "protocol/csv/spreadsheet.hpp"
#include "protocol/csv/writer.hpp"

#include <sstream>

namespace circ::test {

namespace csv = protocol::csv;

namespace {

using values = std::vector<std::string>;

struct table {
    values columns;
    std::vector<values> rows;
    std::vector<std::uint64_t> lines;
    std::vector<std::string> faults;
    std::string header_fault;
    char delimiter;
};

table read(const std::string& text, const csv::limits& bounds = {}) {
    std::istringstream in(text);
    csv::reader reader(in, bounds);
    table out{.columns = reader.columns(),
              .header_fault = reader.fault(),
              .delimiter = reader.delimiter()};
    while (auto row = reader.next()) {
        out.lines.push_back(row->line);
        if (row->fault.empty())
            out.rows.push_back(row->values);
        else
            out.faults.push_back(row->fault);
    }
    return out;
}

struct csv_case {
    std::string name;
    std::string text;
    std::vector<values> rows;
    std::vector<std::uint64_t> lines = {2};
};

class csv_reader : public testing::TestWithParam<csv_case> {};

TEST_P(csv_reader, reads_rows) {
    const table found = read(GetParam().text);
    EXPECT_EQ(found.header_fault, "");
    EXPECT_THAT(found.columns, testing::ElementsAre("a", "b"));
    EXPECT_EQ(found.rows, GetParam().rows);
    EXPECT_EQ(found.lines, GetParam().lines);
    EXPECT_THAT(found.faults, testing::IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(
    cases,
    csv_reader,
    testing::Values(
        csv_case{"commas", "a,b\n1,2\n", {{"1", "2"}}},
        csv_case{"semicolons", "a;b\n1,5;2\n", {{"1,5", "2"}}},
        csv_case{"tabs", "a\tb\r\n1\t2\r\n", {{"1", "2"}}},
        csv_case{"cr_alone", "a,b\r1,2\r3,4", {{"1", "2"}, {"3", "4"}}, {2, 3}},
        csv_case{"byte_order_mark",
                 "\xEF\xBB\xBF"
                 "A, b \n1,2",
                 {{"1", "2"}}},
        csv_case{"quoted_header", "\"A\",\"B\"\n1,2", {{"1", "2"}}},
        csv_case{"quoted", "a,b\n\"1,\"\"x\"\"\",\"\"", {{"1,\"x\"", ""}}},
        csv_case{"quoted_newlines",
                 "a,b\r\n\"1\r\n2\",3\r\n4,5\r\n",
                 {{"1\r\n2", "3"}, {"4", "5"}},
                 {2, 4}},
        csv_case{"quote_inside", "a,b\n6\" disc,2\n3,4", {{"6\" disc", "2"}, {"3", "4"}}, {2, 3}},
        csv_case{"text_behind_a_quote", "a,b\n\"1\"x,2", {{"1x", "2"}}},
        csv_case{"empty_lines", "a,b\n\n  \n1,2\n\n", {{"1", "2"}}, {4}},
        csv_case{"short_row", "a,b\n1\n", {{"1"}}},
        csv_case{"empty_values_too_many", "a,b\n1,2,,\n", {{"1", "2", "", ""}}},
        csv_case{
            "windows_1252", "a,b\nCaf\xE9,\x80\n\xC3\xA9,2", {{"Café", "€"}, {"é", "2"}}, {2, 3}},
        csv_case{"no_rows", "a,b", {}, {}}),
    [](const auto& each) { return each.param.name; });

TEST(csv_reader, finds_columns_by_name) {
    std::istringstream in("Barcode;Call Number\n 3001 ;QA\n3002");
    csv::reader reader(in);
    const auto column = reader.column("call number");
    ASSERT_TRUE(column);
    EXPECT_EQ(reader.column("price"), std::nullopt);
    const auto first = reader.next();
    ASSERT_TRUE(first);
    EXPECT_EQ((*first)[*column], "QA");
    EXPECT_EQ((*first)[0], "3001");
    const auto second = reader.next();
    ASSERT_TRUE(second);
    EXPECT_EQ((*second)[*column], "");
}

TEST(csv_reader, reports_a_bad_row_and_goes_on) {
    const table found = read("a,b\n1,2,3\n4,5\n" + std::string(50, 'x') + ",1\n" +
                                 std::string(200, 'y') + "\n6,7\n\"8,9\n",
                             {.row_bytes = 100, .value_bytes = 40, .columns = 5});
    EXPECT_EQ(found.rows, (std::vector<values>{{"4", "5"}, {"6", "7"}}));
    EXPECT_THAT(found.faults,
                testing::ElementsAre("line 2: 3 values, but the header names 2 columns",
                                     "line 4: a value is longer than 40 bytes",
                                     testing::HasSubstr("line 5: the row is longer than 100 bytes"),
                                     "line 7: a quoted value has no closing quote"));
}

TEST(csv_reader, refuses_a_header_it_cannot_use) {
    EXPECT_EQ(read("").header_fault, "the file is empty");
    EXPECT_EQ(read("\n1,2").header_fault, "line 1: the header names no column");
    EXPECT_EQ(read("a,b,A\n").header_fault, "line 1: two columns are named \"a\"");
    EXPECT_EQ(read("\"a\x1B\nb\",\"A\x1B\nB\"\n").header_fault, "line 1: two columns are named \"a  b\"");
    EXPECT_THAT(read("a,\"b").header_fault, testing::HasSubstr("no closing quote"));
    EXPECT_THAT(read("a,b,A\n1,2,3").rows, testing::IsEmpty());
}

TEST(csv_writer, quotes_what_needs_it) {
    const auto row = [](values from, csv::dialect as = {}) { return csv::to_row(from, as); };
    EXPECT_EQ(row({"a", "b c", ""}), "a,b c,\r\n");
    EXPECT_EQ(row({"a,b", "say \"x\"", "two\nlines", " edge"}),
              "\"a,b\",\"say \"\"x\"\"\",\"two\nlines\",\" edge\"\r\n");
    EXPECT_EQ(row({"a,b", "c;d"}, {.delimiter = ';'}), "a,b;\"c;d\"\r\n");
    EXPECT_EQ(row({"=1+1", "-5"}), "=1+1,-5\r\n");
    const csv::dialect guarded{.at_front = csv::formulas::guarded};
    EXPECT_EQ(row({"=1+1", "+1", "-5+A1", "@x", "a=b"}, guarded), "'=1+1,'+1,'-5+A1,'@x,a=b\r\n");
    EXPECT_EQ(row({"-5", "-1.50", "-", "-1.", "-.5", "-1.5.2", "-1 "}, guarded), "-5,-1.50,'-,'-1.,'-.5,'-1.5.2,\"'-1 \"\r\n");
}

TEST(csv_writer, is_read_back) {
    const values wild = {"a,b", "\"", "\r\n", "x\ty;z", "é", " "};
    const table found = read("1,2,3,4,5,6\r\n" + csv::to_row(wild));
    EXPECT_EQ(found.rows, std::vector<values>{wild});
}

TEST(spreadsheet, is_known_by_what_it_did_to_a_barcode) {
    for (const auto* spoiled :
         {"2.1E+13", "2,1E+13", "2E+13", "2.13000012345E+13", "21300001234567.0", "#N/A", "####"})
        EXPECT_TRUE(csv::looks_spoiled_by_spreadsheet(spoiled)) << spoiled;
    for (const auto* sound : {"",
                              "21300001234567",
                              "3E5",
                              "E+13",
                              "2.1E+",
                              "2.1E+13x",
                              "A2E+13",
                              "1.5",
                              "12.",
                              "QA76.9"})
        EXPECT_FALSE(csv::looks_spoiled_by_spreadsheet(sound)) << sound;
}

} // namespace

} // namespace circ::test
