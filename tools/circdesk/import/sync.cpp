#include "tools/circdesk/import/sync.hpp"

#include "server/circulation/local_time.hpp"
#include "storage/row_text.hpp"
#include "tools/circdesk/import/csv_import.hpp"
#include "tools/circdesk/import/seen_numbers.hpp"

#include <algorithm>

namespace circ::tool {
namespace {

constexpr int patrons_of_page = 500;

storage::local_date today_of(const import_setting& with) {
    return circulation::date_in(with.now, with.institution.time_zone);
}

bool is_good(const storage::patron& who, storage::local_date today) {
    return !who.expires_on || *who.expires_on > today;
}

} // namespace

absent_patrons find_absent(std::istream& in,
                           const std::string& file,
                           const csv_mapping& mapping,
                           const std::vector<std::string>& categories,
                           const import_setting& with) {
    seen_numbers cards;
    absent_patrons made;
    for_each_card(in, file, mapping, [&](const std::optional<std::string>& each) {
        if (each)
            static_cast<void>(cards.see(*each, 0));
        else
            ++made.unread;
    });
    for (const auto& category : categories) {
        storage::patron_id after;
        for (bool is_last = false; !is_last;) {
            with.store.read([&](storage::reader& from) {
                const auto page =
                    from.patrons_in(with.institution.id, category, after, patrons_of_page);
                is_last = page.size() < patrons_of_page;
                for (const auto& who : page) {
                    after = who.id;
                    if (!is_good(who, today_of(with))) continue;
                    ++made.in_all;
                    const auto own = from.cards_of(who.id);
                    if (std::ranges::none_of(own, [&](const auto& card) {
                            return cards.has(card.number);
                        }))
                        made.who.push_back(who.id);
                }
            });
        }
    }
    with.store.end_turn();
    return made;
}

void end_cards(const absent_patrons& of, const import_setting& with, import_report& report) {
    batch_writer batch(with.store, with.how, report, with.run);
    const auto today = today_of(with);
    for (const auto id : of.who)
        batch.add([id, today, run = with.run](storage::unit_of_work& unit, tally& done) {
            const auto before = unit.find_patron(id);
            if (!before || before->erased_at || !is_good(*before, today)) return;
            storage::patron after = *before;
            after.expires_on = today;
            unit.change(after);
            if (run != nullptr) run->changed(unit, storage::imported_kind::patron, *before, after);
            done.count(record_kind::patron, change::updated);
        });
    batch.finish();
}

std::optional<storage::local_date> expires_before_absence(storage::reader& from,
                                                          const storage::patron& who) {
    constexpr int newest = 20; // a file a night, of which few change anything
    if (!who.expires_on) return who.expires_on;
    for (const auto& mark : from.import_marks_of(
             who.institution, "--sync", storage::imported_kind::patron, who.id.value, newest)) {
        if (mark.before.empty()) continue;
        const auto before = storage::record_of<storage::patron>(mark.before);
        if (before.expires_on && *before.expires_on <= *who.expires_on) continue;
        // Was this end all that the run has changed?
        auto ended = before;
        ended.expires_on = who.expires_on;
        if (storage::digest_of_row(storage::row_text(ended)) == mark.after)
            return before.expires_on;
    }
    return who.expires_on;
}

} // namespace circ::tool
