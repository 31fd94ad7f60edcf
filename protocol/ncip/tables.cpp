// Makes the table of every structure and message out of its layout, once for the whole program.

#include "protocol/ncip/leaves.hpp"
#include "protocol/ncip/message_list.hpp"
#include "protocol/ncip/table.hpp"

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

namespace circ::protocol::ncip {
namespace {

/// A member that holds exactly one value.
template <class T>
struct holding {
    using value = T;
    static std::size_t size(const T&) { return 1; }
    static const void* at(const T& member, std::size_t) { return &member; }
    static void* add(T& member) { return &member; }
    static void drop_last(T& member) { member = T{}; }
};

template <>
struct holding<bool> {
    using value = bool;
    static std::size_t size(const bool& member) { return member ? 1 : 0; }
    static const void* at(const bool& member, std::size_t) { return &member; }
    static void* add(bool& member) { return &member; }
    static void drop_last(bool& member) { member = false; }
};

template <class T>
struct holding<std::optional<T>> {
    using value = T;
    static std::size_t size(const std::optional<T>& member) { return member ? 1 : 0; }
    static const void* at(const std::optional<T>& member, std::size_t) { return &*member; }
    static void* add(std::optional<T>& member) { return &member.emplace(); }
    static void drop_last(std::optional<T>& member) { member.reset(); }
};

template <class T>
struct holding<std::vector<T>> {
    using value = T;
    static std::size_t size(const std::vector<T>& member) { return member.size(); }
    static const void* at(const std::vector<T>& member, std::size_t index) {
        return &member[index];
    }
    static void* add(std::vector<T>& member) { return &member.emplace_back(); }
    static void drop_last(std::vector<T>& member) { member.pop_back(); }
};

template <class T>
value_form make_form() {
    using held = holding<T>;
    value_form made{[](const void* member) { return held::size(*static_cast<const T*>(member)); },
                    [](const void* member, std::size_t n) {
                        return held::at(*static_cast<const T*>(member), n);
                    },
                    [](void* member) { return held::add(*static_cast<T*>(member)); },
                    [](void* member) { held::drop_last(*static_cast<T*>(member)); },
                    nullptr,
                    nullptr,
                    detail::shape_of<T> == detail::shape::many};
    if constexpr (structure<typename held::value>)
        made.inner = &table_of<typename held::value>;
    else
        made.leaf = &leaf_of<typename held::value>();
    return made;
}

template <class T>
const value_form& form_of() {
    static const value_form form = make_form<T>();
    return form;
}

/// The address of the member that row `I` of a table is about.
template <class S, std::size_t I>
void* member_at(void* structure) {
    return &(static_cast<S*>(structure)->*std::get<I>(layout<S>::elements).member);
}

template <class S, std::size_t I, class T>
element_row make_row(const element_of<S, T>& from) {
    return {from.name, from.often, from.added, from.instead, &member_at<S, I>, &form_of<T>()};
}

template <class S, std::size_t... I>
auto make_rows(std::index_sequence<I...>) {
    return std::array{make_row<S, I>(std::get<I>(layout<S>::elements))...};
}

template <class S>
const auto& rows_of() {
    constexpr auto size = std::tuple_size_v<decltype(layout<S>::elements)>;
    static const auto rows = make_rows<S>(std::make_index_sequence<size>{});
    return rows;
}

template <class S>
structure_table make_table() {
    structure_table made{rows_of<S>(), nullptr};
    if constexpr (requires { &layout<S>::shows_secrets; })
        made.shows_secrets = [](const void* from) {
            return layout<S>::shows_secrets(*static_cast<const S*>(from));
        };
    return made;
}

template <class M>
message_table make_message_table() {
    message_table made{layout<M>::name,
                       layout<M>::role,
                       &table_of<M>,
                       nullptr,
                       []() -> std::any { return M{}; },
                       [](std::any& body) -> void* { return std::any_cast<M>(&body); },
                       [](const std::any& left, const std::any& right) {
                           return *std::any_cast<M>(&left) == *std::any_cast<M>(&right);
                       },
                       nullptr};
    if constexpr (requires { typename layout<M>::response; })
        made.response = [] { return &message_table_of<response_to<M>>(); };
    if constexpr (requires(M & message) { message.problem; })
        made.problems = [](void* message) { return &static_cast<M*>(message)->problem; };
    return made;
}

template <class... Requests, class... Notifications, class... Responses>
auto list_all(message_types<Requests...>,
              message_types<Notifications...>,
              message_types<Responses...>) {
    return std::array{&message_table_of<Requests>()...,
                      &message_table_of<Notifications>()...,
                      &message_table_of<Responses>()...};
}

} // namespace

template <structure S>
const structure_table& table_of() noexcept {
    static const structure_table table = make_table<S>();
    return table;
}

template <message_body M>
const message_table& message_table_of() noexcept {
    static const message_table table = make_message_table<M>();
    return table;
}

template const structure_table& table_of<initiation_header>() noexcept;
template const structure_table& table_of<response_header>() noexcept;
template const structure_table& table_of<problem>() noexcept;

// clang-format off
template const message_table& message_table_of<lookup_version_request>() noexcept;
template const message_table& message_table_of<lookup_version_response>() noexcept;
template const message_table& message_table_of<lookup_agency_request>() noexcept;
template const message_table& message_table_of<lookup_agency_response>() noexcept;
template const message_table& message_table_of<lookup_user_request>() noexcept;
template const message_table& message_table_of<lookup_user_response>() noexcept;
template const message_table& message_table_of<lookup_item_request>() noexcept;
template const message_table& message_table_of<lookup_item_response>() noexcept;
template const message_table& message_table_of<lookup_item_set_request>() noexcept;
template const message_table& message_table_of<lookup_item_set_response>() noexcept;
template const message_table& message_table_of<lookup_request_request>() noexcept;
template const message_table& message_table_of<lookup_request_response>() noexcept;
template const message_table& message_table_of<check_out_item_request>() noexcept;
template const message_table& message_table_of<check_out_item_response>() noexcept;
template const message_table& message_table_of<check_in_item_request>() noexcept;
template const message_table& message_table_of<check_in_item_response>() noexcept;
template const message_table& message_table_of<renew_item_request>() noexcept;
template const message_table& message_table_of<renew_item_response>() noexcept;
template const message_table& message_table_of<undo_check_out_item_request>() noexcept;
template const message_table& message_table_of<undo_check_out_item_response>() noexcept;
template const message_table& message_table_of<request_item_request>() noexcept;
template const message_table& message_table_of<request_item_response>() noexcept;
template const message_table& message_table_of<cancel_request_item_request>() noexcept;
template const message_table& message_table_of<cancel_request_item_response>() noexcept;
template const message_table& message_table_of<update_request_item_request>() noexcept;
template const message_table& message_table_of<update_request_item_response>() noexcept;
template const message_table& message_table_of<accept_item_request>() noexcept;
template const message_table& message_table_of<accept_item_response>() noexcept;
template const message_table& message_table_of<recall_item_request>() noexcept;
template const message_table& message_table_of<recall_item_response>() noexcept;
template const message_table& message_table_of<cancel_recall_item_request>() noexcept;
template const message_table& message_table_of<cancel_recall_item_response>() noexcept;
template const message_table& message_table_of<create_user_fiscal_transaction_request>() noexcept;
template const message_table& message_table_of<create_user_fiscal_transaction_response>() noexcept;
template const message_table& message_table_of<create_user_request>() noexcept;
template const message_table& message_table_of<create_user_response>() noexcept;
template const message_table& message_table_of<update_user_request>() noexcept;
template const message_table& message_table_of<update_user_response>() noexcept;
template const message_table& message_table_of<delete_user_request>() noexcept;
template const message_table& message_table_of<delete_user_response>() noexcept;
template const message_table& message_table_of<create_item_request>() noexcept;
template const message_table& message_table_of<create_item_response>() noexcept;
template const message_table& message_table_of<update_item_request>() noexcept;
template const message_table& message_table_of<update_item_response>() noexcept;
template const message_table& message_table_of<delete_item_request>() noexcept;
template const message_table& message_table_of<delete_item_response>() noexcept;
template const message_table& message_table_of<update_circulation_status_request>() noexcept;
template const message_table& message_table_of<update_circulation_status_response>() noexcept;
template const message_table& message_table_of<report_circulation_status_change_request>() noexcept;
template const message_table& message_table_of<report_circulation_status_change_response>() noexcept;
template const message_table& message_table_of<send_user_notice_request>() noexcept;
template const message_table& message_table_of<send_user_notice_response>() noexcept;
template const message_table& message_table_of<create_agency_request>() noexcept;
template const message_table& message_table_of<create_agency_response>() noexcept;
template const message_table& message_table_of<update_agency_request>() noexcept;
template const message_table& message_table_of<update_agency_response>() noexcept;
template const message_table& message_table_of<item_checked_out>() noexcept;
template const message_table& message_table_of<acknowledgement<item_checked_out>>() noexcept;
template const message_table& message_table_of<item_checked_in>() noexcept;
template const message_table& message_table_of<acknowledgement<item_checked_in>>() noexcept;
template const message_table& message_table_of<item_renewed>() noexcept;
template const message_table& message_table_of<acknowledgement<item_renewed>>() noexcept;
template const message_table& message_table_of<item_recalled>() noexcept;
template const message_table& message_table_of<acknowledgement<item_recalled>>() noexcept;
template const message_table& message_table_of<item_recall_cancelled>() noexcept;
template const message_table& message_table_of<acknowledgement<item_recall_cancelled>>() noexcept;
template const message_table& message_table_of<item_requested>() noexcept;
template const message_table& message_table_of<acknowledgement<item_requested>>() noexcept;
template const message_table& message_table_of<item_request_updated>() noexcept;
template const message_table& message_table_of<acknowledgement<item_request_updated>>() noexcept;
template const message_table& message_table_of<item_request_cancelled>() noexcept;
template const message_table& message_table_of<acknowledgement<item_request_cancelled>>() noexcept;
template const message_table& message_table_of<item_shipped>() noexcept;
template const message_table& message_table_of<acknowledgement<item_shipped>>() noexcept;
template const message_table& message_table_of<item_received>() noexcept;
template const message_table& message_table_of<acknowledgement<item_received>>() noexcept;
template const message_table& message_table_of<item_created>() noexcept;
template const message_table& message_table_of<acknowledgement<item_created>>() noexcept;
template const message_table& message_table_of<item_updated>() noexcept;
template const message_table& message_table_of<acknowledgement<item_updated>>() noexcept;
template const message_table& message_table_of<circulation_status_updated>() noexcept;
template const message_table& message_table_of<acknowledgement<circulation_status_updated>>() noexcept;
template const message_table& message_table_of<circulation_status_change_reported>() noexcept;
template const message_table& message_table_of<acknowledgement<circulation_status_change_reported>>() noexcept;
template const message_table& message_table_of<user_created>() noexcept;
template const message_table& message_table_of<acknowledgement<user_created>>() noexcept;
template const message_table& message_table_of<user_updated>() noexcept;
template const message_table& message_table_of<acknowledgement<user_updated>>() noexcept;
template const message_table& message_table_of<user_fiscal_transaction_created>() noexcept;
template const message_table& message_table_of<acknowledgement<user_fiscal_transaction_created>>() noexcept;
template const message_table& message_table_of<user_notice_sent>() noexcept;
template const message_table& message_table_of<acknowledgement<user_notice_sent>>() noexcept;
template const message_table& message_table_of<agency_created>() noexcept;
template const message_table& message_table_of<acknowledgement<agency_created>>() noexcept;
template const message_table& message_table_of<agency_updated>() noexcept;
template const message_table& message_table_of<acknowledgement<agency_updated>>() noexcept;
// clang-format on

std::span<const message_table* const> all_messages() noexcept {
    static const auto all = list_all(request_types{}, notification_types{}, response_types{});
    return all;
}

const message_table* message_by_name(std::string_view name) noexcept {
    const auto all = all_messages();
    const auto found =
        std::ranges::find(all, name, [](const message_table* each) { return each->name; });
    return found == all.end() ? nullptr : *found;
}

} // namespace circ::protocol::ncip
