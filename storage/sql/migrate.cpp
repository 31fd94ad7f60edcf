#include "storage/sql/migrate.hpp"

#include "storage/fold.hpp"
#include "storage/sql/embedded_schema.hpp"
#include "storage/sql/row_mapping.hpp"
#include "storage/store_error.hpp"

#include <sys/random.h>

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace circ::storage::sql {
namespace {

constexpr std::string_view key_name = "digest_key";
using key_bytes = std::array<std::uint8_t, 32>;

/// FNV-1a: it has to notice an edited script, not an attacker.
[[nodiscard]] std::int64_t checksum_of(std::string_view text) {
    std::uint64_t sum = 0xcbf29ce484222325U;
    for (const char byte : text) {
        sum ^= static_cast<unsigned char>(byte);
        sum *= 0x100000001b3U;
    }
    return static_cast<std::int64_t>(sum);
}

/// A writing transaction that is undone unless it was committed.
class transaction {
public:
    explicit transaction(connection& over) : over_(over) { over_.begin(access::writing); }
    transaction(const transaction&) = delete;
    transaction& operator=(const transaction&) = delete;
    ~transaction() { over_.rollback(); }

    void commit() { over_.commit(); }

private:
    connection& over_;
};

/// @return how many of the scripts are applied
std::size_t count_applied(session& store, std::span<const named_sql> scripts) {
    if (!store.link().has_table("schema_migration")) return 0;
    std::size_t applied = 0;
    for (auto found = run(store, query::applied_migrations); found.next(); ++applied) {
        const auto name = found.get<std::string>(0);
        if (applied == scripts.size())
            throw store_error{
                store_failure::unavailable,
                "the store was made by a newer version of Circdesk: it has the migration " + name +
                    ", which this version does not know"};
        if (name != scripts[applied].name)
            throw store_error{store_failure::corrupt,
                              "the store has the migration " + name + " where this version has " +
                                  std::string{scripts[applied].name}};
        if (found.get<std::int64_t>(1) != checksum_of(scripts[applied].text))
            throw store_error{store_failure::corrupt,
                              "the migration " + name +
                                  " of the store is not the one this version has under that name"};
    }
    return applied;
}

/// The words of readers who were there before there were words of readers.
void fold_names(session& store) {
    constexpr int most = 1'000;
    for (patron_id last;;) { // bound as a number: an id of zero is NULL
        std::vector<patron> some;
        for (auto found = run(store, query::patrons_to_fold, with("after", last.value), with("most", most)); found.next();) {
            patron& who = some.emplace_back();
            who.id = found.get<patron_id>(0);
            who.given_name = found.get<std::string>(1);
            who.family_name = found.get<std::string>(2);
        }
        for (const auto& who : some)
            for (const auto& word : search_words_of(who))
                static_cast<void>(execute(store, query::add_patron_word, with("word", word), with("patron", who.id)));
        if (static_cast<int>(some.size()) < most) return;
        last = some.back().id;
    }
}

/// What a script leaves to be done by code, in its own transaction.
struct completion {
    std::string_view script;
    void (*run)(session& store);
};
constexpr completion completions[] = {{"0018_verbs", fold_names}};

void apply(session& store, const named_sql& script, std::int64_t number, instant now) {
    store.link().execute(script.text);
    for (const auto& each : completions)
        if (each.script == script.name) each.run(store);
    static_cast<void>(execute(store,
                              query::add_migration,
                              with("number", number),
                              with("name", script.name),
                              with("checksum", checksum_of(script.text)),
                              with("applied_at", now)));
}

[[nodiscard]] key_bytes random_key() {
    key_bytes key{};
    if (::getrandom(key.data(), key.size(), 0) != static_cast<ssize_t>(key.size()))
        throw store_error{store_failure::unavailable,
                          "the system gave no random bytes for the key of the store"};
    return key;
}

[[nodiscard]] bool has_key(session& store) {
    auto found = run(store, query::find_setting, with("key", key_name));
    return found.next();
}

void require_key(session& store) {
    transaction writing{store.link()};
    if (has_key(store)) return;
    static_cast<void>(
        execute(store, query::add_setting, with("key", key_name), with("value", random_key())));
    writing.commit();
}

} // namespace

void migrate(session& store, instant now) {
    migrate(store, now, embedded_schema);
}

void migrate(session& store, instant now, std::span<const named_sql> scripts) {
    for (;;) {
        transaction writing{store.link()};
        const auto applied = count_applied(store, scripts);
        if (applied == scripts.size()) break;
        apply(store, scripts[applied], static_cast<std::int64_t>(applied) + 1, now);
        writing.commit();
    }
    require_key(store);
}

std::size_t schema_version(session& store) {
    return count_applied(store, embedded_schema);
}

void require_current_schema(session& store) {
    const auto applied = schema_version(store);
    if (applied == 0)
        throw store_error{store_failure::unavailable, "there is no store of Circdesk yet"};
    if (applied < embedded_schema.size())
        throw store_error{store_failure::unavailable,
                          "the store is of an older version: it lacks the migration " +
                              std::string{embedded_schema[applied].name}};
}

std::string digest_key(session& store) {
    auto found = run(store, query::find_setting, with("key", key_name));
    if (!found.next())
        throw store_error{store_failure::corrupt, "the store has no key for its digests"};
    const auto key = found.get<key_bytes>(0);
    return {key.begin(), key.end()};
}

} // namespace circ::storage::sql
