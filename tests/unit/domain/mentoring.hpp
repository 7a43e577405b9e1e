// A world with a mentor, an offer of theirs and people who ask: what the tests of agreements start from.
#pragma once

#include <string>
#include <vector>

#include <gmock/gmock.h>

#include "domain/mentorships.hpp"
#include "support/world/world.hpp"

namespace collegium::domain::test {

using Action = AgreementAction;
using State = model::AgreementState;

class Mentoring : public collegium::test::World {
  protected:
    Mentoring();

    ProposalDraft draft_of(const model::Account& author, as2::Purpose purpose, int places);
    model::Proposal offer(int places) { return propose(mentor_, as2::Purpose::offer, places); }
    model::Proposal propose(const model::Account& author, as2::Purpose purpose, int places);
    // A proposal by somebody on another server, as it came in.
    model::Proposal announced(const model::Account& author, int places, as2::Purpose purpose = as2::Purpose::offer);

    // With a trial of four weeks unless `terms` say otherwise.
    model::Agreement asks(const model::Account& who, const model::Proposal& proposal, std::string_view terms = "");
    // The error code of asking, nullopt when it worked.
    std::optional<Error> refusal(const model::Account& who, const model::Proposal& proposal);
    Result<model::Agreement> step(const model::Account& who, const model::Agreement& agreement, Action action,
                                  std::string_view note = "", std::string_view terms = "");
    model::Agreement now(const model::Agreement& agreement);
    model::Proposal now(const model::Proposal& proposal);
    State state(const model::Agreement& agreement) { return now(agreement).state; }
    AgreementView view(const model::Agreement& agreement, const model::Account& viewer);
    // Recomputes every link from the steps as they are stored.
    void expect_sound_chain(const model::Agreement& agreement);
    // The events of a kind among those that wait, all of which take effect.
    std::vector<model::Event> events_of(model::EventKind kind);

    // What the other server tells: a first Offer, and terms that answer an earlier one.
    RemoteOffer offered(const model::Account& actor, const model::Proposal& proposal, const std::string& uri);
    RemoteOffer countered(const model::Account& actor, const std::string& earlier, const std::string& uri,
                          const std::string& terms);

    model::Account mentor_, mentee_, second_, far_;
};

}  // namespace collegium::domain::test
