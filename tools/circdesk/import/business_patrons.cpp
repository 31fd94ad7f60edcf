#include "tools/circdesk/import/business_rows.hpp"

// What stands about patrons: blocks and notes, further cards, messages.

namespace circ::tool {
namespace {

using std::chrono::seconds;
using storage::audience;
using storage::block_kind;
using storage::card_state;

constexpr seconds noon = std::chrono::hours(12);
constexpr std::string_view cards = "cardnumber patron_barcode borrower_barcode user_barcode";

constexpr std::array block_columns{known_column{"card", cards, true},
                                   known_column{"reason", "comment note standing_penalty", true},
                                   known_column{"kind", "type", false},
                                   known_column{"placed_at", "created set_date date", false}};
constexpr std::array card_columns{known_column{"number", "barcode", true},
                                  known_column{"card", cards, true},
                                  known_column{"state", "status", false},
                                  known_column{"since", "date", false}};
constexpr std::array message_columns{known_column{"card", cards, true},
                                     known_column{"text", "message", true},
                                     known_column{"to", "message_type", false},
                                     known_column{"until", "", false}};

constexpr std::array block_kinds{word_row<block_kind>{"block", block_kind::block},
                                 word_row<block_kind>{"note", block_kind::note}};
constexpr std::array card_states{word_row<card_state>{"good", card_state::good},
                                 word_row<card_state>{"lost", card_state::lost},
                                 word_row<card_state>{"stolen", card_state::stolen},
                                 word_row<card_state>{"replaced", card_state::replaced},
                                 word_row<card_state>{"retained", card_state::retained}};
/// Koha's letters: B to the borrower, L for librarians.
constexpr std::array audiences{word_row<audience>{"reader", audience::reader},
                               word_row<audience>{"staff", audience::staff},
                               word_row<audience>{"b", audience::reader},
                               word_row<audience>{"l", audience::staff}};

circulation::standing_block read_block(csv_row& row, const business_setting& with) {
    circulation::standing_block made{.by = requester_of(with), .card = row.reference("card")};
    made.kind = word_of(row, "kind", block_kinds, block_kind::block);
    made.why = row.needed("reason");
    made.placed_at =
        row.moment("placed_at", with.into.institution.time_zone, noon).value_or(with.into.now);
    return made;
}

circulation::further_card read_card(csv_row& row, const business_setting& with) {
    circulation::further_card made{
        .by = requester_of(with), .card = row.reference("card"), .number = row.key("number")};
    made.state = word_of(row, "state", card_states, card_state::good);
    made.since = row.moment("since", with.into.institution.time_zone, noon).value_or(with.into.now);
    return made;
}

circulation::left_message read_message(csv_row& row, const business_setting& with) {
    circulation::left_message made{.by = requester_of(with), .card = row.reference("card")};
    made.shown_to = word_of(row, "to", audiences, audience::reader);
    made.text = row.needed("text");
    made.until = row.moment("until", with.into.institution.time_zone, noon);
    return made;
}

/// @param read (csv_row&, const business_setting&) -> what is asked for
template <class Read>
void import_all(std::istream& in,
                const std::string& file,
                std::span<const known_column> columns,
                record_kind kind,
                const csv_mapping& mapping,
                const business_setting& with,
                import_report& report,
                Read read) {
    csv_table table(in, file, columns, mapping);
    import_rows(table, kind, with.into, report, [&](csv_row& row) {
        return take_over_step(row, kind, read(row, with), with);
    });
}

} // namespace

void import_blocks(std::istream& in,
                   const std::string& file,
                   const csv_mapping& mapping,
                   const business_setting& with,
                   import_report& report) {
    import_all(in, file, block_columns, record_kind::block, mapping, with, report, &read_block);
}

void import_cards(std::istream& in,
                  const std::string& file,
                  const csv_mapping& mapping,
                  const business_setting& with,
                  import_report& report) {
    import_all(in, file, card_columns, record_kind::card, mapping, with, report, &read_card);
}

void import_messages(std::istream& in,
                     const std::string& file,
                     const csv_mapping& mapping,
                     const business_setting& with,
                     import_report& report) {
    import_all(
        in, file, message_columns, record_kind::message, mapping, with, report, &read_message);
}

} // namespace circ::tool
