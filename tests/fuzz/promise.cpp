#include "tests/fuzz/targets.hpp"

#include <stdexcept>

namespace circ::fuzz {

void promise(bool holds, const char* sentence) {
    if (!holds) throw std::logic_error(sentence);
}

} // namespace circ::fuzz
