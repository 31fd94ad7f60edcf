#include "server/circulation/facts.hpp"
#include "server/circulation/recall.hpp"
#include "tools/circdesk/commands.hpp"
#include "tools/circdesk/desk_verb.hpp"
#include "tools/circdesk/loan_now.hpp"
#include "tools/circdesk/table.hpp"
#include "tools/circdesk/wording.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <iostream>

// The verbs for recalls: list, place, cancel.

namespace circ::tool {
namespace {

/// The sentence, or for machines whose loan it is and until when.
void tell_recall(tool& with, const circulation::recall_outcome& made, const std::string& how) {
    const std::string barcode = made.item ? made.item->barcode : "";
    const cell due = made.due_at ? time_cell(*made.due_at, find_loan_now(with, barcode).time_zone) : "";
    if (with.how().json) {
        std::cout << boost::json::serialize(boost::json::object{
                         {"result", "done"}, {"item", barcode}, {"borrower", made.borrower_card}, {"due", due.machine}})
                  << '\n';
        return;
    }
    std::cout << "item " << barcode << ' ' << how << "; it is on loan to card " << made.borrower_card << " until " << due.shown
              << '\n';
}

class recall_list final : public command {
public:
    std::string_view path() const override { return "recall list"; }
    std::string_view summary() const override { return "loans that are called back, by their recall date"; }
    std::string_view example() const override { return "circdesk recall list"; }
    std::vector<option> options() override {
        return {{"--late", &late_, "those alone whose recall date is over"}};
    }

    int run(tool& with) override {
        const auto of = with.institution();
        const auto until = late_ ? with.now() : storage::instant::max();
        table shown({"item", "title", "on loan to", "called back", "back by", "for"});
        with.store().read([&](storage::reader& from) {
            const auto library = circulation::load_library(from, of.id);
            for (storage::page window;; window.first += window.count) {
                const auto some = from.recalled_loans(of.id, until, window);
                for (const auto& each : some)
                    add_row(shown, from, each, library->branch(circulation::hours_of(each.loan)).time_zone);
                if (static_cast<int>(some.size()) < window.count) return;
            }
        });
        with.how().json ? shown.print_json(std::cout) : shown.print(std::cout);
        return done;
    }

private:
    static void add_row(table& to, storage::reader& from, const storage::loan_line& line, const std::string& zone) {
        const auto& loan = line.loan;
        const auto behind = from.find_hold(loan.recalled_for);
        to.add({line.barcode, line.title, circulation::card_number_of(from, loan.patron), time_cell(*loan.recalled_at, zone),
                time_cell(*loan.recall_due_at, zone), behind ? circulation::card_number_of(from, behind->patron) : ""});
    }

    bool late_ = false;
};

class recall_place final : public command {
public:
    std::string_view path() const override { return "recall place"; }
    std::string_view summary() const override {
        return "call a loan back for a reader, whose hold is placed with it; the policy must allow recalls";
    }
    std::string_view example() const override {
        return "circdesk recall place 29012000000036 39012000000737 --reason 'reading list'";
    }
    std::vector<option> options() override {
        return {{"card", &asked_.card, "the reader who waits", true},
                {"what", &what_, "the item's number, or the title's control number: the copy that can be back first", true},
                words_.why(),
                words_.where()};
    }

    int run(tool& with) override {
        asked_.what = target_of(with);
        asked_.why = words_.reason;
        tell_recall(with, perform_at_desk(with, asked_, words_), "is called back");
        return done;
    }

private:
    circulation::target target_of(tool& with) const {
        bool is_item = false;
        const auto of = with.institution();
        with.store().read([&](storage::reader& from) { is_item = from.item_by_barcode(of.id, what_).has_value(); });
        return is_item ? circulation::target{.item = what_, .title = {}} : circulation::target{.item = {}, .title = what_};
    }

    circulation::place_recall asked_;
    std::string what_;
    desk_words words_;
};

class recall_cancel final : public command {
public:
    std::string_view path() const override { return "recall cancel"; }
    std::string_view summary() const override { return "let the borrower keep the item as long as before; the hold stays"; }
    std::string_view example() const override { return "circdesk recall cancel 39012000000570 --reason 'bought a second copy'"; }
    std::vector<option> options() override {
        return {{"item", &asked_.item, "the number of the item", true}, words_.why(), words_.where()};
    }

    int run(tool& with) override {
        asked_.why = words_.reason;
        tell_recall(with, perform_at_desk(with, asked_, words_), "is called back no more");
        return done;
    }

private:
    circulation::cancel_recall asked_;
    desk_words words_;
};

} // namespace

std::unique_ptr<command> make_recall_list() { return std::make_unique<recall_list>(); }
std::unique_ptr<command> make_recall_place() { return std::make_unique<recall_place>(); }
std::unique_ptr<command> make_recall_cancel() { return std::make_unique<recall_cancel>(); }

} // namespace circ::tool
