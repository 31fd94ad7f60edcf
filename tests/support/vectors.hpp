#pragma once

#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace circ::test {

/// One line of a file of wire samples: label, message and remark, separated by tabs.
struct vector_line {
    std::string label;
    std::string message; ///< as bytes, without terminator unless the label begins with RAW.
    std::string remark;

    friend std::ostream& operator<<(std::ostream& out, const vector_line& line) {
        return out << line.label;
    }
};

/// Reads a file of wire samples, tests/data/sip2/vectors.txt unless another is named.
/// @throws std::runtime_error when the file cannot be read or a line is not in the format.
[[nodiscard]] std::vector<vector_line> read_vectors(const std::string& path = {});

/// The samples whose label begins with one of `prefixes`.
[[nodiscard]] std::vector<vector_line>
vectors_labelled(const std::vector<std::string_view>& prefixes);

/// The sample of that label.
/// @throws std::out_of_range when there is none.
[[nodiscard]] std::string vector_message(std::string_view label);

/// Turns \xHH into its byte and \\ into a backslash.
/// @throws std::runtime_error for any other escape.
[[nodiscard]] std::string unescape(std::string_view text);

/// The text with everything but letters and digits made an underscore: a name for a test case.
[[nodiscard]] std::string test_name(std::string_view label);

} // namespace circ::test
