#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>

namespace circ::protocol::sip2 {

/// A fixed row of flags, each known by its enumerator; the enumerator's number is its position.
template <class Flag, std::size_t Size>
class flag_set {
    static_assert(Size <= 16);

public:
    using flag = Flag;
    static constexpr std::size_t size = Size;

    constexpr flag_set() noexcept = default;
    constexpr flag_set(std::initializer_list<Flag> flags) noexcept {
        for (const Flag each : flags) {
            set(each);
        }
    }
    [[nodiscard]] static constexpr flag_set all() noexcept {
        flag_set every;
        every.bits_ = static_cast<std::uint16_t>((1U << Size) - 1U);
        return every;
    }

    [[nodiscard]] constexpr bool test(Flag which) const noexcept {
        return (bits_ & bit(which)) != 0;
    }
    [[nodiscard]] constexpr bool none() const noexcept { return bits_ == 0; }

    constexpr void set(Flag which) noexcept {
        bits_ = static_cast<std::uint16_t>(bits_ | bit(which));
    }
    constexpr void clear(Flag which) noexcept {
        bits_ = static_cast<std::uint16_t>(bits_ & ~bit(which));
    }

    /// What both have, as under a mask.
    friend constexpr flag_set operator&(flag_set left, flag_set right) noexcept {
        left.bits_ = static_cast<std::uint16_t>(left.bits_ & right.bits_);
        return left;
    }
    friend constexpr bool operator==(const flag_set&, const flag_set&) noexcept = default;

private:
    [[nodiscard]] static constexpr unsigned bit(Flag which) noexcept {
        return 1U << static_cast<unsigned>(which);
    }

    std::uint16_t bits_ = 0;
};

} // namespace circ::protocol::sip2
