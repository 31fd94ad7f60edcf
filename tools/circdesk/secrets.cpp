#include "tools/circdesk/secrets.hpp"

#include "tools/circdesk/tool.hpp"

#include <fstream>
#include <random>
#include <string_view>

namespace circ::tool {

std::string make_password() {
    constexpr std::string_view letters = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    std::random_device source; // the kernel's generator on Linux
    std::uniform_int_distribution<std::size_t> any(0, letters.size() - 1);
    std::string made;
    while (made.size() < 16) made += letters[any(source)];
    return made;
}

std::string read_secret_file(const std::string& file) {
    std::ifstream in(file);
    std::string text;
    if (!std::getline(in, text) || text.empty()) throw complaint(file + " cannot be read or is empty", not_found);
    return text;
}

std::string pepper(tool& with) {
    const auto& file = with.settings().pin.pepper_file;
    return file.empty() ? std::string() : read_secret_file(file);
}

} // namespace circ::tool
