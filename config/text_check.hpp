#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace circ::config {

// What may stand in a text for readers. There are three kinds, told by their names: `form.*` says how
// dates and amounts are written, `receipt.*` holds lines, all others are sentences.

enum class text_kind { sentence, form, receipt };
[[nodiscard]] text_kind kind_of_text(std::string_view name);

/// The placeholders in a text, in the order of their first appearance, each once.
[[nodiscard]] std::vector<std::string_view> placeholders_in(std::string_view text);

/// The placeholders that a receipt's text may have.
[[nodiscard]] std::span<const std::string_view> receipt_placeholders(std::string_view name);

/// What is wrong with a text; empty if nothing is.
/// @param shipped the English text of this name, which has all its placeholders
[[nodiscard]] std::string mistake_in_text(std::string_view name, std::string_view text, std::string_view shipped);

} // namespace circ::config
