#include "federation/inbox_backlog.hpp"

namespace collegium::federation {
namespace {

constexpr auto count_life = std::chrono::seconds(1);
constexpr std::size_t hosts_remembered = 10'000;

}  // namespace

InboxBacklog::Advice InboxBacklog::advice(const std::string& host, Timestamp now) {
    std::lock_guard lock(mutex_);
    if (counts_.size() >= hosts_remembered)
        std::erase_if(counts_, [now](const auto& entry) { return now - entry.second.at >= count_life; });
    if (counts_.size() >= hosts_remembered) counts_.clear();
    auto [entry, fresh] = counts_.try_emplace(host, Count{now, 0});
    auto& count = entry->second;
    if (fresh || now - count.at >= count_life) {
        count.at = now;
        return Advice::count_and_take;
    }
    return count.waiting >= most_ ? Advice::refuse : Advice::take;
}

void InboxBacklog::counted(const std::string& host, std::int64_t waiting) {
    std::lock_guard lock(mutex_);
    if (auto found = counts_.find(host); found != counts_.end()) found->second.waiting = waiting;
}

}  // namespace collegium::federation
