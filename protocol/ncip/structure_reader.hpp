#pragma once

#include "protocol/ncip/dialect.hpp"
#include "protocol/ncip/message.hpp"
#include "protocol/ncip/table.hpp"
#include "protocol/ncip/xml.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace circ::protocol::ncip {

inline constexpr std::string_view ncip_namespace = "http://www.niso.org/2008/ncip";

/// Whether an element belongs to the message: by our namespace, by none, or by that of the root.
[[nodiscard]] bool is_ours(const xml::element& element, std::string_view root_space) noexcept;

/// Walks over a table and the element that holds its structure, and notes what was read around.
class structure_reader {
public:
    structure_reader(const dialect& as, std::string_view root_space, std::vector<fault>& faults)
        : as_(as), root_space_(root_space), faults_(faults) {}

    void read(const structure_table& table, void* into, const xml::element& from);

private:
    /// A child, or a child of an Ext or of a wrapper; those that stand where they should come
    /// first.
    struct candidate {
        int rank;
        std::string_view name;
        const xml::element* element;
    };

    void gather(const xml::element& from, int rank, std::vector<candidate>& to) const;
    void take(const element_row& row, void* into, const candidate& each, bool& is_seen);
    void take_value(const element_row& row, void* member, const xml::element& from, bool& is_seen);
    void report_missing(const structure_table& table, void* of, const std::vector<bool>& seen);
    void report(errc error, std::string_view element, std::string value = {});

    const dialect& as_;
    std::string_view root_space_;
    std::vector<fault>& faults_;
    std::string path_;
};

} // namespace circ::protocol::ncip
