#pragma once

#include "protocol/errc.hpp"
#include "protocol/ncip/any_message.hpp"
#include "protocol/ncip/release.hpp"
#include "protocol/ncip/structures/header.hpp"
#include "protocol/ncip/structures/problem.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace circ::protocol::ncip {

/// A deviation that could be read around.
struct fault {
    errc error = errc::missing_field;
    std::string path;  ///< of the element, from the service's own: `CheckOutItem/ItemId`
    std::string value; ///< never a secret

    /// The element's name, as a ProblemElement wants it.
    [[nodiscard]] std::string_view element() const noexcept;

    friend bool operator==(const fault&, const fault&) = default;
};

/// A document: one service, asked or answered. Its body is empty when the service is not known, and
/// when problems stand in its place because the other side did not know it.
struct message {
    ncip::release release = ncip::release::v2_02;
    std::string version; ///< as it came; empty in what we make
    std::optional<ncip::initiation_header> initiation_header;
    std::optional<ncip::response_header> response_header;
    std::string service; ///< the service's element as it came, known or not
    any_message body;
    std::vector<ncip::problem> problem; ///< directly in the document
    std::vector<fault> faults;

    [[nodiscard]] bool has(errc error) const noexcept;
    /// Those of the body, or those that stand in its place.
    [[nodiscard]] std::span<const ncip::problem> problems() const;

    friend bool operator==(const message&, const message&) = default;
};

/// A header for the answer: From and To change places, secrets are not repeated. None when there
/// was none.
[[nodiscard]] std::optional<response_header>
answer_to(const std::optional<initiation_header>& asked);

/// An answer to a request or a notification in its release, by its headers.
[[nodiscard]] message answer_to(const message& asked, any_message body);

/// The answer of the request's own type that holds these problems; when the service is not known,
/// they stand directly in the document.
[[nodiscard]] message refusal_of(const message& asked, std::vector<problem> reasons);

} // namespace circ::protocol::ncip
