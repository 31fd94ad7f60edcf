#include "tools/circdesk/ncip/fields.hpp"

#include "protocol/ncip/describe.hpp"
#include "protocol/ncip/parse.hpp"
#include "tools/circdesk/tool.hpp"

#include <algorithm>
#include <set>
#include <utility>
#include <variant>

namespace circ::tool {

namespace ncip = protocol::ncip;

namespace {

struct typed_field {
    std::vector<std::string> path;
    std::string value;
};

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
        case '<':
            out += "&lt;";
            break;
        case '>':
            out += "&gt;";
            break;
        case '&':
            out += "&amp;";
            break;
        default:
            out += c;
        }
    }
    return out;
}

bool is_name(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    });
}

typed_field read_field(const std::string& typed) {
    typed_field made;
    const auto equals = typed.find('=');
    std::string path = typed.substr(0, equals);
    if (equals != std::string::npos) made.value = typed.substr(equals + 1);
    while (!path.empty()) {
        const auto slash = path.find('/');
        made.path.push_back(path.substr(0, slash));
        path = slash == std::string::npos ? std::string() : path.substr(slash + 1);
    }
    if (made.path.empty() || !std::ranges::all_of(made.path, is_name))
        throw complaint("'" + typed +
                            "' is no field: write Element/Element=value, as "
                            "UserId/UserIdentifierValue=29012000000010",
                        wrong_usage);
    return made;
}

/// Writes fields as elements, those of one structure together as long as they follow one another.
class element_writer {
public:
    void write(const typed_field& field) {
        const std::vector<std::string> around(field.path.begin(), field.path.end() - 1);
        const bool again =
            !around.empty() && around == open_ && leaves_.contains(field.path.back());
        if (again)
            close_to(around.size() - 1);
        else
            close_to(common(around));
        for (auto i = open_.size(); i < around.size(); ++i)
            open(around[i]);
        leaves_.insert(field.path.back());
        text_ +=
            '<' + field.path.back() + '>' + escaped(field.value) + "</" + field.path.back() + '>';
    }

    [[nodiscard]] std::string take() {
        close_to(0);
        return std::move(text_);
    }

private:
    [[nodiscard]] std::size_t common(const std::vector<std::string>& around) const {
        std::size_t same = 0;
        while (same < open_.size() && same < around.size() && open_[same] == around[same])
            ++same;
        return same;
    }
    void open(const std::string& name) {
        open_.push_back(name);
        leaves_.clear();
        text_ += '<' + name + '>';
    }
    void close_to(std::size_t depth) {
        if (open_.size() > depth) leaves_.clear();
        for (; open_.size() > depth; open_.pop_back())
            text_ += "</" + open_.back() + '>';
    }

    std::vector<std::string> open_;
    std::set<std::string> leaves_; ///< of the structure that is open
    std::string text_;
};

std::vector<typed_field> header_of(const ncip_sender& by) {
    if (by.from.empty() && by.to.empty()) return {};
    const std::string in = "InitiationHeader/";
    std::vector<typed_field> made;
    if (!by.secret.empty())
        made.push_back({{"InitiationHeader", "FromSystemAuthentication"}, by.secret});
    made.push_back({{"InitiationHeader", "FromAgencyId", "AgencyId"}, by.from});
    made.push_back({{"InitiationHeader", "ToAgencyId", "AgencyId"}, by.to});
    return made;
}

/// Whether a value stands in this element, or in one around it that is one value to us, as an
/// amount.
bool is_read(const std::set<std::string>& there, const std::string& path) {
    for (auto end = path.size(); end != std::string::npos && end > 0;
         end = path.rfind('/', end - 1))
        if (there.contains(path.substr(0, end))) return true;
    return false;
}

/// An element that nothing reads would be lost without a word.
void check(const ncip::message& made, const std::vector<typed_field>& fields) {
    std::set<std::string> there;
    for (const auto& each : ncip::describe(made))
        there.insert(each.path);
    for (const auto& field : fields) {
        std::string path = made.service;
        for (const auto& each : field.path)
            path += '/' + each;
        if (!is_read(there, path))
            throw complaint(made.service + " has no value for " +
                                path.substr(made.service.size() + 1) +
                                ": see docs/reference/ncip-messages.md for its elements",
                            wrong_usage);
    }
}

} // namespace

ncip::message make_ncip_message(const std::string& service,
                                const std::vector<std::string>& typed,
                                const ncip_sender& by) {
    if (!is_name(service) || ncip::message_by_name(service) == nullptr)
        throw complaint("there is no service '" + service +
                            "': docs/reference/ncip-messages.md lists them",
                        wrong_usage);
    std::vector<typed_field> fields;
    for (const auto& each : typed)
        fields.push_back(read_field(each));
    element_writer writer;
    for (const auto& each : header_of(by))
        writer.write(each);
    for (const auto& each : fields)
        writer.write(each);
    const std::string document = "<NCIPMessage xmlns=\"http://www.niso.org/2008/ncip\"><" +
                                 service + '>' + writer.take() + "</" + service + "></NCIPMessage>";
    auto read = ncip::parse(document);
    if (std::holds_alternative<ncip::unreadable>(read))
        throw complaint("a value holds bytes that no document may hold", wrong_usage);
    auto made = std::get<ncip::message>(std::move(read));
    check(made, fields);
    return made;
}

} // namespace circ::tool
