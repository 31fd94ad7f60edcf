#pragma once

#include "server/circulation/order_desk.hpp"
#include "server/net/order_text.hpp"
#include "tests/unit/net/relayed.hpp"

#include <memory>
#include <optional>

namespace circ::net::test {

/// A relay whose other side is away until a test brings it back; what may wait is kept meanwhile.
class an_outbox : public a_relay {
protected:
    an_outbox() {
        using enum config::ncip_outbox_operation;
        how.outbox = {checkout, checkin, renew, pay_fee};
        peer.go_away();
    }
    void bring_back() {
        peer.come_back();
        run_until(here.io, [&] { return relay->line().is_up(); });
    }
    /// As they were left by earlier days.
    void leave(int count,
               storage::order_state state,
               const circulation::any_operation& what,
               std::optional<storage::instant> next_try = {}) {
        storage::write_and_wait(here.library.store(), [&](storage::unit_of_work& unit) {
            for (int i = 0; i < count; ++i) {
                storage::backend_order row;
                row.id = unit.new_id<storage::order_id>();
                row.institution = by.institution;
                row.terminal = by.terminal;
                row.backend = "main";
                row.operation = order_name(what);
                row.at = here.clock.at;
                row.state = state;
                row.card = subject_of(what).card;
                row.barcode = subject_of(what).item;
                row.what = order_text(what);
                row.next_try = next_try;
                if (state == storage::order_state::done) row.ended_at = row.at;
                unit.add(row);
            }
        });
    }
    circulation::order_change decide(bool again, storage::order_id which) {
        auto made = circulation::order_change::done;
        circulation::requester anna;
        anna.operator_name = "anna";
        anna.institution = by.institution;
        storage::write_and_wait(here.library.store(), [&](storage::unit_of_work& unit) {
            made =
                again
                    ? circulation::retry_order(unit, which, anna, here.clock.at, "known there now")
                    : circulation::drop_order(unit, which, anna, here.clock.at, "posted by hand");
        });
        return made;
    }
};

} // namespace circ::net::test
