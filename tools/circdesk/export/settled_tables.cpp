#include "storage/titles.hpp"
#include "tools/circdesk/export/only_tables.hpp"
#include "tools/circdesk/export/texts.hpp"
#include "tools/circdesk/export/whole_kinds.hpp"
#include "tools/circdesk/wording.hpp"

#include <algorithm>
#include <array>

// What was open once: holds, fees and blocks that are over, and what was booked on fees.

namespace circ::tool {
namespace {

using namespace storage;

constexpr std::array<std::string_view, 13> hold_columns{"hold",
                                                        "card",
                                                        "control_number",
                                                        "item",
                                                        "level",
                                                        "pickup",
                                                        "placed_at",
                                                        "state",
                                                        "closed_at",
                                                        "by",
                                                        "reason",
                                                        "shelf_until",
                                                        "expires_on"};
constexpr std::array<std::string_view, 13> fee_columns{"fee",
                                                       "card",
                                                       "item",
                                                       "title",
                                                       "kind",
                                                       "amount",
                                                       "open",
                                                       "assessed_at",
                                                       "settled_at",
                                                       "how",
                                                       "by",
                                                       "reason",
                                                       "note"};
constexpr std::array<std::string_view, 9> entry_columns{
    "entry", "fee", "card", "kind", "amount", "payment", "at", "by", "reason"};
constexpr std::array<std::string_view, 8> block_columns{
    "block", "card", "kind", "reason", "placed_at", "placed_by", "lifted_at", "lifted_by"};

/// Filled, cancelled or lapsed; who ended it and why as long as its event says whose it was.
std::vector<std::string> hold_row(export_source& with, const hold& one) {
    constexpr std::array levels{"title", "item", "branch"};
    if (is_open(one.state) || one.institution != with.library.institution.id) return {};
    const auto end = record_reader(with.from).end_of(one);
    return {id_text(one.id),
            card_text(with, one.patron),
            title_reader(with.from).known_number_of(one.title),
            barcode_text(with, one.trapped_item ? one.trapped_item : one.item),
            levels.at(static_cast<std::size_t>(one.level)),
            with.library.branch(one.pickup).code,
            export_text(std::optional(one.placed_at)),
            std::string(in_words(one.state)),
            export_text(one.closed_at),
            end ? doer_text(with, end->terminal, end->by) : std::string(),
            end ? end->reason : std::string(),
            export_text(one.shelf_until),
            export_text(one.expires_on)};
}

/// All ways in which it was settled, each once, in their order: "paid; waived".
std::string ways_of(const std::vector<fee_entry>& entries) {
    std::vector<std::string_view> ways;
    std::string text;
    for (const auto& each : entries) {
        const auto way = in_words(each.kind);
        if (std::ranges::find(ways, way) != ways.end()) continue;
        text.append(ways.empty() ? "" : "; ").append(way);
        ways.push_back(way);
    }
    return text;
}

std::string title_text(export_source& with, const fee& of) {
    const auto item = of.item ? with.from.find_item(of.item) : std::nullopt;
    const auto title = item ? with.from.find_title(item->title) : std::nullopt;
    return title ? title->text : of.about;
}

/// When, by whom and why are those of what was booked last.
std::vector<std::string> fee_row(export_source& with, const fee& one) {
    if (!is_ours(with, one.patron) || with.from.find_open_fee(one.id)) return {};
    const auto& of = with.library.institution;
    const auto entries = with.from.entries_of(one.id);
    const auto last = entries.empty() ? fee_entry{} : entries.back();
    return {id_text(one.id),
            card_text(with, one.patron),
            barcode_text(with, one.item),
            title_text(with, one),
            std::string(in_words(one.kind)),
            export_text(std::optional(one.amount), of),
            export_text(std::optional(money{}), of),
            export_text(std::optional(one.assessed_at)),
            entries.empty() ? std::string() : export_text(std::optional(last.at)),
            ways_of(entries),
            last.by,
            last.reason,
            one.note};
}

std::vector<std::string> entry_row(export_source& with, const fee_entry& one) {
    const auto of = with.from.find_fee(one.fee);
    if (!of || !is_ours(with, of->patron)) return {};
    return {id_text(one.id),
            id_text(one.fee),
            card_text(with, of->patron),
            std::string(in_words(one.kind)),
            export_text(std::optional(one.amount), with.library.institution),
            id_text(one.payment),
            export_text(std::optional(one.at)),
            one.by,
            one.reason};
}

std::vector<std::string> block_row(export_source& with, const block& one) {
    if (!one.lifted_at || !is_ours(with, one.patron)) return {};
    return {id_text(one.id),
            card_text(with, one.patron),
            one.kind == block_kind::note ? "note" : "block",
            one.reason,
            export_text(std::optional(one.placed_at)),
            doer_text(with, one.terminal, one.placed_by),
            export_text(one.lifted_at),
            one.lifted_by};
}

const std::array all_of_it{export_table{"holds-closed", hold_columns, 1, &pages_of<&record_reader::holds_after, &hold_row>},
                           export_table{"fees-settled", fee_columns, 1, &pages_of<&record_reader::fees_after, &fee_row>},
                           export_table{"fee-entries", entry_columns, 1, &pages_of<&record_reader::fee_entries_after, &entry_row>},
                           export_table{"blocks-lifted", block_columns, 1, &pages_of<&record_reader::blocks_after, &block_row>}};

} // namespace

std::span<const export_table> settled_tables() {
    return all_of_it;
}

} // namespace circ::tool
