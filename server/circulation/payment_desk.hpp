#pragma once

#include "server/circulation/perform.hpp"

#include <optional>
#include <string>
#include <vector>

namespace circ::circulation {

// How a refused payment ends whose coins have fallen. Each needs a reason, which is kept with it.

/// The money is here: it is booked for this reader on the day it was taken, oldest fee first, and what
/// is over becomes credit.
struct book_payment {
    requester by;
    storage::payment_id payment;
    std::string card;            ///< empty: of whom the device said
    std::optional<money> amount; ///< as counted, where the device's cannot be right
    std::string why;
};

/// The money was given back, or never fell.
struct dismiss_payment {
    requester by;
    storage::payment_id payment;
    std::string why;
};

/// What ending a refused payment is decided over.
struct refused_payment_facts {
    std::optional<storage::payment> payment;
    std::string why;
    bool books = true;
    std::string card;
    bool patron_known = true;
    money amount;
};

/// All that speaks against it.
[[nodiscard]] std::vector<reason> decide_refused_payment(const refused_payment_facts& facts);

template <> struct operation_traits<book_payment> : operation_traits_of<payment_outcome, true> {};
template <> struct operation_traits<dismiss_payment> : operation_traits_of<payment_outcome, true> {};

[[nodiscard]] payment_outcome perform(storage::unit_of_work&, const book_payment&, const surroundings&);
[[nodiscard]] payment_outcome perform(storage::unit_of_work&, const dismiss_payment&, const surroundings&);

} // namespace circ::circulation
