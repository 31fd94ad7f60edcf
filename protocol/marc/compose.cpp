#include "protocol/marc/compose.hpp"

#include "protocol/text/utf8.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace circ::protocol::marc {

namespace {

/// A combining mark, its combining class, and the letters it joins: each base letter followed by
/// the letter the two become. A letter with two marks is reached in two steps.
struct mark {
    char32_t code_point;
    int combining_class;
    std::u32string_view pairs;
};

// clang-format off
constexpr auto marks = std::to_array<mark>({
    {0x0300, 230, U"AÀEÈIÌOÒUÙaàeèiìoòuùÜǛüǜNǸnǹĒḔēḕŌṐōṑWẀwẁÂẦâầĂẰăằÊỀêềÔỒôồƠỜơờƯỪưừYỲyỳЕЀИЍ"
                  U"еѐиѝ"},
    {0x0301, 230, U"AÁEÉIÍOÓUÚYÝaáeéiíoóuúyýCĆcćLĹlĺNŃnńRŔrŕSŚsśZŹzźÜǗüǘGǴgǵÅǺåǻÆǼæǽØǾøǿÇḈçḉ"
                  U"ĒḖēḗÏḮïḯKḰkḱMḾmḿÕṌõṍŌṒōṓPṔpṕŨṸũṹWẂwẃÂẤâấĂẮăắÊẾêếÔỐôốƠỚơớƯỨưứГЃКЌгѓкќ"},
    {0x0302, 230, U"AÂEÊIÎOÔUÛaâeêiîoôuûCĈcĉGĜgĝHĤhĥJĴjĵSŜsŝWŴwŵYŶyŷZẐzẑẠẬạậẸỆẹệỌỘọộ"},
    {0x0303, 230, U"AÃNÑOÕaãnñoõIĨiĩUŨuũVṼvṽÂẪâẫĂẴăẵEẼeẽÊỄêễÔỖôỗƠỠơỡƯỮưữYỸyỹ"},
    {0x0304, 230, U"AĀaāEĒeēIĪiīOŌoōUŪuūÜǕüǖÄǞäǟȦǠȧǡÆǢæǣǪǬǫǭGḠgḡḶḸḷḹṚṜṛṝ"},
    {0x0306, 230, U"AĂaăEĔeĕGĞgğIĬiĭOŎoŏUŬuŭȨḜȩḝẠẶạặУЎИЙийуў"},
    {0x0307, 230, U"CĊcċEĖeėGĠgġIİZŻzżBḂbḃDḊdḋFḞfḟHḢhḣMṀmṁNṄnṅPṖpṗRṘrṙSṠsṡŚṤśṥŠṦšṧṢṨṣṩTṪtṫWẆ"
                  U"wẇXẊxẋYẎyẏſẛ"},
    {0x0308, 230, U"AÄEËIÏOÖUÜaäeëiïoöuüyÿYŸHḦhḧÕṎõṏŪṺūṻWẄwẅXẌxẍtẗЕЁІЇеёії"},
    {0x0309, 230, U"AẢaảÂẨâẩĂẲăẳEẺeẻÊỂêểIỈiỉOỎoỏÔỔôổƠỞơởUỦuủƯỬưửYỶyỷ"},
    {0x030A, 230, U"AÅaåUŮuůwẘyẙ"},
    {0x030B, 230, U"OŐoőUŰuű"},
    {0x030C, 230, U"CČcčDĎdďEĚeěLĽlľNŇnňRŘrřSŠsšTŤtťZŽzžAǍaǎIǏiǐOǑoǒUǓuǔÜǙüǚGǦgǧKǨkǩƷǮʒǯjǰHȞ"
                  U"hȟ"},
    {0x030F, 230, U"AȀaȁEȄeȅIȈiȉOȌoȍRȐrȑUȔuȕ"},
    {0x0310, 230, U""},
    {0x0311, 230, U"AȂaȃEȆeȇIȊiȋOȎoȏRȒrȓUȖuȗ"},
    {0x0313, 230, U""},
    {0x0315, 232, U""},
    {0x031B, 216, U"OƠoơUƯuư"},
    {0x031C, 220, U""},
    {0x0323, 220, U"BḄbḅDḌdḍHḤhḥKḲkḳLḶlḷMṂmṃNṆnṇRṚrṛSṢsṣTṬtṭVṾvṿWẈwẉZẒzẓAẠaạEẸeẹIỊiịOỌoọƠỢơợ"
                  U"UỤuụƯỰưựYỴyỵ"},
    {0x0324, 220, U"UṲuṳ"},
    {0x0325, 220, U"AḀaḁ"},
    {0x0326, 220, U"SȘsșTȚtț"},
    {0x0327, 202, U"CÇcçGĢgģKĶkķLĻlļNŅnņRŖrŗSŞsşTŢtţDḐdḑHḨhḩ"},
    {0x0328, 202, U"AĄaąEĘeęIĮiįUŲuųOǪoǫ"},
    {0x032D, 220, U"DḒdḓEḘeḙLḼlḽNṊnṋTṰtṱUṶuṷ"},
    {0x032E, 220, U"HḪhḫ"},
    {0x0330, 220, U"EḚeḛIḬiḭUṴuṵ"},
    {0x0331, 220, U"BḆbḇDḎdḏKḴkḵLḺlḻNṈnṉRṞrṟTṮtṯZẔzẕhẖ"},
    {0x0332, 220, U""},
    {0x0333, 220, U""},
    {0x0360, 234, U""},
    {0x0361, 234, U""},
});
// clang-format on
static_assert(std::ranges::is_sorted(marks, {}, &mark::code_point));

const mark* find_mark(char32_t c) noexcept {
    if (c < marks.front().code_point || c > marks.back().code_point) return nullptr;
    const auto found = std::ranges::lower_bound(marks, c, {}, &mark::code_point);
    return found->code_point == c ? &*found : nullptr;
}

/// The letter that `base` and its mark become, or 0.
char32_t joined(char32_t base, const mark& with) noexcept {
    for (std::size_t at = 0; at < with.pairs.size(); at += 2)
        if (with.pairs[at] == base) return with.pairs[at + 1];
    return 0;
}

/// A base character and the marks gathered behind it.
class cluster {
public:
    void start(std::string& out, char32_t base) {
        flush(out);
        base_ = base;
    }

    void add(const mark& next) { marks_.push_back(&next); }

    /// Writes the cluster: canonical order first, then each mark joins the base if it can and no
    /// mark of its own class stayed between them.
    void flush(std::string& out) {
        std::ranges::stable_sort(marks_, {}, &mark::combining_class);
        int last_kept_class = 0;
        std::erase_if(marks_, [&](const mark* each) {
            const bool blocked = last_kept_class == each->combining_class;
            if (const char32_t whole = blocked ? 0 : joined(base_, *each); whole != 0) {
                base_ = whole;
                return true;
            }
            last_kept_class = each->combining_class;
            return false;
        });
        if (base_ != 0) text::append_utf8(out, base_);
        for (const mark* each : marks_)
            text::append_utf8(out, each->code_point);
        base_ = 0;
        marks_.clear();
    }

private:
    char32_t base_ = 0; // 0: nothing yet, a mark may stand at the front of a text
    std::vector<const mark*> marks_;
};

constexpr bool is_printable_ascii(char c) noexcept {
    return c >= ' ' && c <= '~';
}

} // namespace

std::string compose(std::string_view utf8) {
    if (std::ranges::all_of(utf8, is_printable_ascii)) return std::string(utf8);

    std::string out;
    out.reserve(utf8.size());
    cluster current;
    while (!utf8.empty()) {
        const text::utf8_step step = text::front_character(utf8);
        utf8.remove_prefix(step.length);
        const char32_t c = step.code_point;
        if (c >= 0x7F && c < 0xA0) continue;
        if (const mark* found = find_mark(c))
            current.add(*found);
        else
            current.start(out, c < ' ' ? U' ' : c);
    }
    current.flush(out);
    return out;
}

} // namespace circ::protocol::marc
