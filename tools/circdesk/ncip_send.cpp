#include "protocol/ncip/describe.hpp"
#include "protocol/ncip/framer.hpp"
#include "protocol/ncip/parse.hpp"
#include "protocol/ncip/problem_types.hpp"
#include "protocol/ncip/serialize.hpp"
#include "tools/circdesk/command.hpp"
#include "tools/circdesk/commands.hpp"
#include "tools/circdesk/connection_http.hpp"
#include "tools/circdesk/encryption.hpp"
#include "tools/circdesk/ncip/fields.hpp"
#include "tools/circdesk/ncip/target.hpp"
#include "tools/circdesk/secrets.hpp"
#include "tools/circdesk/tool.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <utility>
#include <variant>

namespace circ::tool {
namespace {

namespace json = boost::json;
namespace ncip = protocol::ncip;

std::string all_of(std::istream& in) {
    return {std::istreambuf_iterator<char>(in), {}};
}

json::array rows_of(const ncip::message& message) {
    json::array rows;
    for (const auto& each : ncip::describe(message))
        rows.push_back(json::object{{"path", each.path}, {"value", each.value}});
    return rows;
}

class ncip_send_command final : public command {
public:
    std::string_view path() const override { return "ncip send"; }
    std::string_view summary() const override {
        return "be another system: send an NCIP request, show the answer decoded";
    }
    std::string_view example() const override {
        return "circdesk ncip send --as state-ncip LookupUser --field "
               "UserId/UserIdentifierValue=29012000000010 "
               "--field 'UserElementType=Block Or Trap'";
    }
    std::vector<option> options() override {
        return {
            {"what",
             &what_,
             "a service, as LookupUser; or a file with a document, - for standard input",
             true},
            {"--field",
             &fields_,
             "an element and its value: ItemId/ItemIdentifierValue=39012000000133"},
            {"--to",
             &to_,
             "http://HOST:PORT/PATH, https://, tcp:// or tls:// (the daemon's listener for NCIP)"},
            {"--as",
             &login_,
             "the account of the peer to be: its password and agency go into the header"},
            {"--password-file", &password_file_, "file with its password (demo-NAME, as the accounts of a demo have)"},
            {"--from-agency", &from_, "who asks (that of the peer)"},
            {"--to-agency", &agency_, "who is asked (the institution's code)"},
            {"--ca",
             &files_.authorities,
             "file with the authority of the server's certificate (those of this system)"},
            {"--cert", &files_.certificate, "file with a certificate to show"},
            {"--key", &files_.key, "file with its key"},
            {"--xml", &xml_, "show the documents as they went over the wire"}};
    }

    int run(tool& with) override {
        const ncip_target target = to_.empty() ? own_ncip_listener(with) : read_ncip_target(to_);
        const std::string document = document_to_send(with);
        if (xml_) std::cout << document << '\n';
        return show(exchange(target, document), with);
    }

private:
    [[nodiscard]] std::string document_to_send(tool& with) {
        if (what_ == "-") return all_of(std::cin);
        if (std::filesystem::is_regular_file(what_)) {
            std::ifstream in(what_, std::ios::binary);
            return all_of(in);
        }
        return ncip::serialize(make_ncip_message(what_, fields_, sender(with)));
    }

    /// As the peer of the settings that has this account; what is typed goes before.
    [[nodiscard]] ncip_sender sender(tool& with) const {
        ncip_sender made{.from = from_, .to = agency_, .secret = {}};
        if (login_.empty()) return made;
        const auto& peers = with.settings().ncip_peers;
        const auto peer = std::ranges::find(peers, login_, &config::ncip_peer::terminal);
        if (made.from.empty() && peer != peers.end() && !peer->agencies.empty())
            made.from = peer->agencies.front();
        if (made.to.empty()) made.to = with.settings().tool.institution;
        if (made.from.empty()) made.from = login_;
        if (made.to.empty()) made.to = "library";
        made.secret = password_of(login_, password_file_);
        return made;
    }

    [[nodiscard]] std::string exchange(const ncip_target& target,
                                       const std::string& document) const {
        connection line(
            target.host, target.port, target.encrypted ? read_encryption(files_) : nullptr);
        if (target.http) {
            const auto answer = ask_by_http(
                line, target.host + ':' + std::to_string(target.port), target.path, document);
            if (answer.status != 200) std::cerr << "HTTP status " << answer.status << '\n';
            return answer.body;
        }
        line.send(document + '\n');
        ncip::framer framer;
        for (;;) {
            const std::string bytes = line.receive_some();
            if (bytes.empty())
                throw complaint(
                    "the server has closed the connection without an answer, or it took too long",
                    unavailable);
            framer.feed(bytes);
            if (const auto whole = framer.next()) return std::string(*whole);
            if (framer.error()) return std::string(framer.pending());
        }
    }

    [[nodiscard]] int show(const std::string& answer, const tool& with) const {
        if (xml_) std::cout << answer << '\n';
        const auto read = ncip::parse(answer);
        const auto* message = std::get_if<ncip::message>(&read);
        if (message == nullptr) {
            if (!xml_) std::cout << answer << '\n';
            throw complaint("the answer is no NCIP document");
        }
        if (with.how().json)
            std::cout << json::serialize(json::object{{"answer", rows_of(*message)}}) << '\n';
        else if (!xml_)
            std::cout << ncip::describe_in_lines(*message);
        if (is_not_believed(*message))
            std::cerr << "the server does not take us for " << login_ << whose_password(login_, password_file_) << '\n';
        return message->problems().empty() ? done : refused;
    }

    [[nodiscard]] bool is_not_believed(const ncip::message& answer) const {
        const auto type = ncip::folded(ncip::text_of(ncip::problem_type::system_authentication_failed));
        return !login_.empty() && std::ranges::any_of(answer.problems(), [&](const ncip::problem& each) {
            return ncip::folded(each.problem_type.value) == type;
        });
    }

    std::string what_;
    std::vector<std::string> fields_;
    std::string to_;
    std::string login_;
    std::string password_file_;
    std::string from_;
    std::string agency_;
    encryption_files files_;
    bool xml_ = false;
};

} // namespace

std::unique_ptr<command> make_ncip_send() {
    return std::make_unique<ncip_send_command>();
}

} // namespace circ::tool
