// Mentorship offers and requests, and what is agreed about them, in the words of FEP-0837 (federation.md 8.1,
// 8.2, 8.8; pln-domain.md 3.2.1). One proposal has two documents: a Note that everyone can read, and the
// Proposal for servers that know the FEP; the id of the intent is the same in both, and is its key.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "as2/learning_resource.hpp"
#include "as2/types.hpp"
#include "core/json.hpp"
#include "core/result.hpp"

namespace collegium::as2 {

enum class Purpose { offer, request };

struct MentorshipProposal {
    std::string id;      // of the Proposal document, without a fragment
    std::string note;    // of the Note that carries it
    std::string intent;  // id of the primary intent: `id` with #primary
    std::string author, page;
    Purpose purpose = Purpose::offer;
    std::string title;
    std::string content;  // free text, safe HTML
    std::vector<Concept> topics, subjects, levels;
    Texts formats;    // video, phone, writing, in_person, observation
    Texts languages;  // BCP 47
    std::string time_zone;
    Texts windows;  // weekday_evening …
    std::string cadence;
    std::optional<std::int64_t> weeks;
    std::int64_t places = 1, places_free = 1;
    std::string institution_policy, who_may_ask, expectations;
    std::string state = "open";
    std::optional<Timestamp> published, updated, expires;
    Texts to, cc;
};

// The facts alone, as the "mentorship" property has them; and read back into a proposal.
json::Value write_mentorship_facts(const MentorshipProposal& proposal);
void read_mentorship_facts(const json::Value& facts, MentorshipProposal& proposal);

// purpose, publishes, unitBased and mentorship, and the link to the Proposal document.
void add_to_note(const MentorshipProposal& proposal, Note& note);
// The canonical document; without "@context".
json::Value write_proposal(const MentorshipProposal& proposal);
// A Proposal, or a Note that carries one. Errors: unprocessable when it is neither, or no mentorship, or its
// intent is on another server than the object.
Result<MentorshipProposal> parse_mentorship(const json::Value& object);

// The content of the carrier, like fallback_text of a resource.
CarrierText fallback_text(const MentorshipProposal& proposal, std::string_view tag_prefix);

// An Agreement and its one Commitment: as a draft in an Offer, with ids as the result of an Accept.
struct Agreement {
    std::string id;                  // "" in a draft
    std::string attributed_to;       // who minted it
    std::string satisfies;           // the intent
    std::string provider, receiver;  // mentor and mentee
    std::string quantity = "1";
    std::string url;
    std::string content;  // the message, HTML
    std::string status;   // a state of pln-domain.md 3.2
    json::Value terms;    // an object; null when there are none
    std::string terms_hash;
    std::optional<std::int64_t> terms_version;
    std::string steps_hash;  // last link of the chain of transitions
    std::string want;
    bool not_evaluated = false;  // the mentor does not evaluate the mentee
    std::optional<Timestamp> updated;
};

json::Value write_agreement(const Agreement& agreement);
// Error: unprocessable without a stipulated commitment that satisfies some intent.
Result<Agreement> parse_agreement(const json::Value& value);

// To one person and nobody else.
Activity make_offer(std::string id, std::string actor, const std::string& to, const Agreement& draft);
Activity make_accept_offer(std::string id, std::string actor, const std::string& to, const std::string& offer,
                           const Agreement& agreement);

}  // namespace collegium::as2
