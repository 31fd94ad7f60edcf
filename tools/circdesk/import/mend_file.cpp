#include "tools/circdesk/import/mend_file.hpp"

#include "protocol/csv/writer.hpp"
#include "protocol/marc/aleph.hpp"
#include "protocol/marc/delimiters.hpp"
#include "protocol/marc/iso2709.hpp"
#include "protocol/marc/marcxml.hpp"
#include "tools/circdesk/tool.hpp"

#include <filesystem>
#include <iterator>
#include <utility>

namespace circ::tool {
namespace {

namespace fs = std::filesystem;
namespace marc = protocol::marc;

constexpr std::size_t longest_head = 32; ///< enough to know the format by

/// Reads on until what is read `ends`, or as far as a record may go.
template <class Ends>
std::string read_until(std::istream& from, std::size_t most, Ends ends) {
    std::string text;
    for (char each = 0; text.size() < most && from.get(each);) {
        text += each;
        if (ends(text)) break;
    }
    return text;
}

/// At "</record>", also with a prefix.
bool ends_element(const std::string& text) {
    if (!text.ends_with("record>")) return false;
    const auto tag = text.rfind('<');
    return tag != std::string::npos && text.compare(tag, 2, "</") == 0;
}

bool ends_record(const std::string& text) {
    return text.back() == marc::record_terminator;
}

/// All lines that begin with the number of the first one.
std::string read_lines_of_record(std::istream& from) {
    std::string text;
    std::string number;
    for (std::string line; text.size() < marc::longest_aleph_record && std::getline(from, line);) {
        if (number.empty()) number = line.substr(0, 9);
        if (!line.starts_with(number)) break;
        text += line + '\n';
    }
    return text;
}

/// A collection of records that was ended is opened again at its end.
void take_foot_away(const std::string& file) {
    std::ifstream in(file, std::ios::binary);
    const std::string text(std::istreambuf_iterator<char>(in), {});
    const std::string foot(marc::marcxml_foot());
    if (text.ends_with(foot)) fs::resize_file(file, text.size() - foot.size());
}

} // namespace

mend_file::mend_file(const std::string& file, const std::string& source, bool goes_on)
    : name_(file), source_(source, std::ios::binary) {
    std::error_code ignored; // of files that are not there: they are not the same
    if (fs::equivalent(file, source, ignored))
        throw complaint(file + " is the file that is imported; give --mend another", wrong_usage);
    if (goes_on && fs::is_regular_file(file, ignored)) take_foot_away(file);
    has_header_ = open_kept_file(out_, file, goes_on);
    is_xml_ = has_header_ && std::ifstream(file, std::ios::binary).peek() == '<';
}

void mend_file::keep_header(std::vector<std::string> columns, char delimiter) {
    columns_ = std::move(columns);
    if (columns_.empty() || columns_.back() != problem_column)
        columns_.emplace_back(problem_column);
    delimiter_ = delimiter;
}

void mend_file::keep(const finding& what) {
    if (last_ == what.number) return;
    last_ = what.number;
    if (what.offset)
        keep_record(*what.offset);
    else
        keep_row(what);
    flush_kept_file(out_, name_);
}

void mend_file::keep_row(const finding& what) {
    if (!std::exchange(has_header_, true))
        out_ << protocol::csv::to_row(columns_, {.delimiter = delimiter_});
    if (!what.raw.empty()) { // a row that is none: as it stands
        out_ << what.raw << "\r\n";
        return;
    }
    std::vector<std::string> row = what.row;
    row.resize(columns_.size());
    row.back() = what.field.empty() ? what.sentence : what.field + ": " + what.sentence;
    out_ << protocol::csv::to_row(row, {.delimiter = delimiter_});
}

void mend_file::keep_record(std::uint64_t offset) {
    const std::string text = record_at(offset);
    if (!std::exchange(has_header_, true)) {
        is_xml_ = text.starts_with('<');
        if (is_xml_) out_ << marc::marcxml_head();
    }
    out_ << text;
    if (is_xml_) out_ << '\n';
}

std::string mend_file::record_at(std::uint64_t offset) {
    source_.clear();
    source_.seekg(static_cast<std::streamoff>(offset));
    const int first = source_.peek();
    if (first == '<') return read_until(source_, marc::longest_marcxml_record, ends_element);
    std::string head(longest_head, '\0');
    source_.read(head.data(), static_cast<std::streamsize>(head.size()));
    source_.clear();
    source_.seekg(static_cast<std::streamoff>(offset));
    if (marc::looks_like_aleph(head)) return read_lines_of_record(source_);
    return read_until(source_, marc::longest_iso2709_record, ends_record);
}

void mend_file::finish() {
    if (is_xml_) out_ << marc::marcxml_foot();
    flush_kept_file(out_, name_);
}

} // namespace circ::tool
