#pragma once

#include <string>

namespace circ::net::test {

/// A name whose address the system searches for until it is let go, and does not find then. One at a time.
class hanging_name {
public:
    hanging_name();
    ~hanging_name();
    hanging_name(const hanging_name&) = delete;
    hanging_name& operator=(const hanging_name&) = delete;

    [[nodiscard]] std::string url() const;
    void let_go();
    /// How many were begun.
    [[nodiscard]] int searches() const;
};

} // namespace circ::net::test
