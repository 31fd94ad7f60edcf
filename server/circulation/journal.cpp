#include "server/circulation/journal.hpp"

#include "server/circulation/recall.hpp"

#include <string>

namespace circ::circulation {

namespace {

/// Under which operation the journal keeps that a request was left to staff.
std::string review_of(std::string_view operation) {
    return "review_" + std::string{operation};
}

instant::duration window_of(const requester& by) {
    if (by.when == timing::already_happened) return journal_window_posted;
    return journal_window;
}

/// The row that this very request left on the review list.
std::optional<storage::review_entry> review_left_by(storage::reader& from,
                                                    const requester& by,
                                                    const surroundings& with,
                                                    std::string_view operation) {
    if (!is_posted(by)) return std::nullopt;
    const auto entry = find_repeat(from, by, with, review_of(operation));
    const auto row = entry ? short_form(entry->facts).number("review") : std::nullopt;
    return row ? from.find_review(storage::review_id{*row}) : std::nullopt;
}

} // namespace

bool can_be_repeated(const requester& by, const surroundings& with) {
    if (!by.terminal || !by.said || with.digest == storage::request_digest{}) return false;
    if (by.when == timing::already_happened) return true;
    return std::chrono::abs(with.now - *by.said) <= std::chrono::days{1};
}

std::optional<storage::journal_entry> find_repeat(storage::reader& from,
                                                  const requester& by,
                                                  const surroundings& with,
                                                  std::string_view operation) {
    if (!can_be_repeated(by, with)) return std::nullopt;
    auto found = from.journalled(by.terminal, *by.said, with.digest, with.now - window_of(by));
    if (found && found->operation != operation) return std::nullopt;
    return found;
}

std::optional<storage::loan> find_repeated_loan(storage::reader& from,
                                                const requester& by,
                                                const surroundings& with,
                                                std::string_view operation) {
    const auto entry = find_repeat(from, by, with, operation);
    if (!entry) return std::nullopt;
    auto loan = from.find_loan(entry->loan);
    if (!loan || !loan->is_open() || due_but_for_recall(*loan) < entry->due_at) return std::nullopt;
    return loan;
}

void record(storage::unit_of_work& unit,
            const requester& by,
            const surroundings& with,
            std::string_view operation,
            storage::journal_entry effects) {
    if (!can_be_repeated(by, with)) return;
    if (auto left = review_left_by(unit, by, with, operation); left && !left->resolved_at) {
        left->resolved_at = with.now;
        left->resolved_by = by.terminal_login;
        left->resolution = "came again and could be posted";
        unit.change(*left);
    }
    effects.id = unit.new_id<storage::journal_id>();
    effects.terminal = by.terminal;
    effects.digest = with.digest;
    effects.operation = operation;
    effects.at = with.now;
    effects.said_at = by.said;
    effects.keep_until = with.now + window_of(by);
    effects.already_happened = by.when == timing::already_happened;
    unit.add(effects);
}

void review_once(storage::unit_of_work& unit,
                 const requester& by,
                 const surroundings& with,
                 const storage::review_entry& row) {
    // Staff posts it from the row that is there.
    if (is_posted_by_staff(by)) return;
    const auto operation = review_of(row.request);
    if (find_repeat(unit, by, with, operation)) return;
    unit.add(row);
    short_form facts;
    facts.put("review", row.id.value);
    record(unit, by, with, operation, {.facts = facts.text()});
}

bool was_settled_by_staff(storage::reader& from,
                          const requester& by,
                          const surroundings& with,
                          std::string_view operation) {
    const auto left = review_left_by(from, by, with, operation);
    return left && left->resolved_at;
}

void review_unposted(storage::unit_of_work& unit,
                     const requester& by,
                     const surroundings& with,
                     const unposted& what,
                     const std::vector<reason>& why) {
    if (!is_posted(by)) return;
    auto row = make_review(unit, by, with.now, review_kind::could_not_post, what.operation);
    row.card = what.card;
    row.barcode = what.barcode;
    row.due_at = what.due;
    row.control_number = what.control_number;
    row.reasons = reason_list(why);
    review_once(unit, by, with, row);
}

bool review_overruled(storage::unit_of_work& unit,
                      const requester& by,
                      const surroundings& with,
                      std::string_view operation,
                      const storage::loan& made,
                      const std::vector<reason>& why) {
    if (why.empty()) return false;
    auto row = make_review(unit, by, with.now, review_kind::posted_against_rules, operation);
    row.patron = made.patron;
    row.item = made.item;
    row.due_at = made.due_at;
    row.reasons = reason_list(why);
    unit.add(row);
    return true;
}

} // namespace circ::circulation
