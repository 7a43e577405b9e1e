#include "web/views/agreements.hpp"

#include <algorithm>

#include "core/url.hpp"
#include "storage/repo/mentorships.hpp"
#include "web/frame.hpp"
#include "web/views/people.hpp"

namespace collegium::web {
namespace {

using State = model::AgreementState;

constexpr int looked_at = 40;

// Two texts for most states: for the one who acts next, and for the other.
std::string turn_text(State state) {
    switch (state) {
        case State::requested: return "Your answer is asked for: accept, decline, or ask for more first.";
        case State::info_needed: return "You were asked to tell a little more before the answer.";
        case State::terms_proposed: return "Other terms were proposed. They need your yes.";
        case State::trial:
        case State::active:
        case State::paused:
        case State::amending:
        case State::completing:
        case State::completed:
        case State::declined:
        case State::withdrawn:
        case State::expired:
        case State::ended:
        case State::suspended:
        case State::void_: return {};
    }
    return {};
}

std::string plain_text(State state) {
    switch (state) {
        case State::requested: return "The request is with them. An answer can take up to 14 days.";
        case State::info_needed: return "You asked for more. The other person answers next.";
        case State::terms_proposed: return "The terms are with the other person, who has to agree.";
        case State::trial: return "You are trying it out. Either of you can stop without a reason.";
        case State::active: return "You work together.";
        case State::paused: return "You are taking a break.";
        case State::amending: return "New terms are being discussed.";
        case State::completing: return "You are coming to the end of what you agreed.";
        case State::completed: return "You did what you set out to do.";
        case State::declined: return "It did not come about this time.";
        case State::withdrawn: return "The request was taken back.";
        case State::expired: return "Nobody answered within 14 days.";
        case State::ended: return "This mentorship has ended. Endings are normal.";
        case State::suspended: return "It is on hold for review.";
        case State::void_: return "It cannot go on: an account or a server is gone.";
    }
    return {};
}

}  // namespace

bool is_waiting_for(const model::Agreement& agreement, AccountId viewer) {
    if (agreement.proposer_id != viewer && agreement.responder_id != viewer) return false;
    if (agreement.state == State::requested) return agreement.proposer_id == viewer && agreement.terms_by_id != viewer;
    if (agreement.state == State::info_needed) return agreement.responder_id == viewer;
    return agreement.state == State::terms_proposed && agreement.terms_by_id != viewer;
}

int count_waiting(domain::Context& context, AccountId viewer) {
    model::Page page;
    page.limit = looked_at;
    const auto agreements = repo::agreements_page(context.db, viewer, page);
    return static_cast<int>(
        std::count_if(agreements.begin(), agreements.end(),
                      [viewer](const model::Agreement& agreement) { return is_waiting_for(agreement, viewer); }));
}

std::string state_label(State state) {
    switch (state) {
        case State::requested: return "Requested";
        case State::info_needed: return "More was asked";
        case State::terms_proposed: return "Terms proposed";
        case State::trial: return "Trial";
        case State::active: return "Active";
        case State::paused: return "Paused";
        case State::amending: return "Changing terms";
        case State::completing: return "Coming to an end";
        case State::completed: return "Completed";
        case State::declined: return "Declined";
        case State::withdrawn: return "Withdrawn";
        case State::expired: return "Expired";
        case State::ended: return "Ended";
        case State::suspended: return "On hold";
        case State::void_: return "Void";
    }
    return {};
}

std::string state_of(const domain::AgreementView& view, AccountId viewer) {
    return has_agreed(view, viewer) ? std::string(waiting_label) : state_label(view.agreement.state);
}

std::string tone_of(State state) {
    switch (state) {
        case State::requested:
        case State::info_needed:
        case State::terms_proposed:
        case State::paused:
        case State::amending: return "wait";
        case State::trial: return "trial";
        case State::active:
        case State::completing:
        case State::completed: return "good";
        case State::suspended: return "bad";
        case State::declined:
        case State::withdrawn:
        case State::expired:
        case State::ended:
        case State::void_: return "plain";
    }
    return "plain";
}

bool has_agreed(const domain::AgreementView& view, AccountId person) {
    const auto& agreement = view.agreement;
    if (agreement.state != State::terms_proposed || !person || agreement.terms_by_id != person) return false;
    // Places are counted there. Terms of one's own would be an Offer of one's own server.
    const auto& own = agreement.mentor_id == person ? *view.mentor : *view.mentee;
    return !view.proposal.local && own.local() && !same_origin(agreement.last_offer_uri, own.uri);
}

std::string explanation_of(const domain::AgreementView& view, AccountId viewer) {
    const auto& agreement = view.agreement;
    if (has_agreed(view, viewer)) {
        const auto& other = other_of(view, viewer);
        return "You agreed to the terms. The server of " + name_of(other) + ", " + other.domain +
               ", has to confirm it, as the places are counted there.";
    }
    if (is_waiting_for(agreement, viewer)) return turn_text(agreement.state);
    if (was_full(view)) return "All places were taken by then.";
    return plain_text(agreement.state);
}

std::string role_text(const model::Agreement& agreement, AccountId viewer) {
    return agreement.mentor_id == viewer ? "You are the mentor" : "You are the mentee";
}

const model::Account& other_of(const domain::AgreementView& view, AccountId viewer) {
    return view.agreement.mentor_id == viewer ? *view.mentee : *view.mentor;
}

json::Value bond_view(const Scene& scene, const domain::AgreementView& view) {
    const auto& agreement = view.agreement;
    auto bond = json::Value::object({{"url", "/mentorships/" + agreement.id.text()},
                                     {"title", view.proposal.title},
                                     {"role", role_text(agreement, scene.viewer)},
                                     {"state", state_of(view, scene.viewer)},
                                     {"tone", tone_of(agreement.state)},
                                     {"next", explanation_of(view, scene.viewer)}});
    add_person(bond, scene, other_of(view, scene.viewer));
    return bond;
}

}  // namespace collegium::web
