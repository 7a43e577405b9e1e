// Keys, ours and theirs, parsed once: parsing a PEM costs twenty times a verification (stack.md). Theirs by
// key id, each bound to the one actor that may use it; ours by account.
#pragma once

#include <functional>
#include <list>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "core/ids.hpp"
#include "core/time.hpp"
#include "crypto/keys.hpp"
#include "domain/context.hpp"

namespace collegium::federation {

// Who a key speaks for.
struct KeyOwner {
    AccountId account;
    std::string uri;
    std::string authority;  // host[:port] of the actor's id
    crypto::PublicKey key;
};

// What may be done about a key that is not known, or that did not fit.
enum class FetchLeave {
    now,        // fetch it, and say how that ended
    under_way,  // somebody is at it
    later,      // it could not be had for a reason that passes, or this client made us fetch too much
    refused,    // it was read a moment ago
};
enum class FetchEnd { read, failed_for_now };

// The least recently used goes when it is full. Safe from any thread. Strangers choose the names: they are kept as
// hashes, so that none is longer than another.
class KeyCache {
  public:
    explicit KeyCache(std::size_t capacity = 50'000) : capacity_(capacity) {}

    // Not what was put more than an hour ago: the owner may have another key by now, or be gone.
    std::optional<KeyOwner> find(std::string_view key_id, Timestamp now);
    void put(std::string_view key_id, const KeyOwner& owner, Timestamp now);

    // Once in five minutes per key (security.md SIG-15), after a passing failure in ten seconds; 300 a minute for
    // one client (SIG-18). `client` as http::client_key has it.
    FetchLeave ask_to_fetch(std::string_view key_id, std::string_view client, Timestamp now);
    // One of the client's 300 alone, for what a request not yet verified makes us fetch outside the inbox.
    bool spend_fetch(std::string_view client, Timestamp now);
    void fetch_ended(std::string_view key_id, FetchEnd end, Timestamp now);

  private:
    struct Slot {
        std::optional<KeyOwner> owner;
        Timestamp put_at;
        std::optional<Timestamp> fetch_began;
        std::optional<Timestamp> fetch_ended;
        FetchEnd end = FetchEnd::read;
        std::list<std::string>::iterator age;
    };
    struct Window {
        int fetches = 0;
        Timestamp end;
    };
    Slot& slot(const std::string& name);
    bool has_budget(std::string_view client, Timestamp now);

    std::size_t capacity_;
    std::mutex mutex_;
    std::list<std::string> ages_;  // most recently used first
    std::unordered_map<std::string, Slot> slots_;
    std::map<std::string, Window, std::less<>> windows_;
};

// From the database: a key we know of an account that may still speak. Errors: not_found, gone.
Result<KeyOwner> load_key_owner(domain::Context& context, std::string_view key_id);

// Our own private keys. Safe from any thread.
class SigningKeys {
  public:
    struct Entry {
        crypto::PrivateKey key;
        std::string key_id;
    };
    std::optional<Entry> find(AccountId account);
    void put(AccountId account, const Entry& entry);
    // Error: not_found, for accounts that are not ours.
    static Result<Entry> load(domain::Context& context, AccountId account);

  private:
    static constexpr std::size_t capacity = 10'000;
    std::mutex mutex_;
    std::unordered_map<AccountId, Entry> entries_;
};

}  // namespace collegium::federation
