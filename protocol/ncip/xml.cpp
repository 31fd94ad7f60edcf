#include "protocol/ncip/xml.hpp"

#include "protocol/ncip/encoding.hpp"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <utility>

namespace circ::protocol::ncip::xml {
namespace {

/// Without the one control character that XML lets through and no value needs.
std::string clean(std::string text) {
    std::erase(text, '\x7F');
    return text;
}

std::string to_string(const xmlChar* text) {
    return text == nullptr ? std::string() : std::string(reinterpret_cast<const char*>(text));
}

/// Builds the tree out of what the library reports.
class builder {
public:
    builder(xmlParserCtxt* context, const document_limits& most) : context_(context), most_(most) {}

    document result;
    std::optional<failure> stopped;

    void begin(const xmlChar* name, const xmlChar* space, std::span<const xmlChar*> attributes) {
        constexpr std::size_t fields = 5; // name, prefix, namespace, value, end of value
        element made;
        made.name = to_string(name);
        made.space = to_string(space);
        made.line = line();
        for (std::size_t at = 0; at + fields <= attributes.size(); at += fields) {
            const auto* value = reinterpret_cast<const char*>(attributes[at + 3]);
            const auto* end = reinterpret_cast<const char*>(attributes[at + 4]);
            made.attributes.push_back({to_string(attributes[at]), clean(std::string(value, end))});
        }
        open_.push_back(std::move(made));
    }

    void add_text(std::string_view text) {
        if (open_.empty()) return;
        if (open_.back().text.size() + text.size() > most_.text_bytes)
            return stop(errc::text_too_long);
        open_.back().text += text;
    }

    void end() {
        if (open_.empty()) return;
        element done = std::move(open_.back());
        open_.pop_back();
        done.text = clean(std::move(done.text));
        (open_.empty() ? result.root : open_.back().children.emplace_back()) = std::move(done);
    }

    void stop(errc why) {
        if (!stopped) stopped = failure{why, line()};
        xmlStopParser(context_);
    }

    [[nodiscard]] int line() const {
        return context_->input == nullptr ? 0 : context_->input->line;
    }

private:
    xmlParserCtxt* context_;
    const document_limits& most_;
    std::vector<element> open_;
};

builder& of(void* context) {
    return *static_cast<builder*>(static_cast<xmlParserCtxt*>(context)->_private);
}

void on_start(void* context,
              const xmlChar* name,
              const xmlChar* /*prefix*/,
              const xmlChar* space,
              int /*namespaces*/,
              const xmlChar** /*namespace_list*/,
              int attributes,
              int /*defaulted*/,
              const xmlChar** attribute_list) {
    of(context).begin(name, space, {attribute_list, static_cast<std::size_t>(attributes) * 5});
}

void on_end(void* context, const xmlChar*, const xmlChar*, const xmlChar*) {
    of(context).end();
}

void on_text(void* context, const xmlChar* text, int length) {
    of(context).add_text({reinterpret_cast<const char*>(text), static_cast<std::size_t>(length)});
}

void on_doctype(void* context, const xmlChar*, const xmlChar*, const xmlChar* address) {
    of(context).result.doctype = to_string(address);
}

/// Asked for every entity but the five that XML has.
xmlEntityPtr on_entity(void* context, const xmlChar*) {
    of(context).stop(errc::declared_entity);
    return nullptr;
}

void on_error(void* context, xmlErrorPtr error) {
    // A prefix without its declaration is reported too, and does not hinder reading by local names.
    if (error->level < XML_ERR_ERROR || error->domain == XML_FROM_NAMESPACE) return;
    auto& built = of(context);
    if (!built.stopped) built.stopped = failure{errc::not_well_formed, error->line};
}

xmlSAXHandler make_handler() {
    xmlSAXHandler made{};
    made.initialized = XML_SAX2_MAGIC;
    made.startElementNs = on_start;
    made.endElementNs = on_end;
    made.characters = on_text;
    made.ignorableWhitespace = on_text;
    made.cdataBlock = on_text;
    made.internalSubset = on_doctype;
    made.getEntity = on_entity;
    made.getParameterEntity = on_entity;
    made.serror = on_error;
    return made;
}

std::optional<failure> breach_of(const document_limits& most, std::string_view text) {
    tag_scanner scanner(most);
    for (const char byte : text)
        if (scanner.take(byte) == tag_scanner::progress::broken)
            return failure{scanner.error(), scanner.line()};
    return std::nullopt;
}

struct context_deleter {
    void operator()(xmlParserCtxt* context) const { xmlFreeParserCtxt(context); }
};

std::variant<document, failure> build(const std::string& text, const document_limits& most) {
    const std::unique_ptr<xmlParserCtxt, context_deleter> context(xmlNewParserCtxt());
    if (!context) throw std::bad_alloc();
    builder built(context.get(), most);
    *context->sax = make_handler();
    context->_private = &built;
    // The handler makes no tree of the library's. NOENT is for the five entities of XML in
    // attributes, which would come as references; all others end the reading.
    xmlCtxtReadMemory(context.get(),
                      text.data(),
                      static_cast<int>(text.size()),
                      nullptr,
                      "UTF-8",
                      XML_PARSE_NONET | XML_PARSE_NOENT | XML_PARSE_IGNORE_ENC);
    if (built.stopped) return *built.stopped;
    if (context->wellFormed == 0) return failure{errc::not_well_formed, built.line()};
    return std::move(built.result);
}

} // namespace

const std::string* element::attribute_called(std::string_view wanted) const noexcept {
    const auto found = std::ranges::find(attributes, wanted, &attribute::name);
    return found == attributes.end() ? nullptr : &found->value;
}

const element* element::child_called(std::string_view wanted) const noexcept {
    const auto found = std::ranges::find(children, wanted, &element::name);
    return found == children.end() ? nullptr : &*found;
}

std::variant<document, failure> read(std::string_view bytes, const document_limits& most) {
    if (bytes.size() > most.bytes) return failure{errc::too_large, 0};
    const auto text = to_utf8(bytes);
    if (text.has_error()) return failure{static_cast<errc>(text.error().value()), 0};
    const auto start = std::min(text->find_first_not_of(" \t\r\n"), text->size());
    const std::string document = text->substr(start); // blanks before a declaration are no harm
    if (const auto breach = breach_of(most, document)) return *breach;
    return build(document, most);
}

} // namespace circ::protocol::ncip::xml
