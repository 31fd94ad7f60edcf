#include "tools/circdesk/sc/transcript.hpp"

#include "protocol/sip2/all_tables.hpp"
#include "protocol/sip2/any_message.hpp"
#include "tools/circdesk/sc/message_text.hpp"
#include "tools/circdesk/sc/self_check.hpp"
#include "tools/circdesk/sc/words.hpp"
#include "tools/circdesk/tool.hpp"

#include <algorithm>
#include <optional>
#include <sstream>
#include <utility>

namespace circ::tool {

namespace sip2 = protocol::sip2;

namespace {

std::string_view trimmed(std::string_view text) {
    const auto begin = text.find_first_not_of(" \t\r");
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1);
}

bool is_raw(std::string_view text) { return text.size() >= 2 && text[0] >= '0' && text[0] <= '9'; }

std::optional<transcript::step> read_step(std::string_view line) {
    using kind = transcript::kind;
    const auto after = [&](std::string_view mark) { return std::string(trimmed(line.substr(mark.size()))); };
    if (line.starts_with("SC>")) {
        std::string text = after("SC>");
        const kind what = is_raw(text) ? kind::say_raw : kind::say;
        return transcript::step{what, 0, std::move(text)};
    }
    if (line.starts_with("ACS<")) {
        std::string text = after("ACS<");
        const kind what = is_raw(text) ? kind::expect_raw : kind::expect;
        return transcript::step{what, 0, std::move(text)};
    }
    if (line == "connect") return transcript::step{kind::connect, 0, {}};
    if (line.starts_with("connect as ")) return transcript::step{kind::connect, 0, after("connect as ")};
    if (line == "disconnect") return transcript::step{kind::disconnect, 0, {}};
    return std::nullopt;
}

/// A line against a pattern in which {any} stands for any text.
bool fits(std::string_view line, std::string_view pattern) {
    constexpr std::string_view any = "{any}";
    auto wildcard = pattern.find(any);
    if (wildcard == std::string_view::npos) return line == pattern;
    if (!line.starts_with(pattern.substr(0, wildcard))) return false;
    line.remove_prefix(wildcard);
    pattern.remove_prefix(wildcard + any.size());
    for (std::size_t skip = 0; skip <= line.size(); ++skip)
        if (fits(line.substr(skip), pattern)) return true;
    return false;
}

struct read_answer {
    std::string name;
    std::vector<sip2::described_field> fields;
};

read_answer read(const std::string& answer) {
    const auto parsed = sip2::parse_response(answer, {});
    if (!parsed) return {"(" + parsed.error().message() + ")", {}};
    const auto view = sip2::view_of(parsed->value);
    return {sip2::name_of(view.table), sip2::describe(view, sip2::personal_data::shown)};
}

std::string found_values(const read_answer& answer, const std::string& name) {
    std::string all;
    for (const auto& field : answer.fields)
        if (field.name == name || field.id == name) all += (all.empty() ? "'" : ", '") + field.value + "'";
    return all.empty() ? "no such field" : all;
}

bool matches(const read_answer& answer, const named_value& wanted) {
    const auto is_meant = [&](const auto& field) { return field.name == wanted.name || field.id == wanted.name; };
    const auto has = [&](auto condition) {
        return std::any_of(answer.fields.begin(), answer.fields.end(),
                           [&](const auto& field) { return is_meant(field) && condition(field.value); });
    };
    if (wanted.how == '!') return !has([](const std::string&) { return true; });
    if (wanted.how == '~')
        return has([&](const std::string& value) { return value.find(wanted.value) != std::string::npos; });
    if (wanted.value == "*") return has([](const std::string& value) { return !value.empty(); });
    return has([&](const std::string& value) { return fits(value, wanted.value); });
}

/// One run over the steps.
class play {
public:
    play(const transcript& what, const transcript_stage& on) : what_(what), on_(on) {
        filler_.time_zone = on.time_zone;
    }

    transcript_result run() {
        for (const auto& step : what_.steps) {
            filler_.now = on_.now();
            filler_.last_answer = answer_;
            const std::string text = filler_.filled(step.text);
            switch (step.what) {
            case transcript::kind::connect: line_ = on_.connect(text); break;
            case transcript::kind::disconnect: line_.reset(); break;
            case transcript::kind::say: say(make_message(split_words(text), filler_.now), false); break;
            case transcript::kind::say_raw: say(text, true); break;
            case transcript::kind::expect: expect(step, split_words(text)); break;
            case transcript::kind::expect_raw: expect_raw(step, text); break;
            }
        }
        return std::move(result_);
    }

private:
    void say(const std::string& message, bool raw) {
        if (!line_) line_ = on_.connect({});
        answer_ = raw ? line_->ask_raw(message) : line_->ask(message);
        ++result_.exchanges;
        if (on_.show) on_.show({line_->sent(), line_->received()});
    }

    void expect(const transcript::step& step, const std::vector<std::string>& words) {
        const read_answer answer = read(answer_);
        if (answer.name != words.front())
            return complain(step, "a " + words.front(), "a " + answer.name);
        for (auto word = words.begin() + 1; word != words.end(); ++word) {
            const named_value wanted = read_named_value(*word);
            if (!matches(answer, wanted)) complain(step, *word, found_values(answer, wanted.name));
        }
    }

    void expect_raw(const transcript::step& step, const std::string& wanted) {
        if (!fits(answer_, wanted)) complain(step, wanted, answer_);
    }

    void complain(const transcript::step& step, const std::string& expected, const std::string& got) {
        std::string text = what_.name + ':' + std::to_string(step.line) + ": expected " + expected + "\n    got " + got;
        if (got != answer_) text += " in " + answer_;
        result_.mismatches.push_back({step.line, expected, got, std::move(text)});
    }

    const transcript& what_;
    const transcript_stage& on_;
    placeholders filler_;
    std::unique_ptr<self_check> line_;
    std::string answer_;
    transcript_result result_;
};

} // namespace

transcript read_transcript(std::string_view text, std::string name) {
    transcript made{std::move(name), {}};
    std::istringstream in{std::string(text)};
    std::string line;
    for (std::size_t number = 1; std::getline(in, line); ++number) {
        const auto content = trimmed(line);
        if (content.empty() || content.starts_with('#')) continue;
        auto step = read_step(content);
        if (!step)
            throw complaint(made.name + ':' + std::to_string(number) + ": '" + std::string(content) +
                                "' begins with neither SC>, ACS<, connect, disconnect nor #",
                            wrong_usage);
        step->line = number;
        made.steps.push_back(std::move(*step));
    }
    return made;
}

transcript_result run_transcript(const transcript& what, const transcript_stage& on) { return play(what, on).run(); }

} // namespace circ::tool
