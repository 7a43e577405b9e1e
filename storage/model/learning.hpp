// Rows of the learning network: resources, mentorship proposals and agreements. Plain data; the words
// are those of pln-domain.md section 3.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/ids.hpp"
#include "core/time.hpp"

namespace collegium::model {

struct Resource {
    ResourceId id;
    PostId post_id;
    AccountId account_id;
    std::string uri;  // canonical URL
    std::string title;
    std::string work_url;
    std::string license;
    std::string version = "1";
    std::string record;  // JSON: as2::LearningResource as AMB/LRMI
    std::string search_text;
    bool local = false;
    Timestamp created_at;
    Timestamp updated_at;
    std::optional<Timestamp> deleted_at;
};

struct Facet {
    std::string facet;
    std::string value;
    std::string label;
};

struct FacetCount {
    std::string facet;
    std::string value;
    std::string label;
    std::int64_t count = 0;
};

struct ResourceVersion {
    std::string version;
    std::string record;
    Timestamp created_at;
};

enum class Purpose { offer = 0, request = 1 };
enum class ProposalState { draft = 0, open = 1, full = 2, paused = 3, closed = 4, expired = 5 };

struct Proposal {
    ProposalId id;
    PostId post_id;
    AccountId account_id;
    std::string uri;
    std::string intent_uri;
    Purpose purpose = Purpose::offer;
    std::string title;
    std::string content;  // safe HTML
    std::string source;
    std::string record = "{}";  // JSON: as2::MentorshipProposal's facts
    std::string search_text;
    int places = 1;
    int places_free = 1;
    ProposalState state = ProposalState::open;
    bool local = false;
    Timestamp created_at;
    Timestamp updated_at;
    std::optional<Timestamp> expires_at;
    std::optional<Timestamp> deleted_at;
};

enum class AgreementState {
    requested = 0,
    info_needed = 1,
    terms_proposed = 2,
    trial = 3,
    active = 4,
    paused = 5,
    amending = 6,
    completing = 7,
    completed = 8,
    declined = 9,
    withdrawn = 10,
    expired = 11,
    ended = 12,
    suspended = 13,
    void_ = 14,
};

struct Agreement {
    AgreementId id;
    std::string uri;
    std::string offer_uri;
    std::string last_offer_uri;
    ProposalId proposal_id;
    AccountId proposer_id;
    AccountId responder_id;
    AccountId mentor_id;
    AccountId mentee_id;
    AgreementState state = AgreementState::requested;
    std::string message;
    std::string terms = "{}";
    std::string terms_hash;
    AccountId terms_by_id;
    bool place_held = false;
    std::optional<Timestamp> trial_ends_at;
    Timestamp created_at;
    Timestamp updated_at;
};

struct AgreementStep {
    AgreementId agreement_id;
    std::optional<AgreementState> from_state;
    AgreementState to_state = AgreementState::requested;
    AccountId actor_id;  // none: the clock
    std::string note;
    Timestamp created_at;
    std::string previous_hash;
    std::string hash;
};

}  // namespace collegium::model
