#include "tests/bench/options.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <stdexcept>
#include <string_view>

namespace circ::bench {
namespace {

struct number_option {
    std::string_view name;
    std::size_t options::*member;
    std::string_view text;
};
struct text_option {
    std::string_view name;
    std::string options::*member;
    std::string_view text;
};

constexpr std::array number_options{
    number_option{"--kiosks", &options::kiosks, "kiosks at once"},
    number_option{"--items", &options::items, "items of the library"},
    number_option{"--patrons", &options::patrons, "patrons of the library"},
    number_option{"--big-items", &options::big_items, "items of the large library of store_size"},
    number_option{"--loans", &options::loans, "loans of the reader of long_account"},
    number_option{"--terminals", &options::terminals, "accounts that kiosks log in with"},
    number_option{"--idle", &options::idle, "idle connections of memory"},
    number_option{"--connections", &options::connections, "connections of reconnect"},
    number_option{"--rounds", &options::rounds, "rounds, of which the median counts"},
    number_option{"--span", &options::span_ms, "milliseconds of a measurement"},
};
constexpr std::array text_options{
    text_option{"--data", &options::data, "folder for the made libraries"},
    text_option{"--json", &options::json, "file for the table as JSON"},
};

std::string usage() {
    const options shipped;
    std::string text = "circ_bench [OPTIONS] [SCENARIO...]\n  --list                what there is\n";
    for (const auto& each : number_options) text += fmt::format("  {:<14} N      {} ({})\n", each.name, each.text, shipped.*each.member);
    for (const auto& each : text_options) text += fmt::format("  {:<14} PATH   {} ({})\n", each.name, each.text, shipped.*each.member);
    return text;
}

[[noreturn]] void refuse(std::string_view why, std::string_view what) {
    throw std::invalid_argument(fmt::format("{} {}\n{}", why, what, usage()));
}

std::size_t number_in(std::string_view text) {
    std::size_t number = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failed != std::errc{} || end != text.data() + text.size() || number == 0) refuse("not a number above zero:", text);
    return number;
}

void set(options& into, std::string_view name, std::string_view value) {
    for (const auto& each : number_options)
        if (each.name == name) return void(into.*each.member = number_in(value));
    for (const auto& each : text_options)
        if (each.name == name) return void(into.*each.member = value);
    refuse("unknown option", name);
}

} // namespace

options read_options(int argc, const char* const* argv) {
    options read;
    for (int i = 1; i < argc; ++i) {
        const std::string_view word = argv[i];
        if (word == "--list")
            read.only_lists = true;
        else if (!word.starts_with("--"))
            read.scenarios.emplace_back(word);
        else if (++i < argc)
            set(read, word, argv[i]);
        else
            refuse("no value for", word);
    }
    return read;
}

} // namespace circ::bench
