#include "protocol/sip2/serialize.hpp"

#include <algorithm>
#include <limits>
#include <string_view>
#include <vector>

namespace circ::protocol::sip2 {
namespace {

constexpr std::size_t longest_value = 255;

bool passes_as_it_is(std::string_view text, char delimiter) noexcept {
    return text.size() <= longest_value && std::ranges::all_of(text, [delimiter](char c) {
               return c >= ' ' && c < '\x7F' && c != delimiter;
           });
}

/// Ends what begins at `start` after 255 bytes, before the character that would not fit whole.
void cut_value(std::string& out, std::size_t start, charset encoding) {
    if (out.size() - start <= longest_value) {
        return;
    }
    std::size_t end = start + longest_value;
    const auto continues = [&out](std::size_t at) {
        return (static_cast<unsigned char>(out[at]) & 0xC0U) == 0x80U;
    };
    while (encoding == charset::utf8 && end > start && continues(end)) {
        --end;
    }
    out.resize(end);
}

void append_value(std::string& out, std::string_view text, const dialect& as) {
    if (passes_as_it_is(text, as.delimiter)) {
        out += text;
        return;
    }
    const std::size_t start = out.size();
    append_encoded(out, text, as.encoding);
    cut_value(out, start, as.encoding);
    std::replace_if(
        out.begin() + static_cast<std::ptrdiff_t>(start),
        out.end(),
        [&as](char c) {
            return static_cast<unsigned char>(c) < ' ' || c == '\x7F' || c == as.delimiter;
        },
        ' ');
}

void append_field(std::string& out, std::string_view id, std::string_view text, const dialect& as) {
    out += id;
    append_value(out, text, as);
    out += as.delimiter;
}

void append_fixed(std::string& out, message_view from, std::string& scratch) {
    out += from.table.code;
    for (const auto& row : from.table.fixed) {
        const void* member = from.member(row.member);
        if (row.value->size(member) == 0) {
            out.append(row.value->width, row.blank);
        } else {
            out += row.value->text(member, 0, scratch);
        }
    }
}

/// A relay hands on what it got, but nothing that would break the frame.
bool may_be_an_id(std::string_view id, char delimiter) noexcept {
    return id.size() == 2 && passes_as_it_is(id, delimiter) && id.find(' ') == std::string::npos;
}

void append_extensions(std::string& out, message_view from, const dialect& as) {
    for (const auto& each : from.extensions()) {
        if (may_be_an_id(each.id, as.delimiter)) {
            append_field(out, each.id, each.value, as);
        }
    }
}

bool is_known_to(const dialect& as, const field_row& row) noexcept {
    return row.added == since::the_message || as.version == protocol_version::v2_00;
}

/// How many values of each row are written, one entry per row.
using quotas = std::vector<std::size_t>;

void append_message(std::string& out, message_view from, const dialect& as, const quotas* most) {
    std::string scratch;
    append_fixed(out, from, scratch);
    const auto fields = from.table.fields;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const auto& row = fields[i];
        if (!is_known_to(as, row)) {
            continue;
        }
        const void* member = from.member(row.member);
        std::size_t number = row.value->size(member);
        number = most == nullptr ? number : std::min(number, (*most)[i]);
        for (std::size_t n = 0; n < number; ++n) {
            append_field(out, row.id, row.value->text(member, n, scratch), as);
        }
    }
    if (as.version == protocol_version::v2_00) {
        append_extensions(out, from, as);
    }
}

/// Takes values of row `index` away from the end until `excess` bytes are saved or none is left.
void trim(
    message_view from, const dialect& as, std::size_t index, std::size_t& excess, quotas& most) {
    const auto& row = from.table.fields[index];
    const void* member = from.member(row.member);
    std::string scratch;
    std::string written;
    for (most[index] = row.value->size(member); most[index] > 0 && excess > 0; --most[index]) {
        written.clear();
        append_field(written, row.id, row.value->text(member, most[index] - 1, scratch), as);
        excess -= std::min(excess, written.size());
    }
}

/// The rows that may be trimmed, the first to go first: lists of items, print lines, messages.
std::vector<std::size_t> rows_to_trim(const message_table& table) {
    constexpr std::string_view last_to_go[] = {"AG", "AF"};
    std::vector<std::size_t> order;
    for (std::size_t i = table.fields.size(); i > 0; --i) {
        const auto& row = table.fields[i - 1];
        if (row.occurs == repeated &&
            std::ranges::find(last_to_go, row.id) == std::end(last_to_go)) {
            order.push_back(i - 1);
        }
    }
    for (const auto id : last_to_go) {
        if (const auto* row = table.find(id)) {
            order.push_back(static_cast<std::size_t>(row - table.fields.data()));
        }
    }
    return order;
}

} // namespace

void serialize(std::string& out, message_view message, const dialect& as) {
    append_message(out, message, as, nullptr);
}

void serialize_within(std::string& out,
                      message_view message,
                      const dialect& as,
                      std::size_t max_bytes) {
    const std::size_t start = out.size();
    append_message(out, message, as, nullptr);
    if (out.size() - start <= max_bytes) {
        return;
    }
    std::size_t excess = out.size() - start - max_bytes;
    quotas most(message.table.fields.size(), std::numeric_limits<std::size_t>::max());
    for (const auto index : rows_to_trim(message.table)) {
        if (excess > 0) {
            trim(message, as, index, excess, most);
        }
    }
    out.resize(start);
    append_message(out, message, as, &most);
}

} // namespace circ::protocol::sip2
