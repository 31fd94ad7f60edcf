#include "server/circulation/facts.hpp"
#include "storage/fold.hpp"
#include "storage/isbn.hpp"
#include "tools/circdesk/command.hpp"
#include "tools/circdesk/commands.hpp"
#include "tools/circdesk/list_page.hpp"
#include "tools/circdesk/table.hpp"
#include "tools/circdesk/tool.hpp"
#include "tools/circdesk/wording.hpp"

#include <iostream>
#include <string>
#include <tuple>
#include <vector>

// Finds titles and their copies, as somebody at the desk asks for them.

namespace circ::tool {
namespace {

using circulation::library_facts;

/// Copies shown of one title; `item list` and `item show` know of more.
constexpr int most_copies = 20;

class search_command final : public command {
public:
    std::string_view path() const override { return "search"; }
    std::string_view summary() const override {
        return "find titles by words of title, author and ISBN, or copies by barcode or call "
               "number";
    }
    std::string_view example() const override { return "circdesk search tolkien tow"; }
    std::vector<option> options() override {
        return {{"word",
                 &words_,
                 "words or a barcode; accents do not matter, the last word may be cut short after "
                 "three letters"},
                {"--call-number", &call_number_, "instead: how the call number begins"},
                page_.which()};
    }

    int run(tool& with) override {
        if (words_.empty() == call_number_.empty())
            throw complaint("give words to look for, or --call-number and how it begins",
                            wrong_usage);
        const auto institution = with.institution();
        table shown({"title", "author", "year", "isbn", "call number", "barcode", "is"});
        with.store().read([&](storage::reader& from) {
            const library_facts library = *circulation::load_library(from, institution.id);
            if (call_number_.empty())
                find_titles(from, library, shown);
            else
                for (const auto& each :
                     from.items_by_call_number(institution.id, call_number_, page_.page()))
                    add_copy(from, library, each.item.id, shown);
        });
        page_.print(with, shown);
        return shown.empty() ? not_found : done;
    }

private:
    void find_titles(storage::reader& from, const library_facts& library, table& shown) const {
        if (words_.size() == 1) {
            if (const auto copy = from.item_by_barcode(library.institution.id, words_.front()))
                return add_copy(from, library, copy->item.id, shown);
        }
        for (const auto& title : found_titles(from, library)) {
            const auto copies = from.items_of(title.id, {.first = 0, .count = most_copies});
            for (const auto& each : copies)
                add_copy(from, library, each.id, shown);
            if (copies.empty())
                shown.add(
                    {title.text, title.author, year_of(title), isbn_shown(title), "", "", "has no copy"});
        }
    }

    /// An ISBN is looked for with its thirteen digits, however it is written; then as it stands, since
    /// a title that was made by hand may have another.
    std::vector<storage::title> found_titles(storage::reader& from,
                                             const library_facts& library) const {
        std::string typed;
        std::string of_isbns;
        for (const auto& each : words_) {
            typed.append(each) += ' ';
            of_isbns.append(storage::to_isbn_13(each).value_or(each)) += ' ';
        }
        if (storage::folded_words(typed).empty())
            throw complaint("there is neither a letter nor a digit in: " + typed, wrong_usage);
        const auto look = [&](const std::string& words) {
            return from.search_titles(
                library.institution.id, storage::folded_words(words), page_.page());
        };
        auto found = look(of_isbns);
        return found.empty() && of_isbns != typed ? look(typed) : found;
    }

    void add_copy(storage::reader& from,
                  const library_facts& library,
                  storage::item_id id,
                  table& shown) const {
        const auto found = from.item_with_facts(id);
        if (!found) return;
        const auto& [item, title] = std::tie(found->item, found->title);
        shown.add({title.text,
                   title.author,
                   year_of(title),
                   isbn_shown(title),
                   item.call_number,
                   item.barcode,
                   whereabouts(*found, library)});
    }

    /// The one that was looked for, else the first.
    std::string isbn_shown(const storage::title& of) const {
        for (const auto& each : words_)
            if (auto isbn = storage::to_isbn_13(each); isbn && of.isbn.find(*isbn) != std::string::npos)
                return *std::move(isbn);
        return std::string(storage::first_isbn(of.isbn));
    }

    static std::string year_of(const storage::title& of) {
        return of.year == 0 ? "" : std::to_string(of.year);
    }

    std::vector<std::string> words_;
    std::string call_number_;
    list_page page_;
};

} // namespace

std::unique_ptr<command> make_search() {
    return std::make_unique<search_command>();
}

} // namespace circ::tool
