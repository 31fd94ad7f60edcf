#include "protocol/ncip/structure_reader.hpp"

#include "protocol/ncip/old_names.hpp"

#include <algorithm>
#include <bitset>
#include <utility>

namespace circ::protocol::ncip {
namespace {

constexpr std::size_t most_faults = 100;

/// What stands where a value should be; of an amount its number.
std::string text_of(const xml::element& from) {
    const auto* amount = from.child_called("MonetaryValue");
    return std::string(trimmed(amount == nullptr ? from.text : amount->text));
}

enum rank : int { in_its_place, by_old_name, in_an_ext };

bool has_problems(const structure_table& table, void* of) {
    return std::ranges::any_of(table.elements, [of](const element_row& row) {
        return row.often.when == beside::problem && row.value->size(row.member(of)) > 0;
    });
}

} // namespace

bool is_ours(const xml::element& element, std::string_view root_space) noexcept {
    return element.space.empty() || element.space == ncip_namespace || element.space == root_space;
}

void structure_reader::gather(const xml::element& from,
                              int rank,
                              std::vector<candidate>& to) const {
    for (const auto& child : from.children) {
        if (!is_ours(child, root_space_)) continue;
        const auto name = modern_name(child.name);
        const bool is_old = name != child.name;
        if (child.name == "Ext")
            gather(child, in_an_ext, to);
        else if (is_old_wrapper(child.name))
            gather(child, std::max<int>(rank, by_old_name), to);
        else
            to.push_back({is_old ? std::max<int>(rank, by_old_name) : rank, name, &child});
    }
}

void structure_reader::read(const structure_table& table, void* into, const xml::element& from) {
    const auto outside = path_.size();
    if (!path_.empty()) path_ += '/';
    path_ += from.name;
    std::vector<candidate> candidates;
    gather(from, in_its_place, candidates);
    std::ranges::stable_sort(candidates, {}, &candidate::rank);
    std::vector<bool> seen(table.elements.size());
    for (const auto& each : candidates) {
        const auto row = std::ranges::find_if(table.elements, [&each](const auto& one) {
            return one.name == each.name || (!one.instead.empty() && one.instead == each.name);
        });
        if (row == table.elements.end()) continue;
        const auto index = static_cast<std::size_t>(row - table.elements.begin());
        bool is_seen = seen[index];
        take(*row, into, each, is_seen);
        seen[index] = is_seen;
    }
    report_missing(table, into, seen);
    path_.resize(outside);
}

void structure_reader::take(const element_row& row,
                            void* into,
                            const candidate& each,
                            bool& is_seen) {
    if (!is_seen || row.value->is_list)
        return take_value(row, row.member(into), *each.element, is_seen);
    if (each.rank == in_its_place) report(errc::repeated_field, row.name);
}

void structure_reader::take_value(const element_row& row,
                                  void* member,
                                  const xml::element& from,
                                  bool& is_seen) {
    void* value = row.value->add(member);
    if (row.value->leaf == nullptr) {
        read(row.value->inner(), value, from);
        is_seen = true;
        return;
    }
    const auto& leaf = *row.value->leaf;
    if (!leaf.read(value, from, as_)) {
        row.value->drop_last(member);
        report(errc::bad_value, row.name, text_of(from));
    } else if (leaf.is_empty(value)) {
        row.value->drop_last(member);
    } else {
        is_seen = true;
    }
}

void structure_reader::report_missing(const structure_table& table,
                                      void* of,
                                      const std::vector<bool>& seen) {
    const bool is_refusal = has_problems(table, of);
    std::bitset<256> settled; // of the choices
    for (std::size_t n = 0; n < seen.size(); ++n)
        if (seen[n]) settled.set(table.elements[n].often.choice);
    for (std::size_t n = 0; n < seen.size(); ++n) {
        const auto& often = table.elements[n].often;
        if (seen[n] || (is_refusal && often.when == beside::data)) continue;
        const bool is_alternative = often.choice != 0;
        const bool is_wanted = is_alternative
                                   ? !settled[often.choice]
                                   : often.how == presence::required || often.how == presence::some;
        if (is_wanted) report(errc::missing_field, table.elements[n].name);
        if (is_alternative) settled.set(often.choice);
    }
}

void structure_reader::report(errc error, std::string_view element, std::string value) {
    if (faults_.size() >= most_faults) return;
    auto& made = faults_.emplace_back();
    made.error = error;
    made.path.append(path_).append("/").append(element);
    made.value = std::move(value);
}

} // namespace circ::protocol::ncip
