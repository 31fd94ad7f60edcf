#pragma once

#include "protocol/ncip/vocabulary.hpp"
#include "server/circulation/views.hpp"
#include "storage/records/circulation.hpp"
#include "storage/records/inventory.hpp"

#include <optional>
#include <string_view>

namespace circ::relay {

namespace ncip = protocol::ncip;

// What the lists of NCIP come to here, and the other way round. Words that are not known come to
// `other`.
// @spec ncip.md 4.9

[[nodiscard]] circulation::circulation_status status_of(std::string_view word);
[[nodiscard]] storage::media_type media_of(std::string_view word);
/// A tape or a diskette.
[[nodiscard]] bool is_magnetic(storage::media_type media) noexcept;
[[nodiscard]] storage::fee_kind fee_kind_of(std::string_view word);
[[nodiscard]] ncip::fiscal_transaction transaction_of(storage::fee_kind kind) noexcept;
/// @param type SIP2's number
[[nodiscard]] ncip::payment_method method_of(int type) noexcept;

} // namespace circ::relay
