#include "config/texts.hpp"

#include "config/document.hpp"
#include "config/embedded_texts.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

namespace circ::config {
namespace {

constexpr std::array<std::string_view, 8> placeholders{"number", "limit", "amount", "limit_amount",
                                                       "date",   "place", "field",  "text"};

/// @return the first placeholder that there is not, empty if all are known
std::string_view unknown_placeholder(std::string_view sentence) {
    while (true) {
        const auto open = sentence.find('{');
        if (open == std::string_view::npos) return {};
        const auto close = sentence.find('}', open);
        const auto name = sentence.substr(open + 1, close == std::string_view::npos ? close : close - open - 1);
        if (std::find(placeholders.begin(), placeholders.end(), name) == placeholders.end()) return name;
        sentence.remove_prefix(close);
    }
}

using sentences = std::map<std::string, std::string, std::less<>>;

/// Takes one file's sentences over what is there. @param known names that there may be; null: any
void take(sentences& into, std::string_view text, const std::string& file, const sentences* known,
          std::vector<mistake>& mistakes) {
    for (const auto& entry : parse_document(text, file, mistakes)) {
        const auto* sentence = std::get_if<std::string>(&entry.value.content);
        if (sentence == nullptr) {
            mistakes.push_back({entry.at, entry.key, shown(entry.value), "a sentence is a text in quotes"});
            continue;
        }
        if (known != nullptr && known->find(entry.key) == known->end()) {
            mistakes.push_back({entry.at, entry.key, *sentence, "there is no such sentence; docs/reference/texts.md lists them"});
            continue;
        }
        if (const auto wrong = unknown_placeholder(*sentence); !wrong.empty()) {
            mistakes.push_back({entry.at, entry.key, *sentence, "there is no placeholder {" + std::string(wrong) + "}"});
            continue;
        }
        into.insert_or_assign(entry.key, *sentence);
    }
}

} // namespace

loaded_texts load_texts(const text_settings& how) {
    loaded_texts made;
    for (const auto& [language, text] : embedded_texts)
        take(made.by_language[std::string(language)], text, std::string(language) + ".toml", nullptr, made.mistakes);
    const sentences known = made.by_language["en"];
    if (!made.by_language.contains(how.language))
        made.mistakes.push_back({{}, "texts.language", how.language, "there are no texts in this language"});
    if (how.directory.empty()) return made;
    std::error_code missing;
    const std::filesystem::directory_iterator files(how.directory, missing);
    if (missing) {
        made.mistakes.push_back({{}, "texts.directory", how.directory, missing.message()});
        return made;
    }
    for (const auto& file : files) {
        if (file.path().extension() != ".toml") continue;
        std::ifstream in(file.path());
        const std::string text{std::istreambuf_iterator<char>(in), {}};
        take(made.by_language[file.path().stem().string()], text, file.path().string(), &known, made.mistakes);
    }
    return made;
}

} // namespace circ::config
