#pragma once

#include "protocol/ncip/any_message.hpp"
#include "protocol/ncip/xml.hpp"

#include <functional>
#include <random>

namespace circ::protocol::ncip::test {

/// Puts something into every element that a choice lets stand.
class filling {
public:
    /// @param alternative which element of each choice, counted round
    explicit filling(std::size_t alternative) : alternative_(alternative) {}

    /// Leaves out this and that.
    filling(std::size_t alternative, std::mt19937& random)
        : alternative_(alternative), random_(&random) {}

    [[nodiscard]] any_message fill(const message_table& table, beside which);

private:
    void fill(const structure_table& table, void* structure, beside which);
    void fill(const element_row& row, void* member);
    [[nodiscard]] bool excludes_others(const element_row& row) const;
    [[nodiscard]] bool is_chosen(const structure_table& table, const element_row& row) const;
    [[nodiscard]] xml::element content_for(const element_row& row);
    [[nodiscard]] bool is_left_out() { return random_ != nullptr && (*random_)() % 2 == 0; }

    std::size_t alternative_;
    std::mt19937* random_ = nullptr;
    unsigned count_ = 0;
};

} // namespace circ::protocol::ncip::test
