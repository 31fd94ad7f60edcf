#pragma once

#include "server/circulation/stocktaking.hpp"

#include <fstream>
#include <string>
#include <vector>

namespace circ::tool {

/// What a count has settled, a line of JSON each: with it `count undo` puts back what nobody has
/// touched since. One that is there is gone on with, since a commit that was cut short goes on too.
class undo_file {
public:
    /// @throws complaint when it cannot be written, or something else stands in it
    explicit undo_file(std::string path);

    /// The lines are with the system when this returns. @throws complaint
    void add(const std::vector<circulation::settled>& some);

private:
    std::string path_;
    std::ofstream to_;
};

/// @throws complaint naming file and line
[[nodiscard]] std::vector<circulation::settled> read_undo_file(const std::string& path);

} // namespace circ::tool
