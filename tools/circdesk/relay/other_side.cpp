#include "tools/circdesk/relay/other_side.hpp"

#include "protocol/ncip/framer.hpp"
#include "protocol/ncip/parse.hpp"
#include "protocol/ncip/serialize.hpp"
#include "server/dispatch/ncip_dialect.hpp"
#include "server/relay/dialogue.hpp"
#include "tools/circdesk/connection_http.hpp"
#include "tools/circdesk/encryption.hpp"
#include "tools/circdesk/secrets.hpp"
#include "tools/circdesk/tool.hpp"

#include <algorithm>
#include <utility>
#include <variant>

namespace circ::tool {

namespace ncip = protocol::ncip;

namespace {

/// The settings say ncip-tcp:// where the tool says tcp://.
ncip_target target_of(const config::ncip_backend& from) {
    constexpr std::string_view bare = "ncip-";
    return read_ncip_target(from.url.starts_with(bare) ? from.url.substr(bare.size()) : from.url);
}

std::optional<protocol::secret> secret_in(const std::string& file) {
    if (file.empty()) return std::nullopt;
    return protocol::secret(read_secret_file(file));
}

std::shared_ptr<const relay::relay_settings> settings_of(tool& with,
                                                         const config::ncip_backend& from) {
    std::vector<storage::institution> all;
    with.store().read([&](storage::reader& in) { all = in.institutions(); });
    auto made = std::make_shared<relay::relay_settings>(relay::make_relay_settings(from, all));
    made->system_secret = secret_in(from.system_secret_file);
    made->agency_secret = secret_in(from.agency_secret_file);
    return made;
}

} // namespace

other_side::other_side(tool& with, const config::ncip_backend& which)
    : with_(&with), target_(target_of(which)), settings_(settings_of(with, which)),
      dialect_(
          dispatch::dialect_of(which.dialect, settings_->time_zone, settings_->money.code)) {
    if (target_.encrypted)
        encrypted_ = read_encryption({.authorities = which.ca_file,
                                      .certificate = which.certificate_file,
                                      .key = which.key_file});
}

std::string other_side::exchange(const std::string& document) const {
    connection line(target_.host, target_.port, encrypted_);
    if (target_.http)
        return ask_by_http(
                   line, target_.host + ':' + std::to_string(target_.port), target_.path, document)
            .body;
    line.send(document + '\n');
    ncip::framer framer;
    for (;;) {
        const std::string bytes = line.receive_some();
        if (bytes.empty())
            throw complaint("the library system has closed the connection without an answer, or it "
                            "took too long",
                            unavailable);
        framer.feed(bytes);
        if (const auto whole = framer.next()) return std::string(*whole);
        if (framer.error()) return std::string(framer.pending());
    }
}

circulation::any_outcome other_side::perform(circulation::any_operation what) {
    relay::circumstances how;
    how.settings = settings_;
    how.memory = &memory_;
    how.session = &session_;
    how.now = with_->now();
    relay::dialogue talk(std::move(what), how);
    for (;;) {
        const relay::step& next = talk.next();
        if (const auto* const end = std::get_if<relay::finished>(&next)) return end->outcome;
        const auto& call = std::get<relay::call>(next);
        auto read = ncip::parse(exchange(ncip::serialize(call.message, dialect_)), dialect_);
        if (auto* const message = std::get_if<ncip::message>(&read))
            talk.answered(std::move(*message));
        else
            talk.failed(relay::failure::no_ncip);
    }
}

const config::ncip_backend& backend_named(tool& with, const std::string& name) {
    const auto& all = with.settings().ncip_backends;
    if (all.empty())
        throw complaint("no library system is asked: the settings have no [[ncip_backend]]",
                        not_found);
    if (name.empty() && all.size() == 1) return all.front();
    const auto found = std::ranges::find(all, name, &config::ncip_backend::name);
    if (found != all.end()) return *found;
    std::string known;
    for (const auto& each : all)
        known.append(known.empty() ? "" : ", ").append(each.name);
    if (name.empty())
        throw complaint("there are several library systems: name one of " + known +
                            " with --backend",
                        wrong_usage);
    throw complaint("there is no library system '" + name + "'; the settings name " + known,
                    not_found);
}

} // namespace circ::tool
