#include "protocol/sip2/dictionary.hpp"

#include <algorithm>
#include <array>

namespace circ::protocol::sip2 {
namespace {

// clang-format off
constexpr auto names = std::to_array<field_name>({
    {"AA", "patron_identifier", privacy::card},
    {"AB", "item_identifier"},
    {"AC", "terminal_password", privacy::secret},
    {"AD", "patron_password", privacy::secret},
    {"AE", "personal_name", privacy::personal},
    {"AF", "screen_message"},
    {"AG", "print_line"},
    {"AH", "due_date"},
    {"AJ", "title_identifier"},
    {"AL", "blocked_card_msg"},
    {"AM", "library_name"},
    {"AN", "terminal_location"},
    {"AO", "institution_id"},
    {"AP", "current_location"},
    {"AQ", "permanent_location"},
    {"AS", "hold_items"},
    {"AT", "overdue_items"},
    {"AU", "charged_items"},
    {"AV", "fine_items"},
    {"AY", "sequence_number"},
    {"AZ", "checksum"},
    {"BD", "home_address", privacy::personal},
    {"BE", "email_address", privacy::personal},
    {"BF", "home_phone_number", privacy::personal},
    {"BG", "owner"},
    {"BH", "currency_type"},
    {"BI", "cancel"},
    {"BK", "transaction_id"},
    {"BL", "valid_patron"},
    {"BM", "renewed_items"},
    {"BN", "unrenewed_items"},
    {"BO", "fee_acknowledged"},
    {"BP", "start_item"},
    {"BQ", "end_item"},
    {"BR", "queue_position"},
    {"BS", "pickup_location"},
    {"BT", "fee_type"},
    {"BU", "recall_items"},
    {"BV", "fee_amount"},
    {"BW", "expiration_date"},
    {"BX", "supported_messages"},
    {"BY", "hold_type"},
    {"BZ", "hold_items_limit"},
    {"CA", "overdue_items_limit"},
    {"CB", "charged_items_limit"},
    {"CC", "fee_limit"},
    {"CD", "unavailable_hold_items"},
    {"CF", "hold_queue_length"},
    {"CG", "fee_identifier"},
    {"CH", "item_properties"},
    {"CI", "security_inhibit"},
    {"CJ", "recall_date"},
    {"CK", "media_type"},
    {"CL", "sort_bin"},
    {"CM", "hold_pickup_date"},
    {"CN", "login_user_id"},
    {"CO", "login_password", privacy::secret},
    {"CP", "location_code"},
    {"CQ", "valid_patron_password"},
    {"CR", "collection_code", privacy::open, true},
    {"CS", "call_number", privacy::open, true},
    {"CT", "destination_location", privacy::open, true},
    {"CV", "alert_type", privacy::open, true},
    {"CY", "hold_patron_id", privacy::card, true},
    {"DA", "hold_patron_name", privacy::personal, true},
});
// clang-format on
static_assert(std::ranges::is_sorted(names, {}, &field_name::id));

constexpr field_name unknown{"??", "unknown", privacy::personal, true};

} // namespace

std::span<const field_name> dictionary() noexcept {
    return names;
}

const field_name& look_up(std::string_view id) noexcept {
    const auto found = std::ranges::lower_bound(names, id, {}, &field_name::id);
    return found != names.end() && found->id == id ? *found : unknown;
}

} // namespace circ::protocol::sip2
