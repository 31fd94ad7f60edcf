#include "tests/unit/circulation/script.hpp"

#include <array>
#include <ostream>
#include <variant>

namespace circ::test {

using namespace std::chrono_literals;
using namespace circulation;
using storage::unit_of_work;

namespace {

constexpr int cards = 3;
constexpr int items = 5;
constexpr int policies = 2;
constexpr std::array branches{"MAIN", "EAST", "WEST"};

struct pause {
    std::chrono::seconds length;
    const char* words;
};
constexpr std::array pauses{pause{0s, ""},
                            pause{20s, "20 seconds later: "},
                            pause{5min, "5 minutes later: "},
                            pause{3h, "3 hours later: "},
                            pause{24h, "a day later: "},
                            pause{24h * 9, "9 days later: "},
                            pause{24h * 17, "17 days later: "},
                            pause{24h * 40, "40 days later: "}};

struct deed_row {
    deed what;
    int weight;
    const char* words;
};
// In the order of the enumerators.
constexpr std::array deeds{deed_row{deed::checkout, 8, "checks out"},
                           deed_row{deed::checkin, 8, "is returned"},
                           deed_row{deed::renew, 3, "renews"},
                           deed_row{deed::place_hold, 5, "places a hold on the title of"},
                           deed_row{deed::cancel_hold, 2, "cancels the hold on the title of"},
                           deed_row{deed::change_hold, 2, "changes the hold on the title of"},
                           deed_row{deed::pay, 3, "pays"},
                           deed_row{deed::undo_checkout, 3, "is taken back from the reader"},
                           deed_row{deed::undo_checkin, 3, "gets back"},
                           deed_row{deed::renew_all, 1, "renews everything"},
                           deed_row{deed::block, 1, "is blocked"},
                           deed_row{deed::enable, 1, "is enabled"},
                           deed_row{deed::write_properties, 1, "gets its properties written"},
                           deed_row{deed::send_again, 3, "the last request is sent again"},
                           deed_row{deed::lost, 1, "is said to be lost"},
                           deed_row{deed::claimed, 1, "is said to have been returned"}};

/// Each deed as often as it weighs: what is common stands first.
std::vector<deed> weighted_deeds() {
    std::vector<deed> all;
    for (const auto& row : deeds)
        all.insert(all.end(), static_cast<std::size_t>(row.weight), row.what);
    return all;
}

bool is_about_item_alone(deed what) {
    return what == deed::checkin || what == deed::undo_checkout || what == deed::write_properties ||
           what == deed::lost || what == deed::claimed;
}

bool is_about_card_alone(deed what) {
    return what == deed::pay || what == deed::renew_all || what == deed::block ||
           what == deed::enable;
}

bool names_pickup(deed what) {
    return what == deed::place_hold || what == deed::change_hold;
}

/// A title at each of which an item stands: c1 has i1 and i2, c2 has i3 and i4, c3 has i5.
std::string policy_words(int policy) {
    return policy == 0 ? "by the shipped policy" : "by a policy that trusts its readers";
}

policy make_policy(int which) {
    if (which == 0) return default_policy();
    return policy_with({{"trusting",
                         {},
                         {{"checkout_of_charged", std::string{"return_first"}, {}},
                          {"lend_while_queued", std::string{"yes"}, {}},
                          {"renew_while_queued", true, {}},
                          {"renewal_fee", std::string{"0.50"}, {}},
                          {"hold_fee", std::string{"0.20"}, {}},
                          {"found_overdue", std::string{"charged"}, {}},
                          {"max_renewals", std::int64_t{9}, {}}},
                         {}},
                        {"floating", {.collection = {"floats"}}, {{"floats", true, {}}}, {}}});
}

} // namespace

void showValue(const step& shown, std::ostream& to) {
    to << pauses.at(static_cast<std::size_t>(shown.wait)).words;
    const auto& row = deeds.at(static_cast<std::size_t>(shown.what));
    const bool of_item = is_about_item_alone(shown.what);
    if (shown.what != deed::send_again)
        to << (of_item ? scripted_library::barcode_of(shown) : scripted_library::card_of(shown))
           << ' ';
    to << row.words;
    if (!of_item && !is_about_card_alone(shown.what) && shown.what != deed::send_again)
        to << ' ' << scripted_library::barcode_of(shown);
    if (names_pickup(shown.what)) to << " for " << branches.at(static_cast<std::size_t>(shown.pickup));
    to << (shown.terminal == 0 ? " at kiosk1" : " at kiosk3");
    if (shown.has_happened) to << ", told afterwards";
}

void showValue(const script& shown, std::ostream& to) {
    to << '\n' << policy_words(shown.policy) << '\n';
    for (const auto& each : shown.steps) {
        to << "  ";
        showValue(each, to);
        to << '\n';
    }
}

std::string scripted_library::card_of(const step& one) {
    return "p" + std::to_string(one.card + 1);
}

std::string scripted_library::barcode_of(const step& one) {
    return "i" + std::to_string(one.item + 1);
}

scripted_library::scripted_library() {
    static_cast<void>(add_patron("p3", [&](auto& who) { who.branch = rows.east.id; }));
    std::array<storage::title, 3> titles{rows.title};
    store.write([&](unit_of_work& in) {
        auto west = rows.east;
        west.id = in.new_id<storage::branch_id>();
        west.code = branches[2];
        west.name = "West";
        in.add(west);
        for (int i = 1; i < 3; ++i) {
            auto& made = titles.at(static_cast<std::size_t>(i)) = rows.title;
            made.id = in.new_id<storage::title_id>();
            made.control_number = "c" + std::to_string(i + 1);
            in.add(made);
        }
    });
    static_cast<void>(add_item("i2", [&](auto& i) { i.branch = i.place = rows.east.id; }));
    static_cast<void>(add_item("i3", [&](auto& i) { i.title = titles[1].id; }));
    static_cast<void>(add_item("i4", [&](auto& i) {
        i.title = titles[1].id;
        i.collection = "floats";
    }));
    static_cast<void>(add_item("i5", [&](auto& i) {
        i.title = titles[2].id;
        i.item_type = "device";
    }));
}

void scripted_library::start(int policy) {
    static const std::array known{make_policy(0), make_policy(1)};
    store.forget();
    store.try_out();
    rules = known.at(static_cast<std::size_t>(policy));
    now = test_time;
    last_.reset();
}

requester scripted_library::requester_of(const step& one) {
    auto by = with_rules(at(one.terminal == 0 ? rows.kiosk : east_kiosk), [&](device_rules& r) {
        r.block_patron = block_handling::block;
        r.may_enable_patron = true;
        r.overpayment = too_much::credit;
        r.offline_ok = one.terminal == 1;
    });
    if (one.has_happened) by.when = timing::already_happened;
    const auto said = one.has_happened ? now - 1h : now;
    return saying(std::move(by), said, "request " + std::to_string(++requests_));
}

any_operation scripted_library::request_of(const step& one) {
    const auto by = requester_of(one);
    const auto card = card_of(one);
    const auto barcode = barcode_of(one);
    const target what{.item = barcode, .title = {}};
    const std::string pickup = branches.at(static_cast<std::size_t>(one.pickup));
    const fee_agreement agreed{fee_agreement::kind::any, {}};
    switch (one.what) {
    case deed::checkin:
        return circulation::checkin{.by = by, .item = barcode, .returned = by.said};
    case deed::renew:
        return circulation::renew{.by = by, .card = card, .what = what, .agreed = agreed};
    case deed::place_hold:
        return circulation::place_hold{
            .by = by, .card = card, .what = what, .pickup = pickup, .agreed = agreed};
    case deed::cancel_hold:
        return circulation::cancel_hold{.by = by, .card = card, .what = what};
    case deed::change_hold:
        return circulation::change_hold{.by = by, .card = card, .what = what, .pickup = pickup};
    case deed::pay:
        return pay_fee{.by = by,
                       .card = card,
                       .amount = std::max(patron(card).owed, money{50}),
                       .currency = "EUR",
                       .transaction_id = by.once_only_text};
    case deed::undo_checkout:
        return circulation::undo_checkout{.by = by, .item = barcode};
    case deed::undo_checkin:
        return circulation::undo_checkin{.by = by, .card = card, .item = barcode};
    case deed::renew_all:
        return circulation::renew_all{.by = by, .card = card, .agreed = agreed};
    case deed::block:
        return block_patron{.by = by, .card = card, .card_retained = true};
    case deed::enable:
        return enable_patron{.by = by, .card = card};
    case deed::write_properties:
        return update_item_properties{
            .by = by, .item = barcode, .properties = by.once_only_text};
    default:
        return circulation::checkout{.by = by, .card = card, .item = barcode, .agreed = agreed};
    }
}

any_outcome scripted_library::send(const any_operation& asked) {
    return std::visit(
        [&](const auto& one) -> any_outcome {
            if constexpr (changes_store<std::decay_t<decltype(one)>>)
                return perform(one);
            else
                return outcome{.result = verdict::unavailable};
        },
        asked);
}

void scripted_library::let_time_pass(const step& one) {
    now += pauses.at(static_cast<std::size_t>(one.wait)).length;
}

std::optional<scripted_library::exchange> scripted_library::play(const step& one) {
    let_time_pass(one);
    if (one.what == deed::lost || one.what == deed::claimed) {
        set_loan_state(barcode_of(one),
                       one.what == deed::lost ? storage::loan_state::lost
                                              : storage::loan_state::claimed_returned);
        return std::nullopt;
    }
    if (one.what != deed::send_again) last_ = request_of(one);
    if (!last_) return std::nullopt;
    return exchange{*last_, send(*last_)};
}

void scripted_library::set_loan_state(const std::string& barcode, storage::loan_state to) {
    const auto loan = item(barcode).open_loan;
    if (!loan || loan->state != storage::loan_state::open) return;
    auto after = *loan;
    after.state = to;
    (to == storage::loan_state::lost ? after.lost_at : after.claimed_at) = now;
    store.write(
        [&](unit_of_work& in) {
            in.change(*loan, after);
            if (to != storage::loan_state::lost) return;
            auto fee = rows.new_fee(in, 2500);
            fee.patron = loan->patron;
            fee.kind = storage::fee_kind::replacement;
            fee.item = loan->item;
            fee.loan = loan->id;
            fee.assessed_at = now;
            in.add(fee);
        },
        now);
}

} // namespace circ::test

namespace rc {

using circ::test::script;
using circ::test::step;

namespace {

/// The same spread at every size: only the length of a script grows.
Gen<int> up_to(int most) {
    return gen::resize(kNominalSize, gen::inRange(0, most));
}

} // namespace

Gen<step> Arbitrary<step>::arbitrary() {
    static const auto choices = circ::test::weighted_deeds();
    return gen::build<step>(
        gen::set(&step::what,
                 gen::map(up_to(static_cast<int>(choices.size())),
                          [](int i) { return choices[static_cast<std::size_t>(i)]; })),
        gen::set(&step::card, up_to(circ::test::cards)),
        gen::set(&step::item, gen::map(up_to(3 * circ::test::items), [](int i) {
                     return i < circ::test::items ? i : i % 2; // mostly the copies of one title
                 })),
        gen::set(&step::terminal, up_to(2)),
        gen::set(&step::pickup, up_to(static_cast<int>(circ::test::branches.size()))),
        gen::set(&step::wait, gen::map(up_to(static_cast<int>(2 * circ::test::pauses.size())), [](int i) {
                     return std::max(0, i - static_cast<int>(circ::test::pauses.size()));
                 })),
        gen::set(&step::has_happened, gen::map(up_to(6), [](int i) { return i == 5; })));
}

Gen<script> Arbitrary<script>::arbitrary() {
    return gen::build<script>(
        gen::set(&script::steps, gen::scale(0.4, gen::container<std::vector<step>>(gen::arbitrary<step>()))),
        gen::set(&script::policy, up_to(circ::test::policies)));
}

} // namespace rc
