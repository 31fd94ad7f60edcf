#pragma once

#include "tests/bench/options.hpp"
#include "tests/bench/series.hpp"

#include <span>
#include <string_view>

namespace circ::bench {

/// A measurement: `run` fills a series for each goal, in their order.
struct scenario {
    std::string_view name;
    std::string_view sentence;
    std::span<const goal> goals;
    void (*run)(const options& how, std::span<series> into);
};

/// All there are, in the order in which they are run.
[[nodiscard]] std::span<const scenario> all_scenarios();

// Those that are run by it.
void run_status(const options& how, std::span<series> into);
void run_item(const options& how, std::span<series> into);
void run_account(const options& how, std::span<series> into);
void run_circulation(const options& how, std::span<series> into);
void run_group_of_one(const options& how, std::span<series> into);
void run_beside_circulation(const options& how, std::span<series> into);
void run_beside_new_pins(const options& how, std::span<series> into);
void run_memory(const options& how, std::span<series> into);
void run_parse(const options& how, std::span<series> into);
void run_store_size(const options& how, std::span<series> into);
void run_long_account(const options& how, std::span<series> into);
void run_reconnect(const options& how, std::span<series> into);
void run_relay(const options& how, std::span<series> into);
void run_import(const options& how, std::span<series> into);
void run_import_beside(const options& how, std::span<series> into);
void run_import_again(const options& how, std::span<series> into);
void run_search(const options& how, std::span<series> into);
void run_stocktaking(const options& how, std::span<series> into);
void run_leaving(const options& how, std::span<series> into);

} // namespace circ::bench
