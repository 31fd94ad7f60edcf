#include "tools/circdesk/import/business_rows.hpp"

namespace circ::tool {
namespace {

using circulation::open_hold;
using std::chrono::seconds;
using storage::hold_level;
using storage::hold_state;

constexpr seconds noon = std::chrono::hours(12);

constexpr std::array columns{
    known_column{"card", "cardnumber patron_barcode borrower_barcode user_barcode", true},
    known_column{"control_number", "biblionumber record_id bib_id title", false},
    known_column{"item", "barcode item_barcode itembarcode copy_barcode", false},
    known_column{"pickup", "branchcode pickup_branch pickup_lib pickup_library", true},
    known_column{"placed_at", "reservedate request_time hold_date date_placed", true},
    known_column{"level", "hold_type", false},
    known_column{"place", "priority queue_position", false},
    known_column{"state", "found status", false},
    known_column{"shelf_until", "shelf_expire_time", false},
    known_column{"expires_on", "expirationdate expire_time patron_expiration_date", false},
    known_column{"suspended_until", "suspend_until thaw_date", false},
    known_column{"recalls", "", false}};

/// Koha's letters and Evergreen's among them.
constexpr std::array levels{word_row<hold_level>{"title", hold_level::title},
                            word_row<hold_level>{"t", hold_level::title},
                            word_row<hold_level>{"item", hold_level::item},
                            word_row<hold_level>{"copy", hold_level::item},
                            word_row<hold_level>{"c", hold_level::item},
                            word_row<hold_level>{"branch", hold_level::branch}};
constexpr std::array states{word_row<hold_state>{"queued", hold_state::queued},
                            word_row<hold_state>{"suspended", hold_state::suspended},
                            word_row<hold_state>{"in_transit", hold_state::in_transit},
                            word_row<hold_state>{"t", hold_state::in_transit},
                            word_row<hold_state>{"on_shelf", hold_state::on_shelf},
                            word_row<hold_state>{"w", hold_state::on_shelf}};

open_hold read_hold(csv_row& row, const business_setting& with, import_report& report) {
    open_hold made{.by = requester_of(with), .card = row.reference("card")};
    made.what.title = row.unspoiled("control_number");
    if (!row.text("item").empty()) made.what.item = row.reference("item");
    if (made.what.title.empty() && made.what.item.empty())
        row.wrong("control_number", "neither a title nor an item is named");
    if (row.needed("pickup").empty() == false)
        made.pickup = branch_code_of(row, "pickup", with, report);
    made.placed_at = needed_moment(row, "placed_at", with.into.institution.time_zone, noon);
    made.level = word_of(row, "level", levels, hold_level::title);
    made.state = word_of(row, "state", states, hold_state::queued);
    // Zero is what Koha gives to a hold that has left the queue.
    if (const auto place = row.number("place", 0, 99999); place.value_or(0) > 0) made.place = place;
    made.shelf_until = row.date("shelf_until");
    made.expires_on = row.date("expires_on");
    made.suspended_until = row.date("suspended_until");
    if (!row.text("recalls").empty()) made.recalls = row.reference("recalls");
    return made;
}

} // namespace

void import_holds(std::istream& in,
                  const std::string& file,
                  const csv_mapping& mapping,
                  const business_setting& with,
                  import_report& report) {
    csv_table table(in, file, columns, mapping);
    import_rows(table, record_kind::hold, with.into, report, [&](csv_row& row) {
        auto asked = read_hold(row, with, report);
        return take_over_step(row, record_kind::hold, std::move(asked), with);
    });
}

} // namespace circ::tool
