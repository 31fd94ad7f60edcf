#include "tools/circdesk/report/print_report.hpp"

#include "protocol/csv/writer.hpp"
#include "tools/circdesk/export/texts.hpp"
#include "tools/circdesk/table.hpp"
#include "tools/circdesk/wording.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <ostream>
#include <string>
#include <string_view>

namespace circ::tool {
namespace {

namespace json = boost::json;

/// How cells become text: in which zone, in which currency.
struct cell_writer {
    const std::string& zone;
    const storage::institution& library;
    enum class amounts { with_currency, bare } how = amounts::with_currency;

    std::string operator()(std::monostate) const { return {}; }
    std::string operator()(const std::string& text) const { return text; }
    std::string operator()(std::int64_t number) const { return std::to_string(number); }
    std::string operator()(storage::local_date day) const { return date_text(day); }
    std::string operator()(storage::instant at) const { return time_text(at, zone); }
    std::string operator()(storage::money amount) const {
        return how == amounts::bare ? export_text(amount, library) : money_text(amount, library);
    }

    [[nodiscard]] std::string text(const report_cell& of) const { return std::visit(*this, of); }
};

const std::string& zone_of(const report_page& page, const made_report& what) {
    return page.asked.here.id ? page.asked.here.time_zone : what.library.time_zone;
}

bool is_shown(const report_column& column, const made_report& what) {
    return column.kind != column_kind::named || what.with_names;
}

std::vector<std::string> shown_columns(const made_report& what) {
    std::vector<std::string> names;
    for (const auto& each : what.of.columns)
        if (is_shown(each, what)) names.emplace_back(each.name);
    return names;
}

std::vector<std::string> shown_cells(const made_report& what, const report_line& line, const cell_writer& as) {
    std::vector<std::string> cells;
    for (std::size_t i = 0; i < line.size(); ++i)
        if (is_shown(what.of.columns[i], what)) cells.push_back(as.text(line[i]));
    return cells;
}

/// Lines and sums of one page, or of several.
class totals {
public:
    explicit totals(const made_report& what) : what_(what), sums_(what.of.columns.size()) {}

    void add(const report_page& page) {
        lines_ += page.lines.size();
        for (const auto& line : page.lines)
            for (std::size_t i = 0; i < line.size(); ++i)
                if (what_.of.columns[i].kind == column_kind::summed) add(sums_[i], line[i]);
    }

    [[nodiscard]] std::string sentence(const cell_writer& as) const {
        std::string told = std::to_string(lines_) + (lines_ == 1 ? " line" : " lines");
        each([&](std::string_view name, const report_cell& sum) {
            told.append("; ").append(name).append(" ").append(as.text(sum));
        });
        return told;
    }

    [[nodiscard]] json::object object(const cell_writer& as) const {
        json::object told{{"lines", lines_}};
        each([&](std::string_view name, const report_cell& sum) { told[name] = value_of(sum, as); });
        return told;
    }

    [[nodiscard]] static json::value value_of(const report_cell& cell, const cell_writer& as) {
        if (const auto* number = std::get_if<std::int64_t>(&cell)) return *number;
        if (std::holds_alternative<std::monostate>(cell)) return nullptr;
        if (const auto* at = std::get_if<storage::instant>(&cell)) return json::value(machine_time(*at));
        return json::value(as.text(cell));
    }

private:
    static void add(report_cell& sum, const report_cell& cell) {
        if (const auto* number = std::get_if<std::int64_t>(&cell)) {
            const auto* before = std::get_if<std::int64_t>(&sum);
            sum = *number + (before != nullptr ? *before : 0);
        } else if (const auto* amount = std::get_if<storage::money>(&cell)) {
            const auto* before = std::get_if<storage::money>(&sum);
            sum = *amount + (before != nullptr ? *before : storage::money{});
        }
    }

    template <class Use>
    void each(Use use) const {
        for (std::size_t i = 0; i < sums_.size(); ++i)
            if (!std::holds_alternative<std::monostate>(sums_[i])) use(what_.of.columns[i].name, sums_[i]);
    }

    const made_report& what_;
    std::size_t lines_ = 0;
    std::vector<report_cell> sums_;
};

json::object object_of(const made_report& what, const report_line& line, const cell_writer& as) {
    json::object one;
    for (std::size_t i = 0; i < line.size(); ++i)
        if (is_shown(what.of.columns[i], what)) one[what.of.columns[i].name] = totals::value_of(line[i], as);
    return one;
}

std::string heading_of(const made_report& what, const report_page& page) {
    std::string told(what.of.title);
    const auto& here = page.asked.here;
    if (here.id) told.append(", ").append(here.code).append(" (").append(here.name).append(")");
    const auto& zone = zone_of(page, what);
    return told.append(", as of ").append(time_text(page.asked.now, zone)).append(" ").append(zone);
}

void print_page(const made_report& what, const report_page& page, std::ostream& to) {
    const cell_writer as{zone_of(page, what), what.library};
    to << heading_of(what, page) << "\n\n";
    if (page.lines.empty()) {
        to << "nothing is on this list\n";
        return;
    }
    table shown(shown_columns(what));
    for (const auto& line : page.lines)
        shown.add(shown_cells(what, line, as));
    shown.print(to);
    totals sums(what);
    sums.add(page);
    to << '\n' << sums.sentence(as) << '\n';
}

} // namespace

void print_text(const made_report& what, std::ostream& to) {
    totals sums(what);
    for (const auto& page : what.pages) {
        if (&page != what.pages.data()) to << "\n\f"; // a printer begins a sheet
        print_page(what, page, to);
        sums.add(page);
    }
    if (what.pages.size() > 1) to << "\nin all " << sums.sentence({what.library.time_zone, what.library}) << '\n';
}

void print_csv(const made_report& what, std::ostream& to) {
    const protocol::csv::dialect safe{.at_front = protocol::csv::formulas::guarded};
    const bool has_branch = what.of.pages == report_pages::each_branch;
    auto columns = shown_columns(what);
    if (has_branch) columns.insert(columns.begin(), "branch");
    columns.insert(columns.begin(), "as of");
    to << protocol::csv::to_row(columns, safe);
    for (const auto& page : what.pages) {
        const cell_writer as{zone_of(page, what), what.library, cell_writer::amounts::bare};
        for (const auto& line : page.lines) {
            auto cells = shown_cells(what, line, as);
            if (has_branch) cells.insert(cells.begin(), page.asked.here.code);
            cells.insert(cells.begin(), as(page.asked.now));
            to << protocol::csv::to_row(cells, safe);
        }
    }
}

void print_json(const made_report& what, std::ostream& to) {
    const auto text = [](std::string_view of) { return json::serialize(json::value(std::string(of))); };
    to << R"({"report":)" << text(what.of.name) << R"(,"title":)" << text(what.of.title) << R"(,"pages":[)";
    std::string_view before_page;
    for (const auto& page : what.pages) {
        const cell_writer as{zone_of(page, what), what.library};
        json::object head{{"as_of", export_text(page.asked.now)}};
        if (page.asked.here.id) head["branch"] = page.asked.here.code;
        std::string begun = json::serialize(head);
        begun.pop_back(); // its lines and totals follow
        to << before_page << begun << R"(,"lines":[)";
        before_page = ",";
        std::string_view before_line;
        for (const auto& line : page.lines) {
            to << before_line << json::serialize(object_of(what, line, as));
            before_line = ",";
        }
        totals sums(what);
        sums.add(page);
        to << R"(],"totals":)" << json::serialize(sums.object(as)) << '}';
    }
    to << "]}\n";
}

} // namespace circ::tool
