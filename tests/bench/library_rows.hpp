#pragma once

#include "storage/records/inventory.hpp"
#include "storage/records/people.hpp"
#include "storage/sql/session.hpp"
#include "storage/unit_of_work.hpp"
#include "tests/bench/library.hpp"

#include <functional>
#include <string>

namespace circ::bench {

/// Writes the records of a made library straight through the statements of the store, thousands to a
/// transaction. Titles get no search words: no device asks for them.
class library_rows {
public:
    static constexpr const char* terminal_password = "secret-of-the-bench";

    /// @param store path of an empty store of the present schema
    explicit library_rows(const std::string& store);
    void write(const made_library& of);

private:
    using one_more = std::function<void(storage::unit_of_work&, std::size_t)>;
    void in_batches(std::size_t count, const char* what, const one_more& add);

    void add_frame(std::size_t terminals);
    storage::item add_item(storage::unit_of_work& unit, std::string barcode, std::string title);
    storage::patron_id add_patron(storage::unit_of_work& unit, std::string card, std::string verifier);

    void add_busy_reader(storage::unit_of_work& unit, storage::patron_id who, std::size_t number);
    void add_taken_items(storage::unit_of_work& unit, storage::patron_id who, std::size_t first, std::size_t count);
    storage::item add_taken_item(storage::unit_of_work& unit, std::size_t number);

    storage::sql::session over_;
    storage::instant now_;
    storage::institution_id institution_;
    storage::branch_id branch_;
    std::string usual_verifier_;
};

} // namespace circ::bench
