#include "server/circulation/facts.hpp"
#include "server/circulation/make_views.hpp"
#include "storage/fold.hpp"
#include "tools/circdesk/commands.hpp"
#include "tools/circdesk/list_page.hpp"
#include "tools/circdesk/table.hpp"
#include "tools/circdesk/tool.hpp"
#include "tools/circdesk/typed_day.hpp"
#include "tools/circdesk/wording.hpp"

// Finds readers, as somebody at the desk asks for them.

namespace circ::tool {
namespace {

class patron_search final : public command {
public:
    std::string_view path() const override { return "patron search"; }
    std::string_view summary() const override {
        return "find readers by words of their names, date of birth or the number of a card";
    }
    std::string_view example() const override { return "circdesk patron search lindq --born 1988-03-14"; }
    std::vector<option> options() override {
        return {{"word",
                 &words_,
                 "words of the name, or a card; accents do not matter, the last word may be cut short after three letters"},
                {"--born", &born_, "date of birth, as 1988-03-14; also alone"},
                page_.which()};
    }

    int run(tool& with) override {
        const auto of = with.institution();
        const auto born = born_.empty() ? std::nullopt : std::optional(typed_day(born_));
        table shown({"card", "name", "born", "category", "branch", "good until", "loans", "owes"});
        with.store().read([&](storage::reader& from) {
            const auto library = circulation::load_library(from, of.id);
            for (const auto& who : find(from, of, born)) add(shown, from, *library, who);
        });
        page_.print(with, shown);
        return shown.empty() ? not_found : done;
    }

private:
    /// One word is a card, where there is one of that number.
    [[nodiscard]] std::vector<storage::patron>
    find(storage::reader& from, const storage::institution& of, std::optional<storage::local_date> born) const {
        if (words_.size() == 1)
            if (auto holder = from.holder_of(of.id, words_.front()); holder && !holder->erased_at)
                return page_.page().first == 0 ? std::vector{std::move(*holder)} : std::vector<storage::patron>{};
        std::string all;
        for (const auto& each : words_) all.append(each).append(" ");
        const auto folded = storage::folded_words(all);
        if (folded.empty() && !born)
            throw complaint("give words of the name, a card, or --born and the date of birth", wrong_usage);
        return from.search_patrons(of.id, folded, born, page_.page());
    }

    static void add(table& shown, storage::reader& from, const circulation::library_facts& library, const storage::patron& who) {
        shown.add({circulation::card_number_of(from, who.id),
                   circulation::display_name(who),
                   who.birth_date ? date_text(*who.birth_date) : "",
                   who.category,
                   library.branch(who.branch).code,
                   who.expires_on ? date_text(*who.expires_on) : "",
                   std::to_string(who.open_loans),
                   who.owed.minor == 0 ? "" : money_text(who.owed, library.institution)});
    }

    std::vector<std::string> words_;
    std::string born_;
    list_page page_;
};

} // namespace

std::unique_ptr<command> make_patron_search() {
    return std::make_unique<patron_search>();
}

} // namespace circ::tool
