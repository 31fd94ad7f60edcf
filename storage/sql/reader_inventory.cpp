#include "storage/reader.hpp"

#include "storage/sql/paged.hpp"
#include "storage/sql/titled_item.hpp"

#include <algorithm>
#include <array>

namespace circ::storage {

using sql::find_one;
using sql::find_page;
using sql::lines_of_page;
using sql::query;
using sql::with;

namespace {

/// What a left join has found there.
template <class Record>
std::optional<Record> joined(const sql::rows& found, int column) {
    if (found.is_null(column)) return std::nullopt;
    return found.record<Record>(column);
}

/// The item of the row and what is open about it.
std::optional<item_facts> facts_of(sql::rows&& found) {
    if (!found.next()) return std::nullopt;
    constexpr int at_title = sql::width<item>();
    constexpr int at_loan = at_title + sql::width<title>();
    constexpr int at_transit = at_loan + sql::width<loan>();
    constexpr int at_hold = at_transit + sql::width<transit>();
    return item_facts{.item = found.record<item>(),
                      .title = found.record<title>(at_title),
                      .open_loan = joined<loan>(found, at_loan),
                      .open_transit = joined<transit>(found, at_transit),
                      .trapping_hold = joined<hold>(found, at_hold)};
}

constexpr std::size_t most_words =
    6; ///< of the statement; the shorter ones of a longer search are left out
constexpr std::size_t shortest_prefix = 3;

/// Behind everything that begins with a prefix: the last character there is.
constexpr std::string_view end_of_range = "\xF4\x8F\xBF\xBF";

[[nodiscard]] bool can_be_prefix(const std::string& word) {
    const auto letters = std::count_if(word.begin(), word.end(), [](char byte) {
        return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
    });
    return static_cast<std::size_t>(letters) >= shortest_prefix;
}

/// What a search asks for: whole words, the longest and so the rarest first, and a prefix.
struct search {
    std::array<std::optional<std::string>, most_words> words;
    std::optional<std::string> from;
    std::optional<std::string> to;
};

[[nodiscard]] search make_search(std::vector<std::string> words) {
    search made;
    if (can_be_prefix(words.back())) {
        made.to = words.back() + std::string{end_of_range};
        made.from = std::move(words.back());
        words.pop_back();
    }
    std::stable_sort(words.begin(), words.end(), [](const auto& a, const auto& b) {
        return a.size() > b.size();
    });
    std::copy_n(words.begin(), std::min(words.size(), most_words), made.words.begin());
    return made;
}

/// The statement for a prefix alone: few titles are gathered, many are met on the way through all.
[[nodiscard]] query prefix_search(sql::session& over,
                                  const std::optional<std::string>& from,
                                  const std::optional<std::string>& to) {
    constexpr int most = 5'000;
    auto counted =
        run(over, query::rows_of_prefix, with("from", from), with("to", to), with("most", most));
    const bool is_wide = counted.next() && counted.get<int>(0) == most;
    return is_wide ? query::search_wide_prefix : query::search_prefix;
}

} // namespace

std::optional<item_facts> reader::item_by_barcode(institution_id of, std::string_view barcode) {
    return facts_of(run(*session_,
                        query::item_facts_by_barcode,
                        with("institution", of),
                        with("barcode", barcode)));
}

std::optional<item_facts> reader::item_with_facts(item_id id) {
    return facts_of(run(*session_, query::item_facts, with("id", id)));
}

std::optional<title> reader::find_title(title_id id) {
    return find_one<title>(*session_, query::find_title, with("id", id));
}

std::optional<title> reader::title_by_control_number(institution_id of, std::string_view number) {
    return find_one<title>(*session_,
                           query::title_by_control_number,
                           with("institution", of),
                           with("control_number", number));
}

std::string reader::marc_of(title_id id) {
    auto found = run(*session_, query::marc_of, with("id", id));
    return found.next() ? found.get<std::string>(0) : std::string{};
}

std::optional<item> reader::find_item(item_id id) {
    return find_one<item>(*session_, query::find_item, with("id", id));
}

std::vector<item> reader::items_of(title_id of, page which) {
    return find_page<item>(*session_, query::items_of, which, with("title", of));
}

std::vector<item_facts> reader::items_in_state(institution_id of, item_state state, page which) {
    return lines_of_page(*session_,
                         query::items_in_state,
                         which,
                         sql::titled_item,
                         with("institution", of),
                         with("state", state));
}

std::vector<item_facts>
reader::items_by_call_number(institution_id of, std::string_view begin, page which) {
    return lines_of_page(*session_,
                         query::items_by_call_number,
                         which,
                         sql::titled_item,
                         with("institution", of),
                         with("from", begin),
                         with("to", std::string{begin}.append(end_of_range)));
}

std::optional<transit> reader::find_transit(transit_id id) {
    return find_one<transit>(*session_, query::find_transit, with("id", id));
}

std::optional<transit> reader::last_transit_of(item_id of) {
    return find_one<transit>(*session_, query::last_transit_of, with("item", of));
}

std::vector<title>
reader::search_titles(institution_id of, const std::vector<std::string>& words, page which) {
    if (words.empty()) return {};
    const auto [asked, from, to] = make_search(words);
    if (!asked.front())
        return find_page<title>(*session_,
                                prefix_search(*session_, from, to),
                                which,
                                with("institution", of),
                                with("from", from),
                                with("to", to));
    return find_page<title>(*session_,
                            query::search_words,
                            which,
                            with("institution", of),
                            with("word1", asked[0]),
                            with("word2", asked[1]),
                            with("word3", asked[2]),
                            with("word4", asked[3]),
                            with("word5", asked[4]),
                            with("word6", asked[5]),
                            with("from", from),
                            with("to", to));
}

} // namespace circ::storage
