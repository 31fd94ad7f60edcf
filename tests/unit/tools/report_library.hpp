#pragma once

#include "server/circulation/local_time.hpp"
#include "storage/terminal_signs.hpp"
#include "tests/unit/tools/arriving_library.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace circ::test {

/// A library in which every report has something to say: of MAIN, of NORTH or of both.
class report_library : public arriving_library {
protected:
    report_library() {
        tool::tool with(how());
        now_ = with.now();
        storage::write_and_wait(with.store(), [this](storage::unit_of_work& unit) { fill(unit); });
    }

    static constexpr const char* formula = "=HYPERLINK(\"http://x\")"; ///< title of what is damaged

private:
    using unit_of_work = storage::unit_of_work;
    using days = std::chrono::days;

    void fill(unit_of_work& unit) {
        in_ = &unit;
        of_ = unit.institutions().front();
        main_ = unit.branch_by_code(of_.id, "MAIN")->id;
        north_ = unit.branch_by_code(of_.id, "NORTH")->id;
        fill_people();
        fill_loans();
        fill_holds();
        fill_shelves();
        fill_money();
        fill_house();
    }

    void fill_people() {
        add_patron("p1", main_);
        add_patron("p2", north_);
        add_patron("p3", main_, [&](storage::patron& of) { of.expires_on = today() + days{10}; });
        add_patron("p4", north_, [&](storage::patron& of) { of.expires_on = today() + days{100}; });
    }

    void fill_loans() {
        lend("late5", main_, "p1", now_ - days{5});
        lend("late2", main_, "p2", now_ - days{2});
        lend("late1", north_, "p1", now_ - days{1});
        lend("in time", main_, "p1", now_ + days{5});
        const auto lost = lend("lost", main_, "p2", now_ - days{90}, storage::loan_state::lost);
        in_->add(storage::fee{.id = in_->new_id<storage::fee_id>(), .patron = lost.patron,
                              .kind = storage::fee_kind::replacement, .amount = {2500}, .item = lost.item,
                              .loan = lost.id, .note = {}, .assessed_at = now_});
        lend("claimed", north_, "p2", now_ - days{9}, storage::loan_state::claimed_returned);
    }

    void fill_holds() {
        const auto wanted = add_item("wanted", main_).title; // a copy stands at MAIN
        place(wanted, "p2", north_);
        place(wanted, "p3", north_);
        const auto gone = add_item("gone", main_, [](storage::item& of) {
            of.state = storage::item_state::missing;
            of.call_number = "PR6039.O32 L6 1991";
        });
        place(gone.title, "p3", main_);
        const auto lapsed = add_item("lapsed", main_);
        auto kept = make_hold(lapsed.title, "p4", main_);
        kept.state = storage::hold_state::lapsed;
        kept.trapped_item = lapsed.id;
        kept.closed_at = now_;
        in_->add(kept);
        send("slow", main_, north_, now_ - days{5});
        send("quick", main_, north_, now_ - days{1});
    }

    void fill_shelves() {
        add_item("gone2", main_, [](storage::item& of) {
            of.state = storage::item_state::missing;
            of.call_number = "PR604 .A2";
        });
        add_item("torn", north_, [](storage::item& of) {
            of.state = storage::item_state::damaged;
            of.price = storage::money{1250};
        }, formula);
        add_item("dusty", main_, [&](storage::item& of) { of.created_at = now_ - days{1500}; });
        const auto read = add_item("read", main_, [&](storage::item& of) { of.created_at = now_ - days{1500}; });
        auto back = make_loan(read, main_, "p1", now_ - days{60});
        back.state = storage::loan_state::returned;
        back.closed_at = now_ - days{70};
        in_->add(back);
    }

    void fill_money() {
        auto paid = make_payment("1", 100);
        paid.credited = paid.amount;
        in_->add(paid);
        auto again = make_payment("1", 50);
        again.credited = again.amount;
        again.bk_reused = true;
        in_->add(again);
        auto refused = make_payment("2", 200);
        refused.state = storage::payment_state::refused;
        refused.reason = "patron_unknown";
        in_->add(refused);
    }

    void fill_house() {
        in_->add(storage::notice{.id = in_->new_id<storage::notice_id>(), .patron = patron_of("p1"), .kind = "overdue_1",
                                 .cause = "loan 1", .state = storage::notice_state::failed, .tries = 3,
                                 .created_at = now_, .last_error = "mailbox full"});
        in_->add(storage::notice{.id = in_->new_id<storage::notice_id>(), .patron = patron_of("p2"), .kind = "overdue_1",
                                 .cause = "loan 2", .state = storage::notice_state::given_up, .tries = 5,
                                 .created_at = now_, .done_at = now_, .last_error = "no such mailbox"});
        in_->add(storage::notice{.id = in_->new_id<storage::notice_id>(), .patron = patron_of("p2"), .kind = "hold_ready",
                                 .cause = "hold 1", .state = storage::notice_state::given_up,
                                 .created_at = now_, .done_at = now_});
        const auto silent = kiosk("kiosk1");
        kiosk("kiosk2");
        storage::note(*in_, {.terminal = silent, .heard_at = now_ - days{10},
                             .says = storage::device_state::out_of_paper, .said_at = now_ - days{10}});
        storage::note(*in_, {.terminal = in_->terminal_by_login("kiosk2")->id, .heard_at = now_, .says = {}, .said_at = {}});
        count("checkout", 3);
        count("renew", 1);
        count("checkin", 2);
        count("hold_placed", 4);
    }

    storage::terminal_id kiosk(const char* login) {
        storage::terminal made{.id = in_->new_id<storage::terminal_id>(), .institution = of_.id, .login = login,
                               .verifier = {}, .branch = main_, .location = "FOYER", .profile = "standard",
                               .addresses = {}, .enabled = true, .created_at = now_};
        in_->add(made);
        return made.id;
    }

    void count(const char* kind, std::int64_t times) {
        in_->count({.day = today(), .branch = main_, .item_type = "book", .collection = {}, .patron_category = "adult",
                    .age_band = "25-64", .kind = kind}, times);
    }

    storage::payment make_payment(const char* bk, std::int64_t minor) {
        return {.id = in_->new_id<storage::payment_id>(), .institution = of_.id, .patron = patron_of("p1"),
                .bk = bk, .amount = {minor}, .at = now_, .state = {}, .reason = {}, .credited = {},
                .resolved_by = {}, .resolution = {}};
    }

    void send(const char* barcode, storage::branch_id from, storage::branch_id to, storage::instant at) {
        in_->add(storage::transit{.id = in_->new_id<storage::transit_id>(), .item = add_item(barcode, to).id, .from = from,
                                  .to = to, .hold = {}, .sent_at = at});
    }

    storage::hold make_hold(storage::title_id title, const char* card, storage::branch_id pickup) {
        return {.id = in_->new_id<storage::hold_id>(), .institution = of_.id, .title = title, .patron = patron_of(card),
                .pickup = pickup, .placed_at = now_ - days{1}, .rank = 1};
    }
    void place(storage::title_id title, const char* card, storage::branch_id pickup) {
        in_->add(make_hold(title, card, pickup));
    }

    storage::loan make_loan(const storage::item& what, storage::branch_id at, const char* card, storage::instant due) {
        storage::loan made{.id = in_->new_id<storage::loan_id>(), .item = what.id, .patron = patron_of(card),
                           .branch = at, .lent_at = due - days{28}, .due_at = due};
        made.terms.overdue_rate = {10};
        return made;
    }
    storage::loan lend(const char* barcode, storage::branch_id at, const char* card, storage::instant due,
                       storage::loan_state state = storage::loan_state::open) {
        auto made = make_loan(add_item(barcode, at), at, card, due);
        made.state = state;
        in_->add(made);
        return made;
    }

    storage::item add_item(const char* barcode, storage::branch_id of,
                           const std::function<void(storage::item&)>& change = {}, const std::string& title = "A book") {
        storage::title about{.id = in_->new_id<storage::title_id>(), .institution = of_.id,
                             .control_number = std::string("t-").append(barcode), .text = title, .author = "A. Writer",
                             .isbn = {}, .language = "eng", .marc = {}};
        in_->add(about);
        storage::item made{.id = in_->new_id<storage::item_id>(), .institution = of_.id, .barcode = barcode,
                           .title = about.id, .branch = of, .place = of, .location = "fiction", .item_type = "book",
                           .collection = {}, .call_number = {}, .price = {}, .note = {}, .properties = {},
                           .created_at = now_, .lender = {}};
        if (change) change(made);
        in_->add(made);
        return made;
    }

    void add_patron(const char* card, storage::branch_id of, const std::function<void(storage::patron&)>& change = {}) {
        storage::patron made{.id = in_->new_id<storage::patron_id>(), .institution = of_.id,
                             .family_name = std::string("Family-").append(card), .given_name = "Given",
                             .category = "adult", .branch = of, .language = {}, .address = {}, .email = {},
                             .phone = "030 1", .pin_verifier = {}, .created_at = now_};
        if (change) change(made);
        in_->add(made);
        in_->add(storage::card{.id = in_->new_id<storage::card_id>(), .institution = of_.id, .number = card,
                               .patron = made.id, .since = now_});
    }
    storage::patron_id patron_of(const char* card) { return in_->find_card(of_.id, card).value().patron; }
    [[nodiscard]] storage::local_date today() const {
        return circulation::date_in(now_, of_.time_zone);
    }

    storage::instant now_{};
    unit_of_work* in_ = nullptr; ///< while it is filled
    storage::institution of_;
    storage::branch_id main_;
    storage::branch_id north_;
};

} // namespace circ::test
