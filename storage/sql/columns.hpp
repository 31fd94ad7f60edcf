#pragma once

// Which column of which table keeps which member of a record. A column's name stands here and in
// the schema, nowhere else: INSERT and UPDATE are made from these tables, and queries.sql says
// {loan.*}. To add a column: a migration, a member, a row here; a test compares all three.

#include "storage/records/bookkeeping.hpp"
#include "storage/records/circulation.hpp"
#include "storage/records/imports.hpp"
#include "storage/records/inventory.hpp"
#include "storage/records/library.hpp"
#include "storage/records/outbox.hpp"
#include "storage/records/partners.hpp"
#include "storage/records/people.hpp"
#include "storage/records/reconcile.hpp"
#include "storage/records/shadow.hpp"
#include "storage/records/stocktaking.hpp"
#include "storage/records/kept_block.hpp"
#include "storage/records/terminal_sign.hpp"

#include <functional>
#include <string_view>
#include <tuple>
#include <utility>

namespace circ::storage::sql {

enum class column_role {
    key,   ///< names the row; never changed
    plain, ///< written and read with the record
    kept,  ///< a count that follows from other records; read, never written with the record
    apart, ///< written with the record, read only when asked for by name
};

template <class Access>
struct column_row {
    std::string_view name;
    Access member;
    column_role role;

    template <class Record>
    constexpr auto& of(Record& record) const {
        return std::invoke(member, record);
    }
};

/// A member of a part of a record.
template <class Whole, class Part, class T>
struct nested_member {
    Part Whole::*part;
    T Part::*member;

    constexpr T& operator()(Whole& record) const { return record.*part.*member; }
    constexpr const T& operator()(const Whole& record) const { return record.*part.*member; }
};

template <class Record, class T>
[[nodiscard]] constexpr auto
column(std::string_view name, T Record::*member, column_role role = column_role::plain) {
    return column_row<T Record::*>{name, member, role};
}

template <class Whole, class Part, class T>
[[nodiscard]] constexpr auto column(std::string_view name, Part Whole::*part, T Part::*member) {
    using nested = nested_member<Whole, Part, T>;
    return column_row<nested>{name, nested{part, member}, column_role::plain};
}

/// The table of one record: its name, its columns in the schema's order, and, where an INSERT may
/// meet the row already there, what it does then (when_there).
template <class Record>
struct columns;

// clang-format off

template <> struct columns<institution> {
    using r = institution;
    static constexpr std::string_view table = "institution";
    static constexpr auto list = std::tuple{
        column("id", &r::id, column_role::key), column("code", &r::code), column("name", &r::name),
        column("currency", &r::currency), column("decimals", &r::decimals),
        column("language", &r::language), column("time_zone", &r::time_zone)};
};

template <> struct columns<branch> {
    using r = branch;
    static constexpr std::string_view table = "branch";
    static constexpr auto list = std::tuple{
        column("id", &r::id, column_role::key), column("institution", &r::institution),
        column("code", &r::code), column("name", &r::name), column("address", &r::address),
        column("time_zone", &r::time_zone), column("closed_at", &r::closed_at)};
};

template <> struct columns<opening_hours> {
    using r = opening_hours;
    static constexpr std::string_view table = "branch_hours";
    static constexpr auto list = std::tuple{
        column("branch", &r::branch, column_role::key), column("weekday", &r::weekday, column_role::key),
        column("opens", &r::opens), column("closes", &r::closes)};
    static constexpr std::string_view when_there =
        "ON CONFLICT (branch, weekday) DO UPDATE SET opens = excluded.opens, closes = excluded.closes";
};

template <> struct columns<closed_day> {
    using r = closed_day;
    static constexpr std::string_view table = "closed_day";
    static constexpr auto list = std::tuple{
        column("id", &r::id, column_role::key), column("branch", &r::branch), column("day", &r::day),
        column("reason", &r::reason)};
};

template <> struct columns<terminal> {
    using r = terminal;
    static constexpr std::string_view table = "terminal";
    static constexpr auto list = std::tuple{
        column("id", &r::id, column_role::key), column("institution", &r::institution),
        column("login", &r::login), column("verifier", &r::verifier), column("branch", &r::branch),
        column("location", &r::location), column("profile", &r::profile),
        column("addresses", &r::addresses), column("enabled", &r::enabled),
        column("created_at", &r::created_at)};
};

template <> struct columns<title> {
    using r = title;
    static constexpr std::string_view table = "title";
    static constexpr auto list = std::tuple{
        column("id", &r::id, column_role::key), column("institution", &r::institution),
        column("control_number", &r::control_number), column("text", &r::text),
        column("author", &r::author), column("isbn", &r::isbn), column("year", &r::year),
        column("language", &r::language), column("open_holds", &r::open_holds, column_role::kept),
        column("marc", &r::marc, column_role::apart)};
};

template <> struct columns<item> {
    using r = item;
    static constexpr std::string_view table = "item";
    static constexpr auto list = std::tuple{
        column("id", &r::id, column_role::key), column("institution", &r::institution),
        column("barcode", &r::barcode), column("title", &r::title), column("branch", &r::branch),
        column("place", &r::place), column("location", &r::location),
        column("item_type", &r::item_type), column("collection", &r::collection),
        column("call_number", &r::call_number), column("media", &r::media),
        column("state", &r::state), column("price", &r::price), column("note", &r::note),
        column("parts", &r::parts), column("properties", &r::properties),
        column("seen_at", &r::seen_at), column("created_at", &r::created_at),
        column("lender", &r::lender), column("wanted_back", &r::wanted_back),
        column("renewable", &r::renewable),
        column("temporary_location", &r::temporary_location),
        column("temporary_type", &r::temporary_type),
        column("temporary_until", &r::temporary_until)};
};

template <> struct columns<patron> {
    using r = patron;
    static constexpr std::string_view table = "patron";
    static constexpr auto list = std::tuple{
        column("id", &r::id, column_role::key), column("institution", &r::institution),
        column("family_name", &r::family_name), column("given_name", &r::given_name),
        column("birth_date", &r::birth_date), column("category", &r::category),
        column("branch", &r::branch), column("language", &r::language),
        column("address", &r::address), column("email", &r::email), column("phone", &r::phone),
        column("expires_on", &r::expires_on), column("guarantor", &r::guarantor),
        column("pin_verifier", &r::pin_verifier), column("pin_failures", &r::pin_failures),
        column("pin_locked_until", &r::pin_locked_until),
        column("open_loans", &r::open_loans, column_role::kept),
        column("open_holds", &r::open_holds, column_role::kept),
        column("open_fees", &r::open_fees, column_role::kept),
        column("owed", &r::owed, column_role::kept), column("credit", &r::credit, column_role::kept),
        column("created_at", &r::created_at), column("erased_at", &r::erased_at)};
};

template <> struct columns<card> {
    using r = card;
    static constexpr std::string_view table = "card";
    static constexpr auto list = std::tuple{
        column("id", &r::id, column_role::key), column("institution", &r::institution),
        column("number", &r::number), column("patron", &r::patron), column("state", &r::state),
        column("since", &r::since)};
};

template <> struct columns<block> {
    using r = block;
    static constexpr std::string_view table = "block";
    static constexpr auto list = std::tuple{
        column("id", &r::id, column_role::key), column("patron", &r::patron),
        column("kind", &r::kind), column("reason", &r::reason), column("placed_at", &r::placed_at),
        column("terminal", &r::terminal), column("placed_by", &r::placed_by),
        column("lifted_at", &r::lifted_at), column("lifted_by", &r::lifted_by)};
};

template <> struct columns<message> {
    using r = message;
    static constexpr std::string_view table = "message";
    static constexpr auto list = std::tuple{
        column("id", &r::id, column_role::key), column("patron", &r::patron),
        column("shown_to", &r::shown_to), column("text", &r::text), column("until", &r::until),
        column("created_at", &r::created_at)};
};

template <> struct columns<hold> {
    using r = hold;
    static constexpr std::string_view table = "hold";
    static constexpr auto list = std::tuple{
        column("id", &r::id, column_role::key), column("institution", &r::institution),
        column("title", &r::title), column("level", &r::level), column("item", &r::item),
        column("branch", &r::branch), column("patron", &r::patron), column("pickup", &r::pickup),
        column("placed_at", &r::placed_at), column("rank", &r::rank), column("state", &r::state),
        column("trapped_item", &r::trapped_item), column("trapped_at", &r::trapped_at),
        column("shelf_until", &r::shelf_until), column("expires_on", &r::expires_on),
        column("suspended_until", &r::suspended_until), column("closed_at", &r::closed_at)};
};

template <> struct columns<loan> {
    using r = loan;
    using t = loan_terms;
    static constexpr std::string_view table = "loan";
    static constexpr auto list = std::tuple{
        column("id", &r::id, column_role::key), column("item", &r::item),
        column("patron", &r::patron), column("branch", &r::branch),
        column("terminal", &r::terminal), column("lent_at", &r::lent_at),
        column("due_at", &r::due_at), column("state", &r::state), column("renewals", &r::renewals),
        column("renewed_at", &r::renewed_at), column("due_before_renewal", &r::due_before_renewal),
        column("recalled_at", &r::recalled_at), column("recall_due_at", &r::recall_due_at),
        column("claimed_at", &r::claimed_at), column("lost_at", &r::lost_at),
        column("filled_hold", &r::filled_hold), column("rule", &r::terms, &t::rule),
        column("hourly", &r::terms, &t::hourly), column("max_renewals", &r::terms, &t::max_renewals),
        column("overdue_rate", &r::terms, &t::overdue_rate),
        column("overdue_per", &r::terms, &t::overdue_per),
        column("overdue_cap", &r::terms, &t::overdue_cap),
        column("overdue_grace_days", &r::terms, &t::overdue_grace_days),
        column("grace_forgives", &r::terms, &t::grace_forgives),
        column("closed_days_free", &r::terms, &t::closed_days_free),
        column("closed_at", &r::closed_at), column("closed_by", &r::closed_by),
        column("return_seen_at", &r::return_seen_at), column("hours_of", &r::hours_of),
        column("recall_rate", &r::terms, &t::recall_rate),
        column("due_before_recall", &r::due_before_recall),
        column("recalled_for", &r::recalled_for)};
};

template <> struct columns<transit> {
    using r = transit;
    static constexpr std::string_view table = "transit";
    static constexpr auto list = std::tuple{
        column("id", &r::id, column_role::key), column("item", &r::item),
        column("from_branch", &r::from), column("to_branch", &r::to), column("hold", &r::hold),
        column("sent_at", &r::sent_at), column("ended_at", &r::ended_at)};
};

template <> struct columns<fee> {
    using r = fee;
    static constexpr std::string_view table = "fee";
    static constexpr auto list = std::tuple{
        column("id", &r::id, column_role::key), column("patron", &r::patron),
        column("kind", &r::kind), column("amount", &r::amount), column("item", &r::item),
        column("loan", &r::loan), column("note", &r::note), column("assessed_at", &r::assessed_at),
        column("about", &r::about)};
};

template <> struct columns<open_fee> {
    using r = open_fee;
    static constexpr std::string_view table = "open_fee";
    static constexpr auto list = std::tuple{
        column("fee", &r::fee, column_role::key), column("patron", &r::patron),
        column("amount", &r::amount)};
};

template <> struct columns<payment> {
    using r = payment;
    static constexpr std::string_view table = "payment";
    static constexpr auto list = std::tuple{
        column("id", &r::id, column_role::key), column("institution", &r::institution),
        column("patron", &r::patron), column("terminal", &r::terminal), column("bk", &r::bk),
        column("amount", &r::amount), column("payment_type", &r::payment_type),
        column("at", &r::at), column("state", &r::state), column("reason", &r::reason),
        column("credited", &r::credited), column("bk_reused", &r::bk_reused),
        column("resolved_at", &r::resolved_at), column("resolved_by", &r::resolved_by),
        column("resolution", &r::resolution)};
};

template <> struct columns<fee_entry> {
    using r = fee_entry;
    static constexpr std::string_view table = "fee_entry";
    static constexpr auto list = std::tuple{
        column("id", &r::id, column_role::key), column("fee", &r::fee), column("kind", &r::kind),
        column("amount", &r::amount), column("payment", &r::payment), column("at", &r::at),
        column("done_by", &r::by), column("reason", &r::reason)};
};

template <> struct columns<notice> {
    using r = notice;
    static constexpr std::string_view table = "notice";
    static constexpr auto list = std::tuple{
        column("id", &r::id, column_role::key), column("patron", &r::patron),
        column("kind", &r::kind), column("cause", &r::cause), column("item", &r::item),
        column("hold", &r::hold), column("loan", &r::loan), column("state", &r::state),
        column("tries", &r::tries), column("created_at", &r::created_at),
        column("done_at", &r::done_at), column("recipient", &r::recipient),
        column("channel", &r::channel), column("language", &r::language), column("facts", &r::facts),
        column("last_error", &r::last_error), column("claimed_by", &r::claimed_by),
        column("claimed_until", &r::claimed_until)};
    static constexpr std::string_view when_there = "ON CONFLICT (kind, cause) DO NOTHING";
};

template <> struct columns<day_job> {
    using r = day_job;
    static constexpr std::string_view table = "day_job";
    static constexpr auto list = std::tuple{
        column("id", &r::id, column_role::key), column("institution", &r::institution),
        column("branch", &r::branch), column("job", &r::job), column("day", &r::day),
        column("begun_at", &r::begun_at), column("ended_at", &r::ended_at), column("done", &r::done),
        column("failed", &r::failed), column("last_error", &r::last_error)};
};

template <> struct columns<review_entry> {
    using r = review_entry;
    static constexpr std::string_view table = "review_entry";
    static constexpr auto list = std::tuple{
        column("id", &r::id, column_role::key), column("institution", &r::institution),
        column("kind", &r::kind), column("terminal", &r::terminal), column("patron", &r::patron),
        column("item", &r::item), column("card", &r::card), column("barcode", &r::barcode),
        column("request", &r::request), column("reasons", &r::reasons),
        column("said_at", &r::said_at), column("due_at", &r::due_at), column("at", &r::at),
        column("resolved_at", &r::resolved_at), column("resolved_by", &r::resolved_by),
        column("resolution", &r::resolution), column("returned_at", &r::returned_at),
        column("control_number", &r::control_number)};
};

template <> struct columns<journal_entry> {
    using r = journal_entry;
    static constexpr std::string_view table = "journal";
    static constexpr auto list = std::tuple{
        column("id", &r::id, column_role::key), column("terminal", &r::terminal),
        column("digest", &r::digest), column("operation", &r::operation), column("at", &r::at),
        column("said_at", &r::said_at), column("keep_until", &r::keep_until),
        column("already_happened", &r::already_happened), column("item", &r::item),
        column("loan", &r::loan), column("hold", &r::hold), column("fee", &r::fee),
        column("payment", &r::payment), column("event", &r::event), column("due_at", &r::due_at),
        column("amount", &r::amount), column("facts", &r::facts)};
};

template <> struct columns<event> {
    using r = event;
    static constexpr std::string_view table = "event";
    static constexpr auto list = std::tuple{
        column("id", &r::id, column_role::key), column("institution", &r::institution),
        column("at", &r::at), column("kind", &r::kind), column("branch", &r::branch),
        column("terminal", &r::terminal), column("done_by", &r::by), column("patron", &r::patron),
        column("item", &r::item), column("loan", &r::loan), column("hold", &r::hold),
        column("fee", &r::fee), column("detail", &r::detail), column("reason", &r::reason),
        column("account", &r::account)};
};

template <> struct columns<terminal_sign> {
    using r = terminal_sign;
    static constexpr std::string_view table = "terminal_sign";
    static constexpr auto list = std::tuple{
        column("terminal", &r::terminal, column_role::key), column("heard_at", &r::heard_at),
        column("says", &r::says), column("said_at", &r::said_at)};
    static constexpr std::string_view when_there =
        "ON CONFLICT (terminal) DO UPDATE SET heard_at = excluded.heard_at, "
        "says = COALESCE(excluded.says, terminal_sign.says), "
        "said_at = COALESCE(excluded.said_at, terminal_sign.said_at)";
};

template <> struct columns<partner> {
    using r = partner;
    static constexpr std::string_view table = "partner";
    static constexpr auto list = std::tuple{
        column("id", &r::id, column_role::key), column("institution", &r::institution),
        column("code", &r::code), column("name", &r::name), column("patron", &r::patron),
        column("created_at", &r::created_at)};
};

template <> struct columns<external_reference> {
    using r = external_reference;
    static constexpr std::string_view table = "external_reference";
    static constexpr auto list = std::tuple{
        column("id", &r::id, column_role::key), column("institution", &r::institution),
        column("kind", &r::kind), column("agency", &r::named, &external_id::agency),
        column("value", &r::named, &external_id::value), column("item", &r::item),
        column("hold", &r::hold), column("fee", &r::fee), column("payment", &r::payment),
        column("asked", &r::asked), column("at", &r::at)};
};

template <> struct columns<stock_count> {
    using r = stock_count;
    static constexpr std::string_view table = "stock_count";
    static constexpr auto list = std::tuple{
        column("id", &r::id, column_role::key), column("institution", &r::institution),
        column("name", &r::name), column("branch", &r::branch), column("location", &r::location),
        column("collection", &r::collection), column("item_type", &r::item_type),
        column("first_call_number", &r::first_call_number), column("last_call_number", &r::last_call_number),
        column("frozen_at", &r::frozen_at), column("started_by", &r::started_by),
        column("ended_at", &r::ended_at), column("ended_by", &r::ended_by)};
};

template <> struct columns<count_scan> {
    using r = count_scan;
    static constexpr std::string_view table = "count_scan";
    static constexpr auto list = std::tuple{
        column("id", &r::id, column_role::key), column("count", &r::count), column("barcode", &r::barcode),
        column("item", &r::item), column("finding", &r::finding), column("out_of_order", &r::out_of_order),
        column("times", &r::times), column("at", &r::at), column("done_by", &r::by)};
};

template <> struct columns<backend_order> {
    using r = backend_order;
    static constexpr std::string_view table = "backend_order";
    static constexpr auto list = std::tuple{
        column("id", &r::id, column_role::key), column("institution", &r::institution),
        column("terminal", &r::terminal), column("backend", &r::backend),
        column("operation", &r::operation), column("digest", &r::digest),
        column("said_at", &r::said_at), column("at", &r::at), column("state", &r::state),
        column("card", &r::card), column("barcode", &r::barcode), column("what", &r::what),
        column("answer", &r::answer), column("tries", &r::tries),
        column("next_try", &r::next_try), column("last_error", &r::last_error),
        column("ended_at", &r::ended_at), column("ended_by", &r::ended_by), column("why", &r::why),
        column("review", &r::review)};
};

template <> struct columns<kept_block> {
    using r = kept_block;
    static constexpr std::string_view table = "kept_block";
    static constexpr auto list = std::tuple{
        column("backend", &r::backend, column_role::key), column("card", &r::card, column_role::key),
        column("reason", &r::reason), column("since", &r::since),
        column("card_retained", &r::card_retained)};
    static constexpr std::string_view when_there =
        "ON CONFLICT (backend, card) DO UPDATE SET reason = excluded.reason, since = excluded.since, "
        "card_retained = excluded.card_retained";
};

template <> struct columns<shadow_kind> {
    using r = shadow_kind;
    static constexpr std::string_view table = "shadow_kind";
    static constexpr auto list = std::tuple{
        column("id", &r::id, column_role::key), column("institution", &r::institution),
        column("number", &r::number), column("backend", &r::backend),
        column("operation", &r::operation), column("field", &r::field), column("cause", &r::cause),
        column("ours", &r::ours), column("theirs", &r::theirs), column("first_at", &r::first_at),
        column("accepted_at", &r::accepted_at), column("accepted_by", &r::accepted_by),
        column("why", &r::why)};
};

template <> struct columns<backend_mark> {
    using r = backend_mark;
    static constexpr std::string_view table = "backend_mark";
    static constexpr auto list = std::tuple{
        column("id", &r::id, column_role::key), column("backend", &r::backend),
        column("institution", &r::institution), column("kind", &r::kind), column("at", &r::at),
        column("made_by", &r::by), column("what", &r::what),
        column("last_number", &r::last_number)};
};

template <> struct columns<backend_difference> {
    using r = backend_difference;
    static constexpr std::string_view table = "backend_difference";
    static constexpr auto list = std::tuple{
        column("id", &r::id, column_role::key), column("backend", &r::backend),
        column("institution", &r::institution), column("number", &r::number),
        column("kind", &r::kind), column("card", &r::card), column("subject", &r::subject),
        column("ours", &r::ours), column("theirs", &r::theirs), column("at", &r::at),
        column("seen_at", &r::seen_at), column("accepted_at", &r::accepted_at),
        column("accepted_by", &r::accepted_by), column("why", &r::why)};
};

template <> struct columns<import_run> {
    using r = import_run;
    static constexpr std::string_view table = "import_run";
    static constexpr auto list = std::tuple{
        column("id", &r::id, column_role::key), column("institution", &r::institution),
        column("number", &r::number), column("kind", &r::kind), column("file", &r::file),
        column("options", &r::options), column("digest", &r::digest), column("done_by", &r::by),
        column("begun_at", &r::begun_at), column("ended_at", &r::ended_at), column("state", &r::state),
        column("position", &r::position), column("added", &r::added), column("updated", &r::updated),
        column("unchanged", &r::unchanged), column("rejected", &r::rejected)};
};

template <> struct columns<import_mark> {
    using r = import_mark;
    static constexpr std::string_view table = "import_mark";
    static constexpr auto list = std::tuple{
        column("run", &r::run, column_role::key), column("kind", &r::kind, column_role::key),
        column("record", &r::record, column_role::key), column("after", &r::after),
        column("before", &r::before)};
    static constexpr std::string_view when_there =
        "ON CONFLICT (run, kind, record) DO UPDATE SET after = excluded.after";
};

template <> struct columns<import_reject> {
    using r = import_reject;
    static constexpr std::string_view table = "import_reject";
    static constexpr auto list = std::tuple{
        column("run", &r::run, column_role::key), column("number", &r::number, column_role::key),
        column("place", &r::place), column("field", &r::field), column("value", &r::value),
        column("sentence", &r::sentence)};
};

// clang-format on

/// Every record with a table of its own.
using stored_records = std::tuple<institution,
                                  branch,
                                  opening_hours,
                                  closed_day,
                                  terminal,
                                  title,
                                  item,
                                  patron,
                                  card,
                                  block,
                                  message,
                                  hold,
                                  loan,
                                  transit,
                                  fee,
                                  open_fee,
                                  payment,
                                  fee_entry,
                                  notice,
                                  day_job,
                                  review_entry,
                                  journal_entry,
                                  event,
                                  terminal_sign,
                                  partner,
                                  external_reference,
                                  stock_count,
                                  count_scan,
                                  backend_order,
                                  kept_block,
                                  shadow_kind,
                                  backend_mark,
                                  backend_difference,
                                  import_run,
                                  import_mark,
                                  import_reject>;

inline constexpr std::size_t stored_record_count = std::tuple_size_v<stored_records>;

/// Calls `visit.template operator()<Record>()` for every stored record.
template <class Visit>
constexpr void for_each_stored_record(Visit&& visit) {
    [&]<class... Record>(std::type_identity<std::tuple<Record...>>) {
        (visit.template operator()<Record>(), ...);
    }(std::type_identity<stored_records>{});
}

/// Calls `visit` with every column of a record, in order.
template <class Record, class Visit>
constexpr void for_each_column(Visit&& visit) {
    std::apply([&](const auto&... column) { (visit(column), ...); }, columns<Record>::list);
}

} // namespace circ::storage::sql
