#include "server/circulation/facts.hpp"
#include "server/circulation/loan_return.hpp"
#include "tools/circdesk/commands.hpp"
#include "tools/circdesk/confirm.hpp"
#include "tools/circdesk/desk_verb.hpp"
#include "tools/circdesk/fee_lines.hpp"
#include "tools/circdesk/refusal_words.hpp"
#include "tools/circdesk/wording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iostream>
#include <optional>

// The verbs for fees: list, add, pay, waive, write-off, refund, cancel, and credit paid out.

namespace circ::tool {
namespace {

using circulation::settling;
using storage::fee_kind;

class fee_list final : public command {
public:
    std::string_view path() const override { return "fee list"; }
    std::string_view summary() const override {
        return "what a reader owes, what still runs, and what became of each fee";
    }
    std::string_view example() const override { return "circdesk fee list 29012000000309"; }
    std::vector<option> options() override {
        return {{"card", &card_, "the number of any of the reader's cards", true},
                {"--all", &all_, "settled ones too, the newest first"}};
    }

    int run(tool& with) override {
        const auto of = with.institution();
        account_lines lines;
        with.store().read([&](storage::reader& from) {
            const auto who = find_reader(from, of, card_, with.now());
            lines = load_account_lines(
                from, of, who, all_ ? which_fees::all : which_fees::open, with.now());
        });
        with.how().json ? print_json(lines, of) : print(lines, of);
        return done;
    }

private:
    std::string card_;
    bool all_ = false;
};

struct kind_word {
    std::string_view word;
    fee_kind kind;
};
/// Kinds that staff adds; those of a loan come from its loan.
constexpr std::array kind_words{kind_word{"other", fee_kind::other},
                                kind_word{"card", fee_kind::card},
                                kind_word{"damage", fee_kind::damage},
                                kind_word{"rental", fee_kind::rental},
                                kind_word{"computer", fee_kind::computer},
                                kind_word{"hold", fee_kind::hold}};

fee_kind kind_named(const std::string& word) {
    std::string known;
    for (const auto& each : kind_words) {
        if (each.word == word) return each.kind;
        known += (known.empty() ? "" : ", ") + std::string(each.word);
    }
    throw complaint("'" + word + "' is no kind of fee that is added by hand: " + known,
                    wrong_usage);
}

class fee_add final : public command {
public:
    std::string_view path() const override { return "fee add"; }
    std::string_view summary() const override {
        return "charge a reader: damage, a card, something else";
    }
    std::string_view example() const override {
        return "circdesk fee add 29012000000010 damage 4.50 --item 39012000000737 --reason 'coffee "
               "on page 12'";
    }
    std::vector<option> options() override {
        return {{"card", &asked_.card, "the number of any of the reader's cards", true},
                {"kind", &kind_, "other, card, damage, rental, computer or hold", true},
                {"amount", &amount_, "how much, as 3.50", true},
                {"--item", &asked_.item, "the item it is for"},
                words_.why(),
                words_.where()};
    }

    int run(tool& with) override {
        asked_.kind = kind_named(kind_);
        asked_.amount = typed_amount(amount_, with.institution());
        asked_.why = words_.reason;
        const auto made = perform_at_desk(with, asked_, words_);
        tell(with, made, "charged: " + charges_text(made.charged, with.institution()));
        return done;
    }

private:
    circulation::add_fee asked_;
    std::string kind_;
    std::string amount_;
    desk_words words_;
};

class fee_pay final : public command {
public:
    std::string_view path() const override { return "fee pay"; }
    std::string_view summary() const override {
        return "take money for one fee, or for the oldest first";
    }
    std::string_view example() const override { return "circdesk fee pay 29012000000309 5.00"; }
    std::vector<option> options() override {
        return {{"card", &asked_.card, "the number of any of the reader's cards", true},
                {"amount", &amount_, "how much, as 3.50", true},
                {"--fee", &asked_.fee_identifier, "the number of a fee; else the oldest first"},
                words_.where()};
    }

    int run(tool& with) override {
        const auto of = with.institution();
        if (!asked_.fee_identifier.empty())
            static_cast<void>(typed_number(asked_.fee_identifier, "fee"));
        asked_.amount = typed_amount(amount_, of);
        asked_.currency = of.currency;
        const auto made = outcome_at_desk(with, asked_, words_);
        expect_not_too_much(with, of, made);
        expect_done(made, of, named_in(asked_));
        circulation::desk_outcome told;
        told.amount = *asked_.amount;
        told.made = typed_number(made.receipt, "payment");
        tell(with,
             told,
             money_text(*asked_.amount, of) + " taken, payment " + made.receipt + "; " +
                 open_text_after(with, storage::payment_id{told.made}));
        return done;
    }

private:
    /// Whoever pays all that the account shows has to hear that a part of it still runs.
    void expect_not_too_much(tool& with,
                             const storage::institution& of,
                             const circulation::outcome& made) const {
        const auto too_much = std::ranges::find(
            made.reasons, circulation::reason_code::overpayment, &circulation::reason::code);
        if (too_much == made.reasons.end() || !asked_.fee_identifier.empty()) return;
        std::string running;
        with.store().read([&](storage::reader& from) {
            const auto who = find_reader(from, of, asked_.card, with.now());
            running = running_text(load_debt(from, of, who, with.now()), of);
        });
        throw complaint(refusal_text(*too_much, of) + running);
    }

    circulation::pay_fee asked_;
    std::string amount_;
    desk_words words_;
};

/// waive, write-off, refund and cancel are one verb with four names.
struct settling_words {
    settling how;
    std::string_view path;
    std::string_view summary;
    std::string_view example;
    std::string_view done;
    std::string_view would = {}; ///< it is asked before, as nothing takes it back
};
constexpr settling_words waived{settling::waive,
                                "fee waive",
                                "let a reader off a fee, or part of it",
                                "circdesk fee waive 123456789 --reason 'was ill'",
                                "waived: "};
constexpr settling_words written_off{settling::write_off,
                                     "fee write-off",
                                     "give a fee up that nobody will pay",
                                     "circdesk fee write-off 123456789 --reason 'moved away' --yes",
                                     "written off: ",
                                     "write off"};
constexpr settling_words refunded{
    settling::refund,
    "fee refund",
    "what was paid of a fee becomes credit, and as much of it is gone",
    "circdesk fee refund 123456789 --amount 2.00 --reason 'charged a day too much'",
    "given back as credit: "};
constexpr settling_words cancelled{
    settling::cancel,
    "fee cancel",
    "a fee that should not have been: what was paid of it becomes credit",
    "circdesk fee cancel 123456789 --reason 'was on the shelf' --yes",
    "cancelled: ",
    "cancel"};

class fee_settle final : public command {
public:
    explicit fee_settle(const settling_words& as) : as_(as) {}

    std::string_view path() const override { return as_.path; }
    std::string_view summary() const override { return as_.summary; }
    std::string_view example() const override { return as_.example; }
    std::vector<option> options() override {
        std::vector<option> all{{"fee", &fee_, "its number, as `fee list` shows it", true},
                                words_.why(),
                                words_.where()};
        if (as_.how != settling::cancel)
            all.push_back({"--amount", &amount_, "part of it (as much as there is)"});
        if (!as_.would.empty()) all.push_back(without_asking(yes_));
        return all;
    }

    int run(tool& with) override {
        const auto of = with.institution();
        // What can throw is not in braces: GCC 12 then destroys the other members twice.
        circulation::settle_fee asked;
        asked.fee = storage::fee_id{typed_number(fee_, "fee")};
        asked.how = as_.how;
        asked.why = words_.reason;
        if (!amount_.empty()) asked.amount = typed_amount(amount_, of);
        if (!as_.would.empty() && !yes_ && !confirm(with, would(with, of, asked), yes_)) return refused;
        const auto made = perform_at_desk(with, asked, words_);
        tell(with, made, std::string(as_.done) + money_text(made.amount, of) + " of fee " + fee_);
        return done;
    }

private:
    /// @throws complaint (not_found)
    std::string would(tool& with, const storage::institution& of, const circulation::settle_fee& asked) const {
        std::optional<circulation::charged_fee> what;
        std::string card;
        with.store().read([&](storage::reader& from) {
            const auto charged = from.find_fee(asked.fee);
            const auto whose = charged ? from.find_patron(charged->patron) : std::nullopt;
            if (!whose || whose->institution != of.id) return;
            what = circulation::load_charge(from, *charged);
            card = circulation::card_number_of(from, charged->patron);
        });
        with.store().end_turn();
        if (!what) throw complaint("there is no fee " + fee_, not_found);
        const auto paid = as_.how == settling::cancel ? what->paid : storage::money{};
        const auto gone = asked.amount.value_or(what->open + paid);
        if (gone.minor <= 0) throw complaint(fmt::format("nothing of fee {} is open", fee_));
        const auto credit = paid.minor > 0 ? fmt::format("; {} of it were paid and become credit", money_text(paid, of)) : "";
        return fmt::format("this would {} {} of fee {}, {} {} of card {}{}", as_.would, money_text(gone, of), fee_,
                           in_words(what->fee.kind), money_text(what->fee.amount, of), card, credit);
    }

    const settling_words& as_;
    bool yes_ = false;
    std::string fee_;
    std::string amount_;
    desk_words words_;
};

class fee_pay_out final : public command {
public:
    std::string_view path() const override { return "fee pay-out"; }
    std::string_view summary() const override { return "give a reader's credit back in money"; }
    std::string_view example() const override {
        return "circdesk fee pay-out 29012000000010 --reason 'moves away'";
    }
    std::vector<option> options() override {
        return {{"card", &asked_.card, "the number of any of the reader's cards", true},
                {"--amount", &amount_, "part of it (all of it)"},
                words_.why(),
                words_.where()};
    }

    int run(tool& with) override {
        const auto of = with.institution();
        if (!amount_.empty()) asked_.amount = typed_amount(amount_, of);
        asked_.why = words_.reason;
        const auto made = perform_at_desk(with, asked_, words_);
        tell(with,
             made,
             money_text(made.amount, of) + " paid out, payment " + std::to_string(made.made));
        return done;
    }

private:
    circulation::pay_out_credit asked_;
    std::string amount_;
    desk_words words_;
};

} // namespace

std::unique_ptr<command> make_fee_list() {
    return std::make_unique<fee_list>();
}
std::unique_ptr<command> make_fee_add() {
    return std::make_unique<fee_add>();
}
std::unique_ptr<command> make_fee_pay() {
    return std::make_unique<fee_pay>();
}
std::unique_ptr<command> make_fee_waive() {
    return std::make_unique<fee_settle>(waived);
}
std::unique_ptr<command> make_fee_write_off() {
    return std::make_unique<fee_settle>(written_off);
}
std::unique_ptr<command> make_fee_refund() {
    return std::make_unique<fee_settle>(refunded);
}
std::unique_ptr<command> make_fee_cancel() {
    return std::make_unique<fee_settle>(cancelled);
}
std::unique_ptr<command> make_fee_pay_out() {
    return std::make_unique<fee_pay_out>();
}

} // namespace circ::tool
