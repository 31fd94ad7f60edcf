// What documents come to: the operation, or the problems that the door answers with by itself.
#include "tests/unit/dispatch/ncip_library.hpp"
#include "tests/unit/dispatch/riverton.hpp"

#include "config/ncip_peer_reader.hpp"
#include "server/circulation/local_time.hpp"

#include <set>

namespace circ::dispatch::test {
namespace {

using config::peer_service;

struct sample_case {
    std::string sample;
    std::string comes_to;

    friend std::ostream& operator<<(std::ostream& out, const sample_case& row) {
        return out << row.sample;
    }
};

/// Of tests/data/ncip, from a partner that may do everything.
const sample_case samples[] = {
    {"LookupVersion_request", "LookupVersionResponse"},
    {"LookupAgency_request", "agency_details"},
    {"LookupUser_request", "patron_account card=21000000001"},
    {"LookupUser_request_auth", "patron_account card=21000000001 pin=given"},
    {"LookupUser_request_minimal", "patron_account card=21000000001"},
    {"LookupItem_request", "title_items"},
    {"LookupItem_request_minimal", "item_details item=31000000001"},
    {"LookupItemSet_request", "title_items"},
    {"LookupRequest_request", "hold_details theirs=KIOSK:R-1001"},
    {"CheckOutItem_request", "checkout card=21000000001 item=31000000001"},
    {"CheckOutItem_request_auth", "checkout card=21000000001 item=31000000001 pin=given"},
    {"CheckOutItem_request_offline",
     "checkout card=21000000001 item=31000000001 due=2026-12-13 happened=2026-11-22"},
    {"CheckInItem_request", "checkin item=31000000001"},
    {"CheckInItem_request_offline", "checkin item=31000000001 happened=2026-11-21"},
    {"RenewItem_request", "renew card=21000000001 item=31000000001"},
    {"UndoCheckOutItem_request", "undo_checkout card=21000000001 item=31000000001"},
    {"RequestItem_request_bib",
     "place_hold card=21000000001 title=B-77 request=KIOSK:K-55 pickup=MAIN expires=2027-2-1"},
    {"RequestItem_request_item", "place_hold card=21000000001 item=31000000001 pickup=MAIN"},
    {"CancelRequestItem_request", "cancel_hold card=21000000001 theirs=KIOSK:R-1001"},
    {"CancelRequestItem_request_item", "cancel_hold card=21000000001 item=31000000001"},
    {"UpdateRequestItem_request", "change_hold theirs=KIOSK:R-1001 pickup=NORTH expires=2027-3-1"},
    {"AcceptItem_request",
     "accept_item card=21000000001 item=ILL-2026-0042 request=KIOSK/ILLBROKER:ILL-2026-0042 "
     "pickup=MAIN back=2027-1-15 about=Alpine flora"},
    {"RecallItem_request", "recall_item item=31000000001"},
    {"CancelRecallItem_request", "cancel_recall item=31000000001"},
    {"CreateUserFiscalTransaction_request",
     "pay_fee card=21000000001 reference=KIOSK:KIOSK7-000913 amount=750"},
    {"CreateUserFiscalTransaction_request_assess", "charge_fee card=21000000001"},
    {"CreateUser_request", "create_patron"},
    {"UpdateUser_request_block", "Unable To Add Element @BlockOrTrap"},
    {"UpdateUser_request_unblock", "update_patron card=21000000001"},
    {"DeleteUser_request", "delete_patron card=21000000077"},
    {"CreateItem_request", "create_item"},
    {"UpdateItem_request", "update_item item=31000000001"},
    {"DeleteItem_request", "delete_item item="},
    {"UpdateCirculationStatus_request", "update_item item=31000000001"},
    {"ReportCirculationStatusChange_request", "report_item card=21000000001 item=31000000001"},
    {"SendUserNotice_request", "Unsupported Service"},
    {"ItemShipped_notification", "ItemShippedResponse"},
    {"UserUpdated_notification", "UserUpdatedResponse"},
};

class ncip_sample : public testing::TestWithParam<sample_case> {};

TEST_P(ncip_sample, comes_to_what_it_asks_for) {
    EXPECT_THAT(comes_to(read_sample(GetParam().sample), make_ncip_door()),
                testing::StartsWith(GetParam().comes_to));
}

/// What a backend that does everything would say, with all that an answer can be made of.
any_outcome done_with_all(const any_operation& what) {
    return std::visit(
        [](const auto& each) -> any_outcome {
            outcome_of<std::decay_t<decltype(each)>> made;
            made.item = glass_orchard();
            made.patron = maren();
            made.fee = fee_view{
                .fee_identifier = "88213", .kind = storage::fee_kind::overdue, .amount = {350}};
            if constexpr (requires { made.due_at; }) made.due_at = now();
            if constexpr (requires { made.borrower_card; }) made.borrower_card = card;
            if constexpr (requires { made.hold; }) made.hold = storage::hold_id{123456789012345678};
            if constexpr (requires { made.alert; }) {
                made.alert = alert_kind::hold_here;
                made.destination = place{"RIV-MAIN", "Main Library", "Europe/Berlin"};
                made.sort_bin = "3";
                made.hold_card = card;
                made.hold_name = "Maren Lindqvist";
            }
            if constexpr (requires { made.lines; }) {
                auto& line = made.lines.emplace_back();
                line.item = glass_orchard();
                line.borrower_card = card;
                line.waiting_cards = {std::string(card)};
            }
            if constexpr (requires { made.branches; }) {
                made.name = "Riverton Public Library";
                made.branches = {
                    {place{"RIV-MAIN", "Main Library", "Europe/Berlin"}, "1 Main Street"}};
                made.categories = {"adult"};
            }
            return made;
        },
        what);
}

/// Where the schema can be had, each answer is validated as it is made.
TEST_P(ncip_sample, is_answered_in_its_own_type) {
    const auto asked = read_sample(GetParam().sample);
    const auto door = make_ncip_door();
    const auto next = to_operation({.message = asked, .once_only_text = {}, .at = now()}, door);
    const auto* operation = std::get_if<any_operation>(&next);
    if (operation == nullptr) return; // answered at the door
    const auto lines = answer_lines(asked, done_with_all(*operation), door);
    EXPECT_THAT(lines, testing::StartsWith(asked.service + "Response/"));
    EXPECT_THAT(lines, testing::Not(testing::HasSubstr("/Problem/")));
}

/// Nothing is done for a peer that is not named in the settings, whatever it is.
TEST_P(ncip_sample, comes_to_nothing_unless_it_is_allowed) {
    const auto door = make_ncip_door([](auto& peer) { peer.services.clear(); });
    const auto expected = GetParam().comes_to == "Unsupported Service"
                              ? "Unsupported Service"
                              : "Unauthorized Service For System";
    EXPECT_EQ(comes_to(read_sample(GetParam().sample), door), expected);
}

INSTANTIATE_TEST_SUITE_P(all, ncip_sample, testing::ValuesIn(samples), [](const auto& row) {
    return row.param.sample;
});

struct inside_case {
    std::string name;
    std::string service;
    std::string inside;
    std::string comes_to;

    friend std::ostream& operator<<(std::ostream& out, const inside_case& row) {
        return out << row.name;
    }
};

const std::string reader =
    "<UserId><UserIdentifierValue> 21000000001 </UserIdentifierValue></UserId>";
const std::string book = "<ItemId><ItemIdentifierValue>31000000001</ItemIdentifierValue></ItemId>";

std::string input(const std::string& type, const std::string& data) {
    return "<AuthenticationInput><AuthenticationInputData>" + data +
           "</AuthenticationInputData><AuthenticationInputType>" + type +
           "</AuthenticationInputType></AuthenticationInput>";
}

std::string amount(const std::string& name, const std::string& currency, int minor) {
    return "<" + name + "><CurrencyCode>" + currency + "</CurrencyCode><MonetaryValue>" +
           std::to_string(minor) + "</MonetaryValue></" + name + ">";
}

std::string money(const std::string& action,
                  const std::string& more = {},
                  const std::string& currency = "EUR",
                  const std::string& agency = "STATE") {
    return reader + "<FiscalTransactionInformation><FiscalActionType>" + action +
           "</FiscalActionType><FiscalTransactionReferenceId><AgencyId>" + agency +
           "</AgencyId><FiscalTransactionIdentifierValue>T1</FiscalTransactionIdentifierValue></"
           "FiscalTransactionReferenceId>" +
           more + "<FiscalTransactionType>Fine</FiscalTransactionType>" +
           amount("Amount", currency, 250) + "</FiscalTransactionInformation>";
}

const std::string fee_of_ours =
    "<RelatedFiscalTransactionReferenceId><AgencyId>MAIN</AgencyId>"
    "<FiscalTransactionIdentifierValue>77</FiscalTransactionIdentifierValue>"
    "</RelatedFiscalTransactionReferenceId>";

const std::string person =
    "<NameInformation><PersonalNameInformation><UnstructuredPersonalUserName>Maren Lindqvist"
    "</UnstructuredPersonalUserName></PersonalNameInformation></NameInformation>";
const std::string birth_date = "<DateOfBirth>1987-07-04T00:00:00Z</DateOfBirth>";

const inside_case insides[] = {
    {"number_is_trimmed",
     "CheckOutItem",
     reader + book,
     "checkout card=21000000001 item=31000000001"},
    {"no_reader", "CheckOutItem", book, "Needed Data Missing @UserIdentifierValue"},
    {"no_item", "CheckOutItem", reader, "Needed Data Missing @ItemIdentifierValue"},
    {"pin_alone", "LookupUser", input("PIN", "1234"), "Needed Data Missing @UserIdentifierValue"},
    {"id_and_pin_beside_it",
     "LookupUser",
     reader + input("PIN", "1234"),
     "patron_account card=21000000001 pin=given"},
    {"pin_with_everything_else",
     "LookupUser",
     input("Barcode Id", "21000000001") + input("PIN", "1234") +
         "<LoanedItemsDesired/><RequestedItemsDesired/><UserFiscalAccountDesired/>",
     "patron_account card=21000000001 pin=given"},
    {"pin_that_is_empty",
     "LookupUser",
     reader + input("PIN", ""),
     "User Authentication Failed @AuthenticationInputData"},
    {"pin_with_a_payment",
     "CreateUserFiscalTransaction",
     input("PIN", "1234") + money("Payment"),
     "pay_fee card=21000000001 pin=given reference=STATE:T1 amount=250"},
    {"pin_with_a_charge",
     "CreateUserFiscalTransaction",
     input("PIN", "1234") + money("Assess"),
     "User Authentication Failed @AuthenticationInput"},
    {"pin_with_a_waiver",
     "CreateUserFiscalTransaction",
     input("PIN", "1234") + money("Waive", fee_of_ours),
     "User Authentication Failed @AuthenticationInput"},
    {"pin_with_a_change",
     "UpdateUser",
     reader + input("PIN", "1234"),
     "User Authentication Failed @AuthenticationInput"},
    {"pin_with_a_deletion",
     "DeleteUser",
     reader + input("PIN", "1234"),
     "User Authentication Failed @AuthenticationInput"},
    {"pin_with_a_checkout_taken_back",
     "UndoCheckOutItem",
     reader + input("PIN", "1234") + book,
     "User Authentication Failed @AuthenticationInput"},
    {"checkout_taken_back_whosever_it_is",
     "UndoCheckOutItem",
     book,
     "undo_checkout item=31000000001"},
    {"checkout_taken_back_of_a_reader_named_by_input",
     "UndoCheckOutItem",
     input("Barcode Id", "21000000001") + book,
     "undo_checkout card=21000000001 item=31000000001"},
    {"pin_with_a_report",
     "ReportCirculationStatusChange",
     reader + input("PIN", "1234") + book + "<ItemReportedLost/>",
     "User Authentication Failed @AuthenticationInput"},
    {"two_readers",
     "LookupUser",
     reader + input("Barcode Id", "21000000002"),
     "Element Rule Violated @AuthenticationInput"},
    {"proof_by_digest",
     "LookupUser",
     reader + input("MD5 Message Digest Algorithm", "x"),
     "User Authentication Failed @AuthenticationInputType"},
    {"money_in_a_loan",
     "CheckOutItem",
     reader + book + amount("PaidFeeAmount", "EUR", 100),
     "Unauthorized Combination Of Element Values For System @PaidFeeAmount"},
    {"money_in_a_request",
     "RequestItem",
     reader + book + amount("PaidFeeAmount", "EUR", 100),
     "Unauthorized Combination Of Element Values For System @PaidFeeAmount"},
    {"no_money_in_a_request",
     "RequestItem",
     reader + book + amount("PaidFeeAmount", "EUR", 0),
     "place_hold card=21000000001 item=31000000001"},
    {"money_in_a_cancellation",
     "CancelRequestItem",
     reader + book + amount("PaidFeeAmount", "EUR", 100),
     "Unauthorized Combination Of Element Values For System @PaidFeeAmount"},
    {"due_date_of_a_plain_loan",
     "CheckOutItem",
     reader + book + "<DesiredDateDue>2027-01-01T00:00:00Z</DesiredDateDue>",
     "checkout card=21000000001 item=31000000001"},
    {"copy_that_is_not_returned",
     "RequestItem",
     reader + book + "<RequestType>Non-returnable Copy</RequestType>",
     "Unauthorized Combination Of Element Values For Agency @RequestType"},
    {"page_is_a_hold",
     "RequestItem",
     reader + book + "<RequestType>Page</RequestType>",
     "place_hold card=21000000001 item=31000000001"},
    {"partner_without_reader",
     "RequestItem",
     book + "<RequestId><RequestIdentifierValue>r-1</RequestIdentifierValue></RequestId>",
     "place_hold item=31000000001 request=STATE:r-1"},
    {"nobody_asks", "RequestItem", book, "Needed Data Missing @UserIdentifierValue"},
    {"our_request_by_number",
     "CancelRequestItem",
     "<RequestId><RequestIdentifierValue>123456789012345678</RequestIdentifierValue></RequestId>",
     "cancel_hold ours=123456789012345678"},
    {"their_request_by_number",
     "CancelRequestItem",
     "<RequestId><RequestIdentifierValue>4711</RequestIdentifierValue></RequestId>",
     "cancel_hold theirs=STATE:4711"},
    {"date_that_there_is_not",
     "RequestItem",
     reader + book + "<NeedBeforeDate>2027-02-30T00:00:00Z</NeedBeforeDate>",
     "Invalid Date @NeedBeforeDate"},
    {"moment_that_there_is_not",
     "CheckInItem",
     "<MandatedAction><DateEventOccurred>yesterday</DateEventOccurred></MandatedAction>" + book,
     "Invalid Date @DateEventOccurred"},
    {"date_that_is_empty",
     "RequestItem",
     reader + book + "<NeedBeforeDate/>",
     "place_hold card=21000000001 item=31000000001"},
    {"date_that_only_describes",
     "RequestItem",
     reader + book + "<ItemOptionalFields><DateDue>soon</DateDue></ItemOptionalFields>",
     "place_hold card=21000000001 item=31000000001"},
    {"amount_with_a_comma",
     "CheckOutItem",
     reader + book +
         "<PaidFeeAmount><CurrencyCode>EUR</CurrencyCode><MonetaryValue>1,50</MonetaryValue>"
         "</PaidFeeAmount>",
     "Invalid Amount @PaidFeeAmount"},
    {"amount_that_is_empty",
     "CheckOutItem",
     reader + book +
         "<PaidFeeAmount><CurrencyCode>EUR</CurrencyCode><MonetaryValue/></PaidFeeAmount>",
     "checkout card=21000000001 item=31000000001"},
    {"change_of_what_cannot_be",
     "UpdateRequestItem",
     "<RequestId><RequestIdentifierValue>4711</RequestIdentifierValue></"
     "RequestId><AddRequestFields><RequestType>Loan</RequestType></AddRequestFields>",
     "Unable To Add Element @AddRequestFields"},
    {"waiver",
     "CreateUserFiscalTransaction",
     money("Waive",
           "<RelatedFiscalTransactionReferenceId><AgencyId>MAIN</"
           "AgencyId><FiscalTransactionIdentifierValue>77</FiscalTransactionIdentifierValue></"
           "RelatedFiscalTransactionReferenceId>"),
     "answer_fee card=21000000001 reference=STATE:T1 amount=250"},
    {"waiver_of_nothing",
     "CreateUserFiscalTransaction",
     money("Waive"),
     "Needed Data Missing @RelatedFiscalTransactionReferenceId"},
    {"waiver_of_two_fees",
     "CreateUserFiscalTransaction",
     money("Waive", fee_of_ours + fee_of_ours),
     "Element Rule Violated @RelatedFiscalTransactionReferenceId"},
    {"waiver_in_other_money",
     "CreateUserFiscalTransaction",
     money("Waive", fee_of_ours, "JPY"),
     "Invalid Amount @CurrencyCode"},
    {"action_nobody_knows",
     "CreateUserFiscalTransaction",
     money("Gamble"),
     "Element Rule Violated @FiscalActionType"},
    {"blocks_are_lifted_by_their_words",
     "UpdateUser",
     reader + "<DeleteUserFields><BlockOrTrap><AgencyId>MAIN</AgencyId><BlockOrTrapType>Block "
              "Check Out</BlockOrTrapType></BlockOrTrap></DeleteUserFields>",
     "update_patron card=21000000001 lift=Block Check Out"},
    {"new_reader_named_by_input",
     "CreateUser",
     input("Barcode Id", "21000000077") + person,
     "create_patron card=21000000077"},
    {"new_reader_with_a_pin",
     "CreateUser",
     input("Barcode Id", "21000000077") + input("PIN", "1234") + person,
     "Unable To Add Element @AuthenticationInput"},
    {"new_reader_by_a_pin_alone",
     "CreateUser",
     input("PIN", "1234") + person,
     "Needed Data Missing @UserIdentifierValue"},
    {"new_reader_without_a_number",
     "CreateUser",
     person,
     "Needed Data Missing @UserIdentifierValue"},
    {"deletion_of_a_birth_date",
     "UpdateUser",
     reader + "<DeleteUserFields>" + birth_date + "</DeleteUserFields>",
     "Unable To Delete Element @DeleteUserFields"},
    {"deletion_of_a_language_beside_a_new_birth_date",
     "UpdateUser",
     reader + "<DeleteUserFields>" + birth_date +
         "<UserLanguage>eng</UserLanguage></DeleteUserFields><AddUserFields>" + birth_date +
         "</AddUserFields>",
     "Unable To Delete Element @DeleteUserFields"},
    {"new_birth_date_for_the_old",
     "UpdateUser",
     reader + "<DeleteUserFields>" + birth_date + "</DeleteUserFields><AddUserFields>" +
         birth_date + "</AddUserFields>",
     "update_patron card=21000000001"},
    {"deletion_of_an_address",
     "UpdateUser",
     reader +
         "<DeleteUserFields><UserAddressInformation><UserAddressRoleType>Home</UserAddressRoleType>"
         "<ElectronicAddress><ElectronicAddressType>tel</ElectronicAddressType>"
         "<ElectronicAddressData>555-0100</ElectronicAddressData></ElectronicAddress>"
         "</UserAddressInformation></DeleteUserFields>",
     "update_patron card=21000000001 gone=555-0100"},
    {"status_of_circulation_alone",
     "UpdateCirculationStatus",
     book + "<CirculationStatus>On Loan</CirculationStatus>",
     "Element Rule Violated @CirculationStatus"},
    {"lost",
     "UpdateCirculationStatus",
     book + "<CirculationStatus>Lost</CirculationStatus>",
     "report_item item=31000000001"},
    {"nobody_knows_it", "MakeTea", "", "Unknown Service"},
    {"an_answer", "CheckOutItemResponse", book, "Unsupported Service"},
    {"a_library_to_make",
     "CreateAgency",
     "<OrganizationNameInformation><OrganizationNameType>Official</OrganizationNameType>"
     "<OrganizationName>Riverton</OrganizationName></OrganizationNameInformation>",
     "Unsupported Service"},
    {"a_library_to_change", "UpdateAgency", "<AgencyId>MAIN</AgencyId>", "Unsupported Service"},
    {"a_library_that_was_made",
     "AgencyCreated",
     "<AgencyId>NORTH</AgencyId><OrganizationNameInformation><OrganizationNameType>Official"
     "</OrganizationNameType><OrganizationName>North</OrganizationName></OrganizationNameInformation>",
     "AgencyCreatedResponse"},
    {"a_library_that_was_changed", "AgencyUpdated", "<AgencyId>MAIN</AgencyId>", "AgencyUpdatedResponse"},
    {"token_of_nobody",
     "LookupItemSet",
     book + "<NextItemToken>x</NextItemToken>",
     "Element Rule Violated @NextItemToken"},
    {"token_after_the_end",
     "LookupItemSet",
     book + "<NextItemToken>7.0</NextItemToken>",
     "Element Rule Violated @NextItemToken"},
    {"set_of_nothing", "LookupItemSet", "", "Needed Data Missing @BibliographicRecordIdentifier"},
    {"set_of_an_item_without_a_number",
     "LookupItemSet",
     "<ItemId><ItemIdentifierValue/></ItemId>",
     "Needed Data Missing @ItemIdentifierValue"},
    {"set_of_no_items_at_once",
     "LookupItemSet",
     book + "<MaximumItemsCount>0</MaximumItemsCount>",
     "title_items count=100"},
    {"set_of_very_many_items_at_once",
     "LookupItemSet",
     book + "<MaximumItemsCount>4000000000</MaximumItemsCount>",
     "title_items count=500"},
    {"another_library",
     "LookupAgency",
     "<AgencyId>ELSEWHERE</AgencyId><AgencyElementType>Organization Name "
     "Information</AgencyElementType>",
     "Unknown Agency @AgencyId"},
};

class ncip_request_inside : public testing::TestWithParam<inside_case> {};

TEST_P(ncip_request_inside, comes_to_what_it_says) {
    const auto asked = request_with(GetParam().service, GetParam().inside);
    const auto door = make_ncip_door([](auto& peer) { peer.own_agencies = {"MAIN", "RIV"}; });
    EXPECT_EQ(comes_to(asked, door), GetParam().comes_to);
}

INSTANTIATE_TEST_SUITE_P(all, ncip_request_inside, testing::ValuesIn(insides), [](const auto& row) {
    return row.param.name;
});

TEST(ncip_request, for_another_library_is_refused_where_the_settings_say_who_we_are) {
    auto asked = request_with("LookupUser", reader);
    const auto known = make_ncip_door([](auto& peer) { peer.own_agencies = {"QUAY"}; });
    EXPECT_EQ(comes_to(asked, known), "patron_account card=21000000001")
        << "the institution's code";
    asked.initiation_header->to_agency_id.agency_id.value = "ELSEWHERE";
    EXPECT_EQ(comes_to(asked, known), "Unknown Agency @ToAgencyId");
    EXPECT_EQ(comes_to(asked, make_ncip_door([](auto& peer) { peer.own_agencies = {}; })),
              "patron_account card=21000000001");
}

TEST(ncip_request, of_the_first_release_is_answered_politely) {
    const auto asked = read_document(
        "<!DOCTYPE NCIPMessage PUBLIC \"-//NISO//NCIP DTD Version 1//EN\" "
        "\"http://www.niso.org/ncip/v1_0/imp1/dtd/ncip_v1_0.dtd\">"
        "<NCIPMessage "
        "version=\"http://www.niso.org/ncip/v1_0/imp1/dtd/ncip_v1_0.dtd\"><LookupUser>" +
        reader + "</LookupUser></NCIPMessage>");
    EXPECT_EQ(comes_to(asked, make_ncip_door()), "Unsupported Service");
}

TEST(ncip_request, names_a_hold_as_our_answers_do) {
    const auto asked = request_with(
        "CancelRequestItem",
        "<RequestId><AgencyId>STATE</AgencyId>"
        "<RequestIdentifierValue>123456789012345678</RequestIdentifierValue></RequestId>");
    const auto theirs = make_ncip_door(
        [](auto& peer) { peer.dialect.id_agency = config::ncip_id_agency::theirs; });
    EXPECT_EQ(comes_to(asked, theirs),
              "cancel_hold ours=123456789012345678 theirs=STATE:123456789012345678");
    EXPECT_EQ(comes_to(asked, make_ncip_door()), "cancel_hold theirs=STATE:123456789012345678");
}

/// Two partners may use the same number for two requests, and put any agency beside it.
TEST(ncip_request, knows_a_number_as_that_of_who_asks) {
    const auto known = [](const std::string& agency, const std::vector<std::string>& speaks_for) {
        const auto id =
            "<RequestId><AgencyId>" + agency +
            "</AgencyId><RequestIdentifierValue>17</RequestIdentifierValue></RequestId>";
        return comes_to(request_with("CancelRequestItem", id),
                        make_ncip_door([&](auto& peer) { peer.agencies = speaks_for; }));
    };
    const std::vector<std::string> both{"STATE", "STATE-ILL"};
    for (const auto* same : {"", "STATE", "state", "MAIN", "RIV"})
        EXPECT_EQ(known(same, both), "cancel_hold theirs=STATE:17") << same;
    EXPECT_EQ(known("STATE-ILL", both), "cancel_hold theirs=STATE-ILL:17");
    EXPECT_EQ(known("CITY", both), "cancel_hold theirs=STATE/CITY:17") << "not that of the city";
    EXPECT_EQ(known("CITY", {}), "cancel_hold theirs=CITY:17") << "it speaks for any";
    auto nameless =
        request_with("CancelRequestItem",
                     "<RequestId><RequestIdentifierValue>17</RequestIdentifierValue></RequestId>");
    nameless.initiation_header.reset();
    EXPECT_EQ(comes_to(nameless, make_ncip_door([](auto& peer) { peer.agencies = {}; })),
              "cancel_hold theirs=state:17")
        << "by the name of the peer";
}

TEST(ncip_request, knows_a_transaction_as_that_of_who_asks) {
    const auto pays = [](const std::string& agency) {
        return comes_to(
            request_with("CreateUserFiscalTransaction", money("Payment", {}, "EUR", agency)),
            make_ncip_door());
    };
    const std::string paid = "pay_fee card=21000000001 reference=";
    EXPECT_EQ(pays("MAIN"), paid + "STATE:T1 amount=250");
    EXPECT_EQ(pays("CITY"), paid + "STATE/CITY:T1 amount=250");
}

/// West of Greenwich midnight UTC is still the day before.
TEST(ncip_request, of_a_reader_means_the_day_of_birth_that_stands_there) {
    auto door = make_ncip_door();
    door.who.branch.time_zone = "America/New_York";
    for (const std::string day : {"1987-07-04T00:00:00Z",
                                  "1987-07-04T00:00:00-04:00",
                                  "1987-07-04T00:00:00",
                                  "1987-07-04"}) {
        const auto asked =
            request_with("CreateUser", reader + person + "<DateOfBirth>" + day + "</DateOfBirth>");
        const auto next =
            to_operation({.message = asked, .once_only_text = {}, .at = now()}, door);
        const auto* made = std::get_if<any_operation>(&next);
        ASSERT_NE(made, nullptr);
        const auto& born = std::get<create_patron>(*made).data.birth_date;
        ASSERT_TRUE(born);
        EXPECT_EQ(iso_date(*born), "1987-07-04") << day;
    }
}

TEST(ncip_request, of_money_needs_its_right) {
    const auto waive =
        money("Waive",
              "<RelatedFiscalTransactionReferenceId><AgencyId>MAIN</"
              "AgencyId><FiscalTransactionIdentifierValue>77</FiscalTransactionIdentifierValue></"
              "RelatedFiscalTransactionReferenceId>");
    const auto door = make_ncip_door([](auto& peer) {
        peer.own_agencies = {};
        peer.money = {config::ncip_money_right::pay};
    });
    EXPECT_THAT(comes_to(request_with("CreateUserFiscalTransaction", money("Payment")), door),
                testing::StartsWith("pay_fee"));
    for (const auto& each : {money("Assess"), waive})
        EXPECT_EQ(comes_to(request_with("CreateUserFiscalTransaction", each), door),
                  "Unauthorized Combination Of Element Values For System @FiscalActionType");
}

/// Every right that the settings know opens a service, and every service has a right.
TEST(ncip_services, and_rights_of_the_settings_are_the_same) {
    const auto& names = config::choices<peer_service>;
    std::set<std::string_view> rights(names.begin(), names.end());
    rights.erase("Notification");
    const auto all = ncip_services();
    EXPECT_EQ(std::set<std::string_view>(all.begin(), all.end()), rights);
}

} // namespace
} // namespace circ::dispatch::test
