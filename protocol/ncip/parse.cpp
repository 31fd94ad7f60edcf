#include "protocol/ncip/parse.hpp"

#include "protocol/ncip/structure_reader.hpp"
#include "protocol/ncip/xml.hpp"

#include <utility>

namespace circ::protocol::ncip {
namespace {

bool is_old_version_root(std::string_view name) noexcept {
    return name == "NCIPVersionMessage";
}

/// By its version text; where that says nothing, a 1.x DOCTYPE over elements without namespace.
release release_of_document(const xml::document& from, std::string_view version) {
    if (version.find("v1_") != std::string_view::npos) return release::v1;
    const bool is_undecided = version.find("v2_") == std::string_view::npos;
    const bool is_old = from.root.space.empty() && from.doctype.find("v1_") != std::string::npos;
    return is_undecided && is_old ? release::v1 : release_of(version);
}

class message_reader {
public:
    message_reader(const xml::document& from, const dialect& as) : from_(from), as_(as) {}

    reading read() {
        if (!is_old_version_root(from_.root.name) && from_.root.name != "NCIPMessage")
            return unreadable{errc::wrong_root, 0};
        if (const auto* version = from_.root.attribute_called("version"))
            result_.version = trimmed(*version);
        result_.release = release_of_document(from_, result_.version);
        for (const auto& child : from_.root.children)
            if (is_ours(child, from_.root.space)) take(child);
        if (result_.service.empty() && result_.problem.empty())
            return unreadable{errc::no_service, 0};
        return std::move(result_);
    }

private:
    void take(const xml::element& child) {
        if (child.name == "Problem")
            read_into(result_.problem.emplace_back(), child);
        else if (child.name != "Ext" && result_.service.empty())
            take_service(child);
    }

    void take_service(const xml::element& service) {
        result_.service = service.name;
        const auto* table = message_by_name(service.name);
        if (const auto* header = service.child_called("InitiationHeader"))
            read_into(result_.initiation_header.emplace(), *header);
        if (const auto* header = service.child_called("ResponseHeader"))
            read_into(result_.response_header.emplace(), *header);
        if (table == nullptr) return;
        any_message body(*table);
        reader().read(table->structure(), body.inside(), service);
        result_.body = std::move(body);
    }

    template <structure S>
    void read_into(S& to, const xml::element& from) {
        reader().read(table_of<S>(), &to, from);
    }

    structure_reader reader() { return {as_, from_.root.space, result_.faults}; }

    const xml::document& from_;
    const dialect& as_;
    message result_;
};

} // namespace

reading parse(std::string_view document, const dialect& as) {
    const auto read = xml::read(document);
    if (const auto* failed = std::get_if<xml::failure>(&read))
        return unreadable{failed->error, failed->line};
    return message_reader(std::get<xml::document>(read), as).read();
}

} // namespace circ::protocol::ncip
