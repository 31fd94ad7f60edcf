#include "protocol/ncip/describe.hpp"

#include "protocol/text/one_line.hpp"

#include <utility>

namespace circ::protocol::ncip {
namespace {

class describer {
public:
    std::vector<described_value> lines;

    void walk(const structure_table& table, const void* from, const std::string& path) {
        const bool shows = table.shows_secrets != nullptr && table.shows_secrets(from);
        for (const auto& row : table.elements) {
            const void* member = row.member(const_cast<void*>(from));
            for (std::size_t n = 0; n < row.value->size(member); ++n)
                show(row, row.value->at(member, n), path, shows);
        }
    }

private:
    void show(const element_row& row, const void* value, const std::string& outside, bool shows) {
        std::string path = outside;
        path.append("/").append(row.name);
        if (row.value->leaf == nullptr) return walk(row.value->inner(), value, path);
        const auto& leaf = *row.value->leaf;
        if (leaf.is_empty(value)) return;
        const bool is_masked = leaf.is_secret && !shows;
        lines.push_back({std::move(path), is_masked ? "****" : text::one_line(leaf.show(value))});
    }
};

template <structure S>
void add(describer& to, const S& from, const std::string& path) {
    to.walk(table_of<S>(), &from, path);
}

} // namespace

std::vector<described_value> describe(const message& message) {
    describer out;
    const auto service = text::one_line(message.service);
    if (message.initiation_header)
        add(out, *message.initiation_header, service + "/InitiationHeader");
    if (message.response_header) add(out, *message.response_header, service + "/ResponseHeader");
    for (const auto& each : message.problem)
        add(out, each, "Problem");
    if (!message.body.empty())
        out.walk(message.body.table()->structure(), message.body.inside(), service);
    return std::move(out.lines);
}

std::string describe_in_lines(const message& message) {
    std::string text;
    for (const auto& [path, value] : describe(message))
        text.append(path).append(": ").append(value).append("\n");
    return text;
}

} // namespace circ::protocol::ncip
