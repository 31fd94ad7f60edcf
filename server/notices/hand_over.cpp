#include "server/notices/hand_over.hpp"

#include "server/circulation/notice.hpp"
#include "server/notices/letter.hpp"

#include <boost/json/serialize.hpp>

#include <utility>

namespace circ::notices {

namespace {

using storage::notice_state;

/// Beyond the program's time, for what came of it to be written.
constexpr std::chrono::minutes for_the_mark{1};

struct waiting_letter {
    storage::notice_id id;
    std::string text;
};

std::vector<waiting_letter> letters_in(storage::store& store,
                                       const storage::institution& of,
                                       notice_state state,
                                       storage::notice_id after) {
    constexpr int some = 50;
    std::vector<waiting_letter> letters;
    store.read([&](storage::reader& from) {
        for (const auto& each : from.notices_in(of.id, state, after, some))
            letters.push_back({each.id, boost::json::serialize(letter_of(from, of, each)) + '\n'});
    });
    store.end_turn();
    return letters;
}

/// What was begun longer ago than it may take was left behind: whoever did it has been killed. It may
/// have been sent, so it is listed as failed and tried like all that failed; its `id` shows it.
void free_dead_claims(storage::store& store,
                      const storage::institution& of,
                      const circulation::requester& by,
                      storage::instant now,
                      int tries) {
    constexpr int some = 50;
    bool any = false;
    store.read([&](storage::reader& from) { any = !from.claims_ended(of.id, now, 1).empty(); });
    store.end_turn();
    if (!any) return;
    storage::write_and_wait(store, [&](storage::unit_of_work& unit) {
        for (const auto& each : unit.claims_ended(of.id, now, some))
            static_cast<void>(circulation::fail_notice(
                unit, each.id, by, now, each.claimed_by + " has not said what came of it", tries));
    });
}

/// One that somebody else hands over meanwhile is left to them.
bool claim(storage::store& store,
           storage::notice_id id,
           notice_state state,
           const circulation::requester& by,
           storage::instant until) {
    auto made = circulation::notice_change::not_there;
    storage::write_and_wait(store, [&](storage::unit_of_work& unit) {
        made = circulation::claim_notice(unit, id, state, by, until);
    });
    return made == circulation::notice_change::done;
}

} // namespace

hand_over_tally hand_over(storage::store& store,
                          const storage::institution& of,
                          const config::notice_settings& how,
                          const circulation::requester& by,
                          const circulation::clock& time,
                          which_notices which,
                          const std::function<bool()>& goes_on,
                          const program_runner& run) {
    hand_over_tally tally;
    if (how.command.empty()) return tally;
    const int tries = static_cast<int>(how.tries);
    free_dead_claims(store, of, by, time.now(), tries);
    const auto hand_over_one = [&](const waiting_letter& letter, notice_state state) {
        if (!claim(store, letter.id, state, by, time.now() + how.patience + for_the_mark)) return;
        auto failure = run(how.command, letter.text, how.patience);
        storage::write_and_wait(store, [&](storage::unit_of_work& unit) {
            static_cast<void>(
                failure.empty()
                    ? circulation::take_over_notice(unit, letter.id, by, time.now())
                    : circulation::fail_notice(unit, letter.id, by, time.now(), failure, tries));
        });
        ++(failure.empty() ? tally.handed_over : tally.failed);
        if (!failure.empty()) tally.last_error = std::move(failure);
    };
    // Those that failed before come first: what fails now must not be tried twice in one go.
    std::vector<notice_state> states{notice_state::waiting};
    if (which == which_notices::failed_too) states.insert(states.begin(), notice_state::failed);
    for (const auto state : states) {
        storage::notice_id after;
        for (auto letters = letters_in(store, of, state, after); !letters.empty();
             letters = letters_in(store, of, state, after)) {
            for (const auto& each : letters) {
                if (goes_on && !goes_on()) return tally;
                hand_over_one(each, state);
                after = each.id;
            }
        }
    }
    return tally;
}

} // namespace circ::notices
