// Titles are found by every word, and by each ISBN that they have.
#include "tests/contract/contract.hpp"

#include "storage/fold.hpp"

namespace circ::test {
namespace {

using namespace storage;

struct search_case {
    const char* name;
    const char* asked;
    std::vector<const char*> found; ///< statements of the titles, in the order they were added

    friend std::ostream& operator<<(std::ostream& out, const search_case& shown) {
        return out << shown.name;
    }
};

class search : public testing::TestWithParam<std::tuple<engine, search_case>> {};

TEST_P(search, finds_exactly_the_titles_with_every_word) {
    fresh_store store{std::get<0>(GetParam())};
    const auto library = add_small_library(store);
    store.write([&](unit_of_work& in) {
        for (const char* text :
             {"Über allen Gipfeln", "Fugue in black", "Ober und Unter", "黒い雨"})
            static_cast<void>(library.another_title(in, text));
        auto changed = library.another_title(in, "The old name of a fugue");
        changed.text = "A new name";
        changed.author = "Nobody";
        in.change(changed);
    });
    const auto& wanted = std::get<1>(GetParam());
    const auto found = store.ask([&](auto& in) {
        return in.search_titles(library.institution.id, folded_words(wanted.asked), {});
    });
    std::vector<std::string> texts;
    for (const auto& each : found)
        texts.push_back(each.text);
    EXPECT_THAT(texts, testing::ElementsAreArray(wanted.found.begin(), wanted.found.end()));
    EXPECT_TRUE(store
                    .ask([&](auto& in) {
                        return in.search_titles(institution_id{1}, folded_words(wanted.asked), {});
                    })
                    .empty());
}

class search_by_isbn : public store_contract {};

TEST_P(search_by_isbn, finds_a_title_by_each_that_it_has_and_by_none_that_it_had) {
    const auto found_by = [&](const std::string& isbn) {
        const auto found = store.ask([&](reader& in) {
            return in.search_titles(library.institution.id, folded_words(isbn), {});
        });
        std::vector<std::string> texts;
        for (const auto& each : found)
            texts.push_back(each.text);
        return texts;
    };
    auto changed = library.title;
    changed.isbn = "9780306406157 9780198526636 9780804429573";
    // A title of more words than are kept of it.
    for (int i = 0; i < 100; ++i)
        changed.text.append(" w").append(std::to_string(i));
    store.write([&](unit_of_work& in) { in.change(changed); });
    for (const char* isbn : {"9780306406157", "9780198526636", "9780804429573"})
        EXPECT_THAT(found_by(isbn), testing::ElementsAre(changed.text)) << isbn;

    changed.isbn = "9780198526636";
    store.write([&](unit_of_work& in) { in.change(changed); });
    EXPECT_THAT(found_by("9780198526636"), testing::ElementsAre(changed.text));
    for (const char* isbn : {"9780306406157", "9780804429573"})
        EXPECT_THAT(found_by(isbn), testing::IsEmpty()) << isbn;
}

INSTANTIATE_TEST_SUITE_P(over, search_by_isbn, testing::ValuesIn(engines()), engine_name);

const std::vector<search_case>& search_cases() {
    static const std::vector<search_case> all{
        {"a_whole_word", "fugue", {"The art of fugue", "Fugue in black"}},
        {"a_prefix_of_three_letters", "fug", {"The art of fugue", "Fugue in black"}},
        {"no_prefix_of_two_letters", "fu", {}},
        {"a_short_whole_word", "of", {"The art of fugue"}},
        {"two_words", "art fugue", {"The art of fugue"}},
        {"only_the_last_word_is_a_prefix", "fug art", {}},
        {"a_word_and_a_prefix", "art fug", {"The art of fugue"}},
        {"folded", "UBER GIPFELN", {"Über allen Gipfeln"}},
        {"folded_prefix", "gipfeln übe", {"Über allen Gipfeln"}},
        {"the_author", "bach johann art", {"The art of fugue"}},
        {"the_isbn", "9780306406157 art of the fugue bach", {"The art of fugue"}},
        {"seven_words", "9780306406157 art of the fugue bach johann", {"The art of fugue"}},
        {"three_letters_of_another_script", "黒い雨", {"黒い雨"}},
        {"the_present_words_of_a_changed_title", "nobody name", {"A new name"}},
        {"not_the_former_words", "old name", {}},
        {"nothing_for_nothing", "", {}},
    };
    return all;
}

INSTANTIATE_TEST_SUITE_P(over,
                         search,
                         testing::Combine(testing::ValuesIn(engines()),
                                          testing::ValuesIn(search_cases())),
                         [](const auto& of) {
                             return std::get<0>(of.param).name + "_" + std::get<1>(of.param).name;
                         });

} // namespace
} // namespace circ::test
