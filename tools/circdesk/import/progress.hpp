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
    [[nodiscard]] int percent() const;
    void draw() const;

    using clock = std::chrono::steady_clock;

    std::string file_;
    std::istream& in_;
    std::streamoff size_ = 0;
    bool on_terminal_;
    std::uint64_t records_ = 0;
    clock::time_point next_;
};

} // namespace circ::tool
