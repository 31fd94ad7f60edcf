#include "config/pepper.hpp"

#include "config/read_file.hpp"

#include <utility>

namespace circ::config {

namespace {

/// @return empty: it is a pepper
std::string objection_to(const file_text& what) {
    if (!what.why_not.empty()) return complaint_about(what);
    if (what.text.empty()) return "is empty; write the secret into it, as one line";
    if (what.text.find_first_of("\r\n") != std::string::npos) return "has several lines; a pepper is one";
    return {};
}

} // namespace

pepper read_pepper(const std::string& file) {
    pepper made;
    if (file.empty()) return made;
    auto read = read_file(file);
    read.text.erase(read.text.find_last_not_of("\r\n") + 1); // as editors end a line
    if (const auto wrong = objection_to(read); !wrong.empty())
        made.mistake.append("pin.pepper_file: ").append(file).append(" ").append(wrong);
    made.text = std::move(read.text);
    return made;
}

} // namespace circ::config
