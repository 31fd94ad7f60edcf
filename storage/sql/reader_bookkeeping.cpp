#include "storage/reader.hpp"

#include "storage/sql/paged.hpp"

namespace circ::storage {

using sql::find_all;
using sql::find_one;
using sql::find_page;
using sql::query;
using sql::with;

std::optional<journal_entry>
reader::journalled(terminal_id by, instant said, const request_digest& digest, instant since) {
    return find_one<journal_entry>(*session_,
                                   query::journalled,
                                   with("terminal", by),
                                   with("said", said),
                                   with("digest", digest),
                                   with("since", since));
}

std::vector<event> reader::events_of_item(item_id of, int newest) {
    return find_all<event>(
        *session_, query::events_of_item, with("item", of), with("count", newest));
}

std::vector<event> reader::events_of_patron(patron_id of, int newest) {
    return find_all<event>(
        *session_, query::events_of_patron, with("patron", of), with("count", newest));
}

std::vector<event> reader::events_of_account(terminal_id of, int newest) {
    return find_all<event>(
        *session_, query::events_of_account, with("account", of), with("count", newest));
}

std::optional<event> reader::last_event_of(item_id of) {
    constexpr int newest = 1;
    return find_one<event>(
        *session_, query::events_of_item, with("item", of), with("count", newest));
}

bool reader::has_event(const loan& one) {
    auto found = run(*session_, query::loan_has_event, with("item", one.item), with("loan", one.id));
    return found.next() && found.get<int>(0) != 0;
}

bool reader::has_event(const hold& one) {
    auto found = run(*session_,
                     query::hold_has_event,
                     with("patron", one.patron),
                     with("item", one.trapped_item),
                     with("hold", one.id));
    return found.next() && found.get<int>(0) != 0;
}

std::optional<event> reader::last_move_of(item_id of) {
    return find_one<event>(*session_, query::last_move_of, with("item", of));
}

std::vector<review_entry> reader::open_reviews(institution_id of, page which) {
    return find_page<review_entry>(*session_, query::open_reviews, which, with("institution", of));
}

std::vector<review_entry>
reader::open_reviews_of_kind(institution_id of, std::string_view kind, page which) {
    return find_page<review_entry>(*session_,
                                   query::open_reviews_of_kind,
                                   which,
                                   with("institution", of),
                                   with("kind", kind));
}

std::optional<review_entry> reader::find_review(review_id id) {
    return find_one<review_entry>(*session_, query::find_review, with("id", id));
}

std::vector<notice> reader::waiting_notices(page which) {
    return find_page<notice>(*session_, query::waiting_notices, which);
}

std::int64_t reader::notice_count(notice_state in) {
    auto counted = run(*session_, query::notice_count, with("state", in));
    return counted.next() ? counted.get<std::int64_t>(0) : 0;
}

std::int64_t reader::failed_notice_count() {
    auto counted = run(*session_, query::failed_notice_count);
    return counted.next() ? counted.get<std::int64_t>(0) : 0;
}

std::vector<notice> reader::notices_in(institution_id of, notice_state state, notice_id after, int most) {
    return find_all<notice>(*session_,
                            query::notices_in,
                            with("institution", of),
                            with("state", state),
                            with("after", after.value),
                            with("most", most));
}

std::vector<notice> reader::claims_ended(institution_id of, instant now, int most) {
    return find_all<notice>(*session_,
                            query::claims_ended,
                            with("institution", of),
                            with("now", now),
                            with("most", most));
}

std::optional<notice> reader::find_notice(notice_id id) {
    return find_one<notice>(*session_, query::find_notice, with("id", id));
}

std::optional<notice> reader::find_notice(std::string_view kind, std::string_view cause) {
    return find_one<notice>(
        *session_, query::notice_of_cause, with("kind", kind), with("cause", cause));
}

std::vector<counter_sum>
reader::counted(institution_id of, local_date from, local_date to, std::string_view by) {
    auto found = run(*session_,
                     query::counted,
                     with("institution", of),
                     with("from", from),
                     with("to", to),
                     with("by", by));
    std::vector<counter_sum> sums;
    while (found.next())
        sums.push_back({found.get<std::string>(0),
                        found.get<std::string>(1),
                        found.get<std::int64_t>(2)});
    return sums;
}

std::vector<std::pair<std::string, std::int64_t>> reader::row_counts() {
    std::vector<std::pair<std::string, std::int64_t>> counts;
    const auto count = [&](std::string_view table) {
        if (!session_->link().has_table(table)) return; // the store is an older version's, as a backup may be
        const auto counted = session_->link().prepare("SELECT COUNT(*) FROM " + std::string{table});
        static_cast<void>(counted->step());
        counts.emplace_back(table, counted->integer(0));
    };
    sql::for_each_stored_record([&]<class Record>() { count(sql::columns<Record>::table); });
    count("title_word");
    count("counter");
    return counts;
}

} // namespace circ::storage
