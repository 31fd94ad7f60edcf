#pragma once

#include "protocol/ncip/table.hpp"
#include "protocol/ncip/values.hpp"

#include <string>

namespace circ::protocol::ncip {

/// How a value of this type is read, written and shown.
template <class T>
[[nodiscard]] const leaf_form& leaf_of() noexcept;

template <>
const leaf_form& leaf_of<std::string>() noexcept;
template <>
const leaf_form& leaf_of<scheme_value>() noexcept;
template <>
const leaf_form& leaf_of<secret>() noexcept;
template <>
const leaf_form& leaf_of<date_time>() noexcept;
template <>
const leaf_form& leaf_of<money>() noexcept;
template <>
const leaf_form& leaf_of<number>() noexcept;
template <>
const leaf_form& leaf_of<bool>() noexcept;

} // namespace circ::protocol::ncip
