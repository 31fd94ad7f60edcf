#include "tests/unit/net/riverton.hpp"

#include "config/default_policy.hpp"
#include "config/load.hpp"
#include "protocol/sip2/checksum.hpp"
#include "server/circulation/local_time.hpp"
#include "server/circulation/policy.hpp"
#include "server/circulation/verifier.hpp"

#include <algorithm>
#include <cstdio>
#include <stdexcept>
#include <utility>

namespace circ::net::test {

namespace {

using namespace storage;
using std::chrono::days;

std::string verifier_of(const std::string& pin) {
    static std::map<std::string, std::string> made; // each takes as long as proving it
    auto& one = made[pin];
    if (one.empty()) one = circulation::make_verifier(secret(pin));
    return one;
}

/// Fills the store; what is not said is as small as it may be.
class filling {
public:
    filling(unit_of_work& in, const terminal_store& at, instant now) : in_(&in), at_(&at), now_(now) {}

    void add_terminal() {
        terminal made;
        made.id = in_->new_id<terminal_id>();
        made.institution = at_->institution;
        made.login = "kiosk02";
        made.verifier = verifier_of("rv-7Qx2");
        made.branch = at_->main;
        made.location = "RIV-MAIN-HALL";
        made.profile = "standard";
        in_->add(made);
    }

    title_id add_title(const std::string& number, const std::string& text, const std::string& author) {
        title made;
        made.id = in_->new_id<title_id>();
        made.institution = at_->institution;
        made.control_number = number;
        made.text = text;
        made.author = author;
        in_->add(made);
        return made.id;
    }

    item_id add_item(const std::string& barcode, title_id of, const std::string& type = "book",
                     media_type media = media_type::book, bool of_the_east = false) {
        item made;
        made.id = in_->new_id<item_id>();
        made.institution = at_->institution;
        made.barcode = barcode;
        made.title = of;
        made.branch = of_the_east ? at_->east : at_->main;
        made.place = at_->main;
        made.item_type = type;
        made.collection = "fiction";
        made.call_number = "F " + barcode.substr(10);
        made.media = media;
        in_->add(made);
        return made.id;
    }

    patron add_patron(const std::string& number, const std::string& family, const std::string& given,
                      const std::string& pin) {
        patron made;
        made.id = in_->new_id<patron_id>();
        made.institution = at_->institution;
        made.family_name = family;
        made.given_name = given;
        made.category = "adult";
        made.branch = at_->main;
        made.address = "7 Mill Lane, Riverton";
        made.email = given + "@example.org";
        made.phone = "555-0142";
        made.birth_date = std::chrono::local_days(std::chrono::year(1990) / 6 / 1);
        made.expires_on = std::chrono::local_days(std::chrono::year(2026) / 12 / 31);
        made.pin_verifier = verifier_of(pin);
        in_->add(made);
        card first;
        first.id = in_->new_id<card_id>();
        first.institution = at_->institution;
        first.number = number;
        first.patron = made.id;
        first.since = now_ - days(400);
        in_->add(first);
        return made;
    }

    void add_fee(const patron& of, std::int64_t minor) {
        in_->add(fee{.id = in_->new_id<fee_id>(), .patron = of.id, .kind = fee_kind::overdue, .amount = {minor},
                     .item = {}, .loan = {}, .note = {}, .assessed_at = now_ - days(3)});
    }

    void lend(item_id what, const patron& to) {
        loan made;
        made.id = in_->new_id<loan_id>();
        made.item = what;
        made.patron = to.id;
        made.branch = at_->main;
        made.lent_at = now_ - days(14);
        made.due_at = now_ + days(14);
        made.terms.rule = "everyone";
        made.terms.max_renewals = 2;
        made.terms.overdue_rate = {25};
        in_->add(made);
    }

    void add_hold(const patron& by, title_id of, item_id on_shelf = {}) {
        hold made;
        made.id = in_->new_id<hold_id>();
        made.institution = at_->institution;
        made.title = of;
        made.patron = by.id;
        made.pickup = at_->main;
        made.placed_at = now_ - days(2);
        made.rank = made.id.value;
        if (on_shelf.value != 0) {
            made.state = hold_state::on_shelf;
            made.trapped_item = on_shelf;
            made.trapped_at = now_ - days(1);
            made.shelf_until = circulation::date_in(now_, "Europe/Berlin") + days(7);
        }
        in_->add(made);
    }

    void block(const patron& whom) {
        storage::block made;
        made.id = in_->new_id<block_id>();
        made.patron = whom.id;
        made.reason = "Card left in the reader";
        made.placed_at = now_ - days(1);
        made.placed_by = "desk";
        in_->add(made);
    }

private:
    unit_of_work* in_;
    const terminal_store* at_;
    instant now_;
};

void fill(filling to) {
    to.add_terminal();
    const auto maren = to.add_patron("29009000000137", "Lindqvist", "Maren", "4471");
    const auto daniel = to.add_patron("29009000000244", "Okafor", "Daniel", "0000");
    const auto asa = to.add_patron("29009000000351", "Müller", "Åsa", "2210");
    to.add_fee(maren, 350);
    to.add_fee(daniel, 3120);
    to.block(asa);
    to.add_item("39009000412083", to.add_title("riv00412", "The Glass Orchard", "Tessa Imre"));
    to.lend(to.add_item("39009000650021", to.add_title("riv00650", "Slow Rivers", "")), maren);
    to.lend(to.add_item("39009000733019", to.add_title("riv00733", "Northlight [DVD]", ""), "dvd", media_type::other), maren);
    const auto tidal = to.add_title("riv00587", "Tidal Engines", "");
    to.add_hold(maren, tidal, to.add_item("39009000587710", tidal));
    const auto salt = to.add_title("riv00998", "Salt Road", "");
    to.add_item("39009000998123", salt);
    to.add_hold(maren, salt);
    to.add_item("39009000555001", to.add_title("riv00551", "Winter Tapes", ""), "book", media_type::video_tape);
    to.add_item("39009000555002", to.add_title("riv00552", "Projector", ""), "device", media_type::other);
    to.add_item("39009000111222", to.add_title("riv00111", "Riverton Quarterly", ""), "book", media_type::bound_journal, true);
}

std::shared_ptr<const circulation::policy> shipped_policy() {
    auto made = circulation::policy::compile(config::default_policy());
    if (!made.mistakes.empty()) throw std::runtime_error(made.mistakes.front().text);
    return std::make_shared<const circulation::policy>(std::move(made.rules));
}

} // namespace

riverton::riverton(const config::profile& as) {
    settings.profiles["standard"] = as;
    storage::write_and_wait(library.store(), [this](unit_of_work& in) { fill({in, library, clock.now()}); });
    rules_.set_rules(shipped_policy(), {});
    parts.performer = &rules_;
}

words riverton::hears(const words& said, const std::string& login) {
    words sent = said;
    for (auto& line : sent) line += '\r';
    return hears_raw(sent, {.listener = "sip2", .profile = "standard", .terminal = login});
}

words riverton::hears_raw(const words& bytes, sip2_beginning how) {
    device_script device;
    device.sends.assign(bytes.begin(), bytes.end());
    serve(device, std::move(how));
    return device.received;
}

void riverton::settle() {
    seen_.flush();
    storage::write_and_wait(library.store(), [](unit_of_work&) {}); // behind what was handed over before
}

void riverton::lend_more(int count) {
    storage::write_and_wait(library.store(), [&](unit_of_work& in) {
        const auto who = in.find_patron(in.find_card(library.institution, "29009000000137").value().patron).value();
        filling to{in, library, clock.now()};
        const auto title = to.add_title("more", "One of many", "");
        for (int i = 0; i < count; ++i) to.lend(to.add_item(std::to_string(39009001000000 + i), title), who);
    });
}

bool riverton::kept_the_line() const {
    const auto ends = lines->of(log::event::session_ended);
    return std::all_of(ends.begin(), ends.end(), [](const std::string& each) {
        return each.find("the terminal closed the connection") != std::string::npos;
    });
}

std::map<std::string, config::profile, std::less<>> profiles_of(const std::string& text) {
    auto read = config::load_text(text, "settings");
    if (!read.mistakes.empty()) throw std::runtime_error(config::to_string(read.mistakes.front()));
    return std::move(read.settings.profiles);
}

std::string shown(const words& heard) {
    std::string text;
    for (const auto& each : heard) {
        if (!text.empty()) text += " & ";
        for (const char c : std::string_view(each).substr(0, each.size() - (each.ends_with('\r') ? 1 : 0))) {
            char hex[5];
            std::snprintf(hex, sizeof hex, "\\x%02X", static_cast<unsigned char>(c));
            if (c >= ' ' && c < '\x7F')
                text += c;
            else
                text += hex;
        }
    }
    return text.empty() ? "-" : text;
}

bool is_like(std::string_view text, std::string_view pattern) {
    std::size_t at = 0, in_pattern = 0, star = std::string_view::npos, taken = 0;
    while (at < text.size()) {
        if (in_pattern < pattern.size() && pattern[in_pattern] == '*') {
            star = in_pattern++; // stands for nothing first, then for ever more
            taken = at;
        } else if (in_pattern < pattern.size() && (pattern[in_pattern] == '?' || pattern[in_pattern] == text[at])) {
            ++in_pattern;
            ++at;
        } else if (star != std::string_view::npos) {
            in_pattern = star + 1;
            at = ++taken;
        } else {
            return false;
        }
    }
    return pattern.find_first_not_of('*', in_pattern) == std::string_view::npos;
}

std::string with_tail(std::string line, unsigned sequence) {
    const std::string digit = std::to_string(sequence);
    protocol::sip2::append_tail(line, {.sequence = digit, .with_checksum = true});
    return line;
}

} // namespace circ::net::test
