#include "server/circulation/desk_library.hpp"
#include "tools/circdesk/import/catalogue.hpp"

namespace circ::test {

namespace {

struct price_case {
    const char* name;
    const char* currency;
    const char* text;
    std::optional<std::int64_t> minor;
};

class import_price : public testing::TestWithParam<price_case> {};

TEST_P(import_price, is_taken_in_the_currency_of_the_institution_alone) {
    const auto& given = GetParam();
    const storage::institution of{.currency = given.currency, .decimals = circulation::decimals_of(given.currency)};
    const auto read = tool::price_in(of, given.text);
    EXPECT_EQ(read ? std::optional(read->minor) : std::nullopt, given.minor);
}

INSTANTIATE_TEST_SUITE_P(prices, import_price,
                         testing::Values(price_case{"bare", "EUR", "12.50", 1250},
                                         price_case{"own_code", "EUR", "EUR 12,50", 1250},
                                         price_case{"other_code", "EUR", "USD 12.50", std::nullopt},
                                         price_case{"other_sign", "EUR", "£12.50", std::nullopt},
                                         price_case{"without_decimals", "JPY", "1200", 1200},
                                         price_case{"without_decimals_elsewhere", "CLP", "15.990", 15990},
                                         price_case{"thousandths", "KWD", "12.500", 12500},
                                         price_case{"thousandths_left_out", "TND", "12,5 TND", 12500},
                                         price_case{"no_price", "EUR", "gift", std::nullopt}),
                         [](const auto& each) { return each.param.name; });

} // namespace

} // namespace circ::test
