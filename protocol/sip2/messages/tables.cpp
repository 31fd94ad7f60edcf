// Makes the table of every message out of its layout, once for the whole program.

#include "protocol/sip2/table.hpp"

#include "protocol/sip2/message_list.hpp"

#include <array>
#include <tuple>
#include <utility>

namespace circ::protocol::sip2 {
namespace {

/// How a member of type T is read and shown: a typed value through its `wire`.
template <class T>
struct form_of {
    static reading take(T& member, std::string_view text) { return wire<T>::read(text, member); }
    static std::size_t size(const T&) { return 1; }
    static std::string_view text(const T& member, std::size_t, std::string& scratch) {
        scratch.clear();
        wire<T>::write(scratch, member);
        return scratch;
    }
    static constexpr std::string_view form = wire<T>::form;
    static constexpr std::size_t width = wire<T>::width;
    static constexpr bool may_be_cut = requires { wire<T>::may_be_cut; };
};

struct free_text {
    static constexpr std::string_view form = "text";
    static constexpr std::size_t width = 0;
    static constexpr bool may_be_cut = false;
};

template <>
struct form_of<std::string> : free_text {
    static reading take(std::string& member, std::string_view text) {
        member = text;
        return reading::good;
    }
    static std::size_t size(const std::string&) { return 1; }
    static std::string_view text(const std::string& member, std::size_t, std::string&) {
        return member;
    }
};

template <>
struct form_of<secret> : free_text {
    static reading take(secret& member, std::string_view text) {
        member = secret(text);
        return reading::good;
    }
    static std::size_t size(const secret&) { return 1; }
    static std::string_view text(const secret& member, std::size_t, std::string&) {
        return member.reveal();
    }
};

template <>
struct form_of<std::vector<std::string>> : free_text {
    static reading take(std::vector<std::string>& member, std::string_view text) {
        member.emplace_back(text);
        return reading::good;
    }
    static std::size_t size(const std::vector<std::string>& member) { return member.size(); }
    static std::string_view
    text(const std::vector<std::string>& member, std::size_t index, std::string&) {
        return member[index];
    }
};

/// An optional value that comes empty, or blank where blanks mean nothing, has not come at all.
template <class T>
struct form_of<std::optional<T>> : form_of<T> {
    static constexpr bool is_text = form_of<T>::width == 0;

    static reading take(std::optional<T>& member, std::string_view text) {
        if (text.empty() || (!is_text && text.find_first_not_of(' ') == std::string_view::npos)) {
            return reading::good;
        }
        if constexpr (is_text) {
            member.emplace(text);
            return reading::good;
        } else {
            T value{};
            const auto result = form_of<T>::take(value, text);
            if (result != reading::refused) {
                member = value;
            }
            return result;
        }
    }
    /// Text that was set to nothing is as good as absent.
    static std::size_t size(const std::optional<T>& member) {
        if constexpr (is_text) {
            return member && *member != T{} ? 1 : 0;
        } else {
            return member ? 1 : 0;
        }
    }
    static std::string_view
    text(const std::optional<T>& member, std::size_t index, std::string& scratch) {
        return form_of<T>::text(*member, index, scratch);
    }
};

template <class T>
constexpr value_form erased{
    [](void* member, std::string_view text) {
        return form_of<T>::take(*static_cast<T*>(member), text);
    },
    [](const void* member) { return form_of<T>::size(*static_cast<const T*>(member)); },
    [](const void* member, std::size_t index, std::string& scratch) {
        return form_of<T>::text(*static_cast<const T*>(member), index, scratch);
    },
    [](void* member) { *static_cast<T*>(member) = T{}; },
    form_of<T>::form,
    form_of<T>::width,
    form_of<T>::may_be_cut};

/// The address of the member that row `I` of a table is about.
template <class M, std::size_t I>
void* fixed_member(void* message) {
    return &(static_cast<M*>(message)->*std::get<I>(layout<M>::fixed_fields).member);
}
template <class M, std::size_t I>
void* id_member(void* message) {
    return &(static_cast<M*>(message)->*std::get<I>(layout<M>::fields).member);
}

template <class M, std::size_t I, class T>
constexpr fixed_row make_row(const fixed_field<M, T>& from) {
    return {from.name, from.blank, &fixed_member<M, I>, &erased<T>};
}
template <class M, std::size_t I, class T>
constexpr field_row make_row(const id_field<M, T>& from) {
    return {from.id, from.occurs, from.added, &id_member<M, I>, &erased<T>};
}

template <class Row, class M, class Fields, std::size_t... I>
constexpr auto make_rows(const Fields& fields, std::index_sequence<I...>) {
    return std::array<Row, sizeof...(I)>{make_row<M, I>(std::get<I>(fields))...};
}

template <class Row, class M, class Fields>
constexpr auto make_rows(const Fields& fields) {
    return make_rows<Row, M>(fields, std::make_index_sequence<std::tuple_size_v<Fields>>{});
}

template <class M>
constexpr auto fixed_rows = make_rows<fixed_row, M>(layout<M>::fixed_fields);
template <class M>
constexpr auto field_rows = make_rows<field_row, M>(layout<M>::fields);

template <class M>
constexpr message_table table{layout<M>::code,
                              layout<M>::title,
                              layout<M>::sent_as,
                              layout<M>::introduced,
                              fixed_rows<M>,
                              field_rows<M>,
                              [](void* message) -> std::vector<unknown_field>& {
                                  return static_cast<M*>(message)->extensions;
                              },
                              [](void* message) { *static_cast<M*>(message) = M{}; }};

} // namespace

template <message M>
const message_table& table_of() noexcept {
    return table<M>;
}

template const message_table& table_of<login_request>() noexcept;
template const message_table& table_of<sc_status_request>() noexcept;
template const message_table& table_of<patron_status_request>() noexcept;
template const message_table& table_of<patron_information_request>() noexcept;
template const message_table& table_of<checkout_request>() noexcept;
template const message_table& table_of<checkin_request>() noexcept;
template const message_table& table_of<renew_request>() noexcept;
template const message_table& table_of<renew_all_request>() noexcept;
template const message_table& table_of<item_information_request>() noexcept;
template const message_table& table_of<item_status_update_request>() noexcept;
template const message_table& table_of<hold_request>() noexcept;
template const message_table& table_of<fee_paid_request>() noexcept;
template const message_table& table_of<end_patron_session_request>() noexcept;
template const message_table& table_of<patron_enable_request>() noexcept;
template const message_table& table_of<block_patron_request>() noexcept;
template const message_table& table_of<acs_resend_request>() noexcept;
template const message_table& table_of<login_response>() noexcept;
template const message_table& table_of<acs_status_response>() noexcept;
template const message_table& table_of<patron_status_response>() noexcept;
template const message_table& table_of<patron_information_response>() noexcept;
template const message_table& table_of<checkout_response>() noexcept;
template const message_table& table_of<checkin_response>() noexcept;
template const message_table& table_of<renew_response>() noexcept;
template const message_table& table_of<renew_all_response>() noexcept;
template const message_table& table_of<item_information_response>() noexcept;
template const message_table& table_of<item_status_update_response>() noexcept;
template const message_table& table_of<hold_response>() noexcept;
template const message_table& table_of<fee_paid_response>() noexcept;
template const message_table& table_of<end_session_response>() noexcept;
template const message_table& table_of<patron_enable_response>() noexcept;
template const message_table& table_of<sc_resend_request>() noexcept;

} // namespace circ::protocol::sip2
