#include "federation/delivery_rules.hpp"

#include <algorithm>
#include <charconv>

#include "core/strings.hpp"

namespace collegium::federation::delivery {
namespace {

using model::SignatureFamily;

constexpr int attempt_limit = 20;
constexpr int unauthorized_limit = 4;  // the first and three more
constexpr std::chrono::milliseconds first_pause = std::chrono::seconds(15);
constexpr std::chrono::milliseconds longest_pause = std::chrono::hours(8);
constexpr std::chrono::milliseconds longest_wish = std::chrono::hours(1);
constexpr std::chrono::milliseconds shortest_pause = std::chrono::seconds(1);
constexpr int wishes_granted = 5;  // tries after which a short wish counts no more
constexpr std::size_t remembered_hosts = 10'000;

}  // namespace

Verdict judge(int status, int attempts) {
    if (status >= 200 && status < 300) return Verdict::delivered;
    const bool temporary = status == 408 || status == 429;
    if (status == 401) return attempts + 1 < unauthorized_limit ? Verdict::again : Verdict::refused;
    if (status >= 400 && status < 500 && !temporary) return Verdict::refused;
    return attempts + 1 < attempt_limit ? Verdict::again : Verdict::refused;
}

bool calls_for_other_family(int status) {
    return status == 400 || status == 401;
}

SignatureFamily other_family(SignatureFamily family) {
    return family == SignatureFamily::draft_cavage ? SignatureFamily::rfc9421 : SignatureFamily::draft_cavage;
}

std::chrono::milliseconds back_off(int failures, std::uint64_t dice) {
    auto pause = first_pause;
    for (int doubled = 0; doubled < failures && pause < longest_pause; ++doubled) pause *= 2;
    pause = std::min(pause, longest_pause);
    const auto fifth = static_cast<std::uint64_t>(pause.count() / 5);
    return pause + std::chrono::milliseconds(static_cast<std::int64_t>(dice % (fifth + 1)));
}

std::optional<std::chrono::milliseconds> retry_after(std::string_view header, Timestamp now) {
    const auto text = strings::trim(header);
    if (text.empty()) return std::nullopt;
    std::int64_t seconds = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    std::chrono::milliseconds wish{0};
    if (error == std::errc() && end == text.data() + text.size()) {
        wish = std::chrono::seconds(std::clamp<std::int64_t>(seconds, 0, 3600));
    } else if (const auto date = parse_http_date(text)) {
        wish = *date - now;
    } else {
        return std::nullopt;
    }
    return std::clamp(wish, std::chrono::milliseconds(0), longest_wish);
}

std::chrono::milliseconds pause_after(int attempts, int failures, std::optional<std::chrono::milliseconds> wish,
                                      std::uint64_t dice) {
    if (wish && attempts < wishes_granted) return std::max(*wish, shortest_pause);
    return std::max(back_off(std::max(attempts, failures), dice), wish.value_or(shortest_pause));
}

std::optional<SignatureFamily> FamilyMemory::changed(const std::string& host, SignatureFamily worked, Timestamp now) {
    if (changes_.size() > remembered_hosts) changes_.clear();
    const auto known = changes_.find(host);
    if (known == changes_.end()) {
        changes_.emplace(host, Change{now, std::nullopt});
        return worked;
    }
    auto& change = known->second;
    if (change.frozen_until && now < *change.frozen_until) return std::nullopt;
    const bool restless = now - change.at < std::chrono::hours(1);
    change.at = now;
    change.frozen_until = restless ? std::optional(now + std::chrono::hours(24)) : std::nullopt;
    return restless ? SignatureFamily::draft_cavage : worked;
}

BodyCache::Body BodyCache::find(std::int64_t id) {
    const auto found = slots_.find(id);
    if (found == slots_.end()) return nullptr;
    ages_.splice(ages_.begin(), ages_, found->second.age);
    return found->second.body;
}

void BodyCache::put(std::int64_t id, Body body) {
    if (!body || slots_.contains(id)) return;
    bytes_ += body->size();
    ages_.push_front(id);
    slots_.emplace(id, Slot{std::move(body), ages_.begin()});
    while (bytes_ > limit_ && ages_.size() > 1) {
        const auto oldest = slots_.find(ages_.back());
        bytes_ -= oldest->second.body->size();
        slots_.erase(oldest);
        ages_.pop_back();
    }
}

}  // namespace collegium::federation::delivery
