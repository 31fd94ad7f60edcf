#pragma once

#include "tools/circdesk/conformance/examination.hpp"

#include <span>
#include <string>
#include <string_view>

// The battery of `circdesk conformance`. A check is a row in checks.cpp and a function in
// line_checks.cpp (bytes, ends, tails), message_checks.cpp (what answers say) or change_checks.cpp
// (requests that change something).

namespace circ::tool {

/// Whether the standard asks for it, or devices that are in use need it.
enum class severity { must, should };

/// What a check cannot do without; several are added up.
enum needs : unsigned { nothing = 0, a_login = 1, a_patron = 2, a_pin = 4, an_item = 8, changes = 16 };

struct check {
    std::string_view name;
    severity how;
    unsigned needed; ///< of `needs`
    std::string_view shows;
    std::string_view source;
    /// @return what is wrong, with what came; empty when nothing is
    /// @throws complaint when the server does not answer at all
    std::string (*look)(const examination& on);
    /// What 98 must say that the server does, a bit for each letter of BX; else there is nothing to
    /// examine.
    unsigned offered = 0;
};

[[nodiscard]] std::span<const check> all_checks() noexcept;

enum class verdict { passed, failed, not_tried };

struct check_result {
    const check* of;
    verdict came_out;
    std::string why; ///< empty when it passed
};

/// Makes one check; a server that closes or is silent has failed it.
[[nodiscard]] check_result make_check(const check& what, const examination& on);

namespace checks {

// The line: segments, ends, sequence numbers, checksums, repetitions.
[[nodiscard]] std::string ends_by_cr(const examination& on);
[[nodiscard]] std::string answers_quickly(const examination& on);
[[nodiscard]] std::string takes_segments(const examination& on);
[[nodiscard]] std::string takes_crlf(const examination& on);
[[nodiscard]] std::string takes_lf(const examination& on);
[[nodiscard]] std::string passes_over_empty_lines(const examination& on);
[[nodiscard]] std::string echoes_sequence(const examination& on);
[[nodiscard]] std::string adds_right(const examination& on);
[[nodiscard]] std::string mirrors_no_tail(const examination& on);
[[nodiscard]] std::string asks_again(const examination& on);
[[nodiscard]] std::string resends(const examination& on);
[[nodiscard]] std::string answers_first_resend(const examination& on);
[[nodiscard]] std::string repeats(const examination& on);
[[nodiscard]] std::string lives_with_unknown(const examination& on);
[[nodiscard]] std::string lives_with_wrong_direction(const examination& on);
[[nodiscard]] std::string takes_long_message(const examination& on);
[[nodiscard]] std::string takes_second_connection(const examination& on);

// What answers say.
[[nodiscard]] std::string lets_in(const examination& on);
[[nodiscard]] std::string refuses_wrong_password(const examination& on);
[[nodiscard]] std::string says_status(const examination& on);
[[nodiscard]] std::string says_retries(const examination& on);
[[nodiscard]] std::string says_version(const examination& on);
[[nodiscard]] std::string says_supported(const examination& on);
[[nodiscard]] std::string knows_the_date(const examination& on);
[[nodiscard]] std::string takes_missing_field(const examination& on);
[[nodiscard]] std::string takes_empty_message(const examination& on);
[[nodiscard]] std::string takes_any_order(const examination& on);
[[nodiscard]] std::string takes_foreign_field(const examination& on);
[[nodiscard]] std::string does_not_know_patron(const examination& on);
[[nodiscard]] std::string does_not_know_patron_status(const examination& on);
[[nodiscard]] std::string does_not_know_item(const examination& on);
[[nodiscard]] std::string says_patron_status(const examination& on);
[[nodiscard]] std::string says_patron_information(const examination& on);
template <std::size_t Position> [[nodiscard]] std::string lists(const examination& on);
[[nodiscard]] std::string echoes_institution(const examination& on);
[[nodiscard]] std::string refuses_wrong_pin(const examination& on);
[[nodiscard]] std::string takes_right_pin(const examination& on);
[[nodiscard]] std::string says_item(const examination& on);
[[nodiscard]] std::string ends_session(const examination& on);
[[nodiscard]] std::string refuses_checkout(const examination& on);
[[nodiscard]] std::string lends(const examination& on);
[[nodiscard]] std::string lends_once(const examination& on);
[[nodiscard]] std::string takes_back(const examination& on);
[[nodiscard]] std::string refuses_checkin(const examination& on);

// Requests that change something, each for nobody, for the patron and the item, and twice.
enum class changing { block, enable, hold, item_update, renew, renew_all, fee_paid };
template <changing What> [[nodiscard]] std::string refuses(const examination& on);
template <changing What> [[nodiscard]] std::string answers(const examination& on);
template <changing What> [[nodiscard]] std::string answers_again(const examination& on);
[[nodiscard]] std::string cancels_hold(const examination& on);

} // namespace checks

} // namespace circ::tool
