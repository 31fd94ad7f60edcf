#include "protocol/text/utf8.hpp"
#include "server/circulation/shelf_order.hpp"
#include "server/circulation/stocktaking.hpp"
#include "tools/circdesk/command.hpp"
#include "tools/circdesk/commands.hpp"
#include "tools/circdesk/counting.hpp"
#include "tools/circdesk/table.hpp"
#include "tools/circdesk/tool.hpp"

#include <algorithm>
#include <fstream>
#include <iostream>
#include <string_view>
#include <utility>

#include <unistd.h>

namespace circ::tool {
namespace {

using storage::scan_finding;
using storage::stock_count;

/// Scans of a file in one unit of work: kiosks go on between two.
constexpr std::size_t scans_at_once = 500;

/// Takes what stands before the next CR, without the blanks around it.
std::string take_line(std::string_view& from) {
    constexpr std::string_view blanks = " \t";
    const auto end = std::min(from.find('\r'), from.size());
    const auto line = from.substr(0, end);
    from.remove_prefix(std::min(end + 1, from.size()));
    const auto first = line.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    return std::string(line.substr(first, line.find_last_not_of(blanks) - first + 1));
}

class count_scan_command final : public command {
public:
    std::string_view path() const override { return "count scan"; }
    std::string_view summary() const override {
        return "read barcodes, a line each, from a file or from the scanner; says what needs a "
               "hand";
    }
    std::string_view example() const override {
        return "circdesk count scan fiction-2026 shelf-12.txt";
    }
    std::vector<option> options() override {
        return {{"name", &name_, "the count", true},
                {"file", &file_, "file with a barcode on each line (standard input)"},
                {"--any-order",
                 &any_order_,
                 "do not look whether they stand in the order of the shelf"}};
    }

    int run(tool& with) override {
        const auto in = open_count(with, name_);
        std::ifstream file;
        if (!file_.empty()) {
            file.open(file_);
            if (!file) throw complaint("cannot read " + file_, not_found);
        }
        std::istream& from = file_.empty() ? std::cin : file;
        // At a scanner somebody waits for each answer; a file is read in strides.
        const std::size_t stride = file_.empty() && ::isatty(STDIN_FILENO) == 1 ? 1 : scans_at_once;
        std::vector<std::string> some;
        bool is_first = true;
        for (std::string line; std::getline(from, line); is_first = false) {
            std::string_view rest = line;
            if (is_first && rest.starts_with(protocol::text::byte_order_mark))
                rest.remove_prefix(protocol::text::byte_order_mark.size());
            while (!rest.empty()) { // a scanner's memory may end its lines by CR alone
                if (auto barcode = take_line(rest); !barcode.empty()) some.push_back(std::move(barcode));
                if (some.size() >= stride) take(with, in, some);
            }
        }
        take(with, in, some);
        summary_line(with);
        return done;
    }

private:
    void take(tool& with, const stock_count& in, std::vector<std::string>& some) {
        if (some.empty()) return;
        std::vector<circulation::scanned> made;
        std::string key;
        storage::write_and_wait(with.store(), [&](storage::unit_of_work& unit) {
            made.clear(); // it may be run again
            key = last_key_;
            const auto by = counter_of(with, in);
            for (const auto& each : some) {
                made.push_back(circulation::scan(
                    unit, in, each, by, any_order_ ? std::string_view{} : key, with.now()));
                if (made.back().item && made.back().scan.finding == scan_finding::expected)
                    key = circulation::shelf_key(made.back().item->item.call_number);
            }
        });
        last_key_ = key;
        for (const auto& each : made)
            tell(with, each);
        some.clear();
    }

    void tell(tool& with, const circulation::scanned& what) {
        ++scanned_;
        again_ += what.again ? 1 : 0;
        const auto finding = what.scan.finding;
        const bool quiet = finding == scan_finding::expected && !what.scan.out_of_order;
        if (quiet || what.again || with.how().json) return;
        ++told_;
        std::cout << what.scan.barcode << "  ";
        if (finding == scan_finding::expected)
            std::cout << "out of order: " << what.item->item.call_number;
        else
            std::cout << circulation::name_of(finding) << ": " << circulation::advice_for(finding);
        if (what.item) std::cout << " (" << what.item->title.text << ')';
        std::cout << '\n';
    }

    void summary_line(tool& with) const {
        if (with.how().json) {
            table shown({"scanned", "again"});
            shown.add({std::to_string(scanned_), std::to_string(again_)});
            return shown.print_json(std::cout);
        }
        std::cout << scanned_ << " scanned, " << again_ << " of them again, " << told_
                  << " need a hand\n";
    }

    std::string name_;
    std::string file_;
    bool any_order_ = false;
    std::string last_key_;
    std::int64_t scanned_ = 0;
    std::int64_t again_ = 0;
    std::int64_t told_ = 0;
};

} // namespace

std::unique_ptr<command> make_count_scan() {
    return std::make_unique<count_scan_command>();
}

} // namespace circ::tool
