// What the door answers by itself, and what it answers when nothing is known to have happened: the
// smallest negative answer of the request's own type.
#include "tests/unit/dispatch/riverton.hpp"

namespace circ::dispatch::test {
namespace {

constexpr std::string_view no_login = "AFThis machine has not logged in yet. Please tell staff.|";
constexpr std::string_view not_here = "AFThis machine cannot do that. Please go to the desk.|";
constexpr std::string_view away = "AFThe library system is not available just now. Please try again soon.|";

/// @spec SIP2 reference, smallest negative answers
struct smallest_case {
    std::string_view name;
    std::string_view request;
    std::string_view fixed;  ///< before the date
    std::string_view fields; ///< behind it, without the text
    any_outcome unavailable;
};

std::ostream& operator<<(std::ostream& out, const smallest_case& each) { return out << each.name; }

template <class Outcome>
Outcome gone() {
    auto made = refused<Outcome>({.code = reason_code::backend_unavailable});
    made.result = verdict::unavailable;
    return made;
}

const smallest_case smallest[] = {
    {"patron_status", "2300320260317    142530AORIV|AA1|AC|AD4471|", "24YYYY          003", "AORIV|AA1|AE|BLN|CQN|", gone<outcome>()},
    {"block_patron", "01N20260317    151802AORIV|ALleft|AA1|AC|", "24YYYY          000", "AORIV|AA1|AE|BLN|CQN|", gone<outcome>()},
    {"patron_information", "6300120260317    142544  Y       AORIV|AA1|", "64YYYY          001", "000000000000000000000000AORIV|AA1|AE|BLN|CQN|", gone<outcome>()},
    {"checkout", "11YN20260317    142615                  AORIV|AA1|AB2|AC|", "120NNN", "AORIV|AA1|AB2|AJ|AH|", gone<loan_outcome>()},
    {"checkin", "09N20260317    150210                  AP|AORIV|AB2|AC|", "100NNY", "AORIV|AB2|AQ|", gone<checkin_outcome>()},
    {"renew", "29YN20260317    142701                  AORIV|AA1|AB2|AC|", "300NNN", "AORIV|AA1|AB2|AJ|AH|", gone<loan_outcome>()},
    {"renew_all", "6520260317    142720AORIV|AA1|", "66000000000", "AORIV|", gone<renew_all_outcome>()},
    {"item_information", "1720260317    143005AORIV|AB2|", "18010101", "AB2|AJ|", gone<outcome>()},
    {"item_status_update", "1920260317    143040AORIV|AB2|AC|CHx|", "200", "AB2|", gone<outcome>()},
    {"hold", "15+20260317    143112AORIV|AA1|AB2|", "160N", "AORIV|AA1|AB2|", gone<hold_outcome>()},
    {"fee_paid", "3720260317    1432300402EURBV3.50|AORIV|AA1|", "38N", "AORIV|AA1|", gone<payment_outcome>()},
    {"end_patron_session", "3520260317    143255AORIV|AA1|", "36Y", "AORIV|AA1|", gone<outcome>()},
    {"patron_enable", "2520260317    181501AORIV|AA1|", "26YYYY          000", "AORIV|AA1|AE|BLN|CQN|", gone<outcome>()},
};

/// German where the request asks for it.
std::string in_its_language(std::string_view request, std::string_view english, std::string_view german) {
    return std::string(request.substr(0, 5) == "23003" ? german : english);
}

class smallest_answer : public testing::TestWithParam<smallest_case> {
protected:
    [[nodiscard]] static std::string with(std::string_view date, std::string_view text) {
        const auto& wanted = GetParam();
        return std::string(wanted.fixed) + std::string(date) + std::string(wanted.fields) + std::string(text);
    }
};

TEST_P(smallest_answer, before_the_login_dated_in_utc) {
    const auto door = make_door([](config::profile&, sip2_door& d) { d.identity.reset(); });
    const auto text = in_its_language(GetParam().request, no_login, "AFDieses Gerät ist noch nicht angemeldet. Bitte sagen Sie dem Personal Bescheid.|");
    EXPECT_EQ(answer_at_the_door(GetParam().request, door), with("20260317   Z132530", text));
}

TEST_P(smallest_answer, where_the_profile_does_not_allow_it) {
    const auto door = make_door([](config::profile& p, sip2_door&) { p.allowed.clear(); });
    const auto text = in_its_language(GetParam().request, not_here, "AFDas geht an diesem Gerät nicht. Bitte gehen Sie an die Theke.|");
    EXPECT_EQ(answer_at_the_door(GetParam().request, door), with(now_on_the_wire, text));
}

TEST_P(smallest_answer, for_another_institution_where_that_is_enforced) {
    const auto door = make_door([](config::profile& p, sip2_door&) {
        p.ao_policy = config::ao_policy::enforce;
        p.institution_id = "ELSEWHERE";
        p.patron_enable = true;
    });
    const auto answered = answer_at_the_door(GetParam().request, door);
    EXPECT_THAT(answered, testing::StartsWith(std::string(GetParam().fixed) + std::string(now_on_the_wire)));
    EXPECT_THAT(answered, testing::Not(testing::HasSubstr("AORIV")));
}

TEST_P(smallest_answer, when_the_backend_is_away) {
    const auto text = in_its_language(GetParam().request, away, "AFDas System ist nicht erreichbar. Bitte versuchen Sie es gleich noch einmal.|");
    EXPECT_EQ(answer(GetParam().request, GetParam().unavailable, make_door()), with(now_on_the_wire, text));
}

TEST_P(smallest_answer, to_an_outcome_of_another_kind) {
    const auto text = in_its_language(GetParam().request, away, "AFDas System ist nicht erreichbar. Bitte versuchen Sie es gleich noch einmal.|");
    EXPECT_EQ(answer(GetParam().request, gone<service_outcome>(), make_door()), with(now_on_the_wire, text));
}

INSTANTIATE_TEST_SUITE_P(each, smallest_answer, testing::ValuesIn(smallest),
                         [](const auto& each) { return std::string(each.param.name); });

struct incomplete_case {
    std::string_view name;
    std::string_view request;
    std::string_view answer;
};

std::ostream& operator<<(std::ostream& out, const incomplete_case& each) { return out << each.name; }

class incomplete : public testing::TestWithParam<incomplete_case> {};

TEST_P(incomplete, request_is_refused_naming_the_field) {
    const auto door = make_door([](config::profile& p, sip2_door&) { p.patron_enable = true; });
    EXPECT_EQ(answer_at_the_door(GetParam().request, door), GetParam().answer);
}

constexpr incomplete_case incompletes[] = {
    {"patron_status_card", "2300020260317    142530AORIV|AA|AC|AD|",
     "24YYYY          00020260317    142530AORIV|AA|AE|BLN|CQN|AFSomething is missing in this request (AA). Please ask staff.|"},
    {"patron_information_card", "6300020260317    142544          AORIV|AA|",
     "64YYYY          00020260317    142530000000000000000000000000AORIV|AA|AE|BLN|CQN|AFSomething is missing in this request (AA). Please ask staff.|"},
    {"block_card", "01N20260317    151802AORIV|ALleft|AA|AC|",
     "24YYYY          00020260317    142530AORIV|AA|AE|BLN|CQN|AFSomething is missing in this request (AA). Please ask staff.|"},
    {"enable_card", "2520260317    181501AORIV|AA|",
     "26YYYY          00020260317    142530AORIV|AA|AE|BLN|CQN|AFSomething is missing in this request (AA). Please ask staff.|"},
    {"checkout_card", "11YN20260317    142615                  AORIV|AA|AB2|AC|",
     "120NNN20260317    142530AORIV|AA|AB2|AJ|AH|AFSomething is missing in this request (AA). Please ask staff.|"},
    {"checkout_item", "11YN20260317    142615                  AORIV|AA1|AB |AC|",
     "120NNN20260317    142530AORIV|AA1|AB |AJ|AH|AFSomething is missing in this request (AB). Please ask staff.|"},
    {"checkin_item", "09N20260317    150210                  AP|AORIV|AB|AC|",
     "100NNY20260317    142530AORIV|AB|AQ|AFSomething is missing in this request (AB). Please ask staff.|"},
    {"renew_item_or_title", "29YN20260317    142701                  AORIV|AA1|",
     "300NNN20260317    142530AORIV|AA1|AB|AJ|AH|AFSomething is missing in this request (AB/AJ). Please ask staff.|"},
    {"renew_all_card", "6520260317    142720AORIV|AA|",
     "6600000000020260317    142530AORIV|AFSomething is missing in this request (AA). Please ask staff.|"},
    {"item_information_item", "1720260317    143005AORIV|AB|",
     "1801010120260317    142530AB|AJ|AFSomething is missing in this request (AB). Please ask staff.|"},
    {"item_status_update_item", "1920260317    143040AORIV|AB|AC|CHx|",
     "20020260317    142530AB|AFSomething is missing in this request (AB). Please ask staff.|"},
    {"item_status_update_properties", "1920260317    143040AORIV|AB2|AC|",
     "20020260317    142530AB2|AFSomething is missing in this request (CH). Please ask staff.|"},
    {"hold_card", "15+20260317    143112AORIV|AA|AB2|",
     "160N20260317    142530AORIV|AA|AB2|AFSomething is missing in this request (AA). Please ask staff.|"},
    {"hold_item_or_title", "15+20260317    143112AORIV|AA1|AB|",
     "160N20260317    142530AORIV|AA1|AFSomething is missing in this request (AB/AJ). Please ask staff.|"},
    {"hold_mode", "15?20260317    143112AORIV|AA1|AB2|",
     "160N20260317    142530AORIV|AA1|AB2|AFSomething is missing in this request (hold mode). Please ask staff.|"},
};
INSTANTIATE_TEST_SUITE_P(each, incomplete, testing::ValuesIn(incompletes),
                         [](const auto& each) { return std::string(each.param.name); });

struct status_case {
    std::string_view name;
    std::string_view request;
    std::optional<service_outcome> outcome; ///< none: the door answers
    std::string_view answer;
    change differs = {};
};

std::ostream& operator<<(std::ostream& out, const status_case& each) { return out << each.name; }

class status : public testing::TestWithParam<status_case> {};

TEST_P(status, tells_what_is_possible_now) {
    const auto& wanted = GetParam();
    const auto door = make_door(wanted.differs);
    const auto answered = wanted.outcome ? answer(wanted.request, *wanted.outcome, door) : answer_at_the_door(wanted.request, door);
    EXPECT_EQ(answered, wanted.answer);
}

service_outcome read_only() {
    service_outcome made;
    made.may_checkin = made.may_checkout = made.may_renew = made.may_block = false;
    return made;
}

service_outcome store_gone() {
    auto made = gone<service_outcome>();
    made.online = false;
    return made;
}

void logged_out(config::profile&, sip2_door& door) { door.identity.reset(); }

const status_case statuses[] = {
    {"on_line", "9900802.00", service_outcome{},
     "98YYYYYN10000320260317    1425302.00AORIV|AMRiverton Public Library|BXYYYYYYYYYYYYNYYY|ANRIV-MAIN-HALL|"},
    {"release_1_00_has_no_list_of_messages", "9900801.00", service_outcome{},
     "98YYYYYN10000320260317    1425301.00AORIV|AMRiverton Public Library|ANRIV-MAIN-HALL|",
     [](config::profile&, sip2_door& door) { door.speaks_1_00 = true; }},
    {"older_than_1_00_is_turned_away", "9900800.90", service_outcome{},
     "98NNNNNN00000120260317    1425302.00AORIV|AMRiverton Public Library|BXYYYYYYYYYYYYNYYY|ANRIV-MAIN-HALL|"
     "AFThis machine cannot do that. Please go to the desk.|"},
    {"out_of_paper_is_a_status_like_any", "9910802.00", service_outcome{},
     "98YYYYYN10000320260317    1425302.00AORIV|AMRiverton Public Library|BXYYYYYYYYYYYYNYYY|ANRIV-MAIN-HALL|"},
    {"store_takes_no_changes", "9900802.00", read_only(),
     "98YNNNNN10000320260317    1425302.00AORIV|AMRiverton Public Library|BXYYYYYYYYYYYYNYYY|ANRIV-MAIN-HALL|"},
    {"store_is_away", "9900802.00", store_gone(),
     "98NNNNNN00000120260317    1425302.00AORIV|AMRiverton Public Library|BXYYYYYYYYYYYYNYYY|ANRIV-MAIN-HALL|"
     "AFThe library system is not available just now. Please try again soon.|"},
    {"profile_says_all_of_it", "9900802.00", service_outcome{},
     "98YYYNNY05500720260317    1425302.00AORX|AMRiverton Public Library|BXNYYNYYYNNNNNYNNN|ANMain Library|",
     [](config::profile& p, sip2_door& door) {
         p.flags98 = {true, true, true, false};
         p.allowed = {config::request_code::checkout, config::request_code::checkin, config::request_code::patron_enable};
         p.patron_enable = true;
         p.offline_ok = true;
         p.timeout_tenths = 55;
         p.retries = 7;
         p.institution_id = "RX";
         door.identity->terminal.location.clear();
     }},
    {"switched_off_by_profile", "9900802.00", service_outcome{},
     "98NNNNNN00000120260317    1425302.00AORIV|AMRiverton Public Library|BXYYYYYYYYYYYYNYYY|ANRIV-MAIN-HALL|",
     [](config::profile& p, sip2_door&) { p.flags98[0] = false; }},
    {"a_right_that_is_missing_is_no", "9900802.00", service_outcome{},
     "98YYNNNN10000320260317    1425302.00AORIV|AMRiverton Public Library|BXNNYNYYYNNNYYNNNN|ANRIV-MAIN-HALL|",
     [](config::profile& p, sip2_door&) {
         p.allowed = {config::request_code::checkin, config::request_code::item_information, config::request_code::item_status_update};
     }},
    {"before_the_login", "9900802.00", std::nullopt,
     "98YYYYYN10000320260317   Z1325302.00AO|AMCircdesk|BXYYYYYYYYYYYYNYYY|", logged_out},
    {"before_the_login_where_that_is_not_wanted", "9900802.00", std::nullopt,
     "98NNNNNN00000120260317   Z1325302.00AO|AMCircdesk|BXYYYYYYYYYYYYNYYY|AFThis machine has not logged in yet. Please tell staff.|",
     [](config::profile& p, sip2_door& door) { p.sc_status_before_login = false; door.identity.reset(); }},
};
INSTANTIATE_TEST_SUITE_P(each, status, testing::ValuesIn(statuses), [](const auto& each) { return std::string(each.param.name); });

} // namespace
} // namespace circ::dispatch::test
