// Block Patron (01), Patron Enable (25): UpdateUser, and LookupUser for the answer.
// @spec ncip.md 4.7
#include "protocol/ncip/messages/update_user.hpp"
#include "protocol/ncip/vocabulary.hpp"
#include "server/circulation/account.hpp"
#include "server/relay/account.hpp"
#include "server/relay/lending.hpp"
#include "server/relay/scripts.hpp"

#include <algorithm>

namespace circ::relay {

using namespace circulation;
using code = reason_code;
using config::ncip_service;

namespace {

ncip::block_or_trap our_block(const conversation& talk) {
    ncip::block_or_trap made;
    made.agency_id = talk.our_agency();
    made.block_or_trap_type = {
        std::string(ncip::word_of(ncip::block_or_trap_type::block_check_out))};
    return made;
}

enum class said { yes, no, open };

struct update_answer {
    said as = said::no;
    trouble why_not;
    bool is_missing = false; ///< the service
};

/// Whole values may be said twice.
update_answer update(conversation& talk, const ncip::update_user_request& asked) {
    update_answer made;
    bool was_lost = talk.is_after_doubt();
    bool is_lost = false; ///< the last one's answer too
    for (int orders = 0; orders < 2; ++orders) {
        const auto answer = talk.order(asked);
        if (answer) return {.as = said::yes, .why_not = {}};
        made.why_not = trouble_of(answer, attempt::block, talk.settings());
        made.is_missing = !talk.offers(ncip_service::update_user);
        // What is there already, or gone already, is as it should be.
        const bool is_so =
            was_lost &&
            (has_class(answer.problems, ncip::problem_class::other, talk.settings()) ||
             has_class(answer.problems, ncip::problem_class::duplicate, talk.settings()));
        if (is_so) return {.as = said::yes, .why_not = {}};
        is_lost = answer.failed.has_value();
        was_lost = was_lost || (answer.failed && may_have_happened(*answer.failed));
        if (!answer.failed || !may_have_happened(*answer.failed)) break;
    }
    made.as = was_lost && is_lost ? said::open : said::no;
    return made;
}

/// The reader as a device without the PIN may see one.
finished told(conversation& talk, const std::string& card, bool is_blocked_now, outcome made) {
    const auto* account = fresh_account_of(talk, card);
    if (account == nullptr) return {.outcome = std::move(made)}; // what was done is done
    made.patron = only_flags(shown_patron(talk, *account, card));
    for (const std::size_t flag : {0U, 1U, 3U}) // charge, renewal, hold
        if (is_blocked_now) made.patron->flags[flag] = true;
    return {.outcome = std::move(made)};
}

/// @param lost why the other side could not be asked: it is in doubt then, and asked again when that
///             side is back
finished keep_here(conversation& talk, const block_patron& what, std::optional<failure> lost) {
    outcome made;
    talk.at_end([what, now = talk.now()](session_cache&, backend_memory& memory) {
        memory.keep_block(
            what.card, {.reason = what.reason, .since = now, .card_retained = what.card_retained});
    });
    made.notices.push_back({.code = code::patron_blocked});
    finished end = told(talk, what.card, true, std::move(made));
    end.why = lost;
    if (lost) end.sure = certainty::in_doubt;
    return end;
}

/// What has happened and is refused all the same is for staff; what may have happened is looked for.
finished not_taken(const conversation& talk, trouble why, outcome made, bool is_open) {
    const bool is_no = why.verdict == verdict::refused;
    finished end = stopped(std::move(why), std::move(made));
    end.conflict = is_no && talk.is_told();
    if (is_open) end.sure = certainty::in_doubt;
    return end;
}

/// What is kept of an order does not say what its device may do: it was asked then.
bool was_asked_before(const conversation& talk) {
    return talk.is_told() || talk.is_after_doubt();
}

} // namespace

finished run(conversation& talk, const block_patron& what) {
    // A note has no place at the other side: only a device that may block changes anything there.
    if (what.by.rules->block_patron != block_handling::block && !was_asked_before(talk)) {
        const auto account = account_of(talk, what.card, std::nullopt);
        if (account.data == nullptr) return stopped(account.why_not, outcome{});
        outcome made;
        made.patron = only_flags(shown_patron(talk, *account.data, what.card));
        return {.outcome = std::move(made)};
    }
    // What is told stands in our own store already.
    const bool may_keep =
        talk.backend().block_patron == config::ncip_block::keep_here && !talk.is_told();
    if (!talk.offers(ncip_service::update_user))
        return may_keep ? keep_here(talk, what, std::nullopt)
                        : not_taken(talk,
                                    trouble_of(reason{.code = code::not_permitted}),
                                    outcome{},
                                    false);
    ncip::update_user_request asked;
    asked.mandated_action = talk.mandate();
    asked.user_id = talk.user(what.card);
    asked.add_user_fields = ncip::user_fields{};
    asked.add_user_fields->block_or_trap.push_back(our_block(talk));
    const auto answer = update(talk, asked);
    if (answer.as == said::yes) {
        talk.at_end([card = what.card](session_cache& session, backend_memory& memory) {
            memory.lift_block(card); // it stands there now
            session.changed();
        });
        outcome made;
        made.notices.push_back({.code = code::patron_blocked});
        return told(talk, what.card, false, std::move(made));
    }
    // A card in the machine's hands must not lend again because a message was lost or is not known.
    if (may_keep && answer.is_missing) return keep_here(talk, what, std::nullopt);
    if (may_keep && answer.why_not.verdict == verdict::unavailable)
        return keep_here(talk, what, answer.why_not.why.value_or(failure::no_answer));
    return not_taken(talk, answer.why_not, outcome{}, answer.as == said::open);
}

namespace {

bool is_block(const ncip::block_or_trap& each) {
    return ncip::read_word<ncip::block_or_trap_type>(each.block_or_trap_type.value) ==
           ncip::block_or_trap_type::block_check_out;
}

/// What is asked to be taken away: the blocks that we have set, and nobody else's.
struct own_blocks {
    std::vector<ncip::block_or_trap> all;
    /// A block is told without whose it is, or it is lifted here and told of: the other side knows which
    /// are ours, if any.
    bool is_guessed = false;
};

own_blocks ours_in(const conversation& talk, const ncip::lookup_user_response& account) {
    own_blocks found;
    bool has_any = talk.is_told();
    if (account.user_optional_fields)
        for (const auto& each : account.user_optional_fields->block_or_trap) {
            if (!is_block(each)) continue;
            has_any = true;
            if (each.agency_id.is(talk.our_agency().value)) found.all.push_back(each);
        }
    found.is_guessed = found.all.empty() && has_any;
    if (found.is_guessed) found.all.push_back(our_block(talk));
    return found;
}

bool may_borrow(conversation& talk, const ncip::lookup_user_response& account, const std::string& card) {
    return !named_patron(talk, account, card).flags[0];
}

} // namespace

finished run(conversation& talk, const enable_patron& what) {
    outcome made;
    const auto gate =
        admit(talk, what.card, what.pin, attempt::payment); // a block here is what is to go
    made.pin = gate.pin;
    if (!what.by.rules->may_enable_patron && !was_asked_before(talk))
        return stopped(trouble_of(reason{.code = code::not_permitted}), std::move(made));
    if (gate.why_not) return not_taken(talk, *gate.why_not, std::move(made), false);
    const auto account = account_of(talk, what.card, std::nullopt); // the PIN has been seen to
    if (account.data == nullptr) return not_taken(talk, account.why_not, std::move(made), false);
    const bool is_blocked_here = talk.is_blocked_here(what.card);
    const auto ours = ours_in(talk, *account.data);
    bool is_lifted = false;
    const bool is_worth_it =
        talk.offers(ncip_service::update_user) || !ours.is_guessed || talk.is_told();
    if (!ours.all.empty() && is_worth_it) {
        if (!talk.offers(ncip_service::update_user))
            return not_taken(
                talk, trouble_of(reason{.code = code::not_permitted}), std::move(made), false);
        ncip::update_user_request asked;
        asked.mandated_action = talk.mandate();
        asked.user_id = talk.user(what.card);
        asked.delete_user_fields = ncip::user_fields{};
        asked.delete_user_fields->block_or_trap = ours.all;
        const auto answer = update(talk, asked);
        // None of them was ours: that is no reason to refuse anything.
        const bool is_no = answer.as == said::no && answer.why_not.verdict == verdict::refused;
        if (answer.as != said::yes && !(ours.is_guessed && is_no))
            return not_taken(talk, answer.why_not, std::move(made), answer.as == said::open);
        is_lifted = answer.as == said::yes;
    }
    talk.at_end([card = what.card](session_cache& session, backend_memory& memory) {
        memory.lift_block(card);
        session.changed();
    });
    const auto* now = is_lifted ? fresh_account_of(talk, what.card) : account.data;
    const bool is_good = !ours.is_guessed || (now != nullptr && may_borrow(talk, *now, what.card));
    if (is_blocked_here || (is_lifted && is_good))
        made.notices.push_back({.code = code::card_enabled});
    if (now == nullptr) return {.outcome = std::move(made)};
    made.patron = named_patron(talk, *now, what.card);
    return {.outcome = std::move(made)};
}

} // namespace circ::relay
