#include "server/relay/session_cache.hpp"

namespace circ::relay {

void session_cache::serve(const std::string& card) {
    if (card == card_) return;
    card_ = card;
    account_.reset();
    fees_.clear();
    proved_.reset();
}

void session_cache::clear() {
    *this = session_cache{};
}

void session_cache::changed() {
    account_.reset();
}

const session_cache::account*
session_cache::account_of(const std::string& card, instant now, std::chrono::seconds keep) const {
    if (!account_ || card != card_ || now - account_->at >= keep) return nullptr;
    return &*account_;
}

void session_cache::keep(const std::string& card, account what) {
    serve(card);
    account_ = std::move(what);
}

const session_cache::description* session_cache::description_of(const std::string& barcode) const {
    const auto found = descriptions_.find(barcode);
    return found == descriptions_.end() ? nullptr : &found->second;
}

void session_cache::keep(const std::string& barcode, description what) {
    what.circulation_status.reset();
    what.date_due.reset();
    what.hold_queue_length.reset();
    // A machine that is never told of an end of visit must not fill the memory; what is thrown away
    // is looked up again.
    if (descriptions_.size() >= most_items) descriptions_.clear();
    descriptions_.insert_or_assign(barcode, std::move(what));
}

std::optional<protocol::ncip::money> session_cache::required_fee(const std::string& card,
                                                                 const std::string& what) const {
    const auto found = fees_.find({card, what});
    if (found == fees_.end()) return std::nullopt;
    return found->second;
}

void session_cache::keep_required_fee(const std::string& card,
                                      const std::string& what,
                                      protocol::ncip::money amount) {
    serve(card);
    if (fees_.size() >= most_items) fees_.clear();
    fees_.insert_or_assign({card, what}, std::move(amount));
}

bool session_cache::is_proved(const std::string& card,
                              const circulation::secret& pin,
                              instant now,
                              std::chrono::seconds keep) const {
    return proved_ && card == card_ && now - proved_at_ < keep && proved_->reveal() == pin.reveal();
}

void session_cache::keep_proof(const std::string& card,
                               const circulation::secret& pin,
                               instant now) {
    serve(card);
    proved_ = pin;
    proved_at_ = now;
}

std::optional<session_cache::own_loan> session_cache::loan_made(const std::string& barcode) const {
    const auto found = loans_.find(barcode);
    if (found == loans_.end()) return std::nullopt;
    return found->second;
}

void session_cache::keep_loan(const std::string& barcode, own_loan made) {
    if (loans_.size() >= most_items) loans_.clear();
    loans_.insert_or_assign(barcode, std::move(made));
}

void session_cache::forget_loan(const std::string& barcode) {
    loans_.erase(barcode);
}

} // namespace circ::relay
