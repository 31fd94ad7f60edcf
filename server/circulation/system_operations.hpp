#pragma once

// What other systems ask for besides what readers' devices do: libraries that lend to us or borrow
// from us, discovery and account systems. Plain structs as in operations.hpp; who may ask for what
// is the door's to say. Where a request bears a number of its own (`external_id`), the same again is
// known by it for good; else by the journal.

#include "server/circulation/operations.hpp"

#include <optional>
#include <string>
#include <vector>

namespace circ::circulation {

// Items of other libraries: borrowed.cpp

/// As much of a title as other systems say.
struct brief_title {
    std::string text;
    std::string author;
    std::string isbn; ///< one, or several parted by commas
    int year = 0; ///< 0 = unknown
    std::string language;
};

/// hold: kept for the reader at the pickup branch. lend: it goes to the reader at once.
enum class accepting { hold, lend };

/// An item that another library lends us has arrived for a reader. It gets a title and an item of
/// its own until it goes home.
struct accept_item {
    requester by;
    external_id request; ///< of the lender, or of whoever arranged it
    std::string card;
    std::string item;   ///< the barcode it bears; empty: it is given one
    std::string lender; ///< code of the library that lends it; empty: the request's
    brief_title about;
    std::string call_number;
    storage::media_type media = storage::media_type::book;
    std::optional<instant> wanted_back; ///< by its lender, on that day
    bool renewable = true;              ///< as far as its lender says
    accepting as = accepting::hold;
    std::string pickup;                 ///< branch code; empty = the requester's, else the patron's
};

struct accept_outcome : hold_outcome {
    std::optional<instant> due_at; ///< of the loan, when it was lent
    bool due_hourly = false;
};

/// It goes back to its lender, and its title and item leave the catalogue.
struct send_home {
    requester by;
    std::string item;
    std::string why;
};

// Look-ups: lookups.cpp

/// One hold, closed ones too: by `which`, else the patron's on that title.
struct hold_details {
    requester by;
    hold_key which;
    std::string card;
    target what;
    std::optional<secret> pin;
};

struct hold_details_outcome : hold_outcome {
    external_id request; ///< the other system's number, if it came from one
    storage::hold_level level{};
    storage::hold_state state{}; ///< lapsed also when it is over by its dates
    std::string card;
    std::string barcode; ///< of the item kept for it or asked for
    instant placed_at{};
    std::optional<instant> ready_at; ///< when its item came to the shelf
    std::optional<instant> shelf_until;
};

/// Where in a list of items an answer goes on: the entry asked for, and how many of its items came.
struct items_place {
    int entry = 0;
    int first = 0;
};

/// All items of these titles and these items, so many at a time.
struct title_items {
    requester by;
    std::vector<target> what; ///< a title stands for all its items
    items_place from;
    int count = 100;
    bool with_people = false; ///< who has it and who waits for it
};

struct title_items_outcome : outcome {
    struct line {
        int entry = 0; ///< of `what`
        item_view item;
        std::string borrower_card;             ///< with_people
        std::vector<std::string> waiting_cards; ///< with_people, in the order of the queue
    };
    std::vector<line> lines;
    std::vector<int> unknown; ///< entries of `what` that are not here, as far as the answer has come
    std::optional<items_place> next; ///< absent: that was all
};

struct agency_details {
    requester by;
};

struct agency_outcome : outcome {
    struct branch {
        place where;
        std::string address;
    };
    std::string code;
    std::string name;
    std::string language;
    currency money;
    std::vector<branch> branches; ///< where something can be fetched
    std::vector<std::string> categories; ///< of patrons, as policy names them
};

// Items: item_changes.cpp

/// What others may say of an item; what is absent stays, or is as for its kind. Where it is and for
/// whom is circulation's own.
struct item_data {
    std::optional<std::string> branch; ///< code of the branch it belongs to
    std::optional<std::string> location;
    std::optional<std::string> item_type;
    std::optional<std::string> collection;
    std::optional<std::string> call_number;
    std::optional<storage::media_type> media;
    std::optional<std::string> note;
    std::optional<money> price;
    std::optional<int> parts;
};

struct create_item {
    requester by;
    std::string item;  ///< barcode; empty: it is given one
    std::string title; ///< control number of a title that is there, else `about` becomes one
    brief_title about;
    item_data data;
    storage::item_state state = storage::item_state::usable;
};

struct update_item {
    requester by;
    std::string item;
    item_data data;
    std::optional<storage::item_state> state; ///< its condition
    std::string why;
};

/// It is lent no more. One of another library goes home.
struct delete_item {
    requester by;
    std::string item;
    std::string why;
};

/// never_borrowed is a claim too: somebody has to look for the item.
enum class item_report { claimed_returned, never_borrowed, lost, missing };

/// What became of an item, as its reader or staff elsewhere says.
struct report_item {
    requester by;
    std::string item;
    std::string card; ///< whose loan it is about; empty: whoever has it
    item_report what = item_report::claimed_returned;
    std::string why;
};

/// Calls a loan back, for nobody in particular: policy decides how soon.
struct recall_item {
    requester by;
    std::string item;
    std::optional<instant> wanted; ///< not needed before; the due date is never set later
    std::string why;
};

/// The borrower keeps the item as long as before; the hold behind the recall stays.
struct cancel_recall {
    requester by;
    std::string item;
    std::string why;
};

struct recall_outcome : outcome {
    std::optional<instant> due_at; ///< of the loan, afterwards
    std::string borrower_card;
};

// Patrons: patron_changes.cpp

/// What others may say of a patron; what is absent stays. An empty text takes it away.
struct patron_data {
    std::optional<std::string> family_name;
    std::optional<std::string> given_name;
    std::optional<storage::local_date> birth_date;
    std::optional<std::string> category;
    std::optional<std::string> branch; ///< code
    std::optional<std::string> language; ///< ISO 639-1
    std::optional<std::string> address;
    std::optional<std::string> email;
    std::optional<std::string> phone;
    std::optional<storage::local_date> expires_on;
};

struct create_patron {
    requester by;
    std::string card; ///< its number
    patron_data data;
    std::vector<std::string> blocks; ///< the reason of each
};

struct update_patron {
    requester by;
    std::string card;
    patron_data data;
    std::vector<patron_data> gone{}; ///< addresses to take away, while they are the ones kept
    std::vector<std::string> place; ///< blocks, by their reason; one that stands is not placed again
    std::vector<std::string> lift;  ///< by their reason
    std::string why;
};

/// Forgets who it was; refused while something is open.
struct delete_patron {
    requester by;
    std::string card;
    std::string why;
};

// Money: charges.cpp. What is paid is a pay_fee.

struct charge_fee {
    requester by;
    std::string card;
    external_id reference; ///< required: what it is known again by
    storage::fee_kind kind = storage::fee_kind::other;
    std::optional<money> amount; ///< nullopt: could not be read
    std::string currency;        ///< ISO 4217, as told
    std::string item;            ///< barcode, or empty
    std::string why;             ///< stays with the fee as its note
};

/// waive: let off. write_off: given up as lost. refund: what was paid becomes credit, and as much
/// of the fee is gone. cancel: the fee should not have been; what was paid becomes credit.
enum class settling { waive, write_off, refund, cancel };

/// Answers a fee without money coming in.
struct answer_fee {
    requester by;
    std::string card; ///< whose fee it must be; empty: anybody's
    external_id reference; ///< required: what it is known again by
    fee_key fee;
    settling how = settling::waive;
    std::optional<money> amount; ///< nullopt: as much as there is
    std::string why;
};

template <> struct operation_traits<accept_item> : operation_traits_of<accept_outcome, true> {};
template <> struct operation_traits<send_home> : operation_traits_of<outcome, true> {};
template <> struct operation_traits<hold_details> : operation_traits_of<hold_details_outcome, false> {};
template <> struct operation_traits<title_items> : operation_traits_of<title_items_outcome, false> {};
template <> struct operation_traits<agency_details> : operation_traits_of<agency_outcome, false> {};
template <> struct operation_traits<create_item> : operation_traits_of<outcome, true> {};
template <> struct operation_traits<update_item> : operation_traits_of<outcome, true> {};
template <> struct operation_traits<delete_item> : operation_traits_of<outcome, true> {};
template <> struct operation_traits<report_item> : operation_traits_of<outcome, true> {};
template <> struct operation_traits<recall_item> : operation_traits_of<recall_outcome, true> {};
template <> struct operation_traits<cancel_recall> : operation_traits_of<recall_outcome, true> {};
template <> struct operation_traits<create_patron> : operation_traits_of<outcome, true> {};
template <> struct operation_traits<update_patron> : operation_traits_of<outcome, true> {};
template <> struct operation_traits<delete_patron> : operation_traits_of<outcome, true> {};
template <> struct operation_traits<charge_fee> : operation_traits_of<outcome, true> {};
template <> struct operation_traits<answer_fee> : operation_traits_of<outcome, true> {};

} // namespace circ::circulation
