#include "protocol/ncip/leaves.hpp"

#include "protocol/ncip/amounts.hpp"
#include "protocol/ncip/dates.hpp"
#include "protocol/ncip/schemes.hpp"
#include "protocol/ncip/xml.hpp"
#include "protocol/ncip/xml_writer.hpp"

#include <charconv>

namespace circ::protocol::ncip {
namespace {

/// 1.x has the value and its scheme in elements of their own.
std::string_view text_of(const xml::element& from) {
    const auto* inside = from.child_called("Value");
    return trimmed(inside == nullptr ? from.text : inside->text);
}

std::string_view text_of_child(const xml::element& from, std::string_view name) {
    const auto* child = from.child_called(name);
    return child == nullptr ? std::string_view{} : text_of(*child);
}

bool is_old(const dialect& as) noexcept {
    return as.release == release::v1;
}

template <class T>
struct leaf;

template <>
struct leaf<std::string> {
    static constexpr std::string_view form = "text";

    static bool read(std::string& value, const xml::element& from, const dialect&) {
        value = text_of(from);
        return true;
    }
    static void
    write(const std::string& value, xml::writer& to, std::string_view name, const dialect&) {
        to.leaf(name, value);
    }
    static std::string show(const std::string& value) { return value; }
    static bool is_empty(const std::string& value) { return value.empty(); }
};

template <>
struct leaf<secret> {
    static constexpr std::string_view form = "secret";

    static bool read(secret& value, const xml::element& from, const dialect&) {
        value = secret(text_of(from));
        return true;
    }
    static void write(const secret& value, xml::writer& to, std::string_view name, const dialect&) {
        to.leaf(name, value.reveal());
    }
    static std::string show(const secret& value) { return std::string(value.reveal()); }
    static bool is_empty(const secret& value) { return value.empty(); }
};

template <>
struct leaf<scheme_value> {
    static constexpr std::string_view form = "scheme";

    static bool read(scheme_value& value, const xml::element& from, const dialect&) {
        value.value = text_of(from);
        const auto* scheme = from.attribute_called("Scheme");
        value.scheme = scheme == nullptr ? text_of_child(from, "Scheme") : trimmed(*scheme);
        return true;
    }
    static void
    write(const scheme_value& value, xml::writer& to, std::string_view name, const dialect& as) {
        const auto scheme = scheme_to_write(value, name, as.schemes);
        if (is_old(as)) return write_old(value, to, name, scheme);
        to.open(name);
        if (!scheme.empty()) to.attribute("Scheme", scheme);
        to.text(value.value);
        to.close();
    }
    static std::string show(const scheme_value& value) { return value.value; }
    static bool is_empty(const scheme_value& value) { return value.value.empty(); }

private:
    static void write_old(const scheme_value& value,
                          xml::writer& to,
                          std::string_view name,
                          std::string_view scheme) {
        to.open(name == "AgencyId" ? "UniqueAgencyId" : name);
        to.leaf("Scheme", scheme);
        to.leaf("Value", value.value);
        to.close();
    }
};

template <>
struct leaf<date_time> {
    static constexpr std::string_view form = "date";

    static bool read(date_time& value, const xml::element& from, const dialect& as) {
        const auto date = read_date(text_of(from), as.order);
        if (date) value = *date;
        return date.has_value();
    }
    static void
    write(const date_time& value, xml::writer& to, std::string_view name, const dialect& as) {
        to.leaf(name, write_date(value, as));
    }
    static std::string show(const date_time& value) { return write_date(value); }
    static bool is_empty(const date_time&) { return false; }
};

template <>
struct leaf<money> {
    static constexpr std::string_view form = "amount";

    static bool read(money& value, const xml::element& from, const dialect& as) {
        const auto amount = read_amount(
            text_of_child(from, "CurrencyCode"), text_of_child(from, "MonetaryValue"), as.money);
        if (amount) value = *amount;
        return amount.has_value();
    }
    static void
    write(const money& value, xml::writer& to, std::string_view name, const dialect& as) {
        to.open(name);
        leaf<scheme_value>::write({value.currency}, to, "CurrencyCode", as);
        to.leaf("MonetaryValue", write_amount(value, as.money));
        to.close();
    }
    static std::string show(const money& value) {
        return write_amount(value, money_unit::major) + ' ' + value.currency;
    }
    static bool is_empty(const money&) { return false; }
};

template <>
struct leaf<number> {
    static constexpr std::string_view form = "number";

    static bool read(number& value, const xml::element& from, const dialect&) {
        const auto text = text_of(from);
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        return error == std::errc{} && end == text.data() + text.size();
    }
    static void write(const number& value, xml::writer& to, std::string_view name, const dialect&) {
        to.leaf(name, std::to_string(value));
    }
    static std::string show(const number& value) { return std::to_string(value); }
    static bool is_empty(const number&) { return false; }
};

template <>
struct leaf<bool> {
    static constexpr std::string_view form = "flag";

    static bool read(bool& value, const xml::element&, const dialect&) { return value = true; }
    static void write(const bool&, xml::writer& to, std::string_view name, const dialect&) {
        to.leaf(name, {});
    }
    static std::string show(const bool&) { return "yes"; }
    static bool is_empty(const bool& value) { return !value; }
};

template <class T>
constexpr leaf_form erased{
    [](void* value, const xml::element& from, const dialect& as) {
        return leaf<T>::read(*static_cast<T*>(value), from, as);
    },
    [](const void* value, xml::writer& to, std::string_view name, const dialect& as) {
        leaf<T>::write(*static_cast<const T*>(value), to, name, as);
    },
    [](const void* value) { return leaf<T>::show(*static_cast<const T*>(value)); },
    [](const void* value) { return leaf<T>::is_empty(*static_cast<const T*>(value)); },
    leaf<T>::form,
    std::is_same_v<T, secret>};

} // namespace

// clang-format off
template <> const leaf_form& leaf_of<std::string>() noexcept { return erased<std::string>; }
template <> const leaf_form& leaf_of<scheme_value>() noexcept { return erased<scheme_value>; }
template <> const leaf_form& leaf_of<secret>() noexcept { return erased<secret>; }
template <> const leaf_form& leaf_of<date_time>() noexcept { return erased<date_time>; }
template <> const leaf_form& leaf_of<money>() noexcept { return erased<money>; }
template <> const leaf_form& leaf_of<number>() noexcept { return erased<number>; }
template <> const leaf_form& leaf_of<bool>() noexcept { return erased<bool>; }
// clang-format on

} // namespace circ::protocol::ncip
