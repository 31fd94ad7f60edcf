#include "tools/circdesk/import/csv_import.hpp"

#include "protocol/csv/reader.hpp"
#include "protocol/csv/spreadsheet.hpp"
#include "protocol/marc/price.hpp"
#include "server/circulation/local_time.hpp"
#include "server/circulation/verifier.hpp"
#include "tools/circdesk/import/batch.hpp"
#include "tools/circdesk/import/catalogue.hpp"
#include "tools/circdesk/tool.hpp"

#include <charconv>
#include <future>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace circ::tool {

namespace csv = protocol::csv;

namespace {

/// A row with its columns by name; what is wrong with it is said once and whole.
class named_row {
public:
    named_row(const csv::reader& table, const csv::row& row) : table_(table), row_(row) {}

    [[nodiscard]] std::string text(std::string_view column) const {
        const auto place = table_.column(column);
        return place ? std::string(row_[*place]) : std::string();
    }
    [[nodiscard]] std::string needed(std::string_view column) {
        std::string value = text(column);
        if (value.empty()) wrong("there is no " + std::string(column));
        if (csv::looks_spoiled_by_spreadsheet(value))
            wrong(std::string(column) + " '" + value + "' was spoiled by a spreadsheet: export the column as text");
        return value;
    }
    [[nodiscard]] std::optional<int> number(std::string_view column) {
        const std::string value = text(column);
        if (value.empty()) return std::nullopt;
        int made = 0;
        const auto read = std::from_chars(value.data(), value.data() + value.size(), made);
        if (read.ec == std::errc{} && read.ptr == value.data() + value.size()) return made;
        wrong(std::string(column) + " '" + value + "' is not a whole number");
        return std::nullopt;
    }
    [[nodiscard]] std::optional<storage::local_date> date(std::string_view column) {
        const std::string value = text(column);
        if (value.empty()) return std::nullopt;
        int year = 0;
        unsigned month = 0;
        unsigned day = 0;
        char rest = 0;
        if (std::sscanf(value.c_str(), "%4d-%2u-%2u%c", &year, &month, &day, &rest) == 3) {
            const std::chrono::year_month_day made{std::chrono::year(year), std::chrono::month(month), std::chrono::day(day)};
            if (made.ok()) return storage::local_date(made);
        }
        wrong(std::string(column) + " '" + value + "' is not a date such as 2026-03-17");
        return std::nullopt;
    }
    void wrong(const std::string& sentence) { sentences_ += (sentences_.empty() ? "" : "; ") + sentence; }
    [[nodiscard]] const std::string& complaints() const noexcept { return sentences_; }

private:
    const csv::reader& table_;
    const csv::row& row_;
    std::string sentences_;
};

void need_columns(const csv::reader& table, const std::string& file, std::initializer_list<std::string_view> names) {
    if (!table.fault().empty()) throw complaint(file + ": " + table.fault());
    std::string missing;
    for (const auto each : names)
        if (!table.column(each)) missing += (missing.empty() ? "" : ", ") + std::string(each);
    if (!missing.empty()) throw complaint(file + ": the header line has no column " + missing);
}

storage::branch_id branch_of(named_row& row, const branch_codes& branches, import_report& report) {
    const std::string code = row.text("branch");
    const auto found = branches.find(code);
    if (!found) {
        row.wrong("there is no branch '" + code + "' (there are " + branches.known() + ")");
        return {};
    }
    if (found->stands_in) report.mapped(code);
    return found->branch;
}

storage::media_type media_of(const std::string& item_type) {
    if (item_type == "dvd" || item_type == "cd") return storage::media_type::cd;
    if (item_type == "magazine") return storage::media_type::magazine;
    if (item_type == "device") return storage::media_type::other;
    return storage::media_type::book;
}

/// Walks a table: rows that can be read become steps of the batch, the others rejects.
template <class Make>
void walk(csv::reader& table, const std::string& file, batch_writer batch, import_report& report, Make make) {
    while (const auto row = table.next()) {
        const std::string where = file + " line " + std::to_string(row->line);
        if (!row->fault.empty()) {
            report.reject(where, row->fault);
            continue;
        }
        named_row named(table, *row);
        batch_writer::step step = make(named, where);
        if (named.complaints().empty())
            batch.add(std::move(step));
        else
            report.reject(where, named.complaints());
    }
    batch.finish();
}

} // namespace

void import_items(std::istream& in, const std::string& file, storage::store& into, const storage::institution& of,
                  const branch_codes& branches, const csv_import_options& how, import_report& report) {
    csv::reader table(in);
    need_columns(table, file, {"barcode", "control_number", "branch"});
    walk(table, file, batch_writer(into, how.dry_run), report, [&](named_row& row, const std::string& where) -> batch_writer::step {
        storage::item made;
        made.institution = of.id;
        made.barcode = row.needed("barcode");
        const std::string control_number = row.needed("control_number");
        made.branch = made.place = branch_of(row, branches, report);
        made.location = row.text("location");
        made.item_type = row.text("item_type").empty() ? "book" : row.text("item_type");
        made.collection = row.text("collection");
        made.call_number = row.text("call_number");
        made.note = row.text("note");
        made.parts = row.number("parts").value_or(1);
        made.media = media_of(made.item_type);
        made.created_at = how.now;
        const std::string price = row.text("price");
        if (const auto amount = protocol::marc::parse_price(price))
            made.price = storage::money{amount->minor_units};
        else if (!price.empty())
            row.wrong("price '" + price + "' is not an amount");
        return [made, control_number, where, &of, &report](storage::unit_of_work& unit) mutable {
            const auto title = unit.title_by_control_number(of.id, control_number);
            if (!title) {
                report.reject(where, "there is no title with the control number '" + control_number + "'; import it first");
                return;
            }
            storage::item wanted = made;
            wanted.title = title->id;
            try {
                report.count("items", put_item(unit, std::move(wanted)));
            } catch (const complaint& about) {
                report.reject(where, about.what());
            }
        };
    });
}

namespace {

change put_patron(storage::unit_of_work& unit, storage::patron wanted, const std::string& number, storage::instant now) {
    const auto card = unit.find_card(wanted.institution, number);
    if (!card) {
        wanted.id = unit.new_id<storage::patron_id>();
        wanted.created_at = now;
        unit.add(wanted);
        unit.add(storage::card{.id = unit.new_id<storage::card_id>(), .institution = wanted.institution, .number = number,
                               .patron = wanted.id, .state = storage::card_state::good, .since = now});
        return change::added;
    }
    const auto there = unit.find_patron(card->patron);
    if (!there) throw complaint("the card " + number + " belongs to nobody: run `circdesk check`");
    const auto described = [](const storage::patron& one) {
        return std::tie(one.family_name, one.given_name, one.birth_date, one.category, one.branch, one.language,
                        one.address, one.email, one.phone, one.expires_on);
    };
    if (described(*there) == described(wanted)) return change::unchanged;
    storage::patron kept = *there;
    std::tie(kept.family_name, kept.given_name, kept.birth_date, kept.category, kept.branch, kept.language, kept.address,
             kept.email, kept.phone, kept.expires_on) = described(wanted);
    unit.change(kept);
    return change::updated;
}

} // namespace

void import_patrons(std::istream& in, const std::string& file, storage::store& into, const storage::institution& of,
                    const branch_codes& branches, const csv_import_options& how, import_report& report) {
    csv::reader table(in);
    need_columns(table, file, {"card", "family_name"});
    const auto today = circulation::date_in(how.now, of.time_zone);
    // A unit's PINs are hashed at once, 19 MiB each: so few of them.
    constexpr std::size_t patrons_per_unit = 16;
    walk(table, file, batch_writer(into, how.dry_run, patrons_per_unit), report, [&](named_row& row, const std::string& where) -> batch_writer::step {
        storage::patron made;
        made.institution = of.id;
        const std::string card = row.needed("card");
        made.family_name = row.needed("family_name");
        made.given_name = row.text("given_name");
        made.birth_date = row.date("birth_date");
        made.category = row.text("category").empty() ? "adult" : row.text("category");
        made.branch = branch_of(row, branches, report);
        made.language = row.text("language");
        made.email = row.text("email");
        made.phone = row.text("phone");
        made.address = row.text("address");
        made.expires_on = row.date("expires_on");
        if (const auto days = row.number("expires_in_days")) made.expires_on = today + std::chrono::days(*days);
        // Hashing is slow and uses one core: the next rows are read and hashed meanwhile.
        std::shared_future<std::string> verifier;
        if (const std::string pin = row.text("pin"); !pin.empty() && row.complaints().empty() && !how.dry_run)
            verifier = std::async(std::launch::async, [pin, pepper = how.pepper] {
                           return circulation::make_verifier(storage::secret(pin), pepper);
                       }).share();
        return [made, card, verifier, where, now = how.now, &report](storage::unit_of_work& unit) mutable {
            if (verifier.valid()) made.pin_verifier = verifier.get();
            try {
                report.count("patrons", put_patron(unit, made, card, now));
            } catch (const complaint& about) {
                report.reject(where, about.what());
            }
        };
    });
}

} // namespace circ::tool
