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
        was_lost = was_lost || (answer.failed && may_have_happened(*answer.failed));
        if (!answer.failed || !may_have_happened(*answer.failed)) break;
    }
    made.as = was_lost ? said::open : said::no;
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

finished keep_here(conversation& talk, const block_patron& what) {
    outcome made;
    talk.at_end([what, now = talk.now()](session_cache&, backend_memory& memory) {
        memory.keep_block(
            what.card, {.reason = what.reason, .since = now, .card_retained = what.card_retained});
    });
    made.notices.push_back({.code = code::patron_blocked});
    return told(talk, what.card, true, std::move(made));
}

} // namespace

finished run(conversation& talk, const block_patron& what) {
    // A note has no place at the other side: only a device that may block changes anything there.
    if (what.by.rules->block_patron != block_handling::block) {
        const auto account = account_of(talk, what.card, std::nullopt);
        if (account.data == nullptr) return stopped(account.why_not, outcome{});
        outcome made;
        made.patron = only_flags(shown_patron(talk, *account.data, what.card));
        return {.outcome = std::move(made)};
    }
    const bool may_keep = talk.backend().block_patron == config::ncip_block::keep_here;
    if (!talk.offers(ncip_service::update_user))
        return may_keep ? keep_here(talk, what)
                        : stopped(trouble_of(reason{.code = code::not_permitted}), outcome{});
    ncip::update_user_request asked;
    asked.user_id = talk.user(what.card);
    asked.add_user_fields = ncip::user_fields{};
    asked.add_user_fields->block_or_trap.push_back(our_block(talk));
    const auto answer = update(talk, asked);
    if (answer.as == said::yes) {
        talk.at_end([](session_cache& session, backend_memory&) { session.changed(); });
        outcome made;
        made.notices.push_back({.code = code::patron_blocked});
        return told(talk, what.card, false, std::move(made));
    }
    // A card in the machine's hands must not lend again because a message was lost or is not known.
    if (may_keep && (answer.is_missing || answer.why_not.verdict == verdict::unavailable))
        return keep_here(talk, what);
    return stopped(answer.why_not, outcome{});
}

namespace {

/// The blocks that we have set, and nobody else's.
std::vector<ncip::block_or_trap> ours_in(const conversation& talk,
                                         const ncip::lookup_user_response& account) {
    std::vector<ncip::block_or_trap> found;
    if (!account.user_optional_fields) return found;
    for (const auto& each : account.user_optional_fields->block_or_trap) {
        const auto word = ncip::read_word<ncip::block_or_trap_type>(each.block_or_trap_type.value);
        if (word == ncip::block_or_trap_type::block_check_out &&
            each.agency_id.is(talk.our_agency().value))
            found.push_back(each);
    }
    return found;
}

} // namespace

finished run(conversation& talk, const enable_patron& what) {
    outcome made;
    const auto gate =
        admit(talk, what.card, what.pin, attempt::payment); // a block here is what is to go
    made.pin = gate.pin;
    if (!what.by.rules->may_enable_patron)
        return stopped(trouble_of(reason{.code = code::not_permitted}), std::move(made));
    if (gate.why_not) return stopped(*gate.why_not, std::move(made));
    const auto account = account_of(talk, what.card, std::nullopt); // the PIN has been seen to
    if (account.data == nullptr) return stopped(account.why_not, std::move(made));
    const bool is_blocked_here = talk.is_blocked_here(what.card);
    const auto ours = ours_in(talk, *account.data);
    if (!ours.empty()) {
        if (!talk.offers(ncip_service::update_user))
            return stopped(trouble_of(reason{.code = code::not_permitted}), std::move(made));
        ncip::update_user_request asked;
        asked.user_id = talk.user(what.card);
        asked.delete_user_fields = ncip::user_fields{};
        asked.delete_user_fields->block_or_trap = ours;
        const auto answer = update(talk, asked);
        if (answer.as != said::yes) {
            finished end = stopped(answer.why_not, std::move(made));
            if (answer.as == said::open) end.sure = certainty::in_doubt;
            return end;
        }
    }
    talk.at_end([card = what.card](session_cache& session, backend_memory& memory) {
        memory.lift_block(card);
        session.changed();
    });
    if (is_blocked_here || !ours.empty()) made.notices.push_back({.code = code::card_enabled});
    const auto* now = ours.empty() ? account.data : fresh_account_of(talk, what.card);
    if (now == nullptr) return {.outcome = std::move(made)};
    made.patron = named_patron(talk, *now, what.card);
    return {.outcome = std::move(made)};
}

} // namespace circ::relay
