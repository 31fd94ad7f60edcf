#include "tools/circdesk/fee_lines.hpp"

#include "tools/circdesk/table.hpp"
#include "tools/circdesk/tool.hpp"
#include "tools/circdesk/wording.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <iostream>

namespace circ::tool {
namespace {

std::string number_of(const storage::fee_line& line) {
    return std::to_string(line.fee.id.value);
}

boost::json::object json_of(const account_lines::line& line, const storage::institution& of) {
    boost::json::array entries;
    for (const auto& each : line.entries)
        entries.push_back(boost::json::object{{"at", machine_time(each.at)},
                                              {"what", std::string(in_words(each.kind))},
                                              {"amount", money_text(each.amount, of)},
                                              {"by", each.by},
                                              {"reason", each.reason}});
    return {{"fee", number_of(line.fee)},
            {"since", machine_time(line.fee.fee.assessed_at)},
            {"kind", std::string(in_words(line.fee.fee.kind))},
            {"open", money_text(line.fee.open, of)},
            {"of", money_text(line.fee.fee.amount, of)},
            {"item", line.fee.barcode},
            {"title", line.fee.title},
            {"note", line.fee.fee.note},
            {"entries", std::move(entries)}};
}

void print_fees(const account_lines& lines, const storage::institution& of) {
    table shown({"fee", "since", "kind", "open", "of", "item", "note"});
    for (const auto& each : lines.fees)
        shown.add({number_of(each.fee),
                   time_text(each.fee.fee.assessed_at, lines.time_zone),
                   std::string(in_words(each.fee.fee.kind)),
                   money_text(each.fee.open, of),
                   money_text(each.fee.fee.amount, of),
                   each.fee.barcode,
                   each.fee.fee.note});
    for (const auto& each : lines.running)
        shown.add({"running",
                   time_text(each.of.loan.due_at, lines.time_zone),
                   std::string(in_words(storage::fee_kind::overdue)),
                   money_text(each.amount, of),
                   "",
                   each.of.barcode,
                   "until it is back"});
    if (!shown.empty()) shown.print(std::cout);
}

void print_entries(const account_lines& lines, const storage::institution& of) {
    table shown({"fee", "when", "what", "amount", "by", "why"});
    for (const auto& line : lines.fees)
        for (const auto& each : line.entries)
            shown.add({number_of(line.fee),
                       time_text(each.at, lines.time_zone),
                       std::string(in_words(each.kind)),
                       money_text(each.amount, of),
                       each.by,
                       each.reason});
    if (shown.empty()) return;
    std::cout << "\nWhat became of them\n";
    shown.print(std::cout);
}

} // namespace

account_lines load_account_lines(storage::reader& from,
                                 const storage::institution& of,
                                 const storage::patron_facts& who,
                                 which_fees which,
                                 storage::instant now) {
    account_lines lines;
    const auto library = *circulation::load_library(from, of.id);
    lines.time_zone = library.branch(who.patron.branch).time_zone;
    lines.owed = who.patron.owed;
    lines.credit = who.patron.credit;
    for (storage::page window;; window.first += window.count) {
        auto fees = which == which_fees::open ? from.open_fees_of(who.patron.id, window)
                                              : from.fees_of(who.patron.id, window);
        for (auto& each : fees) {
            auto entries = from.entries_of(each.fee.id);
            lines.fees.push_back({std::move(each), std::move(entries)});
        }
        if (static_cast<int>(fees.size()) < window.count) break;
    }
    lines.running = circulation::load_running_fees(from, who, library, now);
    return lines;
}

void print(const account_lines& lines, const storage::institution& of) {
    print_fees(lines, of);
    print_entries(lines, of);
    storage::money running;
    for (const auto& each : lines.running)
        running += each.amount;
    const bool has_fees = !lines.fees.empty() || !lines.running.empty();
    std::cout << (has_fees ? "\n" : "") << "owed " << money_text(lines.owed, of);
    if (running.minor > 0) std::cout << ", and " << money_text(running, of) << " still running";
    if (lines.credit.minor > 0) std::cout << ", credit " << money_text(lines.credit, of);
    std::cout << '\n';
}

void print_json(const account_lines& lines, const storage::institution& of) {
    boost::json::array fees;
    for (const auto& each : lines.fees)
        fees.push_back(json_of(each, of));
    boost::json::array running;
    for (const auto& each : lines.running)
        running.push_back(boost::json::object{{"item", each.of.barcode},
                                              {"title", each.of.title},
                                              {"due", machine_time(each.of.loan.due_at)},
                                              {"amount", money_text(each.amount, of)}});
    const boost::json::object all{{"fees", std::move(fees)},
                                  {"running", std::move(running)},
                                  {"owed", money_text(lines.owed, of)},
                                  {"credit", money_text(lines.credit, of)}};
    std::cout << boost::json::serialize(all) << '\n';
}

open_debt load_debt(storage::reader& from,
                    const storage::institution& of,
                    const storage::patron_facts& who,
                    storage::instant now) {
    open_debt owed{.open = who.patron.owed, .running = {}, .still_out = 0};
    const auto library = *circulation::load_library(from, of.id);
    for (const auto& each : circulation::load_running_fees(from, who, library, now)) {
        owed.running += each.amount;
        ++owed.still_out;
    }
    return owed;
}

std::string running_text(const open_debt& owed, const storage::institution& of) {
    if (owed.still_out == 0) return {};
    return ", and " + money_text(owed.running, of) +
           (owed.still_out == 1 ? " running until it is back" : " running until they are back");
}

std::string open_text_after(tool& with, storage::payment_id paid) {
    const auto of = with.institution();
    open_debt owed;
    with.store().read([&](storage::reader& from) {
        const auto payment = from.find_payment(paid);
        const auto whose = payment ? payment->patron : storage::patron_id{};
        if (const auto who = from.patron_with_facts(whose, with.now()))
            owed = load_debt(from, of, *who, with.now());
    });
    return "still open " + money_text(owed.open, of) + running_text(owed, of);
}

} // namespace circ::tool
