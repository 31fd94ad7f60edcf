#include "tools/circdesk/secrets.hpp"

#include "config/pepper.hpp"
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
    std::getline(in, text);
    if (text.ends_with('\r')) text.pop_back();
    if (text.empty()) throw complaint(file + " cannot be read or is empty", not_found);
    return text;
}

std::string pepper(tool& with) {
    auto read = config::read_pepper(with.settings().pin.pepper_file);
    if (!read.mistake.empty()) throw complaint(read.mistake, not_found);
    return std::move(read.text);
}

} // namespace circ::tool
