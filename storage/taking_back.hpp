#pragma once

#include "storage/unit_of_work.hpp"

#include <optional>

namespace circ::storage {

/// What taking an import back asks of the store, and takes out of it, as nothing else does.
/// All @throw store_error.
class taking_back : public unit_of_work {
public:
    explicit taking_back(const unit_of_work& in) : unit_of_work(in) {}

    using unit_of_work::find_card;
    [[nodiscard]] std::optional<card> find_card(card_id id);
    [[nodiscard]] std::optional<message> find_message(message_id id);

    using unit_of_work::is_named;
    /// By what it paid, or because its patron has spent of the credit that it brought.
    [[nodiscard]] bool is_named(payment_id what);

    using unit_of_work::remove;
    void remove_transits_of(hold_id what);
    void remove(const card& record);
    void remove(const block& record);
    void remove(const message& record);
    void remove(const payment& record); ///< and what it credited @pre nothing names it
};

} // namespace circ::storage
