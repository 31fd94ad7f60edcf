#pragma once

#include "storage/records/bookkeeping.hpp"
#include "storage/records/ids.hpp"
#include "storage/records/time.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>

namespace circ::storage {

/// What became of a change that another library system has to make.
enum class order_state {
    ordering, ///< being asked for; after a crash nobody knows what became of it
    done,
    refused,  ///< it did not happen
    in_doubt, ///< asked for, and what became of it is not known
    waiting,  ///< accepted here, to be delivered
    stuck,    ///< could not be delivered so often that it waits for a person
    conflict, ///< the other side does not want what has happened already; staff has it on its list
    dropped   ///< somebody decided that it is not to be delivered
};
inline constexpr int order_state_count = static_cast<int>(order_state::dropped) + 1;

/// Those in which something is still to be done, by the daemon or by a person.
inline constexpr std::array unended_orders{order_state::ordering,
                                           order_state::in_doubt,
                                           order_state::waiting,
                                           order_state::stuck,
                                           order_state::conflict};

/// One change that is made at a backend: written down before it is asked for, so that neither a
/// crash nor a repeat makes it twice, and kept until it has been made where it has to wait. What
/// the operation was, and the card and the item, stand there only while they are needed.
struct backend_order {
    order_id id;
    institution_id institution;
    terminal_id terminal;
    std::string backend;   ///< name of its section in the settings
    std::string operation; ///< "checkout" ...
    request_digest digest{};
    std::optional<instant> said_at;
    instant at{};
    order_state state = order_state::ordering;
    std::string card;
    std::string barcode;
    std::string what;   ///< the operation, as the relay reads it again
    std::string answer; ///< what the device was told, in the same manner
    int tries = 0;      ///< to deliver it
    std::optional<instant> next_try;
    std::string last_error;
    std::optional<instant> ended_at;
    std::string ended_by; ///< an operator
    std::string why;      ///< in their words
    review_id review;     ///< that was left to staff because of it
};

/// Whom and what an order is about: the card, and the item's or title's number.
struct order_subject {
    std::string card;
    std::string item;
};

/// How many orders of a backend stand in a state, and since when.
struct order_sum {
    std::string backend;
    order_state state{};
    std::int64_t count = 0;
    instant oldest{};
};

} // namespace circ::storage
