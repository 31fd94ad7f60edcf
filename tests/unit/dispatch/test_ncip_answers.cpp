// What outcomes are told as: data as far as it was asked for and may be told, or problems.
#include "tests/unit/dispatch/ncip_library.hpp"
#include "tests/unit/dispatch/riverton.hpp"

#include "protocol/ncip/messages/lookup_item_set.hpp"
#include "protocol/ncip/serialize.hpp"
#include "server/dispatch/ncip_dialect.hpp"

namespace circ::dispatch::test {
namespace {

using circulation::reason_code;
using config::ncip_detail;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

const std::string reader =
    "<UserId><UserIdentifierValue>29009000000137</UserIdentifierValue></UserId>";
const std::string book =
    "<ItemId><ItemIdentifierValue>39009000412083</ItemIdentifierValue></ItemId>";
const std::string everything_of_items =
    "<ItemElementType>Bibliographic Description</ItemElementType><ItemElementType>Circulation "
    "Status</ItemElementType>"
    "<ItemElementType>Hold Queue Length</ItemElementType><ItemElementType>Item "
    "Description</ItemElementType><ItemElementType>Location</ItemElementType>";
const std::string everything_of_readers =
    "<UserElementType>Name Information</UserElementType><UserElementType>User Address "
    "Information</UserElementType>"
    "<UserElementType>Date Of Birth</UserElementType><UserElementType>User "
    "Privilege</UserElementType><UserElementType>Block Or Trap</UserElementType>"
    "<UserElementType>User Language</UserElementType>";

outcome account_of(const patron_view& whom) {
    outcome made;
    made.patron = whom;
    return made;
}

TEST(ncip_answer, of_a_loan_bears_its_due_date_and_what_was_asked_for) {
    loan_outcome lent;
    lent.due_at = utc(2026, 4, 14, 21, 59, 59);
    lent.item = glass_orchard();
    const auto door = make_ncip_door();
    const auto plain = answer_lines(request_with("CheckOutItem", reader + book), lent, door);
    EXPECT_EQ(plain,
              "CheckOutItemResponse/ItemId/AgencyId: MAIN\n"
              "CheckOutItemResponse/ItemId/ItemIdentifierType: Barcode\n"
              "CheckOutItemResponse/ItemId/ItemIdentifierValue: 39009000412083\n"
              "CheckOutItemResponse/UserId/AgencyId: MAIN\n"
              "CheckOutItemResponse/UserId/UserIdentifierType: Barcode\n"
              "CheckOutItemResponse/UserId/UserIdentifierValue: 29009000000137\n"
              "CheckOutItemResponse/DateDue: 2026-04-14T21:59:59Z\n");
    const auto full =
        answer_lines(request_with("CheckOutItem", reader + book + everything_of_items), lent, door);
    EXPECT_THAT(full, HasSubstr("BibliographicDescription/Title: The Glass Orchard\n"));
    EXPECT_THAT(full, HasSubstr("/CirculationStatus: "));
    EXPECT_THAT(full, HasSubstr("Location/LocationType: Permanent Location\n"));
}

TEST(ncip_answer, names_a_fee_that_must_be_agreed_to) {
    auto wants =
        refused<loan_outcome>({.code = reason_code::fee_not_agreed, .amount = storage::money{150}});
    wants.fee = fee_view{.fee_identifier = {}, .kind = storage::fee_kind::rental, .amount = {150}};
    const auto lines =
        answer_lines(request_with("CheckOutItem", reader + book), wants, make_ncip_door());
    EXPECT_THAT(lines,
                HasSubstr("CheckOutItemResponse/Problem/ProblemType: Element Rule Violated\n"));
    EXPECT_THAT(lines, HasSubstr("CheckOutItemResponse/RequiredFeeAmount: 1.50 EUR\n"));
}

TEST(ncip_answer, tells_all_reasons_those_of_the_reader_first) {
    auto no = refused<loan_outcome>({.code = reason_code::item_not_for_loan});
    no.reasons.push_back({.code = reason_code::patron_blocked});
    const auto asked = request_with("CheckOutItem", reader + book);
    EXPECT_EQ(problems_in(to_answer(asked, no, make_ncip_door(), now())),
              "User Blocked @UserIdentifierValue, Item Does Not Circulate @ItemIdentifierValue");
    EXPECT_THAT(answer_lines(asked, no, make_ncip_door()),
                HasSubstr("ProblemValue: 29009000000137\n"))
        << "what was sent there";
}

TEST(ncip_answer, to_a_wrong_pin_tells_nothing_else) {
    for (const auto state : {pin_state::wrong, pin_state::locked}) {
        auto known = account_of(maren());
        known.pin = state;
        auto unknown = refused<outcome>({.code = reason_code::patron_unknown});
        unknown.pin = state;
        const auto asked = request_with("LookupUser", reader + everything_of_readers);
        const auto lines = answer_lines(asked, known, make_ncip_door());
        EXPECT_THAT(lines, HasSubstr("ProblemType: User Authentication Failed\n"));
        EXPECT_EQ(lines, answer_lines(asked, unknown, make_ncip_door()))
            << "whether there is such a card is not told";
    }
}

TEST(ncip_answer, is_temporary_while_the_world_fails) {
    outcome away;
    away.result = verdict::unavailable;
    away.reasons.push_back({.code = reason_code::backend_unavailable});
    EXPECT_EQ(
        problems_in(to_answer(request_with("LookupUser", reader), away, make_ncip_door(), now())),
        "Temporary Processing Failure");
}

TEST(ncip_answer, tells_of_readers_what_the_settings_allow) {
    const auto asked = request_with(
        "LookupUser",
        reader + everything_of_readers +
            "<LoanedItemsDesired/><RequestedItemsDesired/><UserFiscalAccountDesired/>");
    const auto nothing = answer_lines(
        asked, account_of(maren()), make_ncip_door([](auto& peer) { peer.tells.clear(); }));
    for (const auto* kept : {"NameInformation",
                             "UserAddressInformation",
                             "DateOfBirth",
                             "LoanedItem",
                             "RequestedItem",
                             "UserFiscalAccount"})
        EXPECT_THAT(nothing, Not(HasSubstr(kept)));
    EXPECT_THAT(nothing, HasSubstr("UserPrivilege/AgencyUserPrivilegeType: "));
    const auto all = answer_lines(asked, account_of(maren()), make_ncip_door());
    EXPECT_THAT(all, HasSubstr("StructuredPersonalUserName/Surname: Lindqvist\n"));
    EXPECT_THAT(all, HasSubstr("LoanedItemsCount/LoanedItemCountValue: "));
    EXPECT_THAT(all, HasSubstr("LoanedItem/DateDue: "));
    EXPECT_THAT(all, HasSubstr("RequestedItem/RequestStatusType: "));
    EXPECT_THAT(all, HasSubstr("UserFiscalAccount/AccountBalance: 3.50 EUR\n"));
    EXPECT_THAT(
        answer_lines(request_with("LookupUser", reader), account_of(maren()), make_ncip_door()),
        Not(HasSubstr("Lindqvist")))
        << "only what is asked for";
}

TEST(ncip_answer, counts_each_loan_under_one_status) {
    const auto asked = request_with("LookupUser", reader + "<LoanedItemsDesired/>");
    const auto count = [](patron_view& of, list_kind what) -> auto& {
        return of.counts[static_cast<std::size_t>(what)];
    };
    auto whom = maren();
    count(whom, list_kind::loans) = 3;
    count(whom, list_kind::recalled_loans) = 0;
    EXPECT_THAT(answer_lines(asked, account_of(whom), make_ncip_door()),
                Not(HasSubstr("CirculationStatus: Recalled")));
    count(whom, list_kind::recalled_loans) = 1;
    const auto lines = answer_lines(asked, account_of(whom), make_ncip_door());
    EXPECT_THAT(lines,
                AllOf(HasSubstr("CirculationStatus: On Loan\n"),
                      HasSubstr("LoanedItemCountValue: 2\n"),
                      HasSubstr("CirculationStatus: Recalled\n"),
                      HasSubstr("LoanedItemCountValue: 1\n")));
}

/// The last day of a card counts, on the clock of the branch.
TEST(ncip_answer, says_how_long_a_card_is_good) {
    const auto asked =
        request_with("LookupUser", reader + "<UserElementType>User Privilege</UserElementType>");
    auto whom = maren();
    whom.expires_on = storage::local_date{std::chrono::year(2026) / 3 / 17}; // today
    const auto good = answer_lines(asked, account_of(whom), make_ncip_door());
    EXPECT_THAT(good, HasSubstr("ValidToDate: 2026-03-17T22:59:59Z\n"));
    EXPECT_THAT(good, HasSubstr("UserPrivilegeStatusType: Active\n"));
    whom.expires_on = storage::local_date{std::chrono::year(2026) / 3 / 16};
    EXPECT_THAT(answer_lines(asked, account_of(whom), make_ncip_door()),
                HasSubstr("UserPrivilegeStatusType: Expired\n"));
    whom.expires_on.reset();
    whom.flags[0] = true;
    EXPECT_THAT(answer_lines(asked, account_of(whom), make_ncip_door()),
                HasSubstr("UserPrivilegeStatusType: Blocked\n"));
}

/// West of Greenwich midnight UTC is still the day before.
TEST(ncip_answer, writes_the_same_day_of_birth_in_every_way_of_writing_dates) {
    constexpr std::string_view zone = "America/New_York";
    const auto asked =
        request_with("LookupUser", reader + "<UserElementType>Date Of Birth</UserElementType>");
    auto whom = maren();
    whom.birth_date = storage::local_date{std::chrono::year(1987) / 7 / 4};
    const auto written = [&](config::ncip_dates as) {
        auto door = make_ncip_door([as](auto& peer) { peer.dialect.dates = as; });
        door.who.branch.time_zone = zone;
        return ncip::serialize(to_answer(asked, account_of(whom), door, now()),
                               dialect_of(door.peer->dialect, zone, {}));
    };
    EXPECT_THAT(written(config::ncip_dates::utc), HasSubstr(">1987-07-04T00:00:00Z<"));
    EXPECT_THAT(written(config::ncip_dates::offset), HasSubstr(">1987-07-04T00:00:00-04:00<"));
    EXPECT_THAT(written(config::ncip_dates::no_zone), HasSubstr(">1987-07-04T00:00:00<"));
}

TEST(ncip_answer, writes_privileges_as_interlibrary_systems_read_them) {
    const auto door = make_ncip_door([](auto& peer) { peer.d2d_privileges = true; });
    const auto lines = answer_lines(
        request_with("LookupUser", reader + "<UserElementType>User Privilege</UserElementType>"),
        account_of(maren()),
        door);
    for (const auto* each : {"STATUS", "PROFILE", "LIBRARY"})
        EXPECT_THAT(lines, HasSubstr(std::string("AgencyUserPrivilegeType: ") + each + '\n'));
}

TEST(ncip_answer, names_a_new_reader_however_the_request_did) {
    const std::string input =
        "<AuthenticationInput><AuthenticationInputData>29009000000137</AuthenticationInputData>"
        "<AuthenticationInputType>Barcode Id</AuthenticationInputType></AuthenticationInput>";
    for (const auto& named : {reader, input})
        EXPECT_THAT(
            answer_lines(request_with("CreateUser", named), account_of(maren()), make_ncip_door()),
            HasSubstr("CreateUserResponse/UserId/UserIdentifierValue: 29009000000137\n"));
}

TEST(ncip_answer, turns_the_sign_of_a_balance_where_a_peer_wants_it) {
    const auto door = make_ncip_door(
        [](auto& peer) { peer.dialect.balance = config::ncip_balance::owed_is_negative; });
    EXPECT_THAT(answer_lines(request_with("LookupUser", reader + "<UserFiscalAccountDesired/>"),
                             account_of(maren()),
                             door),
                HasSubstr("AccountBalance: -3.50 EUR\n"));
}

TEST(ncip_answer, to_a_return_says_where_the_item_must_go) {
    checkin_outcome back;
    back.item = glass_orchard();
    back.alert = alert_kind::hold_interlibrary;
    back.destination = place{"ILL", "Interlibrary Desk", "Europe/Berlin"};
    back.borrower_card = "29009000000137";
    const auto asked = request_with("CheckInItem", book);
    const auto lines = answer_lines(asked, back, make_ncip_door());
    EXPECT_THAT(lines, HasSubstr("RoutingInformation/RoutingInstructions: Interlibrary"));
    EXPECT_THAT(lines, HasSubstr("LocationNameValue: Interlibrary Desk\n"));
    EXPECT_THAT(lines,
                HasSubstr("CheckInItemResponse/UserId/UserIdentifierValue: 29009000000137\n"));
    const auto discreet =
        answer_lines(asked, back, make_ncip_door([](auto& peer) { peer.tells.clear(); }));
    EXPECT_THAT(discreet, Not(HasSubstr("29009000000137")));
    back.alert = alert_kind::none;
    EXPECT_THAT(answer_lines(asked, back, make_ncip_door()), Not(HasSubstr("RoutingInformation")));
}

TEST(ncip_answer, names_a_request_by_our_number_or_by_theirs) {
    hold_outcome placed;
    placed.hold = storage::hold_id{123456789012345678};
    const auto asked = request_with(
        "RequestItem",
        reader + book +
            "<RequestId><RequestIdentifierValue>r-1</RequestIdentifierValue></RequestId>");
    EXPECT_THAT(answer_lines(asked, placed, make_ncip_door()),
                HasSubstr("RequestId/RequestIdentifierValue: 123456789012345678\n"));
    const auto echoing = make_ncip_door([](auto& peer) { peer.echo_request_id = true; });
    EXPECT_THAT(answer_lines(asked, placed, echoing),
                HasSubstr("RequestId/RequestIdentifierValue: r-1\n"));
}

TEST(ncip_answer, of_a_request_says_how_it_stands) {
    hold_details_outcome found;
    found.hold = storage::hold_id{123456789012345678};
    found.card = "29009000000137";
    found.state = storage::hold_state::on_shelf;
    found.barcode = "39009000412083";
    found.shelf_until = utc(2026, 3, 25, 22, 59, 59);
    const auto asked = request_with(
        "LookupRequest",
        "<RequestId><RequestIdentifierValue>r-1</RequestIdentifierValue></RequestId>"
        "<RequestElementType>Request Status Type</RequestElementType><RequestElementType>Pickup "
        "Expiry Date</RequestElementType>");
    const auto lines = answer_lines(asked, found, make_ncip_door());
    EXPECT_THAT(lines, HasSubstr("RequestStatusType: Available For Pickup\n"));
    EXPECT_THAT(lines, HasSubstr("PickupExpiryDate: 2026-03-25T22:59:59Z\n"));
    EXPECT_THAT(lines, Not(HasSubstr("29009000000137"))) << "not asked for";
}

std::string record(const std::string& number) {
    return "<BibliographicId><BibliographicRecordId><BibliographicRecordIdentifier>" + number +
           "</BibliographicRecordIdentifier><AgencyId>MAIN</AgencyId></BibliographicRecordId>"
           "</BibliographicId>";
}

const ncip::lookup_item_set_response& set_in(const ncip::message& answer) {
    return *answer.body.get_if<ncip::lookup_item_set_response>();
}

TEST(ncip_answer, groups_items_by_record_and_place) {
    title_items_outcome found;
    for (const auto* barcode : {"1", "2", "3"}) {
        title_items_outcome::line line;
        line.item = glass_orchard();
        line.item.barcode = barcode;
        if (line.item.barcode == "3") line.item.call_number = "ELSEWHERE 1";
        found.lines.push_back(line);
    }
    found.next = items_place{0, 3};
    const auto asked = request_with("LookupItemSet", record("B1") + record("B2"));
    const auto lines = answer_lines(asked, found, make_ncip_door());
    EXPECT_THAT(lines, HasSubstr("NextItemToken: 0.3."));
    EXPECT_THAT(lines, HasSubstr("CallNumber: ELSEWHERE 1\n"));
    const auto answer = to_answer(asked, found, make_ncip_door(), now());
    ASSERT_EQ(set_in(answer).bib_information.size(), 1U) << "the next page tells of the other";
    EXPECT_EQ(set_in(answer).bib_information.front().holdings_set.size(), 2U);
}

/// @spec NCIP 2.02 schema: what was asked for by its number is in the answer under it.
TEST(ncip_answer, to_a_set_tells_each_entry_in_its_order) {
    const std::string isbn =
        "<BibliographicId><BibliographicItemId><BibliographicItemIdentifier>9780198526636"
        "</BibliographicItemIdentifier></BibliographicItemId></BibliographicId>";
    const auto asked =
        request_with("LookupItemSet",
                     record("B1") + isbn + record("B3") +
                         "<ItemId><ItemIdentifierValue>nothing</ItemIdentifierValue></ItemId>");
    title_items_outcome found;
    found.lines.emplace_back().entry = 2;
    found.lines.back().item = glass_orchard();
    found.unknown = {1, 3};
    static_cast<void>(answer_lines(asked, found, make_ncip_door())); // valid by the schema
    const auto answer = to_answer(asked, found, make_ncip_door(), now());
    EXPECT_TRUE(answer.problems().empty()) << "the rest is good";
    const auto& told = set_in(answer).bib_information;
    ASSERT_EQ(told.size(), 4U);
    EXPECT_EQ(told[0].problem.at(0).problem_value, "B1");
    EXPECT_EQ(told[0].problem[0].problem_detail, "The title has no items.");
    EXPECT_TRUE(told[1].bibliographic_id.value().bibliographic_item_id) << "as it came";
    EXPECT_EQ(told[1].problem.at(0).problem_type.value, "Unknown Item");
    EXPECT_EQ(told[2].holdings_set.at(0).item_information.size(), 1U);
    const auto& item = told[3].holdings_set.at(0).item_information.at(0);
    EXPECT_EQ(item.item_id.value().item_identifier_value, "nothing");
    EXPECT_EQ(item.problem.at(0).problem_value, "nothing");
}

TEST(ncip_answer, to_a_set_goes_on_where_its_token_says_and_in_no_other_request) {
    const auto door = make_ncip_door();
    title_items_outcome found;
    found.lines.emplace_back().item = glass_orchard();
    found.next = items_place{0, 1};
    const auto token =
        set_in(to_answer(request_with("LookupItemSet", record("B1")), found, door, now()))
            .next_item_token;
    const std::string more = "<NextItemToken>" + token.value() + "</NextItemToken>";
    const auto same = request_with("LookupItemSet", record("B1") + more);
    EXPECT_EQ(comes_to(same, door), "title_items count=100");
    EXPECT_EQ(comes_to(request_with("LookupItemSet", record("B2") + more), door),
              "Element Rule Violated @NextItemToken");
    EXPECT_EQ(problems_in(to_answer(same, title_items_outcome{}, door, now())),
              "Element Rule Violated @NextItemToken")
        << "the rest has gone meanwhile: the record is not unknown";
}

TEST(ncip_answer, changes_sender_and_receiver_and_repeats_no_secret) {
    auto asked = request_with("LookupUser", reader);
    asked.initiation_header->from_system_authentication = protocol::secret("s3cret");
    const auto answer = to_answer(asked, account_of(maren()), make_ncip_door(), now());
    ASSERT_TRUE(answer.response_header);
    EXPECT_EQ(answer.response_header->from_agency_id.agency_id.value, "RIV");
    EXPECT_EQ(answer.response_header->to_agency_id.agency_id.value, "STATE");
    EXPECT_FALSE(answer.response_header->from_system_authentication);
}

} // namespace
} // namespace circ::dispatch::test
