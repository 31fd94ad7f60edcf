#include "storage/reader.hpp"

#include "storage/sql/paged.hpp"

namespace circ::storage {

using sql::find_one;
using sql::query;
using sql::with;

std::optional<backend_order>
reader::find_order(terminal_id by, instant said, const request_digest& digest, instant since) {
    return find_one<backend_order>(*session_,
                                   query::order_of_request,
                                   with("terminal", by),
                                   with("said", said),
                                   with("digest", digest),
                                   with("since", since));
}

std::optional<backend_order> reader::find_order(order_id id) {
    return find_one<backend_order>(*session_, query::find_order, with("id", id));
}

std::vector<backend_order> reader::orders_in(order_state state, order_id after, int most) {
    return sql::find_all<backend_order>(*session_,
                                        query::orders_in,
                                        with("state", state),
                                        with("after", after.value),
                                        with("most", most));
}

std::optional<backend_order>
reader::next_in_doubt(std::string_view backend, order_id after, instant now) {
    return find_one<backend_order>(*session_,
                                   query::next_in_doubt,
                                   with("state", order_state::in_doubt),
                                   with("after", after.value),
                                   with("backend", backend),
                                   with("now", now));
}

std::optional<backend_order>
reader::next_to_deliver(std::string_view backend, order_id after, instant now) {
    return find_one<backend_order>(*session_,
                                   query::next_to_deliver,
                                   with("waiting", order_state::waiting),
                                   with("stuck", order_state::stuck),
                                   with("after", after.value),
                                   with("backend", backend),
                                   with("now", now));
}

std::optional<backend_order> reader::undelivered_order(std::string_view backend,
                                                       const order_subject& about,
                                                       order_id after,
                                                       order_id before) {
    std::optional<backend_order> first;
    const auto find = [&](query which, std::string_view name, const std::string& value) {
        if (value.empty()) return;
        auto found = find_one<backend_order>(*session_,
                                             which,
                                             with(name, value),
                                             with("after", after.value),
                                             with("before", first ? first->id.value : before.value),
                                             with("backend", backend),
                                             with("waiting", order_state::waiting),
                                             with("stuck", order_state::stuck));
        if (found) first = std::move(found);
    };
    find(query::undelivered_of_card, "card", about.card);
    find(query::undelivered_of_item, "barcode", about.item);
    return first;
}

std::vector<backend_order>
reader::orders_in_doubt_of(std::string_view card, std::string_view backend, order_id before) {
    return sql::find_all<backend_order>(*session_,
                                        query::orders_in_doubt_of,
                                        with("card", card),
                                        with("before", before.value),
                                        with("backend", backend),
                                        with("state", order_state::in_doubt));
}

namespace {

void add_sums(sql::session& over, query which, order_state state, std::vector<order_sum>& to) {
    auto found = run(over, which, with("state", state));
    while (found.next())
        to.push_back(
            {found.get<std::string>(0), state, found.get<std::int64_t>(1), found.get<instant>(2)});
}

} // namespace

std::vector<order_sum> reader::order_sums() {
    std::vector<order_sum> sums;
    for (const auto state : unended_orders)
        add_sums(*session_, query::order_sums, state, sums);
    return sums;
}

std::vector<order_sum> reader::orders_given_up() {
    std::vector<order_sum> sums;
    add_sums(*session_, query::orders_given_up, order_state::in_doubt, sums);
    return sums;
}

} // namespace circ::storage
