#include "protocol/marc/marcxml_element.hpp"

#include "protocol/marc/compose.hpp"
#include "protocol/marc/delimiters.hpp"
#include "protocol/marc/marc8.hpp"
#include "protocol/text/one_line.hpp"

#include <fmt/format.h>
#include <libxml/xmlreader.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <string_view>
#include <utility>

namespace circ::protocol::marc {

namespace {

struct free_reader {
    void operator()(xmlTextReaderPtr reader) const noexcept { xmlFreeTextReader(reader); }
};
using xml_reader = std::unique_ptr<xmlTextReader, free_reader>;

std::string_view view(const xmlChar* text) noexcept {
    return text == nullptr ? std::string_view{} : reinterpret_cast<const char*>(text);
}

void unheard(void*, const char*, ...) {}

/// While it lives, libxml2 says nothing on standard error: faults of a character set it tells nobody
/// else. Its settings are of this thread.
class xml_silence {
public:
    xml_silence()
        : before_{xmlStructuredError}, context_{xmlStructuredErrorContext},
          plain_before_{xmlGenericError}, plain_context_{xmlGenericErrorContext} {
        xmlSetStructuredErrorFunc(nullptr, [](void*, xmlErrorPtr) {});
        xmlSetGenericErrorFunc(nullptr, unheard); // some faults go there alone
    }
    ~xml_silence() {
        xmlSetStructuredErrorFunc(context_, before_);
        xmlSetGenericErrorFunc(plain_context_, plain_before_);
    }
    xml_silence(const xml_silence&) = delete;
    xml_silence& operator=(const xml_silence&) = delete;

private:
    xmlStructuredErrorFunc before_;
    void* context_;
    xmlGenericErrorFunc plain_before_;
    void* plain_context_;
};

/// An undeclared prefix stays in libxml2's local name, since the declaration was cut away.
std::string_view local_name(xmlTextReaderPtr reader) noexcept {
    const auto name = view(xmlTextReaderConstLocalName(reader));
    return name.substr(name.rfind(':') + 1);
}

/// Line breaks and indentation inside a value are the file's layout, not the record's.
std::string without_layout(std::string_view text) {
    if (text.find_first_of("\r\n") == std::string_view::npos) return std::string(text);
    constexpr std::string_view blanks = " \t\r\n";
    std::string out;
    for (std::size_t at = text.find_first_not_of(blanks); at < text.size();) {
        const std::size_t end = std::min(text.find_first_of(blanks, at), text.size());
        if (!out.empty()) out += ' ';
        out += text.substr(at, end - at);
        at = std::min(text.find_first_not_of(blanks, end), text.size());
    }
    return out;
}

constexpr std::string_view unknown_leader = "00000    a2200000   4500";
static_assert(unknown_leader.size() == leader_length);

class element_parser {
public:
    element_parser(const std::string& element, const std::string& encoding)
        : reader_{xmlReaderForMemory(element.data(),
                                     static_cast<int>(element.size()),
                                     nullptr,
                                     encoding.empty() ? nullptr : encoding.c_str(),
                                     XML_PARSE_NONET)} {
        if (reader_) xmlTextReaderSetStructuredErrorHandler(reader_.get(), &on_error, this);
    }

    reading run() && {
        if (!reader_) return {.fault = "the XML library could not begin"};
        out_.record.emplace();
        int status = 1;
        while (out_.fault.empty() && status == 1) {
            status = xmlTextReaderRead(reader_.get());
            if (status == 1) take_node();
        }
        if (status < 0 && out_.fault.empty()) broken("the record is not well-formed XML");
        finish();
        return std::move(out_);
    }

private:
    static void on_error(void* self, xmlErrorPtr error) {
        if (error->domain == XML_FROM_NAMESPACE || error->level < XML_ERR_ERROR) return;
        const std::string_view said = error->message == nullptr ? "" : error->message;
        static_cast<element_parser*>(self)->broken(
            fmt::format("the record is not well-formed XML: line {} of it: {}",
                        error->line,
                        said.substr(0, said.find_last_not_of("\r\n") + 1)));
    }

    void broken(std::string sentence) {
        if (out_.fault.empty()) out_.fault = text::one_line(sentence);
    }

    void take_node() {
        switch (xmlTextReaderNodeType(reader_.get())) {
        case XML_READER_TYPE_ELEMENT:
            begin_element();
            break;
        case XML_READER_TYPE_END_ELEMENT:
            text_ = nullptr;
            break;
        case XML_READER_TYPE_TEXT:
        case XML_READER_TYPE_CDATA:
        case XML_READER_TYPE_WHITESPACE:
        case XML_READER_TYPE_SIGNIFICANT_WHITESPACE:
            if (text_ != nullptr) *text_ += view(xmlTextReaderConstValue(reader_.get()));
            break;
        default:
            break;
        }
    }

    void begin_element() {
        constexpr int deepest = 2; // record, datafield, subfield
        if (xmlTextReaderDepth(reader_.get()) > deepest)
            return broken("elements stand inside a subfield");
        text_ = nullptr;
        const auto name = local_name(reader_.get());
        if (name == "leader")
            text_ = &out_.record->leader;
        else if (name == "controlfield")
            text_ = &out_.record->control_fields.emplace_back(control_field{tag(), {}}).value;
        else if (name == "datafield")
            out_.record->data_fields.push_back(
                {tag(), single("ind1").value_or(' '), single("ind2").value_or(' '), {}});
        else if (name == "subfield")
            begin_subfield();
    }

    void begin_subfield() {
        const auto code = single("code");
        if (!code || *code == ' ') return broken("a subfield has no valid code");
        if (out_.record->data_fields.empty()) return broken("a subfield stands outside a field");
        auto& subfields = out_.record->data_fields.back().subfields;
        text_ = &subfields.emplace_back(subfield{*code, {}}).value;
    }

    std::string attribute(const char* name) const {
        xmlChar* value =
            xmlTextReaderGetAttribute(reader_.get(), reinterpret_cast<const xmlChar*>(name));
        std::string out(view(value));
        xmlFree(value);
        return out;
    }

    std::string tag() {
        std::string value = attribute("tag");
        if (!is_tag(value)) broken(fmt::format("a field's tag is \"{}\"", value));
        return value;
    }

    std::optional<char> single(const char* name) const {
        const std::string value = attribute(name);
        if (value.size() != 1 || !is_graphic(value[0])) return std::nullopt;
        return value[0];
    }

    void finish() {
        const bool empty_field = std::erase_if(out_.record->data_fields, [](const data_field& each) { return each.subfields.empty(); }) > 0;
        if (empty_field) out_.warnings.emplace_back("a field without subfields was left out");
        if (out_.fault.empty() && out_.record->control_fields.empty() &&
            out_.record->data_fields.empty())
            broken("the record has no fields");
        if (!out_.fault.empty()) {
            out_.record.reset();
            return;
        }
        finish_leader(out_.record->leader);
        for (control_field& field : out_.record->control_fields)
            field.value = compose(field.value);
        for (data_field& field : out_.record->data_fields)
            for (subfield& each : field.subfields)
                each.value = compose(without_layout(each.value));
    }

    void finish_leader(std::string& leader) {
        if (leader.size() != leader_length || !std::ranges::all_of(leader, is_graphic)) {
            out_.warnings.push_back(
                fmt::format("the leader is not {} characters long", leader_length));
            std::erase_if(leader, std::not_fn(is_graphic));
            leader.resize(std::min(leader.size(), leader_length));
            leader += unknown_leader.substr(leader.size());
        }
        leader[9] = 'a'; // what the record holds from here on
    }

    xml_silence quiet_; // until the reader is gone
    xml_reader reader_;
    reading out_;
    std::string* text_ = nullptr; // where the text at hand belongs, if anywhere
};

} // namespace

bool is_known_encoding(const std::string& name) {
    if (name.empty()) return true;
    const xml_silence quiet;
    xmlCharEncodingHandlerPtr handler = xmlFindCharEncodingHandler(name.c_str());
    if (handler == nullptr) return false;
    xmlCharEncCloseFunc(handler);
    return true;
}

reading parse_marcxml_element(const std::string& element, const std::string& encoding) {
    return element_parser(element, encoding).run();
}

} // namespace circ::protocol::marc
