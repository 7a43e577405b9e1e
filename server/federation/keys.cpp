#include "federation/keys.hpp"

#include "core/url.hpp"
#include "storage/repo/accounts.hpp"

namespace collegium::federation {
namespace {

constexpr auto fetch_pause = std::chrono::minutes(5);

}  // namespace

KeyCache::Slot& KeyCache::slot(std::string_view key_id) {
    std::string name(key_id);
    auto found = slots_.find(name);
    if (found != slots_.end()) {
        ages_.splice(ages_.begin(), ages_, found->second.age);
        return found->second;
    }
    if (slots_.size() >= capacity_) {
        slots_.erase(ages_.back());
        ages_.pop_back();
    }
    ages_.push_front(name);
    auto& fresh = slots_[name];
    fresh.age = ages_.begin();
    return fresh;
}

std::optional<KeyOwner> KeyCache::find(std::string_view key_id) {
    std::lock_guard lock(mutex_);
    auto found = slots_.find(std::string(key_id));
    if (found == slots_.end()) return std::nullopt;
    ages_.splice(ages_.begin(), ages_, found->second.age);
    return found->second.owner;
}

void KeyCache::put(std::string_view key_id, const KeyOwner& owner) {
    std::lock_guard lock(mutex_);
    slot(key_id).owner = owner;
}

void KeyCache::forget(std::string_view key_id) {
    std::lock_guard lock(mutex_);
    slot(key_id).owner.reset();
}

bool KeyCache::may_fetch(std::string_view key_id, Timestamp now) {
    std::lock_guard lock(mutex_);
    auto& known = slot(key_id);
    if (known.fetched_at && now - *known.fetched_at < fetch_pause) return false;
    known.fetched_at = now;
    return true;
}

Result<KeyOwner> load_key_owner(domain::Context& context, std::string_view key_id) {
    auto account = repo::find_account_by_key(context.db, key_id);
    if (!account || account->public_key.empty()) return Error(Errc::not_found, "unknown key");
    if (account->deleted_at) return Error(Errc::gone, "the key's owner is gone");
    COLLEGIUM_TRY(auto key, crypto::PublicKey::from_pem(account->public_key));
    return KeyOwner{account->id, account->uri, authority_of(account->uri), std::move(key)};
}

std::optional<SigningKeys::Entry> SigningKeys::find(AccountId account) {
    std::lock_guard lock(mutex_);
    auto found = entries_.find(account);
    if (found == entries_.end()) return std::nullopt;
    return found->second;
}

void SigningKeys::put(AccountId account, const Entry& entry) {
    std::lock_guard lock(mutex_);
    if (entries_.size() >= capacity) entries_.erase(entries_.begin());
    entries_.emplace(account, entry);
}

Result<SigningKeys::Entry> SigningKeys::load(domain::Context& context, AccountId id) {
    auto account = repo::find_account(context.db, id);
    auto pem = repo::find_private_key(context.db, id);
    if (!account || !pem) return Error(Errc::not_found, "no private key for this account");
    COLLEGIUM_TRY(auto key, crypto::PrivateKey::from_pem(*pem));
    return Entry{std::move(key), account->key_id};
}

}  // namespace collegium::federation
