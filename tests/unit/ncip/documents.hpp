#pragma once

#include "protocol/ncip/describe.hpp"
#include "protocol/ncip/parse.hpp"
#include "protocol/ncip/serialize.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace circ::protocol::ncip::test {

inline std::string contents_of(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) throw std::runtime_error("cannot read " + path.string());
    return (std::ostringstream() << file.rdbuf()).str();
}

/// The example messages, by their names without `.xml`.
inline std::vector<std::string> sample_names() {
    std::vector<std::string> names;
    for (const auto& each : std::filesystem::directory_iterator(CIRC_TEST_DATA "/ncip"))
        if (each.path().extension() == ".xml") names.push_back(each.path().stem().string());
    std::ranges::sort(names);
    return names;
}

inline std::string sample(const std::string& name) {
    return contents_of(CIRC_TEST_DATA "/ncip/" + name + ".xml");
}

/// @throws std::runtime_error for a document that is no message
inline message read(std::string_view document, const dialect& as = {}) {
    auto what = parse(document, as);
    if (const auto* failed = std::get_if<unreadable>(&what))
        throw std::runtime_error(make_error_code(failed->error).message() + ":\n" +
                                 std::string(document));
    return std::get<message>(std::move(what));
}

/// What a failure shows.
inline std::string shown(const message& of) {
    std::string text = describe_in_lines(of);
    for (const auto& each : of.faults)
        text += make_error_code(each.error).message() + ": " + each.path + '\n';
    return text;
}

inline std::string name_of(const ::testing::TestParamInfo<std::string>& info) {
    return info.param;
}

} // namespace circ::protocol::ncip::test
