#pragma once

#include <chrono>
#include <cstdint>
#include <istream>
#include <string>

namespace circ::tool {

/// Shows on standard error how far a file has been read: a bar on a terminal, else a line now and
/// then, so that a log stays readable.
class progress {
public:
    /// @param in is where the file is read from, and outlives this
    progress(std::string file, std::istream& in);
    progress(const progress&) = delete;
    progress& operator=(const progress&) = delete;
    ~progress(); ///< takes the bar away

    void one_more();

private:
    void draw() const;

    using clock = std::chrono::steady_clock;

    std::string file_;
    std::istream& in_;
    std::streamoff size_ = 0;
    bool on_terminal_;
    std::uint64_t records_ = 0;
    clock::time_point next_;
};

// Its parts.

/// How far the file is read; 0 where that cannot be known, as of a pipe.
[[nodiscard]] int percent_read(std::istream& in, std::streamoff size);
/// For a terminal, in one line: "[######....] 20 % 17 records of books.mrc"
[[nodiscard]] std::string progress_bar(const std::string& file, std::uint64_t records, int percent);
/// For a log: "books.mrc: 17 records, 20 %"
[[nodiscard]] std::string progress_line(const std::string& file, std::uint64_t records, int percent);

} // namespace circ::tool
