#pragma once

// What one of two sides tells of a request: our own, and that of a library system that is not asked
// to do anything. Both are asked for the reader and the item in the same words, so that what they
// tell can be laid side by side.

#include "server/circulation/any_operation.hpp"

#include <optional>
#include <string>
#include <vector>

namespace circ::shadow {

using circulation::instant;

/// What became of a change, or would have.
struct decision {
    std::optional<circulation::verdict> result; ///< nothing: it cannot be told from what is known
    std::vector<circulation::reason_code> reasons;
    std::optional<instant> due_at;
    std::optional<bool> for_a_reader; ///< of a return: it is kept for somebody
};

/// What a side tells; what is absent was not asked for.
struct side {
    std::optional<circulation::patron_view> reader; ///< not known: it has no such card
    std::optional<circulation::item_view> item;     ///< without a barcode: it has no such item
    std::optional<circulation::service_outcome> service;
    std::optional<decision> decided;
};

/// Whether it is all the same to both sides what becomes of it: nothing changes by being asked.
[[nodiscard]] bool is_read(const circulation::any_operation& what);

/// The card and the item that a request is about; empty where it names none.
[[nodiscard]] std::string card_of(const circulation::any_operation& what);
[[nodiscard]] std::string item_of(const circulation::any_operation& what);

/// What has to be asked to know what a request meets: the reader's account, the item, or for
/// service_status that. Without a PIN, whoever it is that asks: a wrong one would count there too.
[[nodiscard]] std::vector<circulation::any_operation>
questions_about(const circulation::any_operation& what);

/// Adds an answer to one of them. @return false when it is none: that side cannot say
[[nodiscard]] bool take(side& into,
                        const circulation::any_operation& question,
                        const circulation::any_outcome& answer);

/// Who has an item, as far as a side tells.
enum class holder { nobody, this_reader, somebody_else };
[[nodiscard]] std::optional<holder> holder_of(const side& of);

/// Until when this reader has it.
[[nodiscard]] std::optional<instant> due_of(const side& of);

/// Whether this reader waits for the item or its title, or it is kept for them.
[[nodiscard]] bool is_held(const side& of);

/// Whether anything of their account keeps the reader from borrowing: some systems tell each reason,
/// some only that.
[[nodiscard]] bool may_not_borrow(const circulation::patron_view& who);

/// What was decided here.
[[nodiscard]] decision decided_by(const circulation::any_outcome& with);

} // namespace circ::shadow
