#pragma once

#include "protocol/marc/record.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace circ::protocol::marc {

/// Title, remainder and part (245 $a $b $n $p) in one line, without ISBD's closing marks:
/// "Latin quarter: jazz studies. Book 2, Etudes".
[[nodiscard]] std::string title_statement(const record& from);

/// The name of whoever is chiefly responsible: 100, 110, 111, else the first 700, 710 or 711.
[[nodiscard]] std::string main_author(const record& from);

/// Every 020 $a as it stands: "0-19-852663-6 (pbk.)".
[[nodiscard]] std::vector<std::string> isbn_texts(const record& from);

/// The year of publication: 264 with second indicator 1, else any 260 or 264 $c, else 008/07-10.
[[nodiscard]] std::optional<int> publication_year(const record& from);

/// 250 $a.
[[nodiscard]] std::string edition(const record& from);

/// 264 with second indicator 1, else any 260 or 264 $b.
[[nodiscard]] std::string publisher(const record& from);

/// The MARC language code, 008/35-37, else 041 $a; empty when none or undetermined.
[[nodiscard]] std::string language(const record& from);

struct call_number {
    std::string tag; ///< 050 and 090 are Library of Congress, 082 and 092 Dewey
    std::string text;
};

/// The call numbers of 090 and 092, which are the library's own, then of 050 and 082.
[[nodiscard]] std::vector<call_number> call_numbers(const record& from);

/// The record's own number (001) and whose number it is (003).
struct control_number {
    std::string number;
    std::string assigned_by;
};

[[nodiscard]] control_number control_number_of(const record& from);

} // namespace circ::protocol::marc
