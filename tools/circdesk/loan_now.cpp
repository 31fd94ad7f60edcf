#include "tools/circdesk/loan_now.hpp"

#include "server/circulation/facts.hpp"
#include "tools/circdesk/tool.hpp"

namespace circ::tool {

loan_now find_loan_now(tool& with, const std::string& barcode) {
    const auto of = with.institution();
    loan_now found{.loan = {}, .time_zone = of.time_zone};
    with.store().read([&](storage::reader& from) {
        const auto what = from.item_by_barcode(of.id, barcode);
        if (!what || !what->open_loan) return;
        found.loan = *what->open_loan;
        found.time_zone = circulation::load_library(from, of.id)->branch(circulation::hours_of(found.loan)).time_zone;
    });
    return found;
}

} // namespace circ::tool
