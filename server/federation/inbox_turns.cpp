#include "federation/inbox_turns.hpp"

#include <algorithm>

namespace collegium::federation {
namespace {

constexpr auto head_start = std::chrono::minutes(1);
constexpr auto pace = std::chrono::milliseconds(3);

}  // namespace

Timestamp InboxTurns::first(Timestamp now) {
    return now - head_start;
}

Timestamp InboxTurns::next(const std::string& host, Timestamp now) {
    std::lock_guard lock(mutex_);
    auto found = last_.find(host);
    if (found == last_.end()) {
        if (last_.size() >= most_hosts_) make_room(now);
        last_.emplace(host, first(now));
        return first(now);
    }
    found->second = std::min(std::max(first(now), found->second + pace), now);
    return found->second;
}

// Those that send little lose nothing by being forgotten; when all send much, one of them gains a minute.
void InboxTurns::make_room(Timestamp now) {
    std::erase_if(last_, [now](const auto& entry) { return entry.second + pace <= first(now); });
    if (last_.size() >= most_hosts_) last_.erase(last_.begin());
}

std::size_t InboxTurns::hosts() const {
    std::lock_guard lock(mutex_);
    return last_.size();
}

}  // namespace collegium::federation
