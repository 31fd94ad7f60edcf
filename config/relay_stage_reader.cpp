#include "config/relay_stage_reader.hpp"

#include "config/nearest.hpp"

#include <algorithm>
#include <string_view>

namespace circ::config {

// clang-format off
template <>
std::span<const setting<relay_rule>> table_of() {
    using s = relay_rule;
    static constexpr setting<s> rows[] = {
        row<&s::stage>({.key = "stage",
            .text = "Who performs what fits: `local`, our own rules over our own store; `shadow_read`, ourselves, and what is "
                    "only asked for is compared with what the library system tells; `shadow_decide`, the same, and changes are "
                    "compared with what it would have decided; `canary`, the library system, and ourselves while it is away; "
                    "`relay`, the library system alone."}),
        row<&s::backend>({.key = "backend",
            .text = "The name of its `[[ncip_backend]]`; not needed with `local`."}),
        row<&s::institutions>({.key = "institutions",
            .text = "Codes of institutions; none: all."}),
        row<&s::terminals>({.key = "terminals",
            .text = "Accounts of devices; none: all."}),
        row<&s::operations>({.key = "operations",
            .text = "What is asked for; none: everything. The status (98) tells of what the device may do in the end."}),
        row<&s::sample>({.key = "sample", .least = 1, .most = 100, .unit = "%",
            .text = "How much of what fits is compared, of each operation, in the stages `shadow_read` and `shadow_decide`."}),
        row<&s::shadow_per_second>({.key = "shadow_per_second", .least = 1, .most = 1000,
            .text = "Requests that are compared in a second; more are skipped and counted. Each is two look-ups at most."}),
        row<&s::shadow_queue>({.key = "shadow_queue", .least = 1, .most = 10'000,
            .text = "Requests that may wait to be compared; more are skipped and counted."}),
    };
    return rows;
}
// clang-format on

namespace {

bool fits_all(const relay_rule& rule) {
    return rule.institutions.empty() && rule.terminals.empty() && rule.operations.empty();
}

/// Whether changes are made at the library system.
bool is_performed_there(const relay_rule& rule) {
    return rule.stage == relay_stage::canary || rule.stage == relay_stage::relay;
}

/// What keeps a library system from taking as done what we have done; empty: nothing.
std::string_view why_not_both_books(const ncip_backend& there) {
    if (!there.mirrors) return "mirrors = false";
    return there.mandated_action ? "" : "mandated_action = false";
}

std::string_view word_of(relay_stage stage) {
    return choices<relay_stage>[static_cast<std::size_t>(stage)];
}

void append(std::string& to, std::string_view of, const std::vector<std::string>& names) {
    if (names.empty()) return;
    to.append("; ").append(of);
    for (const auto& each : names)
        to.append(" ").append(each);
}

std::string text_of(const relay_rule& rule) {
    std::string text(word_of(rule.stage));
    append(text, "institutions", rule.institutions);
    append(text, "terminals", rule.terminals);
    std::vector<std::string> operations;
    for (const auto each : rule.operations)
        operations.emplace_back(choices<relayed_operation>[static_cast<std::size_t>(each)]);
    append(text, "operations", operations);
    return text;
}

} // namespace

std::vector<relay_rule> read_relays(const value& from, std::vector<mistake>& mistakes) {
    const reading where{std::string(relay_key), mistakes};
    std::vector<relay_rule> rules;
    const auto* list = read_list(from, where);
    if (list == nullptr) return rules;
    for (const value& each : *list) {
        const auto* table = read_table(each, where);
        if (table == nullptr) continue;
        relay_rule& rule = rules.emplace_back();
        rule.at = each.at;
        read_members(*table, rule, table_of<relay_rule>(), where);
    }
    return rules;
}

const ncip_backend* find_backend(const settings& all, std::string_view name) {
    const auto found = std::find_if(all.ncip_backends.begin(),
                                    all.ncip_backends.end(),
                                    [&](const auto& each) { return each.name == name; });
    return found == all.ncip_backends.end() ? nullptr : &*found;
}

void check_relays(const settings& all, std::vector<mistake>& mistakes) {
    std::vector<std::string_view> known;
    for (const auto& each : all.ncip_backends)
        known.push_back(each.name);
    bool all_taken = false;
    for (const relay_rule& each : all.relays) {
        const auto tell = [&](std::string_view key,
                              const std::string& value,
                              const std::string& text) {
            mistakes.push_back(
                {each.at, std::string(relay_key) + '.' + std::string(key), in_quotes(value), text});
        };
        if (all_taken)
            tell("stage",
                 std::string(word_of(each.stage)),
                 "can never be reached: a rule before fits everything; move it up or take it out");
        all_taken = all_taken || fits_all(each);
        const auto* const there = find_backend(all, each.backend);
        const auto why = there == nullptr ? std::string_view() : why_not_both_books(*there);
        if (is_performed_there(each) && !each.terminals.empty() && !why.empty())
            tell("terminals",
                 codec<std::vector<std::string>>::show(each.terminals),
                 in_quotes(each.backend)
                     .append(" takes no mirrored changes (")
                     .append(why)
                     .append("): the smallest step is the whole institution; take `terminals` out"));
        if (each.stage == relay_stage::local && each.backend.empty()) continue;
        if (std::find(known.begin(), known.end(), each.backend) != known.end()) continue;
        if (each.backend.empty())
            tell("backend",
                 each.backend,
                 "the rule names no library system; it needs backend = \"NAME\" of an "
                 "[[ncip_backend]]");
        else
            tell("backend",
                 each.backend,
                 "there is no [[ncip_backend]] " + in_quotes(each.backend) +
                     suggestion(each.backend, known));
    }
}

bool is_book_of_record(const settings& all, std::string_view backend) {
    const auto* const found = find_backend(all, backend);
    if (found != nullptr && found->book_of_record != ncip_book::by_stage)
        return found->book_of_record == ncip_book::backend;
    return std::any_of(all.relays.begin(), all.relays.end(), [&](const relay_rule& each) {
        return each.backend == backend && each.stage == relay_stage::relay &&
               each.terminals.empty() && each.operations.empty();
    });
}

std::string stages_of(const settings& all, std::string_view backend) {
    std::string text;
    bool is_named = false;
    for (const auto& each : all.relays) {
        const bool is_its = each.backend == backend && each.stage != relay_stage::local;
        if (!is_its && each.stage != relay_stage::local) continue; // another system's
        is_named = is_named || is_its;
        text.append(text.empty() ? "" : " | ").append(text_of(each));
    }
    if (!is_named) return std::string(word_of(relay_stage::local));
    if (const auto* const there = find_backend(all, backend)) text.append(" | at ").append(there->url);
    return text.append(is_book_of_record(all, backend) ? " | their book" : " | our book");
}

} // namespace circ::config
