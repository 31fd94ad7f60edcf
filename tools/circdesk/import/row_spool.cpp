#include "tools/circdesk/import/row_spool.hpp"

#include "tools/circdesk/tool.hpp"

#include <cerrno>
#include <string>
#include <system_error>

namespace circ::tool {
namespace {

[[noreturn]] void fail() {
    throw complaint("rows cannot be put aside in " P_tmpdir ": " +
                        std::generic_category().message(errno),
                    unavailable);
}

void put(std::FILE* to, const void* bytes, std::size_t count) {
    if (std::fwrite(bytes, 1, count, to) != count) fail();
}
void put(std::FILE* to, std::uint64_t number) {
    put(to, &number, sizeof number);
}

/// @return false at the end of the file
bool take(std::FILE* from, void* bytes, std::size_t count) {
    if (std::fread(bytes, 1, count, from) == count) return true;
    if (std::ferror(from) != 0) fail();
    return false;
}

std::uint64_t number_in(std::FILE* from) {
    std::uint64_t number = 0;
    static_cast<void>(take(from, &number, sizeof number));
    return number;
}

} // namespace

row_spool::row_spool() : file_(std::tmpfile()) {
    if (!file_) fail();
}

void row_spool::keep(const protocol::csv::row& row) {
    put(file_.get(), row.line);
    put(file_.get(), row.values.size());
    for (const auto& each : row.values) {
        put(file_.get(), each.size());
        put(file_.get(), each.data(), each.size());
    }
}

void row_spool::read_from_the_first() {
    if (std::fseek(file_.get(), 0, SEEK_SET) != 0) fail(); // writes what is still in its buffer
}

std::optional<protocol::csv::row> row_spool::next() {
    protocol::csv::row made;
    if (!take(file_.get(), &made.line, sizeof made.line)) return std::nullopt;
    made.values.resize(number_in(file_.get()));
    for (auto& each : made.values) {
        each.resize(number_in(file_.get()));
        static_cast<void>(take(file_.get(), each.data(), each.size()));
    }
    return made;
}

} // namespace circ::tool
