#include "tests/bench/bare_import.hpp"

#include "tests/bench/bare_connection.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <fstream>

namespace circ::bench {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t records_per_commit = 100; ///< those of the importer

/// What every title of the files has.
constexpr std::array usual_words{"being", "a", "part", "of", "title", "that", "has", "another", "some"};

void begin_anew(const fs::path& database) {
    for (const char* end : {"", "-wal", "-shm"}) fs::remove(database.string() + end);
}

/// Calls `add` for each record, so many to a commit. @return records a second
template <class Add>
double in_batches(bare_connection& db, std::size_t records, Add add) {
    const auto begin = std::chrono::steady_clock::now();
    for (std::size_t done = 0; done < records;) {
        db.execute("BEGIN IMMEDIATE");
        for (const auto end = std::min(records, done + records_per_commit); done < end; ++done) add(done);
        db.execute("COMMIT");
        db.checkpoint_when_long();
    }
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    db.checkpoint();
    return static_cast<double>(records) / took.count();
}

} // namespace

double bare_catalogue(const fs::path& database, const arriving_files& of) {
    begin_anew(database);
    bare_connection db(database.string());
    db.execute("CREATE TABLE title (id INTEGER PRIMARY KEY, number TEXT UNIQUE, text TEXT, marc TEXT);"
               "CREATE TABLE title_word (word TEXT, title INTEGER, PRIMARY KEY (word, title)) WITHOUT ROWID;"
               "CREATE TABLE item (id INTEGER PRIMARY KEY, barcode TEXT UNIQUE, call_number TEXT, text TEXT, title INTEGER);"
               "CREATE INDEX item_by_title ON item (title, id);"
               "CREATE INDEX item_by_call_number ON item (call_number, id)");
    const auto title = db.prepare("INSERT INTO title VALUES (?1, ?2, ?3, ?4)");
    const auto word = db.prepare("INSERT OR IGNORE INTO title_word VALUES (?2, ?1)");
    const auto item = db.prepare("INSERT INTO item VALUES (?1, ?2, ?3, ?4, ?1 / 2)");
    const std::string marc(fs::file_size(of.marc()) / of.titles(), 'm');
    const std::string rest(100, 'r'); // branch, location, type, price and so on
    std::size_t items = 0;
    const double titles_a_second = in_batches(db, of.titles(), [&](std::size_t i) {
        const auto id = static_cast<sqlite3_int64>(i);
        const auto words = arriving_files::words_of(i);
        const std::string number = fmt::format("rec{:08}", i);
        const std::string text = fmt::format("{}", fmt::join(words, " "));
        db.insert(title, id, {number, text, marc});
        for (const auto& each : words) db.insert(word, id, {each});
        for (const auto* each : usual_words) db.insert(word, id, {each});
        db.insert(word, id, {arriving_files::isbn(i)});
        for (std::size_t n = 0; n <= i % 3 && items < of.items(); ++n, ++items)
            db.insert(item, static_cast<sqlite3_int64>(items),
                      {arriving_files::barcode(items), arriving_files::call_number(items), rest});
    });
    return titles_a_second * static_cast<double>(items) / static_cast<double>(of.titles());
}

double bare_patrons(const fs::path& database, const arriving_files& of) {
    begin_anew(database);
    bare_connection db(database.string());
    db.execute("CREATE TABLE patron (id INTEGER PRIMARY KEY, text TEXT);"
               "CREATE TABLE card (id INTEGER PRIMARY KEY, number TEXT UNIQUE);"
               "CREATE TABLE patron_word (word TEXT, patron INTEGER, PRIMARY KEY (word, patron)) WITHOUT ROWID");
    const auto patron = db.prepare("INSERT INTO patron VALUES (?1, ?2)");
    const auto card = db.prepare("INSERT INTO card VALUES (?1, ?2)");
    const auto word = db.prepare("INSERT OR IGNORE INTO patron_word VALUES (?2, ?1)");
    const std::string text(fs::file_size(of.patrons()) / of.patron_count(), 'p');
    return in_batches(db, of.patron_count(), [&](std::size_t i) {
        const auto id = static_cast<sqlite3_int64>(i);
        const auto words = arriving_files::words_of(i);
        db.insert(patron, id, {text});
        db.insert(card, id, {arriving_files::card(i)});
        for (std::size_t n = 0; n < 2; ++n) db.insert(word, id, {words[n]});
    });
}

} // namespace circ::bench
