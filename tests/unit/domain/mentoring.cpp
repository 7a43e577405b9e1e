#include "unit/domain/mentoring.hpp"

#include "core/bytes.hpp"
#include "core/hash.hpp"
#include "domain/remote_posts.hpp"
#include "storage/repo/accounts.hpp"

namespace collegium::domain::test {

Mentoring::Mentoring()
    : mentor_(member("daniel")), mentee_(member("maya")), second_(member("rosa")), far_(stranger("lin")) {}

ProposalDraft Mentoring::draft_of(const model::Account& author, as2::Purpose purpose, int places) {
    ProposalDraft draft;
    draft.author = author.id;
    draft.proposal.purpose = purpose;
    draft.proposal.title = "Inquiry labs";
    draft.proposal.content = "One unit together";
    draft.proposal.topics = {{"", "Inquiry labs", ""}};
    draft.proposal.places = places;
    return draft;
}

model::Proposal Mentoring::propose(const model::Account& author, as2::Purpose purpose, int places) {
    return must(create_proposal, draft_of(author, purpose, places));
}

model::Proposal Mentoring::announced(const model::Account& author, int places, as2::Purpose purpose) {
    static int number = 0;
    const auto name = "proposal" + std::to_string(++number);
    auto said = remote(author, name);
    said.proposal.emplace();
    said.proposal->purpose = purpose;
    said.proposal->id = "https://" + author.domain + "/proposals/" + name;
    said.proposal->intent = said.proposal->id + "#primary";
    said.proposal->title = "Reading research";
    said.proposal->topics = {{"", "Research", ""}};
    said.proposal->places = places;
    said.proposal->places_free = places;
    const auto post = fetched(said);
    return repo::find_proposal_by_post(db_, post.id).value();
}

model::Agreement Mentoring::asks(const model::Account& who, const model::Proposal& proposal, std::string_view terms) {
    return must(ask, who.id, proposal.id, std::string_view("May I?"), terms);
}

std::optional<Error> Mentoring::refusal(const model::Account& who, const model::Proposal& proposal) {
    auto outcome = run(ask, who.id, proposal.id, std::string_view("May I?"), std::string_view());
    if (outcome) return std::nullopt;
    return outcome.error();
}

Result<model::Agreement> Mentoring::step(const model::Account& who, const model::Agreement& agreement, Action action,
                                         std::string_view note, std::string_view terms) {
    Step wanted;
    wanted.action = action;
    wanted.note = note;
    wanted.terms_json = terms;
    return run(take_step, who.id, agreement.id, wanted);
}

model::Agreement Mentoring::now(const model::Agreement& agreement) {
    return repo::find_agreement(db_, agreement.id).value();
}

model::Proposal Mentoring::now(const model::Proposal& proposal) {
    return repo::find_proposal(db_, proposal.id).value();
}

AgreementView Mentoring::view(const model::Agreement& agreement, const model::Account& viewer) {
    return must(load_agreement, agreement.id, viewer.id);
}

void Mentoring::expect_sound_chain(const model::Agreement& agreement) {
    const auto offer = now(agreement).offer_uri;
    std::string previous;
    for (const auto& taken : repo::steps_of(db_, agreement.id)) {
        EXPECT_EQ(taken.previous_hash, previous);
        const auto actor = taken.actor_id ? repo::find_account(db_, taken.actor_id)->uri : std::string();
        const auto text = offer + "\n" + (taken.from_state ? std::string(name_of(*taken.from_state)) : "") + "\n" +
                          std::string(name_of(taken.to_state)) + "\n" + actor + "\n" +
                          format_rfc3339(taken.created_at) + "\n" + previous;
        EXPECT_EQ(taken.hash, hex_encode(sha256(text)));
        previous = taken.hash;
    }
    EXPECT_FALSE(previous.empty());
}

std::vector<model::Event> Mentoring::events_of(model::EventKind kind) {
    auto events = pump();
    std::erase_if(events, [kind](const model::Event& event) { return event.kind != kind; });
    return events;
}

RemoteOffer Mentoring::offered(const model::Account& actor, const model::Proposal& proposal, const std::string& uri) {
    RemoteOffer told;
    told.offer_uri = uri;
    told.actor = actor.id;
    told.satisfies = proposal.intent_uri;
    told.message = "May I?";
    told.terms_json = "{}";
    return told;
}

RemoteOffer Mentoring::countered(const model::Account& actor, const std::string& earlier, const std::string& uri,
                                 const std::string& terms) {
    RemoteOffer told;
    told.offer_uri = uri;
    told.actor = actor.id;
    told.in_reply_to = earlier;
    told.terms_json = terms;
    return told;
}

}  // namespace collegium::domain::test
