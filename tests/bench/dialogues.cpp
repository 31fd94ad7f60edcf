#include "tests/bench/dialogues.hpp"

#include "tests/bench/picker.hpp"
#include "tools/circdesk/sc/message_text.hpp"

#include <chrono>
#include <vector>

namespace circ::bench {
namespace {

constexpr const char* no_date = "                  ";
constexpr std::size_t counts_begin = 37; ///< of a 64: behind code, status, language and date
constexpr std::size_t counts_size = 24;

/// The present second as a device writes it.
class wall_clock {
public:
    const std::string& now() {
        const auto second = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
        if (second != second_) text_ = tool::sip2_date(second_ = second);
        return text_;
    }

private:
    std::chrono::sys_seconds second_{};
    std::string text_;
};

bool has(std::string_view answer, const char* id, std::string_view value) {
    return answer.find(std::string(id).append(value).append("|")) != std::string_view::npos;
}

class asking_status final : public dialogue {
public:
    std::string next(std::size_t) override { return "9900802.00"; }
    bool verify(std::size_t, std::string_view answer) override { return answer.starts_with("98YYY"); }
};

class asking_items final : public dialogue {
public:
    asking_items(const made_library& of, std::size_t kiosks) : pick_(kiosks, {0, of.size().items}), asked_(kiosks) {}

    std::string next(std::size_t kiosk) override {
        asked_[kiosk] = pick_.at_random(kiosk);
        return "17" + clock_.now() + "AOBENCH|AB" + made_library::item(asked_[kiosk]) + '|';
    }
    bool verify(std::size_t kiosk, std::string_view answer) override {
        return answer.starts_with("18") && has(answer, "AB", made_library::item(asked_[kiosk])) &&
               answer.find("AJ" + made_library::title(asked_[kiosk])) != std::string_view::npos;
    }

private:
    picker pick_;
    std::vector<std::size_t> asked_;
    wall_clock clock_;
};

class asking_accounts final : public dialogue {
public:
    asking_accounts(const made_library& of, std::size_t kiosks, readers which)
        : every_(which == readers::busy ? made_library::busy_every : 1), pick_(kiosks, {0, of.account_cards() / every_}),
          rounds_(kiosks, 0), asked_(kiosks) {}

    std::string next(std::size_t kiosk) override {
        const bool first_round = !is_at_rest(kiosk);
        asked_[kiosk] = every_ * (first_round ? pick_.in_order(kiosk, rounds_[kiosk]++) : pick_.at_random(kiosk));
        return "63001" + clock_.now() + "          AOBENCH|AA" + made_library::card(asked_[kiosk]) + "|AC|AD" + made_library::pin + '|';
    }
    bool verify(std::size_t kiosk, std::string_view answer) override {
        const bool is_busy = made_library::is_busy(asked_[kiosk]);
        const std::string_view counts = is_busy ? made_library::busy_counts : "000000000000000000000000";
        return answer.starts_with("64") && answer.substr(counts_begin, counts_size) == counts &&
               has(answer, "AA", made_library::card(asked_[kiosk])) && has(answer, "CQ", "Y");
    }
    bool is_at_rest(std::size_t kiosk) const override { return rounds_[kiosk] == pick_.share(); }

private:
    std::size_t every_;
    picker pick_;
    std::vector<std::size_t> rounds_; ///< cards of the first round that have been asked for
    std::vector<std::size_t> asked_;
    wall_clock clock_;
};

class circulating final : public dialogue {
public:
    circulating(const made_library& of, std::size_t kiosks)
        : items_(kiosks, {0, of.size().items}), cards_(kiosks, {of.account_cards(), of.first_guessed_card()}), all_(kiosks) {}

    std::string next(std::size_t kiosk) override {
        auto& me = all_[kiosk];
        me.lends = !me.lends;
        if (!me.lends) return "09N" + clock_.now() + no_date + "APMAIN|AOBENCH|AB" + me.item + "|AC|";
        me.item = made_library::item(items_.at_random(kiosk));
        const auto card = made_library::card(cards_.at_random(kiosk));
        return "11YN" + clock_.now() + no_date + "AOBENCH|AA" + card + "|AB" + me.item + "|AC|AD" + made_library::pin + '|';
    }
    bool verify(std::size_t kiosk, std::string_view answer) override {
        const auto& me = all_[kiosk];
        return answer.starts_with(me.lends ? "121N" : "101Y") && has(answer, "AB", me.item);
    }
    bool is_at_rest(std::size_t kiosk) const override { return !all_[kiosk].lends; }

private:
    struct kiosk_state {
        std::string item;
        bool lends = false;
    };
    picker items_;
    picker cards_;
    std::vector<kiosk_state> all_;
    wall_clock clock_;
};

class guessing final : public dialogue {
public:
    guessing(const made_library& of, std::size_t kiosks)
        : pick_(kiosks, {of.first_guessed_card(), of.size().patrons}), card_(kiosks) {}

    std::string next(std::size_t kiosk) override {
        card_[kiosk] = made_library::card(pick_.at_random(kiosk));
        return "63001" + clock_.now() + "          AOBENCH|AA" + card_[kiosk] + "|AC|ADx" + std::to_string(guesses_++) + '|';
    }
    bool verify(std::size_t kiosk, std::string_view answer) override {
        return answer.starts_with("64") && has(answer, "AA", card_[kiosk]) && has(answer, "CQ", "N");
    }

private:
    picker pick_;
    std::vector<std::string> card_;
    std::size_t guesses_ = 0;
    wall_clock clock_;
};

class listing_loans final : public dialogue {
public:
    listing_loans(std::string card, std::size_t first) : card_(std::move(card)), first_(first) {}

    std::string next(std::size_t) override {
        return "63001" + clock_.now() + "  Y       AOBENCH|AA" + card_ + "|AC|AD" + made_library::pin + "|BP" +
               std::to_string(first_) + "|BQ" + std::to_string(first_ + 9) + '|';
    }
    bool verify(std::size_t, std::string_view answer) override {
        std::size_t lines = 0;
        for (auto at = answer.find("|AU"); at != std::string_view::npos; at = answer.find("|AU", at + 1)) ++lines;
        return answer.starts_with("64") && lines == 10 && has(answer, "AA", card_);
    }

private:
    std::string card_;
    std::size_t first_;
    wall_clock clock_;
};

} // namespace

dialogue_ptr status_dialogue() { return std::make_unique<asking_status>(); }

dialogue_ptr item_dialogue(const made_library& of, std::size_t kiosks) { return std::make_unique<asking_items>(of, kiosks); }

dialogue_ptr account_dialogue(const made_library& of, std::size_t kiosks, readers which) {
    return std::make_unique<asking_accounts>(of, kiosks, which);
}

dialogue_ptr circulation_dialogue(const made_library& of, std::size_t kiosks) {
    return std::make_unique<circulating>(of, kiosks);
}

dialogue_ptr guessing_dialogue(const made_library& of, std::size_t kiosks) { return std::make_unique<guessing>(of, kiosks); }

dialogue_ptr loans_dialogue(std::string card, std::size_t first) {
    return std::make_unique<listing_loans>(std::move(card), first);
}

} // namespace circ::bench
