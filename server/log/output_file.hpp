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

    /// Writes whole lines, in one call to the system if it lets us, so that they do not mix with
    /// another process's. They begin on a line of their own, also behind one that was cut.
    [[nodiscard]] bool write(std::string_view lines);

    /// Opens the file anew by its name; on failure the old one stays.
    [[nodiscard]] bool reopen();

private:
    [[nodiscard]] bool append(std::string_view bytes);

    std::string path_;
    int descriptor_;
    bool within_line_ = false; ///< a full disk has cut what stands last
};

} // namespace circ::log
