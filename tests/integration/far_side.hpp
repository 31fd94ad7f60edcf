#pragma once

#include "tests/unit/net/far_library.hpp"
#include "tests/unit/net/odd_peer.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <future>
#include <memory>
#include <string>
#include <thread>
#include <type_traits>
#include <utility>

namespace circ::test {

/// A library system that answers NCIP over HTTP, in a thread of its own; what it answers, a Library
/// knows.
template <class Library>
class far_side_of {
public:
    far_side_of() {
        std::promise<void> ready;
        thread_ = std::thread([this, &ready] {
            peer_ = std::make_unique<net::test::odd_peer>(io_);
            peer_->answer = [this](const std::string& document) {
                return library_.answer(document);
            };
            ready.set_value();
            io_.run();
            peer_.reset();
        });
        ready.get_future().wait();
    }
    far_side_of(const far_side_of&) = delete;
    far_side_of& operator=(const far_side_of&) = delete;
    ~far_side_of() {
        io_.stop();
        thread_.join();
    }

    /// Does something there, in its thread, and gives what it gives.
    template <class Work>
    auto with(Work work) {
        using result = std::invoke_result_t<Work, net::test::odd_peer&, Library&>;
        std::packaged_task<result()> task([this, &work] { return work(*peer_, library_); });
        auto done = task.get_future();
        boost::asio::post(io_, [&task] { task(); });
        return done.get();
    }

    [[nodiscard]] std::string url() {
        return with([](net::test::odd_peer& peer, Library&) { return peer.url(); });
    }

private:
    boost::asio::io_context io_{1};
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> keeps_running_{
        io_.get_executor()};
    Library library_;
    std::unique_ptr<net::test::odd_peer> peer_;
    std::thread thread_;
};

using far_side = far_side_of<net::test::far_library>;

} // namespace circ::test
