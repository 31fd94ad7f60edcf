#include "server/circulation/facts.hpp"
#include "server/circulation/make_views.hpp"
#include "tools/circdesk/commands.hpp"
#include "tools/circdesk/desk_verb.hpp"
#include "tools/circdesk/wording.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <iostream>
#include <optional>
#include <string>
#include <utility>
#include <vector>

// Everything that is kept of one reader, for that reader: one JSON document with names instead of
// keys. A list is a function of its record below.

namespace circ::tool {
namespace {

using boost::json::array;
using boost::json::object;

/// What the lists are told with.
struct teller {
    storage::reader& from;
    const circulation::library_facts& library;
    const storage::person_file& file;
    std::string zone;

    [[nodiscard]] std::string at(const std::optional<storage::instant>& when) const {
        return when ? time_text(*when, zone) : "";
    }
    [[nodiscard]] std::string money(storage::money amount) const { return money_text(amount, library.institution); }
    [[nodiscard]] std::string branch(storage::branch_id of) const { return library.branch(of).name; }
    [[nodiscard]] std::string title(storage::title_id of) const {
        const auto found = from.find_title(of);
        return found ? found->text : "";
    }
    /// Barcode and title, where there is an item.
    void put_item(object& into, storage::item_id of) const {
        const auto item = from.find_item(of);
        if (!item) return;
        into["item"] = item->barcode;
        into["title"] = title(item->title);
    }
};

std::string day_text(const std::optional<storage::local_date>& day) {
    return day ? date_text(*day) : "";
}

object tell(const teller&, const storage::card& one) {
    return {{"number", one.number}, {"state", in_words(one.state)}};
}

object tell(const teller& by, const storage::block& one) {
    return {{"kind", one.kind == storage::block_kind::block ? "block" : "note"},
            {"reason", one.reason},
            {"placed", by.at(one.placed_at)},
            {"placed_by", one.placed_by},
            {"lifted", by.at(one.lifted_at)}};
}

object tell(const teller& by, const storage::message& one) {
    return {{"shown_to", one.shown_to == storage::audience::reader ? "reader" : "staff"},
            {"text", one.text},
            {"written", by.at(one.created_at)},
            {"until", by.at(one.until)}};
}

object tell(const teller& by, const storage::loan& one) {
    object made{{"lent_at", by.branch(one.branch)},
                {"lent", by.at(one.lent_at)},
                {"due", by.at(one.due_at)},
                {"state", in_words(one.state)},
                {"renewals", one.renewals},
                {"returned", by.at(one.closed_at)}};
    by.put_item(made, one.item);
    return made;
}

object tell(const teller& by, const storage::hold& one) {
    return {{"title", by.title(one.title)},
            {"pickup", by.branch(one.pickup)},
            {"placed", by.at(one.placed_at)},
            {"state", in_words(one.state)},
            {"wanted_until", day_text(one.expires_on)},
            {"ended", by.at(one.closed_at)}};
}

object tell(const teller& by, const storage::fee& one) {
    object made{{"kind", in_words(one.kind)},
                {"amount", by.money(one.amount)},
                {"charged", by.at(one.assessed_at)},
                {"note", one.note},
                {"about", one.about}};
    by.put_item(made, one.item);
    array answers;
    for (const auto& each : by.file.entries)
        if (each.fee == one.id)
            answers.push_back(object{{"what", in_words(each.kind)},
                                     {"amount", by.money(each.amount)},
                                     {"when", by.at(each.at)},
                                     {"by", each.by},
                                     {"reason", each.reason}});
    made["answers"] = std::move(answers);
    return made;
}

object tell(const teller& by, const storage::payment& one) {
    return {{"amount", by.money(one.amount)},
            {"when", by.at(one.at)},
            {"taken", one.state == storage::payment_state::accepted},
            {"became_credit", by.money(one.credited)},
            {"resolution", one.resolution}};
}

object tell(const teller& by, const storage::notice& one) {
    object made{{"kind", one.kind},
                {"channel", one.channel == storage::notice_channel::email ? "email" : "post"},
                {"made", by.at(one.created_at)},
                {"done", by.at(one.done_at)},
                {"facts", one.facts}};
    by.put_item(made, one.item);
    return made;
}

object tell(const teller& by, const storage::review_entry& one) {
    object made{{"kind", one.kind},
                {"request", one.request},
                {"card", one.card},
                {"when", by.at(one.at)},
                {"resolution", one.resolution}};
    by.put_item(made, one.item);
    return made;
}

object tell(const teller& by, const storage::event& one) {
    object made{{"when", by.at(one.at)},
                {"what", event_in_words(one.kind)},
                {"where", by.branch(one.branch)},
                {"by", one.by},
                {"reason", one.reason}};
    by.put_item(made, one.item);
    return made;
}

template <class Record>
array list(const teller& by, const std::vector<Record>& all) {
    array made;
    for (const auto& each : all) made.push_back(tell(by, each));
    return made;
}

object document(const teller& by, storage::instant now) {
    const auto& who = by.file.patron;
    return {{"as_of", by.at(now)},
            {"library", by.library.institution.name},
            {"family_name", who.family_name},
            {"given_name", who.given_name},
            {"born", day_text(who.birth_date)},
            {"category", who.category},
            {"branch", by.branch(who.branch)},
            {"language", who.language},
            {"address", who.address},
            {"email", who.email},
            {"phone", who.phone},
            {"registered", by.at(who.created_at)},
            {"good_until", day_text(who.expires_on)},
            {"has_pin", !who.pin_verifier.empty()},
            {"guarantor_card", circulation::card_number_of(by.from, who.guarantor)},
            {"owed", by.money(who.owed)},
            {"credit", by.money(who.credit)},
            {"cards", list(by, by.file.cards)},
            {"loans", list(by, by.file.loans)},
            {"holds", list(by, by.file.holds)},
            {"fees", list(by, by.file.fees)},
            {"payments", list(by, by.file.payments)},
            {"blocks_and_notes", list(by, by.file.blocks)},
            {"messages", list(by, by.file.messages)},
            {"notices", list(by, by.file.notices)},
            {"left_for_staff", list(by, by.file.reviews)},
            {"events", list(by, by.file.events)}};
}

class patron_export final : public command {
public:
    std::string_view path() const override { return "patron export"; }
    std::string_view summary() const override {
        return "everything that is kept of one reader, as JSON, to be given to that reader";
    }
    std::string_view example() const override { return "circdesk patron export 29012000000010 > anna.json"; }
    std::vector<option> options() override {
        return {{"card", &card_, "the number of any of the reader's cards", true}};
    }

    int run(tool& with) override {
        const auto of = with.institution();
        object all;
        with.store().read([&](storage::reader& from) {
            const auto who = find_reader(from, of, card_, with.now()).patron;
            const auto library = circulation::load_library(from, of.id);
            const auto file = from.file_of(who);
            all = document({from, *library, file, library->branch(who.branch).time_zone}, with.now());
        });
        std::cout << boost::json::serialize(all) << '\n';
        return done;
    }

private:
    std::string card_;
};

} // namespace

std::unique_ptr<command> make_patron_export() {
    return std::make_unique<patron_export>();
}

} // namespace circ::tool
