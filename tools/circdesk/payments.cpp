#include "server/circulation/local_time.hpp"
#include "server/circulation/payment_desk.hpp"
#include "tools/circdesk/commands.hpp"
#include "tools/circdesk/desk_verb.hpp"
#include "tools/circdesk/fee_lines.hpp"
#include "tools/circdesk/list_page.hpp"
#include "tools/circdesk/payment_words.hpp"
#include "tools/circdesk/stored_reasons.hpp"
#include "tools/circdesk/table.hpp"
#include "tools/circdesk/terminals.hpp"
#include "tools/circdesk/typed_day.hpp"
#include "tools/circdesk/wording.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <iostream>

// Payments of a day as a till is counted, and the end of those that were refused: list, book, dismiss.

namespace circ::tool {
namespace {

using storage::payment;
using storage::payment_state;

/// What became of it, in a few words.
std::string state_text(const payment& of) {
    if (of.state == payment_state::accepted)
        return (of.resolved_at ? "booked by " + of.resolved_by : "accepted") + (of.bk_reused ? ", BK reused" : "");
    return of.resolved_at ? "dismissed by " + of.resolved_by + ": " + of.resolution : "refused";
}

table lines_of(storage::reader& from, const std::vector<payment>& all, const storage::institution& of) {
    table shown({"payment", "at", "terminal", "by", "BK", "card", "amount", "credit", "state", "why"});
    for (const auto& each : all)
        shown.add({std::to_string(each.id.value), time_cell(each.at, of.time_zone), till_of(from, each.terminal),
                   payment_words(each.payment_type), each.bk,
                   each.patron ? circulation::card_number_of(from, each.patron) : "", money_text(each.amount, of),
                   each.credited.minor == 0 ? "" : money_text(each.credited, of), state_text(each), reasons_in_words(each.reason)});
    return shown;
}

/// Number and sum, nothing when there is none.
std::string counted(int number, storage::money amount, const storage::institution& of) {
    return number == 0 ? "" : std::to_string(number) + ": " + money_text(amount, of);
}

table sums_of(storage::reader& from, const std::vector<storage::payment_sum>& all, const storage::institution& of) {
    table shown({"terminal", "by", "taken", "accepted", "refused", "unsettled", "BK reused", "credited"});
    for (const auto& each : all)
        shown.add({till_of(from, each.terminal), payment_words(each.payment_type),
                   money_text(each.accepted_amount + each.refused_amount, of),
                   counted(each.accepted, each.accepted_amount, of), counted(each.refused, each.refused_amount, of),
                   counted(each.unsettled, each.unsettled_amount, of),
                   counted(each.bk_reused, each.bk_reused_amount, of),
                   each.credited.minor == 0 ? "" : money_text(each.credited, of)});
    return shown;
}

class payment_list final : public command {
public:
    std::string_view path() const override { return "payment list"; }
    std::string_view summary() const override {
        return "the reconciliation of a day: sums by terminal and every payment; or all that wait to be settled";
    }
    std::string_view example() const override { return "circdesk payment list --refused"; }
    std::vector<option> options() override {
        return {{"--day", &day_, "the day, as 2027-01-31 (today)"},
                {"--terminal", &terminal_, "only this terminal's payments, by its login"},
                {"--refused", &refused_, "of any day: refused, and neither booked nor dismissed"},
                {"--sums", &sums_, "only the sums"},
                page_.which()};
    }

    int run(tool& with) override {
        if (refused_ && (sums_ || !day_.empty() || !terminal_.empty()))
            throw complaint("--refused lists those of all days and terminals; leave the others out", wrong_usage);
        const auto of = with.institution();
        with.store().read([&](storage::reader& from) {
            if (refused_) page_.print(with, lines_of(from, from.unsettled_payments(of.id, page_.page()), of));
            else show_day(with, from, of);
        });
        return done;
    }

private:
    void show_day(tool& with, storage::reader& from, const storage::institution& of) const {
        const auto day = day_.empty() ? circulation::date_in(with.now(), of.time_zone) : typed_day(day_);
        const auto after = circulation::end_of_day(day - std::chrono::days(1), of.time_zone);
        const auto until = circulation::end_of_day(day, of.time_zone);
        const auto terminal = terminal_.empty() ? storage::terminal_id{} : find_terminal(from, of.id, terminal_).id;
        auto sums = from.payment_sums(of.id, after, until);
        if (terminal) std::erase_if(sums, [&](const auto& each) { return each.terminal != terminal; });
        // Machines get one list: the sums, or the payments.
        if (sums_ || !with.how().json) page_.print(with, sums_of(from, sums, of));
        if (sums_ || (sums.empty() && !with.how().json)) return;
        if (!with.how().json) std::cout << '\n';
        page_.print(with, lines_of(from, from.payments_between(of.id, terminal, after, until, page_.page()), of));
    }

    std::string day_;
    std::string terminal_;
    bool refused_ = false;
    bool sums_ = false;
    list_page page_;
};

class payment_book final : public command {
public:
    std::string_view path() const override { return "payment book"; }
    std::string_view summary() const override { return "book a refused payment whose money is here, on the day it was taken"; }
    std::string_view example() const override {
        return "circdesk payment book 123456789 --card 29012000000309 --reason 'the coins are in the box'";
    }
    std::vector<option> options() override {
        return {{"payment", &payment_, "its number, as `payment list` shows it", true},
                {"--card", &asked_.card, "for whom: a card (the one the device named)"},
                {"--amount", &amount_, "as counted, where the device's cannot be right"},
                words_.why(),
                words_.where()};
    }

    int run(tool& with) override {
        const auto of = with.institution();
        asked_.payment = storage::payment_id{typed_number(payment_, "payment")};
        if (!amount_.empty()) asked_.amount = typed_amount(amount_, of);
        asked_.why = words_.reason;
        const auto made = perform_at_desk(with, asked_, words_);
        if (with.how().json)
            std::cout << boost::json::serialize(boost::json::object{{"result", "done"},
                                                                    {"payment", made.receipt},
                                                                    {"owed", money_text(made.owed_after, of)}})
                      << '\n';
        else
            std::cout << "booked, payment " << made.receipt << "; "
                      << open_text_after(with, storage::payment_id{typed_number(made.receipt, "payment")}) << '\n';
        return done;
    }

private:
    circulation::book_payment asked_;
    std::string payment_;
    std::string amount_;
    desk_words words_;
};

class payment_dismiss final : public command {
public:
    std::string_view path() const override { return "payment dismiss"; }
    std::string_view summary() const override { return "end a refused payment whose money was given back, or never fell"; }
    std::string_view example() const override { return "circdesk payment dismiss 123456789 --reason 'given back at the desk'"; }
    std::vector<option> options() override {
        return {{"payment", &payment_, "its number, as `payment list` shows it", true}, words_.why()};
    }

    int run(tool& with) override {
        const storage::payment_id id{typed_number(payment_, "payment")};
        static_cast<void>(perform_at_desk(
            with, circulation::dismiss_payment{.by = {}, .payment = id, .why = words_.reason}, words_));
        std::cout << (with.how().json ? R"({"result":"done"})" : "dismissed; the reconciliation of its day still shows it") << '\n';
        return done;
    }

private:
    std::string payment_;
    desk_words words_;
};

} // namespace

std::unique_ptr<command> make_payment_list() { return std::make_unique<payment_list>(); }
std::unique_ptr<command> make_payment_book() { return std::make_unique<payment_book>(); }
std::unique_ptr<command> make_payment_dismiss() { return std::make_unique<payment_dismiss>(); }

} // namespace circ::tool
