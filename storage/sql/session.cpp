#include "storage/sql/session.hpp"

#include "storage/records/id_time.hpp"
#include "storage/sql/row_mapping.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

namespace circ::storage::sql {
namespace {

/// The first id of this node in that millisecond.
[[nodiscard]] std::int64_t first_id(std::int64_t millisecond, int node) {
    return millisecond * id_step_of_time + (std::int64_t{node} << id_sequence_bits);
}

[[nodiscard]] std::int64_t milliseconds_at(instant now) {
    return std::chrono::floor<std::chrono::milliseconds>(now - first_id_time).count();
}

[[nodiscard]] bool is_last_of_its_millisecond(std::int64_t id) {
    constexpr std::int64_t mask = (std::int64_t{1} << id_sequence_bits) - 1;
    return (id & mask) == mask;
}

} // namespace

session::session(std::unique_ptr<connection> over, int node, observer told)
    : link_(std::move(over)), node_(node), told_(std::move(told)),
      queries_(embedded_queries.size()), record_statements_(2 * stored_record_count) {
    assert(node >= 0 && node < (1 << id_node_bits));
}

session::~session() = default;

void session::begin_snapshot() {
    link_->begin(access::reading);
    library_.begin();
}

void session::begin_group(instant now) {
    now_ = now;
    group_ = group_state::begun;
    library_.begin();
}

void session::end_group() {
    if (group_ == group_state::made_ids)
        static_cast<void>(
            execute(*this, query::keep_last_id, with("node", node_), with("last_id", last_id_)));
    group_ = group_state::none;
}

std::int64_t session::next_id() {
    assert(group_ != group_state::none);
    if (group_ == group_state::begun) {
        // Another process, or a clock that was ahead, may have gone further.
        auto greatest = run(*this, query::greatest_id);
        if (greatest.next()) last_id_ = std::max(last_id_, greatest.get<std::int64_t>(0));
        group_ = group_state::made_ids;
    }
    last_id_ = id_after(last_id_);
    return last_id_;
}

std::int64_t session::id_after(std::int64_t last) const {
    const auto fresh = first_id(milliseconds_at(now_), node_);
    if (fresh > last) return fresh;
    const auto millisecond = last / id_step_of_time;
    const bool is_ours =
        last >= first_id(millisecond, node_) && last < first_id(millisecond, node_ + 1);
    if (is_ours && !is_last_of_its_millisecond(last)) return last + 1;
    return first_id(millisecond + 1, node_);
}

prepared_statement& session::prepared(query which) {
    const auto index = static_cast<std::size_t>(which);
    auto& place = queries_[index];
    if (!place.run) {
        place.run = link_->prepare(expand_columns(embedded_queries[index].text));
        place.name = embedded_queries[index].name;
    }
    return place;
}

prepared_statement& session::place_of(std::size_t record, record_verb verb) {
    return record_statements_[2 * record + static_cast<std::size_t>(verb)];
}

prepared_statement& session::place_of(std::size_t record, std::uint64_t columns) {
    return change_statements_[{record, columns}];
}

} // namespace circ::storage::sql
