#include "protocol/sip2/any_message.hpp"
#include "protocol/sip2/checksum.hpp"
#include "tests/bench/kiosk_line.hpp"
#include "tests/bench/scenario.hpp"

#include <ctime>
#include <stdexcept>

namespace circ::bench {

namespace sip2 = protocol::sip2;

namespace {

constexpr std::size_t line_bytes = 120;

std::string checkout_line() {
    std::string line = "11YN20261129    142615                  AORIVERBEND-CENTRE|AA29012000000010|AB39012000000133|AC|AD1001|BON|BIN|";
    sip2::append_tail(line, {.sequence = "4", .with_checksum = true});
    return line;
}

/// As the server does with each line. @return whether it was read
bool read(std::string_view line, const sip2::dialect& as) {
    const auto parts = sip2::split_tail(line);
    if (parts.state != sip2::checksum_state::good) return false;
    const auto message = sip2::parse_request(parts.body, as);
    return message && message->faults.empty();
}

/// Nanoseconds of a processor that we have had; what others take of it does not count.
double cpu_ns() { return 1e9 * static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

} // namespace

void run_parse(const options& how, std::span<series> into) {
    const std::string line = checkout_line();
    if (line.size() != line_bytes) throw std::logic_error("the line to be read has " + std::to_string(line.size()) + " bytes");
    const sip2::dialect as;
    for (std::size_t round = 0; round < how.rounds; ++round) {
        measured result;
        const double begin = cpu_ns();
        const auto end = bench_clock::now() + how.span() / 4;
        while (bench_clock::now() < end)
            for (int i = 0; i < 1000; ++i, ++result.answers)
                if (!read(line, as)) ++result.mismatches;
        into[0].count(result);
        into[0].add((cpu_ns() - begin) / static_cast<double>(result.answers));
    }
}

} // namespace circ::bench
