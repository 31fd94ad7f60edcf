#pragma once

// The list of all messages. Whatever must hold for each one iterates over it; who handles a few
// messages includes their headers instead, and compiles faster.

#include "protocol/ncip/messages/accept_item.hpp"
#include "protocol/ncip/messages/acknowledgement.hpp"
#include "protocol/ncip/messages/agency_notifications.hpp"
#include "protocol/ncip/messages/cancel_request_item.hpp"
#include "protocol/ncip/messages/check_in_item.hpp"
#include "protocol/ncip/messages/check_out_item.hpp"
#include "protocol/ncip/messages/circulation_status.hpp"
#include "protocol/ncip/messages/create_agency.hpp"
#include "protocol/ncip/messages/create_item.hpp"
#include "protocol/ncip/messages/create_user.hpp"
#include "protocol/ncip/messages/create_user_fiscal_transaction.hpp"
#include "protocol/ncip/messages/delete_item.hpp"
#include "protocol/ncip/messages/delete_user.hpp"
#include "protocol/ncip/messages/item_notifications.hpp"
#include "protocol/ncip/messages/loan_notifications.hpp"
#include "protocol/ncip/messages/lookup_agency.hpp"
#include "protocol/ncip/messages/lookup_item.hpp"
#include "protocol/ncip/messages/lookup_item_set.hpp"
#include "protocol/ncip/messages/lookup_request.hpp"
#include "protocol/ncip/messages/lookup_user.hpp"
#include "protocol/ncip/messages/lookup_version.hpp"
#include "protocol/ncip/messages/recall_item.hpp"
#include "protocol/ncip/messages/renew_item.hpp"
#include "protocol/ncip/messages/request_item.hpp"
#include "protocol/ncip/messages/request_notifications.hpp"
#include "protocol/ncip/messages/send_user_notice.hpp"
#include "protocol/ncip/messages/undo_check_out_item.hpp"
#include "protocol/ncip/messages/update_agency.hpp"
#include "protocol/ncip/messages/update_item.hpp"
#include "protocol/ncip/messages/update_request_item.hpp"
#include "protocol/ncip/messages/update_user.hpp"
#include "protocol/ncip/messages/user_notifications.hpp"

namespace circ::protocol::ncip {

template <class... Messages>
struct message_types {};

using request_types = message_types<lookup_version_request,
                                    lookup_agency_request,
                                    lookup_user_request,
                                    lookup_item_request,
                                    lookup_item_set_request,
                                    lookup_request_request,
                                    check_out_item_request,
                                    check_in_item_request,
                                    renew_item_request,
                                    undo_check_out_item_request,
                                    request_item_request,
                                    cancel_request_item_request,
                                    update_request_item_request,
                                    accept_item_request,
                                    recall_item_request,
                                    cancel_recall_item_request,
                                    create_user_fiscal_transaction_request,
                                    create_user_request,
                                    update_user_request,
                                    delete_user_request,
                                    create_item_request,
                                    update_item_request,
                                    delete_item_request,
                                    update_circulation_status_request,
                                    report_circulation_status_change_request,
                                    send_user_notice_request,
                                    create_agency_request,
                                    update_agency_request>;

using notification_types = message_types<item_checked_out,
                                         item_checked_in,
                                         item_renewed,
                                         item_recalled,
                                         item_recall_cancelled,
                                         item_requested,
                                         item_request_updated,
                                         item_request_cancelled,
                                         item_shipped,
                                         item_received,
                                         item_created,
                                         item_updated,
                                         circulation_status_updated,
                                         circulation_status_change_reported,
                                         user_created,
                                         user_updated,
                                         user_fiscal_transaction_created,
                                         user_notice_sent,
                                         agency_created,
                                         agency_updated>;

using response_types = message_types<lookup_version_response,
                                     lookup_agency_response,
                                     lookup_user_response,
                                     lookup_item_response,
                                     lookup_item_set_response,
                                     lookup_request_response,
                                     check_out_item_response,
                                     check_in_item_response,
                                     renew_item_response,
                                     undo_check_out_item_response,
                                     request_item_response,
                                     cancel_request_item_response,
                                     update_request_item_response,
                                     accept_item_response,
                                     recall_item_response,
                                     cancel_recall_item_response,
                                     create_user_fiscal_transaction_response,
                                     create_user_response,
                                     update_user_response,
                                     delete_user_response,
                                     create_item_response,
                                     update_item_response,
                                     delete_item_response,
                                     update_circulation_status_response,
                                     report_circulation_status_change_response,
                                     send_user_notice_response,
                                     create_agency_response,
                                     update_agency_response,
                                     acknowledgement<item_checked_out>,
                                     acknowledgement<item_checked_in>,
                                     acknowledgement<item_renewed>,
                                     acknowledgement<item_recalled>,
                                     acknowledgement<item_recall_cancelled>,
                                     acknowledgement<item_requested>,
                                     acknowledgement<item_request_updated>,
                                     acknowledgement<item_request_cancelled>,
                                     acknowledgement<item_shipped>,
                                     acknowledgement<item_received>,
                                     acknowledgement<item_created>,
                                     acknowledgement<item_updated>,
                                     acknowledgement<circulation_status_updated>,
                                     acknowledgement<circulation_status_change_reported>,
                                     acknowledgement<user_created>,
                                     acknowledgement<user_updated>,
                                     acknowledgement<user_fiscal_transaction_created>,
                                     acknowledgement<user_notice_sent>,
                                     acknowledgement<agency_created>,
                                     acknowledgement<agency_updated>>;

} // namespace circ::protocol::ncip
