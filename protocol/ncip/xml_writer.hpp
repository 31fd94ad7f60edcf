#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace circ::protocol::ncip::xml {

/// Appends elements to a document, everything escaped; characters that XML forbids are left out and
/// broken UTF-8 becomes U+FFFD.
class writer {
public:
    writer(std::string& out, std::string element_prefix, std::string attribute_prefix)
        : out_(out), element_prefix_(std::move(element_prefix)),
          attribute_prefix_(std::move(attribute_prefix)) {}

    /// @note names are ours and not escaped; they live until the element is closed
    void open(std::string_view name);
    /// @pre directly after open()
    void attribute(std::string_view name, std::string_view value);
    /// An attribute with its own prefix, or none.
    void plain_attribute(std::string_view name, std::string_view value);
    void text(std::string_view text);
    void close();
    /// An element with nothing but text in it.
    void leaf(std::string_view name, std::string_view content);

private:
    void end_tag_head();

    std::string& out_;
    std::string element_prefix_; ///< with its colon, or empty
    std::string attribute_prefix_;
    std::vector<std::string_view> open_;
    bool in_tag_ = false;
};

} // namespace circ::protocol::ncip::xml
