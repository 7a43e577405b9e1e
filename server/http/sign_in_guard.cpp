#include "http/sign_in_guard.hpp"

#include <algorithm>

#include "core/hash.hpp"
#include "core/strings.hpp"
#include "http/client_address.hpp"

namespace collegium::http {
namespace {

constexpr unsigned wrong_for_name = 10;
constexpr unsigned wrong_from_address = 30;
constexpr auto window = std::chrono::minutes(5);
constexpr auto trust = std::chrono::days(30);

// "maya", " Maya" and "@maya" are one name. Of a fixed length: names are chosen by others.
std::string digest_of(std::string_view name) {
    name = strings::trim(name);
    if (name.starts_with('@')) name.remove_prefix(1);
    return sha256(strings::fold(strings::shorten(name, 1000))).substr(0, 16);
}

}  // namespace

SignInGuard::SignInGuard(std::size_t most_entries) : most_(std::max<std::size_t>(3, most_entries)) {}

SignInGuard::Attempt SignInGuard::enter(std::string_view name, std::string_view remote_address, Timestamp now) {
    const auto digest = digest_of(name);
    const auto client = client_key(remote_address);
    Attempt attempt{"name:" + digest, "from:" + client, "both:" + digest + client, std::nullopt};
    std::lock_guard lock(mutex_);
    if (find("known:" + attempt.pair, now)) attempt.name = attempt.pair;
    const auto* of_name = find(attempt.name, now);
    const auto* of_address = find(attempt.address, now);
    const auto refuse = [&attempt, now](const Entry* entry, unsigned count, unsigned most) {
        if (entry == nullptr || count < most) return;
        const auto wait = std::chrono::ceil<std::chrono::seconds>(entry->end - now);
        attempt.wait = std::max(attempt.wait.value_or(std::chrono::seconds(1)), wait);
    };
    refuse(of_name, of_name ? of_name->wrong + of_name->under_way : 0, wrong_for_name);
    refuse(of_address, of_address ? of_address->wrong : 0, wrong_from_address);
    if (!attempt.wait) ++entry_of(attempt.name, window, now).under_way;
    return attempt;
}

void SignInGuard::leave(const Attempt& attempt, Outcome outcome, Timestamp now) {
    std::lock_guard lock(mutex_);
    if (auto found = entries_.find(attempt.name); found != entries_.end() && found->second.under_way > 0)
        --found->second.under_way;
    switch (outcome) {
        case Outcome::wrong:
            ++entry_of(attempt.name, window, now).wrong;
            ++entry_of(attempt.address, window, now).wrong;
            return;
        case Outcome::right: {
            auto& known = entry_of("known:" + attempt.pair, trust, now);
            known.end = now + trust;
            break;
        }
        case Outcome::undecided: break;
    }
    drop_idle(attempt.name);
}

std::size_t SignInGuard::entries() const {
    std::lock_guard lock(mutex_);
    return entries_.size();
}

const SignInGuard::Entry* SignInGuard::find(const std::string& key, Timestamp now) const {
    const auto found = entries_.find(key);
    return found == entries_.end() || found->second.end <= now ? nullptr : &found->second;
}

SignInGuard::Entry& SignInGuard::entry_of(const std::string& key, std::chrono::seconds life, Timestamp now) {
    auto found = entries_.find(key);
    if (found == entries_.end()) {
        if (entries_.size() >= most_) drop(std::string(recent_.back()));
        recent_.push_front(key);
        found = entries_.emplace(key, Entry{0, 0, now + life, recent_.begin()}).first;
    }
    auto& entry = found->second;
    recent_.splice(recent_.begin(), recent_, entry.place);
    if (entry.end <= now) {
        entry.wrong = 0;
        entry.end = now + life;
    }
    return entry;
}

void SignInGuard::drop(const std::string& key) {
    const auto found = entries_.find(key);
    if (found == entries_.end()) return;
    recent_.erase(found->second.place);
    entries_.erase(found);
}

// The many that sign in at the first attempt leave nothing behind.
void SignInGuard::drop_idle(const std::string& key) {
    const auto found = entries_.find(key);
    if (found != entries_.end() && found->second.wrong == 0 && found->second.under_way == 0) drop(key);
}

}  // namespace collegium::http
