#pragma once

// What is kept of an operation and of its outcome: each member under its name, walked to write it
// and to read it (order_walk.hpp). PINs are not members of it, nor what is known of the reader.

#include "server/circulation/operations.hpp"
#include "server/circulation/trail.hpp"
#include "server/relay/dialogue.hpp"

#include <memory>
#include <utility>

namespace circ::net::order_walk {

using circulation::block_patron;
using circulation::cancel_hold;
using circulation::change_hold;
using circulation::checkin;
using circulation::checkin_outcome;
using circulation::checkout;
using circulation::enable_patron;
using circulation::external_id;
using circulation::fee_agreement;
using circulation::fee_view;
using circulation::hold_key;
using circulation::hold_outcome;
using circulation::item_view;
using circulation::loan_outcome;
using circulation::money;
using circulation::outcome;
using circulation::pay_fee;
using circulation::payment_outcome;
using circulation::place;
using circulation::place_hold;
using circulation::reason;
using circulation::renew;
using circulation::renew_all;
using circulation::renew_all_outcome;
using circulation::requester;
using circulation::target;
using circulation::undo_checkin;
using circulation::undo_checkout;

// Values

template <class Walk>
void describe(Walk& walk, money& of) {
    walk("minor", of.minor);
}
template <class Walk>
void describe(Walk& walk, place& of) {
    walk("code", of.code);
    walk("name", of.name);
    walk("zone", of.time_zone);
}
template <class Walk>
void describe(Walk& walk, external_id& of) {
    walk("agency", of.agency);
    walk("value", of.value);
}
template <class Walk>
void describe(Walk& walk, hold_key& of) {
    walk("id", of.id.value);
    walk("request", of.request);
}
template <class Walk>
void describe(Walk& walk, target& of) {
    walk("item", of.item);
    walk("title", of.title);
}
template <class Walk>
void describe(Walk& walk, fee_agreement& of) {
    walk("to", of.to);
    walk("amount", of.amount);
}
template <class Walk>
void describe(Walk& walk, requester& of) {
    walk("terminal", of.terminal.value);
    walk("login", of.terminal_login);
    walk("institution", of.institution.value);
    walk("branch", of.branch.value);
    walk("received", of.received);
    walk("said", of.said);
    walk("when", of.when);
    walk("language", of.language);
    walk("once", of.once_only_text);
    // It was judged when it was asked for (order_text), and is told as that however late.
    if (of.when == circulation::timing::already_happened) make_posted(of);
}

// Operations

template <class Walk>
void describe(Walk& walk, checkout& of) {
    walk("by", of.by);
    walk("card", of.card);
    walk("item", of.item);
    walk("agreed", of.agreed);
    walk("renewal_allowed", of.renewal_allowed);
    walk("due_given", of.due_given);
}
template <class Walk>
void describe(Walk& walk, checkin& of) {
    walk("by", of.by);
    walk("item", of.item);
    walk("returned", of.returned);
}
template <class Walk>
void describe(Walk& walk, undo_checkout& of) {
    walk("by", of.by);
    walk("card", of.card);
    walk("item", of.item);
}
template <class Walk>
void describe(Walk& walk, undo_checkin& of) {
    walk("by", of.by);
    walk("card", of.card);
    walk("item", of.item);
}
template <class Walk>
void describe(Walk& walk, renew& of) {
    walk("by", of.by);
    walk("card", of.card);
    walk("what", of.what);
    walk("agreed", of.agreed);
    walk("third_party", of.third_party);
    walk("due_given", of.due_given);
}
template <class Walk>
void describe(Walk& walk, renew_all& of) {
    walk("by", of.by);
    walk("card", of.card);
    walk("agreed", of.agreed);
}
template <class Walk>
void describe(Walk& walk, place_hold& of) {
    walk("by", of.by);
    walk("card", of.card);
    walk("what", of.what);
    walk("level", of.level);
    walk("pickup", of.pickup);
    walk("expires", of.expires);
    walk("agreed", of.agreed);
    walk("request", of.request);
}
template <class Walk>
void describe(Walk& walk, change_hold& of) {
    walk("by", of.by);
    walk("card", of.card);
    walk("what", of.what);
    walk("pickup", of.pickup);
    walk("expires", of.expires);
    walk("which", of.which);
}
template <class Walk>
void describe(Walk& walk, cancel_hold& of) {
    walk("by", of.by);
    walk("card", of.card);
    walk("what", of.what);
    walk("which", of.which);
}
template <class Walk>
void describe(Walk& walk, pay_fee& of) {
    walk("by", of.by);
    walk("card", of.card);
    walk("amount", of.amount);
    walk("currency", of.currency);
    walk("kind", of.kind);
    walk("payment_type", of.payment_type);
    walk("fee_identifier", of.fee_identifier);
    walk("transaction_id", of.transaction_id);
    walk("reference", of.reference);
    // What its device's profile says of money: the other side knows it by that, however late it is said.
    auto rules = *of.by.rules;
    walk("number_scope", rules.payment_id_scope);
    walk("write_off_type", rules.write_off_payment_type);
    of.by.rules = std::make_shared<const circulation::device_rules>(std::move(rules));
}

template <class Walk>
void describe(Walk& walk, block_patron& of) {
    walk("by", of.by);
    walk("card", of.card);
    walk("retained", of.card_retained);
    walk("reason", of.reason);
}
template <class Walk>
void describe(Walk& walk, enable_patron& of) {
    walk("by", of.by);
    walk("card", of.card);
}

// What was known when it was asked for

template <class Walk>
void describe(Walk& walk, relay::loan_before& of) {
    walk("card", of.card);
    walk("barcode", of.barcode);
    walk("due_at", of.due_at);
}
/// What is kept beside an operation, read without it.
struct kept_loans {
    std::vector<relay::loan_before> before;
};
template <class Walk>
void describe(Walk& walk, kept_loans& of) {
    walk("before", of.before);
}
template <class Operation>
struct kept_order {
    Operation what;
    std::vector<relay::loan_before> before;
};
template <class Walk, class Operation>
void describe(Walk& walk, kept_order<Operation>& of) {
    describe(walk, of.what);
    walk("before", of.before);
}

// Outcomes

template <class Walk>
void describe(Walk& walk, item_view& of) {
    walk("barcode", of.barcode);
    walk("title", of.title);
    walk("author", of.author);
    walk("control_number", of.control_number);
    walk("item_type", of.item_type);
    walk("call_number", of.call_number);
    walk("media", of.media);
    walk("magnetic", of.magnetic);
    walk("desensitize", of.desensitize);
    walk("security_inhibit", of.security_inhibit);
    walk("properties", of.properties);
    walk("home", of.home);
    walk("current", of.current);
    walk("status", of.status);
    walk("due_at", of.due_at);
}
template <class Walk>
void describe(Walk& walk, fee_view& of) {
    walk("fee_identifier", of.fee_identifier);
    walk("kind", of.kind);
    walk("amount", of.amount);
}
template <class Walk>
void describe_common(Walk& walk, outcome& of) {
    walk("item", of.item);
    walk("fee", of.fee);
}
template <class Walk>
void describe(Walk& walk, loan_outcome& of) {
    describe_common(walk, of);
    walk("due_at", of.due_at);
    walk("due_hourly", of.due_hourly);
    walk("renewed", of.renewed);
    walk("already_his", of.already_his);
    walk("restored", of.restored);
}
template <class Walk>
void describe(Walk& walk, reason& of) {
    walk("code", of.code);
}
template <class Walk>
void describe(Walk& walk, renew_all_outcome::line& of) {
    walk("barcode", of.barcode);
    walk("title", of.title);
    walk("why_not", of.why_not);
    walk("due_at", of.due_at);
    walk("due_hourly", of.due_hourly);
}
template <class Walk>
void describe(Walk& walk, renew_all_outcome& of) {
    describe_common(walk, of);
    walk("renewed", of.renewed);
    walk("unrenewed", of.unrenewed);
}
template <class Walk>
void describe(Walk& walk, checkin_outcome& of) {
    describe_common(walk, of);
    walk("alert", of.alert);
    walk("resensitize", of.resensitize);
    walk("destination", of.destination);
    walk("sort_bin", of.sort_bin);
}
template <class Walk>
void describe(Walk& walk, hold_outcome& of) {
    describe_common(walk, of);
    walk("available", of.available);
    walk("position", of.position);
    walk("pickup", of.pickup);
    walk("expires", of.expires);
}
template <class Walk>
void describe(Walk& walk, payment_outcome& of) {
    describe_common(walk, of);
    walk("receipt", of.receipt);
    walk("owed_after", of.owed_after);
}

} // namespace circ::net::order_walk
