#include "config/manual_page.hpp"

#include "config/load.hpp"
#include "config/roff.hpp"

#include <algorithm>
#include <iterator>
#include <sstream>
#include <string_view>
#include <vector>

// Made of the reference page, so that nothing is said twice: its headings become sections, a row of
// a table the paragraph of its key, everything else running text.

namespace circ::config {

namespace {

constexpr std::string_view opening = R"(.\" Made from the tables in config/.
.TH CIRCDESK.TOML 5 "" "Circdesk" "Operating a library"
.SH NAME
circdesk.toml \- settings of the Circdesk library circulation server
)";

constexpr std::string_view closing = R"(.SH SEE ALSO
.BR circdeskd (8),
.BR circdesk (1)
)";

/// Text of a Markdown page, without its marks and as roff takes it.
std::string plain(std::string_view text) {
    std::string out;
    std::ranges::copy_if(text, std::back_inserter(out), [](char c) { return c != '`' && c != '*'; });
    return roff(out);
}

/// The cells of "| a | b |"; a bar within one has a backslash before it.
std::vector<std::string> cells_of(std::string_view row) {
    std::vector<std::string> cells;
    std::string cell;
    for (std::size_t at = 1; at < row.size(); ++at) {
        if (row[at] == '\\' && at + 1 < row.size() && row[at + 1] == '|') {
            cell += row[++at];
        } else if (row[at] == '|') {
            const auto begin = cell.find_first_not_of(' ');
            cells.push_back(begin == std::string::npos ? std::string() : cell.substr(begin, cell.find_last_not_of(' ') - begin + 1));
            cell.clear();
        } else {
            cell += row[at];
        }
    }
    return cells;
}

/// A key with its default and what it may be; of other tables the first cell and the rest.
std::string paragraph_of(const std::vector<std::string>& cells) {
    constexpr std::size_t cells_of_a_key = 5; // key, default, value, reload, meaning
    std::string out = ".TP\n\\fB" + plain(cells.front()) + "\\fR";
    if (cells.size() != cells_of_a_key) {
        out += '\n';
        for (std::size_t at = 1; at < cells.size(); ++at) out += plain(cells[at]) + (at + 1 < cells.size() ? ";\n" : "\n");
        return out;
    }
    out.append(" = ").append(plain(cells[1])).append("\n").append(plain(cells[4])).append("\nTakes ").append(plain(cells[2]));
    return out + (cells[3] == "yes" ? ".\n" : "; read at start only.\n");
}

bool is_rule(std::string_view row) { return row.starts_with("| --- "); }

} // namespace

std::string settings_manual_page() {
    std::string out(opening);
    std::istringstream page(reference_page());
    std::vector<std::string> waiting; ///< a row that is a table's heading if a rule follows
    const auto flush = [&] {
        if (!waiting.empty()) out += paragraph_of(waiting);
        waiting.clear();
    };
    for (std::string line; std::getline(page, line);) {
        if (line.starts_with("| ") && is_rule(line)) {
            waiting.clear();
        } else if (line.starts_with("| ")) {
            flush();
            waiting = cells_of(line);
        } else {
            flush();
            if (line.starts_with("# "))
                out += ".SH DESCRIPTION\n";
            else if (line.starts_with("#"))
                out += ".SH " + plain(line.substr(line.find(' ') + 1)) + '\n';
            else if (!line.empty())
                out += plain(line) + '\n';
        }
    }
    flush();
    return out.append(closing);
}

} // namespace circ::config
