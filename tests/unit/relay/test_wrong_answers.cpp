// Whatever the other side answers, as long as it is NCIP at all: the dialogue ends with an outcome
// of the operation's own type, and throws nothing.
#include "protocol/ncip/table.hpp"
#include "tests/unit/ncip/filling.hpp"
#include "tests/unit/relay/dialogue_case.hpp"

#include <random>

namespace circ::test {
namespace {

namespace ncip = protocol::ncip;

const std::vector<std::string>& operations() {
    static const std::vector<std::string> all{"checkout",
                                              "checkin",
                                              "undo_checkout",
                                              "undo_checkin",
                                              "renew",
                                              "renew_all",
                                              "place_hold",
                                              "change_hold",
                                              "cancel_hold",
                                              "pay_fee",
                                              "patron_account",
                                              "item_details",
                                              "block_patron",
                                              "enable_patron",
                                              "update_item_properties",
                                              "service_status",
                                              "end_patron_session",
                                              "delete_item"};
    return all;
}

/// Settings with which everything is tried that can be.
dialogue_case eager() {
    dialogue_case made;
    words all;
    all.first = "set";
    for (const auto& [key, value] :
         std::vector<std::pair<std::string, std::string>>{{"undo_checkout", "checkin"},
                                                          {"undo_checkin", "checkout"},
                                                          {"change_hold", "cancel_and_request"},
                                                          {"queue_position", "true"},
                                                          {"pay_oldest_first", "true"},
                                                          {"item_status", "update_item"},
                                                          {"borrower_at_return", "true"},
                                                          {"title_key", "record_number"},
                                                          {"show_backend_text", "true"},
                                                          {"device.block_patron", "block"},
                                                          {"device.may_enable_patron", "true"},
                                                          {"loan_limit", "2"},
                                                          {"fee_limit", "1"}})
        all.pairs.emplace_back(key, value);
    made.settings.push_back(all);
    return made;
}

act act_of(const std::string& operation, bool with_pin) {
    act made;
    made.operation.first = operation;
    for (const auto& [key, value] : std::vector<std::pair<std::string, std::string>>{
             {"card", "2100"},
             {"item", "3100"},
             {"amount", "500"},
             {"bk", "7"},
             {"pickup", "NORTH"},
             {"lists", "ready,overdue,loans,fees,recalled,waiting"}})
        made.operation.pairs.emplace_back(key, value);
    if (with_pin) made.operation.pairs.emplace_back("pin", "1234");
    return made;
}

/// Some answer, of the right type or not, with data or problems, full or with gaps.
ncip::message some_answer(const relay::call& to, std::mt19937& random) {
    std::vector<const ncip::message_table*> answers;
    for (const auto* each : ncip::all_messages())
        if (each->role == ncip::service_role::response) answers.push_back(each);
    const auto* table = answers[random() % answers.size()];
    const auto* right = ncip::message_by_name(std::string(to.service) + "Response");
    if (random() % 4 != 0 && right != nullptr) table = right;
    const auto which = random() % 3 == 0 ? ncip::beside::problem : ncip::beside::data;
    ncip::test::filling filling(random() % 3, random);
    ncip::message made;
    made.service = table->name;
    made.body = filling.fill(*table, which);
    return made;
}

TEST(any_answer, ends_every_operation_in_its_own_type_and_throws_nothing) {
    const dialogue_case in = eager();
    const auto settings = settings_of(in);
    std::size_t messages = 0;
    for (const auto& name : operations())
        for (unsigned seed = 0; seed < 25; ++seed) {
            SCOPED_TRACE(name + ", seed " + std::to_string(seed));
            std::mt19937 random(seed);
            relay::backend_memory memory;
            relay::session_cache session;
            const auto what = operation_of(act_of(name, seed % 2 == 0), in, noon());
            relay::dialogue talk(
                what,
                {.settings = settings, .memory = &memory, .session = &session, .now = noon()});
            std::size_t calls = 0;
            while (const auto* call = std::get_if<relay::call>(&talk.next())) {
                ASSERT_LT(++calls, 200U) << "it does not end";
                if (random() % 5 == 0)
                    talk.failed(static_cast<relay::failure>(random() % 5));
                else
                    talk.answered(some_answer(*call, random));
            }
            messages += calls;
            const auto& end = std::get<relay::finished>(talk.next());
            const std::size_t own = std::visit(
                []<class Operation>(const Operation&) {
                    return circulation::any_outcome{circulation::outcome_of<Operation>{}}.index();
                },
                what);
            EXPECT_EQ(end.outcome.index(), own);
            const auto& common = circulation::common(end.outcome);
            if (common.result != circulation::verdict::done) {
                EXPECT_FALSE(common.reasons.empty());
            }
        }
    EXPECT_GT(messages, 500U);
}

} // namespace
} // namespace circ::test
