#pragma once

#include "config/codec.hpp"

#include <string_view>

namespace circ::config {

[[nodiscard]] bool is_field_id(std::string_view text);
[[nodiscard]] bool is_two_digits(std::string_view text);

extern const text_rule not_empty;
extern const text_rule a_data_folder;
extern const text_rule an_address;
extern const text_rule a_language;
extern const text_rule a_language_or_nothing;
extern const text_rule a_time_of_day;
extern const text_rule a_delimiter;
extern const text_rule an_extension;
extern const text_rule a_payment_type_or_nothing;
extern const text_rule a_date_pattern;
extern const text_rule a_fee_template;

/// A date as texts write it: with %b, the word of the month, too.
[[nodiscard]] bool is_date_with_words(std::string_view text);

} // namespace circ::config
