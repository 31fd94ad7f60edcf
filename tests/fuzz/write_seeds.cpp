// fuzz_seeds TARGET FOLDER: writes the seeds of a target as files, the way libFuzzer wants them.
#include "tests/fuzz/seeds.hpp"

#include "tests/support/vectors.hpp"

#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <span>
#include <stdexcept>

namespace {

void write(const std::filesystem::path& folder, const circ::fuzz::seed& each) {
    std::ofstream out(folder / circ::test::test_name(each.name), std::ios::binary);
    out << each.bytes;
    if (!out.flush()) throw std::runtime_error("cannot write into " + folder.string());
}

} // namespace

int main(int argc, char** argv) {
    try {
        const std::span<char*> words(argv, static_cast<std::size_t>(argc));
        if (words.size() != 3) throw std::runtime_error("usage: fuzz_seeds TARGET FOLDER");
        std::filesystem::create_directories(words[2]);
        for (const auto& each : circ::fuzz::seeds_for(words[1])) write(words[2], each);
        return 0;
    } catch (const std::exception& error) {
        std::cerr << "fuzz_seeds: " << error.what() << '\n';
        return 1;
    }
}
