#include "tools/circdesk/counting.hpp"

#include "tools/circdesk/tool.hpp"

#include <optional>

namespace circ::tool {

using storage::stock_count;

stock_count open_count(tool& with, const std::string& name, bool also_ended) {
    const auto of = with.institution();
    std::optional<stock_count> found;
    with.store().read([&](storage::reader& from) { found = from.find_stock_count(of.id, name); });
    with.store().end_turn();
    if (!found)
        throw complaint("there is no count " + name + ": `circdesk count list` shows them",
                        not_found);
    if (found->ended_at && !also_ended)
        throw complaint("the count " + name + " has ended; start another");
    return *found;
}

circulation::requester counter_of(tool& with, const stock_count& in) {
    circulation::requester by;
    by.operator_name = with.how().operator_name;
    by.institution = in.institution;
    by.branch = in.branch;
    by.received = with.now();
    return by;
}

void for_each_unseen(storage::reader& from,
                     const stock_count& in,
                     const std::function<void(const storage::item_facts&)>& each) {
    for (circulation::unseen_page page{.items = {}, .last = {}, .more = true}; page.more;) {
        page = circulation::unseen(from, in, page.last, count_rows);
        for (const auto& one : page.items)
            each(one);
    }
}

void end_count(storage::unit_of_work& unit, stock_count in, tool& with) {
    in.ended_at = with.now();
    in.ended_by = with.how().operator_name;
    unit.change(in);
}

} // namespace circ::tool
