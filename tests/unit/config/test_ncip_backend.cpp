#include "config/load.hpp"
#include "config/ncip_backend_reader.hpp"

namespace circ::config {
namespace {

std::string mistakes_of(const std::string& text) {
    std::string told;
    for (const mistake& each : load_text(text, "f.toml").mistakes)
        told += to_string(each) + '\n';
    return told;
}

TEST(ncip_backend_settings, are_read_with_their_dialect) {
    const auto all = load_text(R"(
[[ncip_backend]]
name = "consortium"
url = "https://ils.example.org/ncip"
services = ["LookupUser", "CheckOutItem"]
institution_agencies = ["RIVERBEND = KIOSKS , MAIN"]
call_ms = 3000
[ncip_backend.dialect]
money = "major"
[[ncip_backend]]
name = "other"
)",
                               "f.toml");
    for (const mistake& each : all.mistakes)
        ADD_FAILURE() << to_string(each);
    ASSERT_EQ(all.settings.ncip_backends.size(), 2U);
    const ncip_backend& one = all.settings.ncip_backends.front();
    EXPECT_EQ(one.url, "https://ils.example.org/ncip");
    EXPECT_TRUE(one.offers(ncip_service::check_out_item));
    EXPECT_FALSE(one.offers(ncip_service::renew_item));
    EXPECT_EQ(one.call, std::chrono::milliseconds(3000));
    EXPECT_EQ(one.dialect.money, ncip_money::major);
    EXPECT_EQ(one.dialect.id_agency, ncip_id_agency::theirs);
    const auto agencies = parse_named_agencies(one.institution_agencies.front());
    ASSERT_TRUE(agencies);
    EXPECT_EQ(agencies->name + '|' + agencies->from + '|' + agencies->to, "RIVERBEND|KIOSKS|MAIN");
    EXPECT_EQ(all.settings.ncip_backends.back().services.size(), choices<ncip_service>.size());
}

struct wrong_line {
    std::string name;
    std::string line;
    std::string told; ///< part of the mistake
};

class wrong_ncip_backend : public testing::TestWithParam<wrong_line> {};

TEST_P(wrong_ncip_backend, is_told) {
    EXPECT_THAT(mistakes_of("[[ncip_backend]]\n" + GetParam().line),
                testing::HasSubstr(GetParam().told));
}

INSTANTIATE_TEST_SUITE_P(
    each,
    wrong_ncip_backend,
    testing::ValuesIn(std::vector<wrong_line>{
        {"address_without_scheme", "url = \"ils.example.org\"", "begins with http://"},
        {"address_without_host", "url = \"http:///ncip\"", "begins with http://"},
        {"unknown_service", "services = [\"LookupUser\", \"RenewItems\"]", "RenewItem"},
        {"no_look_up_of_readers", "services = [\"LookupItem\"]", "without LookupUser"},
        {"institution_with_one_agency", "institution_agencies = [\"A=B\"]", "RIVERBEND"},
        {"terminal_with_two_agencies", "terminal_agencies = [\"A=B,C\"]", "kiosk1"},
        {"key_without_certificate", "key_file = \"k.pem\"", "go together"},
        {"ca_without_tls", "url = \"http://h/\"\nca_file = \"a.pem\"", "alone"},
        {"call_longer_than_all", "call_ms = 9500", "budget_ms"},
        {"unknown_key_of_a_dialect", "dialect = { moneys = \"minor\" }", "money"},
        {"same_name_twice", "[[ncip_backend]]\n", "has this name too"},
    }),
    [](const auto& one) { return one.param.name; });

} // namespace
} // namespace circ::config
