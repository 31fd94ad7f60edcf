// Documents as peers write them, each against the standard in its own way.
#include "tests/unit/ncip/documents.hpp"

namespace circ::protocol::ncip::test {
namespace {

using namespace std::string_literals;
using ::testing::HasSubstr;

struct peer_case {
    std::string name;
    std::string document;
    std::vector<std::string> says; ///< lines of what was read
};

/// In the namespace, as most are.
std::string in_message(const std::string& content) {
    return "<NCIPMessage xmlns=\"http://www.niso.org/2008/ncip\" version=\"5.6\">" + content +
           "</NCIPMessage>";
}

std::vector<peer_case> peer_cases() {
    return {
        {"koha_old_id_before_the_new",
         in_message(
             "<CheckInItemResponse><UniqueItemId><ItemIdentifierValue>old</ItemIdentifierValue>"
             "</UniqueItemId><ItemId><ItemIdentifierValue>39</ItemIdentifierValue></ItemId>"
             "</CheckInItemResponse>"),
         {"CheckInItemResponse/ItemId/ItemIdentifierValue: 39"}},
        {"koha_old_id_alone",
         in_message(
             "<DeleteItemResponse><UniqueItemId><ItemIdentifierValue>39</ItemIdentifierValue>"
             "</UniqueItemId></DeleteItemResponse>"),
         {"DeleteItemResponse/ItemId/ItemIdentifierValue: 39"}},
        {"koha_item_data_in_user_fields",
         in_message(
             "<LookupItemResponse><ItemId><ItemIdentifierValue>39</ItemIdentifierValue></ItemId>"
             "<UserOptionalFields><CirculationStatus>Checked In</CirculationStatus>"
             "<BibliographicDescription><Title>Emma</Title></BibliographicDescription>"
             "</UserOptionalFields></LookupItemResponse>"),
         {"LookupItemResponse/ItemOptionalFields/BibliographicDescription/Title: Emma",
          "LookupItemResponse/ItemOptionalFields/CirculationStatus: Checked In"}},
        {"koha_privilege_without_agency",
         in_message(
             "<LookupUserResponse><UserOptionalFields><UserPrivilege><AgencyUserPrivilegeType>"
             "STATUS</AgencyUserPrivilegeType></UserPrivilege></UserOptionalFields></"
             "LookupUserResponse>"),
         {"LookupUserResponse/UserOptionalFields/UserPrivilege/AgencyUserPrivilegeType: STATUS",
          "a required field is missing: "
          "LookupUserResponse/UserOptionalFields/UserPrivilege/AgencyId",
          "a required field is missing: LookupUserResponse/UserId"}},
        {"koha_empty_agency",
         in_message("<RequestItemResponse><RequestId><AgencyId></AgencyId><RequestIdentifierValue>7"
                    "</RequestIdentifierValue></RequestId></RequestItemResponse>"),
         {"RequestItemResponse/RequestId/RequestIdentifierValue: 7"}},
        {"koha_version_inside_a_message",
         in_message("<LookupVersion><FromAgencyId><UniqueAgencyId><Value>A</Value></UniqueAgencyId>"
                    "</FromAgencyId></LookupVersion>"),
         {"LookupVersion/FromAgencyId/AgencyId: A"}},
        {"toolkit_data_in_ext",
         in_message(
             "<LookupUserResponse><LoanedItem><ItemId><ItemIdentifierValue>1</ItemIdentifierValue>"
             "</ItemId><Ext><BibliographicDescription><Title>Emma</Title></"
             "BibliographicDescription>"
             "<RenewalNotPermitted/></Ext></LoanedItem></LookupUserResponse>"),
         {"LookupUserResponse/LoanedItem/BibliographicDescription/Title: Emma",
          "LookupUserResponse/LoanedItem/RenewalNotPermitted: yes"}},
        {"vufind_pickup_places_in_ext",
         in_message(
             "<LookupAgencyResponse><AgencyId>A</AgencyId><Ext><LocationName><LocationNameInstance>"
             "<LocationNameLevel>1</LocationNameLevel><LocationNameValue>Main</LocationNameValue>"
             "</LocationNameInstance></LocationName></Ext></LookupAgencyResponse>"),
         {"LookupAgencyResponse/LocationName/LocationNameInstance/LocationNameValue: Main"}},
        {"reshare_request_id_in_ext",
         in_message(
             "<CheckOutItem><UserId><UserIdentifierValue>1</UserIdentifierValue></UserId><ItemId>"
             "<ItemIdentifierValue>2</ItemIdentifierValue></ItemId><Ext><RequestId>"
             "<RequestIdentifierValue>R</RequestIdentifierValue></RequestId></Ext></CheckOutItem>"),
         {"CheckOutItem/RequestId/RequestIdentifierValue: R"}},
        {"folio_loan_uuid_in_ext",
         in_message(
             "<CheckOutItemResponse><ItemId><ItemIdentifierValue>39</ItemIdentifierValue></ItemId>"
             "<Ext><ItemId><ItemIdentifierValue>uuid</ItemIdentifierValue></ItemId></Ext>"
             "</CheckOutItemResponse>"),
         {"CheckOutItemResponse/ItemId/ItemIdentifierValue: 39"}},
        {"oclc_elements_of_its_own",
         in_message("<LookupUser><UserId><UserIdentifierValue>1</UserIdentifierValue></UserId><Ext>"
                    "<o:UserId xmlns:o=\"http://oclc.org/x\"/><o:ResponseElementControl "
                    "xmlns:o=\"http://oclc.org/x\"/></Ext></LookupUser>"),
         {"LookupUser/UserId/UserIdentifierValue: 1"}},
        {"vufind_user_twice",
         in_message(
             "<LookupUser><AuthenticationInput><AuthenticationInputData>joe</"
             "AuthenticationInputData>"
             "<AuthenticationInputType>Username</AuthenticationInputType></AuthenticationInput>"
             "<UserId><UserIdentifierValue>9</UserIdentifierValue></UserId></LookupUser>"),
         {"LookupUser/UserId/UserIdentifierValue: 9",
          "LookupUser/AuthenticationInput/AuthenticationInputData: joe",
          "a required field is missing: "
          "LookupUser/AuthenticationInput/AuthenticationDataFormatType"}},
        {"illiad_wrong_charset_and_order",
         "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>" +
             in_message("<AcceptItem><PickupLocation>M</PickupLocation><ItemOptionalFields>"
                        "<BibliographicDescription><Title>Käse</Title></BibliographicDescription>"
                        "</ItemOptionalFields><RequestId><RequestIdentifierValue>5</"
                        "RequestIdentifierValue>"
                        "</RequestId></AcceptItem>"),
         {"AcceptItem/RequestId/RequestIdentifierValue: 5",
          "AcceptItem/ItemOptionalFields/BibliographicDescription/Title: Käse",
          "AcceptItem/PickupLocation: M",
          "a required field is missing: AcceptItem/RequestedActionType"}},
        {"latin1",
         "<?xml version='1.0' encoding='iso-8859-1'?>" +
             in_message(
                 "<LookupUserResponse><UserOptionalFields>"
                 "<NameInformation><PersonalNameInformation><UnstructuredPersonalUserName>J\xF6rg"
                 "</UnstructuredPersonalUserName></PersonalNameInformation></NameInformation></"
                 "UserOptionalFields>"
                 "</LookupUserResponse>"),
         {"UnstructuredPersonalUserName: Jörg"}},
        {"byte_order_mark",
         "\xEF\xBB\xBF" + in_message("<LookupUser/>"),
         {"a required field is missing: LookupUser/UserId"}},
        {"crosslink_without_request_type",
         in_message(
             "<CancelRequestItem><UserId><UserIdentifierValue>1</UserIdentifierValue></UserId>"
             "<RequestId><RequestIdentifierValue>5</RequestIdentifierValue></RequestId></"
             "CancelRequestItem>"),
         {"CancelRequestItem/RequestId/RequestIdentifierValue: 5",
          "a required field is missing: CancelRequestItem/RequestType"}},
        {"php_ncip_date",
         in_message("<RenewItemResponse><ItemId><ItemIdentifierValue>1</ItemIdentifierValue>"
                    "</ItemId><DateDue>2026-11-22T10:00:00+0000</DateDue></RenewItemResponse>"),
         {"RenewItemResponse/DateDue: 2026-11-22T10:00:00Z"}},
        {"unreadable_date",
         in_message("<RenewItemResponse><ItemId><ItemIdentifierValue>1</ItemIdentifierValue>"
                    "</ItemId><DateDue>next week</DateDue></RenewItemResponse>"),
         {"the value is not allowed here: RenewItemResponse/DateDue"}},
        {"decimal_amount",
         in_message("<CheckOutItemResponse><Problem><ProblemType>Element Rule Violated"
                    "</ProblemType></Problem><RequiredFeeAmount><CurrencyCode>EUR</"
                    "CurrencyCode><MonetaryValue>1.50"
                    "</MonetaryValue></RequiredFeeAmount></CheckOutItemResponse>"),
         {"CheckOutItemResponse/RequiredFeeAmount: 1.50 EUR"}},
        {"prefix_that_nobody_declared",
         "<ncip:NCIPMessage><ncip:LookupUser><ncip:UserId><ncip:UserIdentifierValue>"
         "1</ncip:UserIdentifierValue></ncip:UserId></ncip:LookupUser></ncip:NCIPMessage>",
         {"LookupUser/UserId/UserIdentifierValue: 1"}},
        {"old_style_values",
         "<NCIPMessage version=\"http://www.niso.org/ncip/v1_0/imp1/dtd/ncip_v1_0.dtd\">"
         "<LookupUser><InitiationHeader><FromAgencyId><UniqueAgencyId><Scheme>s</Scheme><Value>A</"
         "Value>"
         "</UniqueAgencyId></FromAgencyId></"
         "InitiationHeader><UniqueUserId><UniqueAgencyId><Scheme>s</Scheme>"
         "<Value>A</Value></UniqueAgencyId><UserIdentifierValue>1</UserIdentifierValue></"
         "UniqueUserId>"
         "<UserElementType><Scheme>u</Scheme><Value>Name "
         "Information</Value></UserElementType></LookupUser>"
         "</NCIPMessage>",
         {"LookupUser/InitiationHeader/FromAgencyId/AgencyId: A",
          "LookupUser/UserId/AgencyId: A",
          "LookupUser/UserId/UserIdentifierValue: 1",
          "LookupUser/UserElementType: Name Information"}},
        {"old_visible_id",
         in_message("<LookupUser><VisibleUserId><VisibleUserIdentifierType><Value>Barcode</Value>"
                    "</VisibleUserIdentifierType><VisibleUserIdentifier>29</"
                    "VisibleUserIdentifier></VisibleUserId></LookupUser>"),
         {"LookupUser/UserId/UserIdentifierType: Barcode",
          "LookupUser/UserId/UserIdentifierValue: 29"}},
        {"old_transaction_wrapper",
         in_message("<LookupUserResponse><UniqueUserId><UserIdentifierValue>1"
                    "</UserIdentifierValue></"
                    "UniqueUserId><UserTransaction><LoanedItem><UniqueItemId><ItemIdentifierValue>"
                    "39</ItemIdentifierValue></UniqueItemId></LoanedItem></UserTransaction></"
                    "LookupUserResponse>"),
         {"LookupUserResponse/LoanedItem/ItemId/ItemIdentifierValue: 39"}},
        {"old_problem",
         in_message("<LookupUserResponse><Problem><ProcessingError><ProcessingErrorType><Scheme>s"
                    "</Scheme><Value>Unknown "
                    "User</Value></ProcessingErrorType><ProcessingErrorElement><ElementName>"
                    "UniqueUserId</ElementName><ProcessingErrorValue>1</ProcessingErrorValue></"
                    "ProcessingErrorElement>"
                    "</ProcessingError></Problem></LookupUserResponse>"),
         {"LookupUserResponse/Problem/ProblemType: Unknown User",
          "LookupUserResponse/Problem/ProblemElement: UniqueUserId",
          "LookupUserResponse/Problem/ProblemValue: 1"}},
        {"empty_problem_type",
         in_message("<LookupUserResponse><Problem><ProblemType/><ProblemDetail>Nope"
                    "</ProblemDetail></Problem></LookupUserResponse>"),
         {"LookupUserResponse/Problem/ProblemDetail: Nope"}},
        {"problem_of_the_document",
         in_message("<Problem><ProblemType>Unknown Service</ProblemType></Problem>"),
         {"Problem/ProblemType: Unknown Service"}},
        {"bare_response", in_message("<Response><a/></Response>"), {}},
    };
}

class peers : public ::testing::TestWithParam<peer_case> {};
INSTANTIATE_TEST_SUITE_P(ncip, peers, ::testing::ValuesIn(peer_cases()), [](const auto& each) {
    return each.param.name;
});

TEST_P(peers, are_understood) {
    const auto got = read(GetParam().document);
    for (const auto& line : GetParam().says)
        EXPECT_THAT(shown(got), HasSubstr(line + '\n'));
    EXPECT_FALSE(got.has(errc::repeated_field)) << shown(got);
}

struct release_case {
    std::string name;
    std::string document;
    release expected;
};

class spoken_release : public ::testing::TestWithParam<release_case> {};

TEST_P(spoken_release, is_recognised) {
    EXPECT_EQ(read(GetParam().document).release, GetParam().expected);
}

const std::string doctype = "<!DOCTYPE NCIPMessage PUBLIC \"-//NISO//NCIP DTD Version 1//EN\" "
                            "\"http://www.niso.org/ncip/v1_0/imp1/dtd/ncip_v1_0.dtd\">";
const std::string ours = " xmlns=\"http://www.niso.org/2008/ncip\"";
const std::string v1 = " version=\"http://www.niso.org/ncip/v1_0/imp1/dtd/ncip_v1_0.dtd\"";

std::string lookup_with(const std::string& attributes) {
    return "<NCIPMessage" + attributes + "><LookupUser/></NCIPMessage>";
}

INSTANTIATE_TEST_SUITE_P(
    ncip,
    spoken_release,
    ::testing::Values(
        release_case{"old_by_version", lookup_with(v1), release::v1},
        release_case{"old_by_doctype", doctype + lookup_with(""), release::v1},
        release_case{"new_with_old_doctype", doctype + lookup_with(ours), release::v2_02},
        release_case{
            "toolkit",
            lookup_with(
                ours + " version=\"http://www.niso.org/schemas/ncip/v2_0/imp1/xsd/ncip_v2_0.xsd\""),
            release::v2_0},
        release_case{"nonsense", lookup_with(ours + " version=\"5.6\""), release::v2_02},
        release_case{"nothing", lookup_with(""), release::v2_02}),
    [](const auto& each) { return each.param.name; });

TEST(unknown_services, keep_their_names) {
    const auto asked =
        read(in_message("<LookupShelf><InitiationHeader><FromAgencyId><AgencyId>A</AgencyId>"
                        "</FromAgencyId></InitiationHeader></LookupShelf>"));
    EXPECT_EQ(asked.service, "LookupShelf");
    EXPECT_TRUE(asked.body.empty());
    EXPECT_EQ(asked.initiation_header->from_agency_id.agency_id.value, "A");
    const auto answer =
        read(serialize(refusal_of(asked, {problem{.problem_type = {"Unknown Service"}}})));
    EXPECT_EQ(answer.problems().size(), 1U);
    EXPECT_EQ(answer.version, "5.6");
    EXPECT_EQ(answer.service, "");
}

TEST(old_peers, get_a_refusal_that_they_can_read) {
    const auto asked = read(
        "<NCIPMessage" + v1 +
        "><LookupUser><InitiationHeader><FromAgencyId><UniqueAgencyId><Scheme>s</Scheme><Value>A"
        "</Value></UniqueAgencyId></FromAgencyId></InitiationHeader></LookupUser></NCIPMessage>");
    const auto text =
        serialize(refusal_of(asked, {{{"Unknown User", "u"}, "detail", "UserId", "29"}}));
    EXPECT_EQ(
        text,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + doctype + "\n<NCIPMessage" + v1 +
            "><LookupUserResponse><ResponseHeader><FromAgencyId><UniqueAgencyId><Scheme/><Value/>"
            "</UniqueAgencyId></FromAgencyId><ToAgencyId><UniqueAgencyId><Scheme>s</"
            "Scheme><Value>A</Value>"
            "</UniqueAgencyId></ToAgencyId></"
            "ResponseHeader><Problem><ProcessingError><ProcessingErrorType>"
            "<Scheme>u</Scheme><Value>Unknown "
            "User</Value></ProcessingErrorType><ProcessingErrorElement>"
            "<ElementName>UserId</ElementName><ProcessingErrorValue>29</ProcessingErrorValue>"
            "</ProcessingErrorElement></ProcessingError></Problem></LookupUserResponse></"
            "NCIPMessage>\n");
    const auto again = read(text);
    EXPECT_EQ(again.release, release::v1);
    EXPECT_EQ(again.problems()[0].problem_type, (scheme_value{"Unknown User", "u"}));
    EXPECT_EQ(again.problems()[0].problem_value, "29");
}

struct style_case {
    std::string name;
    dialect as;
    std::string root;
    std::string type;
};

class styles : public ::testing::TestWithParam<style_case> {};

TEST_P(styles, are_those_of_the_peer) {
    message sent;
    sent.problem.push_back({.problem_type = {"Unknown Service", "u"}});
    auto as = GetParam().as;
    as.version = "V";
    const auto text = serialize(sent, as);
    EXPECT_THAT(text, HasSubstr('\n' + GetParam().root + '>'));
    EXPECT_THAT(text, HasSubstr(GetParam().type + ">Unknown Service<"));
}

const std::string space = "\"http://www.niso.org/2008/ncip\"";

INSTANTIATE_TEST_SUITE_P(
    ncip,
    styles,
    ::testing::Values(
        style_case{"default_form",
                   {},
                   "<NCIPMessage xmlns=" + space + " xmlns:ncip=" + space + " ncip:version=\"V\"",
                   "<ProblemType ncip:Scheme=\"u\""},
        style_case{"prefixed",
                   {.names = name_style::prefixed, .prefix = "ns1"},
                   "<ns1:NCIPMessage xmlns:ns1=" + space + " ns1:version=\"V\"",
                   "<ns1:ProblemType ns1:Scheme=\"u\""},
        style_case{"koha",
                   {.attributes = attribute_style::plain, .schemes = scheme_style::none},
                   "<NCIPMessage xmlns=" + space + " version=\"V\"",
                   "<ProblemType"},
        style_case{"no_namespace",
                   {.names = name_style::no_namespace},
                   "<NCIPMessage version=\"V\"",
                   "<ProblemType Scheme=\"u\""}),
    [](const auto& each) { return each.param.name; });

TEST(styles, write_the_standard_schemes_for_peers_that_want_them) {
    const auto asked =
        read(in_message("<RequestItem><RequestType>Hold</RequestType></RequestItem>"));
    EXPECT_THAT(
        serialize(asked, {.schemes = scheme_style::standard}),
        HasSubstr(
            "<RequestType ncip:Scheme=\"http://www.niso.org/ncip/v1_0/imp1/schemes/requesttype/"
            "requesttype.scm\">Hold<"));
}

TEST(headers, are_turned_round_without_their_secrets) {
    initiation_header asked;
    asked.from_system_id = {"kiosk system"};
    asked.from_agency_id.agency_id.value = "KIOSK";
    asked.from_agency_authentication = secret("s");
    asked.to_agency_id.agency_id.value = "MAIN";
    const auto answer = answer_to(asked);
    EXPECT_EQ(answer->from_agency_id.agency_id.value, "MAIN");
    EXPECT_EQ(answer->to_agency_id.agency_id.value, "KIOSK");
    EXPECT_EQ(answer->to_system_id->value, "kiosk system");
    EXPECT_FALSE(answer->from_agency_authentication ||
                 answer->to_agency_id.agency_id.value.empty());
    EXPECT_EQ(answer_to(std::nullopt), std::nullopt);
}

} // namespace
} // namespace circ::protocol::ncip::test
