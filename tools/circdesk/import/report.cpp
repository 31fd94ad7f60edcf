#include "tools/circdesk/import/report.hpp"

#include "protocol/csv/writer.hpp"
#include "tools/circdesk/table.hpp"
#include "tools/circdesk/tool.hpp"

#include <filesystem>
#include <ostream>
#include <system_error>
#include <utility>

namespace circ::tool {
namespace {

/// So many findings are remembered and shown; a file with a mistake in each line has millions.
constexpr std::size_t findings_shown = 30;

/// So many codes of a kind are told apart; a wrong mapping makes one of every barcode.
constexpr std::size_t most_codes = 500;

constexpr std::array kind_names{"titles",
                                "items",
                                "patrons",
                                "loans",
                                "holds",
                                "fees",
                                "credits",
                                "blocks",
                                "cards",
                                "messages"};
constexpr std::array changes{change::added, change::updated, change::unchanged, change::rejected};

void print_findings(std::ostream& to,
                    const char* what,
                    const std::vector<finding>& shown,
                    std::uint64_t in_all,
                    const char* rest) {
    for (const auto& each : shown)
        to << what << ": " << to_string(each) << '\n';
    if (in_all > shown.size())
        to << what << ": and " << in_all - shown.size() << " more" << rest << '\n';
}

} // namespace

std::string to_string(const finding& what) {
    std::string text =
        what.file + (what.offset ? " record " : " line ") + std::to_string(what.number);
    if (what.offset) text += " at byte " + std::to_string(*what.offset);
    if (!what.field.empty()) text += ", " + what.field;
    if (!what.value.empty()) text += " '" + what.value + "'";
    return text + ": " + what.sentence;
}

void tally::reject(record_kind kind, std::vector<finding> mistakes) {
    count(kind, change::rejected);
    for (auto& each : mistakes)
        rejects_.push_back(std::move(each));
}

void tally::add_counts(const tally& other) {
    for (std::size_t kind = 0; kind < counts_.size(); ++kind)
        for (std::size_t what = 0; what < counts_[kind].size(); ++what)
            counts_[kind][what] += other.counts_[kind][what];
    for (const auto& [part, count] : other.parts_)
        if (parts_.size() < most_codes || parts_.contains(part)) parts_[part] += count;
}

void tally::add(const tally& other) {
    add_counts(other);
    rejects_.insert(rejects_.end(), other.rejects_.begin(), other.rejects_.end());
}

bool open_kept_file(std::ofstream& to, const std::string& name, bool goes_on) {
    to.open(name, std::ios::binary | (goes_on ? std::ios::app : std::ios::trunc));
    if (!to) throw complaint(name + " cannot be written");
    std::error_code ignored; // of what has no size, as a pipe: nothing stands in it
    const auto size = std::filesystem::file_size(name, ignored);
    return goes_on && !ignored && size > 0;
}

void flush_kept_file(std::ofstream& to, const std::string& name) {
    if (to.flush()) return;
    throw complaint(name +
                        " cannot be written any more; make room, then `circdesk import list` says "
                        "which import was cut short and `circdesk import resume` goes on with it",
                    unavailable);
}

import_report::import_report(const std::string& rejects_file, bool goes_on)
    : rejects_name_(rejects_file) {
    if (rejects_file.empty()) return;
    if (open_kept_file(rejects_file_, rejects_file, goes_on)) return;
    const std::array<std::string, 6> header{
        "file", "record_or_line", "byte", "field", "value", "problem"};
    rejects_file_ << protocol::csv::to_row(header);
    flush_kept_file(rejects_file_, rejects_name_);
}

void import_report::add(const tally& done) {
    sum_.add_counts(done);
    for (const auto& each : done.rejects()) {
        ++reject_count_;
        if (rejects_.size() < findings_shown) rejects_.push_back(each);
        if (keeper_) keeper_(each);
        if (!rejects_file_.is_open()) continue;
        const std::array<std::string, 6> row{each.file,
                                             std::to_string(each.number),
                                             each.offset ? std::to_string(*each.offset)
                                                         : std::string(),
                                             each.field,
                                             each.value,
                                             each.sentence};
        rejects_file_ << protocol::csv::to_row(row, {.at_front = protocol::csv::formulas::guarded});
    }
    if (rejects_file_.is_open() && !done.rejects().empty())
        flush_kept_file(rejects_file_, rejects_name_);
}

void import_report::remark(finding what) {
    ++remark_count_;
    if (remarks_.size() < findings_shown) remarks_.push_back(std::move(what));
}

void import_report::unknown_branch(const std::string& code, bool stands_in) {
    if (unknown_branches_.size() >= most_codes && !unknown_branches_.contains(code)) return;
    auto& use = unknown_branches_[code];
    ++use.times;
    use.stands_in = stands_in;
}

void import_report::unknown_code(const std::string& kind, const std::string& code) {
    const std::pair key{kind, code};
    if (unknown_codes_.size() < most_codes || unknown_codes_.contains(key)) ++unknown_codes_[key];
}

void import_report::print_parts(std::ostream& to) const {
    table shown({"of items", "code", "number"});
    for (const auto& [part, count] : sum_.parts())
        shown.add(
            {part.first, part.second.empty() ? "(none)" : part.second, std::to_string(count)});
    if (!shown.empty()) shown.print(to);
}

void import_report::print(std::ostream& to, bool json, bool with_parts) const {
    table shown({"what", "new", "updated", "unchanged", "rejected"});
    for (std::size_t i = 0; i < kind_names.size(); ++i) {
        std::vector<std::string> cells{kind_names[i]};
        std::uint64_t in_all = 0;
        for (const change what : changes) {
            const auto count = counted(static_cast<record_kind>(i), what);
            in_all += count;
            cells.push_back(std::to_string(count));
        }
        if (in_all > 0) shown.add(std::move(cells));
    }
    if (json) {
        shown.print_json(to);
        return;
    }
    shown.print(to);
    if (with_parts) print_parts(to);
    for (const auto& [code, use] : unknown_branches_)
        to << "branch code '" << code << "' is not ours (" << use.times << "): "
           << (use.stands_in ? "the branch of --branch took its place\n"
                             : "say which branch it is with --branch-map, or name one for all such "
                               "with --branch\n");
    for (const auto& [code, count] : unknown_codes_)
        to << code.first << " '" << code.second << "' is not known (" << count
           << "): give it a line in the mapping file\n";
    print_findings(to, "note", remarks_, remark_count_, "");
    print_findings(to,
                   "rejected",
                   rejects_,
                   reject_count_,
                   rejects_file_.is_open() ? ", in the file of --rejects"
                                           : "; --rejects writes all to a file");
}

} // namespace circ::tool
