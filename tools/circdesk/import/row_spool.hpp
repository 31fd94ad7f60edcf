#pragma once

#include "protocol/csv/reader.hpp"

#include <cstdio>
#include <memory>
#include <optional>

namespace circ::tool {

/// Rows of a table put aside until the others are in, however many: they lie in a file without a
/// name, which is gone with this.
class row_spool {
public:
    row_spool(); ///< @throws complaint when there can be no such file

    /// @pre `row` has no fault. @throws complaint when the disk is full
    void keep(const protocol::csv::row& row);

    void read_from_the_first();
    /// @return the next of those kept, with its line; nothing behind the last
    [[nodiscard]] std::optional<protocol::csv::row> next();

private:
    struct close {
        void operator()(std::FILE* file) const noexcept { static_cast<void>(std::fclose(file)); }
    };
    std::unique_ptr<std::FILE, close> file_;
};

} // namespace circ::tool
