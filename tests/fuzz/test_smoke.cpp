// Every fuzz target over its seeds and a fixed number of their mutations: the same in each run.
#include "tests/fuzz/mutation.hpp"
#include "tests/fuzz/seeds.hpp"
#include "tests/fuzz/targets.hpp"

#include "tests/support/vectors.hpp"

#include <cstdlib>
#include <random>

namespace circ::fuzz {

inline void PrintTo(const target& which, std::ostream* out) {
    *out << which.name;
}

namespace {

/// One, unless CIRC_FUZZ_ROUNDS says otherwise; each round makes other mutations.
unsigned rounds() {
    const char* told = std::getenv("CIRC_FUZZ_ROUNDS");
    return told == nullptr ? 1 : static_cast<unsigned>(std::atoi(told));
}

/// In a buffer of the exact size, so that a sanitizer sees one byte too far.
void run_exactly(const target& which, const std::string& bytes) {
    const std::vector<char> exact(bytes.begin(), bytes.end());
    which.run({exact.data(), exact.size()});
}

/// For a failure: what it takes to make a file of it under tests/fuzz/corpus.
std::string in_hex(const std::string& bytes) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        out += {'\\', 'x', digits[byte >> 4U], digits[byte & 0xFU]};
    }
    return out;
}

class fuzz_target : public testing::TestWithParam<target> {};

TEST_P(fuzz_target, keeps_its_promises_for_its_seeds) {
    const auto seeds = seeds_for(GetParam().name);
    ASSERT_FALSE(seeds.empty());
    run_exactly(GetParam(), {});
    for (const auto& each : seeds) EXPECT_NO_THROW(run_exactly(GetParam(), each.bytes)) << each.name;
}

TEST_P(fuzz_target, keeps_its_promises_for_what_is_made_of_them) {
    const auto seeds = seeds_for(GetParam().name);
    for (unsigned round = 0; round < rounds(); ++round) {
        std::mt19937 random{20260317 + round};
        for (std::size_t n = 0; n < GetParam().smoke_runs; ++n) {
            const std::string bytes = mutated(seeds, random);
            ASSERT_NO_THROW(run_exactly(GetParam(), bytes)) << "run " << n << ": printf '" << in_hex(bytes) << "'";
        }
    }
}

INSTANTIATE_TEST_SUITE_P(each, fuzz_target, testing::ValuesIn(targets().begin(), targets().end()),
                         [](const auto& one) { return test::test_name(one.param.name); });

} // namespace
} // namespace circ::fuzz
