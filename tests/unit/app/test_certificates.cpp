// What is said of the certificates of doors: in the log, in the figures, and to whom asks for the status.
#include "server/app/certificates.hpp"
#include "server/log/capture.hpp"
#include "tests/support/certificates.hpp"

namespace circ::test {
namespace {

using app::first_to_end;
using app::tell_certificates;
using std::chrono::days;
using std::chrono::seconds;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

struct certificates : testing::Test {
    [[nodiscard]] std::shared_ptr<const protocol::tls::context> lasting(days how_long) const {
        const auto own = authority.issue("library.example", {}, how_long);
        std::vector<protocol::tls::flaw> flaws;
        return make_context(protocol::tls::server_identity{.certificate = own.certificate, .key = own.key}, flaws);
    }
    const certificate_authority authority{"Riverton Library Authority"};
    const net::tls_contexts all{{"cellar", lasting(days(400))}, {"hall", lasting(days(100))}};
    const std::chrono::system_clock::time_point ends = all.at("hall")->certificate_ends();
    std::shared_ptr<log::captured_lines> lines = std::make_shared<log::captured_lines>();
    std::unique_ptr<log::logger> log = log::capturing_logger(lines);
    metrics::registry figures;
};

TEST_F(certificates, are_told_when_they_end_within_three_weeks) {
    tell_certificates(all, ends - days(21), *log, figures);
    log->flush();
    EXPECT_EQ(lines->of(log::event::certificate_in_use).size(), 2U);
    EXPECT_THAT(lines->of(log::event::certificate_ends_soon), IsEmpty());
    tell_certificates(all, ends - days(21) + seconds(1), *log, figures);
    log->flush();
    EXPECT_THAT(lines->of(log::event::certificate_ends_soon), testing::ElementsAre(HasSubstr("days_left=20")));
}

TEST_F(certificates, show_their_end_for_as_long_as_they_are_in_use) {
    tell_certificates(all, ends, *log, figures);
    const std::string name = "circdesk_certificate_expires_timestamp_seconds";
    const auto end = std::chrono::duration_cast<seconds>(ends.time_since_epoch()).count();
    EXPECT_THAT(figures.text(), HasSubstr(name + "{listener=\"hall\"} " + std::to_string(end) + '\n'));
    EXPECT_THAT(figures.text(), HasSubstr(name + "{listener=\"cellar\"} "));
    tell_certificates({}, ends, *log, figures);
    EXPECT_THAT(figures.text(), Not(HasSubstr(name + '{')));
}

TEST_F(certificates, are_spoken_of_by_the_one_that_ends_first) {
    const auto in_time = first_to_end(all, ends - days(21));
    ASSERT_TRUE(in_time);
    EXPECT_EQ(in_time->listener, "hall");
    EXPECT_EQ(in_time->days, 21);
    EXPECT_FALSE(in_time->ends_soon);
    const auto over = first_to_end(all, ends + seconds(1));
    ASSERT_TRUE(over);
    EXPECT_EQ(over->days, -1);
    EXPECT_TRUE(over->ends_soon);
    EXPECT_FALSE(first_to_end({}, ends));
}

} // namespace
} // namespace circ::test
