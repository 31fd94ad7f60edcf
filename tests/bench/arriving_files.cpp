#include "tests/bench/arriving_files.hpp"

#include "protocol/marc/iso2709.hpp"

#include <fmt/format.h>

#include <array>
#include <fstream>
#include <random>
#include <stdexcept>

namespace circ::bench {

namespace fs = std::filesystem;
namespace marc = protocol::marc;

namespace {

constexpr std::size_t titles_of_turn = 3; ///< with one, two and three items
constexpr std::size_t items_of_turn = 6;

constexpr std::array item_types{"book", "book", "book", "child_book", "dvd", "cd", "magazine"};
constexpr std::array locations{"stacks", "fiction", "children", "reference"};
constexpr std::array ends{"", "s", "er", "ing", "ed", "y", "al", "ion", "ous", "ment"};
constexpr std::array begins{"bar", "cor", "dan", "fel", "gim", "hol", "jut", "kes", "lum", "mar",
                            "nor", "pel", "quin", "ros", "sal", "tem", "ulf", "ver", "wil", "zan"};

/// Few words stand in many titles and many in few, as in earnest.
std::string any_word(std::minstd_rand& random) {
    constexpr std::size_t count = begins.size() * begins.size() * ends.size();
    const double at = std::uniform_real_distribution<double>()(random);
    const auto which = static_cast<std::size_t>(at * at * at * static_cast<double>(count));
    return fmt::format("{}{}{}", begins[which % begins.size()], begins[which / begins.size() % begins.size()],
                       ends[which / (begins.size() * begins.size())]);
}

std::minstd_rand random_of(std::size_t title) {
    std::minstd_rand made(static_cast<unsigned>(title * 2 + 1));
    made.discard(2); // neighbours begin alike
    return made;
}

std::ofstream open(const fs::path& file, std::string_view header = {}) {
    std::ofstream to(file, std::ios::binary | std::ios::trunc);
    to << header;
    return to;
}

void close(std::ofstream& to, const fs::path& file) {
    to.close();
    if (!to) throw std::runtime_error("cannot write " + file.string());
}

marc::data_field field(const char* tag, std::vector<marc::subfield> parts) {
    return {.tag = tag, .subfields = std::move(parts)};
}

/// Long ago, whatever the clock says: every loan is overdue.
std::string date(std::size_t day_of_year) {
    return fmt::format("2020-{:02}-{:02}", 1 + day_of_year / 28 % 9, 1 + day_of_year % 28);
}

marc::record record_of(std::size_t title) {
    auto words = arriving_files::words_of(title);
    const std::string author = words.back();
    words.pop_back();
    marc::record made{.leader = "00000cam a2200000 a 4500"};
    made.control_fields = {{"001", fmt::format("rec{:08}", title)},
                           {"008", fmt::format("260317s{}    xx            000 0 eng d", 1950 + title % 76)}};
    made.data_fields = {field("020", {{'a', arriving_files::isbn(title)}}),
                        field("100", {{'a', fmt::format("{}, Some,", author)}}),
                        field("245", {{'a', fmt::format("{} :", fmt::join(words, " "))},
                                      {'b', "being a part of a title that has another part /"},
                                      {'c', fmt::format("by Some {}.", author)}}),
                        field("260", {{'a', "Riverbend :"}, {'b', "A Press of Some Name,"}, {'c', fmt::format("{}.", 1950 + title % 76)}}),
                        field("300", {{'a', fmt::format("{} p. ;", 100 + title % 600)}, {'c', "21 cm."}}),
                        field("500", {{'a', "A note of the usual length that says what else there is to say of this book."}})};
    for (const char* subject : {"History", "Fiction", "Handbooks, manuals, etc."})
        made.data_fields.push_back(field("650", {{'a', fmt::format("{} and its places", words.front())}, {'x', subject}}));
    return made;
}

marc::data_field item_field(std::size_t item) {
    return field("949", {{'b', arriving_files::barcode(item)},
                         {'c', arriving_files::call_number(item)},
                         {'o', arriving_files::branch(arriving_files::branch_of(item))},
                         {'l', locations[item / 7 % locations.size()]},
                         {'t', item_types[item % item_types.size()]},
                         {'p', fmt::format("{}.50", 5 + item % 40)}});
}

} // namespace

arriving_files::arriving_files(const fs::path& folder, std::size_t items)
    : items_(items), marc_(folder / "books.mrc"), patrons_(folder / "patrons.csv"), loans_(folder / "loans.csv"),
      holds_(folder / "holds.csv"), fees_(folder / "fees.csv") {
    if (fs::exists(fees_)) return; // the last of them
    fs::create_directories(folder);
    write_marc();
    write_patrons();
    write_loans();
    write_holds();
    write_fees();
}

std::size_t arriving_files::titles() const {
    const std::size_t rest = items_ % items_of_turn;
    return items_ / items_of_turn * titles_of_turn + (rest > 3 ? 3 : rest > 1 ? 2 : rest);
}

std::size_t arriving_files::loan_count() const {
    return (items_ + 17) / 23; // of those with remainder 5
}

std::string arriving_files::branch(std::size_t number) { return fmt::format("B{}", number); }
std::string arriving_files::barcode(std::size_t item) { return fmt::format("3997{:010}", item); }
std::string arriving_files::call_number(std::size_t item) {
    return fmt::format("{:03}.{:03} {}", item * 7 % 1000, item / 1000 % 1000, begins[item % begins.size()]);
}
std::string arriving_files::card(std::size_t patron) { return fmt::format("2997{:010}", patron); }

std::vector<std::string> arriving_files::words_of(std::size_t title) {
    auto random = random_of(title);
    std::vector<std::string> words;
    for (int i = 0; i < 5; ++i) words.push_back(any_word(random));
    return words;
}

std::string arriving_files::isbn(std::size_t title) {
    const std::string digits = fmt::format("978{:09}", title);
    int sum = 0;
    for (std::size_t i = 0; i < digits.size(); ++i) sum += (digits[i] - '0') * (i % 2 == 0 ? 1 : 3);
    return fmt::format("{}{}", digits, (10 - sum % 10) % 10);
}

void arriving_files::write_marc() const {
    auto to = open(marc_);
    for (std::size_t title = 0, item = 0; item < items_; ++title) {
        auto record = record_of(title);
        for (std::size_t i = 0; i <= title % titles_of_turn && item < items_; ++i)
            record.data_fields.push_back(item_field(item++));
        to << marc::to_iso2709(record).value();
    }
    close(to, marc_);
}

void arriving_files::write_patrons() const {
    auto to = open(patrons_, "card,family_name,given_name,birth_date,category,branch,language,email,phone,address,expires_on,guarantor\n");
    for (std::size_t i = 0; i < patron_count(); ++i) {
        auto random = random_of(i);
        const bool is_child = i % 5 == 2 && i + 2 < patron_count();
        const std::string name = any_word(random);
        to << fmt::format("{},{},{},{}-03-17,{},{},en,{}{}@example.org,0555 {:07},\"{} Weir Square, 1{:04} Riverbend\",2031-12-31,{}\n",
                          card(i), name, any_word(random), is_child ? 2015 : 1940 + i % 60, is_child ? "child" : "adult",
                          branch(i % branches), name, i, i, 1 + i % 99, i % 10'000,
                          is_child ? card(i % 2 == 0 ? i + 1 : i - 1) : "");
    }
    close(to, patrons_);
}

void arriving_files::write_loans() const {
    auto to = open(loans_, "card,item,lent_at,due_at,branch,renewals\n");
    for (std::size_t item = 0; item < items_; ++item)
        if (is_lent(item))
            to << fmt::format("{},{},{},2021-{:02}-15,{},{}\n", card(item % patron_count()), barcode(item), date(item % 200),
                              1 + item % 12, branch(branch_of(item)), item % 3);
    close(to, loans_);
}

void arriving_files::write_holds() const {
    auto to = open(holds_, "card,control_number,pickup,placed_at\n");
    for (std::size_t i = 0; i < hold_count(); ++i) // few titles are wanted by many: ten each
        to << fmt::format("{},rec{:08},{},{}\n", card(i % patron_count()), i / 10 * 7 % titles(), branch(i % branches), date(i % 200));
    close(to, holds_);
}

void arriving_files::write_fees() const {
    auto to = open(fees_, "card,number,kind,amount,item,assessed_at\n");
    for (std::size_t i = 0; i < fee_count(); ++i)
        to << fmt::format("{},fee{},overdue,{}.20,{},{}\n", card(i * 3 % patron_count()), i, i % 30, barcode(i), date(i % 200));
    close(to, fees_);
}

} // namespace circ::bench
