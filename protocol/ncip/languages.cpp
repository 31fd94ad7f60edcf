#include "protocol/ncip/languages.hpp"

#include "protocol/ncip/values.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace circ::protocol::ncip {
namespace {

struct language {
    std::string_view bibliographic;
    std::string_view terminological; ///< where it differs
    std::string_view two;
};

// clang-format off
constexpr auto languages = std::to_array<language>({
    {"alb", "sqi", "sq"}, {"ara", "", "ar"}, {"arm", "hye", "hy"}, {"baq", "eus", "eu"},
    {"bel", "", "be"}, {"ben", "", "bn"}, {"bos", "", "bs"}, {"bul", "", "bg"},
    {"cat", "", "ca"}, {"chi", "zho", "zh"}, {"cze", "ces", "cs"}, {"dan", "", "da"},
    {"dut", "nld", "nl"}, {"eng", "", "en"}, {"est", "", "et"}, {"fin", "", "fi"},
    {"fre", "fra", "fr"}, {"geo", "kat", "ka"}, {"ger", "deu", "de"}, {"gle", "", "ga"},
    {"glg", "", "gl"}, {"gre", "ell", "el"}, {"guj", "", "gu"}, {"heb", "", "he"},
    {"hin", "", "hi"}, {"hrv", "", "hr"}, {"hun", "", "hu"}, {"ice", "isl", "is"},
    {"ind", "", "id"}, {"ita", "", "it"}, {"jpn", "", "ja"}, {"kor", "", "ko"},
    {"kur", "", "ku"}, {"lav", "", "lv"}, {"lit", "", "lt"}, {"ltz", "", "lb"},
    {"mac", "mkd", "mk"}, {"may", "msa", "ms"}, {"mlt", "", "mt"}, {"nor", "", "no"},
    {"nob", "", "nb"}, {"nno", "", "nn"}, {"pan", "", "pa"}, {"per", "fas", "fa"},
    {"pol", "", "pl"}, {"por", "", "pt"}, {"rum", "ron", "ro"}, {"rus", "", "ru"},
    {"slo", "slk", "sk"}, {"slv", "", "sl"}, {"som", "", "so"}, {"spa", "", "es"},
    {"srp", "", "sr"}, {"swe", "", "sv"}, {"tam", "", "ta"}, {"tel", "", "te"},
    {"tha", "", "th"}, {"tur", "", "tr"}, {"ukr", "", "uk"}, {"urd", "", "ur"},
    {"vie", "", "vi"}, {"wel", "cym", "cy"}, {"yid", "", "yi"},
});
// clang-format on

/// @return an unknown one, with empty codes, for what is in no row
language language_called(std::string_view code) {
    const auto wanted = folded(code);
    const auto found = std::ranges::find_if(languages, [&wanted](const language& each) {
        return each.bibliographic == wanted || each.two == wanted ||
               (!wanted.empty() && each.terminological == wanted);
    });
    return found == languages.end() ? language{} : *found;
}

} // namespace

std::string_view two_letters_of(std::string_view code) {
    return language_called(code).two;
}

std::string_view three_letters_of(std::string_view code) {
    return language_called(code).bibliographic;
}

} // namespace circ::protocol::ncip
