#include "tests/unit/ncip/schema.hpp"

#include <libxml/parser.h>
#include <libxml/xmlschemas.h>

#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <string_view>

namespace circ::protocol::ncip::test {
namespace {

struct deleter {
    void operator()(xmlSchema* schema) const { xmlSchemaFree(schema); }
    void operator()(xmlSchemaParserCtxt* context) const { xmlSchemaFreeParserCtxt(context); }
    void operator()(xmlSchemaValidCtxt* context) const { xmlSchemaFreeValidCtxt(context); }
    void operator()(xmlDoc* document) const { xmlFreeDoc(document); }
};
template <class T>
using owned = std::unique_ptr<T, deleter>;

owned<xmlSchema> load(const std::string& path) {
    const owned<xmlSchemaParserCtxt> context(xmlSchemaNewParserCtxt(path.c_str()));
    owned<xmlSchema> schema(context ? xmlSchemaParse(context.get()) : nullptr);
    if (!schema) throw std::runtime_error("cannot read the schema " + path);
    return schema;
}

/// Version discovery has a schema of its own.
xmlSchema* schema_for(std::string_view document) {
    static const auto messages = load(*schema_folder() + "/ncip_v2_02.xsd");
    static const auto versions = load(*schema_folder() + "/ncip_version.xsd");
    const bool is_version = document.find("<NCIPVersionMessage") != std::string_view::npos;
    return (is_version ? versions : messages).get();
}

void add_complaint(void* to, xmlErrorPtr error) {
    static_cast<std::string*>(to)->append(error->message);
}

} // namespace

std::optional<std::string> schema_folder() {
    const char* folder = std::getenv("NCIP_SCHEMA_DIR");
    if (folder == nullptr) return std::nullopt;
    return folder;
}

std::string complaints_about(const std::string& document) {
    std::string complaints;
    const owned<xmlDoc> tree(xmlReadMemory(
        document.data(), static_cast<int>(document.size()), "document", nullptr, XML_PARSE_NONET));
    if (!tree) return "not well-formed";
    const owned<xmlSchemaValidCtxt> context(xmlSchemaNewValidCtxt(schema_for(document)));
    xmlSchemaSetValidStructuredErrors(context.get(), add_complaint, &complaints);
    if (xmlSchemaValidateDoc(context.get(), tree.get()) != 0 && complaints.empty())
        return "invalid";
    return complaints;
}

} // namespace circ::protocol::ncip::test
