#pragma once

#include "protocol/marc/record.hpp"

#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace circ::test {

namespace marc = protocol::marc;

/// A small book with one item in each of two ways.
inline marc::record sample_book() {
    return {.leader = "00000nam a2200000 a 4500",
            .control_fields = {{"001", "b42"},
                               {"003", "XxTest"},
                               {"008", "240101s2019    xxu           000 0 eng d"}},
            .data_fields = {
                {"020", ' ', ' ', {{'a', "0-19-852663-6 (pbk.)"}}},
                {"100", '1', ' ', {{'a', "Čapek, Zoë,"}, {'d', "1970-"}}},
                {"245",
                 '1',
                 '0',
                 {{'a', "Übungen :"}, {'b', "études & <tests> /"}, {'c', "Zoë Čapek"}}},
                {"949", ' ', ' ', {{'a', "QA 76"}, {'i', "30001"}, {'m', "MAIN"}, {'p', "$29.95"}}},
            }};
}

inline std::string read_data(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
}

/// All that a reader finds in these bytes.
template <class Reader>
std::vector<marc::reading> read_all(std::string_view bytes) {
    std::istringstream in{std::string(bytes)};
    Reader reader(in);
    std::vector<marc::reading> out;
    while (auto each = reader.next())
        out.push_back(std::move(*each));
    return out;
}

} // namespace circ::test
