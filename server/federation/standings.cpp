#include "federation/standings.hpp"

namespace collegium::federation {
namespace {

constexpr auto life = std::chrono::seconds(1);

}  // namespace

std::optional<Standing> Standings::find(const std::string& host, Timestamp now) {
    std::lock_guard lock(mutex_);
    const auto found = entries_.find(host);
    if (found == entries_.end() || now - found->second.at >= life) return std::nullopt;
    return found->second.standing;
}

void Standings::put(const std::string& host, Standing standing, Timestamp now) {
    std::lock_guard lock(mutex_);
    if (entries_.size() >= most_hosts_ && !entries_.contains(host)) {
        std::erase_if(entries_, [now](const auto& entry) { return now - entry.second.at >= life; });
        if (entries_.size() >= most_hosts_) entries_.clear();
    }
    entries_.insert_or_assign(host, Entry{standing, now});
}

}  // namespace collegium::federation
