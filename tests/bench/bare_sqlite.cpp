#include "tests/bench/bare_sqlite.hpp"

#include "tests/bench/bare_connection.hpp"

#include <random>
#include <vector>

namespace circ::bench {
namespace {

using clock = std::chrono::steady_clock;

void fill(bare_connection& into, std::size_t rows) {
    into.execute("BEGIN;"
                 "CREATE TABLE item (id INTEGER PRIMARY KEY, barcode INTEGER UNIQUE, state INTEGER, text TEXT);"
                 "CREATE TABLE patron (id INTEGER PRIMARY KEY, card INTEGER UNIQUE, text TEXT);"
                 "CREATE TABLE loan (id INTEGER PRIMARY KEY, item INTEGER, patron INTEGER);"
                 "CREATE INDEX loan_item ON loan (item);"
                 "CREATE TABLE event (id INTEGER PRIMARY KEY, item INTEGER, at INTEGER);"
                 "CREATE INDEX event_item ON event (item)");
    const auto item = into.prepare("INSERT INTO item VALUES (?1, ?1, 0, 'a title of some length, and its author')");
    const auto patron = into.prepare("INSERT INTO patron VALUES (?1, ?1, 'a name and an address')");
    for (std::size_t i = 1; i <= rows; ++i) {
        into.run(item, static_cast<sqlite3_int64>(i));
        if (i % 10 == 0) into.run(patron, static_cast<sqlite3_int64>(i));
    }
    into.execute("COMMIT");
    into.checkpoint();
}

} // namespace

measured bare_sqlite(const std::filesystem::path& file, std::size_t rows, std::size_t group,
                     std::chrono::milliseconds span) {
    bare_connection db(file.string());
    if (db.is_empty()) fill(db, rows);
    const auto find_item = db.prepare("SELECT id, state, text FROM item WHERE barcode = ?1");
    const auto find_patron = db.prepare("SELECT id, text FROM patron WHERE card = ?1");
    const auto find_loan = db.prepare("SELECT id FROM loan WHERE item = ?1");
    const auto add_loan = db.prepare("INSERT INTO loan (item, patron) VALUES (?1, ?2)");
    const auto add_event = db.prepare("INSERT INTO event (item, at) VALUES (?1, ?2)");
    const auto change_item = db.prepare("UPDATE item SET state = state + 1 WHERE id = ?1");

    std::minstd_rand random(7);
    std::uniform_int_distribution<sqlite3_int64> any(1, static_cast<sqlite3_int64>(rows));
    std::vector<micros> latencies;
    measured result;
    const auto begin = clock::now();
    while (clock::now() < begin + span) {
        const auto group_began = clock::now();
        db.execute("BEGIN IMMEDIATE");
        for (std::size_t i = 0; i < group; ++i) {
            const auto item = any(random);
            const auto patron = any(random) / 10 * 10;
            db.run(find_item, item);
            db.run(find_patron, patron);
            db.run(find_loan, item);
            db.run(add_loan, item, patron);
            db.run(add_event, item, patron);
            db.run(change_item, item);
        }
        db.execute("COMMIT");
        db.checkpoint_when_long();
        latencies.emplace_back(clock::now() - group_began);
        result.answers += group;
    }
    const std::chrono::duration<double> took = clock::now() - begin;
    db.checkpoint();
    result.per_second = static_cast<double>(result.answers) / took.count();
    result.set_latencies(latencies);
    return result;
}

} // namespace circ::bench
