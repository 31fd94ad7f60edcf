#include "server/circulation/local_time.hpp"
#include "server/circulation/verifier.hpp"
#include "tools/circdesk/import/catalogue.hpp"
#include "tools/circdesk/import/csv_import.hpp"
#include "tools/circdesk/import/row_spool.hpp"

#include <array>
#include <functional>
#include <future>
#include <tuple>
#include <utility>
#include <vector>

namespace circ::tool {
namespace {

constexpr std::array columns{
    known_column{"card", "card_number cardnumber barcode patron_identifier", true},
    known_column{"family_name", "surname last_name lastname", true},
    known_column{"given_name", "firstname first_name", false},
    known_column{"birth_date", "dateofbirth date_of_birth dob", false},
    known_column{"category", "categorycode patron_type", false},
    known_column{"branch", "branchcode home_library library", false},
    known_column{"language", "lang", false},
    known_column{"email", "e-mail", false},
    known_column{"phone", "telephone", false},
    known_column{"address", "", false},
    known_column{"expires_on", "dateexpiry expire_date expiry", false},
    known_column{"expires_in_days", "", false},
    known_column{"guarantor", "guarantor_card", false},
    known_column{"pin", "password", false}};

constexpr std::array koha{
    preset_column{"card", "cardnumber"},
    preset_column{"given_name", "firstname"},
    preset_column{"language", "lang"},
    preset_column{"address", "streetnumber+address, address2, zipcode+city, country"}};
constexpr std::array evergreen{
    preset_column{"card", "barcode"},
    preset_column{"given_name", "first_given_name"},
    preset_column{"branch", "home_ou"},
    preset_column{"category", "profile"},
    preset_column{"phone", "day_phone"},
    preset_column{"pin", "passwd"},
    preset_column{"address", "street1, street2, post_code+city, country"}};
constexpr std::array presets{column_preset{"koha", "cardnumber categorycode", koha},
                             column_preset{"evergreen", "first_given_name home_ou", evergreen}};

struct text_column {
    std::string_view name;
    std::string storage::patron::*member;
};

constexpr std::array texts{text_column{"family_name", &storage::patron::family_name},
                           text_column{"given_name", &storage::patron::given_name},
                           text_column{"language", &storage::patron::language},
                           text_column{"email", &storage::patron::email},
                           text_column{"phone", &storage::patron::phone},
                           text_column{"address", &storage::patron::address}};

auto described(const storage::patron& one) {
    return std::tie(one.family_name,
                    one.given_name,
                    one.birth_date,
                    one.category,
                    one.branch,
                    one.language,
                    one.address,
                    one.email,
                    one.phone,
                    one.expires_on);
}

void read_dates(csv_row& row, const import_setting& with, description<storage::patron>& said) {
    if (row.has("birth_date")) said.set(&storage::patron::birth_date, row.date("birth_date"));
    if (row.has("expires_on")) said.set(&storage::patron::expires_on, row.date("expires_on"));
    if (const auto days = row.number("expires_in_days", -36500, 36500)) {
        const auto today = circulation::date_in(with.now, with.institution.time_zone);
        said.set(&storage::patron::expires_on, std::optional(today + std::chrono::days(*days)));
    }
}

description<storage::patron>
describe(csv_row& row, const import_setting& with, import_report& report) {
    description<storage::patron> said;
    for (const auto& each : texts)
        if (row.has(each.name)) said.set(each.member, row.text(each.name));
    if (const std::string category = row.text("category"); !category.empty()) {
        const auto ours =
            with.codes != nullptr ? with.codes->find(code_kind::category, category) : category;
        if (!ours) report.unknown_code(std::string(table_of(code_kind::category)), category);
        said.set(&storage::patron::category, ours.value_or(category));
    }
    if (const std::string code = row.text("branch"); !code.empty()) {
        if (const auto branch = with.branches.find(code, report))
            said.set(&storage::patron::branch, *branch);
        else
            row.wrong("branch", with.branches.unknown());
    }
    read_dates(row, with, said);
    return said;
}

/// One patron on its way in.
struct incoming_patron {
    storage::patron fresh;
    std::string card;
    description<storage::patron> said;
    std::shared_future<std::string> pin; ///< nothing where there is none to set
    finding place;
    end_of_card back = nullptr; ///< null: the file says until when the card is good, or nobody asks
};

put_result
add_patron(storage::unit_of_work& unit, const incoming_patron& from, const run_keeper* run) {
    storage::patron made = from.fresh;
    from.said.apply(made);
    if (!made.branch)
        return {change::rejected,
                "a new patron needs a branch; name one for all without with --branch"};
    made.id = unit.new_id<storage::patron_id>();
    if (from.pin.valid()) made.pin_verifier = from.pin.get();
    unit.add(made);
    unit.add(storage::card{.id = unit.new_id<storage::card_id>(),
                           .institution = made.institution,
                           .number = from.card,
                           .patron = made.id,
                           .state = storage::card_state::good,
                           .since = made.created_at});
    if (run != nullptr) run->added(unit, storage::imported_kind::patron, made);
    return {change::added};
}

put_result
put_patron(storage::unit_of_work& unit, const incoming_patron& from, const run_keeper* run) {
    const auto card = unit.find_card(from.fresh.institution, from.card);
    if (!card) return add_patron(unit, from, run);
    const auto there = unit.find_patron(card->patron);
    if (!there || there->erased_at)
        return {change::rejected, "the patron of this card has been erased; give out another card"};
    storage::patron wanted = *there;
    from.said.apply(wanted);
    if (from.back != nullptr) wanted.expires_on = from.back(unit, *there);
    if (described(*there) == described(wanted)) return {change::unchanged};
    unit.change(wanted);
    if (run != nullptr) run->changed(unit, storage::imported_kind::patron, *there, wanted);
    return {change::updated};
}

/// A verifier that Koha made is taken over; what no hash of ours can prove is left out and told of.
std::shared_future<std::string> take_over(const std::string& hash) {
    std::promise<std::string> made;
    made.set_value(hash);
    return made.get_future().share();
}

/// What Koha writes for an account without a password.
constexpr std::string_view no_password = "!";

bool is_bare_md5(const std::string& text) {
    return text.size() == 32 && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

bool is_known_card(const import_setting& with, const std::string& card) {
    bool is_known = false;
    with.store.read([&](storage::reader& from) {
        is_known = from.find_card(with.institution.id, card).has_value();
    });
    with.store.end_turn();
    return is_known;
}

incoming_patron read_patron(csv_row& row,
                            const import_setting& with,
                            const verifier_maker& pins,
                            import_report& report) {
    incoming_patron made;
    made.fresh.institution = with.institution.id;
    made.fresh.category = "adult";
    made.fresh.branch = with.branches.fallback();
    made.fresh.created_at = with.now;
    made.card = row.key("card");
    static_cast<void>(row.needed("family_name"));
    made.said = describe(row, with, report);
    made.place = row.about("card", {});
    const std::string pin = row.text("pin");
    if (pin.empty() || pin == no_password || !row.mistakes().empty()) return made;
    if (is_bare_md5(pin)) {
        report.remark(row.about(
            "card",
            "the password is a bare MD5, which is not taken over; the patron needs a new PIN"));
    } else if (circulation::is_verifier(pin)) {
        made.pin = take_over(pin);
    } else if (with.how == run_mode::write && !is_known_card(with, made.card)) {
        made.pin = pins.make(storage::secret(pin));
    }
    return made;
}

/// Somebody another patron answers for.
struct ward {
    std::string card;
    std::string guarantor;
    finding place;
};

void reject(tally& done, finding why, std::string sentence) {
    why.sentence = std::move(sentence);
    done.reject(record_kind::patron, std::move(why));
}

void set_guarantor(storage::unit_of_work& unit,
                   tally& done,
                   const ward& one,
                   const import_setting& with) {
    const auto own = unit.holder_of(with.institution.id, one.card);
    const auto other = unit.holder_of(with.institution.id, one.guarantor);
    if (!own) return; // rejected, and told of
    if (!other || other->id == own->id)
        return reject(done,
                      one.place,
                      "nobody else has this card; import its patron, and then this row again");
    if (own->guarantor == other->id) return;
    storage::patron after = *own;
    after.guarantor = other->id;
    unit.change(after);
    if (with.run != nullptr) with.run->changed(unit, storage::imported_kind::patron, *own, after);
}

/// When all are in, since who answers for somebody may stand below them in the file.
void set_guarantors(row_spool& rows,
                    csv_table& of,
                    const import_setting& with,
                    import_report& report) {
    if (with.how == run_mode::try_only) return; // the patrons they name are not there
    batch_writer batch(with.store, with.how, report, with.run);
    rows.read_from_the_first();
    while (auto cells = rows.next()) {
        csv_row row(of, std::move(*cells));
        ward one{row.reference("card"), row.reference("guarantor"), row.about("guarantor", {})};
        batch.add([one = std::move(one), &with](storage::unit_of_work& unit, tally& done) {
            set_guarantor(unit, done, one, with);
        });
    }
    batch.finish();
}

/// Verifiers that are being made, each a tenth of a second of a core.
class awaited_pins {
public:
    void add(const std::shared_future<std::string>& one) {
        if (one.valid()) all_.push_back(one);
    }
    void wait() {
        for (const auto& each : std::exchange(all_, {})) each.wait();
    }

private:
    std::vector<std::shared_future<std::string>> all_;
};

} // namespace

void import_patrons(std::istream& in,
                    const std::string& file,
                    const csv_mapping& mapping,
                    const import_setting& with,
                    const verifier_maker& pins,
                    import_report& report,
                    end_of_card back) {
    csv_table table(in, file, columns, mapping, presets);
    row_spool wards;
    awaited_pins awaited;
    import_setting setting = with;
    setting.before_unit = [&awaited] { awaited.wait(); };
    import_rows(table, record_kind::patron, setting, report, [&](csv_row& row) -> batch_writer::step {
        auto from = read_patron(row, with, pins, report);
        if (!row.has("expires_on") && row.text("expires_in_days").empty()) from.back = back;
        const bool is_ward =
            !row.text("guarantor").empty() && !row.reference("guarantor").empty();
        if (row.mistakes().empty()) {
            awaited.add(from.pin);
            if (is_ward) wards.keep(row.cells());
        }
        return [from = std::move(from), run = with.run](storage::unit_of_work& unit, tally& done) {
            auto result = put_patron(unit, from, run);
            if (result.what == change::rejected)
                return reject(done, from.place, std::move(result.objection));
            done.count(record_kind::patron, result.what);
        };
    });
    set_guarantors(wards, table, with, report);
}

void for_each_card(std::istream& in,
                   const std::string& file,
                   const csv_mapping& mapping,
                   const std::function<void(const std::optional<std::string>&)>& each) {
    csv_table table(in, file, columns, mapping, presets);
    while (auto row = table.next()) {
        const bool names_nobody = row->mistakes().empty() && row->text("card").empty();
        if (names_nobody) continue;
        const std::string card = row->reference("card");
        each(row->mistakes().empty() ? std::optional(card) : std::nullopt);
    }
}

} // namespace circ::tool
