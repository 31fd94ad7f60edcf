#pragma once

#include "tests/bench/arriving_files.hpp"
#include "tests/bench/options.hpp"
#include "tests/bench/tool_process.hpp"

#include <filesystem>

namespace circ::bench {

/// What bringing in each of the files came to.
struct arrival {
    tool_run marc;
    tool_run patrons;
    tool_run loans;
    tool_run holds;
    tool_run fees;
};

/// A library that has moved in: the files of another system, brought in with the tool.
class arrived_library {
public:
    /// Takes the one that is there, or makes it.
    explicit arrived_library(const options& how);

    /// Makes it anew. @throws std::runtime_error when a record did not go in
    [[nodiscard]] arrival arrive() const;

    [[nodiscard]] const std::filesystem::path& data_dir() const noexcept { return data_dir_; }
    [[nodiscard]] std::filesystem::path store() const { return data_dir_ / "circdesk.sqlite"; }
    [[nodiscard]] const arriving_files& files() const noexcept { return files_; }

    static constexpr const char* institution = "BENCH";

private:
    [[nodiscard]] std::filesystem::path is_whole() const { return data_dir_ / "is-whole"; }

    arriving_files files_;
    std::filesystem::path data_dir_;
};

/// Where the files of a library of that size are, made when they are not there.
[[nodiscard]] arriving_files arriving_files_of(const options& how);

} // namespace circ::bench
