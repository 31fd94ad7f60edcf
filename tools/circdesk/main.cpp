#include "storage/store_error.hpp"
#include "tools/circdesk/blank_words.hpp"
#include "tools/circdesk/command.hpp"
#include "tools/circdesk/common_options.hpp"
#include "tools/circdesk/tool.hpp"
#include "tools/circdesk/verb_words.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <iostream>
#include <map>
#include <string>

#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

namespace {

using namespace circ::tool;

std::string system_user() {
    const passwd* user = ::getpwuid(::getuid());
    return user != nullptr ? user->pw_name : std::to_string(::getuid());
}

void add(CLI::App& to, const option& each) {
    CLI::Option* made = std::visit(
        [&](auto* into) -> CLI::Option* {
            const std::string name(each.name);
            const std::string help(each.help);
            if constexpr (std::is_same_v<decltype(into), bool*>)
                return to.add_flag(name, *into, help);
            else
                return to.add_option(name, *into, help);
        },
        each.into);
    if (each.required) made->required();
}

/// "terminal add" is the verb `add` of the group `terminal`.
CLI::App& verb_of(CLI::App& root, std::map<std::string, CLI::App*>& groups, const command& of) {
    const std::string path(of.path());
    const auto space = path.find(' ');
    const std::string summary(of.summary());
    CLI::App* verb = nullptr;
    if (space == std::string::npos) {
        verb = root.add_subcommand(path, summary);
    } else {
        CLI::App*& group = groups[path.substr(0, space)];
        if (group == nullptr) {
            group = root.add_subcommand(path.substr(0, space), path.substr(0, space) + " ...");
            group->require_subcommand(1);
        }
        verb = group->add_subcommand(path.substr(space + 1), summary);
    }
    verb->footer("Example:\n  " + std::string(of.example()));
    return *verb;
}

bool is_without_verb(const std::map<const CLI::App*, command*>& verbs) {
    return std::ranges::none_of(verbs, [](const auto& each) { return each.first->parsed(); });
}

/// Where a verb should stand and another word does, the library only says that one is lacking.
/// @return the sentence that names the word; empty: something else is wrong with the line
std::string wrong_verb(const CLI::App& root, const std::map<std::string, CLI::App*>& groups) {
    std::string group;
    for (const auto& [name, each] : groups)
        if (each->parsed()) group = name;
    for (const auto& word : root.remaining(true))
        if (!word.starts_with('-')) return no_such_verb(group, word);
    return {};
}

int perform(command& what, tool::common_options how) {
    try {
        refuse_blank(what.options());
        tool with(std::move(how));
        return what.run(with);
    } catch (const complaint& about) {
        std::cerr << "circdesk: " << about.what() << '\n';
        return about.code();
    } catch (const circ::storage::store_error& away) {
        std::cerr << "circdesk: " << away.what() << '\n';
        return unavailable;
    } catch (const std::exception& failure) {
        std::cerr << "circdesk: " << failure.what() << '\n';
        return unavailable;
    }
}

} // namespace

int main(int argc, char** argv) {
    ::umask(::umask(0077) | 0027); // readers are named in what is written: nothing of it is for everybody
    CLI::App root("circdesk - the operator's tool of the Circdesk library circulation server");
    root.set_version_flag("--version", "circdesk " CIRC_VERSION);
    root.require_subcommand(1);
    root.fallthrough();
    tool::common_options how{.operator_name = system_user(), .can_be_asked = ::isatty(STDIN_FILENO) == 1};
    for (const auto& each : options_of(how)) add(root, each);

    const auto commands = all_commands();
    std::map<std::string, CLI::App*> groups;
    std::map<const CLI::App*, command*> verbs;
    for (const auto& each : commands) {
        CLI::App& verb = verb_of(root, groups, *each);
        verb.fallthrough();
        for (const auto& word : each->options()) add(verb, word);
        verbs[&verb] = each.get();
    }
    try {
        root.parse(argc, argv);
    } catch (const CLI::RequiredError& lacking) {
        const auto said = is_without_verb(verbs) ? wrong_verb(root, groups) : std::string();
        if (said.empty())
            root.exit(lacking);
        else
            std::cerr << "circdesk: " << said << '\n';
        return wrong_usage;
    } catch (const CLI::ParseError& asked) {
        return root.exit(asked) == 0 ? done : wrong_usage;
    }
    for (const auto& [verb, what] : verbs)
        if (verb->parsed()) return perform(*what, std::move(how));
    return wrong_usage;
}
