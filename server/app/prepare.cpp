#include "config/load.hpp"
#include "config/texts.hpp"
#include "server/app/certificates.hpp"
#include "server/app/daemon.hpp"

#include <fstream>
#include <iterator>
#include <utility>

namespace circ::app {
namespace {

std::string read_pepper(const std::string& file, std::vector<std::string>& mistakes) {
    if (file.empty()) return {};
    std::ifstream in(file, std::ios::binary);
    std::string pepper{std::istreambuf_iterator<char>(in), {}};
    while (!pepper.empty() && (pepper.back() == '\n' || pepper.back() == '\r')) pepper.pop_back();
    if (pepper.empty())
        mistakes.push_back("pin.pepper_file: " + file + " cannot be read or is empty; make it readable for the daemon");
    return pepper;
}

} // namespace

prepared_settings prepare(const std::string& settings_file, int decimals) {
    prepared_settings made;
    config::loaded loaded = config::load(settings_file);
    auto complain = [&made](const std::vector<config::mistake>& about) {
        for (const auto& each : about) made.mistakes.push_back(config::to_string(each));
    };
    complain(loaded.mistakes);

    auto compiled = circulation::policy::compile(loaded.settings.policy, decimals, config::routing_of(loaded.settings));
    complain(compiled.mistakes);
    made.policy = std::make_shared<const circulation::policy>(std::move(compiled.rules));

    auto texts = config::load_texts(loaded.settings.texts);
    complain(texts.mistakes);
    made.words = std::make_shared<const dispatch::texts>(std::move(texts.by_language), loaded.settings.texts.language);

    made.pepper = read_pepper(loaded.settings.pin.pepper_file, made.mistakes);
    made.certificates = read_certificates(loaded.settings, made.mistakes);
    made.backends = read_backend_files(loaded.settings, made.mistakes);
    made.settings = std::move(loaded.settings);
    return made;
}

} // namespace circ::app
