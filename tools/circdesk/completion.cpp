#include "tools/circdesk/common_options.hpp"
#include "tools/circdesk/manual.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <utility>

// One script for each shell, each of the same list: a verb, what it is for, and its options. Where a
// value is due, files are offered: most values that are long are files.

namespace circ::tool {
namespace {

struct completed_option {
    std::string name;
    std::string help;
    bool takes_value;
};

struct completed_verb {
    std::string path;
    std::string summary;
    std::vector<completed_option> options;
};

std::vector<completed_option> named_options(const std::vector<option>& all) {
    std::vector<completed_option> made;
    for (const auto& each : all)
        if (each.name.starts_with("--"))
            made.push_back({std::string(each.name), std::string(each.help), !std::holds_alternative<bool*>(each.into)});
    return made;
}

std::vector<completed_verb> all_verbs() {
    std::vector<completed_verb> made;
    for (const auto& each : all_commands())
        made.push_back({std::string(each->path()), std::string(each->summary()), named_options(each->options())});
    return made;
}

std::vector<completed_option> common() {
    tool::common_options how;
    return named_options(options_of(how));
}

bool is_one_word(const completed_verb& what) {
    return what.path.find(' ') == std::string::npos;
}

std::string names_of(const std::vector<completed_option>& all) {
    std::string names;
    for (const auto& each : all) names.append(names.empty() ? "" : " ").append(each.name);
    return names;
}

/// Options of any verb that a value follows.
std::string valued_names(const std::vector<completed_verb>& verbs) {
    std::vector<std::string> names;
    const auto take = [&](const std::vector<completed_option>& from) {
        for (const auto& each : from)
            if (each.takes_value) names.push_back(each.name);
    };
    take(common());
    for (const auto& each : verbs) take(each.options);
    std::ranges::sort(names);
    names.erase(std::ranges::unique(names).begin(), names.end());
    std::string all;
    for (const auto& each : names) all.append(all.empty() ? "" : "|").append(each);
    return all;
}

/// The first words, each once, in the order of the manual.
std::vector<std::string> first_words(const std::vector<completed_verb>& verbs) {
    std::vector<std::string> words;
    for (const auto& each : verbs) {
        std::string word = each.path.substr(0, each.path.find(' '));
        if (std::ranges::find(words, word) == words.end()) words.push_back(std::move(word));
    }
    return words;
}

/// The words that may follow one: "add change list".
std::string second_words(const std::vector<completed_verb>& verbs, const std::string& first) {
    std::string words;
    for (const auto& each : verbs)
        if (each.path.starts_with(first + ' ')) words.append(words.empty() ? "" : " ").append(each.path.substr(first.size() + 1));
    return words;
}

/// Between single quotes of a shell.
std::string shell_quoted(std::string_view text) {
    std::string out = "'";
    for (const char c : text) {
        if (c == '\'')
            out += "'\\''";
        else
            out += c;
    }
    return out + '\'';
}

/// The same walk for bash and zsh: which verb the words before the cursor are, then what may follow. A
/// verb of one word may be followed by words of its own, which are no verbs.
std::string cases_of_verbs(const std::vector<completed_verb>& verbs) {
    std::string cases;
    std::string firsts;
    for (const auto& word : first_words(verbs)) {
        firsts.append(firsts.empty() ? "" : " ").append(word);
        const std::string seconds = second_words(verbs, word);
        if (!seconds.empty()) cases += fmt::format("        {}) offered={} ;;\n", shell_quoted(word), shell_quoted(seconds));
    }
    std::string made = fmt::format("        '') offered={} ;;\n{}", shell_quoted(firsts), cases);
    for (const auto& each : verbs)
        made += fmt::format("        {}) offered={} ;;\n", shell_quoted(each.path), shell_quoted(names_of(each.options)));
    for (const auto& each : verbs)
        if (is_one_word(each))
            made += fmt::format("        {}) offered={} ;;\n", shell_quoted(each.path + ' ') + '*', shell_quoted(names_of(each.options)));
    return "    case $verb in\n" + made + "    esac\n";
}

constexpr std::string_view opening = "# Made from the table of verbs in tools/circdesk.\n";

/// Of the words before the cursor the first two that are neither options nor their values.
std::string verb_search(const std::string& valued, std::string_view words, std::string_view last) {
    return fmt::format("    for ((i = {}; i < {}; ++i)); do\n"
                       "        word=${{{}[i]}}\n"
                       "        case $word in\n"
                       "            {}) ((++i)) ;;\n"
                       "            -*) ;;\n"
                       "            *) [[ $count -lt 2 ]] && verb=\"${{verb:+$verb }}$word\" && ((++count)) ;;\n"
                       "        esac\n"
                       "    done\n",
                       words == "words" ? 2 : 1, last, words, valued);
}

std::string bash_script(const std::vector<completed_verb>& verbs) {
    std::string out(opening);
    out += "_circdesk() {\n"
           "    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} word verb='' offered='' i count=0\n";
    out += verb_search(valued_names(verbs), "COMP_WORDS", "COMP_CWORD");
    out += fmt::format("    case $previous in\n        {}) COMPREPLY=($(compgen -f -- \"$current\")); return ;;\n    esac\n", valued_names(verbs));
    out += cases_of_verbs(verbs);
    out += fmt::format("    [[ $current == -* ]] && offered+=' {}'\n", names_of(common()));
    out += "    COMPREPLY=($(compgen -W \"$offered\" -- \"$current\"))\n"
           "    [[ ${#COMPREPLY[@]} -eq 0 && $current != -* ]] && COMPREPLY=($(compgen -f -- \"$current\"))\n"
           "}\ncomplete -F _circdesk circdesk\n";
    return out;
}

std::string zsh_script(const std::vector<completed_verb>& verbs) {
    std::string out = "#compdef circdesk\n";
    out += opening;
    out += "_circdesk() {\n"
           "    local word verb='' offered=''\n    local -i i count=0\n";
    out += verb_search(valued_names(verbs), "words", "CURRENT");
    out += fmt::format("    case ${{words[CURRENT-1]}} in\n        {}) _files; return ;;\n    esac\n", valued_names(verbs));
    out += cases_of_verbs(verbs);
    out += fmt::format("    [[ ${{words[CURRENT]}} == -* ]] && offered+=' {}'\n", names_of(common()));
    out += "    compadd -- ${=offered} || _files\n}\n_circdesk \"$@\"\n";
    return out;
}

/// The words before the cursor, as verb_search finds them; and whether they are these, or begin so.
std::string fish_search(const std::string& valued) {
    std::string names = valued;
    std::ranges::replace(names, '|', ' ');
    return fmt::format("function __circdesk_verb\n"
                       "    set -l verb\n"
                       "    set -l is_value 0\n"
                       "    for word in (commandline -opc)[2..]\n"
                       "        if test $is_value = 1\n"
                       "            set is_value 0\n"
                       "        else if contains -- $word {}\n"
                       "            set is_value 1\n"
                       "        else if not string match -q -- '-*' $word\n"
                       "            set -a verb $word\n"
                       "        end\n"
                       "    end\n"
                       "    echo \"$verb[1..2]\"\n"
                       "end\n"
                       "function __circdesk_is\n"
                       "    test (__circdesk_verb) = $argv[1]\n"
                       "end\n"
                       "function __circdesk_begins\n"
                       "    test (string split -f 1 ' ' -- (__circdesk_verb)) = $argv[1]\n"
                       "end\n",
                       names);
}

std::string fish_script(const std::vector<completed_verb>& verbs) {
    std::string out(opening);
    out += fish_search(valued_names(verbs));
    const auto options = [&out](std::string_view condition, const std::vector<completed_option>& all) {
        for (const auto& each : all)
            out += fmt::format("complete -c circdesk{} -l {} {}-d {}\n", condition, each.name.substr(2), each.takes_value ? "-r " : "", shell_quoted(each.help));
    };
    const auto word = [&out](const std::string& behind, std::string_view offered, std::string_view told) {
        out += fmt::format("complete -c circdesk -f -n {} -a {}", shell_quoted("__circdesk_is " + shell_quoted(behind)), offered);
        out += told.empty() ? "\n" : fmt::format(" -d {}\n", shell_quoted(told));
    };
    options("", common());
    for (const auto& first : first_words(verbs))
        if (std::ranges::find(verbs, first, &completed_verb::path) == verbs.end()) word("", first, {});
    for (const auto& each : verbs) {
        const auto space = each.path.find(' ');
        if (is_one_word(each))
            word("", each.path, each.summary);
        else
            word(each.path.substr(0, space), each.path.substr(space + 1), each.summary);
        const std::string here = (is_one_word(each) ? "__circdesk_begins " : "__circdesk_is ") + shell_quoted(each.path);
        options(" -n " + shell_quoted(here), each.options);
    }
    return out;
}

} // namespace

std::string completion_script(std::string_view shell) {
    const auto verbs = all_verbs();
    if (shell == "bash") return bash_script(verbs);
    if (shell == "zsh") return zsh_script(verbs);
    assert(shell == "fish");
    return fish_script(verbs);
}

} // namespace circ::tool
