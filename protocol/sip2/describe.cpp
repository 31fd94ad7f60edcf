#include "protocol/sip2/describe.hpp"

#include "protocol/sip2/dictionary.hpp"

namespace circ::protocol::sip2 {
namespace {

void append_escaped(std::string& out, std::string_view text) {
    constexpr std::string_view hex = "0123456789ABCDEF";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte == 0x7F) {
            out += "\\x";
            out += hex[byte >> 4U];
            out += hex[byte & 0xFU];
        } else if (c == '\\') {
            out += "\\\\";
        } else {
            out += c;
        }
    }
}

/// The last four characters of a card, if it is long enough to hide behind them.
std::string_view end_of_card(std::string_view card) noexcept {
    constexpr std::size_t kept = 4;
    constexpr std::size_t shortest = 8;
    if (card.size() < shortest) {
        return {};
    }
    std::size_t start = card.size() - kept;
    while (start < card.size() && (static_cast<unsigned char>(card[start]) & 0xC0U) == 0x80U) {
        ++start;
    }
    return card.substr(start);
}

std::string printable(std::string_view text, privacy kind, personal_data people) {
    std::string out;
    if (kind == privacy::secret) {
        out = "****";
    } else if (text.empty() || kind == privacy::open || people == personal_data::shown) {
        append_escaped(out, text);
    } else {
        out = "…";
        append_escaped(out, kind == privacy::card ? end_of_card(text) : std::string_view{});
    }
    return out;
}

} // namespace

std::vector<described_field> describe(message_view message, personal_data people) {
    std::vector<described_field> rows;
    std::string scratch;
    for (const auto& row : message.table.fixed) {
        const void* member = message.member(row.member);
        const bool known = row.value->size(member) > 0;
        const auto text = known ? row.value->text(member, 0, scratch) : std::string_view{};
        rows.push_back({row.name, {}, printable(text, privacy::open, people)});
    }
    for (const auto& row : message.table.fields) {
        const void* member = message.member(row.member);
        const auto& known = look_up(row.id);
        for (std::size_t n = 0; n < row.value->size(member); ++n) {
            const auto text = row.value->text(member, n, scratch);
            rows.push_back({known.name, std::string(row.id), printable(text, known.shown, people)});
        }
    }
    for (const auto& each : message.extensions()) {
        const auto& known = look_up(each.id);
        std::string id;
        append_escaped(id, each.id);
        rows.push_back({known.name, std::move(id), printable(each.value, known.shown, people)});
    }
    return rows;
}

std::string describe_in_line(message_view message, personal_data people) {
    std::string line{message.table.code};
    line += ' ';
    line += message.table.title;
    for (const auto& row : describe(message, people)) {
        line += ' ';
        line += row.name;
        line += '=';
        const bool bare = !row.value.empty() && row.value.find_first_of(" \"") == std::string::npos;
        line += bare ? row.value : '"' + row.value + '"';
    }
    return line;
}

std::string describe_in_line(const fault& wrong, personal_data people) {
    std::string line = make_error_code(wrong.error).message();
    line += wrong.field.empty() && wrong.value.empty() ? "" : ": ";
    append_escaped(line, wrong.field);
    if (!wrong.value.empty()) {
        const bool has_id = wrong.field.size() == 2; // the fixed part holds nothing personal
        const auto kind = has_id ? look_up(wrong.field).shown : privacy::open;
        line += wrong.field.empty() ? "\"" : " \"";
        line += printable(wrong.value, kind, people);
        line += '"';
    }
    return line;
}

} // namespace circ::protocol::sip2
