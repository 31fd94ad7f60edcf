#include "server/notices/hand_over.hpp"

#include "server/circulation/notice.hpp"
#include "server/notices/letter.hpp"

#include <boost/json/serialize.hpp>

#include <utility>

namespace circ::notices {

namespace {

using storage::notice_state;

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
        for (const auto& each : from.notices_in(state, after, some))
            letters.push_back({each.id, boost::json::serialize(letter_of(from, of, each)) + '\n'});
    });
    store.end_turn();
    return letters;
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
    const auto hand_over_one = [&](const waiting_letter& letter) {
        auto failure = run(how.command, letter.text, how.patience);
        storage::write_and_wait(store, [&](storage::unit_of_work& unit) {
            static_cast<void>(
                failure.empty()
                    ? circulation::take_over_notice(unit, letter.id, by, time.now())
                    : circulation::fail_notice(unit, letter.id, by, time.now(), failure, static_cast<int>(how.tries)));
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
                hand_over_one(each);
                after = each.id;
            }
        }
    }
    return tally;
}

} // namespace circ::notices
