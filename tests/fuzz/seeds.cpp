#include "tests/fuzz/seeds.hpp"

#include "tests/fuzz/targets.hpp"
#include "tests/support/vectors.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace circ::fuzz {

namespace {

namespace fs = std::filesystem;

/// Bytes to choose by that choose the first of everything.
std::string choices(std::string_view target) {
    if (target == "framer") return std::string("\5\7\7\7\7", 5); // a long limit, segments of eight bytes
    if (target == "parser") return std::string(5, '\0');
    if (target == "conversation") return std::string(11, '\0') + '\3'; // answers of 512 bytes
    if (target == "ncip") return std::string(5, '\0');
    if (target == "charset") return std::string("\0\50", 2);
    return {};
}

std::string bytes_of(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::string bytes{std::istreambuf_iterator<char>(in), {}};
    if (!in) throw std::runtime_error("cannot read " + file.string());
    return bytes;
}

void add_files(std::vector<seed>& to, const fs::path& folder, std::string_view ending, const std::string& front = {}) {
    if (!fs::exists(folder)) return;
    for (const auto& entry : fs::directory_iterator(folder))
        if (entry.path().string().ends_with(ending))
            to.push_back({entry.path().filename().string(), front + bytes_of(entry.path())});
}

void add_vectors(std::vector<seed>& to, const std::string& front) {
    std::string dialogue = front; // whole, as one terminal might say it
    for (const auto& each : test::read_vectors()) {
        const bool raw = each.label.starts_with("RAW");
        const std::string line = each.message + (raw ? "" : "\r");
        to.push_back({each.label, front + line});
        if (dialogue.size() + line.size() < 4096) dialogue += line;
    }
    to.push_back({"dialogue", dialogue});
}

bool speaks_sip2(std::string_view target) {
    constexpr std::string_view names[] = {"framer", "parser", "conversation", "charset", "telnet"};
    return std::ranges::find(names, target) != std::end(names);
}

} // namespace

std::vector<seed> seeds_for(std::string_view target) {
    std::vector<seed> all;
    const fs::path data = CIRC_TEST_DATA;
    if (speaks_sip2(target)) add_vectors(all, choices(target));
    if (target == "iso2709") add_files(all, data / "marc", ".mrc", std::string(1, '\0'));
    if (target == "ncip") add_files(all, data / "ncip", ".xml", choices(target));
    if (target == "settings") {
        add_files(all, data / "settings", ".toml");
        add_files(all, data / "../../config", ".toml");
    }
    add_files(all, data / "../fuzz/corpus" / target, "");
    std::ranges::sort(all, {}, &seed::name); // a folder has no order of its own
    return all;
}

} // namespace circ::fuzz
