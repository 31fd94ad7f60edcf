#include "server/circulation/desk_catalogue.hpp"
#include "server/circulation/title_number.hpp"
#include "tools/circdesk/commands.hpp"
#include "tools/circdesk/confirm.hpp"
#include "tools/circdesk/desk_verb.hpp"
#include "tools/circdesk/said_line.hpp"

#include <fmt/format.h>

#include <iostream>
#include <optional>

// Two titles that are one become one.

namespace circ::tool {
namespace {

class title_merge final : public command {
public:
    std::string_view path() const override { return "title merge"; }
    std::string_view summary() const override {
        return "make two titles one: copies, holds in the order they were placed and all else go to the second; for "
               "good, only the record can be imported anew";
    }
    std::string_view example() const override {
        return "circdesk title merge m0002 m0001 --reason 'catalogued twice' --yes";
    }
    std::vector<option> options() override {
        return {{"title", &asked_.title, "the control number of the title that goes", true},
                {"into", &asked_.into, "the control number of the title that stays", true},
                without_asking(yes_),
                words_.why()};
    }

    int run(tool& with) override {
        const auto of = with.institution();
        const std::string goes = told(with, of, asked_.title);
        const std::string stays = told(with, of, asked_.into);
        asked_.why = words_.reason;
        if (!yes_) {
            const auto would = fmt::format("this would make {}, one with {}, for good", goes, stays);
            expect_possible(with, of, would);
            if (!confirm(with, would, yes_)) return refused;
        }
        static_cast<void>(perform_at_desk(with, asked_, words_)); // a refusal has thrown
        say_done(with,
                 fmt::format("{} is one now with {}", asked_.title, told(with, of, asked_.into)),
                 {{"title", asked_.into}, {"merged", asked_.title}});
        return done;
    }

private:
    /// @throws complaint when it would be refused
    void expect_possible(tool& with, const storage::institution& of, const std::string& would) {
        asked_.by = operator_of(with, words_);
        circulation::outcome made;
        with.store().read([&](storage::reader& from) { made = circulation::judge(from, asked_); });
        with.store().end_turn();
        if (made.result != circulation::verdict::done && !with.how().json)
            std::cout << would << "; it would be refused\n";
        expect_done(made, of);
    }

    /// @throws complaint (not_found)
    static std::string told(tool& with, const storage::institution& of, const std::string& number) {
        std::optional<storage::title> what;
        std::size_t copies = 0;
        with.store().read([&](storage::reader& from) {
            what = circulation::title_known_as(from, of.id, number);
            if (what) copies = from.items_of(what->id, {.first = 0, .count = most_counted}).size();
        });
        if (!what) throw complaint("there is no title " + number, not_found);
        return fmt::format("{}, '{}' ({}{} {}, {} {})",
                           number,
                           what->text,
                           copies,
                           copies == most_counted ? " or more" : "",
                           copies == 1 ? "copy" : "copies",
                           what->open_holds,
                           what->open_holds == 1 ? "hold" : "holds");
    }

    static constexpr int most_counted = 1000;

    circulation::merge_titles asked_;
    bool yes_ = false;
    desk_words words_;
};

} // namespace

std::unique_ptr<command> make_title_merge() {
    return std::make_unique<title_merge>();
}

} // namespace circ::tool
