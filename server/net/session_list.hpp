#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <set>
#include <string>

namespace circ::net {

/// A session that can be reached from outside.
class stoppable {
public:
    virtual ~stoppable() = default;
    virtual void finish_request_and_end() noexcept = 0; ///< what is in flight is answered first
    virtual void end_now() noexcept = 0;
    /// Its terminal has come again on another connection.
    virtual void make_way() noexcept { finish_request_and_end(); }
};

/// Who is connected: counted, bounded, and ended together. Used from one io thread.
class session_list {
public:
    /// A place in the list; gives it back when destroyed.
    class place {
    public:
        place(session_list& in, stoppable& who, const std::string& address);
        ~place();
        place(const place&) = delete;
        place& operator=(const place&) = delete;

        /// From now on this terminal is here alone. @return whether it was elsewhere, and makes way
        bool claim(const std::string& terminal);
        /// The terminal may be anywhere, or has logged out.
        void claim_nothing();

    private:
        session_list* in_;
        stoppable* who_;
        std::string address_;
        std::string claimed_; ///< login of the terminal that is here alone
    };

    [[nodiscard]] std::size_t size() const noexcept { return all_.size(); }
    [[nodiscard]] std::size_t from(const std::string& address) const;
    [[nodiscard]] bool stopping() const noexcept { return stopping_; }

    /// Asks every session to finish. `when_empty` is called once, when the last one has gone.
    void finish_all(std::function<void()> when_empty);
    void end_all();

private:
    std::set<stoppable*> all_;
    std::map<std::string, std::size_t> by_address_; ///< as address_key() names them
    std::map<std::string, place*> claimed_by_;      ///< by terminal
    std::function<void()> when_empty_;
    bool stopping_ = false;
};

} // namespace circ::net
