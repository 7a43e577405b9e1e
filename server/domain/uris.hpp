// The names of our own things: ActivityPub ids (under /ap, never redirected, never with a fragment) and
// page addresses (federation.md 1.8). The only place where such a path is built or taken apart.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "config/config.hpp"
#include "core/ids.hpp"

namespace collegium::domain {

class Uris {
  public:
    explicit Uris(const config::Config& config) : base_(config.base_url()) {}

    std::string actor(AccountId id) const { return base_ + "/ap/users/" + id.text(); }
    std::string inbox(AccountId id) const { return actor(id) + "/inbox"; }
    std::string outbox(AccountId id) const { return actor(id) + "/outbox"; }
    std::string followers(AccountId id) const { return actor(id) + "/followers"; }
    std::string following(AccountId id) const { return actor(id) + "/following"; }
    std::string featured(AccountId id) const { return actor(id) + "/featured"; }
    std::string proposals(AccountId id) const { return actor(id) + "/proposals"; }
    std::string key(AccountId id) const { return actor(id) + "#main-key"; }
    std::string instance_actor() const { return base_ + "/actor"; }
    std::string instance_key() const { return instance_actor() + "#main-key"; }
    std::string shared_inbox() const { return base_ + "/ap/inbox"; }
    std::string note(PostId id) const { return base_ + "/ap/notes/" + id.text(); }
    std::string replies(PostId id) const { return note(id) + "/replies"; }
    std::string thread(std::int64_t id) const { return base_ + "/ap/threads/" + std::to_string(id); }
    std::string create_activity(PostId id) const { return note(id) + "/create"; }
    std::string announce(PostId reblog) const { return base_ + "/ap/announces/" + reblog.text(); }
    // For Update, Delete, Accept and whatever else has no row of its own; `unique` is a fresh snowflake.
    std::string activity(std::int64_t unique) const { return base_ + "/ap/activities/" + std::to_string(unique); }
    std::string proposal(ProposalId id) const { return base_ + "/ap/proposals/" + id.text(); }
    std::string intent(ProposalId id) const { return proposal(id) + "#primary"; }
    std::string agreement(AgreementId id) const { return base_ + "/ap/agreements/" + id.text(); }

    std::string home() const { return base_ + "/"; }
    std::string profile(std::string_view username) const { return base_ + "/@" + std::string(username); }
    std::string post_page(std::string_view username, PostId id) const { return profile(username) + "/" + id.text(); }
    std::string resource(ResourceId id) const { return base_ + "/resources/" + id.text(); }
    std::string proposal_page(ProposalId id) const { return base_ + "/proposals/" + id.text(); }
    std::string agreement_page(AgreementId id) const { return base_ + "/mentorships/" + id.text(); }
    std::string tag(std::string_view name) const;
    std::string media(std::string_view token) const { return base_ + "/media/" + std::string(token); }
    std::string asset(std::string_view name) const { return base_ + "/assets/" + std::string(name); }

    bool is_ours(std::string_view uri) const;

    // What one of our ActivityPub ids or page addresses names; nullopt when it is not ours or names nothing.
    struct Name {
        enum class Kind { instance_actor, actor, note, announce, proposal, agreement, resource, followers, profile };
        Kind kind;
        std::int64_t id = 0;   // but for profile
        std::string username;  // for profile
    };
    std::optional<Name> parse(std::string_view uri) const;

  private:
    std::string base_;
};

}  // namespace collegium::domain
