#pragma once

// XML as a tree of plain structs. Only xml.cpp knows the library behind it.

#include "protocol/errc.hpp"
#include "protocol/ncip/tag_scanner.hpp"

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace circ::protocol::ncip::xml {

struct attribute {
    std::string name; ///< without prefix
    std::string value;
};

struct element {
    std::string name;  ///< without prefix
    std::string space; ///< the namespace; empty without one
    std::string text;  ///< all that stands directly in the element
    std::vector<attribute> attributes;
    std::vector<element> children;
    int line = 0; ///< where its start tag ends

    /// @return nullptr when it has none of that name, with or without prefix
    [[nodiscard]] const std::string* attribute_called(std::string_view wanted) const noexcept;
    /// @return nullptr when no child is called that
    [[nodiscard]] const element* child_called(std::string_view wanted) const noexcept;
};

struct document {
    element root;
    std::string doctype; ///< the address of the DTD that a DOCTYPE names; it is never fetched
};

struct failure {
    errc error;
    int line;
};

/// Reads a document, within its limits. No DTD is loaded, no entity expanded, nothing fetched,
/// nothing printed.
/// @return errc::too_large, bad_encoding, unknown_encoding, not_well_formed, declared_entity,
///         too_deep, too_many_elements, too_many_attributes, text_too_long
[[nodiscard]] std::variant<document, failure> read(std::string_view bytes,
                                                   const document_limits& most = {});

} // namespace circ::protocol::ncip::xml
