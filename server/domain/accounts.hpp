// People: making members, changing profiles, taking in what other servers say of theirs.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/context.hpp"
#include "storage/model/account.hpp"

namespace collegium::domain {

struct NewMember {
    std::string username;  // [a-z0-9_]{1,30}, not reserved
    std::string email;
    std::string password_hash;  // from crypto::hash_password: made before the transaction, it takes long
    model::Role role = model::Role::member;
    std::string display_name;
    std::string private_key;  // PKCS#8 PEM, made before the transaction
    std::string public_key;   // SPKI PEM
};
// Errors: unprocessable (username or e-mail malformed, reserved or taken).
Result<model::Account> create_member(Context& context, const NewMember& member);
// The rules for a password a person chooses: 10 to 256 bytes. Error: unprocessable.
Result<void> check_password(std::string_view password);
Result<void> check_username(std::string_view username);

struct ProfileField {
    std::string name;
    std::string value;  // as typed
};
// Absent: unchanged.
struct ProfileChange {
    std::optional<std::string> display_name;
    std::optional<std::string> note;  // as typed
    std::optional<std::vector<ProfileField>> fields;
    std::optional<bool> locked;
    std::optional<bool> bot;
    std::optional<bool> discoverable;
    std::optional<bool> indexable;
    std::optional<model::Visibility> default_visibility;
    std::optional<bool> default_sensitive;
    std::optional<std::string> default_language;
};
// Emits account_updated. Error: unprocessable (lengths).
Result<model::Account> update_profile(Context& context, AccountId id, const ProfileChange& change);

// The actor that signs what no person asked for (federation.md 1.7), and tells our people privately what only our
// pages would show else (domain/system_posts). Made at first use by ensure_instance_actor, which also gives it the
// instance's present name. Its account row has username = domain and kind application; nobody can follow it.
Result<model::Account> ensure_instance_actor(Context& context, std::string_view private_key,
                                             std::string_view public_key);
std::optional<model::Account> find_instance_actor(Context& context);
// It is there, under the name that the configuration gives the instance.
bool is_instance_actor_ready(Context& context);
// Whether the database is this instance's: every id in it has the address that it was made for. Error: conflict.
Result<void> check_origin(Context& context);

// What another server says of an actor of its own; text is sanitised by the caller.
struct RemoteAccount {
    std::string uri;
    std::string username;
    std::string domain;  // of the handle, verified by the caller
    model::ActorKind kind = model::ActorKind::person;
    std::string url;
    std::string display_name;
    std::string note;
    std::string fields = "[]";
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
    std::string public_key;
    std::optional<Timestamp> published;
    bool understands_pln = false;  // its server reads proposals and learning resources
};
// Inserts or refreshes. Keys change only here, and only when `document_is_from_origin` (a fetch from the
// actor's own URL): an Update's body never carries keys in (security.md SIG-14).
// Error: too_many_requests when its domain, with all names below it, introduced too many today.
enum class KeyTrust { from_origin, keep_known };
Result<model::Account> import_account(Context& context, const RemoteAccount& remote, KeyTrust trust);
// The origin says that it is gone: nobody sees its posts any more, and its follows end.
Result<void> delete_remote_account(Context& context, AccountId id);

// "ada", "@ada", "ada@host" or a profile URL of ours; no network.
std::optional<model::Account> lookup(Context& context, std::string_view acct);

}  // namespace collegium::domain
