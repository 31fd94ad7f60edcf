#include "config/relay_stage.hpp"
#include "server/circulation/reconcile_desk.hpp"
#include "tools/circdesk/blank_words.hpp"
#include "tools/circdesk/command.hpp"
#include "tools/circdesk/commands.hpp"
#include "tools/circdesk/desk_verb.hpp"
#include "tools/circdesk/relay/comparison.hpp"
#include "tools/circdesk/table.hpp"
#include "tools/circdesk/tool.hpp"
#include "tools/circdesk/typed_int.hpp"
#include "tools/circdesk/wording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iostream>
#include <set>

#include <unistd.h>

// Where our books and those of a library system behind us differ, and what an operator decides about
// it: until nothing is open, no stage is entered or left (server/app/stage_gate.hpp).

namespace circ::tool {
namespace {

using storage::backend_difference;

circulation::requester operator_of(tool& with) {
    circulation::requester by;
    by.operator_name = with.how().operator_name;
    by.institution = with.institution().id;
    return by;
}

class relay_reconcile final : public command {
public:
    std::string_view path() const override { return "relay reconcile"; }
    std::string_view summary() const override {
        return "compare our loans, holds, fees and blocks with those of the library system; exit "
               "code 1 when a row is open";
    }
    std::string_view example() const override { return "circdesk relay reconcile"; }
    std::vector<option> options() override {
        return {{"--backend", &backend_, "the library system, where the settings name several"},
                {"--accept", &accepted_, "the number of a row that is to stay as it is"},
                {"--reason", &reason_, "why, kept with your name (with --accept)"},
                {"--mend", &mended_,
                 "the number of a row: do at the other side what the book of record says"},
                {"--items", &items_,
                 "ask about each of our items as well: what a reader has there whom we do not know"},
                {"--list", &only_list_, "the rows as they were found last, without asking"}};
    }

    int run(tool& with) override {
        const auto& of = backend_named(with, backend_);
        if (!accepted_.empty() && is_blank(reason_))
            throw complaint("say why row " + accepted_ + " is to stay: --reason \"...\"", wrong_usage);
        if (!mended_.empty()) mend(with, of);
        if (!accepted_.empty()) accept(with, of.name);
        if (!mended_.empty() || !accepted_.empty()) return done;
        if (!only_list_) compare(with, of);
        return show(with, of.name);
    }

private:
    void accept(tool& with, const std::string& backend) const {
        const int number = typed_int(accepted_, "row");
        auto made = circulation::acceptance::no_such_row;
        storage::write_and_wait(with.store(), [&](storage::unit_of_work& unit) {
            made = circulation::accept_difference(
                unit, backend, number, operator_of(with), with.now(), reason_);
        });
        if (made == circulation::acceptance::no_such_row) throw no_row(accepted_);
        std::cout << "row " << accepted_
                  << (made == circulation::acceptance::mended
                          ? " is mended: there is nothing to accept\n"
                          : " is accepted\n");
    }

    void mend(tool& with, const config::ncip_backend& of) const {
        const int number = typed_int(mended_, "row");
        std::optional<backend_difference> row;
        with.store().read([&](storage::reader& from) {
            row = from.find_difference(of.name, with.institution().id, number);
        });
        if (!row) throw no_row(mended_);
        comparison both(with, of);
        const auto now = both.of_row(row->card, row->subject);
        const auto found = std::ranges::find_if(now, [&](const auto& each) {
            return each.what.kind == row->kind && each.what.subject == row->subject;
        });
        if (found == now.end()) {
            std::cout << "row " << mended_
                      << (circulation::is_mended(*row) ? " is mended already\n"
                                                       : " has gone by itself\n");
            return;
        }
        const auto at = config::is_book_of_record(with.settings(), of.name) ? side_to_mend::ours
                                                                            : side_to_mend::theirs;
        const auto why_not = both.mend(*found, at, fmt::format("mend-{}", row->id.value));
        if (!why_not.empty())
            throw complaint(fmt::format(
                "row {} stays: {}; {}", mended_, why_not, way_out(*found, at, mended_)));
        const std::string where = at == side_to_mend::ours ? "our side" : of.name;
        storage::write_and_wait(with.store(), [&](storage::unit_of_work& unit) {
            circulation::note_mended(unit, of.name, number, operator_of(with), where);
        });
        std::cout << "row " << mended_ << " is mended at " << where << '\n';
    }

    static complaint no_row(const std::string& number) {
        return complaint("there is no row " + number +
                             "; `circdesk relay reconcile --list` shows them",
                         not_found);
    }

    static bool shows_progress(tool& with) {
        return ::isatty(STDERR_FILENO) == 1 && !with.how().json;
    }

    static comparison::progress progress_of(tool& with, std::string_view what) {
        return [shows = shows_progress(with), what](std::size_t asked, std::size_t differing) {
            if (shows)
                std::cerr << "\r\033[K" << asked << ' ' << what << ", " << differing << " differ"
                          << std::flush;
        };
    }

    /// Of all items where that is wanted, else of those that have a row: it ends when it has gone.
    std::vector<reader_difference>
    of_items(tool& with, comparison& both, const std::string& backend) const {
        if (items_) return both.walk_items(progress_of(with, "items"));
        std::vector<backend_difference> rows;
        with.store().read([&](storage::reader& from) {
            rows = circulation::differences_with(from, backend, with.institution().id);
        });
        std::vector<reader_difference> all;
        for (const auto& row : rows)
            if (row.card.empty())
                for (auto& each : both.of_item(row.subject))
                    all.push_back(std::move(each));
        return all;
    }

    void compare(tool& with, const config::ncip_backend& of) const {
        comparison both(with, of);
        auto found = both.walk(progress_of(with, "readers"));
        std::set<std::string> told; // what a reader has whom we know
        for (const auto& each : found)
            if (each.what.kind == storage::difference_kind::loan) told.insert(each.what.subject);
        for (auto& each : of_items(with, both, of.name))
            if (!told.contains(each.what.subject)) found.push_back(std::move(each));
        if (shows_progress(with)) std::cerr << "\r\033[K";
        std::vector<backend_difference> rows;
        for (const auto& each : found) {
            backend_difference& row = rows.emplace_back();
            row.kind = each.what.kind;
            row.card = each.card;
            row.subject = each.what.subject;
            row.ours = each.what.ours;
            row.theirs = each.what.theirs;
        }
        storage::write_and_wait(with.store(), [&](storage::unit_of_work& unit) {
            circulation::keep_differences(unit, of, operator_of(with), with.now(), rows);
        });
    }

    static int show(tool& with, const std::string& backend) {
        const auto of = with.institution();
        std::vector<backend_difference> rows;
        with.store().end_turn();
        with.store().read([&](storage::reader& from) {
            rows = circulation::differences_with(from, backend, of.id);
        });
        table shown({"row", "what", "card", "about", "here", "there", "since", "accepted", "why"});
        for (const auto& each : rows)
            shown.add({std::to_string(each.number),
                       std::string(circulation::name_of(each.kind)),
                       each.card,
                       each.subject,
                       each.ours,
                       each.theirs,
                       time_cell(each.at, of.time_zone),
                       each.accepted_at ? each.accepted_by : "",
                       each.why});
        const auto open =
            std::ranges::count_if(rows, [](const auto& each) { return !each.accepted_at; });
        if (with.how().json)
            shown.print_json(std::cout);
        else if (rows.empty())
            std::cout << "both books say the same\n";
        else
            shown.print(std::cout);
        return open == 0 ? done : refused;
    }

    std::string backend_;
    std::string accepted_;
    std::string reason_;
    std::string mended_;
    bool items_ = false;
    bool only_list_ = false;
};

class relay_allow final : public command {
public:
    std::string_view path() const override { return "relay allow"; }
    std::string_view summary() const override {
        return "let the next reload enter or leave a stage without a comparison of both books";
    }
    std::string_view example() const override {
        return "circdesk relay allow --reason \"the library system is gone for good\"";
    }
    std::vector<option> options() override {
        return {{"--backend", &backend_, "the library system, where the settings name several"},
                {"--reason", &reason_, "why, kept with your name", true}};
    }

    /// A change of stages is one for all institutions: so is this, unless one is named.
    int run(tool& with) override {
        const auto& of = backend_named(with, backend_);
        circulation::requester by;
        by.operator_name = with.how().operator_name;
        if (with.how().institution) by.institution = with.institution().id;
        storage::write_and_wait(with.store(), [&](storage::unit_of_work& unit) {
            circulation::allow_stages(unit, of.name, by, with.now(), reason_);
        });
        std::cout << "the next change of the stages of " << of.name << " is not held up";
        if (with.how().institution) std::cout << " by " << *with.how().institution;
        std::cout << '\n';
        return done;
    }

private:
    std::string backend_;
    std::string reason_;
};

} // namespace

std::unique_ptr<command> make_relay_reconcile() {
    return std::make_unique<relay_reconcile>();
}
std::unique_ptr<command> make_relay_allow() {
    return std::make_unique<relay_allow>();
}

} // namespace circ::tool
