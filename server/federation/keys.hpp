// Keys, ours and theirs, parsed once: parsing a PEM costs twenty times a verification (stack.md). Theirs by
// key id, each bound to the one actor that may use it; ours by account.
#pragma once

#include <list>
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

// The least recently used goes when it is full. Safe from any thread.
class KeyCache {
  public:
    explicit KeyCache(std::size_t capacity = 50'000) : capacity_(capacity) {}

    std::optional<KeyOwner> find(std::string_view key_id);
    void put(std::string_view key_id, const KeyOwner& owner);
    void forget(std::string_view key_id);

    // Whether this key may be fetched (again) now: once in five minutes (security.md SIG-15).
    bool may_fetch(std::string_view key_id, Timestamp now);

  private:
    struct Slot {
        std::optional<KeyOwner> owner;
        std::optional<Timestamp> fetched_at;
        std::list<std::string>::iterator age;
    };
    Slot& slot(std::string_view key_id);

    std::size_t capacity_;
    std::mutex mutex_;
    std::list<std::string> ages_;  // most recently used first
    std::unordered_map<std::string, Slot> slots_;
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
