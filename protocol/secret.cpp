#include "protocol/secret.hpp"

#include <cstddef>
#include <cstring>

namespace circ::protocol {

secret& secret::operator=(const secret& other) {
    if (this != &other) {
        secret copy(other);
        text_.swap(copy.text_);
    }
    return *this;
}

secret& secret::operator=(secret&& other) noexcept {
    if (this != &other) {
        wipe();
        text_.swap(other.text_);
    }
    return *this;
}

bool operator==(const secret& left, const secret& right) noexcept {
    if (left.text_.size() != right.text_.size()) {
        return false;
    }
    unsigned difference = 0;
    for (std::size_t i = 0; i < left.text_.size(); ++i) {
        difference |= static_cast<unsigned>(left.text_[i] ^ right.text_[i]);
    }
    return difference == 0;
}

void secret::wipe() noexcept {
    // A compiler may drop a plain write that nobody reads. The capacity and not the size: a swap of
    // short texts leaves bytes behind the end.
    text_.resize(text_.capacity());
    explicit_bzero(text_.data(), text_.size());
    text_.clear();
}

} // namespace circ::protocol
