// Rows about people: accounts (ours and remote), members, sessions, relations. Plain data.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/ids.hpp"
#include "core/time.hpp"

namespace collegium::model {

enum class ActorKind { person = 0, service = 1, group = 2, organization = 3, application = 4 };
enum class Role { member = 0, moderator = 1, admin = 2, owner = 3 };
enum class Visibility { public_ = 0, unlisted = 1, followers = 2, direct = 3 };

struct Account {
    AccountId id;
    std::string username;
    std::string domain;  // "" for our own people
    ActorKind kind = ActorKind::person;
    std::string uri;
    std::string url;
    std::string display_name;
    std::string note;           // safe HTML
    std::string note_source;    // ours only
    std::string fields = "[]";  // JSON [{name, value (safe HTML), source}]
    std::string avatar_url;
    std::string header_url;
    bool locked = false;
    bool discoverable = false;
    bool indexable = false;
    std::string inbox;
    std::string shared_inbox;
    std::string outbox;
    std::string followers_uri;
    std::string following_uri;
    std::string featured_uri;
    std::string key_id;
    std::string public_key;  // SPKI PEM
    Timestamp created_at;
    Timestamp updated_at;
    std::optional<Timestamp> fetched_at;
    std::optional<Timestamp> suspended_at;
    std::optional<Timestamp> deleted_at;
    // From account_stats.
    std::int64_t statuses_count = 0;
    std::int64_t followers_count = 0;
    std::int64_t following_count = 0;
    std::optional<Timestamp> last_status_at;

    bool local() const { return domain.empty(); }
    bool usable() const { return !suspended_at && !deleted_at; }
    // "ada", or "ada@other.example": how Mastodon's API names people.
    std::string acct() const { return local() ? username : username + "@" + domain; }
    // Where deliveries to this account's server go when they need not name the person.
    const std::string& delivery_inbox() const { return shared_inbox.empty() ? inbox : shared_inbox; }
};

struct Member {
    AccountId account_id;
    std::string email;
    std::string password_hash;
    Role role = Role::member;
    Visibility default_visibility = Visibility::public_;
    bool default_sensitive = false;
    std::string default_language;
    Timestamp created_at;
    std::optional<Timestamp> last_sign_in_at;
    std::optional<Timestamp> disabled_at;
};

struct Session {
    std::string token_hash;  // hex SHA-256 of the cookie's value
    AccountId account_id;
    std::string csrf_token;
    std::string user_agent;
    std::string address;
    Timestamp created_at;
    Timestamp expires_at;
};

struct Follow {
    std::int64_t id = 0;
    AccountId account_id;
    AccountId target_id;
    std::string uri;  // of the Follow activity
    bool accepted = false;
    bool show_reblogs = true;
    bool notify = false;
    Timestamp created_at;
};

// What one account is to another, seen from the first: Mastodon's Relationship.
struct Relationship {
    AccountId target_id;
    bool following = false;
    bool requested = false;
    bool showing_reblogs = false;
    bool notifying = false;
    bool followed_by = false;
    bool requested_by = false;
    bool blocking = false;
    bool blocked_by = false;
    bool muting = false;
    bool muting_notifications = false;
    std::optional<Timestamp> muting_expires_at;
};

struct List {
    ListId id;
    AccountId account_id;
    std::string title;
    std::string replies_policy = "list";
    bool exclusive = false;
};

struct Marker {
    std::string timeline;
    std::string last_read_id;
    std::int64_t version = 0;
    Timestamp updated_at;
};

}  // namespace collegium::model
