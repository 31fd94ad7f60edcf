#include "storage/reader.hpp"

#include "storage/sql/paged.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <functional>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>

namespace circ::storage {

using sql::find_all;
using sql::find_page;
using sql::query;
using sql::with;

namespace {

constexpr std::size_t most_words = 4; ///< of the statement; nobody has so many that this misses them
constexpr std::size_t shortest_prefix = 3;

/// Behind everything that begins with a prefix: the last character there is.
constexpr std::string_view end_of_prefix = "\xF4\x8F\xBF\xBF";
/// Behind a word, and before all that begins with it: words hold nothing below a digit.
constexpr std::string_view end_of_word = " ";

struct word_range {
    std::optional<std::string> from;
    std::optional<std::string> to;
};

[[nodiscard]] bool can_be_prefix(std::string_view word) {
    const auto letters = std::ranges::count_if(
        word, [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; });
    return static_cast<std::size_t>(letters) >= shortest_prefix;
}

/// The longest first: it leads, and is the rarest.
[[nodiscard]] std::array<word_range, most_words> ranges_of(const std::vector<std::string>& words) {
    std::vector<word_range> all;
    for (const auto& each : words) {
        const bool is_prefix = &each == &words.back() && can_be_prefix(each);
        all.push_back({each, std::string(each).append(is_prefix ? end_of_prefix : end_of_word)});
    }
    std::ranges::stable_sort(all, std::ranges::greater{}, [](const auto& each) { return each.from->size(); });
    std::array<word_range, most_words> made;
    std::copy_n(all.begin(), std::min(all.size(), most_words), made.begin());
    return made;
}

} // namespace

std::vector<patron> reader::search_patrons(institution_id of,
                                           const std::vector<std::string>& words,
                                           std::optional<local_date> born,
                                           page which) {
    if (words.empty())
        return find_page<patron>(
            *session_, query::patrons_born, which, with("institution", of), with("born", born));
    const auto ranges = ranges_of(words);
    return find_page<patron>(*session_,
                             query::search_patrons,
                             which,
                             with("institution", of),
                             with("born", born),
                             with("from1", ranges[0].from),
                             with("to1", ranges[0].to),
                             with("from2", ranges[1].from),
                             with("to2", ranges[1].to),
                             with("from3", ranges[2].from),
                             with("to3", ranges[2].to),
                             with("from4", ranges[3].from),
                             with("to4", ranges[3].to));
}

std::vector<event> reader::events_of_patron(patron_id of, page which) {
    return find_page<event>(*session_, query::page_of_events_of, which, with("patron", of));
}

person_file reader::file_of(const patron& who) {
    const auto of = with("patron", who.id);
    person_file all;
    all.patron = who;
    all.cards = cards_of(who.id);
    all.blocks = find_all<block>(*session_, query::blocks_of, of);
    all.messages = find_all<message>(*session_, query::all_messages_of, of);
    all.loans = find_all<loan>(*session_, query::past_loans_of, of);
    std::ranges::copy(find_all<loan>(*session_, query::all_open_loans_of, of), std::back_inserter(all.loans));
    all.holds = find_all<hold>(*session_, query::past_holds_of, of);
    std::ranges::copy(find_all<hold>(*session_, query::all_open_holds_of, of), std::back_inserter(all.holds));
    all.fees = find_all<fee>(*session_, query::all_fees_of, of);
    all.entries = find_all<fee_entry>(*session_, query::all_entries_of, of);
    all.payments = find_all<payment>(*session_, query::payments_of, of);
    all.notices = find_all<notice>(*session_, query::notices_of, of);
    all.reviews = find_all<review_entry>(*session_, query::reviews_of, of);
    all.events = find_all<event>(*session_, query::all_events_of, of);
    return all;
}

} // namespace circ::storage
