#include "tests/fuzz/input.hpp"
#include "tests/fuzz/lines.hpp"
#include "tests/fuzz/targets.hpp"

#include "protocol/ncip/describe.hpp"
#include "protocol/ncip/framer.hpp"
#include "protocol/ncip/parse.hpp"
#include "protocol/ncip/problem_types.hpp"
#include "protocol/ncip/serialize.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace circ::fuzz {

namespace {

using namespace protocol::ncip;

dialect choose_peer(input& from) {
    dialect as;
    as.names = static_cast<name_style>(from.choose(3));
    as.attributes = static_cast<attribute_style>(from.choose(2));
    as.money = static_cast<money_unit>(from.choose(2));
    as.order = static_cast<date_order>(from.choose(2));
    return as;
}

/// All documents of the stream, cut into segments of this size, and whether it broke.
std::pair<std::vector<std::string>, bool> documents_of(std::string_view stream, std::size_t segment) {
    std::vector<std::string> found;
    framer documents;
    while (!stream.empty()) {
        documents.feed(stream.substr(0, segment));
        stream.remove_prefix(std::min(segment, stream.size()));
        while (const auto document = documents.next()) {
            promise(!document->empty(), "a document is something");
            found.emplace_back(*document);
        }
    }
    return {std::move(found), documents.error().has_value()};
}

void look_at(const message& got) {
    for (const auto& each : describe(got)) {
        promise(is_clean_text(each.path), "a path is text on one line");
        promise(is_clean_text(each.value), "a value is shown as text on one line");
    }
    for (const auto& each : got.problems())
        promise(classify(each) <= problem_class::other, "every reason comes to something");
    promise(got.faults.size() <= 200, "faults are bounded");
}

/// What was read is written, and read again as it was.
void write_and_read(const message& got, dialect as) {
    if (got.body.empty() && got.problem.empty()) return;
    as.order = date_order::year_month_day; // we write no other
    as.release = release::v2_02;
    message sent = got;
    sent.release = release::v2_02; // an older one would leave things out
    const auto again = parse(serialize(sent, as), as);
    if (std::holds_alternative<unreadable>(again)) {
        const auto why = std::get<unreadable>(again).error;
        promise(why == protocol::errc::too_large || why == protocol::errc::text_too_long ||
                    why == protocol::errc::too_many_attributes,
                "what we write we can read");
        return;
    }
    const auto& back = std::get<message>(again);
    promise(back.problems().empty() == got.problems().empty(), "and it refuses as it did");
    if (got.problems().empty()) promise(back.body == got.body, "and it says the same");
}

} // namespace

void run_ncip(std::string_view bytes) {
    input from{bytes};
    const auto as = choose_peer(from);
    const auto segment = 1 + from.choose(64);
    promise(documents_of(from.rest(), segment) == documents_of(from.rest(), 1U << 20U),
            "segments make no difference to documents");
    const auto read = parse(from.rest(), as);
    if (const auto* got = std::get_if<message>(&read)) {
        look_at(*got);
        write_and_read(*got, as);
        const auto refused = parse(serialize(refusal_of(*got, {make_problem(problem_type::unknown_item, got->service)})));
        promise(std::holds_alternative<message>(refused), "every message can be refused");
    }
}

} // namespace circ::fuzz
