#include "config/texts.hpp"

#include "config/document.hpp"
#include "config/embedded_texts.hpp"
#include "config/nearest.hpp"
#include "config/text_rules.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <system_error>
#include <variant>

namespace circ::config {
namespace {

constexpr std::array<std::string_view, 8> placeholders{"number", "limit", "amount", "limit_amount",
                                                       "date",   "place", "field",  "text"};

using sentences = std::map<std::string, std::string, std::less<>>;

/// What is wrong with the placeholders of a sentence; empty if nothing is.
std::string placeholder_mistake(std::string_view sentence) {
    for (auto open = sentence.find('{'); open != std::string_view::npos; open = sentence.find('{', open)) {
        const auto close = sentence.find('}', open);
        if (close == std::string_view::npos) return "a { without its }";
        const auto name = sentence.substr(open + 1, close - open - 1);
        if (std::find(placeholders.begin(), placeholders.end(), name) == placeholders.end())
            return "there is no placeholder {" + std::string(name) + '}' + suggestion(name, placeholders);
        open = close;
    }
    return {};
}

/// What is wrong with an entry; empty if nothing is. @param known names that there may be; null: any
std::string mistake_in(const table_entry& entry, const sentences* known) {
    const auto* sentence = std::get_if<std::string>(&entry.value.content);
    if (sentence == nullptr) return "a sentence is a text in quotes";
    if (known != nullptr && !known->contains(entry.key)) {
        std::vector<std::string_view> names;
        for (const auto& each : *known) names.push_back(each.first);
        return "there is no such sentence" + suggestion(entry.key, names);
    }
    return placeholder_mistake(*sentence);
}

/// Takes one file's sentences over what is there.
void take(sentences& into, std::string_view text, const std::string& file, const sentences* known,
          std::vector<mistake>& mistakes) {
    for (const auto& entry : parse_document(text, file, mistakes)) {
        if (const std::string wrong = mistake_in(entry, known); !wrong.empty())
            mistakes.push_back({entry.at, entry.key, shown(entry.value), wrong});
        else
            into.insert_or_assign(entry.key, std::get<std::string>(entry.value.content));
    }
}

void take_folder(loaded_texts& into, const std::string& folder) {
    const sentences known = into.by_language["en"];
    std::error_code failed;
    const std::filesystem::directory_iterator files(folder, failed);
    if (failed) {
        into.mistakes.push_back({{}, "texts.directory", folder, failed.message()});
        return;
    }
    for (const auto& file : files) {
        if (file.path().extension() != ".toml") continue;
        const std::string name = file.path().string();
        const std::string language = file.path().stem().string();
        std::ifstream in(file.path());
        const std::string text{std::istreambuf_iterator<char>(in), {}};
        if (!in)
            into.mistakes.push_back({{name}, "texts.directory", "", "cannot be read"});
        else if (!a_language.fits(language))
            into.mistakes.push_back({{name}, "texts.directory", language, "a file of texts is named by its language, like \"de.toml\""});
        else
            take(into.by_language[language], text, name, &known, into.mistakes);
    }
}

} // namespace

loaded_texts load_texts(const text_settings& how) {
    loaded_texts made;
    for (const auto& [language, text] : embedded_texts)
        take(made.by_language[std::string(language)], text, std::string(language) + ".toml", nullptr, made.mistakes);
    if (!how.directory.empty()) take_folder(made, how.directory);
    if (!made.by_language.contains(how.language))
        made.mistakes.push_back({{}, "texts.language", how.language, "there are no texts in this language"});
    return made;
}

} // namespace circ::config
