#include "server/circulation/external_ids.hpp"

#include "server/circulation/facts.hpp"

#include <charconv>
#include <utility>

namespace circ::circulation {

using storage::reference_kind;

std::optional<storage::hold>
find_hold(storage::reader& from, storage::institution_id of, const hold_key& which) {
    auto found = which.id ? from.find_hold(which.id) : std::nullopt;
    if (!found && which.request)
        if (const auto known = from.find_reference(of, reference_kind::request, which.request);
            known && known->hold)
            found = from.find_hold(known->hold);
    return found && found->institution == of ? std::move(found) : std::nullopt;
}

std::optional<storage::fee>
find_fee(storage::reader& from, storage::institution_id of, const fee_key& which) {
    storage::fee_id id;
    const std::string& text = which.ours;
    if (!text.empty()) {
        const auto read = std::from_chars(text.data(), text.data() + text.size(), id.value);
        if (read.ec != std::errc{} || read.ptr != text.data() + text.size()) return std::nullopt;
    } else if (which.theirs) {
        if (const auto known = from.find_reference(of, reference_kind::transaction, which.theirs))
            id = known->fee;
    }
    auto fee = id ? from.find_fee(id) : std::nullopt;
    const auto who = fee ? from.find_patron(fee->patron) : std::nullopt;
    return who && who->institution == of ? std::move(fee) : std::nullopt;
}

std::optional<storage::external_reference> find_reference(storage::reader& from,
                                                          const requester& by,
                                                          reference_kind kind,
                                                          const external_id& named) {
    return named ? from.find_reference(by.institution, kind, named) : std::nullopt;
}

void keep_reference(storage::unit_of_work& unit,
                    const requester& by,
                    instant now,
                    reference_kind kind,
                    const external_id& named,
                    storage::external_reference effects) {
    if (!named) return;
    effects.id = unit.new_id<storage::reference_id>();
    effects.institution = by.institution;
    effects.kind = kind;
    effects.named = named;
    effects.at = now;
    unit.add(effects);
}

std::string card_or_partners(storage::reader& from,
                             const requester& by,
                             std::string card,
                             const external_id& request) {
    if (!card.empty() || !request) return card;
    const auto partner = from.partner_by_code(by.institution, request.agency);
    return partner && partner->patron ? card_number_of(from, partner->patron) : card;
}

} // namespace circ::circulation
