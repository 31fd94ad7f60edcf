// The 118 example messages, each valid by the schema, in every form that peers write them in.
#include "tests/unit/ncip/documents.hpp"
#include "tests/unit/ncip/schema.hpp"

#include "protocol/ncip/xml.hpp"
#include "protocol/ncip/xml_writer.hpp"

namespace circ::protocol::ncip::test {
namespace {

class each_sample : public ::testing::TestWithParam<std::string> {
protected:
    const std::string document = sample(GetParam());
    const message original = read(document);
};
INSTANTIATE_TEST_SUITE_P(ncip, each_sample, ::testing::ValuesIn(sample_names()), name_of);

TEST(ncip_samples, are_all_here) {
    EXPECT_EQ(sample_names().size(), 118U);
}

TEST_P(each_sample, is_read_without_a_fault) {
    EXPECT_TRUE(original.faults.empty()) << shown(original);
    EXPECT_EQ(original.body.empty(), GetParam().starts_with("message_problem"));
    EXPECT_FALSE(describe(original).empty() && original.response_header);
}

TEST_P(each_sample, is_the_same_when_it_was_written_and_read_again) {
    auto again = read(serialize(original));
    again.version = original.version; // of a version document there is one alone
    EXPECT_EQ(again, original) << shown(again) << "is not\n" << shown(original);
}

TEST_P(each_sample, loses_nothing_that_it_says) {
    // Every text of the document is in what was read: the tables have all of its elements.
    const auto tree = std::get<xml::document>(xml::read(document)).root;
    const auto written = std::get<xml::document>(xml::read(serialize(original))).root;
    const auto count = [](const auto& self, const xml::element& of) -> std::size_t {
        std::size_t sum = 1;
        for (const auto& each : of.children)
            sum += self(self, each);
        return sum;
    };
    EXPECT_EQ(count(count, written), count(count, tree)) << serialize(original);
}

TEST_P(each_sample, is_valid_when_it_was_written) {
    if (!schema_folder()) GTEST_SKIP() << "NCIP_SCHEMA_DIR is not set";
    EXPECT_EQ(complaints_about(serialize(original)), "") << serialize(original);
}

/// How a document is written anew, without our tables.
struct form {
    std::string name;
    std::string prefix; ///< of elements
    bool has_namespace;
    std::string attribute_prefix;
    bool is_reordered;
};

void write_anew(xml::writer& to, xml::element from, const form& as) {
    to.open(from.name);
    for (const auto& each : from.attributes)
        to.attribute(each.name, each.value);
    if (as.is_reordered)
        std::ranges::stable_sort(from.children, std::ranges::greater{}, &xml::element::name);
    if (from.children.empty()) to.text(from.text);
    for (const auto& each : from.children)
        write_anew(to, each, as);
    to.close();
}

std::string written_anew(const std::string& document, const form& as) {
    std::string out;
    xml::writer to(out, as.prefix, as.attribute_prefix);
    write_anew(to, std::get<xml::document>(xml::read(document)).root, as);
    if (!as.has_namespace) return out;
    const auto bound =
        as.prefix.empty() ? "xmlns" : "xmlns:" + as.prefix.substr(0, as.prefix.size() - 1);
    const auto space = ' ' + bound + "=\"http://www.niso.org/2008/ncip\"";
    return out.insert(out.find_first_of(" >"), space);
}

TEST_P(each_sample, is_the_same_in_every_form) {
    const form forms[] = {
        {"prefixed", "ns1:", true, "ns1:", false},
        {"unqualified", "", true, "", false},
        {"prefixed_but_its_attributes", "ns1:", true, "", false},
        {"without_namespace", "", false, "", false},
        {"with_a_prefix_that_nobody_declared", "ncip:", false, "ncip:", false},
        {"reordered", "", true, "", true},
    };
    for (const auto& each : forms) {
        const auto text = written_anew(document, each);
        const auto again = read(text);
        EXPECT_EQ(again, original) << each.name << '\n' << text << '\n' << shown(again);
    }
}

} // namespace
} // namespace circ::protocol::ncip::test
