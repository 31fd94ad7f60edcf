#pragma once

#include "config/ncip_backend.hpp"
#include "server/dispatch/ncip_dialect.hpp"
#include "server/net/outbox.hpp"
#include "server/net/relay_backend.hpp"
#include "tests/unit/net/desk.hpp"
#include "tests/unit/net/far_library.hpp"
#include "tests/unit/net/odd_peer.hpp"

#include <boost/asio/co_spawn.hpp>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace circ::net::test {

/// A library system far away that answers, a relay to it and its outbox, over a store of our own
/// that knows neither reader nor item.
class a_relay : public testing::Test {
protected:
    using ms = std::chrono::milliseconds;

    a_relay() {
        how.name = "main";
        how.call = ms(600); // what a busy machine does not take for an answer
        how.budget = ms(3000);
        how.connect = ms(600);
        how.breaker_failures = 1000; // opened by a test that wants it
        how.breaker = std::chrono::seconds(1);
        how.pin_check = config::ncip_pin_check::none;
        peer.answer = [this](const std::string& document) { return far.answer(document); };
        here.storing.read([&](storage::reader& from) {
            by.terminal = from.terminal_by_login("kiosk").value().id;
        });
        by.terminal_login = "kiosk";
        by.institution = here.library.institution;
        by.branch = here.library.main;
        auto rules = *circulation::default_device_rules();
        rules.pin = circulation::pin_rule::none;
        by.rules = std::make_shared<const circulation::device_rules>(rules);
    }

    [[nodiscard]] relay_setup setup() const {
        how.url = peer.url();
        auto dialogues = std::make_shared<relay::relay_settings>();
        dialogues->backend = how;
        relay_setup made;
        made.line.name = how.name;
        made.line.target =
            std::make_shared<const backend_target>(parse_backend_url(how.url).value());
        made.line.pool.connect = how.connect;
        made.line.dialect = dispatch::dialect_of(how.dialect, "Europe/Berlin", "EUR");
        made.line.call = how.call;
        made.line.breaker_failures = how.breaker_failures;
        made.line.breaker = how.breaker;
        made.line.question = relay::probe(*dialogues).message;
        made.dialogues = std::move(dialogues);
        return made;
    }

    void open() {
        box.reset();
        relay.reset();
        relay.emplace(here.io.get_executor(),
                      setup(),
                      relay_backend::parts{here.storing, here.performer, here.clock, *here.log});
        outbox::pace pace;
        pace.most_tries = 3;
        box.emplace(here.io.get_executor(), *relay, here.clock, *here.log, pace);
        relay->post_first = [this](storage::order_subject about, time_budget within) {
            return box->deliver_first(std::move(about), within);
        };
    }
    void TearDown() override {
        if (!relay) return;
        relay->close();
        run_until(here.io, [&] { return relay->line().pool().in_use() == 0; });
        here.io.restart();
        here.io.run_for(ms(20));
    }

    /// A request that no other is the same as.
    template <class Operation>
    Operation next(Operation what) {
        what.by = by;
        here.clock.at += std::chrono::seconds(1);
        what.by.said = here.clock.at;
        what.by.received = here.clock.at;
        what.by.once_only_text = "request " + std::to_string(++requests);
        return what;
    }
    circulation::checkout lend(const std::string& barcode, const std::string& card = "p1") {
        circulation::checkout made;
        made.card = card;
        made.item = barcode;
        return next(made);
    }
    circulation::checkin give_back(const std::string& barcode) {
        circulation::checkin made;
        made.item = barcode;
        return next(made);
    }
    circulation::pay_fee pay(const std::string& card, std::int64_t minor) {
        circulation::pay_fee made;
        made.card = card;
        made.amount = storage::money{minor};
        made.currency = "EUR";
        return next(made);
    }
    template <class Operation>
    circulation::outcome_of<Operation> perform(const Operation& what) {
        circulation::any_operation asked = what;
        return std::get<circulation::outcome_of<Operation>>(
            result_of(here.io, relay->perform(std::move(asked))));
    }
    void deliver() { finish(here.io, box->deliver_once()); }

    std::vector<storage::backend_order> orders(storage::order_state in) {
        std::vector<storage::backend_order> all;
        here.storing.store().end_turn();
        here.storing.read([&](storage::reader& from) { all = from.orders_in(in, {}, 1000); });
        return all;
    }
    std::vector<storage::review_entry> reviews() {
        std::vector<storage::review_entry> all;
        here.storing.store().end_turn();
        here.storing.read(
            [&](storage::reader& from) { all = from.open_reviews(here.library.institution, {}); });
        return all;
    }

    /// The first document of this service is treated so, the others as all are.
    void once(const std::string& service, manner what) {
        peer.treats = [tag = '<' + service + '>', what, done = false](
                          const std::string& document) mutable -> std::optional<manner> {
            if (done || document.find(tag) == std::string::npos) return std::nullopt;
            done = true;
            return what;
        };
    }
    /// All documents of this service are.
    void always(const std::string& service, manner what) {
        peer.treats = [tag = '<' + service + '>',
                       what](const std::string& document) -> std::optional<manner> {
            if (document.find(tag) == std::string::npos) return std::nullopt;
            return what;
        };
    }

    desk here;
    far_library far;
    mutable config::ncip_backend how;
    odd_peer peer{here.io};
    circulation::requester by;
    int requests = 0;
    std::optional<relay_backend> relay;
    std::optional<outbox> box;
};

} // namespace circ::net::test
