// Whatever a name, a title, a note or a barcode holds - delimiters, line ends, NULs, escapes, overlong
// UTF-8 - stays in its place: the field of a message, the value of a log line, the cell of a table,
// the line of a receipt. A million values in each build, the same ones each time.
#include "tests/fuzz/hostile_values.hpp"
#include "tests/fuzz/lines.hpp"

#include "config/texts.hpp"
#include "protocol/csv/reader.hpp"
#include "protocol/csv/writer.hpp"
#include "protocol/sip2/framer.hpp"
#include "protocol/sip2/message_list.hpp"
#include "protocol/sip2/serialize.hpp"
#include "server/dispatch/receipt.hpp"
#include "server/log/line.hpp"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

#include <cstdlib>
#include <regex>
#include <sstream>

namespace circ::fuzz {
namespace {

namespace sip2 = protocol::sip2;

/// For each test; CIRC_INJECTION_VALUES says otherwise.
std::size_t values_to_try() {
    const char* told = std::getenv("CIRC_INJECTION_VALUES");
    return told == nullptr ? 1'000'000 : static_cast<std::size_t>(std::atoll(told));
}

/// The ids of a written message, in order, if it is one frame and nothing else; else what it became.
std::string fields_of(const std::string& line, std::size_t fixed_end, const sip2::dialect& as) {
    sip2::framer lines;
    lines.feed(line + "\r");
    const auto frame = lines.next();
    if (!frame || frame->nul_removed || frame->text != line || lines.next() || !lines.pending().empty()) return "not one frame";
    if (!is_one_line(line, as.delimiter)) return "not one line";
    std::string ids;
    std::string_view rest = std::string_view(line).substr(fixed_end);
    while (!rest.empty()) {
        const auto end = rest.find(as.delimiter);
        if (end == std::string_view::npos || end < 2) return ids + " and then no field";
        ids += rest.substr(0, 2);
        rest.remove_prefix(end + 1);
    }
    return ids;
}

/// Fills each free field of a message, lists three times, and compares what is written.
/// @return how many values it took
template <sip2::message M>
std::size_t write_message(hostile_values& any, const sip2::dialect& as) {
    M message;
    const auto& table = sip2::table_of<M>();
    std::string expected;
    std::size_t taken = 0;
    for (const auto& row : table.fields) {
        void* member = row.member(&message);
        const int times = row.value->width > 0 ? 0 : row.occurs == sip2::repeated ? 3 : 1;
        for (int n = 0; n < times; ++n, ++taken)
            EXPECT_EQ(row.value->take(member, any.next()), sip2::reading::good);
        for (std::size_t n = 0; n < row.value->size(member); ++n) expected += row.id;
    }
    std::string line;
    sip2::serialize(line, message, as);
    EXPECT_EQ(fields_of(line, table.fixed_end(), as), expected) << line;
    return taken;
}

template <class... Messages>
std::size_t write_each(sip2::message_types<Messages...>, hostile_values& any, const sip2::dialect& as) {
    return (write_message<Messages>(any, as) + ...);
}

TEST(hostile_values, never_leave_their_field_of_a_message) {
    hostile_values any;
    for (std::size_t tried = 0, n = 0; tried < values_to_try() && !testing::Test::HasFailure(); ++n) {
        const sip2::dialect as{.delimiter = "|^\t"[n % 3], .encoding = charsets[n % std::size(charsets)]};
        tried += write_each(sip2::response_types{}, any, as);
    }
}

constexpr std::string_view names[] = {"f0", "f1", "f2", "f3", "f4", "f5", "f6", "f7"};
constexpr std::size_t at_once = std::size(names);
using eight = std::array<std::string, at_once>;

eight next_eight(hostile_values& any) {
    eight all;
    for (auto& each : all) each = any.next();
    return all;
}

std::string logged(const eight& all, log::format as) {
    const log::field fields[] = {{names[0], all[0]}, {names[1], all[1]}, {names[2], all[2]}, {names[3], all[3]},
                                 {names[4], all[4]}, {names[5], all[5]}, {names[6], all[6]}, {names[7], all[7]}};
    std::string line;
    log::append_line(line, as, {}, log::info(log::event::unknown_command), fields);
    return line;
}

/// Whether the text form has exactly these values, by name.
bool reads_as_eight(std::string_view line) {
    auto at = line.find(" f0=");
    for (const auto name : names) {
        if (line.substr(std::min(at, line.size()), name.size() + 2) != " " + std::string(name) + "=") return false;
        at += name.size() + 2;
        if (line.substr(at, 1) != "\"") {
            at = std::min(line.find(' ', at), line.size());
            continue;
        }
        for (++at; at < line.size() && line[at] != '"'; ++at)
            if (line[at] == '\\') ++at;
        ++at;
    }
    return at == line.size();
}

void expect_json(const eight& all) {
    const std::string json = logged(all, log::format::json);
    EXPECT_TRUE(is_clean_text(json)) << json;
    boost::system::error_code wrong;
    const auto read = boost::json::parse(json, wrong);
    ASSERT_FALSE(wrong) << json;
    const auto& object = read.as_object();
    EXPECT_EQ(object.size(), 5 + at_once) << json;
    for (std::size_t n = 0; n < at_once; ++n) {
        const std::string_view value = object.at({names[n].data(), names[n].size()}).as_string();
        if (protocol::text::is_utf8(all[n])) {
            EXPECT_EQ(value, all[n]) << json;
        }
    }
}

TEST(hostile_values, never_leave_their_place_in_a_line_of_the_log) {
    hostile_values any;
    for (std::size_t tried = 0; tried < values_to_try() && !testing::Test::HasFailure(); tried += at_once) {
        const auto all = next_eight(any);
        if (tried / at_once % 2 == 0) {
            expect_json(all);
        } else {
            const std::string text = logged(all, log::format::text);
            EXPECT_TRUE(is_clean_text(text) && reads_as_eight(text)) << text;
        }
    }
}

void expect_a_row(const eight& all, const protocol::csv::dialect& as) {
    std::vector<std::string> header{"first"};
    std::vector<std::string> cells{"x"}; // so that no row is empty
    for (std::size_t n = 0; n < at_once; ++n) {
        header.emplace_back(names[n]);
        cells.push_back(all[n]);
    }
    const std::string written = to_row(cells, as);
    std::istringstream file(to_row(header, as) + written);
    protocol::csv::reader reader(file);
    const auto row = reader.next();
    ASSERT_TRUE(row && row->fault.empty()) << written;
    ASSERT_EQ(row->values.size(), cells.size()) << written;
    EXPECT_FALSE(reader.next()) << written;
    const bool as_it_was = as.at_front == protocol::csv::formulas::as_they_are && protocol::text::is_utf8(written);
    for (std::size_t n = 0; n < cells.size(); ++n) {
        if (as_it_was) {
            EXPECT_EQ(row->values[n], cells[n]);
        }
        if (as.at_front == protocol::csv::formulas::guarded) {
            static const std::regex negative("-[0-9]+(\\.[0-9]+)?");
            const bool is_number = row->values[n].starts_with('-') && std::regex_match(row->values[n], negative);
            EXPECT_TRUE(is_number || row->values[n].find_first_of("=+-@\t\r") != 0) << written;
        }
    }
}

TEST(hostile_values, never_leave_their_cell_of_a_table) {
    hostile_values any;
    using protocol::csv::formulas;
    for (std::size_t tried = 0; tried < values_to_try() && !testing::Test::HasFailure(); tried += at_once) {
        const bool guarded = tried / at_once % 2 == 0;
        const protocol::csv::dialect as{.delimiter = ",;\t"[tried / at_once % 3], .at_front = guarded ? formulas::guarded : formulas::as_they_are};
        expect_a_row(next_eight(any), as);
    }
}

TEST(hostile_values, never_leave_their_line_of_a_receipt) {
    const dispatch::texts words(config::load_texts({}).by_language, "en");
    hostile_values any;
    std::size_t lines = 0;
    // A receipt takes longer: a hundredth of them, five values in each.
    for (std::size_t tried = 0; tried < values_to_try() / 100 && !testing::Test::HasFailure(); tried += 5) {
        sip2::checkout_response answer;
        dispatch::receipt_entry entry{.what = dispatch::receipt_entry::kind::lent, .title = any.next(), .barcode = any.next()};
        const dispatch::receipt_facts of{.text = "receipt.checkout", .library = any.next(), .branch = any.next(),
                                         .patron = any.next(), .entries = {entry}};
        answer.print_line = make_receipt(of, {.words = words, .language = "en", .width = 24 * (tried % 3), .room = 4096});
        lines += answer.print_line.size(); // none where all five are empty
        std::string line;
        sip2::serialize(line, answer, {});
        std::string expected;
        for (const auto& row : sip2::table_of<sip2::checkout_response>().fields)
            for (std::size_t n = 0; n < row.value->size(row.member(&answer)); ++n) expected += row.id;
        EXPECT_EQ(fields_of(line, sip2::table_of<sip2::checkout_response>().fixed_end(), {}), expected) << line;
    }
    EXPECT_GT(lines, values_to_try() / 1000);
}

} // namespace
} // namespace circ::fuzz
