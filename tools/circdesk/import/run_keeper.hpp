#pragma once

#include "storage/records/imports.hpp"
#include "storage/row_text.hpp"
#include "storage/store.hpp"
#include "tools/circdesk/import/report.hpp"

#include <cstdint>
#include <string>

namespace circ::tool {

/// An import as the store knows it: its number, how far it came, and what it did to each record.
///
/// How far it came is written in the unit of work of what came in: after a crash a batch is whole
/// and counted, or not there.
class run_keeper {
public:
    /// Begins a new run, durable when this returns. @throws storage::store_error
    run_keeper(storage::store& into, storage::import_run begun);
    /// Goes on with a run: what it has dealt with is read, and passed over.
    [[nodiscard]] static run_keeper resumed(storage::store& into, storage::import_run run) {
        return {into, std::move(run), 0};
    }
    /// Goes on with a run of which each record is needed once more: what it did stays counted, what
    /// it found is found again.
    /// @throws storage::store_error
    [[nodiscard]] static run_keeper from_the_first(storage::store& into, storage::import_run run);

    [[nodiscard]] const storage::import_run& run() const noexcept { return run_; }

    /// Called for each record of the file, in its order.
    /// @return whether it is still to be brought in
    [[nodiscard]] bool take_next() noexcept { return ++read_ > run_.position; }

    // Marks, in the unit of work of the change
    template <class Record>
    void added(storage::unit_of_work& unit, storage::imported_kind kind, const Record& made) const {
        unit.add(mark(kind, made.id.value, row_text(made), {}));
    }
    template <class Record>
    void changed(storage::unit_of_work& unit,
                 storage::imported_kind kind,
                 const Record& before,
                 const Record& after) const {
        unit.add(mark(kind, after.id.value, row_text(after), row_text(before)));
    }

    /// Writes how far the run is, with this unit's own counts and rejects. @param before all counts
    /// of the report until now
    void keep(storage::unit_of_work& unit, const tally& before, const tally& of_unit);
    void kept(const tally& all); ///< it is durable
    /// What was read again and passed over is counted already.
    void forget_counts(const tally& all) { counted_ = totals_of(all); }

    /// The file is read to its end. @throws storage::store_error
    void finish(const tally& all, storage::instant now);

private:
    struct totals {
        std::int64_t added = 0;
        std::int64_t updated = 0;
        std::int64_t unchanged = 0;
        std::int64_t rejected = 0;
    };

    run_keeper(storage::store& into, storage::import_run run, std::int64_t read)
        : into_(&into), run_(std::move(run)), read_(read) {}

    void keep_rejects(storage::unit_of_work& unit, const tally& of_unit) const;
    [[nodiscard]] static totals totals_of(const tally& all);
    [[nodiscard]] storage::import_run advanced(const totals& to) const;
    [[nodiscard]] storage::import_mark mark(storage::imported_kind kind,
                                            std::int64_t record,
                                            const std::string& after,
                                            std::string before) const;

    storage::store* into_;
    storage::import_run run_;
    storage::import_run next_; ///< as it is once the unit that writes it is durable
    std::int64_t read_ = 0;
    totals counted_;
};

} // namespace circ::tool
