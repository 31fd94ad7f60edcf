#pragma once

#include <sqlite3.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace circ::bench {

/// SQLite with nothing around it, as the server opens it: its cache, its synchronous commits, and
/// its longest log. @throws std::runtime_error with SQLite's sentence, from every function
class bare_connection {
public:
    explicit bare_connection(const std::string& file);
    ~bare_connection();
    bare_connection(const bare_connection&) = delete;
    bare_connection& operator=(const bare_connection&) = delete;

    void execute(const char* sql);
    [[nodiscard]] bool is_empty();
    /// @return its number, for run()
    [[nodiscard]] std::size_t prepare(const char* sql);
    void run(std::size_t which, sqlite3_int64 a, sqlite3_int64 b = 0);
    /// A number, and then texts that outlive the call.
    void insert(std::size_t which, sqlite3_int64 id, const std::vector<std::string_view>& texts);

    /// As the server does when its log has grown long.
    void checkpoint_when_long();
    void checkpoint() { execute("PRAGMA wal_checkpoint(PASSIVE)"); }

private:
    void step_to_the_end(sqlite3_stmt* what);
    static int committed(void* self, sqlite3*, const char*, int pages);

    sqlite3* db_ = nullptr;
    int logged_pages_ = 0;
    std::vector<sqlite3_stmt*> statements_;
};

} // namespace circ::bench
