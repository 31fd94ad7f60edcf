#include "server/dispatch/ncip_dialect.hpp"

#include "protocol/ncip/problem_types.hpp"
#include "server/circulation/local_time.hpp"

#include <chrono>
#include <string>
#include <variant>

namespace circ::dispatch {

namespace ncip = protocol::ncip;

namespace {

/// Enumerations of settings and protocol that mean the same stand in the same order where the cast
/// is used; the assertions hold that.
template <class To, class From>
constexpr To same(From value) {
    return static_cast<To>(value);
}
static_assert(same<ncip::name_style>(config::ncip_names::prefixed) == ncip::name_style::prefixed &&
              same<ncip::name_style>(config::ncip_names::no_namespace) ==
                  ncip::name_style::no_namespace);
static_assert(same<ncip::attribute_style>(config::ncip_attributes::plain) ==
              ncip::attribute_style::plain);
static_assert(same<ncip::scheme_style>(config::ncip_schemes::standard) ==
                  ncip::scheme_style::standard &&
              same<ncip::scheme_style>(config::ncip_schemes::none) == ncip::scheme_style::none);
static_assert(same<ncip::date_style>(config::ncip_dates::offset) == ncip::date_style::offset &&
              same<ncip::date_style>(config::ncip_dates::no_zone) == ncip::date_style::no_zone);
static_assert(same<ncip::date_order>(config::ncip_date_order::year_day_month) ==
              ncip::date_order::year_day_month);
static_assert(same<ncip::money_unit>(config::ncip_money::major) == ncip::money_unit::major);
static_assert(same<ncip::problem_class>(config::ncip_problem::temporary) ==
                  ncip::problem_class::temporary &&
              same<ncip::problem_class>(config::ncip_problem::other) == ncip::problem_class::other);

ncip::release release_of(config::ncip_release which, ncip::release asked) {
    switch (which) {
    case config::ncip_release::as_asked:
        return asked;
    case config::ncip_release::v2_02:
        return ncip::release::v2_02;
    case config::ncip_release::v2_01:
        return ncip::release::v2_01;
    case config::ncip_release::v2_0:
        return ncip::release::v2_0;
    }
    return asked;
}

} // namespace

ncip::dialect
dialect_of(const config::ncip_dialect& from, std::string_view zone, std::string_view currency) {
    ncip::dialect to;
    to.release = release_of(from.release, ncip::release::v2_02);
    to.version = from.version_text;
    to.names = same<ncip::name_style>(from.names);
    to.prefix = from.prefix;
    to.attributes = same<ncip::attribute_style>(from.attributes);
    to.schemes = same<ncip::scheme_style>(from.schemes);
    to.dates = same<ncip::date_style>(from.dates);
    to.order = same<ncip::date_order>(from.date_order);
    to.money = same<ncip::money_unit>(from.money);
    if (!currency.empty()) to.currency = currency;
    to.utc_offset = [zone = std::string(zone)](ncip::instant at) {
        const auto wall = circulation::to_wall(at, zone);
        const auto utc = std::chrono::floor<std::chrono::seconds>(at);
        return std::chrono::duration_cast<std::chrono::minutes>(wall.time_since_epoch() -
                                                                utc.time_since_epoch());
    };
    return to;
}

ncip::dialect answering(ncip::dialect as, const config::ncip_dialect& from, ncip::release asked) {
    as.release = release_of(from.release, asked);
    return as;
}

std::chrono::sys_time<std::chrono::microseconds> instant_of(const ncip::date_time& when,
                                                            std::string_view zone) {
    if (const auto* at = std::get_if<ncip::instant>(&when)) return *at;
    const auto wall = std::get<ncip::wall_time>(when);
    return circulation::to_instant(std::chrono::floor<std::chrono::seconds>(wall), zone);
}

} // namespace circ::dispatch
