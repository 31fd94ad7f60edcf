#include "storage/check.hpp"

#include "storage/fold.hpp"
#include "storage/sql/embedded_schema.hpp"
#include "storage/sql/migrate.hpp"
#include "storage/sql/row_mapping.hpp"

#include <algorithm>
#include <array>

namespace circ::storage {
namespace {

using sql::find_one;
using sql::query;
using sql::session;
using sql::with;

/// An invariant whose statement gives the records that break it.
struct invariant {
    std::string_view name;
    query breaches;
    std::string_view sentence;
};

constexpr std::array invariants{
    invariant{"patron_loans",
              query::check_patron_loans,
              "the kept number of open loans is not that of the loans"},
    invariant{"patron_holds",
              query::check_patron_holds,
              "the kept number of open holds is not that of the holds"},
    invariant{"patron_fees",
              query::check_patron_fees,
              "the kept number or sum of open fees is not that of the fees"},
    invariant{"patron_credit",
              query::check_patron_credit,
              "the kept credit is not what was paid and belongs to no fee"},
    invariant{"title_holds",
              query::check_title_holds,
              "the kept number of open holds is not that of the holds"},
    invariant{"one_open_loan", query::check_one_open_loan, "the item has more than one open loan"},
    invariant{"one_open_transit",
              query::check_one_open_transit,
              "the item has more than one open transit"},
    invariant{"one_trapping_hold",
              query::check_one_trapping_hold,
              "the item is trapped by more than one hold"},
    invariant{
        "loan_states", query::check_loan_states, "the loan's state and its closing time disagree"},
    invariant{"trapped_not_lent",
              query::check_trapped_not_lent,
              "the item trapped for the hold is on loan"},
    invariant{"shelf_not_in_transit",
              query::check_shelf_not_in_transit,
              "the item on the hold shelf is in transit"},
    invariant{"hold_transit",
              query::check_hold_transit,
              "the hold is in transit, its item has no open transit for it"},
    invariant{
        "lent_not_in_transit", query::check_lent_not_in_transit, "the item in transit is on loan"},
    invariant{"fee_balance",
              query::check_fee_balance,
              "what was charged and what answered it is not what is open"},
    invariant{"open_fee_patron",
              query::check_open_fee_patron,
              "what is open of the fee is held against another patron"},
    invariant{"journal_event",
              query::check_journal_event,
              "the event of the journalled request is missing"},
    invariant{"erased_patron",
              query::check_erased_patron,
              "the patron is erased and still has open loans or holds"},
};

/// A reader that hands out its session; a copy costs a pointer.
class examined_reader : public reader {
public:
    explicit examined_reader(const reader& store) : reader(store) {}
    [[nodiscard]] session& over() noexcept { return *session_; }
};

void find_breaches(session& over, const invariant& of, std::vector<violation>& found) {
    auto breaches = run(over, of.breaches);
    while (breaches.next())
        found.push_back(
            {std::string{of.name}, breaches.get<std::int64_t>(0), std::string{of.sentence}});
}

[[nodiscard]] bool is_searchable(session& over, const title& record) {
    auto words = search_words_of(record);
    std::sort(words.begin(), words.end());
    return words == sql::find_values<std::string>(over, query::words_of, with("title", record.id));
}

/// Looks for the search words of some titles, evenly spread.
void find_missing_words(session& over, std::vector<violation>& found) {
    constexpr std::int64_t samples = 200;
    auto range = run(over, query::check_title_range);
    static_cast<void>(range.next());
    const auto first = range.get<std::int64_t>(0);
    const auto step = std::max<std::int64_t>(1, (range.get<std::int64_t>(1) - first) / samples);
    title last{};
    for (std::int64_t i = 0; i <= samples; ++i) {
        const auto next =
            find_one<title>(over, query::check_title_from, with("from", first + i * step));
        if (!next) return;
        if (next->id != last.id && !is_searchable(over, *next))
            found.push_back({"search_words",
                             next->id.value,
                             "the title is not found by its words, or by others"});
        last = *next;
    }
}

} // namespace

std::vector<violation> check(const reader& store, const check_progress& tell) {
    examined_reader examined{store};
    std::vector<violation> found;
    constexpr std::size_t all = invariants.size() + 2;
    std::size_t place = 0;
    const auto announce = [&](std::string_view name) {
        if (tell) tell(name, ++place, all);
    };
    announce("engine");
    for (auto& sentence : examined.over().link().examine())
        found.push_back({"engine", 0, std::move(sentence)});
    if (sql::schema_version(examined.over()) < sql::embedded_schema.size()) return found;
    for (const auto& invariant : invariants) {
        announce(invariant.name);
        find_breaches(examined.over(), invariant, found);
    }
    announce("search_words");
    find_missing_words(examined.over(), found);
    return found;
}

} // namespace circ::storage
