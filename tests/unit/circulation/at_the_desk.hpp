#pragma once

#include "tests/unit/circulation/library_test.hpp"

#include <string>
#include <vector>

namespace circ::test {

/// Bert stands at no branch in particular, and ends what others have left.
class at_the_desk : public library_test {
protected:
    at_the_desk() {
        bert.institution = rows.institution.id;
        bert.operator_name = "bert";
        bert.received = now;
    }

    template <class Ask>
    auto ask(Ask question) {
        return store.ask(std::move(question));
    }

    std::vector<storage::notice> waiting() {
        return ask([](storage::reader& in) { return in.waiting_notices({}); });
    }
    storage::event last_event_of(storage::patron_id who) {
        return ask([&](storage::reader& in) { return in.events_of_patron(who, 1); }).front();
    }
    void expect_event(const storage::event& last, std::string_view kind, std::string_view why) {
        EXPECT_EQ(last.kind, kind);
        EXPECT_EQ(last.by, "bert");
        EXPECT_EQ(last.reason, why);
    }

    circulation::requester bert;
};

} // namespace circ::test
