#include "tests/unit/net/ncip_peers.hpp"

#include "protocol/ncip/parse.hpp"
#include "tests/support/trusted_peer.hpp"

namespace circ::net::test {

namespace ncip = protocol::ncip;

config::ncip_peer state_library() { return circ::test::trusted_peer("kiosk"); }

std::string ncip_request(const std::string& service,
                         const std::string& inside,
                         const std::string& secret,
                         const std::string& agency) {
    std::string header;
    if (!agency.empty()) {
        header = "<InitiationHeader>";
        if (!secret.empty())
            header += "<FromSystemAuthentication>" + secret + "</FromSystemAuthentication>";
        header += "<FromAgencyId><AgencyId>" + agency +
                  "</AgencyId></FromAgencyId><ToAgencyId><AgencyId>RIV</AgencyId></ToAgencyId></"
                  "InitiationHeader>";
    }
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<NCIPMessage "
           "xmlns=\"http://www.niso.org/2008/ncip\" xmlns:ncip=\"http://www.niso.org/2008/ncip\" "
           "ncip:version=\"http://www.niso.org/schemas/ncip/v2_02/ncip_v2_02.xsd\"><" +
           service + '>' + header + inside + "</" + service + "></NCIPMessage>";
}

std::string problems_of(const std::string& document) {
    const auto read = ncip::parse(document);
    const auto* message = std::get_if<ncip::message>(&read);
    if (message == nullptr) return "unreadable";
    std::string all;
    for (const auto& each : message->problems())
        all += (all.empty() ? "" : ", ") + each.problem_type.value;
    return all.empty() ? "done" : all;
}

std::string posted(const std::string& document, const std::string& more_head) {
    return "POST /ncip HTTP/1.1\r\nHost: library\r\nContent-Type: "
           "application/xml\r\nContent-Length: " +
           std::to_string(document.size()) + "\r\n" + more_head + "\r\n" + document;
}

std::string body_of(const std::string& answer) {
    const auto end = answer.find("\r\n\r\n");
    return end == std::string::npos ? std::string() : answer.substr(end + 4);
}

} // namespace circ::net::test
