#pragma once

#include "protocol/ncip/layout.hpp"

#include <string>
#include <tuple>

namespace circ::protocol::ncip {

/// What a login form says
struct prompt_output {
    std::string authentication_prompt_data;
    scheme_value authentication_prompt_type;

    friend bool operator==(const prompt_output&, const prompt_output&) = default;
};

// clang-format off
template <> struct layout<prompt_output> {
    using m = prompt_output;
    static constexpr auto elements = std::tuple{
        element(&m::authentication_prompt_data, "AuthenticationPromptData", required),
        element(&m::authentication_prompt_type, "AuthenticationPromptType", required)};
};
// clang-format on

/// What a login form wants
struct prompt_input {
    scheme_value authentication_input_type;
    scheme_value authentication_data_format_type;
    bool sensitive_data_flag = false;

    friend bool operator==(const prompt_input&, const prompt_input&) = default;
};

// clang-format off
template <> struct layout<prompt_input> {
    using m = prompt_input;
    static constexpr auto elements = std::tuple{
        element(&m::authentication_input_type, "AuthenticationInputType", required),
        element(&m::authentication_data_format_type, "AuthenticationDataFormatType", required),
        element(&m::sensitive_data_flag, "SensitiveDataFlag", optional)};
};
// clang-format on

/// A line of a login form
struct authentication_prompt {
    ncip::prompt_output prompt_output;
    ncip::prompt_input prompt_input;

    friend bool operator==(const authentication_prompt&, const authentication_prompt&) = default;
};

// clang-format off
template <> struct layout<authentication_prompt> {
    using m = authentication_prompt;
    static constexpr auto elements = std::tuple{
        element(&m::prompt_output, "PromptOutput", required),
        element(&m::prompt_input, "PromptInput", required)};
};
// clang-format on

} // namespace circ::protocol::ncip
