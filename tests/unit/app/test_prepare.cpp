#include "server/app/daemon.hpp"
#include "tests/unit/storage/scratch_folder.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace circ::test {
namespace {

TEST(prepared_settings, name_their_amounts_in_the_money_of_the_store) {
    const scratch_folder folder;
    const std::string file = folder.file("circdesk.toml");
    std::ofstream(file) << "[server]\ndata_dir = \"" << folder.file("data") << "\"\n";
    EXPECT_THAT(app::prepare(file).mistakes, testing::IsEmpty());
    // Nobody pays a quarter of a yen: the policy that ships is not one for it.
    EXPECT_THAT(app::prepare(file, 0).mistakes, testing::Contains("policy.everyone.set.overdue_rate: must be an amount of at most 0 decimals: "
                                                                  "a currency of the library has no more"));
}

TEST(prepared_settings, let_every_amount_through_that_some_currency_has) {
    const scratch_folder folder;
    const std::string file = folder.file("circdesk.toml");
    std::ofstream(file) << "[[policy]]\nname = \"everyone\"\n[policy.set]\noverdue_rate = \"0.125\"\n";
    const auto about_rate = testing::Contains(testing::HasSubstr("policy.everyone.set.overdue_rate"));
    EXPECT_THAT(app::prepare(file).mistakes, testing::Not(about_rate)) << "a store may count in dinars";
    EXPECT_THAT(app::prepare(file, 3).mistakes, testing::Not(about_rate));
    EXPECT_THAT(app::prepare(file, 2).mistakes, about_rate);
}

TEST(prepared_settings, take_the_pepper_from_one_line) {
    const scratch_folder folder;
    const std::string file = folder.file("circdesk.toml");
    std::ofstream(file) << "[pin]\npepper_file = \"" << folder.file("pepper") << "\"\n";
    std::ofstream(folder.file("pepper"), std::ios::binary) << "sea salt\r\n";
    EXPECT_EQ(app::prepare(file).pepper, "sea salt");
    std::ofstream(folder.file("pepper"), std::ios::binary) << "sea\nsalt\n";
    EXPECT_THAT(app::prepare(file).mistakes, testing::ElementsAre(testing::HasSubstr("several lines")));
    std::ofstream(folder.file("pepper"), std::ios::binary) << "\n";
    EXPECT_THAT(app::prepare(file).mistakes, testing::ElementsAre(testing::HasSubstr("is empty")));
}

TEST(prepared_settings, take_no_empty_line_for_the_secret_of_a_library_system) {
    const scratch_folder folder;
    const std::string file = folder.file("circdesk.toml");
    const std::string secret = folder.file("secret");
    std::ofstream(file) << "[[ncip_backend]]\nname = \"main\"\nurl = \"http://127.0.0.1:9/ncip\"\nsystem_secret_file = \"" << secret << "\"\n";
    for (const char* text : {"\n", "\r\n", "\nopen sesame\n"}) {
        std::ofstream(secret, std::ios::binary) << text;
        EXPECT_THAT(app::prepare(file).mistakes,
                    testing::ElementsAre("ncip_backend \"main\" system_secret_file: " + secret +
                                         " has an empty first line; write into it what it is named for"));
    }
    std::ofstream(secret) << "open sesame\n";
    const auto made = app::prepare(file);
    EXPECT_THAT(made.mistakes, testing::IsEmpty());
    EXPECT_TRUE(made.backends.at("main").system_secret.has_value());
}

struct named_file {
    std::string_view name;
    std::string settings; ///< FILE stands for it
    std::string key;      ///< as the mistake says it
};

std::ostream& operator<<(std::ostream& out, const named_file& each) { return out << each.name; }

const std::string with_tls = "[[listener]]\nname = \"hall\"\nkind = \"tls\"\nport = 0\ncertificate_file = \"FILE\"\nkey_file = \"FILE\"\n";
const std::string with_backend = "[[ncip_backend]]\nname = \"main\"\nurl = \"https://ils.example/ncip\"\n";

const named_file named_files[] = {
    {"pepper", "[pin]\npepper_file = \"FILE\"\n", "pin.pepper_file: "},
    {"certificate", with_tls, "listener \"hall\" certificate_file: "},
    {"key", with_tls, "listener \"hall\" key_file: "},
    {"authorities_of_devices", with_tls + "client_certificate = \"required\"\nclient_ca_file = \"FILE\"\n",
     "listener \"hall\" client_ca_file: "},
    {"secret_of_a_system", with_backend + "system_secret_file = \"FILE\"\n", "ncip_backend \"main\" system_secret_file: "},
    {"secret_of_an_agency", with_backend + "agency_secret_file = \"FILE\"\n", "ncip_backend \"main\" agency_secret_file: "},
    {"authorities", with_backend + "ca_file = \"FILE\"\n", "ncip_backend \"main\" ca_file: "},
    {"own_certificate", with_backend + "certificate_file = \"FILE\"\nkey_file = \"FILE\"\n",
     "ncip_backend \"main\" certificate_file: "},
};

class file_that_settings_name : public testing::TestWithParam<named_file> {
protected:
    std::vector<std::string> mistakes_with(const std::string& file) {
        std::string text = GetParam().settings;
        for (auto at = text.find("FILE"); at != std::string::npos; at = text.find("FILE", at + file.size()))
            text.replace(at, 4, file);
        std::ofstream(folder.file("circdesk.toml")) << text;
        return app::prepare(folder.file("circdesk.toml")).mistakes;
    }
    scratch_folder folder;
};

TEST_P(file_that_settings_name, is_a_mistake_where_it_is_a_folder_or_not_there) {
    const std::string there = folder.file("there");
    EXPECT_THAT(mistakes_with(there),
                testing::Contains(GetParam().key + there +
                                  " cannot be read (No such file or directory); make it a file that the daemon may read"));
    std::filesystem::create_directory(there);
    EXPECT_THAT(mistakes_with(there),
                testing::Contains(GetParam().key + there + " cannot be read (Is a directory); make it a file that the daemon may read"));
}

INSTANTIATE_TEST_SUITE_P(each, file_that_settings_name, testing::ValuesIn(named_files),
                         [](const auto& each) { return std::string(each.param.name); });

TEST(prepared_settings, say_which_of_the_texts_is_a_folder) {
    const scratch_folder folder;
    const std::string file = folder.file("circdesk.toml");
    std::ofstream(file) << "[texts]\ndirectory = \"" << folder.file("texts") << "\"\n";
    const std::string german = folder.file("texts/de.toml");
    std::filesystem::create_directories(german);
    EXPECT_THAT(app::prepare(file).mistakes,
                testing::ElementsAre(german + ": texts.directory: cannot be read (Is a directory); make it a file that the daemon may read"));
}

} // namespace
} // namespace circ::test
