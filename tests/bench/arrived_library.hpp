#pragma once

#include "tests/bench/arriving_files.hpp"
#include "tests/bench/measured.hpp"
#include "tests/bench/options.hpp"
#include "tests/bench/tool_process.hpp"

#include <cstddef>
#include <filesystem>
#include <string_view>

namespace circ::bench {

/// The files of the library that moves in. Makes them, unless they are there already.
[[nodiscard]] arriving_files files_arriving(const options& how);

// What the tool does over a data directory, whether a daemon runs there or not.
// @throws std::runtime_error when a record did not go in

/// The branches that the files name.
void add_their_branches(const std::filesystem::path& data_dir);
/// MARC with items.
[[nodiscard]] tool_run bring_in_catalogue(const std::filesystem::path& data_dir, const arriving_files& files);
[[nodiscard]] tool_run bring_in_patrons(const std::filesystem::path& data_dir, const arriving_files& files);

[[nodiscard]] double per_second(std::size_t records, const tool_run& of);
/// Whether an import has told of as many records of a kind as there are.
/// @param kind, column of the table that it prints: `items`, `new`
[[nodiscard]] measured counted(const tool_run& of, std::string_view kind, std::string_view column, std::size_t expected);

/// What bringing in each of the files came to.
struct arrival {
    tool_run marc;
    tool_run patrons;
    tool_run loans;
    tool_run holds;
    tool_run fees;
};

/// A library that moves in: the files of another system, brought in with the tool.
class arrived_library {
public:
    /// Makes its files, unless they are there already.
    explicit arrived_library(const options& how);

    /// Brings all of them in, into an empty store. @throws std::runtime_error when a record did not go in
    [[nodiscard]] arrival arrive() const;

    [[nodiscard]] bool has_arrived() const;

    [[nodiscard]] const std::filesystem::path& data_dir() const noexcept { return data_dir_; }
    [[nodiscard]] std::filesystem::path store() const { return data_dir_ / "circdesk.sqlite"; }
    [[nodiscard]] const arriving_files& files() const noexcept { return files_; }

    static constexpr const char* institution = "BENCH";

private:
    [[nodiscard]] std::filesystem::path is_whole() const { return data_dir_ / "is-whole"; }

    arriving_files files_;
    std::filesystem::path data_dir_;
};

/// The one that has moved in before; it does now where there is none.
[[nodiscard]] arrived_library library_that_has_arrived(const options& how);

} // namespace circ::bench
