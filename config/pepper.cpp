#include "config/pepper.hpp"

#include <fstream>
#include <iterator>

namespace circ::config {

pepper read_pepper(const std::string& file) {
    pepper made;
    if (file.empty()) return made;
    std::ifstream in(file, std::ios::binary);
    made.text.assign(std::istreambuf_iterator<char>(in), {});
    made.text.erase(made.text.find_last_not_of("\r\n") + 1); // as editors end a line
    const char* wrong = nullptr;
    if (made.text.empty()) wrong = " cannot be read or is empty; make it readable for the daemon";
    if (made.text.find_first_of("\r\n") != std::string::npos) wrong = " has several lines; a pepper is one";
    if (wrong != nullptr) made.mistake.append("pin.pepper_file: ").append(file).append(wrong);
    return made;
}

} // namespace circ::config
