#include "tools/circdesk/conformance/examination.hpp"

#include "protocol/sip2/any_message.hpp"
#include "protocol/sip2/checksum.hpp"
#include "protocol/text/one_line.hpp"
#include "tools/circdesk/sc/message_text.hpp"
#include "tools/circdesk/tool.hpp"

#include <fmt/format.h>

#include <utility>

namespace circ::tool {

namespace sip2 = protocol::sip2;

namespace {

/// A field as it may be named: by its id, in the fixed part by its name.
bool is_called(const sip2::described_field& field, std::string_view name) {
    return field.id.empty() ? field.name == name : field.id == name;
}

std::vector<sip2::described_field> fields_of(const std::string& answer) {
    const std::string body = body_of(answer);
    const auto read = sip2::parse_response(body, {});
    if (!read) return {};
    return sip2::describe(sip2::view_of(read->value), sip2::personal_data::shown);
}

} // namespace

dialogue examination::log_in() const {
    dialogue made = connect();
    if (of_.login.empty()) return made;
    const std::string answer = made.ask(login_message(of_.password));
    if (body_of(answer) != "941") throw complaint("the login " + of_.login + " is not let in: " + got(answer));
    return made;
}

std::string examination::message(std::vector<std::string> words) const {
    words.push_back("institution_id=" + of_.institution);
    return make_message(words, now_);
}

std::string examination::login_message(std::string_view password) const {
    std::string line = "9300CN" + of_.login + "|CO";
    line.append(password).append("|");
    if (!of_.location.empty()) line.append("CP").append(of_.location).append("|");
    return line;
}

std::string faults_of(const std::string& answer, std::string_view code) {
    if (answer.empty()) return "no answer came";
    const auto parts = sip2::split_tail(answer);
    if (parts.state == sip2::checksum_state::bad) return "the checksum is wrong: " + got(answer);
    const auto read = sip2::parse_response(parts.body, {.on_bad_width = sip2::fixed_part::resync});
    if (!read) return read.error().message() + ": " + got(answer);
    const auto view = sip2::view_of(read->value);
    if (view.table.code != code) return fmt::format("wanted {}: {}", code, got(answer));
    if (!read->faults.empty())
        return sip2::describe_in_line(read->faults.front(), sip2::personal_data::shown) + ": " + got(answer);
    for (const auto& field : sip2::describe(view, sip2::personal_data::shown)) {
        const bool is_date = field.id.empty() && (field.name == "transaction_date" || field.name == "date_time_sync");
        if (is_date && field.value.find_first_not_of(' ') == std::string::npos)
            return fmt::format("{} is blank: {}", field.name, got(answer));
    }
    return {};
}

std::vector<std::string> values_of(const std::string& answer, std::string_view field) {
    std::vector<std::string> all;
    for (auto& each : fields_of(answer))
        if (is_called(each, field)) all.push_back(std::move(each.value));
    return all;
}

std::string value_of(const std::string& answer, std::string_view field) {
    const auto all = values_of(answer, field);
    return all.empty() ? std::string() : all.front();
}

std::string body_of(const std::string& answer) {
    return std::string(sip2::split_tail(answer).body);
}

std::string got(const std::string& answer) {
    return answer.empty() ? "nothing came" : "got '" + protocol::text::one_line(answer) + "'";
}

} // namespace circ::tool
