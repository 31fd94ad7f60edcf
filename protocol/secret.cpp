#include "protocol/secret.hpp"

#include <cstddef>
#include <cstring>

namespace circ::protocol {

secret& secret::operator=(const secret& other) {
    if (this != &other) *this = secret(other);
    return *this;
}

secret& secret::operator=(secret&& other) noexcept {
    if (this != &other) {
        if (!empty()) wipe();
        take(other);
    }
    return *this;
}

/// @pre this one is empty
void secret::take(secret& other) noexcept {
    if (other.empty()) return;
    // A swap leaves a text of a few letters where it was, behind the end; a long one changes hands whole.
    if (other.text_.size() <= text_.capacity())
        text_.assign(other.text_); // there is room: it throws nothing
    else
        text_.swap(other.text_);
    other.wipe();
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
    // A compiler may drop a plain write that nobody reads. The capacity and not the size: bytes may lie
    // behind the end.
    text_.resize(text_.capacity());
    explicit_bzero(text_.data(), text_.size());
    text_.clear();
}

} // namespace circ::protocol
