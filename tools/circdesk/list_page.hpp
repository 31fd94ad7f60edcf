#pragma once

#include "storage/reader.hpp"
#include "tools/circdesk/command.hpp"

#include <cstdint>

namespace circ::tool {

class table;
class tool;

/// The lines, or that there are none.
void print_list(tool& with, const table& shown);

/// Which part of a long list is shown: pages of a hundred lines, counted from 1.
class list_page {
public:
    [[nodiscard]] option which() { return {"--page", &number_, "which page of a hundred lines (1)"}; }
    /// @throws complaint (wrong_usage) for a page before the first
    [[nodiscard]] storage::page page() const;

    /// The lines, or that there are none; under a full page how to see the next.
    void print(tool& with, const table& shown) const;

private:
    std::int64_t number_ = 1;
};

} // namespace circ::tool
