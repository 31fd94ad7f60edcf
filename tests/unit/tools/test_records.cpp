// Readers and items made, changed and forgotten by hand.

#include "tests/unit/tools/demo_desk.hpp"

#include <boost/json/parse.hpp>

#include <filesystem>
#include <fstream>

namespace circ::test {
namespace {

using storage::item_state;
using testing::HasSubstr;

class records : public demo_desk {};

TEST_F(records, makes_changes_renews_and_forgets_a_reader) {
    const auto made = run("circdesk patron add 29012000007777 --name Rivera --given-name Ana --born 1990-02-03 --category adult --branch MAIN --expires 2026-12-01");
    ASSERT_EQ(made.code, tool::done) << made.wrong;
    EXPECT_EQ(patron("29012000007777").patron.given_name, "Ana");
    EXPECT_EQ(run("circdesk patron add 29012000007777 --name Other --branch MAIN").code, tool::refused) << "the number is taken";

    ASSERT_EQ(run("circdesk patron edit 29012000007777 --phone 555 --given-name '' --reason 'told at the desk'").code, tool::done);
    EXPECT_EQ(patron("29012000007777").patron.phone, "555");
    ASSERT_EQ(run("circdesk patron edit 29012000007777 --address '1 Mill Lane' --reason 'told at the desk'").code, tool::done);
    const auto shown = run("circdesk patron show 29012000007777").out;
    EXPECT_THAT(shown, HasSubstr("telephone     555\n"));
    EXPECT_THAT(shown, HasSubstr("address       1 Mill Lane\n"));
    EXPECT_THAT(run("circdesk patron show 29012000007777", true).out, HasSubstr(R"("address":"1 Mill Lane","phone":"555")"));
    EXPECT_EQ(patron("29012000007777").patron.given_name, "");
    expect_event("29012000007777", "patron_changed", "told at the desk");

    ASSERT_EQ(run("circdesk patron renew 29012000007777 --until 2030-01-31 --reason paid").code, tool::done);
    EXPECT_THAT(run("circdesk patron renew 29012000007777 --reason paid").out, HasSubstr("is good until 2031-01-31"));
    EXPECT_EQ(run("circdesk patron renew 29012000007777 --until soon --reason paid").code, tool::wrong_usage);

    EXPECT_THAT(run("circdesk patron erase 29012000007777 --reason asked").out, HasSubstr("nothing is changed yet"));
    EXPECT_EQ(patron("29012000007777").patron.family_name, "Rivera");
    EXPECT_EQ(run("circdesk patron erase 29012000007777 --reason asked --yes").code, tool::done);
    EXPECT_EQ(run("circdesk patron edit 29012000007777 --phone 1 --reason x").code, tool::not_found);
    EXPECT_EQ(run("circdesk patron erase 29012000000010 --reason asked --yes").code, tool::refused) << "has loans";
}

TEST_F(records, makes_changes_and_withdraws_an_item) {
    const auto made = run("circdesk item add 39012000009999 --new-title 'The Long Field' --author 'Ada Moss' --branch MAIN --type book --price 14.00");
    ASSERT_EQ(made.code, tool::done) << made.wrong;
    const auto item = [] {
        return ask([](storage::reader& from, const auto& of) { return from.item_by_barcode(of.id, "39012000009999").value(); });
    };
    EXPECT_EQ(item().title.text, "The Long Field");
    EXPECT_EQ(item().item.price.value().minor, 1400);
    EXPECT_EQ(run("circdesk item add 39012000009999 --new-title Other --branch MAIN").code, tool::refused);
    EXPECT_EQ(run("circdesk item add 39012000009998 --branch MAIN").code, tool::wrong_usage);
    EXPECT_EQ(run("circdesk item add 39012000009997 --new-title 'The Short Field' --at MAIN").code, tool::done) << "at its desk";
    EXPECT_EQ(run("circdesk item edit 39012000009999 --price much --reason x").code, tool::wrong_usage);
    ASSERT_EQ(run("circdesk item edit 39012000009999 --location Attic --parts 3 --reason moved").code, tool::done);
    EXPECT_EQ(item().item.location, "Attic");
    EXPECT_EQ(item().item.parts, 3);
    ASSERT_EQ(run("circdesk item withdraw 39012000009999 --reason 'worn out'").code, tool::done);
    EXPECT_EQ(item().item.state, item_state::withdrawn);
    EXPECT_EQ(run("circdesk item edit 39012000000000 --parts 3 --reason x").code, tool::not_found);
}

TEST_F(records, says_of_an_order_what_it_is_about_before_it_is_dropped) {
    EXPECT_EQ(run("circdesk outbox list").out, "nothing is on this list\n");
    std::string number;
    {
        tool::tool with(how());
        storage::backend_order order;
        order.institution = with.institution().id;
        order.backend = "main";
        order.operation = "checkin";
        order.barcode = "39012000009953";
        order.state = storage::order_state::conflict;
        order.at = with.now();
        storage::write_and_wait(with.store(), [&](storage::unit_of_work& unit) {
            order.id = unit.new_id<storage::order_id>();
            unit.add(order);
        });
        number = std::to_string(order.id.value);
    }
    EXPECT_THAT(run("circdesk outbox drop " + number + " --reason ours").out, HasSubstr("to main: checkin, item 39012000009953;"));
    EXPECT_EQ(run("circdesk outbox drop " + number + " --reason ours --yes").code, tool::done);
}

TEST_F(records, tells_machines_which_file_a_backup_is) {
    const auto made = run("circdesk backup make --to " + folder->file("copies"), true);
    ASSERT_EQ(made.code, tool::done) << made.wrong;
    const auto told = boost::json::parse(made.out).as_object();
    EXPECT_EQ(told.at("result"), "done");
    EXPECT_EQ(told.at("sound"), true);
    EXPECT_FALSE(told.at("records").as_array().empty());
    const std::filesystem::path file(std::string(told.at("file").as_string()));
    EXPECT_EQ(file.parent_path(), folder->file("copies"));
    EXPECT_EQ(told.at("bytes").to_number<std::uintmax_t>(), std::filesystem::file_size(file));
    EXPECT_EQ(boost::json::parse(run("circdesk backup check " + file.string(), true).out).as_object().at("file"), told.at("file"));
}

TEST_F(records, finds_a_backup_by_its_name_and_names_one_that_is_none) {
    const auto made = run("circdesk backup make");
    ASSERT_EQ(made.code, tool::done) << made.wrong;
    const std::filesystem::path file = made.out.substr(0, made.out.find(','));
    const auto read = run("circdesk backup check " + file.filename().string());
    EXPECT_EQ(read.code, tool::done) << read.wrong;
    EXPECT_THAT(read.out, testing::StartsWith(file.string()));
    const auto none = run("circdesk backup check none.sqlite");
    EXPECT_EQ(none.code, tool::not_found);
    EXPECT_THAT(none.wrong, HasSubstr("backup/none.sqlite; `circdesk backup list` shows"));
    const auto notes = folder->file("notes.txt");
    std::ofstream(notes) << "the key hangs behind the door";
    const auto odd = run("circdesk backup check " + notes);
    EXPECT_EQ(odd.code, tool::unavailable);
    EXPECT_THAT(odd.wrong, testing::StartsWith(notes + " is not to be used: "));
}

TEST_F(records, places_a_hold_and_renews_for_a_reader) {
    const auto asked = run("circdesk hold place 29012000000010 39012000001131 --pickup NORTH");
    ASSERT_EQ(asked.code, tool::done) << asked.wrong;
    EXPECT_THAT(asked.out, HasSubstr("to be fetched at NORTH"));
    EXPECT_EQ(run("circdesk hold place 29012000000010 39012000001131 --pickup NORTH").code, tool::refused) << "asked for already";
    EXPECT_EQ(run("circdesk hold place 29012000000010").code, tool::wrong_usage);
    const auto renewed = run("circdesk loan renew 29012000000010 39012000000737");
    EXPECT_EQ(renewed.code, tool::done) << renewed.wrong;
    const auto again = run("circdesk loan renew 29012000000010");
    EXPECT_THAT(again.out, HasSubstr("39012000000737"));
    EXPECT_THAT(again.out, HasSubstr("may be renewed from")) << "in words, as " << again.out;
    EXPECT_THAT(run("circdesk item show 39012000000737").out, HasSubstr("renewed 1 time\n"));
}

} // namespace
} // namespace circ::test
