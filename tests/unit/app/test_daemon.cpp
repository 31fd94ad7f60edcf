// The server as a whole, in this process: how it ends by what cannot be brought about from outside,
// and what a reload tells.
#include "server/app/daemon.hpp"
#include "server/log/capture.hpp"
#include "storage/open_store.hpp"
#include "tests/unit/storage/scratch_folder.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>

#include <gmock/gmock.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <thread>

#include <unistd.h>

namespace circ::test {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

struct unforeseen {};

class a_daemon : public testing::Test {
protected:
    a_daemon() {
        std::ofstream(file) << "[server]\ndata_dir = \"" << folder.file("") << "\"\n"
                            << "[http]\nenabled = false\n[[listener]]\nname = \"hall\"\nport = 0\n";
    }
    [[nodiscard]] std::uint16_t port() const {
        log->flush();
        const std::string line = lines->of(log::event::listener_opened).at(0);
        const std::string before = "port=";
        return static_cast<std::uint16_t>(std::stoul(line.substr(line.find(before) + before.size())));
    }

    scratch_folder folder;
    const std::string file = folder.file("circdesk.toml");
    std::shared_ptr<log::captured_lines> lines = std::make_shared<log::captured_lines>();
    std::unique_ptr<log::logger> log = log::capturing_logger(lines);
    metrics::registry figures;
    std::unique_ptr<storage::store> store = storage::open_store({.path = folder.file("library.sqlite"), .create = true});
};

TEST_F(a_daemon, cuts_its_devices_before_it_ends_by_what_nobody_foresaw) {
    app::daemon running(app::prepare(file), *store, *log, figures, []() -> app::prepared_settings { throw unforeseen(); });
    asio::io_context own;
    tcp::socket line(own);
    std::thread device([&, to = port()] {
        boost::system::error_code failed; // then no session is told of in the log
        std::string answer;
        line.connect(tcp::endpoint(asio::ip::address_v4::loopback(), to), failed);
        asio::write(line, asio::buffer(std::string_view("9900802.00\r")), failed);
        asio::read_until(line, asio::dynamic_buffer(answer), '\r', failed);
        ::kill(::getpid(), SIGHUP);
    });
    EXPECT_THROW(running.run(), unforeseen);
    device.join();
    log->flush();
    EXPECT_EQ(lines->of(log::event::session_started).size(), 1U);
    EXPECT_EQ(lines->of(log::event::session_ended).size(), 1U);
    store->stop();
}

TEST_F(a_daemon, opens_its_log_again_at_a_hangup_that_finds_a_mistake_in_the_settings) {
    app::daemon running(app::prepare(file), *store, *log, figures, [&] {
        ::kill(::getpid(), SIGTERM); // is heard when this has been refused
        app::prepared_settings wrong = app::prepare(file);
        wrong.mistakes.emplace_back("a mistake");
        return wrong;
    });
    ::kill(::getpid(), SIGHUP);
    running.run();
    log->flush();
    EXPECT_EQ(lines->of(log::event::settings_reload_refused).size(), 1U);
    EXPECT_EQ(lines->of(log::event::log_reopened).size(), 1U);
    store->stop();
}

TEST_F(a_daemon, keeps_what_it_has_at_a_hangup_that_finds_its_settings_cut_off) {
    app::daemon running(app::prepare(file), *store, *log, figures, [&] {
        ::kill(::getpid(), SIGTERM); // is heard when this has been refused
        return app::prepare(file);
    });
    std::filesystem::resize_file(file, 0);
    ::kill(::getpid(), SIGHUP);
    running.run();
    log->flush();
    EXPECT_THAT(lines->of(log::event::settings_mistake), testing::ElementsAre(testing::HasSubstr("holds no setting")));
    EXPECT_EQ(lines->of(log::event::settings_reload_refused).size(), 1U);
    store->stop();
}

TEST_F(a_daemon, says_that_another_pepper_waits_for_a_restart_and_never_which) {
    const std::string pepper = folder.file("pepper");
    std::ofstream(pepper) << "sea salt\n";
    std::ofstream(file, std::ios::app) << "[pin]\npepper_file = \"" << pepper << "\"\n";
    app::daemon running(app::prepare(file), *store, *log, figures, [&] {
        ::kill(::getpid(), SIGTERM); // is heard when this has been taken over
        return app::prepare(file);
    });
    std::ofstream(pepper) << "rock salt\n";
    ::kill(::getpid(), SIGHUP);
    running.run();
    log->flush();
    EXPECT_EQ(lines->of(log::event::settings_reloaded).size(), 1U);
    EXPECT_THAT(lines->of(log::event::setting_needs_restart), testing::ElementsAre(testing::HasSubstr("pin.pepper_file")));
    for (const auto& each : lines->all()) EXPECT_THAT(each, testing::Not(testing::HasSubstr("salt")));
    store->stop();
}

} // namespace
} // namespace circ::test
