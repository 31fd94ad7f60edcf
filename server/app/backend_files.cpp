#include "server/app/backend_files.hpp"

#include "config/read_file.hpp"

#include <algorithm>
#include <utility>

namespace circ::app {
namespace {

namespace tls = protocol::tls;

class file_reader {
public:
    file_reader(const config::ncip_backend& of, std::vector<std::string>& mistakes)
        : of_(of), mistakes_(mistakes) {}

    net::backend_credentials read() {
        net::backend_credentials made;
        made.system_secret = secret_in("system_secret_file", of_.system_secret_file);
        made.agency_secret = secret_in("agency_secret_file", of_.agency_secret_file);
        const auto target = net::parse_backend_url(of_.url);
        if (!target)
            tell("url", of_.url, "cannot be read; it is like https://ils.example/ncip");
        else if (target->encrypted)
            made.tls = context();
        return made;
    }

private:
    std::shared_ptr<const tls::context> context() {
        tls::client_identity with;
        const std::size_t before = mistakes_.size();
        with.authorities = text_in("ca_file", of_.ca_file);
        with.certificate = text_in("certificate_file", of_.certificate_file);
        with.key = text_in("key_file", of_.key_file);
        if (mistakes_.size() > before) return nullptr;
        std::vector<tls::flaw> flaws;
        auto made = tls::make_context(with, flaws);
        for (const auto& each : flaws)
            tell(each);
        return made;
    }

    std::string text_in(const char* key, const std::string& file) {
        if (file.empty()) return {};
        auto read = config::read_file(file);
        if (!read.why_not.empty())
            tell(key, file, config::complaint_about(read));
        else if (read.text.empty())
            tell(key, file, "is empty; write into it what it is named for");
        return std::move(read.text);
    }

    /// The first line of a file.
    std::optional<protocol::secret> secret_in(const char* key, const std::string& file) {
        std::string text = text_in(key, file);
        const bool is_read = !text.empty();
        text.erase(std::min(text.find_first_of("\r\n"), text.size()));
        if (!text.empty()) return protocol::secret(text);
        if (is_read) tell(key, file, "has an empty first line; write into it what it is named for");
        return std::nullopt;
    }

    void tell(const tls::flaw& what) const {
        switch (what.of) {
        case tls::flaw::part::certificate:
            return tell("certificate_file", of_.certificate_file, what.text);
        case tls::flaw::part::key:
            return tell("key_file", of_.key_file, what.text);
        case tls::flaw::part::authorities:
            return tell("ca_file", of_.ca_file, what.text);
        }
    }

    void tell(const char* key, const std::string& value, const std::string& text) const {
        mistakes_.push_back("ncip_backend \"" + of_.name + "\" " + key + ": " + value + ' ' + text);
    }

    const config::ncip_backend& of_;
    std::vector<std::string>& mistakes_;
};

} // namespace

std::map<std::string, net::backend_credentials>
read_backend_files(const config::settings& from, std::vector<std::string>& mistakes) {
    std::map<std::string, net::backend_credentials> all;
    for (const auto& each : from.ncip_backends)
        all.emplace(each.name, file_reader(each, mistakes).read());
    return all;
}

} // namespace circ::app
