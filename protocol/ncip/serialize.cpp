#include "protocol/ncip/serialize.hpp"

#include "protocol/ncip/messages/lookup_user.hpp"
#include "protocol/ncip/messages/lookup_version.hpp"
#include "protocol/ncip/old_problems.hpp"
#include "protocol/ncip/structure_reader.hpp"
#include "protocol/ncip/xml_writer.hpp"

#include <algorithm>

namespace circ::protocol::ncip {
namespace {

/// Walks over a table and writes what the release has.
class structure_writer {
public:
    structure_writer(xml::writer& to, const dialect& as) : to_(to), as_(as) {}

    void write(const structure_table& table, const void* from) {
        const bool is_refusal = has_problems(table, from);
        for (const auto& row : table.elements)
            if (!row.often.in_ext && is_written(row, is_refusal)) write_row(row, from);
        write_ext(table, from, is_refusal);
    }

private:
    static const void* member(const element_row& row, const void* from) {
        return row.member(const_cast<void*>(from)); // nothing is written through it
    }

    static bool has_problems(const structure_table& table, const void* from) {
        return std::ranges::any_of(table.elements, [from](const element_row& row) {
            return row.name == "Problem" && row.value->size(member(row, from)) > 0;
        });
    }

    [[nodiscard]] bool is_written(const element_row& row, bool is_refusal) const {
        if (row.added == since::v2_02 && as_.release < release::v2_02) return false;
        if (row.often.when == beside::either) return true;
        return is_refusal == (row.often.when == beside::problem);
    }

    void write_row(const element_row& row, const void* from) {
        const void* where = member(row, from);
        for (std::size_t n = 0; n < row.value->size(where); ++n) {
            const void* value = row.value->at(where, n);
            if (row.value->leaf == nullptr) {
                to_.open(row.name);
                write(row.value->inner(), value);
                to_.close();
            } else if (row.often.how == presence::required || !row.value->leaf->is_empty(value)) {
                row.value->leaf->write(value, to_, row.name, as_);
            }
        }
    }

    void write_ext(const structure_table& table, const void* from, bool is_refusal) {
        const auto is_used = [&](const element_row& row) {
            return row.often.in_ext && is_written(row, is_refusal) &&
                   row.value->size(member(row, from)) > 0;
        };
        if (std::ranges::none_of(table.elements, is_used)) return;
        to_.open("Ext");
        for (const auto& row : table.elements)
            if (is_used(row)) write_row(row, from);
        to_.close();
    }

    xml::writer& to_;
    const dialect& as_;
};

/// Before 2.02 a loan had to have an amount and a reminder level.
any_message with_old_loans(const any_message& body, const dialect& as) {
    const auto* asked = body.get_if<lookup_user_response>();
    if (asked == nullptr || as.release >= release::v2_02) return body;
    auto copy = *asked;
    for (auto& loan : copy.loaned_item) {
        if (!loan.amount) loan.amount = money{.currency = as.currency};
        if (!loan.reminder_level) loan.reminder_level = 1;
    }
    return copy;
}

std::string prefix_of(const std::string& prefix) {
    return prefix.empty() ? std::string() : prefix + ':';
}

xml::writer make_writer(std::string& out, const dialect& as) {
    const bool is_qualified =
        as.names != name_style::no_namespace && as.attributes == attribute_style::qualified;
    return {out,
            as.names == name_style::prefixed ? prefix_of(as.prefix) : std::string(),
            is_qualified ? prefix_of(as.prefix) : std::string()};
}

void open_root(xml::writer& to,
               std::string_view name,
               std::string_view version,
               const dialect& as) {
    to.open(name);
    if (as.names == name_style::default_namespace) to.plain_attribute("xmlns", ncip_namespace);
    const bool has_prefix =
        as.names == name_style::prefixed ||
        (as.names == name_style::default_namespace && as.attributes == attribute_style::qualified);
    if (has_prefix) to.plain_attribute("xmlns:" + as.prefix, ncip_namespace);
    to.attribute("version", version);
}

template <structure S>
void write_header(xml::writer& to,
                  std::string_view name,
                  const std::optional<S>& header,
                  const dialect& as) {
    if (!header) return;
    to.open(name);
    structure_writer(to, as).write(table_of<S>(), &*header);
    to.close();
}

void write_problems(xml::writer& to, std::span<const problem> problems, const dialect& as) {
    for (const auto& each : problems) {
        to.open("Problem");
        structure_writer(to, as).write(table_of<problem>(), &each);
        to.close();
    }
}

void write_service(xml::writer& to, const message& message, const dialect& as) {
    const auto body = with_old_loans(message.body, as);
    to.open(body.table()->name);
    write_header(to, "InitiationHeader", message.initiation_header, as);
    write_header(to, "ResponseHeader", message.response_header, as);
    structure_writer(to, as).write(body.table()->structure(), body.inside());
    to.close();
}

/// The version discovery has a document of its own, older than all others.
bool is_version_document(const message& message) {
    return (message.body.is<lookup_version_request>() ||
            message.body.is<lookup_version_response>()) &&
           message.body.problems().empty();
}

std::string version_document(const message& message, dialect as) {
    constexpr std::string_view version = "http://www.niso.org/ncip/v1_0/imp1/xsd/ncip_version.xsd";
    as.names = name_style::no_namespace;
    as.release = release::v1;
    std::string out(xml_declaration);
    auto to = make_writer(out, as);
    open_root(to, "NCIPVersionMessage", version, as);
    write_service(to, message, as);
    to.close();
    out += '\n';
    return out;
}

std::string_view version_of(const message& message, const dialect& as) {
    const bool is_echoed = !message.version.empty() && message.release != release::v1;
    if (is_echoed) return message.version;
    return as.version.empty() ? version_text(as.release) : as.version;
}

} // namespace

std::string serialize(const message& message, const dialect& wanted) {
    if (is_version_document(message)) return version_document(message, wanted);
    auto as = wanted;
    as.release = std::min(wanted.release, message.release);
    if (as.release == release::v1 && !message.problems().empty()) return old_problems(message);
    as.release = std::max(as.release, release::v2_0);
    std::string out(xml_declaration);
    auto to = make_writer(out, as);
    open_root(to, "NCIPMessage", version_of(message, as), as);
    if (message.body.empty())
        write_problems(to, message.problem, as);
    else
        write_service(to, message, as);
    to.close();
    out += '\n';
    return out;
}

} // namespace circ::protocol::ncip
