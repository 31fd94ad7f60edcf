#include "protocol/csv/reader.hpp"
#include "server/circulation/local_time.hpp"
#include "tools/circdesk/demo/demo.hpp"
#include "tools/circdesk/tool.hpp"

#include <array>
#include <cstdio>
#include <fstream>
#include <utility>
#include <vector>

namespace circ::tool {
namespace {

using namespace storage;

constexpr std::array<std::string_view, 7> weekdays{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

minute_of_day minute_of(const std::string& text, const toml_row& where) {
    int hour = 0;
    int minute = 0;
    if (std::sscanf(text.c_str(), "%2d:%2d", &hour, &minute) != 2)
        throw complaint(where.where() + ": '" + text + "' is not a time such as 09:30");
    return std::chrono::hours(hour) + std::chrono::minutes(minute);
}

void add_branch(unit_of_work& unit, const toml_row& row, const institution& of) {
    branch made{.id = unit.new_id<branch_id>(), .institution = of.id, .code = row.text("code"), .name = row.text("name"),
                .address = row.text("address"), .time_zone = of.time_zone};
    unit.add(made);
    const auto hours = row.table("hours");
    if (!hours) return;
    for (std::size_t day = 0; day < weekdays.size(); ++day) {
        const auto span = hours->texts(weekdays[day]);
        if (span.size() == 2)
            unit.add(opening_hours{.branch = made.id, .weekday = static_cast<int>(day) + 1,
                                   .opens = minute_of(span[0], row), .closes = minute_of(span[1], row)});
    }
}

void add_closed_day(unit_of_work& unit, const toml_row& row, const institution& of, instant now) {
    const auto day = circulation::date_in(now, of.time_zone) + std::chrono::days(row.number("in_days"));
    for (const auto& code : row.texts("branches")) {
        const auto branch = unit.branch_by_code(of.id, code);
        if (!branch) throw complaint(row.where() + ": there is no branch " + code);
        unit.add(closed_day{.id = unit.new_id<closed_day_id>(), .branch = branch->id, .day = day, .reason = row.text("reason")});
    }
}

void add_partner(unit_of_work& unit, const toml_row& row, const institution& of, instant now) {
    unit.add(partner{.id = unit.new_id<partner_id>(), .institution = of.id, .code = row.text("code"),
                     .name = row.text("name"), .patron = {}, .created_at = now});
}

void add_terminal(unit_of_work& unit, const toml_row& row, const institution& of, instant now, const std::string& verifier) {
    const auto branch = unit.branch_by_code(of.id, row.text("branch"));
    if (!branch) throw complaint(row.where() + ": there is no branch " + row.text("branch"));
    unit.add(terminal{.id = unit.new_id<terminal_id>(), .institution = of.id, .login = row.text("login"), .verifier = verifier,
                      .branch = branch->id, .location = row.text("location"), .profile = row.text("profile"),
                      .addresses = {}, .enabled = true, .created_at = now});
}

} // namespace

institution load_demo_library(const toml_file& from, const demo_setting& with) {
    const auto row = from.root().table("institution");
    if (!row) throw complaint(from.root().where() + ": there is no [institution]");
    institution made;
    std::vector<std::shared_future<std::string>> verifiers; // in the order of the terminals
    const auto terminals = from.rows("terminal");
    for (const auto& each : terminals) verifiers.push_back(with.pins.make(secret(each.text("password"))));
    write_and_wait(with.store, [&](unit_of_work& unit) {
        made = {.id = unit.new_id<institution_id>(), .code = row->text("code"), .name = row->text("name"),
                .currency = row->text("currency"), .decimals = 2, .language = row->text("language"),
                .time_zone = row->text("time_zone")};
        unit.add(made);
        unit.mark_as_demo();
        for (const auto& each : from.rows("branch")) add_branch(unit, each, made);
        for (const auto& each : from.rows("partner")) add_partner(unit, each, made, with.now);
        for (const auto& each : from.rows("closed_day")) add_closed_day(unit, each, made, with.now);
        for (std::size_t i = 0; i < terminals.size(); ++i)
            add_terminal(unit, terminals[i], made, with.now, verifiers[i].get());
    });
    return made;
}

namespace {

void apply_state(unit_of_work& unit, const std::string& state, card own, patron who, const institution& of, instant now) {
    if (state == "card_lost" || state == "card_replaced") {
        own.state = state == "card_lost" ? card_state::lost : card_state::replaced;
        own.since = now;
        unit.change(own);
    } else if (state == "pin_locked") {
        // By itself a lock ends after minutes; this one lasts as long as the demo library.
        who.pin_locked_until = now + std::chrono::years(10);
        unit.change(who);
    } else if (state.starts_with("guarantor:")) {
        const auto guarantor = unit.find_card(of.id, state.substr(10));
        if (!guarantor) throw complaint("the guarantor's card " + state.substr(10) + " is not there");
        who.guarantor = guarantor->patron;
        unit.change(who);
    } // the others only say in a word what business.toml makes
}

} // namespace

void load_demo_states(const std::filesystem::path& patrons, const institution& of, const demo_setting& with) {
    std::ifstream in(patrons, std::ios::binary);
    protocol::csv::reader table(in);
    const auto card_column = table.column("card");
    const auto states_column = table.column("states");
    if (!card_column || !states_column) throw complaint(patrons.string() + ": the columns card and states are needed");
    std::vector<std::pair<std::string, std::string>> all;
    while (const auto row = table.next()) {
        std::string states((*row)[*states_column]);
        while (!states.empty()) {
            const auto end = std::min(states.find(';'), states.size());
            all.emplace_back(std::string((*row)[*card_column]), states.substr(0, end));
            states.erase(0, end + 1);
        }
    }
    write_and_wait(with.store, [&](unit_of_work& unit) {
        for (const auto& [number, state] : all) {
            const auto own = unit.find_card(of.id, number);
            const auto who = own ? unit.find_patron(own->patron) : std::nullopt;
            if (who) apply_state(unit, state, *own, *who, of, with.now);
        }
    });
}

} // namespace circ::tool
