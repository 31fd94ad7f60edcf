#pragma once

#include "storage/records/time.hpp"
#include "storage/sql/driver.hpp"
#include "storage/sql/embedded_queries.hpp"
#include "storage/sql/library_cache.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace circ::storage::sql {

/// Told of every statement that was run: its name, and how long it took with the reading of its
/// rows.
using observer = std::function<void(std::string_view statement, std::chrono::nanoseconds)>;

/// A statement of a session, prepared once.
struct prepared_statement {
    std::string name;
    std::unique_ptr<statement> run;
    std::vector<int>
        parameters; ///< of a write of a record: their numbers, in the order of its columns
};

/// The two statements made for every record from its table of columns.
enum class record_verb { insert, update };

/// One connection with its statements, and the maker of ids: what a reader and a unit of work work
/// on.
/// @note Belongs to one thread at a time.
class session {
public:
    /// @param node this writer's number among all that write to the store, 0 to 1023
    explicit session(std::unique_ptr<connection> over, int node = 0, observer told = {});
    ~session();
    session(const session&) = delete;
    session& operator=(const session&) = delete;

    [[nodiscard]] connection& link() noexcept { return *link_; }
    [[nodiscard]] const observer& told() const noexcept { return told_; }
    [[nodiscard]] library_cache& library() noexcept { return library_; }

    /// Begins a reading transaction; rollback() of the link ends it.
    void begin_snapshot();

    /// Begins a run of units: ids made until end_group() carry this time.
    /// @pre a writing transaction is open
    void begin_group(instant now);
    /// Writes down the last id given out; call it before the commit, outside of any unit.
    /// A group that fails is not ended: its ids are never given out again by this session.
    void end_group();
    /// @pre a group was begun
    [[nodiscard]] std::int64_t next_id();

    /// The statement of this name, prepared at its first use.
    [[nodiscard]] prepared_statement& prepared(query which);
    /// The place for the statement that writes the record of this number; filled by its first user.
    [[nodiscard]] prepared_statement& place_of(std::size_t record, record_verb verb);
    /// The same for an update of some of its columns, a bit each: as many places as there are ways
    /// in which the rules change a record, which are few.
    [[nodiscard]] prepared_statement& place_of(std::size_t record, std::uint64_t columns);

private:
    enum class group_state { none, begun, made_ids };

    [[nodiscard]] std::int64_t id_after(std::int64_t last) const;

    std::unique_ptr<connection> link_;
    int node_;
    observer told_;
    std::vector<prepared_statement> queries_;
    std::vector<prepared_statement> record_statements_;
    std::map<std::pair<std::size_t, std::uint64_t>, prepared_statement> change_statements_;
    library_cache library_;
    instant now_{};
    std::int64_t last_id_ = 0; ///< greatest of all nodes, as far as known here
    group_state group_ = group_state::none;
};

} // namespace circ::storage::sql
