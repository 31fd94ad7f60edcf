#include "tools/circdesk/import/balance.hpp"

#include "protocol/csv/reader.hpp"
#include "tools/circdesk/import/catalogue.hpp"
#include "tools/circdesk/tool.hpp"
#include "tools/circdesk/wording.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <tuple>

namespace circ::tool {
namespace {

constexpr std::array<std::string_view, 8> kinds{
    "loans", "lost", "claimed", "holds", "fees", "credits", "blocks", "notes"};

using storage::open_business;

/// How a kind of the store, with its number, is called on the sheet: what, and which type.
struct named_row {
    std::string what;
    std::string type;
};

named_row named(const storage::balance_line& line) {
    switch (line.of) {
    case open_business::loans: {
        const auto state = static_cast<storage::loan_state>(line.kind);
        if (state == storage::loan_state::lost) return {"lost", line.type};
        if (state == storage::loan_state::claimed_returned) return {"claimed", line.type};
        return {"loans", line.type};
    }
    case open_business::holds: {
        constexpr std::array states{"queued", "suspended", "in_transit", "on_shelf"};
        return {"holds", states.at(static_cast<std::size_t>(line.kind))};
    }
    case open_business::fees:
        return {"fees", std::string(in_words(static_cast<storage::fee_kind>(line.kind)))};
    case open_business::credits:
        return {"credits", {}};
    case open_business::blocks:
        return {line.kind == static_cast<int>(storage::block_kind::note) ? "notes" : "blocks", {}};
    }
    return {};
}

std::size_t place_of(const std::string& what) {
    return static_cast<std::size_t>(std::ranges::find(kinds, what) - kinds.begin());
}

bool is_about(const balance_row& stated, const balance_row& stored) {
    return stated.what == stored.what &&
           (stated.branch.empty() || stated.branch == stored.branch) &&
           (stated.type.empty() || stated.type == stored.type);
}

/// The columns of a file of stated figures.
class stated_file {
public:
    stated_file(std::istream& in, std::string file, const storage::institution& of)
        : file_(std::move(file)), of_(of), rows_(in) {
        if (!rows_.fault().empty()) throw complaint(file_ + ": " + rows_.fault());
        for (const char* name : {"what", "number"})
            if (!rows_.column(name))
                throw complaint(file_ + ": the header line has no column " + std::string(name));
    }

    std::optional<balance_row> next() {
        auto row = rows_.next();
        if (!row) return std::nullopt;
        if (!row->fault.empty()) throw complaint(file_ + ": " + row->fault);
        balance_row made{
            .what = text(*row, "what"), .branch = text(*row, "branch"), .type = text(*row, "type")};
        if (place_of(made.what) == kinds.size())
            wrong(*row,
                  "what",
                  "this is none of loans, lost, claimed, holds, fees, "
                  "credits, blocks, notes");
        const std::string number = text(*row, "number");
        const auto read =
            std::from_chars(number.data(), number.data() + number.size(), made.number);
        if (read.ec != std::errc{} || read.ptr != number.data() + number.size())
            wrong(*row, "number", "this is no number");
        const std::string amount = text(*row, "amount");
        const auto money = amount.empty() ? std::optional(storage::money{}) : price_in(of_, amount);
        if (!money)
            wrong(*row, "amount", "this is no amount in " + of_.currency + " such as 12.50");
        made.amount = *money;
        return made;
    }

private:
    [[nodiscard]] std::string text(const protocol::csv::row& row, const char* column) const {
        const auto place = rows_.column(column);
        return place ? std::string(row[*place]) : std::string();
    }
    [[noreturn]] void
    wrong(const protocol::csv::row& row, const char* column, const std::string& sentence) const {
        throw complaint(file_ + " line " + std::to_string(row.line) + ", " + column + " '" +
                        text(row, column) + "': " + sentence);
    }

    std::string file_;
    const storage::institution& of_;
    protocol::csv::reader rows_;
};

} // namespace

std::vector<balance_row> stored_balance(storage::reader& from, const storage::institution& of) {
    std::map<std::tuple<std::size_t, std::string, std::string>, balance_row> all;
    for (const auto& line : from.balance_of(of.id)) {
        auto [what, type] = named(line);
        auto& row = all[{place_of(what), line.branch, type}];
        row.number += line.number;
        row.amount += line.amount;
        row.what = std::move(what);
        row.branch = line.branch;
        row.type = std::move(type);
    }
    std::vector<balance_row> rows;
    for (auto& [key, row] : all)
        rows.push_back(std::move(row));
    return rows;
}

std::vector<balance_row>
read_stated(std::istream& in, const std::string& file, const storage::institution& of) {
    stated_file from(in, file, of);
    std::vector<balance_row> all;
    while (auto row = from.next())
        all.push_back(std::move(*row));
    return all;
}

std::vector<sheet_line> balance(const std::vector<balance_row>& stated,
                                const std::vector<balance_row>& stored) {
    std::vector<sheet_line> all;
    std::vector<bool> is_covered(stored.size());
    for (const auto& row : stated) {
        sheet_line line{.stated = row, .number = 0, .amount = {}};
        for (std::size_t i = 0; i < stored.size(); ++i) {
            if (!is_about(row, stored[i])) continue;
            is_covered[i] = true;
            line.number += stored[i].number;
            line.amount += stored[i].amount;
        }
        all.push_back(std::move(line));
    }
    for (std::size_t i = 0; i < stored.size(); ++i) {
        if (is_covered[i]) continue;
        sheet_line line{.stated = stored[i],
                        .number = stored[i].number,
                        .amount = stored[i].amount,
                        .is_stated = false};
        line.stated.number = 0;
        line.stated.amount = {};
        all.push_back(std::move(line));
    }
    return all;
}

} // namespace circ::tool
