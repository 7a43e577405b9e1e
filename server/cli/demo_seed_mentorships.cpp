// Mentorships: in rounds, as each step answers one that came from the other institution.
#include "cli/demo_seed.hpp"
#include "domain/agreement_machine.hpp"
#include "domain/mentorships.hpp"
#include "storage/repo/mentorships.hpp"

namespace collegium::cli::sample {
namespace {

struct Pair {
    const SampleMentorship* sample = nullptr;
    const SampleProposal* proposal = nullptr;
    std::string offer_uri;

    std::string_view actor(Taker taker) const {
        return taker == Taker::proposer ? proposal->author : sample->responder;
    }
    std::string name() const {
        return std::string(sample->responder) + " and " + std::string(proposal->author) + ", " +
               std::string(proposal->title);
    }
};

const SampleProposal* find_proposal(std::string_view key) {
    for (const auto& proposal : proposals())
        if (proposal.key == key) return &proposal;
    return nullptr;
}

Result<std::string> ask(domain::Context& context, const World& world, const Ledger& ledger, const Pair& pair) {
    COLLEGIUM_TRY(const auto who, find_person(context, world, side_of(pair.sample->responder), pair.sample->responder));
    const auto row = repo::find_proposal_by_uri(context.db, ledger.proposals.at(std::string(pair.sample->proposal)));
    if (!row) return Error(Errc::not_found, "The proposal is missing: " + std::string(pair.proposal->title));
    COLLEGIUM_TRY(const auto agreement, domain::ask(context, who.id, row->id, pair.sample->message, ""));
    return agreement.offer_uri;
}

Result<void> take_step(domain::Context& context, const World& world, const Pair& pair, const SampleStep& step) {
    const auto name = pair.actor(step.taker);
    COLLEGIUM_TRY(const auto who, find_person(context, world, side_of(name), name));
    const auto agreement = repo::find_agreement_by_offer(context.db, pair.offer_uri);
    if (!agreement) return Error(Errc::not_found, "The request is missing: " + pair.name());
    domain::Step wanted;
    wanted.action = step.action;
    wanted.note = step.note;
    wanted.terms_json = step.terms;
    COLLEGIUM_CHECK(domain::take_step(context, who.id, agreement->id, wanted));
    return ok();
}

Result<void> wait_for_state(World& world, const Pair& pair, model::AgreementState state) {
    const auto what = pair.name() + ": " + std::string(domain::name_of(state));
    for (auto side : both_sides) {
        COLLEGIUM_CHECK(world.wait_until(side, what, [&pair, state](domain::Context& context) {
            const auto row = repo::find_agreement_by_offer(context.db, pair.offer_uri);
            return row && row->state == state;
        }));
    }
    return ok();
}

Result<void> ask_all(World& world, const Ledger& ledger, std::vector<Pair>& pairs) {
    for (auto& pair : pairs) {
        COLLEGIUM_TRY(pair.offer_uri,
                      world.write(side_of(pair.sample->responder), [&world, &ledger, &pair](domain::Context& context) {
                          return ask(context, world, ledger, pair);
                      }));
    }
    for (const auto& pair : pairs) {
        COLLEGIUM_CHECK(wait_for_state(world, pair, model::AgreementState::requested));
    }
    return ok();
}

// Everybody's n-th step.
Result<bool> take_round(World& world, const std::vector<Pair>& pairs, std::size_t round) {
    bool any = false;
    for (const auto& pair : pairs) {
        if (round >= pair.sample->steps.size()) continue;
        const auto& step = pair.sample->steps[round];
        any = true;
        auto taken = world.write(side_of(pair.actor(step.taker)), [&world, &pair, &step](domain::Context& context) {
            return take_step(context, world, pair, step);
        });
        if (!taken) return taken.error();
    }
    for (const auto& pair : pairs) {
        if (round >= pair.sample->steps.size()) continue;
        COLLEGIUM_CHECK(wait_for_state(world, pair, pair.sample->steps[round].result));
    }
    return any;
}

}  // namespace

Result<void> add_mentorships(World& world, const Ledger& ledger) {
    std::vector<Pair> pairs;
    for (const auto& sample : mentorships()) {
        const auto* proposal = find_proposal(sample.proposal);
        if (!proposal) return Error(Errc::internal, "There is no proposal " + std::string(sample.proposal));
        pairs.push_back({&sample, proposal, ""});
    }
    COLLEGIUM_CHECK(ask_all(world, ledger, pairs));
    for (std::size_t round = 0;; ++round) {
        COLLEGIUM_TRY(const bool any, take_round(world, pairs, round));
        if (!any) return ok();
    }
}

}  // namespace collegium::cli::sample
