#include "federation/keys.hpp"

#include "core/hash.hpp"
#include "core/url.hpp"
#include "storage/repo/accounts.hpp"

namespace collegium::federation {
namespace {

constexpr auto owner_life = std::chrono::hours(1);
constexpr auto fetch_pause = std::chrono::minutes(5);
constexpr auto failure_pause = std::chrono::seconds(10);
constexpr auto longest_fetch = std::chrono::minutes(2);  // whoever began one and never ended it is gone
constexpr auto budget_window = std::chrono::minutes(1);
constexpr int budget = 300;
constexpr std::size_t clients_remembered = 10'000;

}  // namespace

KeyCache::Slot& KeyCache::slot(const std::string& name) {
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

std::optional<KeyOwner> KeyCache::find(std::string_view key_id, Timestamp now) {
    const auto name = sha256(key_id);
    std::lock_guard lock(mutex_);
    auto found = slots_.find(name);
    if (found == slots_.end() || now - found->second.put_at > owner_life) return std::nullopt;
    ages_.splice(ages_.begin(), ages_, found->second.age);
    return found->second.owner;
}

void KeyCache::put(std::string_view key_id, const KeyOwner& owner, Timestamp now) {
    const auto name = sha256(key_id);
    std::lock_guard lock(mutex_);
    auto& known = slot(name);
    known.owner = owner;
    known.put_at = now;
}

bool KeyCache::has_budget(std::string_view client, Timestamp now) {
    if (windows_.size() >= clients_remembered) {
        std::erase_if(windows_, [now](const auto& entry) { return entry.second.end <= now; });
        if (windows_.size() >= clients_remembered) windows_.clear();
    }
    auto& window = windows_[std::string(client)];
    if (window.end <= now) window = Window{0, now + budget_window};
    if (window.fetches >= budget) return false;
    ++window.fetches;
    return true;
}

FetchLeave KeyCache::ask_to_fetch(std::string_view key_id, std::string_view client, Timestamp now) {
    const auto name = sha256(key_id);
    std::lock_guard lock(mutex_);
    const auto found = slots_.find(name);
    if (found != slots_.end()) {
        const auto& known = found->second;
        if (known.fetch_began && now - *known.fetch_began < longest_fetch) return FetchLeave::under_way;
        if (known.fetch_ended) {
            const auto ago = now - *known.fetch_ended;
            if (known.end == FetchEnd::failed_for_now && ago < failure_pause) return FetchLeave::later;
            if (known.end == FetchEnd::read && ago < fetch_pause) return FetchLeave::refused;
        }
    }
    if (!has_budget(client, now)) return FetchLeave::later;
    slot(name).fetch_began = now;
    return FetchLeave::now;
}

bool KeyCache::spend_fetch(std::string_view client, Timestamp now) {
    std::lock_guard lock(mutex_);
    return has_budget(client, now);
}

void KeyCache::fetch_ended(std::string_view key_id, FetchEnd end, Timestamp now) {
    const auto name = sha256(key_id);
    std::lock_guard lock(mutex_);
    auto& known = slot(name);
    known.fetch_began.reset();
    known.fetch_ended = now;
    known.end = end;
}

Result<KeyOwner> load_key_owner(domain::Context& context, std::string_view key_id) {
    auto account = repo::find_account_by_key(context.db, key_id);
    // PeerTube names the actor itself, which has a single key (federation.md 2.2 step 9).
    if (!account) account = repo::find_account_by_uri(context.db, key_id);
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
