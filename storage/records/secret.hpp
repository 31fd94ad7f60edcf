#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace circ::storage {

/// A PIN or password on its way to being proved: cannot be printed, compared or logged by mistake,
/// and is wiped when it goes.
class secret {
public:
    secret() = default;
    explicit secret(std::string text) : text_(std::move(text)) {}
    secret(const secret&) = default;
    secret& operator=(const secret&) = default;
    secret(secret&& other) noexcept : text_(std::move(other.text_)) { other.wipe(); }
    secret& operator=(secret&& other) noexcept {
        text_.swap(other.text_);
        return *this;
    }
    ~secret() { wipe(); }

    [[nodiscard]] std::string_view reveal() const noexcept { return text_; }
    [[nodiscard]] bool empty() const noexcept { return text_.empty(); }

private:
    void wipe() noexcept {
        // The capacity and not the size: a short text that was moved away is still behind the end.
        text_.resize(text_.capacity());
        // Through volatile, else the compiler may leave out what nobody reads again.
        volatile char* byte = text_.data();
        for (std::size_t i = 0; i < text_.size(); ++i) byte[i] = 0;
        text_.clear();
    }

    std::string text_;
};

} // namespace circ::storage
