// Finding titles and copies among very many.
#include "storage/fold.hpp"
#include "storage/open_store.hpp"
#include "tests/bench/arrived_library.hpp"
#include "tests/bench/scenario.hpp"

#include <algorithm>
#include <functional>

namespace circ::bench {
namespace {

using clock = std::chrono::steady_clock;
using storage::folded_words;

constexpr int shown = 20; ///< as `circdesk search` shows
constexpr std::size_t letters_of_prefix = 3;

using query = std::vector<std::string>;

/// Whether a title has every word, the last as a beginning.
bool has_all(const storage::title& what, const query& words) {
    const auto own = storage::search_words_of(what);
    return std::ranges::all_of(words, [&](const std::string& wanted) {
        const bool is_last = &wanted == &words.back();
        return std::ranges::any_of(own, [&](const std::string& each) { return is_last ? each.starts_with(wanted) : each == wanted; });
    });
}

/// Asks for the words that `make` gives for titles all over the library.
measured search(storage::store& in, storage::institution_id of, const arriving_files& files, const options& how,
                const std::function<query(std::size_t)>& make) {
    measured made;
    std::vector<micros> took;
    const auto end = clock::now() + how.span();
    for (std::size_t i = 0; took.empty() || clock::now() < end; ++i) {
        const auto words = make(i * 7919 % files.titles());
        std::vector<storage::title> found;
        const auto begin = clock::now();
        in.read([&](storage::reader& from) { found = from.search_titles(of, words, {.first = 0, .count = shown}); });
        took.emplace_back(clock::now() - begin);
        ++made.answers;
        if (!found.empty() && std::ranges::all_of(found, [&](const auto& each) { return has_all(each, words); })) continue;
        if (made.mismatches++ == 0) made.first_mismatch = words.front() + (found.empty() ? " is not found" : " finds another title");
    }
    in.end_turn();
    made.set_latencies(took);
    return made;
}

/// With the tool, as somebody at the desk waits for it.
void search_at_desk(const arrived_library& library, const options& how, series& time, series& memory) {
    measured made;
    std::vector<micros> took;
    double own_mb = 0;
    const auto end = clock::now() + how.span();
    for (std::size_t i = 0; took.empty() || clock::now() < end; ++i) {
        const auto title = i * 7919 % library.files().titles();
        const auto run = run_tool(library.data_dir(), {"search", arriving_files::words_of(title).front(), arriving_files::isbn(title)});
        took.emplace_back(run.took);
        own_mb = std::max(own_mb, run.own_mb);
        ++made.answers;
        if (run.output.find(arriving_files::isbn(title)) != std::string::npos) continue;
        if (made.mismatches++ == 0) made.first_mismatch = run.output.substr(0, 100);
    }
    made.set_latencies(took);
    time.note(made);
    time.add(made.median.count() / 1000);
    memory.add(own_mb);
}

} // namespace

void run_search(const options& how, std::span<series> into) {
    const auto library = library_that_has_arrived(how);
    const auto store = storage::open_store({.path = library.store().string()});
    storage::institution_id of;
    store->read([&](storage::reader& from) { of = from.institutions().front().id; });
    const std::function<query(std::size_t)> queries[] = {
        [](std::size_t title) {
            auto words = arriving_files::words_of(title);
            words.resize(2);
            return query{folded_words(words[1]).front(), folded_words(words[0]).front()};
        },
        [](std::size_t title) { return query{arriving_files::words_of(title).front().substr(0, letters_of_prefix)}; },
        [](std::size_t title) { return query{arriving_files::isbn(title)}; },
    };
    for (std::size_t round = 0; round < how.rounds; ++round)
        for (std::size_t i = 0; i < std::size(queries); ++i) {
            const auto made = search(*store, of, library.files(), how, queries[i]);
            into[i].note(made);
            into[i].add(made.median.count() / 1000);
        }
    search_at_desk(library, how, into[3], into[4]);
}

} // namespace circ::bench
