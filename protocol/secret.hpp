#pragma once

#include <iosfwd>
#include <string>
#include <string_view>

namespace circ::protocol {

/// A password or PIN. It cannot be printed, compares without telling how far it matched, and
/// overwrites its memory when it goes.
class secret {
public:
    secret() = default;
    explicit secret(std::string_view text) : text_(text) {}
    secret(const secret&) = default;
    secret(secret&& other) noexcept { take(other); }
    secret& operator=(const secret& other);
    secret& operator=(secret&& other) noexcept;
    ~secret() {
        if (!empty()) wipe();
    }

    /// The clear text, for the one place that checks it or writes it to the wire.
    [[nodiscard]] std::string_view reveal() const noexcept { return text_; }
    [[nodiscard]] bool empty() const noexcept { return text_.empty(); }

    /// Takes the same time wherever the texts differ; only their lengths show.
    friend bool operator==(const secret& left, const secret& right) noexcept;

private:
    void take(secret& other) noexcept;
    void wipe() noexcept;

    std::string text_; ///< where it is empty, nothing is left behind its end either
};

std::ostream& operator<<(std::ostream&, const secret&) = delete;

} // namespace circ::protocol
