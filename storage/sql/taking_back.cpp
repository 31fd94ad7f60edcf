#include "storage/taking_back.hpp"

#include "storage/sql/row_mapping.hpp"

namespace circ::storage {

using sql::execute;
using sql::find_one;
using sql::query;
using sql::with;

std::optional<card> taking_back::find_card(card_id id) {
    return find_one<card>(*session_, query::card_by_id, with("id", id));
}

std::optional<message> taking_back::find_message(message_id id) {
    return find_one<message>(*session_, query::find_message, with("id", id));
}

bool taking_back::is_named(payment_id what) {
    auto found = run(*session_, query::payment_is_named, with("payment", what));
    return found.next() && found.get<int>(0) != 0;
}

void taking_back::remove_transits_of(hold_id what) {
    static_cast<void>(execute(*session_, query::remove_transits_of_hold, with("hold", what)));
}

void taking_back::remove(const card& record) {
    static_cast<void>(execute(*session_, query::remove_card, with("id", record.id)));
}

void taking_back::remove(const block& record) {
    static_cast<void>(execute(*session_, query::remove_block, with("id", record.id)));
}

void taking_back::remove(const message& record) {
    static_cast<void>(execute(*session_, query::remove_message, with("id", record.id)));
}

void taking_back::remove(const payment& record) {
    payment without = record;
    without.credited = {};
    change(record, without); // the reader's credit follows
    static_cast<void>(execute(*session_, query::remove_payment, with("id", record.id)));
}

} // namespace circ::storage
