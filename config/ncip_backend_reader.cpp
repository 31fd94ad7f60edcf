#include "config/ncip_backend_reader.hpp"

#include "config/ncip_dialect_reader.hpp"

#include "config/nearest.hpp"

#include <algorithm>

namespace circ::config {

namespace {

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(' ');
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

void check(const ncip_backend& one, const value& at, const reading& where) {
    const auto tell = [&](std::string_view key, const std::string& shown, const std::string& text) {
        where.mistakes.push_back({at.at, where.under(key).key, shown, text});
    };
    if (one.certificate_file.empty() != one.key_file.empty())
        tell(one.certificate_file.empty() ? "certificate_file" : "key_file",
             "\"\"",
             "certificate and key go together; name both or neither");
    const bool is_encrypted = one.url.starts_with("https://") || one.url.starts_with("ncip-tls://");
    if (!is_encrypted && !(one.ca_file.empty() && one.certificate_file.empty()))
        tell("ca_file", in_quotes(one.ca_file), "is looked at with https:// or ncip-tls:// alone");
    if (one.call > one.budget)
        tell("call_ms",
             std::to_string(one.call.count()),
             "is more than budget_ms, the time for all messages of a request (" +
                 std::to_string(one.budget.count()) + ")");
    if (!one.offers(ncip_service::lookup_user))
        tell("services",
             codec<std::vector<ncip_service>>::show(one.services),
             "without LookupUser no reader can be served; add it");
}

} // namespace

std::vector<ncip_service> all_ncip_services() {
    std::vector<ncip_service> all;
    for (std::size_t i = 0; i < choices<ncip_service>.size(); ++i)
        all.push_back(static_cast<ncip_service>(i));
    return all;
}

ncip_dialect relay_dialect() {
    ncip_dialect usual;
    usual.id_agency = ncip_id_agency::theirs;
    return usual;
}

bool ncip_backend::offers(ncip_service service) const {
    return std::find(services.begin(), services.end(), service) != services.end();
}

std::optional<named_agencies> parse_named_agencies(std::string_view text) {
    const auto sign = text.find('=');
    if (sign == std::string_view::npos) return std::nullopt;
    const std::string_view behind = text.substr(sign + 1);
    const auto comma = behind.find(',');
    named_agencies parts{std::string(trimmed(text.substr(0, sign))),
                         std::string(trimmed(behind.substr(0, comma))),
                         {}};
    if (comma != std::string_view::npos) parts.to = trimmed(behind.substr(comma + 1));
    const bool lacks_second = comma != std::string_view::npos && parts.to.empty();
    if (parts.name.empty() || parts.from.empty() || lacks_second) return std::nullopt;
    return parts;
}

std::vector<ncip_backend> read_ncip_backends(const value& from, std::vector<mistake>& mistakes) {
    const reading where{std::string(ncip_backend_key), mistakes};
    constexpr std::string_view elsewhere[] = {ncip_dialect_key};
    std::vector<ncip_backend> all;
    const auto* list = read_list(from, where);
    if (list == nullptr) return all;
    for (const value& each : *list) {
        const auto* table = read_table(each, where);
        if (table == nullptr) continue;
        ncip_backend one;
        read_members(*table, one, table_of<ncip_backend>(), where, elsewhere);
        for (const table_entry& entry : *table)
            if (entry.key == ncip_dialect_key)
                read_ncip_dialect(entry.value, one.dialect, where.under(entry.key));
        check(one, each, where);
        const bool is_taken = std::any_of(
            all.begin(), all.end(), [&](const auto& other) { return other.name == one.name; });
        if (is_taken)
            mistakes.push_back({each.at,
                                where.under("name").key,
                                in_quotes(one.name),
                                "a backend before has this name too"});
        all.push_back(std::move(one));
    }
    return all;
}

} // namespace circ::config
