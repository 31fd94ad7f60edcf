#include "tools/circdesk/encryption.hpp"

#include "config/read_file.hpp"
#include "tools/circdesk/tool.hpp"

#include <utility>
#include <vector>

namespace circ::tool {

namespace tls = protocol::tls;

namespace {

std::string text_of(const std::string& file) {
    if (file.empty()) return {};
    auto read = config::read_file(file);
    if (!read.why_not.empty()) throw complaint(file + " cannot be read: " + read.why_not, not_found);
    return std::move(read.text);
}

const std::string& file_of(const encryption_files& from, tls::flaw::part which) {
    switch (which) {
    case tls::flaw::part::certificate: return from.certificate;
    case tls::flaw::part::key: return from.key;
    case tls::flaw::part::authorities: break;
    }
    return from.authorities;
}

} // namespace

std::shared_ptr<const tls::context> read_encryption(const encryption_files& from) {
    if (from.certificate.empty() != from.key.empty())
        throw complaint("a certificate is shown with its key: give both --cert and --key", wrong_usage);
    tls::client_identity with;
    with.authorities = text_of(from.authorities);
    with.certificate = text_of(from.certificate);
    with.key = text_of(from.key);
    std::vector<tls::flaw> flaws;
    auto made = tls::make_context(with, flaws);
    if (!made) throw complaint(file_of(from, flaws.front().of) + ' ' + flaws.front().text, not_found);
    return made;
}

} // namespace circ::tool
