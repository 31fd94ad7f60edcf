#pragma once

#include "storage/records/ids.hpp"
#include "storage/records/time.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace circ::storage {

/// What is kept of the dealings with a library system behind us.
enum class mark_kind {
    reconciled, ///< both books were compared to the end
    allowed,    ///< somebody decided that a stage may be changed although they were not
    stages      ///< what the settings said of it when the daemon took them over
};

struct backend_mark {
    mark_id id;
    std::string backend;        ///< name of its section in the settings
    institution_id institution; ///< zero: all of them
    mark_kind kind{};
    instant at{};
    std::string by;   ///< an operator; empty: the daemon
    std::string what; ///< a reason; of `stages` their text; of `reconciled` the address that was asked
    int last_number = 0; ///< of `reconciled`: the highest that a difference has had until then
};

/// What two books can differ in.
enum class difference_kind {
    loan,     ///< an item is on loan to this reader on one side alone
    due_date, ///< on both, with different dates
    hold,     ///< a reader waits for something on one side alone
    fees,     ///< what a reader owes
    block     ///< a reader is blocked on one side alone
};
inline constexpr int difference_kind_count = static_cast<int>(difference_kind::block) + 1;

/// One difference as it was found last. It stays, with what was decided about it, as long as it is
/// found the same again.
struct backend_difference {
    difference_id id;
    std::string backend;
    institution_id institution;
    int number = 0; ///< what an operator calls it by
    difference_kind kind{};
    std::string card;
    std::string subject; ///< barcode or title; empty where it is about the reader
    std::string ours;
    std::string theirs;
    instant at{};      ///< found first
    instant seen_at{}; ///< found last
    std::optional<instant> accepted_at;
    std::string accepted_by;
    std::string why; ///< in their words; of one that is not accepted: where it was mended
};

} // namespace circ::storage
