#pragma once

#include "config/default_policy.hpp"
#include "server/net/local_backend.hpp"
#include "server/net/seen_items.hpp"
#include "server/net/switching_backend.hpp"
#include "tests/unit/net/relayed.hpp"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace circ::net::test {

/// Readers p1 and p2 and items i1 and i2 stand in both books; i3 in the far one alone. The device
/// "kiosk" is served there, "open" here.
class two_books : public a_relay {
protected:
    two_books() {
        how.breaker_failures = 1;
        rules.set_rules(std::make_shared<const circulation::policy>(
                            circulation::policy::compile(config::default_policy()).rules),
                        {});
        storage::write_and_wait(here.library.store(),
                                [this](storage::unit_of_work& in) { fill(in); });
        ours = by;
        here.storing.read([&](storage::reader& from) {
            ours.terminal = from.terminal_by_login("open").value().id;
        });
        ours.terminal_login = "open";
    }
    void TearDown() override {
        both.reset();
        a_relay::TearDown();
    }

    void fill(storage::unit_of_work& in) {
        for (const auto* const each : {"i1", "i2"}) {
            storage::title title;
            title.id = in.new_id<storage::title_id>();
            title.institution = by.institution;
            title.control_number = std::string("c") + each;
            title.text = std::string("Title of ") + each;
            in.add(title);
            storage::item item;
            item.id = in.new_id<storage::item_id>();
            item.institution = by.institution;
            item.barcode = each;
            item.title = title.id;
            item.branch = item.place = by.branch;
            item.item_type = "book";
            in.add(item);
        }
        for (const auto* const each : {"p1", "p2"}) {
            storage::patron who;
            who.id = in.new_id<storage::patron_id>();
            who.institution = by.institution;
            who.family_name = each;
            who.category = "adult";
            who.branch = by.branch;
            who.expires_on = std::chrono::local_days(std::chrono::year(2030) / 1 / 1);
            in.add(who);
            storage::card card;
            card.id = in.new_id<storage::card_id>();
            card.institution = by.institution;
            card.number = each;
            card.patron = who.id;
            in.add(card);
        }
    }

    void open_both(book_side book, config::relay_stage stage = config::relay_stage::canary, bool mirrors = true) {
        box.reset();
        both.reset();
        relay.reset();
        relay_setup made = setup();
        auto dialogues = std::make_shared<relay::relay_settings>(*made.dialogues);
        dialogues->keeps_book = book == book_side::theirs;
        made.dialogues = std::move(dialogues);
        relay.emplace(here.io.get_executor(),
                      std::move(made),
                      relay_backend::parts{here.storing, *performing, here.clock, *here.log});
        box.emplace(here.io.get_executor(), *relay, here.clock, *here.log, outbox::pace{});
        both.emplace(here.io.get_executor(), rules, *here.log);
        switching_rule rule;
        rule.stage = stage;
        rule.to = &*relay;
        rule.terminals = {"kiosk"};
        rule.mirrors = mirrors;
        both->set_rules({rule});
    }
    template <class Operation>
    circulation::outcome_of<Operation> ask(Operation what) {
        circulation::any_operation asked = std::move(what);
        return std::get<circulation::outcome_of<Operation>>(
            result_of(here.io, both->perform(std::move(asked))));
    }
    /// The same, at the device that is served here.
    template <class Operation>
    circulation::outcome_of<Operation> ask_here(Operation what) {
        const auto said = what.by.said;
        const auto text = what.by.once_only_text;
        what.by = ours;
        what.by.said = what.by.received = *said;
        what.by.once_only_text = text;
        return ask(std::move(what));
    }
    circulation::place_hold wait_for(const std::string& barcode, const std::string& card) {
        circulation::place_hold made;
        made.card = card;
        made.what.item = barcode;
        return next(made);
    }
    std::optional<storage::loan> loan_of(const std::string& barcode) {
        std::optional<storage::loan> found;
        here.storing.store().end_turn();
        here.storing.read([&](storage::reader& from) {
            found = from.item_by_barcode(by.institution, barcode).value().open_loan;
        });
        return found;
    }
    std::string borrower_of(const std::string& barcode) {
        std::string name = "nobody";
        const auto loan = loan_of(barcode);
        if (!loan) return name;
        here.storing.read(
            [&](storage::reader& from) { name = from.find_patron(loan->patron).value().family_name; });
        return name;
    }
    std::int64_t owed_by(const std::string& card) {
        std::int64_t owed = 0;
        here.storing.store().end_turn();
        here.storing.read([&](storage::reader& from) {
            owed = from.holder_of(by.institution, card).value().owed.minor;
        });
        return owed;
    }

    std::int64_t credit_of(const std::string& card) {
        std::int64_t credit = 0;
        here.storing.store().end_turn();
        here.storing.read([&](storage::reader& from) {
            credit = from.holder_of(by.institution, card).value().credit.minor;
        });
        return credit;
    }
    /// The amounts of those of the relayed device in our own store.
    std::vector<std::int64_t> payments_with(const std::string& bk) {
        std::vector<std::int64_t> amounts;
        here.storing.store().end_turn();
        here.storing.read([&](storage::reader& from) {
            for (const auto& each : from.payments_by_bk(by.terminal, bk, {}))
                amounts.push_back(each.amount.minor);
        });
        return amounts;
    }
    bool is_blocked(const std::string& card) {
        bool is = false;
        here.storing.store().end_turn();
        here.storing.read([&](storage::reader& from) {
            const auto whose = from.holder_of(by.institution, card).value().id;
            for (const auto& each : from.open_blocks_of(whose))
                is = is || each.kind == storage::block_kind::block;
        });
        return is;
    }
    [[nodiscard]] std::shared_ptr<const circulation::device_rules> rules_of_a_gate() const {
        auto made = *by.rules;
        made.block_patron = circulation::block_handling::block;
        made.may_enable_patron = true;
        return std::make_shared<const circulation::device_rules>(made);
    }

    seen_items seen{here.storing, here.io.get_executor(), here.clock, *here.log, std::chrono::seconds(5)};
    local_backend rules{here.storing, here.passwords, seen, here.clock, *here.log};
    own_backend* performing = &rules; ///< for the relay
    circulation::requester ours;
    std::optional<switching_backend> both;
};

} // namespace circ::net::test
