#include "server/circulation/desk_catalogue.hpp"
#include "tools/circdesk/commands.hpp"
#include "tools/circdesk/desk_verb.hpp"
#include "tools/circdesk/said_line.hpp"
#include "tools/circdesk/table.hpp"
#include "tools/circdesk/typed_int.hpp"
#include "tools/circdesk/wording.hpp"

#include <boost/json/array.hpp>

// The verbs for titles: add, show, edit. Records of a library system come by `import marc`.

namespace circ::tool {
namespace {

class title_words {
public:
    void add_to(std::vector<option>& options) {
        for (option each : {
                 option{"--text", &data_.text, "title statement, as readers see it", false, blank::is_wrong},
                 option{"--author", &data_.author, "author"},
                 option{"--isbn", &data_.isbn, "ISBN; several are parted by commas"},
                 option{"--year", &year_, "year of publication"},
                 option{"--language", &data_.language, "language"},
             })
            options.push_back(each);
    }
    /// @throws complaint (wrong_usage) for a year that is none
    [[nodiscard]] circulation::title_data said() const {
        circulation::title_data all = data_;
        if (year_) all.year = typed_int(*year_, "year");
        return all;
    }

private:
    circulation::title_data data_;
    std::optional<std::string> year_;
};

class title_add final : public command {
public:
    std::string_view path() const override { return "title add"; }
    std::string_view summary() const override { return "a new title, to which `item add` gives copies"; }
    std::string_view example() const override {
        return "circdesk title add m0001 --text 'The Long Field' --author 'Ada Moss' --year 2024";
    }
    std::vector<option> options() override {
        std::vector<option> all{{"title", &asked_.title, "its control number", true}};
        words_.add_to(all);
        return all;
    }

    int run(tool& with) override {
        asked_.data = words_.said();
        if (!asked_.data.text) throw complaint("a new title needs more: --text", wrong_usage);
        static_cast<void>(perform_at_desk(with, asked_, {})); // a refusal has thrown
        say_done(with, "title " + asked_.title + " is there", {{"title", asked_.title}});
        return done;
    }

private:
    circulation::create_title asked_;
    title_words words_;
};

class title_edit final : public command {
public:
    std::string_view path() const override { return "title edit"; }
    std::string_view summary() const override {
        return "what is said of a title, anew; one that was imported as MARC is imported anew instead";
    }
    std::string_view example() const override {
        return "circdesk title edit m0001 --year 2025 --reason 'second edition'";
    }
    std::vector<option> options() override {
        std::vector<option> all{{"title", &asked_.title, "its control number", true}};
        words_.add_to(all);
        all.push_back(by_.why());
        return all;
    }

    int run(tool& with) override {
        asked_.data = words_.said();
        asked_.why = by_.reason;
        static_cast<void>(perform_at_desk(with, asked_, by_)); // a refusal has thrown
        say_done(with, "title " + asked_.title + " is changed", {{"title", asked_.title}});
        return done;
    }

private:
    circulation::update_title asked_;
    title_words words_;
    desk_words by_;
};

/// Copies shown; `item list` and `search` know of more.
constexpr storage::page shown_copies{.first = 0, .count = 100};

class title_show final : public command {
public:
    std::string_view path() const override { return "title show"; }
    std::string_view summary() const override { return "a title, its copies, and who waits for it"; }
    std::string_view example() const override { return "circdesk title show demo0042"; }
    std::vector<option> options() override { return {{"title", &title_, "its control number", true}}; }

    int run(tool& with) override {
        const auto of = with.institution();
        storage::title what;
        table copies({"barcode", "branch", "location", "call number", "type", "is"});
        table waiting({"place", "hold", "card", "state", "pickup"});
        bool is_marc = false;
        with.store().read([&](storage::reader& from) {
            const auto found = from.title_by_control_number(of.id, title_);
            if (!found) throw complaint("there is no title " + title_, not_found);
            what = *found;
            is_marc = !from.marc_of(what.id).empty();
            const auto library = circulation::load_library(from, of.id);
            for (const auto& each : from.items_of(what.id, shown_copies)) add_copy(copies, from, *library, each, with.now());
            add_queue(waiting, from, *library, what);
        });
        with.how().json ? print_json(what, is_marc, copies, waiting) : print(what, is_marc, copies, waiting);
        return done;
    }

private:
    static void add_copy(table& into,
                         storage::reader& from,
                         const circulation::library_facts& library,
                         const storage::item& copy,
                         storage::instant now) {
        const auto& home = library.branch(copy.branch);
        const auto today = circulation::date_in(now, home.time_zone);
        const auto facts = from.item_with_facts(copy.id);
        into.add({copy.barcode, home.code, location_on(copy, today), copy.call_number, type_on(copy, today),
                  facts ? whereabouts(*facts, library) : ""});
    }

    static void add_queue(table& into,
                          storage::reader& from,
                          const circulation::library_facts& library,
                          const storage::title& of) {
        int place = 0;
        for (const auto& each : from.queue_of(of.id, shown_copies))
            into.add({std::to_string(++place), std::to_string(each.id.value), circulation::card_number_of(from, each.patron),
                      std::string(in_words(each.state)), library.branch(each.pickup).code});
    }

    static void print(const storage::title& what, bool is_marc, const table& copies, const table& waiting) {
        std::cout << what.control_number << "  " << what.text << (what.author.empty() ? "" : " / " + what.author) << '\n';
        if (what.year != 0) std::cout << "  year      " << what.year << '\n';
        if (!what.isbn.empty()) std::cout << "  ISBN      " << what.isbn << '\n';
        if (!what.language.empty()) std::cout << "  language  " << what.language << '\n';
        std::cout << "  record    " << (is_marc ? "MARC" : "by hand") << "\n\n";
        if (copies.empty())
            std::cout << "no copies\n";
        else
            copies.print(std::cout);
        if (waiting.empty()) return;
        std::cout << "\nWho waits for it\n";
        waiting.print(std::cout);
    }

    static void print_json(const storage::title& what, bool is_marc, const table& copies, const table& waiting) {
        std::cout << boost::json::serialize(boost::json::object{{"control_number", what.control_number},
                                                                {"title", what.text},
                                                                {"author", what.author},
                                                                {"isbn", what.isbn},
                                                                {"year", what.year},
                                                                {"language", what.language},
                                                                {"record", is_marc ? "marc" : "by hand"},
                                                                {"copies", copies.json()},
                                                                {"waiting", waiting.json()}})
                  << '\n';
    }

    std::string title_;
};

} // namespace

std::unique_ptr<command> make_title_add() {
    return std::make_unique<title_add>();
}
std::unique_ptr<command> make_title_edit() {
    return std::make_unique<title_edit>();
}
std::unique_ptr<command> make_title_show() {
    return std::make_unique<title_show>();
}

} // namespace circ::tool
