#include "federation/objects/agreement.hpp"

#include "core/json.hpp"
#include "core/strings.hpp"
#include "domain/agreement_machine.hpp"
#include "domain/uris.hpp"
#include "storage/repo/accounts.hpp"
#include "storage/repo/mentorships.hpp"

namespace collegium::federation {
namespace {

void set_terms(const model::Agreement& agreement, as2::Agreement& value) {
    if (auto terms = json::parse(agreement.terms); terms && terms->is_object() && !terms->members().empty())
        value.terms = std::move(*terms);
    value.terms_hash = agreement.terms_hash;
}

}  // namespace

std::string content_of(std::string_view plain) {
    const auto trimmed = strings::trim(plain);
    if (trimmed.empty()) return {};
    auto escaped = strings::replace_all(strings::escape_html(trimmed), "\r\n", "\n");
    escaped = strings::replace_all(std::move(escaped), "\n\n", "</p><p>");
    return "<p>" + strings::replace_all(std::move(escaped), "\n", "<br />") + "</p>";
}

as2::Agreement agreement_draft(const model::Agreement& agreement, const model::Proposal& proposal,
                               std::string_view message) {
    as2::Agreement value;
    value.satisfies = proposal.intent_uri;
    value.content = content_of(message);
    set_terms(agreement, value);
    return value;
}

as2::Agreement agreement_result(domain::Context& context, const model::Agreement& agreement,
                                const model::Proposal& proposal) {
    as2::Agreement value;
    value.id = agreement.uri;
    value.satisfies = proposal.intent_uri;
    if (auto proposer = repo::find_account(context.db, agreement.proposer_id)) value.attributed_to = proposer->uri;
    if (auto mentor = repo::find_account(context.db, agreement.mentor_id)) value.provider = mentor->uri;
    if (auto mentee = repo::find_account(context.db, agreement.mentee_id)) value.receiver = mentee->uri;
    value.url = domain::Uris(context.config).agreement_page(agreement.id);
    value.status = std::string(domain::name_of(agreement.state));
    value.updated = agreement.updated_at;
    set_terms(agreement, value);
    const auto steps = repo::steps_of(context.db, agreement.id);
    if (!steps.empty()) value.steps_hash = steps.back().hash;
    return value;
}

}  // namespace collegium::federation
