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

    private:
        session_list* in_;
        stoppable* who_;
        std::string address_;
    };

    [[nodiscard]] std::size_t size() const noexcept { return all_.size(); }
    [[nodiscard]] std::size_t from(const std::string& address) const;
    [[nodiscard]] bool stopping() const noexcept { return stopping_; }

    /// Asks every session to finish. `when_empty` is called once, when the last one has gone.
    void finish_all(std::function<void()> when_empty);
    void end_all();

private:
    std::set<stoppable*> all_;
    std::map<std::string, std::size_t> by_address_;
    std::function<void()> when_empty_;
    bool stopping_ = false;
};

} // namespace circ::net
