#include "tests/integration/listed_differences.hpp"

#include "tests/integration/transcript_files.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string_view>
#include <utility>

namespace circ::test {

namespace {

listed_difference read_difference(std::string line) {
    std::array<std::string, 4> cells;
    for (auto& cell : cells) {
        const auto end = line.find(" | ");
        cell = line.substr(0, end);
        line.erase(0, end == std::string::npos ? end : end + 3);
    }
    return {cells[0], cells[1], cells[2], cells[3]};
}

} // namespace

listed_differences::listed_differences(const std::string& file) {
    std::ifstream in(std::filesystem::path(CIRC_TEST_DATA) / file);
    for (std::string line; std::getline(in, line);) {
        if (line.empty() || line.starts_with('#')) continue;
        constexpr std::string_view mark = "reason ";
        if (line.starts_with(mark)) {
            const auto colon = line.find(": ");
            reasons_[line.substr(mark.size(), colon - mark.size())] = line.substr(colon + 2);
        } else {
            all_.push_back(read_difference(std::move(line)));
        }
    }
}

std::vector<listed_difference> listed_differences::of(const std::string& transcript) const {
    std::vector<listed_difference> made;
    std::ranges::copy_if(all_, std::back_inserter(made),
                         [&](const auto& each) { return each.where.starts_with(transcript + ':'); });
    return made;
}

void listed_differences::expect(const std::string& transcript, const std::vector<listed_difference>& came) const {
    auto left = of(transcript);
    for (const auto& now : came) {
        const auto found = std::ranges::find_if(left, [&](const auto& one) { return one.is(now); });
        if (found == left.end())
            ADD_FAILURE() << now.text();
        else
            left.erase(found);
    }
    for (const auto& each : left) ADD_FAILURE() << "no difference any more: " << each.text();
}

void listed_differences::expect_sound() const {
    const auto names = transcript_names();
    std::set<std::string> used;
    for (const auto& each : all_) {
        EXPECT_TRUE(reasons_.contains(each.reason)) << each.text();
        EXPECT_TRUE(std::ranges::count(names, each.where.substr(0, each.where.find(':')))) << each.text();
        used.insert(each.reason);
    }
    for (const auto& [name, sentence] : reasons_) EXPECT_TRUE(used.contains(name)) << name << ": " << sentence;
}

} // namespace circ::test
