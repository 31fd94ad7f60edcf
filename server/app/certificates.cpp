#include "server/app/certificates.hpp"

#include "config/read_file.hpp"

#include <utility>

namespace circ::app {
namespace {

namespace tls = protocol::tls;

constexpr std::chrono::hours soon{21 * 24};

static_assert(static_cast<int>(config::client_certificate::optional) == static_cast<int>(tls::client_certificate::optional) &&
              static_cast<int>(config::client_certificate::required) == static_cast<int>(tls::client_certificate::required));

class reader {
public:
    reader(const config::listener_settings& of, std::vector<std::string>& mistakes) : of_(of), mistakes_(mistakes) {}

    std::shared_ptr<const tls::context> read() {
        tls::server_identity with;
        with.certificate = text_of("certificate_file", of_.certificate_file);
        with.key = text_of("key_file", of_.key_file);
        with.clients = static_cast<tls::client_certificate>(of_.clients);
        if (with.clients != tls::client_certificate::none)
            with.client_authorities = text_of("client_ca_file", of_.client_ca_file);
        if (unreadable_) return nullptr;
        std::vector<tls::flaw> flaws;
        auto made = tls::make_context(with, flaws);
        for (const auto& each : flaws) tell(each);
        return made;
    }

private:
    std::string text_of(const char* key, const std::string& file) {
        auto read = config::read_file(file);
        if (!read.why_not.empty()) {
            unreadable_ = true;
            tell(key, file, config::complaint_about(read));
        }
        return std::move(read.text);
    }

    void tell(const tls::flaw& what) const {
        switch (what.of) {
        case tls::flaw::part::certificate: return tell("certificate_file", of_.certificate_file, what.text);
        case tls::flaw::part::key: return tell("key_file", of_.key_file, what.text);
        case tls::flaw::part::authorities: return tell("client_ca_file", of_.client_ca_file, what.text);
        }
    }

    void tell(const std::string& key, const std::string& file, const std::string& text) const {
        mistakes_.push_back("listener \"" + of_.name + "\" " + key + ": " + file + ' ' + text);
    }

    const config::listener_settings& of_;
    std::vector<std::string>& mistakes_;
    bool unreadable_ = false;
};

certificate_left left_of(const std::string& listener, std::chrono::system_clock::time_point ends,
                         std::chrono::system_clock::time_point now) {
    const auto left = ends - now;
    return {.listener = listener, .days = std::chrono::floor<std::chrono::days>(left).count(), .ends_soon = left < soon};
}

} // namespace

net::tls_contexts read_certificates(const config::settings& from, std::vector<std::string>& mistakes) {
    net::tls_contexts all;
    for (const auto& each : from.listeners) {
        // Files that are not named are told as mistakes of the settings already.
        if (!config::is_encrypted(each.kind) || each.certificate_file.empty() || each.key_file.empty()) continue;
        all.emplace(each.name, reader(each, mistakes).read());
    }
    return all;
}

void tell_certificates(const net::tls_contexts& all, std::chrono::system_clock::time_point now, log::logger& to,
                       metrics::registry& shown) {
    shown.forget(metrics::metric::certificate_expires); // a listener may have TLS no more
    for (const auto& [listener, context] : all) {
        const auto subject = context->certificate_subject();
        const auto ends = context->certificate_ends();
        const auto left = left_of(listener, ends, now);
        to.write(log::event::certificate_in_use, {{"listener", listener}, {"certificate", subject}, {"days_left", left.days}});
        if (left.ends_soon)
            to.write(log::event::certificate_ends_soon,
                     {{"listener", listener}, {"certificate", subject}, {"days_left", left.days}});
        shown.set(metrics::metric::certificate_expires,
                  std::chrono::duration<double>(ends.time_since_epoch()).count(), {listener});
    }
}

std::optional<certificate_left> first_to_end(const net::tls_contexts& all, std::chrono::system_clock::time_point now) {
    std::optional<certificate_left> first;
    for (const auto& [listener, context] : all) {
        auto left = left_of(listener, context->certificate_ends(), now);
        if (!first || left.days < first->days) first = std::move(left);
    }
    return first;
}

} // namespace circ::app
