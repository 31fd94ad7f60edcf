#include "tools/circdesk/demo/demo_page.hpp"

#include "protocol/csv/reader.hpp"
#include "protocol/marc/bibliographic.hpp"
#include "protocol/marc/marcxml.hpp"
#include "tools/circdesk/demo/demo.hpp"
#include "tools/circdesk/import/toml_rows.hpp"
#include "tools/circdesk/tool.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <map>
#include <span>

namespace circ::tool {
namespace {

namespace csv = protocol::csv;
namespace marc = protocol::marc;

using names = std::map<std::string, std::string>;

/// The requests of one part of the page.
struct part {
    std::string_view title;
    std::array<std::string_view, 3> requests;
    std::string_view text;
};

constexpr std::array parts{
    part{"Lending", {"11"}, "`checkout` (11): patron_identifier, patron_password, item_identifier."},
    part{"Returning", {"09"}, "`checkin` (09): item_identifier. The alert is what a sorter goes by (CV)."},
    part{"Renewing", {"29"}, "`renew` (29): patron_identifier, patron_password, item_identifier."},
    part{"Holds", {"15"}, "`hold` (15): patron_identifier, patron_password, item_identifier, hold_type, pickup_location."},
    part{"Looking up",
         {"23", "63", "17"},
         "`patron_status_request` (23), `patron_information` (63), `item_information` (17)."},
    part{"Payments", {"37"}, "`fee_paid` (37): patron_identifier, patron_password, fee_amount."},
};

struct named_option {
    std::string_view key;
    std::string_view words;
};

/// What a row of the tour may say besides card and item.
constexpr std::array texts{named_option{"level", "level "}, named_option{"pickup", "pickup "}, named_option{"amount", "amount "}};

std::ifstream open_file(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) throw complaint(file.string() + " cannot be read", not_found);
    return in;
}

/// Calls `each` with (value of a column) -> text for every row of a CSV file.
template <class Each>
void for_rows(const std::filesystem::path& file, Each each) {
    auto in = open_file(file);
    csv::reader table(in);
    while (const auto row = table.next())
        each([&](std::string_view column) {
            const auto place = table.column(column);
            if (!place) throw complaint(file.string() + " has no column " + std::string(column));
            return std::string((*row)[*place]);
        });
}

/// Adds barcode -> title of its book.
void read_items(names& items, const std::filesystem::path& from) {
    names titles;
    auto in = open_file(from / "books.xml");
    for (marc::marcxml_reader books(in); const auto book = books.next();)
        if (book->record) titles[marc::control_number_of(*book->record).number] = marc::title_statement(*book->record);
    for_rows(from / "items.csv", [&](auto value) { items[value("barcode")] = titles[value("control_number")]; });
}

/// Card -> name of its holder.
names read_patrons(const std::filesystem::path& from) {
    names patrons;
    for_rows(from / "patrons.csv", [&](auto value) {
        const std::string given = value("given_name");
        patrons[value("card")] = (given.empty() ? "" : given + ' ') + value("family_name");
    });
    return patrons;
}

std::string row_of(std::span<const std::string> cells) {
    std::string line = "|";
    for (const auto& each : cells) line += ' ' + each + " |";
    return line + '\n';
}

std::string head_of(std::span<const std::string> cells) {
    std::string line = row_of(cells) + '|';
    for (std::size_t i = 0; i < cells.size(); ++i) line += " --- |";
    return line + '\n';
}

/// "39012000000133, The Two Towers"
std::string named(const toml_row& row, std::string_view key, const names& all) {
    const auto number = row.text_if(key);
    if (!number) return {};
    const auto known = all.find(*number);
    return *number + (known == all.end() ? "" : ", " + known->second);
}

std::string options_of(const toml_row& row) {
    std::string all;
    const auto add = [&all](const std::string& words) { all += (all.empty() ? "" : ", ") + words; };
    for (const auto& each : texts)
        if (const auto value = row.text_if(each.key)) add(std::string(each.words) + *value);
    if (const auto agreed = row.flag_if("fee_acknowledged")) add(*agreed ? "fee agreed to" : "fee not agreed to");
    if (row.flag_if("renewal_policy") == false) add("no renewal by checkout");
    return all;
}

std::string terminals_of(const std::filesystem::path& from) {
    std::string text = head_of(std::array<std::string, 4>{"login", "password", "where", "profile"});
    for (const auto& folder : {from, from / neighbour_folder}) {
        const toml_file library(folder / "library.toml");
        for (const auto& each : library.rows("terminal"))
            text += row_of(std::array<std::string, 4>{each.text("login"), each.text("password"),
                                                      each.text("branch") + ", " + each.text("location"), each.text("profile")});
    }
    return text;
}

std::string tries_of(const part& of, const std::vector<toml_row>& tour, const names& patrons, const names& items) {
    std::string text = head_of(std::array<std::string, 6>{"card", "PIN", "item", "at", "with", "what happens"});
    for (const auto& each : tour)
        if (std::ranges::find(of.requests, each.text("request")) != of.requests.end())
            text += row_of(std::array<std::string, 6>{named(each, "card", patrons), each.text_if("pin").value_or(""),
                                                      named(each, "item", items), each.text("terminal"), options_of(each),
                                                      each.text("expect")});
    return text;
}

/// How to hold the store, and what is asked meanwhile.
std::string away_rows(const toml_file& tour, const names& patrons, const names& items) {
    std::string text;
    for (const auto& each : tour.rows("away")) {
        std::string hold = each.text("hold");
        hold.replace(hold.find("DATA"), 4, "var/demo");
        text += "    " + hold + "\n\n" + head_of(std::array<std::string, 5>{"card", "PIN", "item", "at", "what happens"});
        text += row_of(std::array<std::string, 5>{named(each, "card", patrons), each.text("pin"), named(each, "item", items),
                                                  each.text("terminal"), each.text("expect")});
    }
    return text;
}

/// What only the desk's verbs refuse: the command, and where its NUMBER is to be found.
std::string refusals_of_the_desk(const toml_file& tour) {
    std::string text = head_of(std::array<std::string, 3>{"command", "NUMBER is the first of", "what it says"});
    for (const auto& each : tour.rows("desk")) {
        const auto number = each.text_if("number");
        text += row_of(std::array<std::string, 3>{"`circdesk " + each.text("verb") + '`', number ? "`circdesk " + *number + '`' : "",
                                                  each.text("says")});
    }
    return text;
}

/// What other systems alone ask for: first what makes it so, then what is refused.
std::string refusals_of_other_systems(const toml_file& tour) {
    std::string text;
    for (const auto& each : tour.rows("ncip")) {
        text += "\n" + each.text("expect") + " *" + each.text("problem") + "*\n\n";
        for (const auto& before : each.texts("before")) text += "    circdesk " + before + '\n';
        text += "    circdesk " + each.text("verb") + '\n';
    }
    return text;
}

/// "too_many_loans;minor" in words.
std::string state_words(std::string states) {
    for (std::size_t at = 0; (at = states.find_first_of(";:", at)) != std::string::npos; at += 2)
        states.replace(at, 1, states[at] == ';' ? ", " : ": ");
    std::ranges::replace(states, '_', ' ');
    return states;
}

std::string special_patrons(const std::filesystem::path& from, const names& patrons) {
    std::string text = head_of(std::array<std::string, 4>{"card", "PIN", "name", "what is special"});
    for_rows(from / "patrons.csv", [&](auto value) {
        const std::string states = value("states");
        if (states.empty()) return;
        const std::string pin = value("pin");
        text += row_of(std::array<std::string, 4>{value("card"), pin.empty() ? "none" : pin, patrons.at(value("card")),
                                                  state_words(states)});
    });
    return text;
}

constexpr std::string_view away_head = R"(
## When the store is away

While another program holds the store nothing can be written. Each request is still answered in its own type, after
`store.busy_seconds` at the most; press Enter, and the same request is done. This holds it (Debian's package `sqlite3`):

)";

constexpr std::string_view others_head = R"(
## Other systems

The State Library's system asks over NCIP. Each of these ends with a refusal, of the type that stands behind it; what goes before it in
the same block makes it so, and is done.
)";

constexpr std::string_view head = R"(# The demo library

<!-- Made by `circdesk demo page` from tools/demo; edit it there. -->

`tools/quickstart` builds, loads this library and opens it on 127.0.0.1; `circdesk demo load` only loads it. Its passwords
and PINs are public: never open it to a network. Dates count from the day of loading.

A request is sent, and its answer shown field by field, by

    circdesk sc --as kiosk1 checkout patron_identifier=29012000000010 item_identifier=39012000000133 patron_password=1001

Each line below stands for itself, on a freshly loaded library: no item that one of them changes is used by another.

## Terminals

)";

} // namespace

std::string demo_page(const std::filesystem::path& from) {
    const toml_file tour(from / "tour.toml");
    names items;
    read_items(items, from);
    read_items(items, from / neighbour_folder);
    const names patrons = read_patrons(from);
    std::string page(head);
    page += terminals_of(from);
    for (const auto& each : parts) {
        page += "\n## " + std::string(each.title) + "\n\n" + std::string(each.text) + "\n\n";
        page += tries_of(each, tour.rows("try"), patrons, items);
    }
    page += std::string(away_head) + away_rows(tour, patrons, items);
    page += "\n## At the desk\n\nWhat no device is told: each of these verbs is refused, and says why.\n\n" + refusals_of_the_desk(tour);
    page += std::string(others_head) + refusals_of_other_systems(tour);
    page += "\n## Cards with something special\n\n" + special_patrons(from, patrons);
    return page;
}

} // namespace circ::tool
