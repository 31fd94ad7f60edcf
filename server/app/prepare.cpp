#include "config/load.hpp"
#include "config/pepper.hpp"
#include "config/texts.hpp"
#include "server/app/certificates.hpp"
#include "server/app/daemon.hpp"

#include <utility>

namespace circ::app {

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

    auto pepper = config::read_pepper(loaded.settings.pin.pepper_file);
    if (!pepper.mistake.empty()) made.mistakes.push_back(std::move(pepper.mistake));
    made.pepper = std::move(pepper.text);
    made.certificates = read_certificates(loaded.settings, made.mistakes);
    made.backends = read_backend_files(loaded.settings, made.mistakes);
    made.settings = std::move(loaded.settings);
    return made;
}

} // namespace circ::app
