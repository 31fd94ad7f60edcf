#pragma once

// The library's own rows - institution, branches, opening hours, closed days - are asked for by
// every request and changed a few times a year. A session keeps them between its transactions, and
// asks in each transaction that needs them whether another has changed them: one row of the store
// holds a mark that is new after every change, by whichever process.

#include "storage/records/library.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <memory>

namespace circ::storage::sql {

class session;

class library_cache {
public:
    /// A transaction begins: the mark is read again before anything kept is used.
    void begin() noexcept { state_ = state::unknown; }

    /// This transaction changes the library: until the next begins, all is read anew.
    /// @pre a group was begun (the mark is a new id)
    void changed(session& over);

    [[nodiscard]] std::shared_ptr<const library> find(session& over, institution_id id);
    [[nodiscard]] calendar days_of(session& over, branch_id of, local_date since);

private:
    enum class state { unknown, as_stored, changing };
    using mark = std::array<std::uint8_t, 8>;

    struct kept_calendar {
        calendar days;
        local_date since{};
    };

    void look(session& over);
    void forget();

    state state_ = state::unknown;
    mark mark_{}; ///< zero: nobody has changed the library of this store yet
    std::map<institution_id, std::shared_ptr<const library>> libraries_;
    std::map<branch_id, kept_calendar> calendars_;
};

} // namespace circ::storage::sql
