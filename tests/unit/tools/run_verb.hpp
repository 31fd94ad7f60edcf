#pragma once

#include "tests/support/shell_words.hpp"
#include "tools/circdesk/blank_words.hpp"
#include "tools/circdesk/command.hpp"
#include "tools/circdesk/tool.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

// Runs a verb of the tool as its command line says, within the test.

namespace circ::test {

struct ran {
    int code = 0;
    std::string out;   ///< standard output
    std::string wrong; ///< what the complaint says, and standard error
};

/// nullptr when there is none.
inline std::unique_ptr<tool::command> find_verb(std::string_view path) {
    for (auto& each : tool::all_commands())
        if (each->path() == path) return std::move(each);
    return nullptr;
}

inline void give(const tool::option& to, const std::string& word) {
    std::visit(
        [&](auto* into) {
            using value = std::remove_pointer_t<decltype(into)>;
            if constexpr (std::is_same_v<value, std::int64_t>)
                *into = std::stoll(word);
            else if constexpr (std::is_same_v<value, std::vector<std::string>>)
                into->push_back(word);
            else if constexpr (!std::is_same_v<value, bool>)
                *into = word;
        },
        to.into);
}

/// Gives the options of a verb the values of a command line, positional ones in their order; a list
/// takes all that are left.
inline void give_all(const std::vector<tool::option>& options, const std::vector<std::string>& words) {
    auto positional = options.begin();
    for (auto word = words.begin(); word != words.end(); ++word) {
        const bool is_named = word->starts_with("--");
        while (!is_named && positional != options.end() && positional->name.starts_with("--"))
            ++positional;
        const auto found =
            is_named ? std::ranges::find(options, *word, &tool::option::name) : positional;
        if (found == options.end()) throw std::runtime_error("no such option: " + *word);
        const bool is_list = std::holds_alternative<std::vector<std::string>*>(found->into);
        if (!is_named && !is_list) ++positional;
        if (auto* const* flag = std::get_if<bool*>(&found->into))
            **flag = true;
        else
            give(*found, is_named ? *++word : *word);
    }
}

/// Runs a verb that has been given its words.
inline ran run_verb(tool::command& verb, tool::tool::common_options how) {
    tool::tool with(std::move(how));
    ran made;
    testing::internal::CaptureStdout();
    testing::internal::CaptureStderr();
    try {
        tool::refuse_blank(verb.options());
        made.code = verb.run(with);
    } catch (const tool::complaint& about) {
        made.code = about.code();
        made.wrong = about.what();
    }
    made.out = testing::internal::GetCapturedStdout();
    made.wrong += testing::internal::GetCapturedStderr();
    return made;
}

/// @param line "circdesk hold list --shelf --branch MAIN"
inline ran run_verb(const std::string& line, tool::tool::common_options how) {
    auto words = shell_words(line);
    const auto verb = find_verb(words.at(1) + ' ' + words.at(2));
    if (!verb) throw std::runtime_error("no such verb: " + line);
    words.erase(words.begin(), words.begin() + 3);
    give_all(verb->options(), words);
    return run_verb(*verb, std::move(how));
}

} // namespace circ::test
