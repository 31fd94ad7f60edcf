#include "tests/unit/ncip/documents.hpp"

#include "protocol/ncip/framer.hpp"

#include <ctime>

namespace circ::protocol::ncip::test {
namespace {

/// All documents of a stream that comes in segments of one size.
std::vector<std::string> documents_of(std::string_view stream, std::size_t segment, framer& from) {
    std::vector<std::string> found;
    while (!stream.empty()) {
        from.feed(stream.substr(0, segment));
        stream.remove_prefix(std::min(segment, stream.size()));
        while (const auto document = from.next())
            found.emplace_back(*document);
    }
    return found;
}

struct stream_case {
    std::string name;
    std::vector<std::string> documents;
};

class streams : public ::testing::TestWithParam<stream_case> {};
INSTANTIATE_TEST_SUITE_P(
    ncip,
    streams,
    ::testing::Values(
        stream_case{"plain", {"<NCIPMessage><a/></NCIPMessage>"}},
        stream_case{"prefixed", {"<ns1:NCIPMessage><ns1:a></ns1:a></ns1:NCIPMessage >"}},
        stream_case{"empty_root", {"<NCIPMessage/>", "<NCIPMessage a='/' />"}},
        stream_case{"declaration_and_doctype",
                    {"<?xml version=\"1.0\"?><!DOCTYPE NCIPMessage PUBLIC \"a>\" '>'>\n<a>1</a>"}},
        stream_case{"end_tags_in_other_things",
                    {"<a><!-- </a> --><![CDATA[</a>]]><?pi </a>?><b c=\">/a>\"/></a>", "<b/>"}},
        stream_case{"unbalanced_but_ended", {"<a><b></a></b>", "<c></d>"}}),
    [](const auto& each) { return each.param.name; });

TEST_P(streams, are_cut_into_documents_however_they_come) {
    std::string stream = "\xEF\xBB\xBF\r\n";
    for (const auto& each : GetParam().documents)
        stream += each + "\r\n ";
    for (std::size_t segment = 1; segment <= stream.size(); ++segment) {
        framer from;
        EXPECT_EQ(documents_of(stream, segment, from), GetParam().documents) << segment;
        EXPECT_FALSE(from.error());
        EXPECT_EQ(from.next(), std::nullopt);
        EXPECT_EQ(from.pending(), "");
    }
}

TEST(framer, gives_out_every_sample_whole) {
    std::string stream;
    std::vector<std::string> expected;
    for (const auto& name : sample_names()) {
        expected.push_back(sample(name));
        while (expected.back().ends_with('\n'))
            expected.back().pop_back();
        stream += expected.back() + '\n';
    }
    framer from;
    EXPECT_EQ(documents_of(stream, 1000, from), expected);
}

TEST(framer, keeps_what_has_not_ended) {
    framer from;
    from.feed("<a><b></b>");
    EXPECT_EQ(from.next(), std::nullopt);
    EXPECT_EQ(from.pending(), "<a><b></b>");
    EXPECT_EQ(from.error(), std::nullopt);
}

struct broken_case {
    std::string name;
    std::string stream;
    errc error;
};

class broken_streams : public ::testing::TestWithParam<broken_case> {};
INSTANTIATE_TEST_SUITE_P(
    ncip,
    broken_streams,
    ::testing::Values(
        broken_case{"http", "POST / HTTP/1.1\r\n", errc::not_well_formed},
        broken_case{"nameless", "<><Problem/></>", errc::not_well_formed},
        broken_case{"end_first", "</a>", errc::not_well_formed},
        broken_case{"entities", "<!DOCTYPE a [<!ENTITY", errc::declared_entity},
        broken_case{"endless_text", "<a>" + std::string(1U << 20U, 'x'), errc::too_large},
        broken_case{"endless_comment", "<a><!--" + std::string(1U << 20U, '-'), errc::too_large},
        broken_case{
            "endless_tag", "<a b=\"" + std::string(1U << 20U, 'x'), errc::too_many_attributes}),
    [](const auto& each) { return each.param.name; });

TEST_P(broken_streams, end_for_good) {
    framer from;
    EXPECT_TRUE(documents_of(GetParam().stream, 4096, from).empty());
    EXPECT_EQ(from.error(), GetParam().error);
    from.feed("<a/>");
    EXPECT_EQ(from.next(), std::nullopt);
}

double seconds_for(std::size_t bytes) {
    framer from({.bytes = std::size_t{1} << 24U});
    const std::string stream = "<a>" + std::string(bytes, '>');
    const auto before = std::clock();
    for (std::size_t at = 0; at < stream.size(); at += 64) {
        from.feed(std::string_view(stream).substr(at, 64));
        static_cast<void>(from.next());
    }
    return static_cast<double>(std::clock() - before) / CLOCKS_PER_SEC;
}

TEST(framer, takes_the_same_time_for_each_byte) {
    const double once = seconds_for(200'000);
    EXPECT_LT(seconds_for(1'600'000), 8 * once * 4 + 0.05);
}

} // namespace
} // namespace circ::protocol::ncip::test
