#include "config/texts.hpp"

#include "config/document.hpp"
#include "config/embedded_texts.hpp"
#include "config/nearest.hpp"
#include "config/read_file.hpp"
#include "config/text_check.hpp"
#include "config/text_rules.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <variant>

namespace circ::config {
namespace {

using text_table = std::map<std::string, std::string, std::less<>>;

std::string message_for(text_kind kind) {
    return kind == text_kind::receipt ? "a receipt is a text in quotes, or a list of them, one a line"
                                      : "a sentence is a text in quotes";
}

/// The lines of a list with line ends between; nothing if one of them is no line.
std::optional<std::string> joined(const value_list& lines) {
    std::string all;
    for (const value& each : lines) {
        const auto* line = std::get_if<std::string>(&each.content);
        if (line == nullptr || line->find('\n') != std::string::npos) return std::nullopt;
        all += *line + '\n';
    }
    if (!all.empty()) all.pop_back();
    return all;
}

/// A text as it is kept; nothing if it has not the form of its kind.
std::optional<std::string> text_in(const value& from, text_kind kind) {
    if (const auto* text = std::get_if<std::string>(&from.content)) return *text;
    const auto* lines = std::get_if<value_list>(&from.content);
    if (lines == nullptr || kind != text_kind::receipt) return std::nullopt;
    return joined(*lines);
}

/// Takes texts over what is there.
class taker {
public:
    /// @param shipped the English texts, which are all that there may be; null: these are they
    taker(text_table& into, const text_table* shipped, std::vector<mistake>& mistakes)
        : into_(into), shipped_(shipped), mistakes_(mistakes) {}

    void take(const value_table& from, const std::string& prefix = {}) {
        for (const auto& entry : from) {
            const std::string name = prefix + entry.key;
            const auto* inner = std::get_if<value_table>(&entry.value.content);
            if (inner != nullptr && prefix.empty())
                take(*inner, name + '.');
            else
                take_text(entry, name);
        }
    }

private:
    void take_text(const table_entry& entry, const std::string& name) {
        const auto kind = kind_of_text(name);
        const auto text = text_in(entry.value, kind);
        std::string wrong = text ? mistake_in(name, *text) : message_for(kind);
        if (wrong.empty())
            into_.insert_or_assign(name, *text);
        else
            mistakes_.push_back({entry.at, name, shown(entry.value), std::move(wrong)});
    }

    [[nodiscard]] std::string mistake_in(const std::string& name, const std::string& text) const {
        if (shipped_ == nullptr) return mistake_in_text(name, text, text);
        if (const auto known = shipped_->find(name); known != shipped_->end())
            return mistake_in_text(name, text, known->second);
        std::vector<std::string_view> names;
        for (const auto& each : *shipped_) names.push_back(each.first);
        return "there is no such sentence" + suggestion(name, names);
    }

    text_table& into_;
    const text_table* shipped_;
    std::vector<mistake>& mistakes_;
};

void take_folder(loaded_texts& into, const std::string& folder) {
    const text_table shipped = into.by_language["en"];
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
        const file_text read = read_file(file.path());
        if (!read.why_not.empty())
            into.mistakes.push_back({{name}, "texts.directory", "", complaint_about(read)});
        else if (!a_language.fits(language))
            into.mistakes.push_back({{name}, "texts.directory", language, "a file of texts is named by its language, like \"de.toml\""});
        else
            taker(into.by_language[language], &shipped, into.mistakes).take(parse_document(read.text, name, into.mistakes));
    }
}

} // namespace

loaded_texts load_texts(const text_settings& how) {
    loaded_texts made;
    const text_table* english = nullptr; // the first of them
    for (const auto& [language, text] : embedded_texts) {
        text_table& into = made.by_language[std::string(language)];
        taker(into, english, made.mistakes).take(parse_document(text, std::string(language) + ".toml", made.mistakes));
        if (english == nullptr) english = &into;
    }
    if (!how.directory.empty()) take_folder(made, how.directory);
    if (!made.by_language.contains(how.language))
        made.mistakes.push_back({{}, "texts.language", how.language, "there are no texts in this language"});
    return made;
}

} // namespace circ::config
