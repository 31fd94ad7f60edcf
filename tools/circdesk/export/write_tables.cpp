#include "tools/circdesk/export/write_tables.hpp"

#include "protocol/csv/writer.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

namespace circ::tool {
namespace {

using row = std::vector<std::string>;

constexpr std::size_t most_examples = 20;

std::string key_text(const row& of, std::size_t keys) {
    std::string text;
    for (std::size_t i = 0; i < keys; ++i)
        if (!of[i].empty()) text += (text.empty() ? "" : " ") + of[i];
    return text;
}

int compare_keys(const row& one, const row& other, std::size_t keys) {
    for (std::size_t i = 0; i < keys; ++i)
        if (const int way = one[i].compare(other[i]); way != 0) return way;
    return 0;
}

std::string difference_text(const row& one, const row& other, const export_table& which) {
    std::string text = key_text(one, which.keys) + ":";
    for (std::size_t i = which.keys; i < one.size(); ++i)
        if (one[i] != other[i] && which.columns[i] == "pin")
            text += " another PIN";
        else if (one[i] != other[i])
            text +=
                " " + std::string(which.columns[i]) + " '" + one[i] + "' and '" + other[i] + "'";
    return text;
}

/// What an import reads has to come back as it was; the rest is opened in spreadsheets, and devices
/// and readers have written some of it.
protocol::csv::dialect dialect_of(const export_table& which) {
    using protocol::csv::formulas;
    const auto read_back = export_tables();
    const bool comes_back =
        std::ranges::find(read_back, which.name, &export_table::name) != read_back.end();
    return {.at_front = comes_back ? formulas::as_they_are : formulas::guarded};
}

void tell(table_difference& of, std::string sentence) {
    if (of.examples.size() < most_examples) of.examples.push_back(std::move(sentence));
}

} // namespace

const row* table_walk::next() {
    while (place_ == rows_.size()) {
        if (!after_) return nullptr;
        fill();
    }
    return &rows_[place_++];
}

void table_walk::fill() {
    from_->read([&](storage::reader& from) {
        const auto library = from.library_of(of_);
        export_source source{from, *library, with_pins_};
        auto page = which_->page(source, *after_);
        rows_ = std::move(page.rows);
        after_ = std::move(page.next);
    });
    place_ = 0;
}

std::uint64_t
write_table(table_walk rows, const export_table& which, table_format how, std::ostream& to) {
    std::uint64_t count = 0;
    const auto as = dialect_of(which);
    if (how == table_format::csv)
        to << protocol::csv::to_row(row(which.columns.begin(), which.columns.end()), as);
    for (const auto* each = rows.next(); each != nullptr; each = rows.next(), ++count) {
        if (how == table_format::csv) {
            to << protocol::csv::to_row(*each, as);
            continue;
        }
        boost::json::object line;
        for (std::size_t i = 0; i < each->size(); ++i)
            line[which.columns[i]] = (*each)[i];
        to << boost::json::serialize(line) << '\n';
    }
    return count;
}

table_difference compare(table_walk first, table_walk second, const export_table& which) {
    table_difference made;
    const row* one = first.next();
    const row* other = second.next();
    while (one != nullptr || other != nullptr) {
        const int way = one == nullptr     ? 1
                        : other == nullptr ? -1
                                           : compare_keys(*one, *other, which.keys);
        if (way < 0) {
            ++made.only_first;
            tell(made, key_text(*one, which.keys) + ": only in the first");
        } else if (way > 0) {
            ++made.only_second;
            tell(made, key_text(*other, which.keys) + ": only in the second");
        } else if (*one == *other) {
            ++made.same;
        } else {
            ++made.changed;
            tell(made, difference_text(*one, *other, which));
        }
        if (way <= 0) one = first.next();
        if (way >= 0) other = second.next();
    }
    return made;
}

} // namespace circ::tool
