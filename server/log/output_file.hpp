#pragma once

#include <string>
#include <string_view>

namespace circ::log {

/// The file that lines are appended to, or standard output. Not thread-safe.
class output_file {
public:
    /// @param path empty for standard output
    /// @throws std::runtime_error when it cannot be opened
    explicit output_file(std::string path);
    ~output_file();
    output_file(const output_file&) = delete;
    output_file& operator=(const output_file&) = delete;

    /// Writes all bytes, in one call to the system if it lets us, so that lines do not mix with
    /// another process's.
    [[nodiscard]] bool write(std::string_view bytes);

    /// Opens the file anew by its name; on failure the old one stays.
    [[nodiscard]] bool reopen();

private:
    std::string path_;
    int descriptor_;
};

} // namespace circ::log
