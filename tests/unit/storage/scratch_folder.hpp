#pragma once

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>

namespace circ::test {

/// A folder of its own for a test, gone with it.
class scratch_folder {
public:
    scratch_folder() {
        std::string made = (std::filesystem::temp_directory_path() / "circ_store_XXXXXX").string();
        if (::mkdtemp(made.data()) == nullptr) throw std::runtime_error("cannot make " + made);
        path_ = made;
    }
    scratch_folder(const scratch_folder&) = delete;
    scratch_folder& operator=(const scratch_folder&) = delete;
    ~scratch_folder() {
        std::error_code ignored; // a folder left behind is no reason to fail
        std::filesystem::remove_all(path_, ignored);
    }

    [[nodiscard]] std::string file(const char* name) const { return (path_ / name).string(); }

private:
    std::filesystem::path path_;
};

} // namespace circ::test
