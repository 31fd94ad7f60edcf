#include "tools/circdesk/commands.hpp"
#include "tools/circdesk/desk_verb.hpp"
#include "tools/circdesk/table.hpp"
#include "tools/circdesk/wording.hpp"

#include <iostream>

// The verbs for loans that go another way than back over the desk: list, lost, claim, unclaim.

namespace circ::tool {
namespace {

using storage::loan_state;

loan_state unusual_state(const std::string& word) {
    if (word == "lost") return loan_state::lost;
    if (word == "claimed") return loan_state::claimed_returned;
    throw complaint("'" + word + "' is no state of a loan to list: lost or claimed", wrong_usage);
}

class loan_list final : public command {
public:
    std::string_view path() const override { return "loan list"; }
    std::string_view summary() const override {
        return "what a reader has, or all that is lost or claimed returned";
    }
    std::string_view example() const override { return "circdesk loan list 29012000000010"; }
    std::vector<option> options() override {
        return {{"card", &card_, "the number of any of the reader's cards"},
                {"--state", &state_, "instead of a card: lost, or claimed"}};
    }

    int run(tool& with) override {
        if (card_.empty() == state_.empty())
            throw complaint("name a card, or a --state", wrong_usage);
        const auto of = with.institution();
        const auto now = with.now();
        table shown({"item", "title", "card", "due", "state", "since", "renewed"});
        with.store().read([&](storage::reader& from) {
            const auto library = *circulation::load_library(from, of.id);
            for_each_loan(from, of, now, [&](const storage::loan_line& each) {
                const auto& loan = each.loan;
                const auto& zone = library.branch(loan.branch).time_zone;
                shown.add({each.barcode,
                           each.title,
                           card_.empty() ? circulation::card_number_of(from, loan.patron) : card_,
                           time_cell(loan.due_at, zone),
                           state_text(loan, now),
                           time_cell(since(loan), zone),
                           std::to_string(loan.renewals)});
            });
        });
        with.how().json ? shown.print_json(std::cout) : shown.print(std::cout);
        return done;
    }

private:
    template <class Each>
    void for_each_loan(storage::reader& from,
                       const storage::institution& of,
                       storage::instant now,
                       Each each) {
        std::optional<storage::patron_id> who;
        if (!card_.empty()) who = find_reader(from, of, card_, now).patron.id;
        for (storage::page window;; window.first += window.count) {
            const auto lines = who ? from.open_loans_of(*who, window)
                                   : from.loans_in(of.id, unusual_state(state_), window);
            for (const auto& line : lines)
                each(line);
            if (static_cast<int>(lines.size()) < window.count) return;
        }
    }

    static std::string state_text(const storage::loan& loan, storage::instant now) {
        if (loan.state == loan_state::open && loan.due_at < now) return "overdue";
        return std::string(in_words(loan.state));
    }

    /// Since when it is as it is.
    static storage::instant since(const storage::loan& loan) {
        if (loan.state == loan_state::lost) return loan.lost_at.value_or(loan.lent_at);
        if (loan.state == loan_state::claimed_returned)
            return loan.claimed_at.value_or(loan.lent_at);
        return loan.lent_at;
    }

    std::string card_;
    std::string state_;
};

class loan_lost final : public command {
public:
    std::string_view path() const override { return "loan lost"; }
    std::string_view summary() const override {
        return "book a loan as lost: replacement, processing and overdue fee";
    }
    std::string_view example() const override {
        return "circdesk loan lost 39012000000737 --reason 'left on the train'";
    }
    std::vector<option> options() override {
        return {{"item", &item_, "the item's number", true}, words_.why(), words_.where()};
    }

    int run(tool& with) override {
        const auto made = perform_at_desk(
            with, circulation::lose_item{.item = item_, .why = words_.reason}, words_);
        tell(with,
             made,
             "item " + item_ +
                 " is booked as lost; charged: " + charges_text(made.charged, with.institution()));
        return done;
    }

private:
    std::string item_;
    desk_words words_;
};

class loan_claim final : public command {
public:
    std::string_view path() const override { return "loan claim"; }
    std::string_view summary() const override {
        return "the reader says it was returned: its overdue fee stops, staff looks for it";
    }
    std::string_view example() const override {
        return "circdesk loan claim 39012000003020 --reason 'book drop on Sunday'";
    }
    std::vector<option> options() override {
        return {{"item", &item_, "the item's number", true}, words_.why(), words_.where()};
    }

    int run(tool& with) override {
        const auto made = perform_at_desk(
            with, circulation::claim_returned{.item = item_, .why = words_.reason}, words_);
        tell(with,
             made,
             "item " + item_ + " is claimed returned; charged: " +
                 charges_text(made.charged, with.institution()));
        return done;
    }

private:
    std::string item_;
    desk_words words_;
};

class loan_unclaim final : public command {
public:
    std::string_view path() const override { return "loan unclaim"; }
    std::string_view summary() const override {
        return "a claim withdrawn: on loan as before, its overdue fee running again";
    }
    std::string_view example() const override {
        return "circdesk loan unclaim 39012000002691 --reason 'found at home'";
    }
    std::vector<option> options() override {
        return {{"item", &item_, "the item's number", true}, words_.why(), words_.where()};
    }

    int run(tool& with) override {
        const auto made = perform_at_desk(
            with, circulation::withdraw_claim{.item = item_, .why = words_.reason}, words_);
        tell(with,
             made,
             "item " + item_ + " is on loan as before; taken back: " +
                 money_text(made.amount, with.institution()));
        return done;
    }

private:
    std::string item_;
    desk_words words_;
};

} // namespace

std::unique_ptr<command> make_loan_list() {
    return std::make_unique<loan_list>();
}
std::unique_ptr<command> make_loan_lost() {
    return std::make_unique<loan_lost>();
}
std::unique_ptr<command> make_loan_claim() {
    return std::make_unique<loan_claim>();
}
std::unique_ptr<command> make_loan_unclaim() {
    return std::make_unique<loan_unclaim>();
}

} // namespace circ::tool
