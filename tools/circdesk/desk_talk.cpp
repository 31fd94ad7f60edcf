#include "tools/circdesk/desk_talk.hpp"

#include "config/texts.hpp"
#include "server/circulation/review.hpp"
#include "server/circulation/review_desk.hpp"
#include "tools/circdesk/refusal_words.hpp"
#include "tools/circdesk/rules.hpp"
#include "tools/circdesk/wording.hpp"

#include <algorithm>
#include <array>
#include <istream>
#include <memory>
#include <ostream>
#include <utility>

// What is done here is done by the operations of the kiosks. An override is one that has already
// happened: the rules record what it violates for review, and the reason given ends that review at
// once, with the operator's name.

namespace circ::tool {

using circulation::alert_kind;
using circulation::reason;
using circulation::reason_code;
using circulation::verdict;

namespace {

/// Nobody's word helps against these: there is nothing that it could be done with.
constexpr std::array no_override{
    reason_code::item_unknown,
    reason_code::item_already_yours,
};

bool may_be_overridden(const std::vector<reason>& why) {
    return std::ranges::none_of(why, [](const reason& each) {
        return std::ranges::find(no_override, each.code) != no_override.end() ||
               says_not_found(each.code);
    });
}

bool is_about_fee_alone(const std::vector<reason>& why) {
    return why.size() == 1 && why.front().code == reason_code::fee_not_agreed;
}

std::string trimmed(const std::string& text) {
    constexpr std::string_view blanks = " \t\r\n";
    const auto first = text.find_first_not_of(blanks);
    if (first == std::string::npos) return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

/// The last four letters: enough to tell two slips apart, too little to be a card.
std::string shortened(const std::string& card) {
    return card.size() <= 4 ? card : "..." + card.substr(card.size() - 4);
}

/// For whom a slip on an open shelf is: "Ram A.", no full name.
std::string initials(const std::string& name) {
    const auto last = name.rfind(' ');
    const std::string family = last == std::string::npos ? name : name.substr(last + 1);
    std::size_t end = 0;
    for (int letters = 0; end < family.size() && letters < 3; ++letters)
        do
            ++end;
        while (end < family.size() && (static_cast<unsigned char>(family[end]) & 0xC0U) == 0x80U);
    return family.substr(0, end) + (last == std::string::npos ? "" : ' ' + name.substr(0, 1) + '.');
}

/// The row that an override of this very moment left; none when the rules let it pass after all.
std::optional<storage::review_id>
review_made_at(storage::reader& in, storage::institution_id of, storage::instant now) {
    const auto kind = circulation::about(circulation::review_kind::posted_against_rules).name;
    for (storage::page window;; window.first += window.count) {
        const auto some = in.open_reviews_of_kind(of, kind, window);
        const auto found = std::ranges::find(some, now, &storage::review_entry::at);
        if (found != some.end()) return found->id;
        if (static_cast<int>(some.size()) < window.count) return std::nullopt;
    }
}

std::shared_ptr<const circulation::device_rules> rules_of_override() {
    auto rules = *circulation::default_device_rules();
    rules.offline_ok = true;
    return std::make_shared<const circulation::device_rules>(std::move(rules));
}

} // namespace

std::string desk_talk::as_a_kiosk_says(const reason& what) const {
    return words_.sentence(
        what,
        institution_.language,
        {.money = {institution_.currency, institution_.decimals}, .time_zone = zone_});
}

desk_talk::desk_talk(
    tool& with, std::string branch, std::size_t width, std::istream& from, std::ostream& to)
    : with_(&with), branch_(std::move(branch)), width_(width), from_(&from), to_(&to),
      institution_(with.institution()),
      words_(config::load_texts(with.settings_of({"texts"}).texts).by_language,
             with.settings_of({"texts"}).texts.language) {
    const auto here = operator_at(with, branch_);
    with.store().read([&](storage::reader& in) {
        const auto found = in.find_branch(here.branch).value();
        zone_ = found.time_zone;
        branch_name_ = found.name;
    });
}

void desk_talk::run() {
    *to_ << branch_name_ << ": scan a card or an item; `help` tells more\n";
    for (std::string read; std::getline(*from_, read);) {
        const std::string typed = trimmed(read);
        if (typed == "quit") break;
        try {
            obey(typed);
        } catch (const complaint& about) {
            line(about.what()); // the next line is another matter
        }
        *to_ << std::flush;
    }
    close();
}

void desk_talk::obey(const std::string& typed) {
    using deed = void (desk_talk::*)(const std::string&);
    constexpr std::array<std::pair<std::string_view, deed>, 3> deeds{{
        {"return ", &desk_talk::take_back},
        {"lend ", &desk_talk::lend},
        {"renew ", &desk_talk::renew},
    }};
    if (typed.empty() || typed == "done") return close();
    if (typed == "help") return help();
    for (const auto& [word, what] : deeds)
        if (typed.starts_with(word)) return (this->*what)(trimmed(typed.substr(word.size())));

    bool is_card = false;
    with_->store().read(
        [&](storage::reader& in) { is_card = in.find_card(institution_.id, typed).has_value(); });
    with_->store().end_turn();
    if (is_card) return open(typed);
    card_.empty() ? take_back(typed) : lend(typed);
}

void desk_talk::open(const std::string& card) {
    close();
    circulation::outcome found;
    const auto rules = policy_of(*with_);
    circulation::patron_account asked{
        .by = operator_at(*with_, branch_), .card = card, .pin = {}, .parts = {}};
    asked.parts.lists = {circulation::list_kind::ready_holds,
                         circulation::list_kind::overdue_loans};
    with_->store().read([&](storage::reader& in) {
        found = circulation::perform(
            in, asked, circulation::surroundings{.rules = rules, .now = with_->now()});
    });
    with_->store().end_turn();
    if (found.result != verdict::done || !found.patron || !found.patron->known)
        return say_why(found.reasons);
    const auto& who = *found.patron;
    card_ = card;
    reader_ = who.name;
    line(who.name + "  " + card + "  " + who.category);
    const auto count = [&](circulation::list_kind of) {
        return who.counts[static_cast<std::size_t>(of)].value_or(0);
    };
    line("  " + std::to_string(count(circulation::list_kind::loans)) + " lent, " +
         std::to_string(count(circulation::list_kind::overdue_loans)) + " overdue, owes " +
         money_text(who.owed, institution_));
    for (const auto& each : who.messages)
        line("  ! " + each);
    for (const auto& each : found.notices)
        line("  ! " + as_a_kiosk_says(each));
    for (const auto& each : who.lists.overdue_loans)
        line("  overdue: " + each.title + ", since " + time_text(each.due_at, zone_));
    for (const auto& each : who.lists.ready_holds)
        line("  waits on the hold shelf of " + each.pickup + ": " + each.title);
}

void desk_talk::close() {
    if (card_.empty()) return;
    if (!lent_.empty()) {
        std::vector<std::string> lines{branch_name_ + ", " + time_text(with_->now(), zone_), ""};
        for (const auto& each : lent_) {
            lines.push_back(each.title);
            lines.push_back("  until " + each.due);
        }
        lines.push_back("");
        lines.push_back(std::to_string(lent_.size()) + (lent_.size() == 1 ? " item" : " items"));
        slip("RECEIPT", lines);
    }
    line("closed: " + reader_);
    card_.clear();
    reader_.clear();
    lent_.clear();
}

void desk_talk::lend(const std::string& item) {
    if (card_.empty()) throw complaint("scan a card first: nobody's account is open", wrong_usage);
    circulation::checkout asked;
    asked.card = card_;
    asked.item = item;
    const auto made = attempt(std::move(asked));
    if (!made || !made->item) return;
    line((made->renewed ? "renewed: " : "lent: ") + made->item->title + ", until " +
         due_text(*made));
    notice(*made);
    put_on_receipt(*made);
}

void desk_talk::renew(const std::string& item) {
    if (card_.empty()) throw complaint("scan a card first: nobody's account is open", wrong_usage);
    circulation::renew asked;
    asked.card = card_;
    asked.what.item = item;
    const auto made = attempt(std::move(asked));
    if (!made || !made->item) return;
    line("renewed: " + made->item->title + ", until " + due_text(*made));
    notice(*made);
    put_on_receipt(*made);
}

void desk_talk::put_on_receipt(const circulation::loan_outcome& made) {
    take_off_receipt(made.item->barcode);
    lent_.push_back({made.item->barcode, made.item->title, due_text(made)});
}

void desk_talk::take_off_receipt(const std::string& barcode) {
    std::erase_if(lent_, [&](const lent& each) { return each.barcode == barcode; });
}

void desk_talk::take_back(const std::string& item) {
    circulation::checkin asked;
    asked.item = item;
    const auto made = attempt(std::move(asked));
    if (!made || !made->item) return;
    const auto& what = *made->item;
    take_off_receipt(what.barcode);
    line("returned: " + what.title +
         (made->borrower_card.empty() ? "" : ", from " + shortened(made->borrower_card)));
    notice(*made);
    const std::string to = made->destination ? made->destination->name : branch_name_;
    const std::string date = time_text(with_->now(), zone_);
    switch (made->alert) {
    case alert_kind::hold_here:
        return slip("HOLD",
                    {initials(made->hold_name) + "  " + shortened(made->hold_card),
                     what.title,
                     what.barcode,
                     what.shelf_until ? "until " + time_text(*what.shelf_until, zone_).substr(0, 10)
                                      : date});
    case alert_kind::hold_elsewhere:
        return slip("TRANSIT FOR A HOLD", {"to " + to, what.title, what.barcode, date});
    case alert_kind::hold_interlibrary:
        return slip("INTERLIBRARY LOAN", {"to " + to, what.title, what.barcode, date});
    case alert_kind::transit:
        return slip("TRANSIT", {"to " + to, what.title, what.barcode, date});
    case alert_kind::other:
        return line("put it aside: it is to be looked at");
    case alert_kind::none:
        return line("to its shelf: " + what.location + "  " + what.call_number);
    }
}

void desk_talk::help() {
    *to_ << "  CARD            opens the reader's account\n"
            "  ITEM            with an open account lends it, without takes it back\n"
            "  return ITEM     takes it back though an account is open\n"
            "  renew ITEM      renews it for the open account\n"
            "  (empty line)    closes the account and prints its receipt\n"
            "  quit            ends\n";
}

template <class Operation>
circulation::outcome_of<Operation> desk_talk::perform(Operation what,
                                                      const std::string& override_reason) {
    what.by = operator_at(*with_, branch_);
    const auto now = with_->now();
    if (!override_reason.empty()) {
        what.by.when = circulation::timing::already_happened;
        what.by.said = now;
        what.by.rules = rules_of_override();
    }
    const auto rules = policy_of(*with_);
    const circulation::surroundings around{.rules = rules, .now = now};
    circulation::outcome_of<Operation> made;
    storage::write_and_wait(with_->store(), [&](storage::unit_of_work& unit) {
        made = circulation::perform(unit, what, around);
        if (override_reason.empty() || made.result != verdict::done) return;
        if (const auto entry = review_made_at(unit, institution_.id, now))
            static_cast<void>(circulation::perform(
                unit,
                circulation::resolve_review{.by = what.by, .entry = *entry, .why = override_reason},
                around));
    });
    return made;
}

template <class Operation>
std::optional<circulation::outcome_of<Operation>> desk_talk::attempt(Operation what) {
    auto made = perform(what, "");
    if constexpr (requires { what.agreed; }) {
        if (made.result == verdict::refused && is_about_fee_alone(made.reasons)) {
            if (!agrees_to_fee(made, what.agreed)) return std::nullopt;
            made = perform(what, "");
        }
    }
    if (made.result == verdict::done) return made;
    say_why(made.reasons);
    if (!may_be_overridden(made.reasons)) return std::nullopt;
    const std::string why = ask("do it all the same? the reason, or nothing for no:");
    if (why.empty()) return std::nullopt;
    made = perform(what, why);
    if (made.result == verdict::done) return made;
    say_why(made.reasons);
    return std::nullopt;
}

bool desk_talk::agrees_to_fee(const circulation::outcome& refused, circulation::fee_agreement& to) {
    if (!refused.fee) return false;
    const auto amount = refused.fee->amount;
    if (ask("it costs " + money_text(amount, institution_) + ": agreed? y or nothing:") != "y")
        return false;
    to = {.to = circulation::fee_agreement::kind::exactly, .amount = amount};
    return true;
}

void desk_talk::say_why(const std::vector<reason>& reasons) {
    for (const auto& each : reasons)
        line("NO: " + as_a_kiosk_says(each));
}

void desk_talk::notice(const circulation::outcome& made) {
    for (const auto& each : made.notices)
        line("  ! " + as_a_kiosk_says(each));
    if (made.item && !made.item->note.empty()) line("  ! " + made.item->note);
    if (made.item && made.item->parts > 1)
        line("  ! count its " + std::to_string(made.item->parts) + " parts");
    if (made.fee && made.fee->amount.minor > 0)
        line("  fee: " + money_text(made.fee->amount, institution_));
}

void desk_talk::slip(std::string_view heading, const std::vector<std::string>& lines) {
    const std::string rule(width_, '-');
    *to_ << rule << '\n' << heading << '\n';
    for (const auto& each : lines)
        line(each);
    *to_ << rule << '\n';
}

// Cut between characters: a scanner's paper is narrower than a title is long.
void desk_talk::line(const std::string& text) {
    std::size_t end = 0;
    for (std::size_t shown = 0; end < text.size() && shown < width_; ++shown) {
        ++end;
        while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
            ++end;
    }
    *to_ << text.substr(0, end) << '\n';
}

std::string desk_talk::ask(const std::string& what) {
    *to_ << what << '\n' << std::flush;
    std::string answer;
    std::getline(*from_, answer); // the end of the input is no
    return trimmed(answer);
}

std::string desk_talk::due_text(const circulation::loan_outcome& made) {
    if (!made.due_at) return "";
    const std::string full = time_text(*made.due_at, zone_);
    return made.due_hourly ? full : full.substr(0, 10);
}

} // namespace circ::tool
