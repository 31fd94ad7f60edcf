#pragma once

#include "server/circulation/any_operation.hpp"
#include "server/relay/relay_settings.hpp"
#include "storage/reader.hpp"
#include "storage/unit_of_work.hpp"

#include <memory>
#include <vector>

namespace circ::net {

// An institution of which some devices are served here and some by a library system has two books
// that say the same. One of them is the book of record: it alone traps holds and assesses fees, and
// what is about a reader's account is asked of it, whichever device asks. What one side has done is
// posted to the other as having happened already.
//
// Into our own store it is posted in the transaction that ends its order (relay_backend.cpp), to the
// library system through the outbox, whose row is written in the transaction of what we did
// (own_backend.hpp). So in neither direction is there a moment in which it could be lost or done twice.

/// Which side a book is kept on.
enum class book_side { ours, theirs };

/// Holds, money, blocks and the account itself: what the book of record answers alone.
[[nodiscard]] bool is_about_account(const circulation::any_operation& what);

/// What the library system has done, as operations for our own store: already happened, with the
/// dates it has there, by rules that refuse nothing a device could have done.
/// @return nothing for what changes nothing, was refused, or is not to be posted
[[nodiscard]] std::vector<circulation::any_operation>
to_post_here(const circulation::any_operation& what,
             const circulation::any_outcome& as,
             book_side book);

/// What we have done, as operations to be posted to the library system.
[[nodiscard]] std::vector<circulation::any_operation>
to_post_there(const circulation::any_operation& what,
              const circulation::any_outcome& as,
              const relay::relay_settings& by);

/// Numbers of fees are those of the book of record, which has told them to the device: the other
/// side divides a payment by itself.
void forget_fee_numbers(circulation::any_operation& what);

/// Whether our store has the reader and the item that it is about.
[[nodiscard]] bool is_known(storage::reader& here, const circulation::any_operation& what);

/// What a device is told of a return that both sides have taken: where the item goes and what it
/// costs is for the book of record to say.
/// @param ours what came of it in our own store
void take_over_route(circulation::any_outcome& told, const circulation::any_outcome& ours);

/// The rules of a device at the side that does not keep the book of record: no hold is trapped and
/// nothing is charged.
[[nodiscard]] std::shared_ptr<const circulation::device_rules>
without_the_book(const circulation::device_rules& of);

/// Leaves to staff what could not be posted into our own store, unless its rules have done so.
void review_refused(storage::unit_of_work& unit,
                    const circulation::any_operation& what,
                    const circulation::any_outcome& refused,
                    storage::instant now);

} // namespace circ::net
