#pragma once

// Runs the statements of a session with values and reads their rows into records.

#include "storage/sql/cell.hpp"
#include "storage/sql/record_sql.hpp"
#include "storage/sql/session.hpp"
#include "storage/store_error.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace circ::storage::sql {

/// A value for the parameter `:name`; borrowed, so for one call only.
template <class T>
struct argument {
    std::string_view name;
    const T& value;
};

template <class T>
[[nodiscard]] argument<T> with(std::string_view name, const T& value) {
    return argument<T>{name, value};
}

/// The rows of a running statement; at its end the statement is ready again and the observer told.
class rows {
public:
    rows(prepared_statement& of, const observer& told)
        : of_(of), told_(told), begun_(told ? clock::now() : clock::time_point{}) {}
    rows(const rows&) = delete;
    rows& operator=(const rows&) = delete;
    ~rows() {
        of_.run->reset();
        if (told_) told_(of_.name, clock::now() - begun_);
    }

    [[nodiscard]] bool next() { return of_.run->step(); }
    [[nodiscard]] std::int64_t changed() const { return of_.run->changed(); }

    [[nodiscard]] bool is_null(int column) const { return of_.run->is_null(column); }

    template <class T>
    [[nodiscard]] T get(int column) const {
        return cell<T>::get(*of_.run, column);
    }

    /// The record whose first column is `column`.
    template <class Record>
    [[nodiscard]] Record record(int column = 0) const {
        Record read{};
        for_each_column<Record>([&](const auto& row) {
            if (row.role == column_role::apart) return;
            auto& member = row.of(read);
            member = cell<std::remove_reference_t<decltype(member)>>::get(*of_.run, column++);
        });
        return read;
    }

private:
    using clock = std::chrono::steady_clock;

    prepared_statement& of_;
    const observer& told_;
    clock::time_point begun_;
};

template <class... Values>
[[nodiscard]] rows run(session& over, query which, const argument<Values>&... arguments) {
    prepared_statement& prepared = over.prepared(which);
    (cell<Values>::put(*prepared.run, prepared.run->parameter(arguments.name), arguments.value),
     ...);
    return rows{prepared, over.told()};
}

/// Runs a statement without rows. @return how many rows it changed
template <class... Values>
std::int64_t execute(session& over, query which, const argument<Values>&... arguments) {
    auto running = run(over, which, arguments...);
    static_cast<void>(running.next());
    return running.changed();
}

template <class Record, class... Values>
[[nodiscard]] std::optional<Record>
find_one(session& over, query which, const argument<Values>&... arguments) {
    auto found = run(over, which, arguments...);
    if (!found.next()) return std::nullopt;
    return found.template record<Record>();
}

template <class Record, class... Values>
[[nodiscard]] std::vector<Record>
find_all(session& over, query which, const argument<Values>&... arguments) {
    std::vector<Record> all;
    auto found = run(over, which, arguments...);
    while (found.next())
        all.push_back(found.template record<Record>());
    return all;
}

/// The first column of every row.
template <class T, class... Values>
[[nodiscard]] std::vector<T>
find_values(session& over, query which, const argument<Values>&... arguments) {
    std::vector<T> all;
    auto found = run(over, which, arguments...);
    while (found.next())
        all.push_back(found.template get<T>(0));
    return all;
}

namespace detail {

template <class Record, class... Stored>
[[nodiscard]] constexpr std::size_t index_in(std::type_identity<std::tuple<Stored...>>) {
    std::size_t index = 0;
    static_cast<void>(((std::is_same_v<Record, Stored> || (++index, false)) || ...));
    return index;
}

template <class Record>
inline constexpr std::size_t record_index = index_in<Record>(std::type_identity<stored_records>{});

template <class Record>
[[nodiscard]] prepared_statement& prepared(session& over, record_verb verb) {
    auto& prepared = over.place_of(record_index<Record>, verb);
    if (prepared.run) return prepared;
    const bool inserts = verb == record_verb::insert;
    prepared.name = (inserts ? "insert_" : "update_") + std::string{columns<Record>::table};
    prepared.run = over.link().prepare(inserts ? insert_text<Record>() : update_text<Record>());
    for_each_column<Record>([&](const auto& column) {
        if (column.role != column_role::kept)
            prepared.parameters.push_back(prepared.run->parameter(column.name));
    });
    return prepared;
}

template <class Record>
void write(session& over, record_verb verb, const Record& record) {
    auto& statement = prepared<Record>(over, verb);
    auto running = rows{statement, over.told()};
    auto parameter = statement.parameters.begin();
    for_each_column<Record>([&](const auto& column) {
        if (column.role == column_role::kept) return;
        auto& member = column.of(record);
        cell<std::remove_cvref_t<decltype(member)>>::put(*statement.run, *parameter++, member);
    });
    static_cast<void>(running.next());
    if (verb == record_verb::update && running.changed() != 1)
        throw store_error{store_failure::corrupt, statement.name + ": there is no such record"};
}

template <class Record>
[[nodiscard]] column_set difference(const Record& before, const Record& after) {
    column_set changed = 0;
    column_set bit = 1;
    for_each_column<Record>([&](const auto& column) {
        if (column.role == column_role::plain && !(column.of(before) == column.of(after))) changed |= bit;
        bit <<= 1U;
    });
    return changed;
}

template <class Record>
[[nodiscard]] prepared_statement& prepared_for(session& over, column_set changed) {
    auto& prepared = over.place_of(record_index<Record>, changed);
    if (prepared.run) return prepared;
    prepared.name = "change_" + std::string{columns<Record>::table};
    prepared.run = over.link().prepare(update_text<Record>(changed));
    column_set bit = 1;
    for_each_column<Record>([&](const auto& column) {
        if (column.role == column_role::key || (changed & bit) != 0)
            prepared.parameters.push_back(prepared.run->parameter(column.name));
        bit <<= 1U;
    });
    return prepared;
}

} // namespace detail

/// Adds a row; its kept counts begin at zero.
template <class Record>
void insert(session& over, const Record& record) {
    detail::write(over, record_verb::insert, record);
}

/// Writes all but the kept counts. @throws store_error corrupt when there is no such row
template <class Record>
void update(session& over, const Record& record) {
    detail::write(over, record_verb::update, record);
}

/// Writes what differs, and so leaves the indexes over all else alone; nothing when nothing does.
/// @pre `before` is what the store holds. Counts that are kept, and what is read apart, are not compared.
/// @throws store_error corrupt when there is no such row
template <class Record>
void update(session& over, const Record& before, const Record& after) {
    static_assert(std::tuple_size_v<decltype(columns<Record>::list)> <= 64);
    const auto changed = detail::difference(before, after);
    if (changed == 0) return;
    auto& statement = detail::prepared_for<Record>(over, changed);
    auto running = rows{statement, over.told()};
    auto parameter = statement.parameters.begin();
    column_set bit = 1;
    for_each_column<Record>([&](const auto& column) {
        if (column.role == column_role::key || (changed & bit) != 0) {
            auto& member = column.of(after);
            cell<std::remove_cvref_t<decltype(member)>>::put(*statement.run, *parameter++, member);
        }
        bit <<= 1U;
    });
    static_cast<void>(running.next());
    if (running.changed() != 1)
        throw store_error{store_failure::corrupt, statement.name + ": there is no such record"};
}

} // namespace circ::storage::sql
