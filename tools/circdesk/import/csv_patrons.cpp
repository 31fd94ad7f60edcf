#include "server/circulation/local_time.hpp"
#include "tools/circdesk/import/catalogue.hpp"
#include "tools/circdesk/import/csv_import.hpp"

#include <array>
#include <tuple>
#include <utility>

namespace circ::tool {
namespace {

constexpr std::array columns{known_column{"card", "card_number cardnumber barcode patron_identifier", true},
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
                             known_column{"pin", "password", false}};

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
    return std::tie(one.family_name, one.given_name, one.birth_date, one.category, one.branch, one.language, one.address,
                    one.email, one.phone, one.expires_on);
}

void read_dates(csv_row& row, const import_setting& with, description<storage::patron>& said) {
    if (row.has("birth_date")) said.set(&storage::patron::birth_date, row.date("birth_date"));
    if (row.has("expires_on")) said.set(&storage::patron::expires_on, row.date("expires_on"));
    if (const auto days = row.number("expires_in_days", -36500, 36500)) {
        const auto today = circulation::date_in(with.now, with.institution.time_zone);
        said.set(&storage::patron::expires_on, std::optional(today + std::chrono::days(*days)));
    }
}

description<storage::patron> describe(csv_row& row, const import_setting& with, import_report& report) {
    description<storage::patron> said;
    for (const auto& each : texts)
        if (row.has(each.name)) said.set(each.member, row.text(each.name));
    if (const std::string category = row.text("category"); !category.empty()) said.set(&storage::patron::category, category);
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
};

put_result add_patron(storage::unit_of_work& unit, const incoming_patron& from) {
    storage::patron made = from.fresh;
    from.said.apply(made);
    if (!made.branch) return {change::rejected, "a new patron needs a branch; name one for all without with --branch"};
    made.id = unit.new_id<storage::patron_id>();
    if (from.pin.valid()) made.pin_verifier = from.pin.get();
    unit.add(made);
    unit.add(storage::card{.id = unit.new_id<storage::card_id>(), .institution = made.institution, .number = from.card,
                           .patron = made.id, .state = storage::card_state::good, .since = made.created_at});
    return {change::added};
}

put_result put_patron(storage::unit_of_work& unit, const incoming_patron& from) {
    const auto card = unit.find_card(from.fresh.institution, from.card);
    if (!card) return add_patron(unit, from);
    const auto there = unit.find_patron(card->patron);
    if (!there || there->erased_at) return {change::rejected, "the patron of this card has been erased; give out another card"};
    storage::patron wanted = *there;
    from.said.apply(wanted);
    if (described(*there) == described(wanted)) return {change::unchanged};
    unit.change(wanted);
    return {change::updated};
}

bool is_known_card(const import_setting& with, const std::string& card) {
    bool is_known = false;
    with.store.read([&](storage::reader& from) { is_known = from.find_card(with.institution.id, card).has_value(); });
    with.store.end_turn();
    return is_known;
}

incoming_patron read_patron(csv_row& row, const import_setting& with, const verifier_maker& pins, import_report& report) {
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
    const bool sets_pin = !pin.empty() && row.mistakes().empty() && with.how == run_mode::write;
    if (sets_pin && !is_known_card(with, made.card)) made.pin = pins.make(storage::secret(pin));
    return made;
}

} // namespace

void import_patrons(std::istream& in, const std::string& file, const column_names& renamed,
                    const import_setting& with, const verifier_maker& pins, import_report& report) {
    csv_table table(in, file, columns, renamed);
    import_rows(table, record_kind::patron, batch_writer(with.store, with.how, report), report, with.tell,
                [&](csv_row& row) -> batch_writer::step {
                    return [from = read_patron(row, with, pins, report)](storage::unit_of_work& unit, tally& done) {
                        auto result = put_patron(unit, from);
                        if (result.what != change::rejected) return done.count(record_kind::patron, result.what);
                        finding why = from.place;
                        why.sentence = std::move(result.objection);
                        done.reject(record_kind::patron, std::move(why));
                    };
                });
}

} // namespace circ::tool
