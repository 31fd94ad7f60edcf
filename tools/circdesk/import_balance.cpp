#include "tools/circdesk/command.hpp"
#include "tools/circdesk/commands.hpp"
#include "tools/circdesk/import/balance.hpp"
#include "tools/circdesk/import/report.hpp"
#include "tools/circdesk/table.hpp"
#include "tools/circdesk/tool.hpp"
#include "tools/circdesk/wording.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <string>

namespace circ::tool {
namespace {

/// Kinds of runs whose rejected rows explain a difference.
constexpr std::array<std::string_view, 5> business{"loans", "holds", "fees", "credits", "blocks"};

class import_balance final : public command {
public:
    std::string_view path() const override { return "import balance"; }
    std::string_view summary() const override {
        return "open loans, holds, fees, credits and blocks as the old system states them, beside "
               "those that are stored";
    }
    std::string_view example() const override { return "circdesk import balance stated.csv"; }
    std::vector<option> options() override {
        return {{"stated",
                 &stated_,
                 "CSV file of the old system's figures: what, branch, type, number, amount (none: "
                 "only what is stored)"}};
    }

    int run(tool& with) override {
        const auto of = with.institution();
        std::vector<balance_row> stored;
        std::map<std::string, storage::import_run> last;
        with.store().read([&](storage::reader& from) {
            stored = stored_balance(from, of);
            constexpr int newest = 100;
            for (auto& each : from.import_runs(of.id, {.first = 0, .count = newest}))
                last.emplace(each.kind, std::move(each));
        });
        const bool balances =
            stated_.empty() ? print_stored(with, of, stored) : print_sheet(with, of, stored);
        if (!with.how().json) tell_rejected(with, last);
        return balances ? done : refused;
    }

private:
    static bool print_stored(tool& with,
                             const storage::institution& of,
                             const std::vector<balance_row>& stored) {
        table shown({"what", "branch", "type", "number", "amount"});
        for (const auto& each : stored)
            shown.add({each.what,
                       each.branch,
                       each.type,
                       std::to_string(each.number),
                       amount_text(each.amount, each.what, of)});
        with.how().json ? shown.print_json(std::cout) : shown.print(std::cout);
        return true;
    }

    bool print_sheet(tool& with,
                     const storage::institution& of,
                     const std::vector<balance_row>& stored) const {
        std::ifstream in(stated_, std::ios::binary);
        if (!in) throw complaint(stated_ + " cannot be read", not_found);
        table shown({"what",
                     "branch",
                     "type",
                     "stated",
                     "stored",
                     "amount stated",
                     "amount stored",
                     "balance"});
        bool balances = true;
        for (const auto& line : balance(read_stated(in, stated_, of), stored)) {
            balances = balances && line.balances();
            shown.add({line.stated.what,
                       line.stated.branch,
                       line.stated.type,
                       line.is_stated ? std::to_string(line.stated.number) : "not stated",
                       std::to_string(line.number),
                       amount_text(line.stated.amount, line.stated.what, of),
                       amount_text(line.amount, line.stated.what, of),
                       difference_text(line, of)});
        }
        with.how().json ? shown.print_json(std::cout) : shown.print(std::cout);
        if (!with.how().json)
            std::cout << (balances ? "It balances.\n"
                                   : "It does not balance: the lines without an = differ.\n");
        return balances;
    }

    static std::string
    amount_text(storage::money amount, const std::string& what, const storage::institution& of) {
        return what == "fees" || what == "credits" ? money_text(amount, of) : std::string();
    }

    static std::string difference_text(const sheet_line& line, const storage::institution& of) {
        if (line.balances()) return "=";
        std::string text = std::to_string(line.number - line.stated.number);
        if (line.number > line.stated.number) text = '+' + text;
        if (line.amount != line.stated.amount)
            text += ", " + money_text(line.amount - line.stated.amount, of);
        return text;
    }

    /// Rows that did not fit, and why.
    static void tell_rejected(tool& with, const std::map<std::string, storage::import_run>& last) {
        with.store().read([&](storage::reader& from) {
            for (const auto& [kind, run] : last) {
                const bool is_business = std::ranges::find(business, kind) != business.end();
                if (!is_business || run.rejected == 0) continue;
                std::cout << kind << ": " << run.rejected << (run.rejected == 1 ? " row" : " rows")
                          << " of " << run.file << " did not fit (import " << run.number
                          << "); --mend writes them to a file\n";
                for (const auto& each : from.import_rejects(run.id))
                    std::cout << "  " << text_of(each, run) << '\n';
            }
        });
    }

    static std::string text_of(const storage::import_reject& of, const storage::import_run& run) {
        return to_string(finding{.file = std::filesystem::path(run.file).filename().string(),
                                 .number = static_cast<std::uint64_t>(of.place),
                                 .field = of.field,
                                 .value = of.value,
                                 .sentence = of.sentence});
    }

    std::string stated_;
};

} // namespace

std::unique_ptr<command> make_import_balance() {
    return std::make_unique<import_balance>();
}

} // namespace circ::tool
