#include "protocol/ncip/message.hpp"

#include <algorithm>
#include <utility>

namespace circ::protocol::ncip {

std::string_view fault::element() const noexcept {
    const std::string_view whole = path;
    return whole.substr(whole.rfind('/') + 1);
}

bool message::has(errc error) const noexcept {
    return std::ranges::find(faults, error, &fault::error) != faults.end();
}

std::span<const problem> message::problems() const {
    return body.empty() ? std::span<const ncip::problem>(problem) : body.problems();
}

std::span<const problem> any_message::problems() const {
    if (empty() || table_->problems == nullptr) return {};
    return *table_->problems(const_cast<void*>(inside()));
}

bool operator==(const any_message& left, const any_message& right) {
    if (left.table_ != right.table_) return false;
    return left.empty() || left.table_->equal(left.value_, right.value_);
}

std::optional<response_header> answer_to(const std::optional<initiation_header>& asked) {
    if (!asked) return std::nullopt;
    response_header answer;
    answer.from_system_id = asked->to_system_id;
    answer.from_agency_id = asked->to_agency_id;
    answer.to_system_id = asked->from_system_id;
    answer.to_agency_id = asked->from_agency_id;
    return answer;
}

message answer_to(const message& asked, any_message body) {
    message answer;
    answer.release = asked.release;
    answer.version = asked.version;
    answer.response_header = answer_to(asked.initiation_header);
    if (!body.empty()) answer.service = body.table()->name;
    answer.body = std::move(body);
    return answer;
}

message refusal_of(const message& asked, std::vector<problem> reasons) {
    const bool is_answered = !asked.body.empty() && asked.body.table()->response != nullptr;
    if (!is_answered) {
        auto answer = answer_to(asked, {});
        answer.response_header.reset(); // a document of problems alone has no place for it
        answer.problem = std::move(reasons);
        return answer;
    }
    any_message body(*asked.body.table()->response());
    *body.table()->problems(body.inside()) = std::move(reasons);
    return answer_to(asked, std::move(body));
}

} // namespace circ::protocol::ncip
