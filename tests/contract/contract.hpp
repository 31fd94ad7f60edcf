#pragma once

#include "tests/contract/small_library.hpp"

#include "storage/sql/columns.hpp"
#include "storage/store_error.hpp"

#include <gtest/gtest.h>

namespace circ::test {

/// A store with a small library in it, over each engine in turn.
class store_contract : public testing::TestWithParam<engine> {
protected:
    fresh_store store{GetParam()};
    small_library library = add_small_library(store);

    /// The kind of failure of a unit of work.
    [[nodiscard]] std::optional<storage::store_failure>
    failure_of(const std::function<void(storage::unit_of_work&)>& work) {
        try {
            store.write(work);
        } catch (const storage::store_error& failed) {
            return failed.failure();
        }
        return std::nullopt;
    }

    [[nodiscard]] storage::patron stored_patron() {
        return store.ask([&](auto& in) { return in.find_patron(library.patron.id); }).value();
    }
};

/// Compares column by column, so that a failure names the one that differs.
template <class Record>
void expect_same(const Record& stored, const Record& written) {
    storage::sql::for_each_column<Record>([&](const auto& column) {
        if (column.role == storage::sql::column_role::apart ||
            column.role == storage::sql::column_role::kept)
            return;
        EXPECT_TRUE(column.of(stored) == column.of(written)) << column.name;
    });
}

inline constexpr auto engine_name = [](const testing::TestParamInfo<engine>& of) {
    return of.param.name;
};

} // namespace circ::test
