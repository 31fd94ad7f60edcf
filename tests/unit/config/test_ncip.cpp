// Peers that ask over NCIP: what a file may say of them, and what it is told when it says
// otherwise.
#include "config/load.hpp"

namespace circ::config {
namespace {

std::vector<std::string> told(const loaded& result) {
    std::vector<std::string> lines;
    for (const mistake& each : result.mistakes)
        lines.push_back(to_string(each));
    return lines;
}

constexpr std::string_view door = R"(
[[listener]]
name = "ncip"
port = 9602
kind = "ncip-http"
)";

loaded with_door(const std::string& more) {
    return load_text(std::string(door) + more, "f.toml");
}

TEST(ncip_peers, are_taken_over_as_the_file_says_it) {
    const auto result = with_door(R"(
[[ncip_peer]]
name = "state"
terminal = "state-ncip"
listeners = ["ncip"]
allow = ["192.0.2.7"]
agencies = ["STATE", "STATE-ILL"]
own_agencies = ["RIV"]
services = ["LookupUser", "AcceptItem", "Notification"]
tells = ["name", "loans"]
money = ["charge"]
exchanges = 2
echo_request_id = true
[ncip_peer.dialect]
release = "2.0"
names = "prefixed"
prefix = "ns1"
dates = "offset"
money = "major"
id_agency = "theirs"
user_id_type = ""
problems = { "Patron Requires Membership" = "user_blocked" }
)");
    EXPECT_THAT(told(result), testing::IsEmpty());
    ASSERT_EQ(result.settings.ncip_peers.size(), 1U);
    const ncip_peer& peer = result.settings.ncip_peers.front();
    EXPECT_EQ(peer.terminal, "state-ncip");
    EXPECT_EQ(peer.agencies, (std::vector<std::string>{"STATE", "STATE-ILL"}));
    EXPECT_TRUE(is_offered(peer, peer_service::accept_item));
    EXPECT_FALSE(is_offered(peer, peer_service::check_out_item));
    EXPECT_TRUE(is_told(peer, ncip_detail::loans));
    EXPECT_FALSE(is_told(peer, ncip_detail::address));
    EXPECT_TRUE(may(peer, ncip_money_right::charge));
    EXPECT_FALSE(may(peer, ncip_money_right::let_off));
    EXPECT_EQ(peer.dialect.release, ncip_release::v2_0);
    EXPECT_EQ(peer.dialect.prefix, "ns1");
    EXPECT_EQ(peer.dialect.money, ncip_money::major);
    EXPECT_EQ(peer.dialect.user_id_type, "");
    EXPECT_EQ(peer.dialect.item_id_type, "Barcode") << "what is not said stays";
    EXPECT_EQ(peer.dialect.problems.at("Patron Requires Membership"), ncip_problem::user_blocked);
}

TEST(ncip_peers, may_do_nothing_unless_it_is_named) {
    const auto result = with_door("[[ncip_peer]]\nname = \"a\"\nterminal = \"a\"\n");
    EXPECT_THAT(told(result), testing::IsEmpty());
    EXPECT_THAT(result.settings.ncip_peers.at(0).services, testing::IsEmpty());
    EXPECT_THAT(result.settings.ncip_peers.at(0).tells, testing::IsEmpty());
    EXPECT_THAT(result.settings.ncip_peers.at(0).money, testing::IsEmpty());
}

struct mistake_case {
    std::string name;
    std::string text;
    std::vector<std::string> told;

    friend std::ostream& operator<<(std::ostream& out, const mistake_case& row) {
        return out << row.name;
    }
};

class ncip_mistake : public testing::TestWithParam<mistake_case> {};

TEST_P(ncip_mistake, is_told_with_the_way_out) {
    EXPECT_EQ(told(with_door(GetParam().text)), GetParam().told);
}

const std::string a = "[[ncip_peer]]\nname = \"a\"\nterminal = \"a\"\n";
const std::string b = "[[ncip_peer]]\nname = \"b\"\nterminal = \"b\"\n";

const mistake_case mistakes[] = {
    {"no_account",
     "[[ncip_peer]]\nname = \"a\"\n",
     {"f.toml:6:1: ncip_peer.terminal: the peer has no account; name the login of one"}},
    {"unknown_service",
     a + "services = [\"CheckoutItem\"]\n",
     {"f.toml:9:13: ncip_peer.services: \"CheckoutItem\" is not \"LookupVersion\", "
      "\"LookupAgency\", \"LookupUser\", \"LookupItem\", "
      "\"LookupItemSet\", \"LookupRequest\", \"CheckOutItem\", \"CheckInItem\", \"RenewItem\", "
      "\"UndoCheckOutItem\", \"RequestItem\", "
      "\"CancelRequestItem\", \"UpdateRequestItem\", \"AcceptItem\", \"RecallItem\", "
      "\"CancelRecallItem\", "
      "\"CreateUserFiscalTransaction\", \"CreateUser\", \"UpdateUser\", \"DeleteUser\", "
      "\"CreateItem\", \"UpdateItem\", \"DeleteItem\", "
      "\"UpdateCirculationStatus\", \"ReportCirculationStatusChange\" or \"Notification\"; did you "
      "mean \"CheckOutItem\"?"}},
    {"listener_of_devices",
     "[[listener]]\nname = \"sip2\"\nport = 6001\n" + a + "listeners = [\"sip2\"]\n",
     {"f.toml:9:1: ncip_peer.listeners: there is no listener \"sip2\" of a kind for NCIP"}},
    {"same_name",
     a + "agencies = [\"A\"]\n[[ncip_peer]]\nname = \"a\"\nterminal = \"b\"\nagencies = [\"B\"]\n",
     {"f.toml:10:1: ncip_peer.name: a peer before is called \"a\" too"}},
    {"not_told_apart",
     a + b,
     {"f.toml:9:1: ncip_peer.agencies: cannot be told from peer \"a\", which comes the same way; "
      "give each its own agencies or addresses"}},
    {"certificate_that_nobody_asks_for",
     a + "certificate = \"CN=broker\"\n",
     {"f.toml:6:1: ncip_peer.certificate: no listener of this peer asks for a certificate; give "
      "one client_certificate = \"required\""}},
    {"unknown_dialect_key",
     a + "[ncip_peer.dialect]\nstyle = \"x\"\n",
     {"f.toml:10:1: ncip_peer.dialect.style: no such setting"}},
    {"prefix_of_xml",
     a + "[ncip_peer.dialect]\nprefix = \"xmlns\"\n",
     {"f.toml:10:10: ncip_peer.dialect.prefix: \"xmlns\" is not a prefix of letters and digits "
      "that begins with a letter, not with xml"}},
    {"unknown_problem_class",
     a + "[ncip_peer.dialect]\nproblems = { \"Gone\" = \"gone\" }\n",
     {"f.toml:10:23: ncip_peer.dialect.problems.Gone: \"gone\" is not \"unknown_user\", "
      "\"auth_failed\", \"user_blocked\", \"too_many\", "
      "\"unknown_item\", \"item_not_loaned\", \"already_loaned\", \"item_restricted\", "
      "\"has_requests\", \"not_renewable\", "
      "\"max_renewals\", \"unknown_request\", \"duplicate\", \"fee_required\", \"data_missing\", "
      "\"unauthorized\", \"unsupported\", "
      "\"temporary\", \"syntax\" or \"other\""}},
};

INSTANTIATE_TEST_SUITE_P(all, ncip_mistake, testing::ValuesIn(mistakes), [](const auto& row) {
    return row.param.name;
});

TEST(ncip_peers, need_a_listener) {
    const auto result = load_text(a, "f.toml");
    EXPECT_EQ(told(result),
              std::vector<std::string>{"f.toml:1:1: ncip_peer.listeners: no listener speaks NCIP; "
                                       "make one of kind \"ncip-http\", for example"});
}

TEST(ncip_listeners, know_who_asks_by_the_peers_alone) {
    const auto result = with_door("terminal = \"kiosk\"\n");
    EXPECT_EQ(told(result),
              std::vector<std::string>{"f.toml:2:1: listener.terminal: kind \"ncip-http\" knows "
                                       "who asks by [[ncip_peer]]; leave the terminal empty"});
}

} // namespace
} // namespace circ::config
