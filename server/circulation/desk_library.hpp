#pragma once

#include "server/circulation/perform.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace circ::circulation {

// The library itself: its institutions and their branches. Each change leaves its event, with who
// made it and why; a new institution and a new branch need no reason.

/// What may be said of an institution; what is absent stays, or is as for its kind.
struct institution_data {
    std::optional<std::string> name;
    std::optional<std::string> currency;  ///< ISO 4217; only as long as nothing is priced in it
    std::optional<std::string> language;  ///< ISO 639-1
    std::optional<std::string> time_zone; ///< IANA name
};

struct open_institution {
    requester by; ///< of no institution yet
    std::string code;
    institution_data data;
};

/// One that was opened by mistake, while nothing hangs on it yet. Its own events go with it; that it was removed, and
/// why, is an event of another institution, where there is one.
struct remove_institution {
    requester by; ///< of no institution
    std::string code;
    std::string why;
};

struct change_institution {
    requester by; ///< whose institution it is about
    institution_data data;
    std::string why;
};

/// What may be said of a branch; what is absent stays, or is the institution's.
struct branch_data {
    std::optional<std::string> name;
    std::optional<std::string> address;
    std::optional<std::string> time_zone;
};

struct open_branch {
    requester by;
    std::string code;
    branch_data data;
};

struct change_branch {
    requester by;
    std::string code;
    branch_data data;
    std::string why;
};

enum class branch_state { open, closed };

/// Closes a branch for good, once nothing counts on it any more, or opens it again. Loans made there
/// go on by its hours.
struct set_branch_state {
    requester by;
    std::string code;
    branch_state to = branch_state::closed;
    std::string why;
};

/// Minor units of a currency: 2 for most.
[[nodiscard]] int decimals_of(std::string_view currency) noexcept;

/// What an amount of policy may have, which is for all institutions of a store.
/// @return most_decimals while there is no institution
[[nodiscard]] int fewest_decimals(storage::reader& from);

/// What is wrong with what is said, each named as it is said.
[[nodiscard]] std::vector<reason> decide_institution(const institution_data& said);

template <> struct operation_traits<open_institution> : operation_traits_of<outcome, true> {};
template <> struct operation_traits<remove_institution> : operation_traits_of<outcome, true> {};
template <> struct operation_traits<change_institution> : operation_traits_of<outcome, true> {};
template <> struct operation_traits<open_branch> : operation_traits_of<outcome, true> {};
template <> struct operation_traits<change_branch> : operation_traits_of<outcome, true> {};
template <> struct operation_traits<set_branch_state> : operation_traits_of<outcome, true> {};

// As in perform.hpp.
[[nodiscard]] outcome perform(storage::unit_of_work&, const open_institution&, const surroundings&);
[[nodiscard]] outcome perform(storage::unit_of_work&, const remove_institution&, const surroundings&);
[[nodiscard]] outcome perform(storage::unit_of_work&, const change_institution&, const surroundings&);
[[nodiscard]] outcome perform(storage::unit_of_work&, const open_branch&, const surroundings&);
[[nodiscard]] outcome perform(storage::unit_of_work&, const change_branch&, const surroundings&);
[[nodiscard]] outcome perform(storage::unit_of_work&, const set_branch_state&, const surroundings&);

} // namespace circ::circulation
