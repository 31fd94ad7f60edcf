#include "server/circulation/notice.hpp"

#include "server/circulation/standing.hpp"

#include <array>
#include <utility>

namespace circ::circulation {

namespace {

constexpr int of_age = 18;

constexpr std::array kinds{
    notice_kind{notice_hold_ready, "what was held waits on the shelf"},
    notice_kind{notice_shelf_ending, "what waits on the shelf does so only a few days more"},
    notice_kind{notice_hold_lapsed, "the hold has ended without having been fetched or filled"},
    notice_kind{notice_due_soon, "a loan is due in a few days"},
    notice_kind{notice_overdue_1, "a loan is overdue"},
    notice_kind{notice_overdue_2, "a loan is still overdue"},
    notice_kind{notice_overdue_3, "a loan is long overdue; the bill comes next"},
    notice_kind{notice_bill, "what was not returned, or lost, has been billed"},
    notice_kind{notice_recall, "somebody waits for a loan; it is due earlier"},
    notice_kind{notice_card_expiring, "the card is good for a short time only"},
};

} // namespace

std::span<const notice_kind> notice_kinds() noexcept {
    return kinds;
}

bool guarantor_reads_for(const storage::patron& who, local_date day) {
    if (!who.guarantor) return false;
    const auto age = age_on(who, day);
    return !age || *age < of_age;
}

storage::notice make_notice(storage::unit_of_work& unit,
                            const scene& at,
                            const storage::patron& about,
                            instant now,
                            std::string_view kind,
                            std::string cause) {
    storage::patron to = about;
    if (guarantor_reads_for(about, at.today))
        if (auto guarantor = unit.find_patron(about.guarantor)) to = std::move(*guarantor);
    storage::notice made;
    made.id = unit.new_id<storage::notice_id>();
    made.patron = about.id;
    made.kind = kind;
    made.cause = std::move(cause);
    made.created_at = now;
    made.recipient = to.id;
    made.channel =
        to.email.empty() ? storage::notice_channel::post : storage::notice_channel::email;
    made.language = to.language.empty() ? at.library.institution.language : to.language;
    return made;
}

std::string cause_of(const storage::hold& what) {
    return "hold " + std::to_string(what.id.value);
}

std::string cause_of(const storage::loan& what, local_date due) {
    return "loan " + std::to_string(what.id.value) + " due " +
           std::to_string(due.time_since_epoch().count());
}

} // namespace circ::circulation
