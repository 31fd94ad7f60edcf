#pragma once

#include "protocol/ncip/table.hpp"

#include <any>
#include <span>
#include <utility>

namespace circ::protocol::ncip {

/// One of all messages, without the headers of all messages: who handles a few of them includes
/// those. Empty when it was made by nothing.
class any_message {
public:
    any_message() = default;

    template <message_body M>
    any_message(M message) // NOLINT(google-explicit-constructor): as a variant's
        : value_(std::move(message)), table_(&message_table_of<M>()) {}

    /// An empty message of the kind that a table is about.
    explicit any_message(const message_table& table) : value_(table.make()), table_(&table) {}

    [[nodiscard]] bool empty() const noexcept { return table_ == nullptr; }
    /// @return nullptr when empty
    [[nodiscard]] const message_table* table() const noexcept { return table_; }

    template <message_body M>
    [[nodiscard]] bool is() const noexcept {
        return table_ == &message_table_of<M>();
    }
    /// @return nullptr when it is another message
    template <message_body M>
    [[nodiscard]] const M* get_if() const noexcept {
        return std::any_cast<M>(&value_);
    }
    template <message_body M>
    [[nodiscard]] M* get_if() noexcept {
        return std::any_cast<M>(&value_);
    }

    /// The structure itself, for the walks.
    /// @pre not empty
    [[nodiscard]] void* inside() { return table_->inside(value_); }
    [[nodiscard]] const void* inside() const { return const_cast<any_message*>(this)->inside(); }

    /// The problems of an answer; empty for what has none.
    [[nodiscard]] std::span<const problem> problems() const;

    friend bool operator==(const any_message& left, const any_message& right);

private:
    std::any value_;
    const message_table* table_ = nullptr;
};

} // namespace circ::protocol::ncip
