#pragma once

#include "storage/records/ids.hpp"
#include "storage/records/money.hpp"
#include "storage/records/time.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>

namespace circ::storage {

enum class notice_state { waiting, handed_over, failed, given_up };
enum class notice_channel { email, post };

/// Something a reader has to be told, made in the transaction of its cause and once per cause.
struct notice {
    notice_id id;
    patron_id patron;
    std::string kind;  ///< "hold_ready", "overdue_1" ...
    std::string cause; ///< unique per kind: what it is about, as "hold 17"
    item_id item;
    hold_id hold;
    loan_id loan;
    notice_state state = notice_state::waiting;
    int tries = 0;
    instant created_at{};
    std::optional<instant> done_at;
    patron_id recipient; ///< the patron, or the guarantor of a minor
    notice_channel channel = notice_channel::post;
    std::string language;   ///< ISO 639-1, the recipient's
    std::string facts;      ///< names and numbers of what happened, as "due=20529"
    std::string last_error; ///< why it was not handed over
    std::string claimed_by; ///< who is handing it over
    std::optional<instant> claimed_until; ///< from then on whoever claimed it is taken for gone
};

/// The last run of a job of the day's work at a branch.
struct day_job {
    day_job_id id;
    institution_id institution;
    branch_id branch; ///< zero: of the whole library
    std::string job;
    std::optional<local_date> day; ///< the last one that is done
    instant begun_at{};
    std::optional<instant> ended_at; ///< absent: under way, or cut short
    int done = 0;
    int failed = 0;
    std::string last_error;
};

/// Something staff has to look at: what a device did off-line against the rules, or could not be posted.
struct review_entry {
    review_id id;
    institution_id institution;
    std::string kind;  ///< name of a review_kind of circulation: "could_not_post" ...
    terminal_id terminal;
    patron_id patron;
    item_id item;
    std::string card;    ///< as sent, when nobody has it
    std::string barcode; ///< as sent, when nothing has it
    std::string request; ///< name of the operation
    std::string reasons; ///< reason codes, blank separated
    std::optional<instant> said_at;
    std::optional<instant> due_at;
    instant at{};
    std::optional<instant> resolved_at;
    std::string resolved_by;
    std::string resolution;
    std::optional<instant> returned_at; ///< the return date a device gave with what could not be posted
    std::string control_number; ///< as sent, of a title instead of an item
};

/// A keyed digest of a request: BLAKE2b, 32 bytes.
using request_digest = std::array<std::uint8_t, 32>;

/// What a changing request did, so that its repeat changes nothing (circulation §7). No personal
/// data, no text: the answer is made anew from what is decided here.
struct journal_entry {
    journal_id id;
    terminal_id terminal;
    request_digest digest{};
    std::string operation; ///< "checkout" ...
    instant at{};
    std::optional<instant> said_at;
    instant keep_until{};
    bool already_happened = false;
    item_id item;
    loan_id loan;
    hold_id hold;
    fee_id fee;
    payment_id payment;
    event_id event;    ///< the event of the effect; "still the last thing that happened"
    std::optional<instant> due_at;
    std::optional<money> amount;
    std::string facts; ///< the rest of the decision, as the operation's own short form
};

/// The audit trail: what happened to whom and what. Ordered by id.
struct event {
    event_id id;
    institution_id institution;
    instant at{};
    std::string kind; ///< "checkout", "checkin", "hold_trapped" ...
    branch_id branch;
    terminal_id terminal;
    std::string by; ///< operator, empty at a terminal
    patron_id patron;
    item_id item;
    loan_id loan;
    hold_id hold;
    fee_id fee;
    std::string detail; ///< codes and numbers, never names
    std::string reason; ///< why staff did it, in their words; empty where none is asked for
    terminal_id account; ///< of a device, when that is what was changed
};

/// What a counter counts by; the year's figures survive the loans.
struct counter_key {
    local_date day;
    branch_id branch;
    std::string item_type;
    std::string collection;
    std::string patron_category;
    std::string age_band;
    std::string kind;
};

/// A sum of counters: what of, and how many.
struct counter_sum {
    std::string part; ///< a branch code, an item type ..., by what was asked for
    std::string kind;
    std::int64_t amount = 0;
};

} // namespace circ::storage
