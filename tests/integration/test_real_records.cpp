// Real records, and a kiosk's day over them with error detection on. The records are not ours to
// ship: where they are not beside the tree, the test says so and skips.
#include "protocol/marc/iso2709.hpp"
#include "protocol/marc/items.hpp"
#include "tests/support/running_daemon.hpp"
#include "tests/unit/storage/scratch_folder.hpp"
#include "tools/circdesk/sc/message_text.hpp"
#include "tools/circdesk/sc/self_check.hpp"
#include "server/circulation/clock.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace {

using namespace circ;
namespace fs = std::filesystem;

fs::path records() {
    const char* told = std::getenv("CIRC_TEST_REAL_DATA");
    return fs::path(told != nullptr ? told : CIRC_SOURCE "/../shared/data") / "jazz_1k.mrc";
}

std::vector<protocol::marc::item> items_in(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    protocol::marc::iso2709_reader reader(in);
    std::vector<protocol::marc::item> all;
    const auto& mapping = *protocol::marc::find_item_mapping("symphony949");
    while (const auto read = reader.next())
        if (read->record)
            for (const auto& item : protocol::marc::items_of(*read->record, mapping)) all.push_back(item);
    return all;
}

TEST(real_records, go_in_beside_the_daemon_and_carry_a_kiosk_day) {
    if (!fs::exists(records())) GTEST_SKIP() << "the real records are not beside the tree: " << records();
    const auto data = test::fresh_demo_library();
    const test::running_daemon daemon(data);
    const auto imported = test::circdesk(data, {"import", "marc", records().string(), "--items", "symphony949", "--branch", "MAIN"});
    ASSERT_EQ(imported.exit_code, 0) << imported.output;

    tool::self_check kiosk(tool::connection("127.0.0.1", daemon.port()), {});
    const auto ask = [&](const std::vector<std::string>& words) {
        return kiosk.ask(tool::make_message(words, circulation::system_clock().now())); // checks AY and AZ
    };
    ASSERT_EQ(ask({"login", "CN=kiosk1", "CO=demo-kiosk1"}), "941");
    const auto items = items_in(records());
    ASSERT_EQ(items.size(), 1238U);
    int at_the_binder = 0;
    for (const auto& each : items) {
        const std::string& item = each.barcode;
        SCOPED_TRACE(item);
        if (each.status == "BINDERY") { // the other system said that it cannot be lent
            ++at_the_binder;
            EXPECT_TRUE(ask({"item_information", "AB=" + item}).starts_with("1801"));
            EXPECT_TRUE(ask({"checkout", "AA=29012000000010", "AB=" + item, "AD=1001"}).starts_with("120N"));
            continue;
        }
        EXPECT_TRUE(ask({"item_information", "AB=" + item}).starts_with("1803"));
        EXPECT_TRUE(ask({"checkout", "AA=29012000000010", "AB=" + item, "AD=1001"}).starts_with("121N"));
        EXPECT_TRUE(ask({"item_information", "AB=" + item}).starts_with("1804"));
        EXPECT_TRUE(ask({"checkin", "AB=" + item}).starts_with("101Y"));
    }
    EXPECT_EQ(at_the_binder, 1);
    const auto checked = test::circdesk(data, {"check"});
    EXPECT_EQ(checked.exit_code, 0) << checked.output;
}

TEST(real_records, go_from_one_store_into_another_and_are_the_same_there) {
    if (!fs::exists(records())) GTEST_SKIP() << "the real records are not beside the tree: " << records();
    const test::scratch_folder folder;
    const fs::path first = folder.file("first");
    const fs::path second = folder.file("second");
    const fs::path out = folder.file("out");
    const auto expect_done = [](const fs::path& data, const std::vector<std::string>& words) {
        const auto made = test::circdesk(data, words);
        EXPECT_EQ(made.exit_code, 0) << words.at(0) << ' ' << words.at(1) << ": " << made.output;
    };
    for (const auto& each : {first, second}) {
        expect_done(each, {"institution", "add", "MILLTOWN", "--name", "Milltown Library", "--currency", "EUR", "--zone", "Europe/Berlin"});
        expect_done(each, {"branch", "add", "MAIN", "--name", "Main Library"});
    }
    expect_done(first, {"import", "marc", records().string(), "--items", "symphony949", "--branch", "MAIN"});
    expect_done(first, {"export", "all", out.string()});
    expect_done(second, {"import", "marc", (out / "titles.xml").string()});
    expect_done(second, {"import", "items", (out / "items.csv").string()});
    const auto compared = test::circdesk(first, {"diff", first.string(), second.string()});
    EXPECT_EQ(compared.exit_code, 0) << compared.output;
    EXPECT_NE(compared.output.find("The two libraries hold the same."), std::string::npos) << compared.output;
}

} // namespace
